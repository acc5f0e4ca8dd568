package replica

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kith/p2p/link"
)

// FuzzParseLink: what is read as a link says the same when it is written again.
func FuzzParseLink(f *testing.F) {
	l := Link{Peer: link.Peer{1}, Addrs: []string{"/ip4/192.0.2.1/udp/4001/quic-v1", "/dns/node.example.org/tcp/4001"}, Token: Token{2}}
	text, err := l.Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:len(text)/2] + "\r\n " + text[len(text)/2:])
	f.Add("kith:node#")
	f.Add("kith:join#abc")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ParseLink(text)
		if err != nil {
			if !errors.Is(err, ErrLink) && !errors.Is(err, ErrVersion) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		again, err := l.Text()
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseLink(again)
		if err != nil || m.Peer != l.Peer || m.Token != l.Token || len(m.Addrs) != len(l.Addrs) {
			t.Fatalf("%+v became %+v, %v", l, m, err)
		}
	})
}

// FuzzBox: nothing that a device or a node sends to the mailbox breaks the other.
func FuzzBox(f *testing.F) {
	for _, r := range []boxRequest{
		{What: boxPut, Box: make([]byte, 32), Content: []byte("letter"), Expires: 1 << 31}, {What: boxGet, Box: make([]byte, 32)}, {What: 9},
	} {
		data, err := encMode.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	reply, err := encMode.Marshal(boxReply{Code: 3, Content: []byte("letter")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(reply)
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := parseBoxRequest(data); err == nil {
			if len(r.Box) != 32 || len(r.Content) > MaxBoxSize || r.What == 0 || r.What > boxEmpty {
				t.Fatalf("taken: %+v", r)
			}
		} else if !errors.Is(err, ErrMessage) {
			t.Fatal(err)
		}
		if content, err := parseBoxReply(data); err == nil && len(content) > MaxBoxSize {
			t.Fatalf("%d bytes of a letter", len(content))
		}
	})
}

// FuzzFolder: what stands in the key file is the key that was written, or damage.
func FuzzFolder(f *testing.F) {
	key := newKey()
	f.Add(key)
	f.Add([]byte(keyHead + "\n"))
	f.Add(bytes.Replace(key, []byte("v1"), []byte("v2"), 1))
	f.Add(newToken())
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		for name, content := range map[string][]byte{keyFile: data, tokenFile: newToken(), addrsFile: data} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		folder, err := ReadFolder(dir)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		public := folder.Key.Public()
		if want := secretText(keyHead, append(folder.Key.Seed().Bytes(), public[:]...)); !bytes.Equal(bytes.TrimSuffix(want, []byte("\n")), bytes.TrimSuffix(data, []byte("\n"))) {
			t.Fatalf("another key was read from %q", data)
		}
		if _, err := folder.Link(); err != nil && !errors.Is(err, ErrLink) {
			t.Fatal(err)
		}
	})
}

// FuzzReceive: ops of any bytes are stored whole or refused, never half.
func FuzzReceive(f *testing.F) {
	f.Add(testOp(seeded(1), 5), testOp(seeded(2), 1<<31))
	f.Add([]byte{2, 0, 0, 0, 1}, []byte(nil))
	f.Add(testOp(seeded(1), 5)[:300], bytes.Repeat([]byte{1}, 305))
	s, err := OpenStore(f.TempDir(), StoreConfig{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := s.Close(); err != nil {
			f.Error(err)
		}
	})
	_, c := testEpoch(1)
	h := testHandle(1)
	if err := s.Add(f.Context(), h, Registration{Capabilities: []Capability{c}}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		got, err := s.Receive(t.Context(), h, testPeer(1), [][]byte{a, b})
		if err != nil || got.New+got.Known+got.Refused != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		days, err := s.Days(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		cold, err := readStored(t, s, h)
		if err != nil || len(cold) != len(days) {
			t.Fatalf("%d days in memory, %d on the disk, %v", len(days), len(cold), err)
		}
		for i := range days {
			if days[i] != cold[i] {
				t.Fatalf("a day is %v in memory and %v on the disk", days[i], cold[i])
			}
		}
	})
}

// readStored reads the days of a space past what is warm.
func readStored(t *testing.T, s *Store, h Handle) (days []DaySum, err error) {
	err = s.read(t.Context(), func(c *conn) error {
		space, err := number(c, h)
		if err == nil {
			days, err = readDays(c, space)
		}
		return err
	})
	return days, err
}

// FuzzSize: a size is within its bounds or an error.
func FuzzSize(f *testing.F) {
	for _, text := range []string{"500M", "20 GiB", "1.5 GB", "4096", "1e3", "-1", "", "0.1B", "99999999999999TB"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ParseSize(text)
		if (err == nil) != (n > 0) || err != nil && !errors.Is(err, ErrSize) {
			t.Fatalf("%q is %d, %v", text, n, err)
		}
	})
}
