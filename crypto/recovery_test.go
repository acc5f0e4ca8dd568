package crypto

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

func ExampleParseSheet() {
	r := NewRecovery()
	sheet, err := Sheet(r, SheetInfo{Created: time.Now()})
	if err != nil {
		fmt.Println(err)
		return
	}
	fromSheet, err := ParseSheet(sheet)
	fmt.Println(fromSheet.Equal(r), err)
	words := r.Words()
	fromWords, err := ParseSheet([]byte(strings.Join(words[:], " ")))
	fmt.Println(fromWords.Equal(r), err)
	fmt.Println(r)
	// Output:
	// true <nil>
	// true <nil>
	// [recovery]
}

// bip39Vectors are the 256-bit English vectors that the BIP39 text refers to
// (github.com/trezor/python-mnemonic, vectors.json).
var bip39Vectors = [][2]string{
	{strings.Repeat("00", 32), strings.Repeat("abandon ", 23) + "art"},
	{strings.Repeat("7f", 32), "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title"},
	{strings.Repeat("80", 32), "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless"},
	{strings.Repeat("ff", 32), strings.Repeat("zoo ", 23) + "vote"},
	{"68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c", "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length"},
	{"9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863", "panda eyebrow bullet gorilla call smoke muffin taste mesh discover soft ostrich alcohol speed nation flash devote level hobby quick inner drive ghost inside"},
	{"066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad", "all hour make first leader extend hole alien behind guard gospel lava path output census museum junior mass reopen famous sing advance salt reform"},
	{"f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f", "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold"},
}

func recoveryOf(t testing.TB, seedHex string) *Recovery {
	t.Helper()
	seed, err := hex.DecodeString(seedHex)
	if err != nil {
		t.Fatal(err)
	}
	k, err := KeyFromBytes(seed)
	if err != nil {
		t.Fatal(err)
	}
	return &Recovery{seed: k}
}

func TestBIP39Vectors(t *testing.T) {
	for _, v := range bip39Vectors {
		r := recoveryOf(t, v[0])
		words := r.Words()
		if got := strings.Join(words[:], " "); got != v[1] {
			t.Errorf("%s gives %s", v[0], got)
		}
		back, err := ParseWords(strings.Fields(v[1]))
		if err != nil || !back.Equal(r) {
			t.Errorf("%s: %v", v[0], err)
		}
	}
}

func TestIdentityIsAges(t *testing.T) {
	theirs, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseSheet([]byte(theirs.String()))
	if err != nil {
		t.Fatal(err)
	}
	if r.IdentityString() != theirs.String() {
		t.Error("age's identity string changed")
	}
	recipient, err := r.Recipient()
	if err != nil || recipient.String() != theirs.Recipient().String() {
		t.Errorf("another recipient: %v", err)
	}
}

