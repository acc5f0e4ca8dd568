package app

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"kith/journal/exchange"
)

// ImportPreview is what the beginning of a file says and what would come of it.
type ImportPreview struct {
	Format string // one of [exchange.Formats], never auto
	Why    string // how the format was recognised, in plain words
	// Map is how a table would be read, the one that was given or the proposal;
	// nil for other formats.
	Map         *exchange.Map
	Assumptions []string // made by the proposal, worth a look
	// Asks says that the map leaves open where the date is or how it is written;
	// Rows is empty then.
	Asks bool
	// Columns and Cells are the first lines of a table as the file says them; nil
	// for other formats. Cells stand for the same lines as Rows.
	Columns []string
	Cells   [][]string
	Rows    []exchange.Row // what would come of the first records
}

// PreviewImport reads the beginning of a file as Import would, at most rows
// records of it, and writes nothing. With o.Map nil the columns of a table are
// found out, for which up to 10,000 rows are looked at. It fails with the errors
// of [exchange.Open], but never with [exchange.AskError].
func (a *App) PreviewImport(ctx context.Context, o ImportOptions, rows int) (*ImportPreview, error) {
	o.File = cancelled{ctx, o.File}
	opts := a.readOptions(o)
	p := &ImportPreview{Format: exchange.FormatCSV, Map: o.Map}
	if o.Map == nil {
		m, understood, err := exchange.Propose(o.File, o.Size, opts)
		if err != nil {
			return nil, fmt.Errorf("look into the file: %w", err)
		}
		p.Format, p.Why, p.Map, p.Assumptions = understood.Format, understood.Why, m, understood.Assumptions
	}
	opts.Format, opts.Map = p.Format, p.Map
	if err := p.table(o, opts, rows); err != nil {
		return nil, fmt.Errorf("look into the file: %w", err)
	}
	if p.Map != nil && !datesSomewhere(p.Map) {
		p.Asks = true
		return p, nil
	}
	err := p.read(o, opts, rows)
	var ask *exchange.AskError
	if errors.As(err, &ask) {
		p.Asks, err = true, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look into the file: %w", err)
	}
	return p, nil
}

// datesSomewhere reports whether m says where the date of an entry is.
func datesSomewhere(m *exchange.Map) bool {
	if m.Date.Column != "" || m.Layout != "" {
		return true
	}
	for _, r := range m.Records {
		if r.Start != "" {
			return true
		}
	}
	return false
}

// read takes the first rows from the reader that Import would use.
func (p *ImportPreview) read(o ImportOptions, opts exchange.Options, rows int) (err error) {
	reader, err := exchange.Open(o.File, o.Size, opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	for len(p.Rows) < rows {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	return nil
}

// peekBytes is how much of a table is looked at for its first lines.
const peekBytes = 256 << 10

// table fills in the first lines of a table.
func (p *ImportPreview) table(o ImportOptions, opts exchange.Options, rows int) error {
	if p.Format != exchange.FormatCSV && p.Format != exchange.FormatDaylio {
		return nil
	}
	shape := p.Map
	if shape == nil || shape.Delimiter == "" || shape.Encoding == "" {
		opts.Format, opts.Map = exchange.FormatCSV, nil
		guessed, _, err := exchange.Propose(o.File, o.Size, opts)
		if err != nil {
			return err
		}
		if shape != nil {
			guessed.Delimiter = firstOf(shape.Delimiter, guessed.Delimiter)
			guessed.Encoding = firstOf(shape.Encoding, guessed.Encoding)
		}
		shape = guessed
	}
	head := make([]byte, min(o.Size, peekBytes))
	n, err := o.File.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	text := decodeHead(head[:n], shape.Encoding)
	if int64(n) < o.Size { // the last line may be cut
		if i := strings.LastIndexByte(text, '\n'); i > 0 {
			text = text[:i+1]
		}
	}
	p.Columns, p.Cells = firstLines(text, rune(shape.Delimiter[0]), rows)
	return nil
}

// decodeHead returns text of an encoding of a map as UTF-8, with \n at the ends
// of its lines.
func decodeHead(b []byte, name string) string {
	var from encoding.Encoding
	switch strings.ToLower(name) {
	case "utf-16le":
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16be":
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "windows-1252":
		from = charmap.Windows1252
	default:
		from = unicode.UTF8BOM
	}
	text, err := from.NewDecoder().Bytes(b)
	if err != nil {
		text = b // shown with replacement signs
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.ToValidUTF8(string(text), "\uFFFD"))
}

// firstLines splits the head of a table as package exchange does: the columns
// have its names, and empty lines are passed over.
func firstLines(text string, delimiter rune, rows int) (columns []string, cells [][]string) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = delimiter, true, -1
	header, err := in.Read()
	if err == nil && len(header) <= 2 && strings.HasPrefix(strings.ToLower(header[0]), "sep=") {
		header, err = in.Read()
	}
	if err != nil {
		return nil, nil
	}
	used := map[string]bool{}
	for i, name := range header {
		if name = strings.TrimSpace(name); name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		base := name
		for n := 2; used[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		used[strings.ToLower(name)] = true
		columns = append(columns, name)
	}
	for len(cells) < rows {
		line, err := in.Read()
		if err != nil {
			break // the end, or a quote that the head does not close
		}
		cells = append(cells, line)
	}
	return columns, cells
}

// cancelled reads no further once ctx is done.
type cancelled struct {
	ctx context.Context
	io.ReaderAt
}

func (c cancelled) ReadAt(p []byte, off int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.ReaderAt.ReadAt(p, off)
}
