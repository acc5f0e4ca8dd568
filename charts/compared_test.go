package charts

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wcharczuk/go-chart/v2"
)

// comparedFigures are the figures that compare days, one of each thing that can go
// wrong to the eye. They are always the same.
func comparedFigures() map[string]Figure {
	all := map[string]Figure{}
	for name, f := range map[string]func() map[string]Figure{
		"adherence": adherences, "together": togethers, "body": bodies, "compare": compares, "scatter": scatters,
	} {
		for variant, figure := range f() {
			all[strings.TrimSuffix(name+"-"+variant, "-")] = figure
		}
	}
	return all
}

const lengthyName = "Headache, the one behind the left eye that comes with the weather and goes with sleep"

// terribleName is what somebody might call something.
var terribleName = `"<b>' שלום & 🙂 ` + strings.Repeat("very long ", 500)

func adherences() map[string]Figure {
	from := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	weeks := func(n int) *Adherence {
		r := rand.New(rand.NewPCG(5, 6))
		a := &Adherence{From: from, To: from.AddDate(0, 0, 7*n), Words: english,
			Taken: "Taken", Skipped: "Skipped", Open: "Not logged", Paused: "Paused", AsNeeded: "Times taken as needed"}
		for i := range n {
			a.Periods = append(a.Periods, Period{from.AddDate(0, 0, 7*i), from.AddDate(0, 0, 7*i+7)})
		}
		for row, name := range []string{"Topiramate", "Propranolol", "Magnesium", "Sumatriptan"} {
			k := Kept{Name: name, Note: []string{"120 of 140 taken, 12 not logged", "81 of 84 taken", "No dose was due", "as needed, 23 times"}[row], Needed: row == 3}
			for i := range n {
				c := Cell{Period: i, Row: row*n + i}
				switch {
				case row == 0:
					c.Taken, c.Skipped, c.Open = 14-r.IntN(6), r.IntN(3), r.IntN(4)
				case row == 1 && i >= n/4 && i < n/4+3:
					continue
				case row == 1:
					c.Taken = 7 - r.IntN(2)
					c.Open = 7 - c.Taken
				case row == 2 && i > n/2:
					c.Open = 7
				case row == 3:
					c.Taken = r.IntN(5)
				}
				k.Cells = append(k.Cells, c)
			}
			if row == 1 {
				k.Pauses = []Period{{from.AddDate(0, 0, 7*(n/4)), from.AddDate(0, 0, 7*(n/4)+21)}}
			}
			a.Rows = append(a.Rows, k)
		}
		return a
	}
	days := weeks(12)
	days.Periods, days.To, days.Rows[1].Pauses = nil, from.AddDate(0, 0, 12), []Period{{from.AddDate(0, 0, 3), from.AddDate(0, 0, 6)}}
	for i := range 12 {
		days.Periods = append(days.Periods, Period{from.AddDate(0, 0, i), from.AddDate(0, 0, i+1)})
		for row := range days.Rows[:2] {
			if cells := days.Rows[row].Cells; i < len(cells) {
				cells[i].Taken, cells[i].Skipped, cells[i].Open = 1-i%3%2, i%3%2, row*(i%2)
			}
		}
	}
	many := weeks(52)
	for i := range 40 {
		row := many.Rows[i%4]
		row.Name = fmt.Sprintf("%s %d, %s", row.Name, i, strings.Repeat("prolonged release ", i%4))
		many.Rows = append(many.Rows, row)
	}
	long := weeks(26)
	for i := range long.Rows {
		long.Rows[i].Name, long.Rows[i].Note = lengthyName, lengthyName
	}
	hostile := weeks(8)
	for i := range hostile.Rows {
		hostile.Rows[i].Name, hostile.Rows[i].Note = terribleName, terribleName
	}
	hostile.Taken, hostile.Paused = terribleName, terribleName
	empty := weeks(8)
	empty.Rows = nil
	unlogged := weeks(8)
	unlogged.Rows = unlogged.Rows[:1]
	for i := range unlogged.Rows[0].Cells {
		unlogged.Rows[0].Cells[i] = Cell{Period: i, Open: 7}
	}
	return map[string]Figure{"": weeks(26), "year": weeks(52), "days": days, "tenyears": weeks(520), "many": many, "long": long,
		"hostile": hostile, "empty": empty, "unlogged": unlogged, "one": weeks(1)}
}

