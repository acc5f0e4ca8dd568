package charts

import (
	"bytes"
	"image"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

// What cannot be drawn is refused with a reason, by place and not by content.
func TestComparedRefused(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name, figure string
		spoil        func(Figure)
		want         string
	}{
		{"no range", "adherence", func(f Figure) { f.(*Adherence).From = time.Time{} }, "first and last moment"},
		{"overlapping columns", "adherence", func(f Figure) { p := f.(*Adherence).Periods; p[1].From = p[0].From }, "column 2 is not"},
		{"column backwards", "adherence", func(f Figure) { p := f.(*Adherence).Periods; p[0].To = p[0].From }, "column 1 ends"},
		{"no such column", "adherence", func(f Figure) { f.(*Adherence).Rows[0].Cells[3].Period = 9999 }, "treatment 1: cell 4"},
		{"doses below zero", "adherence", func(f Figure) { f.(*Adherence).Rows[0].Cells[0].Taken = -1 }, "counts -1 doses"},
		{"pause backwards", "adherence", func(f Figure) { p := f.(*Adherence).Rows[1].Pauses; p[0].To = p[0].From }, "pause 1 ends"},
		{"21 names", "together", func(f Figure) { f.(*Together).Names = make([]string, 21) }, "at most 20"},
		{"pair of one", "together", func(f Figure) { f.(*Together).Pairs[0].B = f.(*Together).Pairs[0].A }, "pair 1 is of"},
		{"pair twice", "together", func(f Figure) { p := f.(*Together).Pairs; p[1].A, p[1].B = p[0].B, p[0].A }, "pair 2 is there twice"},
		{"more together than known", "together", func(f Figure) { f.(*Together).Pairs[0].Both = 9999 }, "pair 1 counts"},
		{"infinite expectation", "together", func(f Figure) { f.(*Together).Pairs[0].Expected = math.Inf(1) }, "pair 1 expects"},
		{"no side", "body", func(f Figure) { f.(*BodyMap).Sides = nil }, "body has 0 sides"},
		{"value NaN", "body", func(f Figure) { f.(*BodyMap).Parts[0].Value = nan }, "part 1 has no number"},
		{"outline of two places", "body", func(f Figure) { o := f.(*BodyMap).Sides[0].Outlines; o[0].Places = o[0].Places[:2] }, "outline 1 has 2 places"},
		{"outline of nothing", "body", func(f Figure) { f.(*BodyMap).Sides[0].Outlines[0].Part = 99 }, "outline 1 is of part 100"},
		{"outline outside", "body", func(f Figure) { f.(*BodyMap).Sides[0].Outlines[0].Places[0].X = nan }, "outline 1 leaves"},
		{"no group", "compare", func(f Figure) { f.(*Compare).Groups = nil }, "chart has 0 groups"},
		{"group of NaN", "compare", func(f Figure) { f.(*Compare).Groups[1].Points[2].Value = nan }, "group 2: point 3"},
		{"mean of NaN", "compare", func(f Figure) { f.(*Compare).Groups[0].Mean = &nan }, "group 1: middle"},
		{"half an interval", "compare", func(f Figure) { f.(*Compare).Groups[0].MeanLow = nil }, "interval of the mean"},
		{"interval backwards", "compare", func(f Figure) { f.(*Compare).Difference.Low = 5 }, "difference is"},
		{"pair of nothing", "compare", func(f Figure) { f.(*Compare).Pairs = [][2]int{{0, 9999}} }, "pair 1 joins"},
		{"point of NaN", "scatter", func(f Figure) { f.(*Scatter).Points[4].X = nan }, "point 5 is no number"},
		{"band upside down", "scatter", func(f Figure) { f.(*Scatter).Line[3].High = -99 }, "place 4 of the line"},
		{"line backwards", "scatter", func(f Figure) { f.(*Scatter).Line[3].X = -99 }, "place 4 of the line is before"},
		{"scale of NaN", "scatter", func(f Figure) { f.(*Scatter).X.High = &nan }, "axis across"},
	} {
		f := comparedFigures()[c.figure]
		c.spoil(f)
		_, err := Draw(f, medium, Style{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if _, err := f.Height(600, Style{}); err == nil {
			t.Errorf("%s: has a height", c.name)
		}
	}
}

// Every figure is drawn at any size, and what can be pointed at lies on the picture.
func TestComparedAnySize(t *testing.T) {
	for name, f := range comparedFigures() {
		if strings.HasSuffix(name, "huge") || strings.HasSuffix(name, "tenyears") {
			continue // too slow to be drawn so often
		}
		for _, size := range []image.Point{{smallestSide, smallestSide}, {320, 64}, {64, 700}, {333, 217}} {
			for _, st := range []Style{{}, {Scale: 2, TextScale: 3, Colors: Dark()}} {
				pic, err := Draw(f, size, st)
				if err != nil {
					t.Fatalf("%s at %v: %v", name, size, err)
				}
				if pic.Image.Bounds().Size() != size {
					t.Errorf("%s is %v, want %v", name, pic.Image.Bounds().Size(), size)
				}
			}
		}
		pic, err := Draw(f, medium, Style{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range pic.Spots {
			if !s.Box.In(image.Rectangle{Max: medium}.Inset(-1)) || s.Box.Empty() {
				t.Errorf("%s: row %d is at %v", name, s.Row, s.Box)
			}
		}
		if err := SVG(io.Discard, f, medium, Style{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A dose that nobody logged is no ink of taken or skipped; a pause is neither.
func TestUnloggedIsNotMissed(t *testing.T) {
	f := adherences()["unlogged"].(*Adherence)
	pic, err := Draw(f, medium, Style{})
	if err != nil {
		t.Fatal(err)
	}
	if len(pic.Spots) == 0 {
		t.Fatal("nothing can be pointed at")
	}
	at := pic.Spots[0].Box
	middle := pic.Image.At((at.Min.X+at.Max.X)/2, (at.Min.Y+at.Max.Y)/2)
	if distance(middle, Light().Background) > 0x300 {
		t.Errorf("an unlogged week is drawn in %v", middle)
	}
	f.Rows[0].Cells[0] = Cell{Period: 0, Taken: 7}
	if pic, err = Draw(f, medium, Style{}); err != nil {
		t.Fatal(err)
	}
	if middle = pic.Image.At((at.Min.X+at.Max.X)/2, (at.Min.Y+at.Max.Y)/2); distance(middle, Light().Outcomes[0]) > 0x300 {
		t.Errorf("a week of doses taken is drawn in %v", middle)
	}
}

func TestComparedGolden(t *testing.T) {
	for _, c := range []struct {
		name  string
		width int
		st    Style
	}{
		{"adherence", 700, Style{}}, {"together", 600, Style{Colors: HighContrast()}}, {"body", 600, Style{Colors: Dark()}},
		{"compare", 600, Style{}}, {"scatter-scores", 600, Style{Colors: Dark()}},
	} {
		f := comparedFigures()[c.name]
		height, err := f.Height(c.width, c.st)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := PNG(&got, f, image.Pt(c.width, height), c.st); err != nil {
			t.Fatal(err)
		}
		golden(t, c.name+".png", got.Bytes(), func(want []byte) error { return samePixels(got.Bytes(), want) })
	}
}
