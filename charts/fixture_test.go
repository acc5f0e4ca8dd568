package charts

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

var english = Words{
	Months:      [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	Empty:       "Nothing was written down in these days",
	More:        "and {n} more",
	Title:       "Migraine & <treatments>",
	Description: "Pain over a year, above four treatments.",
}

func berlin(tb testing.TB) *time.Location {
	tb.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		tb.Skip("no time zone database: ", err)
	}
	return loc
}

func ptr(v float64) *float64 { return &v }

// daily is a believable 0–10 series with days left out, always the same.
func daily(from time.Time, days int, seed uint64) []Point {
	r := rand.New(rand.NewPCG(seed, 1))
	var out []Point
	level := 6.0
	for d := range days {
		target := 6.5 - 3.5*math.Min(1, float64(d)/float64(days)) + 1.5*math.Sin(float64(d)/17)
		level += 0.3*(target-level) + 0.9*r.NormFloat64()
		if r.Float64() < 0.12 || d%97 > 88 {
			continue
		}
		out = append(out, Point{from.AddDate(0, 0, d).Add(20 * time.Hour), math.Round(math.Max(0, math.Min(10, level)))})
	}
	return out
}

// year is the chart most tests look at: one outcome, four treatments, two flares.
func year(tb testing.TB) *Timeline {
	loc := berlin(tb)
	day := func(m time.Month, d int) time.Time { return time.Date(2025, m, d, 0, 0, 0, 0, loc) }
	t := &Timeline{
		From: day(1, 1), To: day(13, 1), Location: loc, Words: english,
		Outcomes: []Outcome{{
			Name: "Headache", Unit: "0–10", Low: ptr(0), High: ptr(10), Gap: 72 * time.Hour,
			Points: daily(day(1, 1), 365, 7),
		}},
		Lanes: []Lane{
			{Name: "Topiramate", Spans: []Span{
				{day(2, 3), day(2, 24), "25 mg", 0.25}, {day(2, 24), day(3, 17), "50 mg", 0.5},
				{day(3, 17), day(7, 14), "100 mg", 1}, {day(7, 14), day(8, 4), "50 mg", 0.5}}},
			{Name: "Propranolol", Spans: []Span{{day(8, 11), day(9, 15), "40 mg", 0.5}, {day(9, 15), time.Time{}, "80 mg", 1}}},
			{Name: "Magnesium", Spans: []Span{{From: day(1, 1).AddDate(-1, 0, 0), Label: "400 mg"}}},
			{Name: "Sumatriptan"},
		},
		Bands: []Band{{day(3, 28), day(4, 16), "Flare"}, {day(10, 20), day(11, 12), "Flare"}},
	}
	for i, p := range t.Outcomes[0].Points {
		if p.Value >= 6 && i%2 == 0 {
			t.Lanes[3].Doses = append(t.Lanes[3].Doses, Dose{At: p.At, Skipped: i%10 == 0})
		}
	}
	return t
}

// days shortens a chart to its first days.
func days(t *Timeline, first, n int) *Timeline {
	t.From = t.From.AddDate(0, 0, first)
	t.To = t.From.AddDate(0, 0, n)
	return t
}

// noise is n points over a year, as a wearable writes them.
func noise(from time.Time, n int) []Point {
	r := rand.New(rand.NewPCG(3, 4))
	step := 365 * 24 * time.Hour / time.Duration(n)
	out := make([]Point, n)
	for i := range out {
		day := float64(i) / float64(n)
		out[i] = Point{from.Add(time.Duration(i) * step), math.Round(70 + 8*math.Sin(day*20) + 6*r.NormFloat64() +
			25*math.Max(0, r.NormFloat64()-1.8))}
	}
	return out
}

var medium = image.Pt(1200, 600)

// timelineImage draws a timeline onto pixels.
func timelineImage(t *Timeline, size image.Point, st Style) (*image.RGBA, *Layout, error) {
	pic, err := Draw(t, size, st)
	if err != nil {
		return nil, nil, err
	}
	return pic.Image, pic.Layout, nil
}
