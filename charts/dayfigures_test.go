package charts

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var weekdays = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

func utc(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// diary is several outcomes over a year, with two flares and two life events.
func diary() *Multiples {
	from := utc(2025, 1, 1)
	m := &Multiples{From: from, To: utc(2026, 1, 1), Words: english,
		Bands: []Band{{utc(2025, 3, 28), utc(2025, 4, 16), "Flare"}, {utc(2025, 10, 20), utc(2025, 11, 12), "Flare"}},
		Marks: []Mark{{utc(2025, 2, 14), "Moved house"}, {utc(2025, 8, 2), "New job"}},
	}
	add := func(name, unit string, low, high *float64, seed uint64, value func(float64) float64) {
		o := Outcome{Name: name, Unit: unit, Low: low, High: high, Gap: 36 * time.Hour, Points: daily(from, 365, seed)}
		for i := range o.Points {
			o.Points[i].Value = value(o.Points[i].Value)
		}
		m.Outcomes = append(m.Outcomes, o)
	}
	same := func(v float64) float64 { return v }
	add("Headache", "0–10", ptr(0), ptr(10), 7, same)
	add("Tiredness", "0–10", ptr(0), ptr(10), 8, same)
	add("Sleep", "hours", ptr(0), nil, 21, func(v float64) float64 { return 4 + 0.55*v })
	add("Weight", "kg", nil, nil, 4, func(v float64) float64 { return 71 + v/5 })
	add("Steps", "a day", ptr(0), nil, 5, func(v float64) float64 { return 12000 - 900*v })
	add("Took a walk", "", nil, nil, 6, same)
	yesno(&m.Outcomes[5])
	for _, p := range m.Outcomes[0].Points {
		m.Days = append(m.Days, startOfDay(p.At.Year(), p.At.Month(), p.At.Day(), time.UTC))
	}
	return m
}

func heat(from, to time.Time, seed uint64) *Calendar {
	c := &Calendar{From: from, To: to, Name: "Headache", Unit: "0–10", Summary: "mean of each day", Low: ptr(0), High: ptr(10),
		FirstWeekday: time.Monday, Weekdays: weekdays, NoValue: "no entry", IsToday: "today", Words: english}
	for _, p := range daily(from, int(to.Sub(from).Hours()/24), seed) {
		c.Days = append(c.Days, DayValue{p.At, p.Value})
	}
	return c
}

var parts = []DayPart{{"morning", 4, 11}, {"noon", 11, 14}, {"afternoon", 14, 17}, {"evening", 17, 21}, {"night", 21, 4}}

func profile() *Hours {
	h := &Hours{Name: "Mood", Unit: "0–10", Low: ptr(0), High: ptr(10), Parts: parts, Begin: 4, Words: english,
		Middle: "middle value", Half: "half of the values", Single: "single values", PartsOnly: "Only the part of the day is known", Count: "Values"}
	r := rand.New(rand.NewPCG(5, 6))
	for range 900 {
		hour := 8 + r.IntN(14)
		if r.IntN(40) == 0 {
			hour = r.IntN(24)
		}
		v := 5 + 2*math.Sin(float64(hour)/4) + 1.5*r.NormFloat64()
		h.Values = append(h.Values, HourValue{Hour: hour, Value: math.Round(math.Max(0, math.Min(10, v)))})
	}
	return h
}

func withParts(h *Hours) *Hours {
	r := rand.New(rand.NewPCG(7, 6))
	for range 60 {
		h.Values = append(h.Values, HourValue{Part: []int{1, 1, 4, 5}[r.IntN(4)], Value: float64(r.IntN(11))})
	}
	return h
}

func withDoses(h *Hours) *Hours {
	h.Lanes = []HourLane{{Name: "Topiramate"}, {Name: "Sumatriptan"}}
	h.Lanes[0].Counts[8], h.Lanes[0].Counts[9], h.Lanes[0].Counts[20] = 120, 30, 140
	for i := range 24 {
		h.Lanes[1].Counts[i] = (i * 5) % 4
	}
	return h
}

func questionnaires() *Scores {
	from := utc(2025, 1, 1)
	s := &Scores{From: from, To: utc(2026, 1, 1), NoScore: "no score", Words: english,
		Bands: []Band{{utc(2025, 3, 28), utc(2025, 4, 16), "Flare"}}, Marks: []Mark{{utc(2025, 8, 2), "New job"}},
		Panels: []ScorePanel{
			{Name: "PHQ-8", Unit: "0–24", Low: ptr(0), High: ptr(24), Source: "Bands: Kroenke and others, 2009", Steps: []ScoreStep{
				{0, 4, "None"}, {5, 9, "Mild"}, {10, 14, "Moderate"}, {15, 19, "Moderately severe"}, {20, 24, "Severe"}}},
			{Name: "GAD-7", Unit: "0–21", Low: ptr(0), High: ptr(21), Source: "Bands: Spitzer and others, 2006", Steps: []ScoreStep{
				{0, 4, "Minimal"}, {5, 9, "Mild"}, {10, 14, "Moderate"}, {15, 21, "Severe"}}},
			{Name: "MIDAS", Unit: "", Low: ptr(0), Versions: []Mark{{utc(2025, 7, 1), "version 2"}}},
		}}
	for i := range s.Panels {
		p := &s.Panels[i]
		p.Gap = 30 * 24 * time.Hour
		for j := range 26 {
			at := from.AddDate(0, 0, 14*j+3).Add(19 * time.Hour)
			switch v := math.Round(15 - 10*float64(j)/26 + 3*math.Sin(float64(j+2*i))); {
			case j%9 == 7:
				p.Unscored = append(p.Unscored, at)
			case j%11 != 5:
				p.Points = append(p.Points, Point{at, v})
			}
		}
	}
	return s
}

// dayFigures is a picture for each thing that can go wrong to the eye.
func dayFigures() map[string]Figure {
	twelve := diary()
	for len(twelve.Outcomes) < 12 {
		o := twelve.Outcomes[len(twelve.Outcomes)-6]
		o.Name += " again, with a long name that has no room"
		twelve.Outcomes = append(twelve.Outcomes, o)
	}
	month := diary()
	month.From, month.To = utc(2025, 4, 1), utc(2025, 5, 1)
	gone := diary()
	gone.Outcomes[1].Points = nil
	words := heat(utc(2025, 1, 1), utc(2025, 2, 10), 3)
	words.Labels, words.Low, words.High = []ValueLabel{{0, "None"}, {1, "Mild"}, {2, "Moderate"}, {3, "Severe"}}, nil, nil
	for i := range words.Days {
		words.Days[i].Value = math.Round(words.Days[i].Value / 3.4)
	}
	year := heat(utc(2025, 3, 10), utc(2026, 3, 10), 5)
	year.Today = utc(2026, 3, 9)
	weight := heat(utc(2025, 1, 1), utc(2025, 4, 1), 5)
	weight.Name, weight.Unit, weight.Low, weight.High = "Weight", "kg", nil, nil
	for i := range weight.Days {
		weight.Days[i].Value = 70 + weight.Days[i].Value/7
	}
	few := profile()
	few.Values = few.Values[:25]
	onlyParts := withParts(profile())
	onlyParts.Values = onlyParts.Values[900:]
	return map[string]Figure{
		"multiples": diary(), "multiples12": twelve, "multiplesmonth": month, "multiplesgone": gone,
		"multiplesnone":  &Multiples{From: utc(2025, 1, 1), To: utc(2025, 2, 1), Words: english},
		"calendaryear":   year,
		"calendaryears":  heat(utc(2022, 5, 20), utc(2025, 8, 3), 6),
		"calendartens":   heat(utc(2013, 5, 20), utc(2025, 8, 3), 6),
		"calendarmonth":  heat(utc(2025, 4, 3), utc(2025, 5, 3), 7),
		"calendarweek":   heat(utc(2025, 4, 3), utc(2025, 4, 10), 7),
		"calendarwords":  words,
		"calendarweight": weight,
		"calendarempty":  &Calendar{From: utc(2025, 1, 1), To: utc(2025, 6, 1), Name: "Headache", Weekdays: weekdays, NoValue: "no entry", Words: english},
		"hours":          profile(), "hoursfew": few, "hoursparts": withDoses(withParts(profile())), "hoursonlyparts": onlyParts,
		"hoursempty": &Hours{Name: "Mood", Parts: parts, Begin: 4, Words: english},
		"scores":     questionnaires(),
		"scoresone":  &Scores{From: utc(2025, 1, 1), To: utc(2026, 1, 1), NoScore: "no score", Words: english, Panels: questionnaires().Panels[:1]},
		"scoresnone": &Scores{From: utc(2025, 1, 1), To: utc(2026, 1, 1), Words: english, Panels: []ScorePanel{
			{Name: "PHQ-8", Low: ptr(0), High: ptr(24), Steps: questionnaires().Panels[0].Steps}}},
	}
}

// TestDayGallery writes pictures to look at into the folder KITH_GALLERY.
func TestDayGallery(t *testing.T) {
	dir := os.Getenv("KITH_GALLERY")
	if dir == "" {
		t.Skip("set KITH_GALLERY to a folder for pictures to look at")
	}
	for name, f := range dayFigures() {
		if only := os.Getenv("KITH_GALLERY_ONLY"); !strings.Contains(name, only) {
			continue
		}
		for _, look := range []struct {
			name  string
			width int
			st    Style
		}{
			{"light", 1200, Style{}},
			{"dark", 1200, Style{Colors: Dark()}},
			{"contrast", 1200, Style{Colors: HighContrast()}},
			{"small", 600, Style{}},
			{"tiny", 320, Style{}},
			{"smalltext2", 600, Style{TextScale: 2, Colors: Dark()}},
			{"2x", 2400, Style{Scale: 2}},
			{"big", 2400, Style{}},
		} {
			height, err := f.Height(look.width, look.st)
			if err != nil {
				t.Fatal(err)
			}
			pic, err := Draw(f, image.Pt(look.width, height), look.st)
			if err != nil {
				t.Fatal(err)
			}
			out, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%s.png", name, look.name)))
			if err != nil {
				t.Fatal(err)
			}
			if err := encodePNG(out, pic.Image); err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestScoresApart: no line goes past a response that has no score.
func TestScoresApart(t *testing.T) {
	s := questionnaires()
	p, err := s.lay(image.Pt(900, 800), Style{})
	if err != nil {
		t.Fatal(err)
	}
	cuts := 0
	for i, pl := range p.list {
		points := s.Panels[i].Points
		covered := 0
		for _, r := range pl.runs[0] {
			covered += r[1] - r[0]
			for _, u := range s.Panels[i].Unscored {
				if points[r[0]].At.Before(u) && points[r[1]-1].At.After(u) {
					t.Errorf("panel %d: a line from point %d to %d goes past a response without a score", i, r[0], r[1])
				}
			}
		}
		if covered != len(points) {
			t.Errorf("panel %d: %d of %d points are drawn", i, covered, len(points))
		}
		cuts += len(pl.runs[0])
	}
	if cuts <= len(p.list) {
		t.Error("no line was cut: the test proves nothing")
	}
}