func TestParseSheetForgives(t *testing.T) {
	r := recoveryOf(t, bip39Vectors[4][0])
	words := r.Words()
	var numbered, short, backwards []string
	for i, w := range words {
		numbered = append(numbered, fmt.Sprintf("%d. %s", i+1, strings.ToUpper(w)))
		short = append(short, w[:min(4, len(w))])
		backwards = append([]string{fmt.Sprintf("%d) %s\r\n", i+1, w)}, backwards...)
	}
	sheet, err := Sheet(r, SheetInfo{Created: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	withoutIdentity := identityPattern().ReplaceAll(sheet, nil)
	for name, text := range map[string]string{
		"identity":           r.IdentityString(),
		"lower identity":     "  " + strings.ToLower(r.IdentityString()) + "\n",
		"sheet":              string(sheet),
		"sheet for Windows":  "\ufeff" + strings.ReplaceAll(string(sheet), "\n", "\r\n"),
		"sheet cut to words": string(withoutIdentity),
		"typo in identity":   strings.Replace(string(sheet), r.IdentityString(), r.IdentityString()[:70], 1),
		"words":              strings.Join(words[:], " "),
		"one per line":       strings.Join(words[:], "\n"),
		"commas":             strings.Join(words[:], ", "),
		"numbered":           strings.Join(numbered, "\n"),
		"numbered in a row":  strings.Join(numbered, "   "),
		"backwards":          strings.Join(backwards, ""),
		"four letters":       strings.Join(short, "  "),
		"with a comment":     "# my words\n" + strings.Join(words[:], " "),
	} {
		got, err := ParseSheet([]byte(text))
		if err != nil || !got.Equal(r) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseSheetExplains(t *testing.T) {
	r := recoveryOf(t, bip39Vectors[5][0])
	words := r.Words()
	change := func(f func(w []string) []string) string { return strings.Join(f(slices.Clone(words[:])), " ") }
	set := func(i int, word string) string {
		return change(func(w []string) []string { w[i] = word; return w })
	}
	for _, c := range []struct{ text, want string }{
		{set(4, "cal"), "word 5, \"cal\", is not on the list; did you mean call"},
		{set(1, "eyebrwo"), "word 2, \"eyebrwo\", is not on the list; did you mean eyebrow?"},
		{set(1, "xqzzy"), "word 2, \"xqzzy\", is not on the list"},
		{set(1, strings.Repeat("a", 500)), "word 2 is not on the list; it is 500 letters long"},
		{set(0, "zoo"), "one of the words is wrong"},
		{change(func(w []string) []string { w[8], w[9] = w[9], w[8]; return w }), "words 9 and 10 may have changed places"},
		{change(func(w []string) []string { return w[1:] }), "there are 23 words, and a recovery sheet has 24"},
		{"", "there are 0 words"},
		{"1. panda 2. eyebrow", "word 3 is missing"},
		{"1. panda 1. eyebrow", "two words number 1"},
		{"25. panda", "no word number 25"},
		{r.IdentityString()[:40] + "Q" + r.IdentityString()[41:], "typing mistake"},
		{"AGE-SECRET-KEY-PQ-1", "typing mistake"},
		{strings.Repeat("panda ", maxSheetSize), "too long"},
	} {
		_, err := ParseSheet([]byte(c.text))
		if !errors.Is(err, ErrRecoveryText) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v; want %q", c.text, err, c.want)
		}
	}
}

// TestChecksumHints makes every one-letter mistake that gives another word of
// the list, in every place, and asks for the right word back.
func TestChecksumHints(t *testing.T) {
	words := recoveryOf(t, bip39Vectors[6][0]).Words()
	made, hinted := 0, 0
	for i, right := range words {
		for _, wrong := range nearestWords(right, 2) {
			if editDistance(wrong, right) != 1 {
				continue
			}
			bad := words
			bad[i] = wrong
			made++
			if _, err := ParseWords(bad[:]); err == nil { // one in 256 passes the checksum
				continue
			} else if strings.Contains(err.Error(), fmt.Sprintf("word %d may be %s", i+1, right)) {
				hinted++
			}
		}
	}
	if made < 10 || hinted < made-1 {
		t.Errorf("%d of %d mistakes were recognised", hinted, made)
	}
}

func TestSheet(t *testing.T) {
	r := recoveryOf(t, bip39Vectors[7][0])
	info := SheetInfo{VaultID: testVault, SlotID: "00ff", Created: time.Date(2025, 3, 9, 23, 0, 0, 0, time.UTC)}
	sheet, err := Sheet(r, info)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(sheet)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' && line != r.IdentityString() {
			t.Errorf("age would not pass over %q", line)
		}
		if strings.TrimRight(line, " ") != line && !strings.ContainsAny(line, "█▀▄") && strings.Trim(line, "# ") != "" {
			t.Errorf("trailing space in %q", line)
		}
	}
	ids, err := age.ParseIdentities(bytes.NewReader(sheet))
	if err != nil || len(ids) != 1 {
		t.Fatalf("age finds %d identities: %v", len(ids), err)
	}
	for _, want := range []string{"2025-03-09", hex.EncodeToString(testVault[:]), "00ff", "kith recover --sheet FILE", "age -d -i FILE", "1.3.0 or newer", " 24 unfold", "  1 void"} {
		if !strings.Contains(string(sheet), want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
	if got := decodeQR(t, string(sheet)); got != r.IdentityString() {
		t.Errorf("the QR code says %q", got)
	}
}

// decodeQR draws the sheet's half-blocks as ink on paper and reads the code.
func decodeQR(t *testing.T, sheet string) string {
	t.Helper()
	const scale = 4
	var rows [][]rune
	for line := range strings.Lines(sheet) {
		if strings.ContainsAny(line, "█▀▄") {
			rows = append(rows, []rune(strings.TrimSuffix(strings.TrimPrefix(line, "# "), "\n")))
		}
	}
	if len(rows) == 0 {
		t.Fatal("no QR code")
	}
	width := len(rows[0])
	img := image.NewGray(image.Rect(0, 0, (width+8)*scale, (len(rows)*2+8)*scale))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for y, row := range rows {
		for x, c := range row {
			for dy := range 2 * scale {
				upper := dy < scale
				if c == '█' || c == '▀' && upper || c == '▄' && !upper {
					for dx := range scale {
						img.Set((x+4)*scale+dx, (y*2+4)*scale+dy, color.Black)
					}
				}
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

// stockAge builds the age program as its authors publish it.
func stockAge(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "age")
	if out, err := exec.Command("go", "build", "-o", program, "filippo.io/age/cmd/age").CombinedOutput(); err != nil {
		t.Fatalf("building age: %v\n%s", err, out)
	}
	return program
}

func TestStockAgeOpensBackupWithSheet(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the age program")
	}
	program, r, dir := stockAge(t), NewRecovery(), t.TempDir()
	sheet, err := Sheet(r, SheetInfo{Created: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	backup, _ := makeBackup(t, backupKeys(t, r), []byte("the journal"))
	sheetFile, backupFile := filepath.Join(dir, "sheet.txt"), filepath.Join(dir, "backup.age")
	for path, content := range map[string][]byte{sheetFile: sheet, backupFile: backup} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(program, "-d", "-i", sheetFile, backupFile).Output()
	if err != nil || string(out) != "the journal" {
		t.Errorf("age gave %q: %v", out, err)
	}
}

func FuzzParseSheet(f *testing.F) {
	r := recoveryOf(f, bip39Vectors[7][0])
	sheet, err := Sheet(r, SheetInfo{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sheet)
	f.Add([]byte(bip39Vectors[4][1]))
	f.Add([]byte("1. panda 2) eyebrow\n3: x"))
	f.Add([]byte(r.IdentityString()))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := ParseSheet(text)
		if err != nil {
			if !errors.Is(err, ErrRecoveryText) {
				t.Error(err)
			}
			return
		}
		words := got.Words()
		if again, err := ParseWords(words[:]); err != nil || !again.Equal(got) {
			t.Errorf("its words do not come back: %v", err)
		}
		if again, err := ParseSheet([]byte(got.IdentityString())); err != nil || !again.Equal(got) {
			t.Errorf("its identity does not come back: %v", err)
		}
	})
}
