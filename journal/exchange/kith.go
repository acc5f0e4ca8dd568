package exchange

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"reflect"
	"regexp"
	"strings"
	"time"

	"kith/journal"
)

// Names in an archive that Kith exported.
const (
	kithEntries     = "entries.ndjson"
	kithAttachments = "attachments/"
)

// kithReader reads what Kith exported: a document in each line, by itself or in an
// archive with the attachments. Nothing of an entry is lost but who entered it and
// when. Entries keep their ids, so that what refers to them still does.
type kithReader struct {
	opts   Options
	lines  lineSource
	file   *countingReader
	closer io.Closer
	files  map[string]*zip.File // attachments, by the hash of their content
	line   int
}

// kithDocument is a line; see the README, "For scripts".
type kithDocument struct {
	ID        string            `json:"id"`
	Person    string            `json:"person"`
	PersonID  string            `json:"person_id"`
	Kind      journal.Kind      `json:"kind"`
	Name      string            `json:"name"`
	Time      time.Time         `json:"time"`
	LocalTime string            `json:"local_time"` // follows from the others
	Zone      string            `json:"zone"`
	Offset    int               `json:"offset"`
	CivilDate journal.Date      `json:"civil_date"`
	Precision journal.Precision `json:"precision"`
	Duration  float64           `json:"duration_s"`
	Value     *kithValue        `json:"value"`
	Note      string            `json:"note"`
	Tags      []string          `json:"tags"`
	Source    string            `json:"source"`
	Body      json.RawMessage   `json:"body"`
	Samples   []kithSample      `json:"samples"`
	Recorded  string            `json:"recorded"`
	EnteredBy string            `json:"entered_by"`
	Edited    bool              `json:"edited"`
}

type kithValue struct {
	*journal.Value
	Text string `json:"text"` // follows from the value
}

type kithSample struct {
	Time     time.Time       `json:"time"`
	Duration float64         `json:"duration_s"`
	Value    journal.Decimal `json:"value"`
}

// kithLine is how every document begins.
var kithLine = regexp.MustCompile(`^\{"id":"[0-9a-f]{32}","person":"`)

func openKith(r io.ReaderAt, size int64, opts Options) (Reader, error) {
	k := &kithReader{opts: opts, closer: io.NopCloser(nil)}
	sample, err := head(r, min(size, 4))
	if err != nil {
		return nil, err
	}
	plain := io.Reader(nil)
	if bytes.HasPrefix(sample, []byte("PK")) {
		plain, err = k.openZip(r, size)
	} else {
		k.file = &countingReader{r: io.NewSectionReader(r, 0, size)}
		plain = k.file
	}
	if err != nil {
		return nil, err
	}
	k.lines = lineSource{src: bufio.NewReaderSize(plain, 64<<10), limit: opts.MaxRecord}
	return k, nil
}

// openZip finds the entries and the attachments in an archive.
func (k *kithReader) openZip(r io.ReaderAt, size int64) (io.Reader, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("the zip archive cannot be read (%w): %w", err, ErrDamaged)
	}
	if len(z.File) > maxZipFiles {
		return nil, fmt.Errorf("the zip archive has %d files: %w", len(z.File), ErrTooLarge)
	}
	k.files = map[string]*zip.File{}
	var entries *zip.File
	for _, f := range z.File {
		switch {
		case f.Name == kithEntries:
			entries = f
		case strings.HasPrefix(f.Name, kithAttachments):
			sum, _, _ := strings.Cut(path.Base(f.Name), ".")
			k.files[sum] = f
		}
	}
	if entries == nil {
		return nil, fmt.Errorf("the zip archive holds no %s: %w", kithEntries, ErrFormat)
	}
	packed, err := entries.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s in the archive (%w): %w", kithEntries, err, ErrDamaged)
	}
	k.closer = packed
	k.file = &countingReader{r: &ratioReader{ReadCloser: packed, left: min(k.opts.MaxBytes, 64<<20+maxRatio*size)}}
	return k.file, nil
}

// isKithZip reports whether an archive is an export of Kith.
func isKithZip(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	if err != nil || len(z.File) > maxZipFiles {
		return false
	}
	for _, f := range z.File {
		if f.Name == kithEntries {
			return true
		}
	}
	return false
}

func (k *kithReader) Format() string  { return FormatKith }
func (k *kithReader) Offset() int64   { return k.file.n }
func (k *kithReader) Notes() []string { return nil }

// Close implements [Reader]. The file was only read, and what is wrong with what is
// packed in it Next has said.
func (k *kithReader) Close() error {
	_ = k.closer.Close()
	return nil
}

