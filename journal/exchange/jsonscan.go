package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// errNotJSON says that one line of NDJSON is no JSON. Reading goes on.
var errNotJSON = errors.New("not JSON")

// maxJSONDepth bounds the nesting of one value.
const maxJSONDepth = 64

// resourceSource yields the raw JSON of one resource or bundle entry after the
// other; a slice is valid until the next call. errRecordTooLong and errNotJSON
// concern one value only.
type resourceSource interface {
	next() ([]byte, error)
}

// lineSource reads NDJSON: a value on each line.
type lineSource struct {
	src   *bufio.Reader
	limit int
	buf   []byte
}

func (l *lineSource) next() ([]byte, error) {
	for {
		l.buf = l.buf[:0]
		tooLong := false
		var err error
		for {
			var part []byte
			part, err = l.src.ReadSlice('\n')
			if len(l.buf)+len(part) > l.limit {
				tooLong = true
				l.buf = l.buf[:0]
			}
			if !tooLong {
				l.buf = append(l.buf, part...)
			}
			if err != bufio.ErrBufferFull {
				break
			}
		}
		line := bytes.TrimSpace(bytes.Trim(l.buf, "\x1e"))
		switch {
		case err != nil && err != io.EOF:
			return nil, err
		case tooLong:
			return nil, errRecordTooLong
		case len(line) == 0 && err == io.EOF:
			return nil, io.EOF
		case len(line) == 0:
			continue
		case !shallow(line):
			return nil, errNotJSON
		}
		return line, nil
	}
}

// shallow reports whether the brackets of b match and nest at most maxJSONDepth
// deep.
func shallow(b []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxJSONDepth {
				return false
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return depth == 0 && !inString
}

// jsonSource reads a document: a bundle, an array of resources, one resource,
// several of those one after the other, or any of them in an envelope such as
// {"data": ...}. The entries of a bundle are never held together.
type jsonSource struct {
	src    *bufio.Reader
	limit  int
	scopes []jsonScope
	buf    []byte
}

// jsonScope is an array whose elements are values, or an object that is being
// read key by key.
type jsonScope struct {
	array    bool
	acc      []byte // the object so far
	typed    bool   // resourceType was seen
	bundle   bool
	streamed bool // its entries were or are being yielded
	tooLong  bool
}

// envelopeKeys may hold a bundle or resources in an object that is none itself.
var envelopeKeys = map[string]bool{"data": true, "bundle": true, "resource": true, "resources": true, "fhir": true, "content": true, "body": true,
	"payload": true, "records": true, "items": true, "Bundle": true}

func (j *jsonSource) next() ([]byte, error) {
	for {
		c, err := j.peek()
		if err == io.EOF && len(j.scopes) == 0 {
			return nil, io.EOF
		}
		if err == io.EOF {
			return nil, fmt.Errorf("the file breaks off before its end: %w", ErrDamaged)
		}
		if err != nil {
			return nil, err
		}
		if len(j.scopes) == 0 {
			if err := j.open(c); err != nil {
				return nil, err
			}
			continue
		}
		s := &j.scopes[len(j.scopes)-1]
		var raw []byte
		if s.array {
			raw, err = j.element(c)
		} else {
			raw, err = j.member(s, c)
		}
		if raw != nil || err != nil {
			return raw, err
		}
	}
}

// peek passes over blanks and returns the byte that follows without taking it.
func (j *jsonSource) peek() (byte, error) {
	for {
		c, err := j.src.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\t', '\r', '\n', 0x1e, 0xef, 0xbb, 0xbf: // and a byte order mark
			continue
		}
		return c, j.src.UnreadByte()
	}
}

// open enters the object or array that begins with c.
func (j *jsonSource) open(c byte) error {
	if c != '{' && c != '[' || len(j.scopes) >= 4 {
		return fmt.Errorf("this is not the JSON of FHIR (%q where a resource should begin): %w", c, ErrDamaged)
	}
	if _, err := j.src.Discard(1); err != nil {
		return err
	}
	j.scopes = append(j.scopes, jsonScope{array: c == '[', acc: []byte{'{'}})
	return nil
}

func (j *jsonSource) closeScope() error {
	_, err := j.src.Discard(1)
	j.scopes = j.scopes[:len(j.scopes)-1]
	return err
}

// element reads one element of an array scope, nil at its end.
func (j *jsonSource) element(c byte) ([]byte, error) {
	switch c {
	case ',':
		_, err := j.src.Discard(1)
		return nil, err
	case ']':
		return nil, j.closeScope()
	case '{', '[', '"', '-', 't', 'f', 'n', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		j.buf = j.buf[:0]
		return j.value(j.limit)
	}
	return nil, fmt.Errorf("%q between the resources: %w", c, ErrDamaged)
}

