package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

// comparedKinds are the kinds of chart that this file is about.
var comparedKinds = []app.FigureKind{app.KindAdherence, app.KindTogether, app.KindBody, app.KindCompare, app.KindScatter}

func ratingOf(name string, n, day int) journal.Entry {
	return reading(journal.KindSymptom, name, onDay(day), journal.Number10(journal.DecimalOf(int64(n))))
}

func tells(t *testing.T, f *app.Figure, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(f.Summary(), w) {
			t.Errorf("%s: %q is not in: %s", f.Kind, w, f.Summary())
		}
	}
}

// TestComparedEmpty: somebody without entries has a well-formed figure of each kind
// that says kindly why it is empty.
func TestComparedEmpty(t *testing.T) {
	a := newVault(t, "Anna")
	for _, kind := range comparedKinds {
		f := figureOf(t, a, app.FigureOptions{Kind: kind})
		if f.Empty == "" || len(f.Sentences) == 0 || f.Table.Len() != 0 || len(f.Table.Heads) == 0 {
			t.Errorf("%s: %+v", kind, f)
		}
		spotsOf(t, f)
	}
}

// TestTogether: only days on which both are known count, and what chance would
// bring is the product of the shares.
func TestTogether(t *testing.T) {
	a := newVault(t, "Anna")
	var entries []journal.Entry
	for day, v := range [][2]int{1: {5, 3}, 2: {0, 0}, 3: {4, 0}, 4: {6, 2}, 5: {0, 1}, 6: {0, 0}, 7: {7, -1}, 8: {-1, 4}} {
		if v[0] >= 0 && day > 0 {
			entries = append(entries, ratingOf("Headache", v[0], day))
		}
		if v[1] >= 0 && day > 0 {
			entries = append(entries, ratingOf("Nausea", v[1], day))
		}
	}
	logAll(t, a, entries...)
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindTogether})
	rows := tableOf(t, f)
	if len(rows) != 2 {
		t.Fatal(rows)
	}
	// Days 1 to 6 are known of both: headache on 3, nausea on 3, both on 2.
	if got := strings.Join(rows[1][2:], " "); got != "2 6 1.5 1 1 2" {
		t.Errorf("counts are %s", got)
	}
	tells(t, f, "came together on 2 days, out of 6 days on which both are known", "about 1.5")
	if spotsOf(t, f) != 1 {
		t.Error("the pair cannot be pointed at")
	}
}

// TestBody: an entry counts for each of its places, and what has none is said.
func TestBody(t *testing.T) {
	a := newVault(t, "Anna")
	at := func(region string, n, day int) journal.Entry {
		e := ratingOf("Pain", n, day)
		e.Observation().Region = region
		return e
	}
	logAll(t, a, at("left knee", 4, 1), at("knee left and neck", 6, 2), at("behind the ear", 3, 3), at("", 8, 4), at("neck", 0, 5))
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindBody})
	rows := tableOf(t, f)
	if len(rows) != 4 || strings.Join(rows[1][:5], "|") != "left knee|2|5|6|2" || rows[2][0] != "neck" || rows[2][1] != "1" || rows[3][6] != "no" {
		t.Errorf("%q", rows)
	}
	tells(t, f, "3 entries with a place, out of 4 entries", "Without a place: 1 entry", "does not have: 1 entry")
	if n := spotsOf(t, f); n != 3 { // a knee is seen from both sides
		t.Errorf("%d parts can be pointed at", n)
	}
	strong := figureOf(t, a, app.FigureOptions{Kind: app.KindBody, Strength: true, Side: app.FigureFront})
	tells(t, strong, "neck (6.0/10, 1 entry), left knee (5.0/10, 2 entries)", "nothing is known")
	if n := spotsOf(t, strong); n != 1 { // the neck is seen from behind
		t.Errorf("%d parts of the front can be pointed at", n)
	}
}

// TestScatter: the line is that of least squares, lagged days are paired, and
// nothing is drawn of too few days.
func TestScatter(t *testing.T) {
	a := newVault(t, "Anna")
	var entries []journal.Entry
	for day := 1; day <= 12; day++ {
		entries = append(entries, ratingOf("Stress", day%6, day))
		if day > 1 { // twice the stress of the day before, less than ten
			entries = append(entries, ratingOf("Headache", min(10, 2*((day-1)%6)), day))
		}
	}
	logAll(t, a, entries...)
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindScatter, Measures: []string{"Stress", "Headache"}, Lag: 1})
	tells(t, f, "the correlation is 1.00, over 11 days", "0% of the days are missing", "does not show")
	if rows := tableOf(t, f); len(rows) != 12 || rows[1][1] != "1" || rows[1][2] != "2" {
		t.Errorf("%q", rows)
	}
	spotsOf(t, f)
	to := chartDay(6)
	few := figureOf(t, a, app.FigureOptions{Kind: app.KindScatter, Measures: []string{"Stress", "Headache"}, To: &to})
	tells(t, few, "not enough data", "at least 10 days")
}

