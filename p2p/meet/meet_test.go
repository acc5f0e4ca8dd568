package meet

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"kith/p2p/link"
)

func Example() {
	question := Question(link.Peer{0xAB})
	wanted, _ := ReadQuestion(bytes.NewReader(question))
	fmt.Println(wanted.String()[:4])
	answer := Here([][]byte{{4, 10, 0, 0, 1, 6, 0x0F, 0xA1}}) // /ip4/10.0.0.1/tcp/4001
	addrs, _ := ReadAnswer(bytes.NewReader(answer))
	fmt.Printf("% x\n", addrs[0])
	// Output:
	// ab00
	// 04 0a 00 00 01 06 0f a1
}

// The vectors of WIRE.md.
func TestVectors(t *testing.T) {
	for _, v := range []struct {
		name, want string
		got        []byte
	}{
		{"question", "01" + "0202020202020202020202020202020202020202020202020202020202020202",
			Question(link.Peer(bytes.Repeat([]byte{2}, 32)))},
		{"here", "010002" + "08" + "040a000001060fa1" + "0b" + "040a00000191020fa1cd03",
			Here([][]byte{unhex(t, "040a000001060fa1"), unhex(t, "040a00000191020fa1cd03")})},
		{"away", "0101", Away()},
		{"too many", "0102", TooMany()},
	} {
		if got := hex.EncodeToString(v.got); got != v.want {
			t.Errorf("%s is %s, want %s", v.name, got, v.want)
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBounds(t *testing.T) {
	var many [][]byte
	for range 2 * MaxAddrs {
		many = append(many, nil, make([]byte, MaxAddr), make([]byte, MaxAddr+1))
	}
	got, err := ReadAnswer(bytes.NewReader(Here(many)))
	if err != nil || len(got) != MaxAddrs {
		t.Errorf("%d addresses, %v", len(got), err)
	}
	for _, bad := range []string{"", "01", "020000", "0100", "0100c8", "010001", "01000109", "0100010901ff", "01000100"} {
		if _, err := ReadAnswer(bytes.NewReader(unhex(t, bad))); err == nil {
			t.Errorf("the answer %s is taken", bad)
		}
	}
	if got, err := ReadAnswer(bytes.NewReader(unhex(t, "0177"))); err != nil || got != nil {
		t.Errorf("an answer of tomorrow: %v, %v", got, err)
	}
	if _, err := ReadAnswer(bytes.NewReader(TooMany())); !errors.Is(err, ErrTooMany) {
		t.Errorf("too many: %v", err)
	}
	if _, err := ReadQuestion(bytes.NewReader(make([]byte, 33))); !errors.Is(err, ErrVersion) {
		t.Errorf("a question of version 0: %v", err)
	}
	if _, err := ReadQuestion(bytes.NewReader(make([]byte, 9))); err == nil {
		t.Error("half a question is taken")
	}
}

func FuzzReadAnswer(f *testing.F) {
	f.Add(Here([][]byte{{1, 2, 3}, {4}}))
	f.Add(Away())
	f.Add(TooMany())
	f.Fuzz(func(t *testing.T, data []byte) {
		addrs, err := ReadAnswer(bytes.NewReader(data))
		if err != nil {
			return
		}
		again, err := ReadAnswer(bytes.NewReader(Here(addrs)))
		if err != nil || len(again) != len(addrs) {
			t.Errorf("%v became %v, %v", addrs, again, err)
		}
	})
}

func FuzzReadQuestion(f *testing.F) {
	f.Add(Question(link.Peer{1}))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadQuestion(bytes.NewReader(data))
		if err == nil && !bytes.HasPrefix(data, Question(p)) {
			t.Errorf("%x was read as about %s", data, p)
		}
	})
}