// member reads one key and value of an object scope. At the closing brace it
// returns the object unless its entries were yielded.
func (j *jsonSource) member(s *jsonScope, c byte) ([]byte, error) {
	switch c {
	case ',':
		_, err := j.src.Discard(1)
		return nil, err
	case '}':
		streamed, tooLong := s.streamed, s.tooLong
		raw := append(s.acc, '}')
		if err := j.closeScope(); err != nil {
			return nil, err
		}
		if tooLong {
			return nil, errRecordTooLong
		}
		if streamed {
			return nil, nil
		}
		return raw, nil
	case '"':
	default:
		return nil, fmt.Errorf("%q where the name of a field should stand: %w", c, ErrDamaged)
	}
	j.buf = j.buf[:0]
	raw, err := j.value(4096)
	if err != nil {
		return nil, fmt.Errorf("the name of a field is too long: %w", ErrDamaged)
	}
	key := string(bytes.Trim(raw, `"`))
	if c, err = j.peek(); err != nil || c != ':' {
		return nil, fmt.Errorf("no colon after the name of a field: %w", ErrDamaged)
	}
	if _, err := j.src.Discard(1); err != nil {
		return nil, err
	}
	if c, err = j.peek(); err != nil {
		return nil, fmt.Errorf("the file breaks off before its end: %w", ErrDamaged)
	}
	enters := key == "entry" && c == '[' && (s.bundle || !s.typed) ||
		envelopeKeys[key] && !s.typed && (c == '{' || c == '[') && len(j.scopes) < 4
	if enters {
		s.streamed = true
		return nil, j.open(c)
	}
	j.buf = j.buf[:0]
	if raw, err = j.value(j.limit); err != nil && !errors.Is(err, errRecordTooLong) {
		return nil, err
	}
	if key == "resourceType" {
		s.typed, s.bundle = true, string(raw) == `"Bundle"`
	}
	if s.tooLong = s.tooLong || err != nil || len(s.acc)+len(raw)+len(key) > j.limit; s.tooLong {
		s.acc = s.acc[:1]
		return nil, nil
	}
	if len(s.acc) > 1 {
		s.acc = append(s.acc, ',')
	}
	quoted, err := json.Marshal(key)
	if err != nil {
		return nil, fmt.Errorf("the name of a field: %w", err)
	}
	s.acc = append(append(append(s.acc, quoted...), ':'), raw...)
	return nil, nil
}

// valueScan follows one value byte by byte.
type valueScan struct {
	depth             int
	inString, escaped bool
	tooDeep           bool
	begun             bool
}

// scan returns how many bytes of b belong to the value, and whether it ends
// there. A bare number ends before the byte that follows it.
func (v *valueScan) scan(b []byte) (n int, ended bool) {
	for i, c := range b {
		switch {
		case v.escaped:
			v.escaped = false
			continue
		case v.inString && c == '\\':
			v.escaped = true
			continue
		case v.inString && c != '"':
			continue
		case c == '"':
			v.inString = !v.inString
			if v.begun = true; !v.inString && v.depth == 0 {
				return i + 1, true
			}
			continue
		case v.depth == 0 && v.begun && (c == ',' || c == '}' || c == ']' || c <= ' '):
			return i, true
		case c == '{' || c == '[':
			v.depth++
			v.tooDeep = v.tooDeep || v.depth > maxJSONDepth
		case c == '}' || c == ']':
			if v.depth--; v.depth <= 0 {
				return i + 1, true
			}
		}
		v.begun = true
	}
	return len(b), false
}

// value reads the value that comes next into buf. One that is longer than limit
// is read to its end and not kept.
func (j *jsonSource) value(limit int) ([]byte, error) {
	var v valueScan
	tooLong := false
	for {
		if _, err := j.src.Peek(1); err == io.EOF && v.begun && v.depth == 0 && !v.inString {
			break // a bare number at the end
		} else if err == io.EOF {
			return nil, fmt.Errorf("the file breaks off before its end: %w", ErrDamaged)
		} else if err != nil {
			return nil, err
		}
		chunk, err := j.src.Peek(j.src.Buffered())
		if err != nil {
			return nil, err
		}
		n, ended := v.scan(chunk)
		if tooLong = tooLong || len(j.buf)+n > limit; tooLong {
			j.buf = j.buf[:0]
		} else {
			j.buf = append(j.buf, chunk[:n]...)
		}
		if _, err := j.src.Discard(n); err != nil {
			return nil, err
		}
		if ended {
			break
		}
	}
	if tooLong || v.tooDeep {
		return nil, errRecordTooLong
	}
	return j.buf, nil
}

// members calls f for every field of the object raw until it returns false. It
// reports whether raw was an object that could be followed to that point.
func members(raw []byte, f func(key string, value []byte) bool) bool {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' {
		return false
	}
	for raw = raw[1:]; ; {
		raw = bytes.TrimLeft(raw, " \t\r\n,")
		if len(raw) == 0 || raw[0] != '"' {
			return len(raw) > 0 && raw[0] == '}'
		}
		var key, value valueScan
		n, ended := key.scan(raw)
		if !ended {
			return false
		}
		name := string(bytes.Trim(raw[:n], `"`))
		raw = bytes.TrimLeft(raw[n:], " \t\r\n:")
		if n, ended = value.scan(raw); !ended || n == 0 {
			return false
		}
		if !f(name, raw[:n]) {
			return true
		}
		raw = raw[n:]
	}
}

// newResourceSource opens a JSON file: as NDJSON if its first line is a whole
// value and the second begins another.
func newResourceSource(r io.Reader, sample []byte, limit int) resourceSource {
	src := bufio.NewReaderSize(r, 1<<18)
	first, rest, found := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(sample, []byte("\xef\xbb\xbf"))), []byte("\n"))
	if found && json.Valid(first) && bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{")) {
		return &lineSource{src: src, limit: limit}
	}
	return &jsonSource{src: src, limit: limit}
}