func togethers() map[string]Figure {
	make := func(names ...string) *Together {
		r := rand.New(rand.NewPCG(7, uint64(len(names))))
		t := &Together{Names: names, Note: "Number of days with both. 120 days, each pair where both are known.",
			Least: "0 % of the days with either had both", Most: "100 %", Unknown: "never known on the same day", Expected: "({n})", NoShare: "no colour: always there", Words: english}
		var alone []int
		for i := range names {
			alone = append(alone, 10+r.IntN(60))
			t.Notes = append(t.Notes, fmt.Sprint(alone[i], " days"))
			for j := range i {
				both := r.IntN(min(alone[i], alone[j]))
				if i-j == 1 {
					both = min(alone[i], alone[j]) * 8 / 10
				}
				p := Pair{A: j, B: i, Known: 150, Both: both, Either: alone[i] + alone[j] - both, Expected: float64(alone[i]*alone[j]) / 120, Row: len(t.Pairs)}
				if i == 3 && j == 1 {
					p.Known, p.Both, p.Either, p.Expected = 0, 0, 0, math.NaN()
				}
				if i == 4 && j == 0 {
					p.Both = 0
				}
				if i == 5 && j == 1 {
					p.Expected = math.NaN()
				}
				t.Pairs = append(t.Pairs, p)
			}
		}
		return t
	}
	var twenty []string
	for i := range 20 {
		twenty = append(twenty, fmt.Sprintf("Symptom number %d", i+1))
	}
	long := make("Headache", "Nausea", lengthyName, "Fatigue", lengthyName)
	hostile := make(terribleName, terribleName, "🙂", "שלום", `"quoted"`)
	hostile.Note, hostile.Expected, hostile.Unknown = terribleName, terribleName, terribleName
	return map[string]Figure{"": make("Headache", "Nausea", "Light hurts", "Fatigue", "Dizziness", "Poor sleep", "Neck pain"),
		"twenty": make(twenty...), "two": make("Headache", "Nausea"), "one": make("Headache"), "empty": &Together{Words: english}, "long": long, "hostile": hostile}
}

func bodies() map[string]Figure {
	oval := func(x, y, w, h float64) []Place {
		var out []Place
		for i := range 24 {
			a := 2 * math.Pi * float64(i) / 24
			out = append(out, Place{x + w*math.Cos(a), y + h*math.Sin(a)})
		}
		return out
	}
	make := func(values map[string]float64) *BodyMap {
		m := &BodyMap{Note: "How many entries name each part of the body. 61 entries, 9 without a place.", Least: "1 entry", Most: "24 entries",
			Unknown: "nothing written down", Words: english}
		front := BodySide{Name: "Front", AtLeft: "right", AtRight: "left", Width: 400, Height: 980}
		back := BodySide{Name: "Back", AtLeft: "left", AtRight: "right", Width: 400, Height: 980}
		for i, p := range []struct {
			name       string
			x, y, w, h float64
			side       int
		}{
			{"forehead", 200, 30, 30, 22, 1}, {"right temple", 162, 55, 12, 25, 1}, {"left temple", 238, 55, 12, 25, 1},
			{"throat", 200, 140, 22, 14, 1}, {"right chest", 160, 230, 40, 50, 1}, {"left chest", 240, 230, 40, 50, 1},
			{"upper belly", 200, 340, 70, 50, 1}, {"lower belly", 200, 450, 70, 50, 1}, {"right knee", 155, 700, 28, 32, 1}, {"left knee", 245, 700, 28, 32, 1},
			{"right hand", 40, 520, 30, 40, 3}, {"left hand", 360, 520, 30, 40, 3},
			{"back of the head", 200, 70, 45, 50, 2}, {"neck", 200, 135, 25, 20, 2}, {"upper back", 200, 240, 80, 70, 2}, {"lower back", 200, 400, 70, 60, 2},
		} {
			v, known := values[p.name]
			m.Parts = append(m.Parts, Part{Name: p.name, Known: known, Value: v, Label: fmt.Sprint(v), Row: i})
			if p.side&1 > 0 {
				front.Outlines = append(front.Outlines, BodyOutline{i, oval(p.x, p.y, p.w, p.h)})
			}
			if p.side&2 > 0 {
				back.Outlines = append(back.Outlines, BodyOutline{i, oval(400-p.x, p.y, p.w, p.h)})
			}
		}
		m.Sides = []BodySide{front, back}
		return m
	}
	some := map[string]float64{"left temple": 24, "right temple": 3, "forehead": 9, "neck": 12, "back of the head": 7, "lower back": 4, "left knee": 1, "left hand": 2}
	all := map[string]float64{}
	for i, p := range make(nil).Parts {
		all[p.Name] = float64(i % 7)
	}
	hostile := make(all)
	for i := range hostile.Parts {
		hostile.Parts[i].Name, hostile.Parts[i].Label = terribleName, terribleName
	}
	hostile.Note, hostile.Sides[0].Name, hostile.Sides[0].AtLeft, hostile.Elsewhere = terribleName, terribleName, terribleName, terribleName
	long := make(all)
	for i := range long.Parts {
		long.Parts[i].Name = lengthyName
	}
	one := make(map[string]float64{"neck": 1})
	front := make(some)
	front.Sides = front.Sides[:1]
	return map[string]Figure{"": make(some), "all": make(all), "empty": make(nil), "one": one, "front": front, "long": long, "hostile": hostile}
}

