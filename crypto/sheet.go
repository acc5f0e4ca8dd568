package crypto

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/boombuler/barcode/qr"
)

// MinAgeVersion is the oldest release of the age program that opens a backup
// with a recovery sheet.
const MinAgeVersion = "1.3.0"

const maxSheetSize = 64 << 10

// SheetInfo is what a recovery sheet says besides the secret.
type SheetInfo struct {
	VaultID [16]byte
	SlotID  string    // see [SlotID]; empty if it is not known yet
	Created time.Time // only the date is printed, in its own zone
	// AgeVersion is the oldest release of age to name; empty means
	// [MinAgeVersion].
	AgeVersion string
}

// Sheet returns the recovery sheet of r as UTF-8 text, to be printed or kept
// away from the computer. All its lines but the identity are empty or begin
// with "#", so that the file itself is an identity file of age.
func Sheet(r *Recovery, info SheetInfo) ([]byte, error) {
	version := info.AgeVersion
	if version == "" {
		version = MinAgeVersion
	}
	code, err := QRLines(r.IdentityString())
	if err != nil {
		return nil, fmt.Errorf("draw the recovery sheet's QR code: %w", err)
	}
	var b bytes.Buffer
	comment := func(text string) {
		for line := range strings.Lines(text) {
			b.WriteString(strings.TrimRight("# "+line, " \n") + "\n")
		}
	}
	comment(`KITH RECOVERY SHEET

This sheet opens your health journal if you forget your passphrase.
It also opens every backup made since the sheet was added.
Anyone who has it can read everything. Nobody can replace it for you:
without the passphrase and without this sheet, the journal stays shut.

Print it, or write the 24 words on paper. Keep it in a safe place,
away from the computer. Then delete this file.

Date:   ` + info.Created.Format(time.DateOnly) + `
Vault:  ` + hex.EncodeToString(info.VaultID[:]) + `
`)
	if info.SlotID != "" {
		comment("Slot:   " + info.SlotID + "\n")
	}
	comment("\nYOUR 24 WORDS, in this order\n \n")
	words := r.Words()
	const columns, rows = 4, wordCount / 4
	for row := range rows {
		line := "#"
		for n := row * columns; n < (row+1)*columns; n++ {
			line += fmt.Sprintf("  %2d %-9s", n+1, words[n])
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	comment(`
TO OPEN THE JOURNAL and choose a new passphrase

    kith recover --sheet FILE

FILE is this sheet, or a text file with the 24 words. The first four
letters of each word are enough.

TO OPEN A BACKUP without Kith

Get the free program age, version ` + version + ` or newer, from
https://age-encryption.org. Then type, with this sheet as FILE:

    age -d -i FILE -o backup.tar BACKUP.age

If you have the sheet on paper only, make FILE a text file with this
one line. The square code below holds the same line.
`)
	b.WriteString("\n" + r.IdentityString() + "\n\n")
	for _, line := range code {
		b.WriteString("# " + line + "\n")
	}
	return b.Bytes(), nil
}

// QRCode returns the QR code of a text (ISO/IEC 18004, error correction level M)
// as rows of modules, true where it is dark. The quiet zone of four modules, which
// belongs around it, is not included.
func QRCode(text string) ([][]bool, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	rows := make([][]bool, code.Bounds().Dy())
	for y := range rows {
		rows[y] = make([]bool, code.Bounds().Dx())
		for x := range rows[y] {
			red, _, _, _ := code.At(x, y).RGBA()
			rows[y][x] = red == 0
		}
	}
	return rows, nil
}

// QRLines draws a QR code for black print on white paper, two modules to a
// character, with its quiet zone.
func QRLines(text string) ([]string, error) {
	code, err := QRCode(text)
	if err != nil {
		return nil, err
	}
	const quiet = 4
	size := len(code)
	dark := func(x, y int) bool {
		x, y = x-quiet, y-quiet
		return x >= 0 && y >= 0 && x < size && y < size && code[y][x]
	}
	var lines []string
	for y := 0; y < size+2*quiet; y += 2 {
		var line strings.Builder
		for x := range size + 2*quiet {
			switch top, bottom := dark(x, y), dark(x, y+1); {
			case top && bottom:
				line.WriteRune('█')
			case top:
				line.WriteRune('▀')
			case bottom:
				line.WriteRune('▄')
			default:
				line.WriteRune(' ')
			}
		}
		lines = append(lines, line.String())
	}
	return lines, nil
}

// What ParseSheet looks for; made when first used, since few runs of the program
// read a sheet.
var (
	identityPattern = lazyPattern(`(?i)\bAGE-SECRET-KEY-PQ-1[0-9a-z]*`)
	numberedLine    = lazyPattern(`^(?:\s*\d{1,2}[.:)]?\s*[\pL]+)+\s*$`)
	numberedWord    = lazyPattern(`(\d{1,2})[.:)]?\s*([\pL]+)`)
	plainWord       = lazyPattern(`\pL+`)
)

func lazyPattern(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// ParseSheet reads a recovery secret from what a person has of it: the whole
// sheet, its identity line, or its words, numbered or not. Where there are both
// identity and words the identity counts, unless it has a typing mistake.
// Errors are those of [ParseWords].
func ParseSheet(text []byte) (*Recovery, error) {
	if len(text) > maxSheetSize {
		return nil, fmt.Errorf("%w: the file is too long to be a recovery sheet", ErrRecoveryText)
	}
	words, wordsErr := sheetWords(string(text))
	var identityErr error
	if line := identityPattern().Find(text); line != nil {
		var r *Recovery
		if r, identityErr = parseIdentity(string(line)); identityErr == nil {
			return r, nil
		}
		if wordsErr != nil || len(words) != wordCount {
			return nil, identityErr
		}
	}
	if wordsErr != nil {
		return nil, wordsErr
	}
	return ParseWords(words)
}

// sheetWords finds the words of a sheet: those of the lines that hold nothing
// but numbered words, if there are any, otherwise all outside comments.
func sheetWords(text string) ([]string, error) {
	numbered := map[int]string{}
	var plain []string
	for line := range strings.Lines(text) {
		body, comment := strings.CutPrefix(strings.TrimSpace(line), "#")
		if numberedLine().MatchString(body) {
			for _, m := range numberedWord().FindAllStringSubmatch(body, -1) {
				n, err := strconv.Atoi(m[1])
				if err != nil || n < 1 || n > wordCount {
					return nil, fmt.Errorf("%w: there is no word number %s", ErrRecoveryText, m[1])
				}
				if _, twice := numbered[n]; twice {
					return nil, fmt.Errorf("%w: there are two words number %d", ErrRecoveryText, n)
				}
				numbered[n] = m[2]
			}
		} else if !comment {
			plain = append(plain, plainWord().FindAllString(identityPattern().ReplaceAllString(body, ""), -1)...)
		}
	}
	if len(numbered) == 0 {
		return plain, nil
	}
	words := make([]string, wordCount)
	for i := range words {
		word, ok := numbered[i+1]
		if !ok {
			return nil, fmt.Errorf("%w: word %d is missing", ErrRecoveryText, i+1)
		}
		words[i] = word
	}
	return words, nil
}
