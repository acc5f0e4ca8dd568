package charts

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestGallery writes pictures to look at into the folder KITH_GALLERY.
func TestGallery(t *testing.T) {
	dir := os.Getenv("KITH_GALLERY")
	if dir == "" {
		t.Skip("set KITH_GALLERY to a folder for pictures to look at")
	}
	for name, make := range gallery() {
		for _, look := range []struct {
			name string
			size image.Point
			st   Style
		}{
			{"light", image.Pt(1200, 600), Style{}},
			{"dark", image.Pt(1200, 600), Style{Colors: Dark()}},
			{"contrast", image.Pt(1200, 600), Style{Colors: HighContrast()}},
			{"small", image.Pt(600, 400), Style{}},
			{"text2", image.Pt(1280, 720), Style{TextScale: 2}},
			{"smalltext2", image.Pt(600, 400), Style{TextScale: 2, Colors: Dark()}},
			{"2x", image.Pt(2560, 1440), Style{Scale: 2}},
			{"big", image.Pt(2560, 1440), Style{}},
		} {
			img, _, err := timelineImage(make(t), look.size, look.st)
			if err != nil {
				t.Fatal(err)
			}
			f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%s.png", name, look.name)))
			if err != nil {
				t.Fatal(err)
			}
			if err := encodePNG(f, img); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// gallery is one chart for each thing that can go wrong to the eye.
func gallery() map[string]func(testing.TB) *Timeline {
	return map[string]func(testing.TB) *Timeline{
		"year":     year,
		"quarter":  func(tb testing.TB) *Timeline { return days(year(tb), 60, 90) },
		"week":     func(tb testing.TB) *Timeline { return days(year(tb), 70, 7) },
		"nopoints": func(tb testing.TB) *Timeline { t := year(tb); t.Outcomes[0].Points = nil; return t },
		"nothing": func(tb testing.TB) *Timeline {
			t := year(tb)
			t.Outcomes, t.Lanes, t.Bands = nil, nil, nil
			return t
		},
		"onepoint": func(tb testing.TB) *Timeline {
			t := year(tb)
			t.Outcomes[0].Points, t.Lanes, t.Bands = t.Outcomes[0].Points[100:101], nil, nil
			return t
		},
		"oneday": func(tb testing.TB) *Timeline {
			t := days(year(tb), 88, 1) // the clocks go forward
			o := &t.Outcomes[0]
			o.Gap, o.Points = 6*time.Hour, nil
			for i, h := range []float64{1, 3.5, 7, 8, 9.25, 10, 16.5, 18, 23} {
				o.Points = append(o.Points, Point{t.From.Add(time.Duration(h * float64(time.Hour))), float64((i * 7) % 10)})
			}
			t.Lanes[3].Doses = []Dose{{At: t.From.Add(9 * time.Hour)}, {At: t.From.Add(17 * time.Hour), Skipped: true}}
			return t
		},
		"tenyears": func(tb testing.TB) *Timeline {
			t := year(tb)
			t.From = t.From.AddDate(-9, 0, 0)
			t.Outcomes[0].Points = daily(t.From, 3652, 9)
			return t
		},
		"wearable": func(tb testing.TB) *Timeline {
			t := year(tb)
			t.Outcomes[0] = Outcome{Name: "Heart rate", Unit: "beats per minute", Points: noise(t.From, 100_000), Gap: time.Hour}
			return t
		},
		"two": func(tb testing.TB) *Timeline {
			t := days(year(tb), 150, 60)
			sleep := daily(t.From, 60, 21)
			for i := range sleep {
				sleep[i].Value = 4 + sleep[i].Value*0.55
			}
			t.Outcomes = append(t.Outcomes, Outcome{Name: "Sleep", Unit: "hours", Points: sleep, Gap: 72 * time.Hour})
			return t
		},
		"twoyear": func(tb testing.TB) *Timeline {
			t := year(tb)
			sleep := daily(t.From, 365, 21)
			for i := range sleep {
				sleep[i].Value = 4 + sleep[i].Value*0.55
			}
			t.Outcomes = append(t.Outcomes, Outcome{Name: "Sleep", Unit: "hours", Points: sleep, Gap: 72 * time.Hour})
			return t
		},
		"longnames": func(tb testing.TB) *Timeline {
			t := gallery()["two"](tb)
			t.From = t.From.AddDate(0, 0, -70)
			t.Outcomes[0].Name = "Headache, the one behind the left eye that comes with the weather"
			t.Outcomes[0].Unit = "from nothing at all to the worst that I can imagine"
			t.Outcomes[1].Name, t.Outcomes[1].Unit = "Hours of sleep without waking", "hours and minutes"
			t.Outcomes[1].Labels = []ValueLabel{{5, "hardly any sleep at all"}, {7, "about enough"}, {9, "plenty"}}
			for i := range t.Lanes {
				t.Lanes[i].Name += " hydrochloride, prolonged-release tablets, the white ones"
				for j := range t.Lanes[i].Spans {
					t.Lanes[i].Spans[j].Label += " in the evening with food"
				}
			}
			for i := range t.Bands {
				t.Bands[i].Name = "Flare after moving house and changing jobs"
			}
			return t
		},
		"yesno": func(tb testing.TB) *Timeline {
			t := days(year(tb), 0, 45)
			yesno(&t.Outcomes[0])
			return t
		},
		"marks": func(tb testing.TB) *Timeline {
			t := year(tb)
			for i, d := range []int{3, 40, 62, 64, 65, 120, 171, 200, 300, 358, 361} {
				t.Marks = append(t.Marks, Mark{t.From.AddDate(0, 0, d), []string{"Moved house", "Visit: neurology", "New job at the school, five days a week and evenings", "Botox", "Migraine diagnosed", "Father ill"}[i%6]})
			}
			return t
		},
		"manymarks": func(tb testing.TB) *Timeline {
			t := year(tb)
			for i := range 200 {
				t.Marks = append(t.Marks, Mark{t.From.AddDate(0, 0, i*9/5), "Physiotherapy"})
			}
			return t
		},
		"yesnoyear": func(tb testing.TB) *Timeline { t := year(tb); yesno(&t.Outcomes[0]); return t },
		"ordinal": func(tb testing.TB) *Timeline {
			t := days(year(tb), 0, 45)
			o := &t.Outcomes[0]
			o.Low, o.High, o.Unit = nil, nil, ""
			for i := range o.Points {
				o.Points[i].Value = float64(int(o.Points[i].Value / 3))
			}
			o.Labels = []ValueLabel{{0, "None"}, {1, "Mild"}, {2, "Moderate, can work"}, {3, "Severe"}}
			return t
		},
		"lanes30": func(tb testing.TB) *Timeline {
			t := year(tb)
			for i := len(t.Lanes); i < 30; i++ {
				l := t.Lanes[i%4]
				l.Name = fmt.Sprintf("%s %d, %s", l.Name, i, strings.Repeat("extended release ", i%3))
				t.Lanes = append(t.Lanes, l)
			}
			return t
		},
	}
}

func yesno(o *Outcome) {
	o.Low, o.High, o.Unit, o.Shape, o.Name = nil, nil, "", Dots, "Took a walk"
	o.Labels = []ValueLabel{{0, "No"}, {1, "Yes"}}
	for i := range o.Points {
		if o.Points[i].Value = 0; i*i%7 < 3 {
			o.Points[i].Value = 1
		}
	}
}