func compares() map[string]Figure {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	make := func(n int, value func(i int, r *rand.Rand) float64) *Compare {
		r := rand.New(rand.NewPCG(9, uint64(n)))
		c := &Compare{Name: "Headache", Unit: "0–10", Low: ptr(0), High: ptr(10), From: from, To: from.AddDate(0, 0, 2*n), Words: english,
			Median: "median: half of the days are lower", Mean: "mean, with the range it is sure to within (95 %)",
			Difference: &Difference{Value: -1.8, Low: -2.9, High: -0.7, Text: "After, the mean was 1.8 lower (95 %: 2.9 to 0.7 lower)", Lower: "lower after", None: "no difference", Higher: "higher after"}}
		for g, name := range []string{"Before Topiramate", "After"} {
			group := Group{Name: name, Notes: []string{fmt.Sprintf("median %d", 6-2*g), fmt.Sprintf("%d days, 3 not known", n)}, Median: ptr(float64(6 - 2*g)),
				Mean: ptr(5.8 - 1.8*float64(g)), MeanLow: ptr(5.1 - 1.8*float64(g)), MeanHigh: ptr(6.5 - 1.8*float64(g)),
				Spans: []Period{{from.AddDate(0, 0, n*g), from.AddDate(0, 0, n*(g+1))}}}
			for i := range n {
				if n > 20 && i%17 == 3 {
					continue
				}
				group.Points = append(group.Points, GroupPoint{At: from.AddDate(0, 0, n*g+i), Value: math.Max(0, math.Min(10, value(i, r)-1.8*float64(g))), Row: n*g + i})
			}
			c.Groups = append(c.Groups, group)
		}
		return c
	}
	whole := func(_ int, r *rand.Rand) float64 { return math.Round(6 + 2*r.NormFloat64()) }
	smooth := func(_ int, r *rand.Rand) float64 { return 6 + 2*r.NormFloat64() }
	pairs := make(7, smooth)
	for i := range 7 {
		pairs.Pairs = append(pairs.Pairs, [2]int{i, i})
	}
	none := make(10, whole)
	for i := range none.Groups {
		none.Groups[i].Points, none.Groups[i].Median, none.Groups[i].Mean, none.Groups[i].MeanLow, none.Groups[i].MeanHigh = nil, nil, nil, nil, nil
	}
	none.Difference = nil
	one := make(1, whole)
	one.Difference, one.From, one.To = nil, time.Time{}, time.Time{}
	six := make(30, whole)
	for i := 2; i < 6; i++ {
		six.Groups = append(six.Groups, six.Groups[i%2])
	}
	hostile := make(20, whole)
	hostile.Name, hostile.Unit, hostile.Difference.Text, hostile.Difference.None = terribleName, terribleName, terribleName, terribleName
	for i := range hostile.Groups {
		hostile.Groups[i].Name, hostile.Groups[i].Notes = terribleName, []string{terribleName, terribleName}
	}
	words := make(30, func(_ int, r *rand.Rand) float64 { return float64(r.IntN(4)) })
	words.Low, words.High, words.Labels = nil, nil, []ValueLabel{{0, "None"}, {1, "Mild"}, {2, "Moderate, can work"}, {3, "Severe"}}
	for i := range words.Groups {
		words.Groups[i].Mean, words.Groups[i].MeanLow, words.Groups[i].MeanHigh, words.Groups[i].Median = nil, nil, nil, ptr(1)
	}
	same := make(30, func(int, *rand.Rand) float64 { return 5 })
	return map[string]Figure{"": make(42, whole), "smooth": make(90, smooth), "year": make(365, whole), "pairs": pairs, "none": none, "one": one, "six": six,
		"hostile": hostile, "words": words, "same": same, "huge": make(5000, smooth)}
}

