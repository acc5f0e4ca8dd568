package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// xmlAttr is one attribute of a tag; both slices are valid until the next tag.
type xmlAttr struct{ name, value []byte }

// xmlTag is a start or end tag.
type xmlTag struct {
	name    []byte
	attrs   []xmlAttr
	closing bool // </name>
	empty   bool // <name/>
}

// attr returns the raw value of an attribute, nil if there is none.
func (t *xmlTag) attr(name string) []byte {
	for i := range t.attrs {
		if string(t.attrs[i].name) == name {
			return t.attrs[i].value
		}
	}
	return nil
}

// text returns the value of an attribute with its entities resolved.
func (t *xmlTag) text(name string) string { return xmlText(t.attr(name)) }

// xmlScanner finds the tags of an XML file. It is no validating parser: it
// passes over declarations, comments, sections and text, whatever stands in
// them, because the exports of some phones carry a malformed DTD and control
// characters. Entities of its own a file cannot define. A tag longer than limit
// is passed over and reported as errRecordTooLong.
type xmlScanner struct {
	src        io.Reader
	buf        []byte
	start, end int
	limit      int
	eof        bool
	err        error
	tag        xmlTag
	cut        bool // the file ended inside a tag or comment
}

const xmlBuffer = 1 << 18

func newXMLScanner(r io.Reader, limit int) *xmlScanner {
	return &xmlScanner{src: r, buf: make([]byte, xmlBuffer), limit: limit}
}

// more reads on, keeping what stands at start. It reports whether there was
// anything to read.
func (s *xmlScanner) more() bool {
	if s.eof {
		return false
	}
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:s.end])
		s.end -= s.start
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if err != io.EOF {
				s.err = err
			}
		}
		if n > 0 || s.eof {
			return n > 0
		}
	}
	s.eof, s.err = true, io.ErrNoProgress
	return false
}

// next returns the next tag; it is valid until the call after. At the end of the
// file it is io.EOF.
func (s *xmlScanner) next() (*xmlTag, error) {
	for {
		i := bytes.IndexByte(s.buf[s.start:s.end], '<')
		if i < 0 {
			s.start = s.end
			if !s.more() {
				return nil, s.ended()
			}
			continue
		}
		s.start += i
		for s.end-s.start < 12 && s.more() {
		}
		rest := s.buf[s.start:s.end]
		var err error
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			err = s.skipPast("-->", "")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			err = s.skipPast("]]>", "")
		case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
			err = s.skipDoctype()
		case bytes.HasPrefix(rest, []byte("<?")):
			err = s.skipPast("?>", "")
		case bytes.HasPrefix(rest, []byte("<!")):
			err = s.skipPast(">", "")
		default:
			return s.element()
		}
		if err != nil {
			return nil, err
		}
	}
}

func (s *xmlScanner) ended() error {
	if s.err != nil {
		return s.err
	}
	return io.EOF
}

// skipPast moves behind mark, or before stop if that comes first. It holds no
// more of the text than one buffer.
func (s *xmlScanner) skipPast(mark, stop string) error {
	s.start += 2
	for {
		rest := s.buf[s.start:s.end]
		i := bytes.Index(rest, []byte(mark))
		if stop != "" {
			if j := bytes.Index(rest, []byte(stop)); j >= 0 && (i < 0 || j < i) {
				s.start += j
				return nil
			}
		}
		if i >= 0 {
			s.start += i + len(mark)
			return nil
		}
		if keep := max(len(mark), len(stop)); len(rest) > keep {
			s.start = s.end - keep
		}
		if !s.more() {
			s.start, s.cut = s.end, true
			return s.ended()
		}
	}
}

