package pair

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// vectorsOf computes the vectors of PAIRING.md that have no random part, and takes
// those that have one from random: bytes in hexadecimal or text, by name.
func vectorsOf(t *testing.T) map[string]string {
	t.Helper()
	v := map[string]string{}
	put := func(name string, b []byte) { v[name] = hex.EncodeToString(b) }
	inv := testInvitation(t, PurposeDevice)
	inv.Expires = time.Unix(1_800_000_000, 0)
	v["words"], v["link"] = testWords, linkOf(t, inv)
	put("joiner", joinerPeer[:])
	put("inviter", inviterPeer[:])
	put("secret", testSecret().Bytes())
	put("psk", testSecret().Derive("pair psk", nil).Bytes())
	notice, request := NoticeBox(testSecret()), RequestBox(testSecret(), 0)
	put("notice-box", notice[:])
	put("request-box", request[:])
	a, b := publicOf(1), publicOf(2)
	put("author-a", a[:])
	put("author-b", b[:])
	v["safety"] = SafetyNumber(a, b).String()
	safety := SafetyNumber(a, b)
	v["safety-qr"] = safety.QRText()

	// Both sides draw their number (32 bytes), then their X25519 key (32 bytes).
	joinerRandom, inviterRandom := bytes.Repeat([]byte{0x11}, 64), bytes.Repeat([]byte{0x22}, 64)
	copy(joinerRandom[nonceSize:], bytes.Repeat([]byte{0x33}, 32))
	copy(inviterRandom[nonceSize:], bytes.Repeat([]byte{0x44}, 32))
	put("joiner-random", joinerRandom)
	put("inviter-random", inviterRandom)
	o := openingOf(inv, testSecret(), Options{Greeting: []byte("hello")})
	n := newNet(t)
	inviterTape := make(chan *recorded, 1)
	n.inviter.Handle(Protocol, func(stream link.Stream) {
		tape := &recorded{Stream: stream}
		s, opening, err := answer(tape, inviterPeer, []*Opening{o}, atTestNow, bytes.NewReader(inviterRandom))
		inviterTape <- tape
		n.sessions <- answered{s, opening, err}
	})
	tape := &recorded{Stream: n.open(n.joiner, inviterPeer)}
	joiner, err := start(tape, joinerPeer, testSecret(), testNow, bytes.NewReader(joinerRandom))
	if err != nil {
		t.Fatal(err)
	}
	theirs, other := <-inviterTape, <-n.sessions
	if other.err != nil {
		t.Fatal(other.err)
	}
	seven := make([]byte, 0, EmojiCount)
	for _, e := range joiner.Emoji() {
		seven = append(seven, byte(e.Index))
	}
	put("emoji", seven)
	complete(t, joiner, other.s, []byte("welcome"))
	put("joiner-sent", tape.written.Bytes())
	put("inviter-sent", theirs.written.Bytes())
	put("request", mustEncode(t, testRequest))
	return v
}

const vectorsFile = "testdata/vectors.json"

func TestVectors(t *testing.T) {
	text, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	for name, got := range vectorsOf(t) {
		if got != want[name] {
			t.Errorf("%s: %s", name, got)
		}
	}
	inv, err := ParseInvitation(want["link"])
	if err != nil {
		t.Fatal(err)
	}
	again := testInvitation(t, PurposeDevice)
	again.Expires = time.Unix(1_800_000_000, 0)
	sameInvitation(t, "link", inv, again)

	// What has a random part is checked by opening it.
	open := func(name string) []byte {
		b, err := hex.DecodeString(want[name])
		if err != nil || len(b) == 0 {
			t.Fatalf("vector %q: %v", name, err)
		}
		return b
	}
	letter, err := ReadMail(testSecret(), open("letter"))
	if err != nil || letter.Request.Name != testRequest.Name {
		t.Errorf("letter: %+v, %v", letter.Request, err)
	}
	mail, err := DecodeMail(open("mail"))
	if err != nil {
		t.Fatal(err)
	}
	seven := make([]byte, 0, EmojiCount)
	for _, e := range letter.Emoji() {
		seven = append(seven, byte(e.Index))
	}
	box := mail.AnswerBox()
	if !bytes.Equal(seven, open("letter-emoji")) || !bytes.Equal(box[:], open("answer-box")) {
		t.Errorf("emoji %x, box %x", seven, box)
	}
	if welcome, err := mail.OpenAnswer(open("answer")); err != nil || string(welcome) != "welcome" {
		t.Errorf("answer: %q, %v", welcome, err)
	}
	if noticed, err := OpenNotice(testSecret(), inv.Phrase, open("notice")); err != nil {
		t.Error(err)
	} else {
		sameInvitation(t, "notice", noticed.Invitation, inv)
		if !noticed.Check || string(noticed.Greeting) != "hello" {
			t.Errorf("notice: %+v", noticed)
		}
	}
	key, err := crypto.HPKEKeyFromSeed(testSecret())
	if err != nil {
		t.Fatal(err)
	}
	shared, err := DecodeForOwner(open("shared"), [16]byte{9}, [16]byte{1}, key)
	if err != nil || string(shared.Grant) != "grant" {
		t.Errorf("shared: %+v, %v", shared, err)
	}
}

// TestMakeVectors writes the vectors anew when KITH_VECTORS names a file. The
// format must not change, so this is for new entries only.
func TestMakeVectors(t *testing.T) {
	path := os.Getenv("KITH_VECTORS")
	if path == "" {
		t.Skip("KITH_VECTORS names no file")
	}
	v := vectorsOf(t)
	put := func(name string, b []byte, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		v[name] = hex.EncodeToString(b)
	}
	inv, err := ParseInvitation(v["link"])
	if err != nil {
		t.Fatal(err)
	}
	m := newMail(t)
	stored, err := m.Encode()
	put("mail", stored, err)
	put("letter", m.Letter(), nil)
	letter, err := ReadMail(testSecret(), m.Letter())
	if err != nil {
		t.Fatal(err)
	}
	var seven []byte
	for _, e := range letter.Emoji() {
		seven = append(seven, byte(e.Index))
	}
	put("letter-emoji", seven, nil)
	box, item, err := letter.Answer(testSecret(), []byte("welcome"))
	put("answer", item, err)
	put("answer-box", box[:], nil)
	item, err = Notice{Invitation: inv, Check: true, Greeting: []byte("hello")}.Seal(testSecret())
	put("notice", item, err)
	key, err := crypto.HPKEKeyFromSeed(testSecret())
	if err != nil {
		t.Fatal(err)
	}
	shared, err := EncodeForOwners(Shared{Invitation: inv, Grant: []byte("grant")}, [16]byte{9}, []Owner{{[16]byte{1}, key.Public()}})
	put("shared", shared, err)
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}
