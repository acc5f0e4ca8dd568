package pair

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"kith/crypto"
)

func testDevice() crypto.SigningKey {
	return crypto.SigningKeyFromSeed(testSecret().Derive("device", nil))
}

func newMail(t testing.TB) *Mail {
	t.Helper()
	m, err := NewMail(testSecret(), testDevice(), testRequest, testNow)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPairingByMail(t *testing.T) {
	m := newMail(t)
	stored, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	letter, err := ReadMail(testSecret(), m.Letter())
	if err != nil {
		t.Fatal(err)
	}
	if letter.Request.Name != testRequest.Name || !bytes.Equal(letter.Request.Card, testRequest.Card) ||
		letter.From != [32]byte(testDevice().Public()) || !letter.Sent.Equal(testNow) {
		t.Errorf("%+v", letter)
	}
	if letter.Emoji() != m.Emoji() {
		t.Error("the emoji differ")
	}
	if m, err = DecodeMail(stored); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1, 2000, MaxMailWelcome} {
		welcome := bytes.Repeat([]byte{7}, size)
		box, item, err := letter.Answer(testSecret(), welcome)
		if err != nil {
			t.Fatal(err)
		}
		if box != m.AnswerBox() || len(item) > MaxItem {
			t.Errorf("box %x, item of %d bytes", box, len(item))
		}
		if got, err := m.OpenAnswer(item); err != nil || !bytes.Equal(got, welcome) {
			t.Errorf("welcome of %d bytes: %d bytes, %v", size, len(got), err)
		}
	}
	for state, want := range map[State]error{StateOpen: ErrRefused, StateUsed: ErrUsed, StateExpired: ErrExpired, StateCancelled: ErrCancelled, 99: ErrFormat} {
		_, item, err := letter.Refuse(testSecret(), state)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.OpenAnswer(item); !errors.Is(err, want) {
			t.Errorf("state %d: %v", state, err)
		}
	}
	if _, _, err := letter.Answer(testSecret(), make([]byte, MaxMailWelcome+1)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// TestMailOfOthers tries everything that somebody without the words, or with the
// words and without the joiner's key, can put together.
func TestMailOfOthers(t *testing.T) {
	m, other := newMail(t), newMail(t)
	letter, err := ReadMail(testSecret(), m.Letter())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadMail(otherSecret(), m.Letter()); !errors.Is(err, ErrFormat) {
		t.Errorf("other words: %v", err)
	}
	_, item, err := letter.Answer(testSecret(), []byte("keys"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.OpenAnswer(item); !errors.Is(err, ErrFormat) {
		t.Errorf("another joiner with the words: %v", err)
	}
	_, forged, err := letter.Answer(otherSecret(), []byte("keys"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.OpenAnswer(forged); !errors.Is(err, ErrFormat) {
		t.Errorf("an answer of who has the letter but not the words: %v", err)
	}
	if m.AnswerBox() == other.AnswerBox() || RequestBox(testSecret(), 0) == RequestBox(testSecret(), 1) || RequestBox(testSecret(), 0) == NoticeBox(testSecret()) {
		t.Error("two boxes are one")
	}
	// A letter put together from another's request, by one with the words.
	stolen := letterBody{Ephemeral: other.ephemeral.Public(), From: testDevice().Public(), Sent: 1, Request: mustEncode(t, testRequest)}
	stolen.Sign = testDevice().Sign(mailDomain, stolen.signed(otherSecret()))
	b, err := marshal(stolen)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadMail(testSecret(), crypto.SealFile(testSecret().Derive("pair letter", nil), "letter", pad(b))); !errors.Is(err, ErrFormat) {
		t.Errorf("signed for another invitation: %v", err)
	}
	for _, item := range [][]byte{nil, {1}, make([]byte, MaxItem+1), m.Letter()[:len(m.Letter())-1]} {
		if _, err := ReadMail(testSecret(), item); !errors.Is(err, ErrFormat) {
			t.Errorf("letter of %d bytes: %v", len(item), err)
		}
		if _, err := m.OpenAnswer(item); !errors.Is(err, ErrFormat) {
			t.Errorf("answer of %d bytes: %v", len(item), err)
		}
	}
	if got := fmt.Sprintf("%v %+v", m, *m); bytes.Contains([]byte(got), testSecret().Bytes()) {
		t.Error("a mail prints its secret")
	}
}

// TestMailHidesSizes: names of other lengths make no other letter.
func TestMailHidesSizes(t *testing.T) {
	long, err := NewMail(testSecret(), testDevice(), Request{Card: testRequest.Card, Name: string(bytes.Repeat([]byte("n"), 100))}, testNow)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := len(newMail(t).Letter()), len(long.Letter()); a != b {
		t.Errorf("%d and %d bytes", a, b)
	}
}

func TestNotice(t *testing.T) {
	inv := testInvitation(t, PurposeDevice)
	item, err := Notice{Invitation: inv, Check: true, Greeting: []byte("hello")}.Seal(testSecret())
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenNotice(testSecret(), inv.Phrase, item)
	if err != nil {
		t.Fatal(err)
	}
	sameInvitation(t, "notice", got.Invitation, inv)
	if !got.Check || string(got.Greeting) != "hello" {
		t.Errorf("%+v", got)
	}
	if _, err := OpenNotice(testSecret(), crypto.NewPhrase(), item); !errors.Is(err, ErrFormat) {
		t.Errorf("of other words: %v", err)
	}
	if _, err := OpenNotice(otherSecret(), inv.Phrase, item); !errors.Is(err, ErrFormat) {
		t.Errorf("under another key: %v", err)
	}
}

func FuzzOpenNotice(f *testing.F) {
	inv := testInvitation(f, PurposeMember)
	link, err := inv.encode()
	if err != nil {
		f.Fatal(err)
	}
	b, err := marshal(noticeBody{Link: link, Greeting: []byte("hello")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	key := testSecret().Derive("pair notice", nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := OpenNotice(testSecret(), inv.Phrase, crypto.SealFile(key, "notice", pad(body)))
		if err != nil && !errors.Is(err, ErrFormat) {
			t.Error(err)
		}
	})
}

func FuzzReadMail(f *testing.F) {
	b, err := marshal(letterBody{Ephemeral: newMail(f).ephemeral.Public(), Sent: 1, Request: []byte{0xa0}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{0xa0})
	m := newMail(f)
	key := testSecret().Derive("pair letter", nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := ReadMail(testSecret(), crypto.SealFile(key, "letter", pad(body))); err == nil {
			t.Error("nobody signed it")
		}
		if _, err := ReadMail(testSecret(), body); !errors.Is(err, ErrFormat) {
			t.Error(err)
		}
		if _, err := m.OpenAnswer(body); !errors.Is(err, ErrFormat) {
			t.Error(err)
		}
	})
}

func FuzzDecodeMail(f *testing.F) {
	b, err := newMail(f).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := DecodeMail(b)
		if err != nil {
			if !errors.Is(err, ErrFormat) && !errors.Is(err, ErrVersion) {
				t.Error(err)
			}
			return
		}
		if again, err := m.Encode(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("it came back as %x, %v", again, err)
		}
	})
}

func FuzzDecodeRequest(f *testing.F) {
	b, err := testRequest.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := DecodeRequest(b)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Error(err)
			}
			return
		}
		if again, err := r.Encode(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("it came back as %x, %v", again, err)
		}
	})
}

func TestRequestLimits(t *testing.T) {
	for name, r := range map[string]Request{
		"no card": {Name: "x"}, "long card": {Card: make([]byte, MaxCard+1)}, "long name": {Card: []byte{1}, Name: string(make([]byte, MaxName+1))},
		"not UTF-8": {Card: []byte{1}, Name: "\xff"}, "a line break": {Card: []byte{1}, Name: "a\nb"}, "turned": {Card: []byte{1}, Name: "a\u202eb"},
	} {
		if _, err := r.Encode(); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	longest := Request{Card: make([]byte, MaxCard), Name: string(bytes.Repeat([]byte("n"), MaxName))}
	b, err := longest.Encode()
	if err != nil || len(b) > MaxRequest {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	if _, err := DecodeRequest(b); err != nil {
		t.Error(err)
	}
}

func FuzzDecodeTerms(f *testing.F) {
	terms := Terms{Purpose: PurposeMember, Expires: testNow, Greeting: []byte("hello")}
	f.Add(encodeTerms(StateOpen, terms, testNow, make([]byte, nonceSize)))
	f.Fuzz(func(t *testing.T, b []byte) {
		state, terms, nonce, err := decodeTerms(b, time.Unix(0, 0))
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Error(err)
			}
			return
		}
		theirs := time.Unix(0, 0).Add(terms.Skew)
		if again := encodeTerms(state, terms, theirs, nonce); terms.Skew < 1<<62 && !bytes.Equal(again, b) {
			t.Errorf("%x came back as %x", b, again)
		}
	})
}