// skipDoctype moves behind the DTD, however broken it is: to "]>" or to the
// root element.
func (s *xmlScanner) skipDoctype() error {
	for {
		rest := s.buf[s.start:s.end]
		bracket, close := bytes.IndexByte(rest, '['), bytes.IndexByte(rest, '>')
		switch {
		case bracket >= 0 && (close < 0 || bracket < close):
			return s.skipPast("]>", "<HealthData")
		case close >= 0:
			s.start += close + 1
			return nil
		case len(rest) > s.limit || !s.more():
			return fmt.Errorf("the document type declaration does not end: %w", ErrDamaged)
		}
	}
}

// element parses the tag at start.
func (s *xmlScanner) element() (*xmlTag, error) {
	for {
		n := s.parse(s.buf[s.start:s.end])
		if n > 0 {
			s.start += n
			return &s.tag, nil
		}
		if s.end-s.start > s.limit {
			if err := s.skipPast(">", ""); err != nil && err != io.EOF {
				return nil, err
			}
			return nil, errRecordTooLong
		}
		if !s.more() {
			s.start, s.cut = s.end, true
			return nil, s.ended()
		}
	}
}

// parse reads the tag that b begins with and returns its length, 0 if b ends
// too early.
func (s *xmlScanner) parse(b []byte) int {
	t := &s.tag
	t.attrs, t.closing, t.empty = t.attrs[:0], false, false
	i := 1
	if i < len(b) && b[i] == '/' {
		t.closing = true
		i++
	}
	begin := i
	for i < len(b) && !endsName[b[i]] {
		i++
	}
	t.name = b[begin:i]
	for i < len(b) {
		switch c := b[i]; {
		case c == '>':
			return i + 1
		case c == '/':
			t.empty = true
			i++
		case endsName[c]: // blanks, and what has no business here
			i++
		default:
			begin = i
			for i < len(b) && !endsName[b[i]] {
				i++
			}
			name := b[begin:i]
			for i < len(b) && b[i] <= ' ' {
				i++
			}
			if i >= len(b) || b[i] != '=' {
				continue
			}
			for i++; i < len(b) && b[i] <= ' '; i++ {
			}
			if i >= len(b) {
				return 0
			}
			if b[i] != '"' && b[i] != '\'' {
				continue
			}
			n := bytes.IndexByte(b[i+1:], b[i])
			if n < 0 {
				return 0
			}
			if t.empty = false; len(t.attrs) < 64 {
				t.attrs = append(t.attrs, xmlAttr{name: name, value: b[i+1 : i+1+n]})
			}
			i += n + 2
		}
	}
	return 0
}

// endsName marks the bytes that cannot stand in a name.
var endsName = func() (set [256]bool) {
	for c := range ' ' + 1 {
		set[c] = true
	}
	for _, c := range []byte("<>/='\"") {
		set[c] = true
	}
	return set
}()

// errEntity is never shown: xmlText keeps what it does not know as it stands.
var errEntity = errors.New("entity")

// xmlText resolves the five entities of XML and character references, and drops
// what is no text: control characters and bytes that are not UTF-8.
func xmlText(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 && cleanText(b) {
		return string(b)
	}
	var out strings.Builder
	for i := 0; i < len(b); {
		if b[i] == '&' {
			if semi := bytes.IndexByte(b[i:min(len(b), i+12)], ';'); semi > 1 {
				if r, err := entity(string(b[i+1 : i+semi])); err == nil {
					out.WriteString(r)
					i += semi + 1
					continue
				}
			}
		}
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			out.WriteRune('\uFFFD')
		case r < ' ' && r != '\n' && r != '\t':
		default:
			out.WriteRune(r)
		}
		i += size
	}
	return out.String()
}

func cleanText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return utf8.Valid(b)
}

func entity(name string) (string, error) {
	switch name {
	case "amp":
		return "&", nil
	case "lt":
		return "<", nil
	case "gt":
		return ">", nil
	case "quot":
		return `"`, nil
	case "apos":
		return "'", nil
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return "", errEntity
	}
	base := 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || n < ' ' && n != '\n' && n != '\t' || !utf8.ValidRune(rune(n)) {
		return "", errEntity
	}
	return string(rune(n)), nil
}
