package report_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"kith/app/report"
	"kith/app/words"
	"kith/crypto"
)

func Example() {
	recovery := crypto.NewRecovery()
	page, err := report.RecoverySheet(recovery, crypto.SheetInfo{Created: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := crypto.ParseSheet(page) // the file opens the vault as the paper does
	fmt.Println(string(page[:5]), err == nil && again.Equal(recovery))
	// Output: %PDF- true
}

func sheet(t *testing.T) (*crypto.Recovery, crypto.SheetInfo, []byte) {
	t.Helper()
	r := crypto.NewRecovery()
	info := crypto.SheetInfo{VaultID: [16]byte{0xab, 15: 0xcd}, SlotID: "0123456789abcdef0123456789abcdef",
		Created: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)}
	page, err := report.RecoverySheet(r, info)
	if err != nil {
		t.Fatal(err)
	}
	return r, info, page
}

// TestSheetSays: the page has every word behind its number, in order, the vault,
// the date, and the identity line in one piece.
func TestSheetSays(t *testing.T) {
	r, info, page := sheet(t)
	var texts []string
	for _, m := range regexp.MustCompile(`\((.*?)\) ?Tj`).FindAllSubmatch(page, -1) {
		texts = append(texts, string(m[1]))
	}
	said := strings.Join(texts, "\n")
	for i, word := range r.Words() {
		if !strings.Contains(said, fmt.Sprintf("%d\n%s\n", i+1, word)) {
			t.Errorf("word %d is not behind its number", i+1)
		}
	}
	for _, text := range []string{"ab0000000000000000000000000000cd", "2026-11-22", "01234567", r.IdentityString(), "PRIVATE"} {
		if !strings.Contains(said, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	if strings.Contains(said, "first.paper") {
		t.Error("a text is missing")
	}
	if n := bytes.Count(page, []byte("/Type /Page\n")); n != 1 {
		t.Errorf("%d pages", n)
	}
	again, err := report.RecoverySheet(r, info)
	if err != nil || !bytes.Equal(again, page) {
		t.Errorf("made twice it differs (%v)", err)
	}
}

var rectangle = regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re f`)

// TestSheetCode reads the QR code from the rectangles on the page as a scanner
// sees it, and recovers with what it says.
func TestSheetCode(t *testing.T) {
	r, _, page := sheet(t)
	const scale = 2.0 // pixels to the point
	img := image.NewGray(image.Rect(0, 0, int(595*scale), int(842*scale)))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	marks := rectangle.FindAllSubmatch(page, -1)
	if len(marks) < 100 {
		t.Fatalf("%d rectangles", len(marks))
	}
	for _, m := range marks {
		var v [4]float64
		for i := range v {
			var err error
			if v[i], err = strconv.ParseFloat(string(m[i+1]), 64); err != nil {
				t.Fatal(err)
			}
		}
		pixel := func(f float64) int { return int(math.Round(f * scale)) }
		y0, y1 := 842-v[1], 842-v[1]-v[3]
		if v[3] > 0 {
			y0, y1 = y1, y0
		}
		for y := pixel(y0); y < pixel(y1); y++ {
			for x := pixel(v[0]); x < pixel(v[0]+v[2]); x++ {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatal(err)
	}
	again, err := crypto.ParseSheet([]byte(read.GetText()))
	if err != nil || !again.Equal(r) {
		t.Errorf("the code recovers something else (%v)", err)
	}
}

// TestSheetFits: nothing is drawn outside what both A4 and Letter print, and no
// text has letters that the page's font lacks.
func TestSheetFits(t *testing.T) {
	_, _, page := sheet(t)
	for _, m := range regexp.MustCompile(`BT ([\d.]+) ([\d.]+) Td`).FindAllSubmatch(page, -1) {
		x, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		y, err := strconv.ParseFloat(string(m[2]), 64)
		if err != nil {
			t.Fatal(err)
		}
		if x < 40 || x > 560 || y < 842-792+36 || y > 842-36 {
			t.Errorf("text at %g, %g points", x, y)
		}
	}
	for _, key := range []string{"title", "private", "what", "keep.text", "use.text", "backup.text", "identity", "end"} {
		for _, letter := range words.Text("first.paper." + key) {
			if letter > 0x7e || letter < ' ' && letter != '\n' {
				t.Errorf("%s has the letter %q", key, letter)
			}
		}
	}
}

func TestSheetFile(t *testing.T) {
	r, info, page := sheet(t)
	for name, want := range map[string]bool{"a.pdf": true, "A.PDF": true, "a.txt": false, "pdf": false, "x.pdf.txt": false} {
		content, err := report.SheetFile(name, r, info)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(content, page) != want {
			t.Errorf("%s: page %v", name, !want)
		}
		if again, err := crypto.ParseSheet(content); err != nil || !again.Equal(r) {
			t.Errorf("%s recovers nothing: %v", name, err)
		}
	}
}
