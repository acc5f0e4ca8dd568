package exchange

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"kith/journal"
)

// The formats that Options.Format and Reader.Format name.
const (
	FormatAuto   = "auto"
	FormatCSV    = "csv"
	FormatDaylio = "daylio"
	FormatApple  = "apple"
	FormatFHIR   = "fhir"
	FormatKith   = "kith"
)

// Formats returns the names that a person may write for a format.
func Formats() []string {
	return []string{FormatAuto, FormatCSV, FormatDaylio, FormatApple, FormatFHIR, FormatKith}
}

// Reader yields a file row by row. It is used by one goroutine.
type Reader interface {
	// Next returns the next row, io.EOF at the end. Any other error means that
	// the rest of the file cannot be read.
	Next() (Row, error)
	// Format is the name of the format that was found.
	Format() string
	// Offset is how many bytes of the file have been consumed, for progress.
	Offset() int64
	// Notes are things worth telling the person that show only while reading:
	// overlapping sources, text in a foreign encoding. Ask at the end.
	Notes() []string
	// Close releases what the reader holds; the file stays open.
	Close() error
}

// AttachmentSource is a Reader that has the files of attachments.
type AttachmentSource interface {
	// Attachment opens the file by the SHA-256 of its content, which is not proven
	// yet; nil if it is not there. It may be called from any goroutine.
	Attachment(sum []byte) (io.ReadCloser, error)
}

// Row is what came of one input record, or of a run of them.
type Row struct {
	// Person is the value of the person column or the file's own patient; "" is
	// the person the user chose.
	Person string
	// Entries are valid and have their Key set, or come from another Kith with
	// their ID; see [journal.Batch.Add].
	Entries []journal.Entry
	// Runs are dense samples; a run never ends in the middle of a day unless
	// that day has thousands of samples.
	Runs []journal.Run
	// Samples is how many input records Runs stands for.
	Samples int
	// Skips says what was left out, and why. A row either has skips of whole
	// records, Records of them in sum, or entries or runs.
	Skips []Skip
	// Records is how many input records the row stands for. It is 0 only for
	// facts in the head of a file (the "Me" of Apple Health) that are no record.
	Records int
}

// Skip is one reason why something was left out.
type Skip struct {
	// Reason is short, plain and stable: "no date", "number out of range".
	Reason string
	// Example says where: "line 17, column severity". It never holds the value,
	// which is the person's health.
	Example string
	// Whole says that the whole record was left out, not only one of its cells.
	Whole bool
	// Count is the number of records or cells.
	Count int
}

// Options says how to read a file.
type Options struct {
	// Format is one of Formats; "" is auto.
	Format string
	// Map says what the columns of a CSV file are; nil takes what Propose finds.
	Map *Map
	// PersonColumn names the column whose values are persons; it overrides Map.
	PersonColumn string
	// OnePerson says that the user named one person for the whole file, so that
	// a column that looks like a person's number is no reason to ask.
	OnePerson bool
	// Zone is where times without an offset were written; required.
	Zone *time.Location
	// Now is the time of the import; required.
	Now time.Time
	// FileName helps to tell formats apart; it may be "".
	FileName string

	// MaxRecord bounds one record in bytes: 1 MiB if 0, and 16 times that for a
	// FHIR resource.
	MaxRecord int
	// MaxRecords bounds the rows of a CSV file, and the records of other formats
	// that become entries and not samples: 3,000,000 if 0.
	MaxRecords int
	// MaxBytes bounds what a compressed file may unpack to: 64 GiB if 0.
	MaxBytes int64
}

func (o Options) withDefaults() (Options, error) {
	if o.Zone == nil || o.Now.IsZero() {
		return o, errors.New("import: the options lack the zone or the time")
	}
	if o.Format == "" {
		o.Format = FormatAuto
	}
	if o.MaxRecord <= 0 {
		o.MaxRecord = 1 << 20
	}
	if o.MaxRecords <= 0 {
		o.MaxRecords = 3_000_000
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 64 << 30
	}
	return o, nil
}

// Kinds of refusal; each comes wrapped in words for the person.
var (
	// ErrFormat says that the file is in no format Kith reads.
	ErrFormat = errors.New("not a file Kith can import")
	// ErrTooLarge says that a limit that protects this computer was passed.
	ErrTooLarge = errors.New("larger than Kith accepts")
	// ErrDamaged says that the file breaks off or contradicts its format.
	ErrDamaged = errors.New("damaged file")
)

// AskError is returned by Open for a table that cannot be read without an
// answer from the person: which column is the date, day or month first.
type AskError struct {
	Understanding Understanding
	// Map is the proposal to edit.
	Map *Map
}

// Error lists the questions.
func (e *AskError) Error() string {
	return "the file needs a map: " + strings.Join(e.Understanding.Questions, "; ")
}

// Open starts reading the file of size bytes in r. The error is [AskError] where
// the person must say more, or wraps [ErrFormat], [ErrTooLarge] or [ErrDamaged].
func Open(r io.ReaderAt, size int64, opts Options) (Reader, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	format := opts.Format
	if format == FormatAuto && opts.Map != nil {
		format = FormatCSV
	}
	if format == FormatAuto {
		if format, _, err = Detect(r, size, opts); err != nil {
			return nil, err
		}
	}
	switch format {
	case FormatCSV:
		return openCSV(r, size, opts)
	case FormatDaylio:
		return openDaylio(r, size, opts)
	case FormatApple:
		return openApple(r, size, opts)
	case FormatFHIR:
		return openFHIR(r, size, opts)
	case FormatKith:
		return openKith(r, size, opts)
	}
	return nil, fmt.Errorf("%q is no format: it is one of %s", opts.Format, strings.Join(Formats(), ", "))
}