// Attachment opens the file of an attachment by the hash of its content. It is nil
// if the export does not have it. It may be called from any goroutine.
func (k *kithReader) Attachment(sum []byte) (io.ReadCloser, error) {
	f := k.files[hex.EncodeToString(sum)]
	if f == nil {
		return nil, nil
	}
	content, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %.80q in the archive (%w): %w", f.Name, err, ErrDamaged)
	}
	return content, nil
}

// Next implements [Reader].
func (k *kithReader) Next() (Row, error) {
	for {
		row, err := k.next()
		if err != nil || row.Records > 0 {
			return row, err
		}
	}
}

// next returns an empty row for a person of whom nothing is known but the name.
func (k *kithReader) next() (Row, error) {
	k.line++
	if k.line > k.opts.MaxRecords {
		return Row{}, fmt.Errorf("more than %d entries: %w", k.opts.MaxRecords, ErrTooLarge)
	}
	skip := func(reason string) (Row, error) {
		return Row{Records: 1, Skips: []Skip{{Reason: reason, Example: fmt.Sprintf("line %d", k.line), Whole: true, Count: 1}}}, nil
	}
	raw, err := k.lines.next()
	switch {
	case errors.Is(err, errRecordTooLong):
		return skip("the line is too long")
	case errors.Is(err, errNotJSON):
		return skip("not JSON")
	case err == io.EOF, errors.Is(err, ErrTooLarge), errors.Is(err, ErrDamaged):
		return Row{}, err
	case err != nil:
		return Row{}, fmt.Errorf("read the file: %w", err)
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields() // of a newer Kith: what is not understood must not be lost silently
	var d kithDocument
	if err := in.Decode(&d); err != nil {
		return skip("not an entry that this version of Kith knows")
	}
	e, err := d.entry()
	if err != nil {
		return skip("not an entry that this version of Kith knows")
	}
	if err := e.Validate(); err != nil {
		return skip("not a valid entry")
	}
	if p, ok := e.Body.(*journal.Person); ok && e.ID.IsZero() && reflect.ValueOf(*p).IsZero() {
		return Row{}, nil
	}
	return Row{Person: d.Person, Entries: []journal.Entry{e}, Records: 1}, nil
}

// entry makes the entry of a document.
func (d *kithDocument) entry() (journal.Entry, error) {
	e := journal.Entry{Kind: d.Kind, Name: d.Name, Note: d.Note, Tags: d.Tags, Source: d.Source}
	var err error
	if e.ID, err = journal.ParseID(d.ID); err != nil {
		return e, err
	}
	if e.ID.IsZero() {
		return e, errors.New("no id")
	}
	record, err := journal.ParseID(d.PersonID)
	if err != nil {
		return e, err
	}
	e.When = journal.When{Time: d.Time.UTC().Truncate(time.Millisecond), Zone: d.Zone, Offset: d.Offset, Date: d.CivilDate, Precision: d.Precision}
	if e.When.Duration, err = seconds(d.Duration); err != nil {
		return e, err
	}
	e.Body = journal.NewBody(d.Kind)
	if len(d.Body) > 0 {
		if e.Body == nil {
			return e, journal.ErrKind
		}
		in := json.NewDecoder(bytes.NewReader(d.Body))
		in.DisallowUnknownFields()
		if err := in.Decode(e.Body); err != nil {
			return e, err
		}
	}
	if d.Value != nil && d.Value.Value != nil {
		o := e.Observation()
		if o == nil {
			return e, journal.ErrKind
		}
		o.Value = d.Value.Value
	}
	if segment, ok := e.Body.(*journal.Segment); ok {
		if e.Body, err = d.segment(segment); err != nil {
			return e, err
		}
	}
	// What describes the person and the scales belongs to the record that it goes to.
	if e.ID == e.OwnID(record) {
		e.ID = journal.ID{}
	}
	return e, nil
}

func (d *kithDocument) segment(said *journal.Segment) (*journal.Segment, error) {
	samples := make([]journal.Sample, len(d.Samples))
	for i, s := range d.Samples {
		duration, err := seconds(s.Duration)
		if err != nil {
			return nil, err
		}
		samples[i] = journal.Sample{Start: s.Time, Duration: duration, Value: s.Value}
	}
	segment, err := journal.NewSegment(said.Unit, samples)
	if err != nil {
		return nil, err
	}
	segment.Codes = said.Codes
	_, err = segment.Unpack() // refuses times that no segment can hold
	return segment, err
}

// seconds reads a duration of whole milliseconds.
func seconds(s float64) (time.Duration, error) {
	if s < 0 || s > math.MaxInt64/float64(2*time.Second) {
		return 0, errors.New("no duration")
	}
	return time.Duration(math.Round(s*1000)) * time.Millisecond, nil
}