func scatters() map[string]Figure {
	make := func(n int, x, y func(r *rand.Rand) float64) *Scatter {
		r := rand.New(rand.NewPCG(11, uint64(n)))
		s := &Scatter{X: ScatterAxis{Name: "Sleep", Unit: "hours, the day before", Low: ptr(0)}, Y: ScatterAxis{Name: "Headache", Unit: "0–10", Low: ptr(0), High: ptr(10)},
			Note: "Each dot is a day. r = −0.42, 80 days", OneDay: "1 day", Days: "{n} days", Fit: "straight line that fits best", Band: "where the line could lie (95 %)", Words: english}
		for i := range n {
			a := x(r)
			s.Points = append(s.Points, ScatterPoint{X: a, Y: math.Max(0, math.Min(10, y(r)-0.5*(a-7))), Row: i})
		}
		if n >= 10 {
			for i := range 41 {
				at := 4 + float64(i)*0.15
				mid := 5 - 0.5*(at-7)
				half := 0.4 + 0.25*math.Abs(at-7)
				s.Line = append(s.Line, BandPoint{at, mid - half, mid, mid + half})
			}
		}
		return s
	}
	hours := func(r *rand.Rand) float64 { return math.Max(4, math.Min(10, 7+1.2*r.NormFloat64())) }
	score := func(r *rand.Rand) float64 { return math.Round(5 + 2*r.NormFloat64()) }
	scores := make(200, score, func(r *rand.Rand) float64 { return score(r) })
	scores.X = ScatterAxis{Name: "Stress", Unit: "0–10", Low: ptr(0), High: ptr(10)}
	for i := range scores.Points {
		scores.Points[i].Y = math.Round(scores.Points[i].Y)
	}
	hostile := make(50, hours, score)
	hostile.X.Name, hostile.X.Unit, hostile.Y.Name, hostile.Y.Unit, hostile.Note, hostile.Fit = terribleName, terribleName, terribleName, terribleName, terribleName, terribleName
	yesno := make(60, func(r *rand.Rand) float64 { return float64(r.IntN(2)) }, score)
	yesno.X = ScatterAxis{Name: "Wine", Labels: []ValueLabel{{0, "no"}, {1, "yes"}}}
	yesno.Line = nil
	none := make(0, hours, score)
	return map[string]Figure{"": make(80, hours, score), "scores": scores, "hostile": hostile, "yesno": yesno, "none": none, "one": make(1, hours, score),
		"huge": make(100_000, hours, func(r *rand.Rand) float64 { return 5 + 2*r.NormFloat64() })}
}

// TestComparedGallery writes pictures to look at into the folder KITH_GALLERY.
func TestComparedGallery(t *testing.T) {
	dir := os.Getenv("KITH_GALLERY")
	if dir == "" {
		t.Skip("set KITH_GALLERY to a folder for pictures to look at")
	}
	for name, f := range comparedFigures() {
		for look, c := range map[string]struct {
			width int
			st    Style
		}{
			"light": {1200, Style{}}, "dark2x": {1200, Style{Scale: 2, Colors: Dark()}}, "contrast": {600, Style{Colors: HighContrast()}},
			"320": {320, Style{}}, "text2": {600, Style{TextScale: 2}}, "2x": {2400, Style{Scale: 2}},
		} {
			height, err := f.Height(c.width, c.st)
			if err != nil {
				t.Fatal(name, err)
			}
			var b bytes.Buffer
			if err := PNG(&b, f, image.Pt(c.width, height), c.st); err != nil {
				t.Fatal(name, err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+"-"+look+".png"), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// No text of a figure leaves the picture or runs into another, at any size.
func TestComparedTexts(t *testing.T) {
	for name, f := range comparedFigures() {
		for _, c := range []struct {
			width int
			st    Style
		}{{320, Style{}}, {600, Style{}}, {600, Style{TextScale: 2}}, {1200, Style{}}, {1200, Style{Scale: 2, TextScale: 1.5}}, {2400, Style{Scale: 2}}} {
			height, err := f.Height(c.width, c.st)
			if err != nil {
				t.Fatal(name, err)
			}
			for _, size := range []image.Point{{c.width, height}, {c.width, height * 2 / 3}, {c.width, height * 3 / 2}} {
				var said []saying
				listen := func(w, h int) (chart.Renderer, error) {
					r, err := chart.SVG(w, h) // quick to draw on
					return &listener{Renderer: r, said: &said}, err
				}
				pl, err := f.plan(size, c.st)
				if err != nil {
					t.Fatal(name, err)
				}
				if err := render(pl, listen, io.Discard); err != nil {
					t.Fatal(name, err)
				}
				where := fmt.Sprintf("%s at %v, %v×, text %v×", name, size, c.st.Scale, c.st.TextScale)
				for i, a := range said {
					if !a.box.In(image.Rectangle{Max: size}) {
						t.Errorf("%s: %.40q at %v leaves the picture", where, a.text, a.box)
					}
					for _, b := range said[:i] {
						if a.box.Overlaps(b.box) {
							t.Errorf("%s: %.40q at %v runs into %.40q at %v", where, a.text, a.box, b.text, b.box)
						}
					}
				}
			}
		}
	}
}
