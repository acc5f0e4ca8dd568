package replica

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kith/p2p/link"
)

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "node")
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFolder(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
	if _, err := f.Link(); !errors.Is(err, ErrNoNode) {
		t.Errorf("the link of a node that never ran: %v", err)
	}
	if err := f.SaveAddresses([]string{"/ip4/127.0.0.1/tcp/4001"}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", e.Name(), info.Mode(), err)
		}
	}
	again, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if again.Peer() != f.Peer() || again.Token != f.Token {
		t.Error("the node is another one")
	}
	l, err := again.Link()
	if err != nil || l.Peer != f.Peer() || l.Token != f.Token || !slices.Equal(l.Addrs, []string{"/ip4/127.0.0.1/tcp/4001"}) {
		t.Errorf("%v, %v", l, err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", l, l, l.Token, l.Token); strings.Count(text, "[token]") != 4 {
		t.Errorf("a token is printed: %s", text)
	}
}

// TestFolderGarbage: whatever is wrong in the folder is said, and left as it is.
func TestFolderGarbage(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(path string) error // path of the key file
		want   error
	}{
		"key":           {func(p string) error { return os.WriteFile(p, []byte("garbage"), 0o600) }, ErrDamaged},
		"empty key":     {func(p string) error { return os.Truncate(p, 0) }, ErrDamaged},
		"large key":     {func(p string) error { return os.Truncate(p, 1<<20) }, ErrDamaged},
		"another's key": {swapHalf, ErrDamaged},
		"open key":      {func(p string) error { return os.Chmod(p, 0o644) }, fs.ErrPermission},
		"no key":        {os.Remove, ErrDamaged},
		"token": {func(p string) error {
			return os.WriteFile(filepath.Join(filepath.Dir(p), tokenFile), newKey(), 0o600)
		}, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			f, err := OpenFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, storeFile), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := tt.change(filepath.Join(dir, keyFile)); err != nil {
				t.Fatal(err)
			}
			before := contents(t, dir)
			if f, err := OpenFolder(dir); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
				if err == nil {
					t.Error(f.Close())
				}
			}
			if after := contents(t, dir); after != before {
				t.Errorf("the folder was changed:\n%s\n%s", before, after)
			}
		})
	}
}

// swapHalf puts the seed of another node in front of the public key.
func swapHalf(path string) error {
	ours, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head := len(keyHead) + 1 + 40
	return os.WriteFile(path, append(bytes.Clone(newKey()[:head]), ours[head:]...), 0o600)
}

func contents(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %q\n", e.Name(), data[:min(len(data), 200)])
	}
	return all.String()
}

func TestLinkText(t *testing.T) {
	l := Link{Peer: link.Peer{1, 2, 3}, Addrs: []string{"/ip4/192.0.2.1/udp/4001/quic-v1"}, Token: Token{4, 5, 6}}
	text, err := l.Text()
	if err != nil {
		t.Fatal(err)
	}
	// The example of NODE.md.
	const want = "kith:node#HTvEIaQBAQJYIAECAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4F4Hy9pcDQvMTkyLjAuMi4xL3VkcC80MDAxL3F1aWMtdjEEUAQFBgAAAAAAAAAAAAAAAAA"
	if text != want {
		t.Errorf("the link is %s", text)
	}
	if got, err := ParseLink("  " + text[:30] + "\n" + text[30:] + "\n"); err != nil || got.Token != l.Token {
		t.Errorf("broken over lines: %v, %v", got, err)
	}
	for i := range text[len(linkPrefix):] { // every mistake is noticed
		wrong := []byte(text)
		at := len(linkPrefix) + i
		wrong[at] = "AB"[bytes.IndexByte([]byte("BA"), wrong[at])&1]
		if got, err := ParseLink(string(wrong)); string(wrong) != text && err == nil {
			t.Fatalf("a mistake at %d became %v", at, got)
		}
	}
	for _, addrs := range [][]string{nil, {"no address"}, {"/ip4/\x1b[31m"}, {"/" + strings.Repeat("a", MaxAddr)}, make([]string, MaxAddrs+1)} {
		if _, err := (Link{Peer: link.Peer{1}, Addrs: addrs}).Text(); !errors.Is(err, ErrLink) {
			t.Errorf("%q: %v", addrs, err)
		}
	}
}

func TestListenAddrs(t *testing.T) {
	for _, tt := range []struct {
		text      string
		announced bool
		want      string
	}{
		{"0.0.0.0:4001", false, "/ip4/0.0.0.0/udp/4001/quic-v1 /ip4/0.0.0.0/tcp/4001"},
		{"[::1]:0", false, "/ip6/::1/udp/0/quic-v1 /ip6/::1/tcp/0"},
		{":4001", false, "/ip4/0.0.0.0/udp/4001/quic-v1 /ip4/0.0.0.0/tcp/4001 /ip6/::/udp/4001/quic-v1 /ip6/::/tcp/4001"},
		{"/ip4/10.0.0.1/tcp/1", false, "/ip4/10.0.0.1/tcp/1"},
		{"node.example.org:4001", true, "/dns/node.example.org/udp/4001/quic-v1 /dns/node.example.org/tcp/4001"},
		{"node.example.org:4001", false, ""}, {":4001", true, ""}, {"", false, ""}, {"1.2.3.4", false, ""},
		{"1.2.3.4:65536", false, ""}, {"a/b:1", true, ""}, {"a..b:1", true, ""},
	} {
		got, err := ListenAddrs(tt.text, tt.announced)
		if strings.Join(got, " ") != tt.want || (err != nil) != (tt.want == "") || err != nil && !errors.Is(err, ErrListen) {
			t.Errorf("%q: %q, %v", tt.text, got, err)
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"4096": 4096, "500M": 500 << 20, "20 GiB": 20 << 30, "1.5GB": 1_500_000_000, "10gib": 10 << 30, "2T": 2 << 40, "7 B": 7,
		"": 0, "0": 0, "-5G": 0, "5 X": 0, "1e9": 0, "NaN": 0, ".": 0, "9999999999999999999": 0,
	} {
		if got, err := ParseSize(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("%q is %d, %v, want %d", text, got, err, want)
		}
	}
}
