package report

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"kith/app/words"
	"kith/crypto"
)

// Measures of the page in millimetres. What stands above bottom is printed on A4
// (210 x 297) and, with nothing scaled, on US Letter (216 x 279).
const (
	left   = 18.0
	right  = 192.0
	width  = right - left
	top    = 16.0
	bottom = 264.0

	codeSize    = 56.0 // of the QR code, its quiet zone apart
	wordColumns = 3
	wordHeight  = 10.2
)

// SheetFile returns the content of a file of that name with the recovery sheet: a
// page to print if the name ends in .pdf, in any case, else text.
func SheetFile(name string, r *crypto.Recovery, info crypto.SheetInfo) ([]byte, error) {
	if strings.EqualFold(filepath.Ext(name), ".pdf") {
		return RecoverySheet(r, info)
	}
	return crypto.Sheet(r, info)
}

// RecoverySheet returns the recovery sheet of r as a PDF (ISO 32000) of one page:
// the 24 words, and the identity line of age in letters and as a QR code.
//
// The file is not compressed, so that [crypto.ParseSheet] finds the identity line
// in it: whoever kept the file instead of the paper can recover with it.
func RecoverySheet(r *crypto.Recovery, info crypto.SheetInfo) ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCompression(false)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(info.Created)
	pdf.SetModificationDate(info.Created)
	pdf.SetTitle(words.Text("first.paper.title"), false)
	pdf.SetProducer("Kith", false)
	pdf.SetMargins(left, top, 210-right)
	pdf.SetCellMargin(0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddPage()

	p := &paper{pdf}
	p.heading(info)
	p.words(r.Words(), 70)
	if err := p.code(r.IdentityString(), 168); err != nil {
		return nil, fmt.Errorf("recovery sheet: %w", err)
	}
	p.advice(168)
	p.identity(r.IdentityString(), 243)

	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("recovery sheet: %w", err)
	}
	return out.Bytes(), nil
}

// paper draws the parts of a sheet, each from a line y downwards.
type paper struct{ *fpdf.Fpdf }

func (p *paper) ink(level int) { p.SetTextColor(level, level, level) }

// line writes one line of text whose baseline is y.
func (p *paper) line(x, y float64, style string, points float64, text string) {
	p.SetFont("Helvetica", style, points)
	p.Text(x, y, text)
}

func (p *paper) heading(info crypto.SheetInfo) {
	p.ink(0)
	p.line(left, top+10, "B", 25, words.Text("first.paper.title"))

	private := words.Text("first.paper.private")
	p.SetFont("Helvetica", "B", 12)
	size := p.GetStringWidth(private) + 10
	p.SetDrawColor(0, 0, 0)
	p.SetLineWidth(0.6)
	p.RoundedRect(right-size, top+2, size, 10, 2, "1234", "D")
	p.Text(right-size+5, top+8.6, private)

	p.ink(40)
	p.SetFont("Helvetica", "", 11)
	p.SetXY(left, top+15)
	p.MultiCell(width, 5.2, words.Text("first.paper.what"), "", "L", false)

	x := left
	vault := hex.EncodeToString(info.VaultID[:])
	for _, field := range []struct {
		key, text string
		width     float64
	}{
		{"first.paper.date", info.Created.Format(time.DateOnly), 34},
		{"first.paper.sheet", info.SlotID[:min(8, len(info.SlotID))], 34},
		{"first.paper.vault", vault, 0},
	} {
		p.ink(90)
		p.line(x, top+37, "", 9, words.Text(field.key))
		p.ink(0)
		p.SetFont("Courier", "B", 12)
		p.Text(x, top+42.5, field.text)
		x += field.width
	}
}

// words puts the words in columns, to be read down each.
func (p *paper) words(list [24]string, y float64) {
	p.ink(0)
	p.line(left, y, "B", 13, words.Text("first.paper.words"))
	const rows = 24 / wordColumns
	const column = width / wordColumns
	y += 4
	p.SetDrawColor(150, 150, 150)
	p.SetLineWidth(0.3)
	p.RoundedRect(left, y, width, float64(rows)*wordHeight+4, 2.5, "1234", "D")
	for i, word := range list {
		x := left + float64(i/rows)*column
		base := y + 2 + float64(i%rows)*wordHeight
		if i%rows > 0 {
			p.SetDrawColor(215, 215, 215)
			p.SetLineWidth(0.2)
			p.Line(x+5, base, x+column-5, base)
		}
		p.ink(90)
		number := fmt.Sprint(i + 1)
		p.SetFont("Helvetica", "", 11)
		p.Text(x+13-p.GetStringWidth(number), base+7, number)
		p.ink(0)
		p.line(x+17, base+7.2, "B", 17, word)
	}
}

// code draws the QR code as squares, so that it is sharp at any size.
func (p *paper) code(text string, y float64) error {
	rows, err := crypto.QRCode(text)
	if err != nil {
		return err
	}
	p.SetFillColor(0, 0, 0)
	module := codeSize / float64(len(rows))
	for i, row := range rows {
		for from := 0; from < len(row); {
			to := from
			for to < len(row) && row[to] {
				to++
			}
			if to > from { // one rectangle for a run: renderers leave no gaps in it
				p.Rect(left+float64(from)*module, y+float64(i)*module, float64(to-from)*module, module, "F")
			}
			from = to + 1
		}
	}
	return nil
}

// advice says beside the code what the sheet is and what to do with it.
func (p *paper) advice(y float64) {
	const x = left + codeSize + 11
	p.SetY(y - 1.2)
	for _, key := range []string{"keep", "use", "backup"} {
		p.ink(0)
		p.SetX(x)
		p.SetFont("Helvetica", "B", 11)
		p.MultiCell(right-x, 5.4, words.Text("first.paper."+key+".title"), "", "L", false)
		p.ink(30)
		p.SetX(x)
		p.SetFont("Helvetica", "", 10)
		p.MultiCell(right-x, 4.7, words.Text("first.paper."+key+".text"), "", "L", false)
		p.SetY(p.GetY() + 2.6)
	}
}

func (p *paper) identity(line string, y float64) {
	p.ink(40)
	p.line(left, y, "", 9.5, words.Text("first.paper.identity"))
	p.ink(0)
	p.SetFont("Courier", "B", 10)
	p.SetFontSize(min(10, 10*width/p.GetStringWidth(line))) // in one piece, for [crypto.ParseSheet]
	p.Text(left, y+6, line)
	p.ink(90)
	p.line(left, bottom-4, "", 9, words.Text("first.paper.end", crypto.MinAgeVersion))
}
