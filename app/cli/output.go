package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

	"kith/app"
	"kith/app/words"
)

// plain makes text safe for a terminal: control characters, which could move the
// cursor or change what was printed before, and the marks that reverse the
// direction of writing become visible or spaces.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// printJSON writes one document and a newline.
func (s *session) printJSON(v any) error {
	out := json.NewEncoder(s.ui.Out())
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

// say prints a line for people.
func (s *session) say(key string, args ...any) {
	fmt.Fprintln(s.ui.Out(), plain(words.Text(key, args...)))
}

// note prints a line for people that is no result: it goes to standard error.
func (s *session) note(key string, args ...any) {
	fmt.Fprintln(s.ui.Err(), plain(words.Text(key, args...)))
}

// jsonList streams {"<name>":[...]} of entries, so that a list of any length is
// one document without being held in memory. Nothing is written before the first
// 64 KiB are there or the list is closed, so that a failure at the beginning
// leaves standard output empty.
type jsonList struct {
	out   *bufio.Writer
	empty bool
}

func newJSONList(w io.Writer, name string) *jsonList {
	l := &jsonList{out: bufio.NewWriterSize(w, 64<<10), empty: true}
	fmt.Fprintf(l.out, `{%q:[`, name)
	return l
}

func (l *jsonList) add(d *app.Document) error {
	line, err := d.MarshalLine()
	if err != nil {
		return err
	}
	if !l.empty {
		if err := l.out.WriteByte(','); err != nil {
			return err
		}
	}
	l.empty = false
	_, err = l.out.Write(line[:len(line)-1])
	return err
}

func (l *jsonList) close() error {
	if _, err := l.out.WriteString("]}\n"); err != nil {
		return err
	}
	return l.out.Flush()
}

// progress shows how far long work has got, on a terminal, ten times a second at
// most.
type progress struct {
	w    io.Writer // nil shows nothing
	key  string
	mu   sync.Mutex
	last time.Time
	long int
}

func (s *session) newProgress(key string) *progress {
	p := &progress{key: key}
	if s.ui.ErrIsTerminal() {
		p.w = s.ui.Err()
	}
	return p
}

// show takes what is done and what is to do, in the same unit.
func (p *progress) show(done, total int64) {
	if p.w == nil || total <= 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last = time.Now()
	text := words.Text(p.key, min(done*100/total, 100))
	p.long = max(p.long, len(text))
	fmt.Fprintf(p.w, "\r%-*s", p.long, text)
}

// clear takes the line away again.
func (p *progress) clear() {
	if p.w != nil && p.long > 0 {
		fmt.Fprintf(p.w, "\r%*s\r", p.long, "")
	}
}