// TestCompare: the days on both sides are counted, and too few say so.
func TestCompare(t *testing.T) {
	a := newVault(t, "Anna")
	var entries []journal.Entry
	for day := 1; day <= 80; day++ {
		if day%10 != 0 {
			n := 7 + day*7%3 - 1
			if day > 40 {
				n -= 4
			}
			entries = append(entries, ratingOf("Headache", n, day))
		}
	}
	logAll(t, a, entries...)
	split := chartDay(41)
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindCompare, Split: &split})
	tells(t, f, "a value on 36 of 40 days, 10% missing", "was followed by", "4.0 lower", "does not show that it was the reason")
	if f.Table.Len() != 79 || spotsOf(t, f) != 72 {
		t.Errorf("%d rows", f.Table.Len())
	}
	early := chartDay(10)
	short := figureOf(t, a, app.FigureOptions{Kind: app.KindCompare, Split: &early})
	tells(t, short, "not enough data", "9 days before, and at least 28")
	if strings.Contains(short.Summary(), "followed") {
		t.Errorf("claims something of nine days: %s", short.Summary())
	}
}

// TestAdherence: what was not logged is unknown, a pause takes doses away, and what
// is taken as needed has no target.
func TestAdherence(t *testing.T) {
	a := newVault(t, "Anna")
	from := journal.At(a.Now().Add(-20 * 24 * time.Hour))
	day := func(n int) journal.Date { return from.Date + journal.Date(n) }
	pauseTo := day(9)
	course := journal.Entry{ID: journal.NewID(), Kind: journal.KindCourse, Name: "Topiramate", When: journal.OnDay(day(0), chartZone),
		Body: &journal.Course{Ongoing: true, Pauses: []journal.Pause{{From: day(5), To: &pauseTo, Reason: "a cold"}}}}
	p, ids := logAll(t, a, course)
	plan := journal.Entry{Kind: journal.KindPlan, Name: "Topiramate", When: journal.OnDay(day(0), chartZone), Body: &journal.Plan{Course: ids[0], Times: []int{12 * 60}}}
	dose := func(n int, status journal.DoseStatus, reason string) journal.Entry {
		at := day(n).Midnight().Add(12 * time.Hour)
		return journal.Entry{Kind: journal.KindDose, Name: "Topiramate", When: journal.At(at), Body: &journal.Dose{Status: status, Course: ids[0], Reason: reason}}
	}
	needed := journal.Entry{Kind: journal.KindDose, Name: "Ibuprofen", When: journal.OnDay(day(3), chartZone), Body: &journal.Dose{Status: journal.DoseTaken, AsNeeded: true}}
	logAll(t, a, plan, dose(0, journal.DoseTaken, ""), dose(1, journal.DoseTaken, ""), dose(2, journal.DoseSkipped, "forgot"), needed)
	first, last := day(0), day(12)
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindAdherence, Person: p, From: &first, To: &last})
	tells(t, f, "Topiramate: 8 doses due, of which 2 taken, 1 skipped and 5 not logged", "25% of those due, and 67% of those that were logged",
		"a cold", "Ibuprofen, as needed: taken 1 time", "is unknown")
	skipped := false
	for _, row := range tableOf(t, f) {
		skipped = skipped || row[6] == "forgot"
	}
	if !skipped {
		t.Error("the table does not say why a dose was skipped")
	}
	if n := spotsOf(t, f); n != 8+5+1 {
		t.Errorf("%d cells can be pointed at", n)
	}
}

// TestComparedNames: no name breaks a figure.
func TestComparedNames(t *testing.T) {
	a := newVault(t, "Anna")
	names := []string{`"><script>`, "שלום עולם", "🙂 " + strings.Repeat("x", 400), "=1+1"}
	var entries []journal.Entry
	for day := 1; day <= 15; day++ {
		for i, name := range names {
			e := ratingOf(name, (day*(i+2))%9, day)
			e.Observation().Region = name
			entries = append(entries, e)
		}
	}
	logAll(t, a, entries...)
	for _, kind := range comparedKinds {
		f := figureOf(t, a, app.FigureOptions{Kind: kind})
		for _, row := range tableOf(t, f) {
			for _, cell := range row {
				if strings.HasPrefix(cell, "=") {
					t.Errorf("%s: a cell is the formula %s", kind, cell)
				}
			}
		}
		spotsOf(t, f)
		if f.Days() < 1 {
			t.Errorf("%s has %d days", kind, f.Days())
		}
	}
}

// TestCompareAsAnswered: the picture shows the days that the answer is about, with a
// treatment chosen, without one, and about a day.
func TestCompareAsAnswered(t *testing.T) {
	a := newVault(t, "Anna")
	var entries []journal.Entry
	for day := 1; day <= 140; day++ {
		if day < 40 || day > 60 || day%2 == 0 { // some weeks have many gaps
			entries = append(entries, ratingOf("Headache", 2+day%5, day))
		}
	}
	entries = append(entries, course("Magnesium", 75), course("Topiramate", 100))
	logAll(t, a, entries...)
	split := chartDay(70)
	for _, o := range []app.InsightOptions{{}, {Treatment: "Magnesium"}, {Treatment: "Topiramate"}, {Split: &split}} {
		o.Question = app.InsightHelped
		x := asked(t, a, o)
		compare := app.FigureOptions{Kind: app.KindCompare, Split: o.Split}
		if o.Treatment != "" {
			compare.Treatments = []string{o.Treatment}
		}
		f := figureOf(t, a, compare)
		if h := x.Helped; f.From != h.From || f.To != h.To || h.Treatment != "" && !slices.Equal(f.Treatments, []string{h.Treatment}) {
			t.Errorf("%v: the answer is about %v to %v of %q, the picture about %v to %v of %q", o, h.From, h.To, h.Treatment, f.From, f.To, f.Treatments)
		}
	}
}
