package speak

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func Example() {
	s, err := Open("en")
	if err != nil { // there is no speech service: say so in the settings
		fmt.Println("quiet")
		return
	}
	defer s.Close()
	s.Say("Headache, 7 of 10", false)
	s.Say("Saved", true)
}

// dispatcher is speech-dispatcher as far as Kith talks to it.
type dispatcher struct {
	address string
	// answer is asked for each line; ok false is the usual answer.
	answer func(line string) (reply string, ok bool)

	mu    sync.Mutex
	heard []string
	news  chan struct{}
}

// newDispatcher listens on a socket where Kith looks for it.
func newDispatcher(t *testing.T) *dispatcher {
	t.Helper()
	dir, err := os.MkdirTemp("", "kith-ssip") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Mkdir(filepath.Join(dir, "speech-dispatcher"), 0o700); err != nil {
		t.Fatal(err)
	}
	d := &dispatcher{address: filepath.Join(dir, "speech-dispatcher", "speechd.sock"), news: make(chan struct{}, 100)}
	l, err := net.Listen("unix", d.address)
	if err != nil {
		t.Skip("no unix sockets here:", err)
	}
	t.Cleanup(func() { l.Close() })
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Setenv("SPEECHD_ADDRESS", "")
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go d.serve(c)
		}
	}()
	return d
}

func (d *dispatcher) serve(c net.Conn) {
	defer c.Close()
	lines := bufio.NewReader(c)
	speaking := false
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		line, ended := strings.CutSuffix(line, "\r\n")
		if !ended {
			line = "NO CR: " + line
		}
		reply, given := "", false
		if d.answer != nil {
			reply, given = d.answer(line)
		}
		d.hear(line)
		switch {
		case given:
		case speaking && line == ".":
			speaking = false
			reply = "225-21\r\n225 OK MESSAGE QUEUED\r\n"
		case speaking:
			continue
		case line == "SPEAK":
			speaking = true
			reply = "230 OK RECEIVING DATA\r\n"
		default:
			reply = "208 OK\r\n"
		}
		if _, err := c.Write([]byte(reply)); err != nil {
			return
		}
	}
}

func (d *dispatcher) hear(line string) {
	d.mu.Lock()
	d.heard = append(d.heard, line)
	d.mu.Unlock()
	select {
	case d.news <- struct{}{}:
	default:
	}
}

// wait waits until all of want was heard, in this order.
func (d *dispatcher) wait(t *testing.T, want ...string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		d.mu.Lock()
		at := 0
		for _, line := range d.heard {
			if at < len(want) && line == want[at] {
				at++
			}
		}
		heard := slices.Clone(d.heard)
		d.mu.Unlock()
		if at == len(want) {
			return
		}
		select {
		case <-d.news:
		case <-late:
			t.Fatalf("heard %q, want %q", heard, want)
		}
	}
}

func open(t *testing.T, language string) Speaker {
	t.Helper()
	s, err := Open(language)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// TestSay: what is said arrives as SSIP wants it, whatever is in the text.
func TestSay(t *testing.T) {
	d := newDispatcher(t)
	s := open(t, "es")
	s.Say("Guardado: migraña 7", true)
	d.wait(t, "SET SELF CLIENT_NAME user:kith:main", "SET SELF LANGUAGE es", "SET SELF PRIORITY message", "SPEAK", "Guardado: migraña 7", ".")
	s.Say(".", false)
	d.wait(t, "SET SELF PRIORITY text", "SPEAK", "..", ".")
	s.Say("one\r\n.\r\nQUIT\x00 \xff two", true)
	d.wait(t, "SPEAK", "one . QUIT two", ".")
	s.Say(" \n\x07", true)
	s.Stop()
	d.wait(t, "CANCEL SELF")
	s.Say("after", false)
	d.wait(t, "SPEAK", "after", ".")
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, line := range d.heard {
		if strings.HasPrefix(line, "NO CR") || line == "QUIT" {
			t.Errorf("%q went out", line)
		}
	}
}

// TestHostile: a service that hangs, lies, shouts or goes away costs a moment of the
// speaker's own time, never the caller's, and is tried again.
func TestHostile(t *testing.T) {
	for name, reply := range map[string]string{
		"refuses":        "300 ERR\r\n",
		"no number":      "hello, who are you?\r\n",
		"empty lines":    "\r\n\r\n\r\n",
		"never ends":     strings.Repeat("208-more\r\n", 1000),
		"endless line":   strings.Repeat("x", 100_000),
		"only events":    strings.Repeat("701 1\r\n", 1000),
		"hangs":          "",
		"half a line":    "20",
		"binary":         "\x00\xff\x00\xff\r\n",
		"half an answer": "208-first\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDispatcher(t)
			bad := true
			var mu sync.Mutex
			d.answer = func(string) (string, bool) {
				mu.Lock()
				defer mu.Unlock()
				return reply, bad
			}
			v, err := newSSIP("", os.Getenv)
			if err != nil {
				t.Fatal(err)
			}
			v.patience, v.rest = 200*time.Millisecond, 0
			q := newQueue(v)
			defer q.Close()
			began := time.Now()
			for i := range 100 {
				q.Say(fmt.Sprint("text ", i), i%2 == 0)
			}
			q.Stop()
			q.Say("anybody?", true)
			if took := time.Since(began); took > 100*time.Millisecond {
				t.Errorf("the caller waited %v", took)
			}
			d.wait(t, "SET SELF CLIENT_NAME user:kith:main")
			mu.Lock()
			bad = false
			mu.Unlock()
			for {
				q.Say("well again", true)
				select {
				case <-d.news:
				case <-time.After(50 * time.Millisecond):
				}
				d.mu.Lock()
				well := slices.Contains(d.heard, "well again")
				d.mu.Unlock()
				if well {
					return
				}
				if time.Since(began) > 10*time.Second {
					t.Fatal("it is never tried again")
				}
			}
		})
	}
}

