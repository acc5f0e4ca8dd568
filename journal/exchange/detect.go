package exchange

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Detect names the format of a file by what is in it; the file's name only
// decides where the content does not. why says how, in plain words.
func Detect(r io.ReaderAt, size int64, opts Options) (format, why string, err error) {
	sample, err := head(r, size)
	if err != nil {
		return "", "", err
	}
	if len(bytes.TrimSpace(sample)) == 0 {
		return "", "", fmt.Errorf("the file is empty: %w", ErrFormat)
	}
	if bytes.HasPrefix(sample, []byte("PK\x03\x04")) || bytes.HasPrefix(sample, []byte("PK\x05\x06")) {
		return detectZip(r, size)
	}
	if known := binaryFormat(sample); known != "" {
		return "", "", fmt.Errorf("this is %s, not text: %w", known, ErrFormat)
	}
	encoding := guessEncoding(sample)
	if utf16 := encoding == encodingUTF16LE || encoding == encodingUTF16BE; !utf16 && bytes.Count(sample, []byte{0})*500 > len(sample) {
		return "", "", fmt.Errorf("this is no text: %w", ErrFormat)
	}
	plain, err := decoded(bytes.NewReader(sample), encoding)
	if err != nil {
		return "", "", err
	}
	text, _ := io.ReadAll(plain) // a rune cut by the end of the sample changes nothing here
	trimmed := bytes.TrimSpace(text)
	switch {
	case len(trimmed) == 0:
		return "", "", fmt.Errorf("the file begins with nothing but blanks: %w", ErrFormat)
	case trimmed[0] == '<':
		if bytes.Contains(trimmed, []byte("HealthData")) {
			return FormatApple, "it is XML with the element HealthData of Apple Health", nil
		}
		return "", "", fmt.Errorf("this is XML, but not of Apple Health: %w", ErrFormat)
	case trimmed[0] == '{' || trimmed[0] == '[':
		if kithLine.Match(trimmed) {
			return FormatKith, "it is what Kith exported", nil
		}
		if bytes.Contains(trimmed, []byte(`"resourceType"`)) {
			return FormatFHIR, "it is JSON with FHIR resources", nil
		}
		if strings.HasSuffix(strings.ToLower(opts.FileName), ".csv") {
			break
		}
		return "", "", fmt.Errorf("this is JSON, but not FHIR: no resourceType at its beginning: %w", ErrFormat)
	}
	tab, _, header, err := startTable(r, size, opts, &Map{})
	if err != nil {
		return "", "", err
	}
	if isDaylio(header) {
		return FormatDaylio, "its columns are those of a Daylio export", nil
	}
	if len(header) < 2 {
		if _, err := tab.next(); err != nil {
			return "", "", fmt.Errorf("neither a table nor any other format: %w", ErrFormat)
		}
	}
	return FormatCSV, fmt.Sprintf("it is a table with %d columns", len(header)), nil
}

// binaryFormat names some files that people pick by mistake.
func binaryFormat(sample []byte) string {
	for prefix, name := range map[string]string{"SQLite format 3": "an SQLite database", "%PDF": "a PDF", "\x89PNG": "a picture",
		"\xff\xd8\xff": "a picture", "\x1f\x8b": "a gzip archive: unpack it first", "age-encryption.org": "an age-encrypted file: kith restore reads backups"} {
		if bytes.HasPrefix(sample, []byte(prefix)) {
			return name
		}
	}
	return ""
}
