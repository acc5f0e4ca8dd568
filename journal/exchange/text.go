package exchange

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings that a Map may name.
const (
	encodingUTF8    = "utf-8"
	encodingUTF16LE = "utf-16le"
	encodingUTF16BE = "utf-16be"
	encoding1252    = "windows-1252"
)

// sampleBytes is how much of a file is looked at to guess what it is.
const sampleBytes = 1 << 16

// head returns the first bytes of the file, at most sampleBytes.
func head(r io.ReaderAt, size int64) ([]byte, error) {
	buf := make([]byte, min(size, sampleBytes))
	n, err := r.ReadAt(buf, 0)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return buf[:n], nil
}

// guessEncoding names the encoding of a file that begins with sample: by its
// byte order mark, by the zero bytes of UTF-16, or by being UTF-8. Anything else
// is taken for Windows-1252, in which every byte means something.
func guessEncoding(sample []byte) string {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return encodingUTF8
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return encodingUTF16LE
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return encodingUTF16BE
	}
	if len(sample) >= 8 {
		var zeros [2]int
		for i, b := range sample {
			if b == 0 {
				zeros[i%2]++
			}
		}
		half := len(sample) / 2
		if zeros[1] > half*2/3 && zeros[0] < half/8 {
			return encodingUTF16LE
		}
		if zeros[0] > half*2/3 && zeros[1] < half/8 {
			return encodingUTF16BE
		}
	}
	if len(sample) == sampleBytes { // the last rune may be cut
		for i := 0; i < utf8.UTFMax && !utf8.Valid(sample); i++ {
			sample = sample[:len(sample)-1]
		}
	}
	if utf8.Valid(sample) {
		return encodingUTF8
	}
	return encoding1252
}

// countingReader counts the bytes of the file that were consumed.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// decoded returns the bytes of r as UTF-8 without a byte order mark.
func decoded(r io.Reader, encoding string) (io.Reader, error) {
	switch strings.ToLower(encoding) {
	case encodingUTF8:
		return transform.NewReader(r, unicode.BOMOverride(transform.Nop)), nil
	case encodingUTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	case encodingUTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()), nil
	case encoding1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder()), nil
	}
	return nil, fmt.Errorf("%.40q is no encoding: it is one of %s, %s, %s, %s", encoding,
		encodingUTF8, encodingUTF16LE, encodingUTF16BE, encoding1252)
}

// repaired returns s if it is UTF-8, else s read as Windows-1252: one line from
// another program in a file that was UTF-8 so far.
func repaired(s string) (text string, foreign bool) {
	if utf8.ValidString(s) {
		return s, false
	}
	text, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD"), true
	}
	return text, true
}
