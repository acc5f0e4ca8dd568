package exchange

import (
	"bufio"
	"errors"
	"io"
)

// errRecordTooLong says that one record of a table passed the limit. Reading
// goes on after the line end that follows.
var errRecordTooLong = errors.New("record too long")

// table splits text into records and cells: RFC 4180 with any one-byte
// delimiter, any line end, and quotes in the middle of a cell taken as they are.
// A record that passes the limit (a quote that was never closed, a line without
// end) is given up at the next line end, in bounded memory.
type table struct {
	src   *bufio.Reader
	delim byte
	limit int

	// line is the line on which the last record began, counted from 1.
	line    int
	nextRow int
	buf     []byte
	ends    []int
	cells   []string
	foreign int // records that were not UTF-8
}

// maxCells bounds the columns of a table.
const maxCells = 4096

func newTable(r io.Reader, delim byte, limit int) *table {
	return &table{src: bufio.NewReaderSize(r, 1<<18), delim: delim, limit: limit, nextRow: 1}
}

// next returns the cells of the next record that is not an empty line; they stay
// valid until the next call, the strings for good. The error is io.EOF,
// errRecordTooLong or what the file said.
func (t *table) next() ([]string, error) {
	for {
		err := t.record()
		if err != nil && err != io.EOF {
			return nil, err
		}
		if len(t.ends) == 1 && len(t.buf) == 0 {
			if err == io.EOF {
				return nil, io.EOF
			}
			continue
		}
		text, foreign := repaired(string(t.buf))
		if foreign {
			t.foreign++
			return t.repairCells(), nil
		}
		t.cells = t.cells[:0]
		start := 0
		for _, end := range t.ends {
			t.cells = append(t.cells, text[start:end])
			start = end
		}
		return t.cells, nil
	}
}

func (t *table) repairCells() []string {
	t.cells = t.cells[:0]
	start := 0
	for _, end := range t.ends {
		cell, _ := repaired(string(t.buf[start:end]))
		t.cells = append(t.cells, cell)
		start = end
	}
	return t.cells
}

// record reads one record into buf and ends. io.EOF comes with the last one.
func (t *table) record() error {
	t.buf, t.ends = t.buf[:0], t.ends[:0]
	t.line = t.nextRow
	quoted, fresh := false, true // fresh: at the start of a cell
	for {
		c, err := t.src.ReadByte()
		if err != nil {
			t.ends = append(t.ends, len(t.buf))
			return err
		}
		switch {
		case quoted && c == '"':
			if next, err := t.src.ReadByte(); err == nil {
				if next == '"' {
					t.buf = append(t.buf, '"')
					continue
				}
				t.src.UnreadByte() // cannot fail: a byte was just read
			}
			quoted = false
			continue
		case quoted:
			if c == '\n' {
				t.nextRow++
			}
		case c == '"' && fresh:
			quoted, fresh = true, false
			continue
		case c == t.delim:
			t.ends = append(t.ends, len(t.buf))
			if len(t.ends) >= maxCells {
				return t.giveUp()
			}
			fresh = true
			continue
		case c == '\n' || c == '\r':
			t.endLine(c)
			t.ends = append(t.ends, len(t.buf))
			return nil
		}
		fresh = false
		if c == 0 {
			continue // never part of a text
		}
		if len(t.buf) >= t.limit {
			return t.giveUp()
		}
		t.buf = append(t.buf, c)
	}
}

// endLine counts a line and takes the second half of CR LF.
func (t *table) endLine(c byte) {
	t.nextRow++
	if c != '\r' {
		return
	}
	if next, err := t.src.ReadByte(); err == nil && next != '\n' {
		t.src.UnreadByte() // cannot fail: a byte was just read
	}
}

// giveUp discards the rest of the line.
func (t *table) giveUp() error {
	t.buf, t.ends = t.buf[:0], t.ends[:0]
	for {
		c, err := t.src.ReadByte()
		if err == io.EOF {
			return errRecordTooLong
		}
		if err != nil {
			return err
		}
		if c == '\n' || c == '\r' {
			t.endLine(c)
			return errRecordTooLong
		}
	}
}

// guessDelimiter counts the candidates outside quotes on the first lines and
// takes the one that splits them most often into the same number of cells.
func guessDelimiter(sample []byte) byte {
	best, bestScore := byte(','), 0
	for _, d := range []byte{',', ';', '\t', '|'} {
		counts := delimiterCounts(sample, d)
		if len(counts) == 0 || counts[0] == 0 {
			continue
		}
		same := 0
		for _, n := range counts {
			if n == counts[0] {
				same++
			}
		}
		if score := same*1000/len(counts)*100 + min(counts[0], 99); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// delimiterCounts returns how often d stands outside quotes on each of the
// first lines.
func delimiterCounts(sample []byte, d byte) []int {
	var counts []int
	n, length, quoted := 0, 0, false
	for _, c := range sample {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == d:
			n++
		case c == '\n' || c == '\r':
			if length > 0 {
				counts = append(counts, n)
			}
			n, length = 0, -1
			if len(counts) == 50 {
				return counts
			}
		}
		length++
	}
	if len(counts) == 0 && length > 0 {
		counts = append(counts, n)
	}
	return counts
}