// TestGone: without a service there is ErrNone, and nothing on another computer.
func TestGone(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for _, address := range []string{"", "inet_socket:192.0.2.1:6560", "unix_socket:relative", "nonsense"} {
		t.Setenv("SPEECHD_ADDRESS", address)
		if _, err := Open(""); !errors.Is(err, ErrNone) {
			t.Errorf("%q: %v", address, err)
		}
	}
	network, address, err := ssipAddress(func(string) string { return "inet_socket:127.0.0.1:6560" })
	if network != "tcp" || address != "127.0.0.1:6560" || err != nil {
		t.Error(network, address, err)
	}
}

// TestProgram: the text goes through standard input and not into the arguments, what
// is urgent is said to its end, and what is not gives way.
func TestProgram(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no shell to stand for a speaking program")
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "said")
	script := "#!/bin/sh\n[ $# -eq 1 ] && [ \"$1\" = --stdin ] || exit 1\nread -r text\ncase $text in slow*) sleep 30;; esac\nprintf '%s\\n' \"$text\" >>" + out + "\n"
	path := filepath.Join(dir, "voice")
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	p, err := newProgram(path, "--stdin")
	if err != nil {
		t.Fatal(err)
	}
	q := newQueue(p)
	q.Say("slow: $(touch "+filepath.Join(dir, "harm")+")", false)
	time.Sleep(100 * time.Millisecond) // it begins
	q.Say("first `id` \"; rm", true)
	q.Say("second", true)
	for range 200 {
		if said, _ := os.ReadFile(out); strings.Count(string(said), "\n") == 2 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	q.Close()
	said, err := os.ReadFile(out)
	if err != nil || string(said) != "first `id` \"; rm\nsecond\n" {
		t.Errorf("%q, %v", said, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "harm")); err == nil {
		t.Error("a shell read the text")
	}
}

// counted is a voice that takes its time.
type counted struct{ said chan string }

func (c *counted) say(ctx context.Context, text string, urgent bool) error {
	c.said <- text
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Millisecond):
	}
	return nil
}
func (c *counted) stop(context.Context) error { return nil }
func (c *counted) close() error               { close(c.said); return nil }

// TestQueue: of much that is not urgent only the newest is said; what is urgent is
// said in its order.
func TestQueue(t *testing.T) {
	c := &counted{said: make(chan string, 1000)}
	q := newQueue(c)
	var want []string
	for i := range 5 {
		text := fmt.Sprint("urgent ", i)
		want = append(want, text)
		q.Say(text, true)
	}
	for i := range 500 {
		q.Say(fmt.Sprint("focus ", i), false)
	}
	want = append(want, "focus 499")
	for _, text := range want {
		if got := <-c.said; got != text {
			t.Errorf("%q is said, want %q", got, text)
		}
	}
	q.Close()
	q.Say("late", true)
	q.Stop()
	if got, ok := <-c.said; ok {
		t.Errorf("%q is said after Close", got)
	}
}

// FuzzReply: no answer makes it hang, crash or read without end.
func FuzzReply(f *testing.F) {
	for _, s := range []string{"208 OK\r\n", "225-21\r\n225 OK\r\n", "701 1\r\n208 OK\r\n", "abc", "208", "208\n", "\r\n", strings.Repeat("9", 2000)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		code, err := readReply(bufio.NewReaderSize(bytes.NewReader(data), ssipLine))
		if err == nil && (code < 0 || code > 699) {
			t.Errorf("%d of %q", code, data)
		}
	})
}

// FuzzClean: whatever the text, what is sent is one line of it, and never the end of
// the text or a command.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"a", ".", "\r\n.\r\n", "\xff\xfe", strings.Repeat("ñ", 4000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := clean(text)
		if len(got) > maxText || strings.ContainsAny(got, "\r\n\x00") {
			t.Errorf("%q", got)
		}
		lines := strings.Split(stuffed(got), "\r\n")
		if len(lines) != 2 || lines[0] == "." || lines[1] != "." {
			t.Errorf("%q", lines)
		}
	})
}
