package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
	"kith/journal/insight"
)

// invented writes days 1 to n of a diary: headache from 0 to 10, wine yes or no on
// every day, and what more says. The same seed writes the same.
func invented(n int, headache func(day int, wine bool, noise float64) float64) (list []journal.Entry) {
	random := rand.New(rand.NewPCG(6, 2026))
	wine := make([]bool, n+1)
	for day := 1; day <= n; day++ {
		wine[day] = random.Float64() < 0.3
		score := headache(day, wine[day-1], random.NormFloat64())
		list = append(list, rating(int(min(max(score+0.5, 0), 10)), day),
			reading(journal.KindFactor, "Wine", onDay(day), journal.Yes(wine[day])),
			reading(journal.KindFactor, "Tea", onDay(day), journal.Yes(random.Float64() < 0.5)))
	}
	return list
}

func course(name string, day int) journal.Entry {
	return journal.Entry{Kind: journal.KindCourse, Name: name, When: onDay(day), Body: &journal.Course{Ongoing: true}}
}

func asked(t testing.TB, a *app.App, o app.InsightOptions) *app.Insight {
	t.Helper()
	o.Person = a.Persons()[0]
	x, err := a.Insight(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// factOf returns a number of an answer.
func factOf(x *app.Insight, key string) string {
	for _, f := range x.Facts {
		if f.Key == key {
			return f.Text
		}
	}
	return ""
}

func carefulOf(x *app.Insight, key string) string {
	for _, c := range x.Careful {
		if c.Key == key {
			return c.Text
		}
	}
	return ""
}

func stepOf(x *app.Insight, key string) string {
	for _, s := range x.Next {
		if s.Key == key {
			return s.Text
		}
	}
	return ""
}

// TestInsightHelped: a drop after a start is better, with what else began then.
func TestInsightHelped(t *testing.T) {
	a := newVault(t, "Anna")
	diary := invented(120, func(day int, _ bool, noise float64) float64 {
		if day > 60 {
			return 3 + noise
		}
		return 6 + noise
	})
	logAll(t, a, append(diary, course("Topiramate", 61), course("Yoga", 70), course("Iron", 100),
		journal.Entry{Kind: journal.KindEvent, Name: "Moved house", When: onDay(55), Body: &journal.Event{}})...)
	for _, treatment := range []string{"topiramate", "Topiramate"} {
		x := asked(t, a, app.InsightOptions{Question: app.InsightHelped, Treatment: treatment, Measure: "headache"})
		if x.Verdict != app.VerdictBetter || !strings.HasPrefix(x.Headline, "Better: Topiramate was followed by Headache at 3") ||
			!strings.Contains(x.Headline, "before, it was at 6") {
			t.Errorf("%s: %s", x.Verdict, x.Headline)
		}
		if got := factOf(x, "before"); !strings.Contains(got, "1 Mar 2026 to 29 Apr 2026; a value on 60 of 60 days, 0 % missing") {
			t.Error(got)
		}
		if got := factOf(x, "change"); !strings.Contains(got, "points lower; likely between ") {
			t.Error(got)
		}
		if got := carefulOf(x, "costarted"); got != "At about the same time: Moved house on 24 Apr 2026 and Yoga began on 9 May 2026. The difference may come from there." {
			t.Error(got)
		}
		h := x.Document().Helped
		if h.Change == nil || h.Change.High >= 0 || h.Split != chartDay(61) || h.Before.DaysWith != 60 || h.After.Days != 60 || h.Level == nil {
			t.Errorf("%+v", h)
		}
		for _, text := range append(allWords(x), x.Headline) {
			if strings.Contains(text, "insight.") || strings.Contains(text, "%!") || strings.Contains(strings.ToLower(text), "caused") {
				t.Error(text)
			}
		}
	}
	// Without a name it is the one that began last, and by a day there is none.
	if x := asked(t, a, app.InsightOptions{Question: app.InsightHelped}); x.Helped.Treatment != "Iron" || x.Verdict != app.VerdictNotEnough {
		t.Errorf("%s, %s", x.Helped.Treatment, x.Headline)
	}
	split := chartDay(61)
	x := asked(t, a, app.InsightOptions{Question: app.InsightHelped, Split: &split})
	if !strings.HasPrefix(x.Headline, "Better: from 30 Apr 2026 on, Headache was at 3") || !strings.Contains(carefulOf(x, "costarted"), "Topiramate began") {
		t.Errorf("%s, %s", x.Headline, carefulOf(x, "costarted"))
	}
}

func allWords(x *app.Insight) (list []string) {
	for _, f := range x.Facts {
		list = append(list, f.Name, f.Text)
	}
	for _, c := range x.Careful {
		list = append(list, c.Text)
	}
	for _, s := range x.Next {
		list = append(list, s.Text)
	}
	return list
}

// TestInsightNotEnough: too few days are no answer, and never "no effect".
func TestInsightNotEnough(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, append(invented(40, func(day int, _ bool, noise float64) float64 { return 5 + noise }), course("Topiramate", 31))...)
	x := asked(t, a, app.InsightOptions{Question: app.InsightHelped, Treatment: "Topiramate"})
	if x.Verdict != app.VerdictNotEnough || x.Headline != "Not enough data yet: 10 days after, and at least 28 are needed." ||
		stepOf(x, "log_more") != "Log it for 18 days more, every day." || x.Document().Helped.Change != nil {
		t.Errorf("%s %v", x.Headline, x.Next)
	}
	to := chartDay(20)
	for _, q := range []app.InsightQuestion{app.InsightWith, app.InsightBefore, app.InsightTrend, app.InsightLength} {
		x := asked(t, a, app.InsightOptions{Question: q, To: &to})
		if x.Verdict != app.VerdictNotEnough || !strings.HasPrefix(x.Headline, "Not enough data yet: 20 days, and at least ") {
			t.Errorf("%s: %s, %s", q, x.Verdict, x.Headline)
		}
	}
}

// TestInsightMeaning: where only bad days were logged, the answer asks what the
// other days mean, and counts them when that was said.
func TestInsightMeaning(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	var entries []journal.Entry
	for day := 1; day <= 100; day++ {
		entries = append(entries, reviewedOn(day)...)
		if day%3 == 0 {
			entries = append(entries, rating(4+day%5, day))
		}
	}
	p, _ := logAll(t, a, entries...)
	x := asked(t, a, app.InsightOptions{Question: app.InsightTrend})
	if x.Verdict != app.VerdictNotEnough || !strings.Contains(stepOf(x, "meaning"), "nothing is written about Headache") {
		t.Fatalf("%s %v", x.Headline, x.Next)
	}
	if err := a.SetInsightMeaning(ctx, p, "headache", app.InsightMeaning{Absence: journal.AbsenceZeroIfReviewed}); err != nil {
		t.Fatal(err)
	}
	name, m, err := a.InsightMeaningOf(ctx, p, "headache")
	if err != nil || m.Text(name) != "Headache: Higher is worse. A day without an entry: none, if the day was marked as complete." {
		t.Errorf("%s, %v", m.Text(name), err)
	}
	if x = asked(t, a, app.InsightOptions{Question: app.InsightTrend}); x.Verdict == app.VerdictNotEnough || carefulOf(x, "assumed") == "" {
		t.Errorf("%s %v", x.Headline, x.Careful)
	}
	if err := a.SetInsightMeaning(ctx, p, "headache", app.InsightMeaning{Absence: journal.AbsenceZeroIfReviewed}); !errors.Is(err, journal.ErrUnchanged) {
		t.Error(err)
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	if _, m, err = a.InsightMeaningOf(ctx, p, "headache"); err != nil || m.Absence != journal.AbsenceUnknown {
		t.Errorf("undone: %v, %v", m, err)
	}
}

// TestInsightPolarity: what is better follows what was said of the scale, at last
// by the person.
func TestInsightPolarity(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	var entries []journal.Entry
	random := rand.New(rand.NewPCG(1, 1))
	for day := 1; day <= 90; day++ {
		v := journal.DecimalOf(int64(min(10, max(0, float64(day)/12+1+random.NormFloat64()))))
		for _, name := range []string{"Mood", "Zest"} { // the vocabulary knows the first
			entries = append(entries, reading(journal.KindMeasure, name, onDay(day), journal.Number10(v)))
		}
	}
	p, _ := logAll(t, a, entries...)
	verdict := func(name string) app.InsightVerdict {
		return asked(t, a, app.InsightOptions{Question: app.InsightTrend, Measure: name}).Verdict
	}
	if got := verdict("Mood"); got != app.VerdictBetter {
		t.Error(got)
	}
	if got := verdict("Zest"); got != app.VerdictHigher {
		t.Error(got)
	}
	if err := a.SetInsightMeaning(ctx, p, "Zest", app.InsightMeaning{Better: journal.HigherIsWorse}); err != nil {
		t.Fatal(err)
	}
	if got := verdict("Zest"); got != app.VerdictWorse {
		t.Error(got)
	}
	if err := a.SetInsightMeaning(ctx, p, "Mood", app.InsightMeaning{Absence: journal.AbsenceZero}); err != nil {
		t.Fatal(err)
	}
	if got := verdict("Mood"); got != app.VerdictBetter {
		t.Errorf("what a day without an entry means changed what is better: %s", got)
	}
}

// TestInsightScan: what is planted one day before is found there and nowhere else,
// and what has nothing to do with it is not.
func TestInsightScan(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, invented(150, func(_ int, wine bool, noise float64) float64 {
		if wine {
			return 6.5 + noise
		}
		return 4 + noise
	})...)
	steps := 0
	x := asked(t, a, app.InsightOptions{Question: app.InsightBefore, Progress: func(done, total int) {
		if done < 0 || done > total {
			t.Errorf("%d of %d", done, total)
		}
		steps++
	}})
	if x.Verdict != app.VerdictFound || !strings.HasPrefix(x.Headline, "Worse: Wine was followed by Headache 2.") || !strings.HasSuffix(x.Headline, "points higher the next day.") {
		t.Errorf("%s: %s", x.Verdict, x.Headline)
	}
	first := x.Scan.Shown[0]
	if x.Scan.Found() != 1 || first.Name != "Wine" || first.Lag != 1 || first.PerSD || steps == 0 || len(x.Scan.Shown) != 6 {
		t.Errorf("%d found: %+v, %d steps", x.Scan.Found(), first, steps)
	}
	if carefulOf(x, "many") == "" || carefulOf(x, "together") == "" {
		t.Errorf("%v", x.Careful)
	}
	d := x.Document().Scan
	if d.Found != 1 || d.Factors != 2 || d.Comparisons != 14 || len(d.Findings) != 14 || !slices.Equal(d.Lags, []int{1, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("%+v", d)
	}
	if x = asked(t, a, app.InsightOptions{Question: app.InsightWith}); x.Verdict != app.VerdictNoneFound ||
		!strings.HasPrefix(x.Headline, "Nothing stood out: of 2 things") || factOf(x, "could") == "" {
		t.Errorf("%s: %s, %q", x.Verdict, x.Headline, factOf(x, "could"))
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := a.Insight(ctx, app.InsightOptions{Person: a.Persons()[0], Question: app.InsightBefore, Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestInsightLength: a smaller change takes longer.
func TestInsightLength(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, invented(90, func(_ int, _ bool, noise float64) float64 { return 5 + 1.5*noise })...)
	x := asked(t, a, app.InsightOptions{Question: app.InsightLength})
	if x.Verdict != app.VerdictLong || !strings.HasPrefix(x.Headline, "To see a change of 1.") || len(x.Length.Rows) != 5 {
		t.Fatalf("%s: %s", x.Verdict, x.Headline)
	}
	before := 10000
	for _, row := range x.Length.Rows {
		days := row.Days
		if days == 0 {
			days = 366
		}
		if days > before || days < insight.MinPhaseDays {
			t.Errorf("%+v after %d", row, before)
		}
		before = days
	}
}

// TestInsightRefuses: what is asked of nothing, or of names that are not there.
func TestInsightRefuses(t *testing.T) {
	a := newVault(t, "Anna", "Ben")
	ctx := context.Background()
	p, _ := logAll(t, a, rating(6, 3))
	var treatment *app.UnknownTreatmentError
	_, err := a.Insight(ctx, app.InsightOptions{Person: p, Question: app.InsightHelped, Treatment: "Aspirin"})
	if !errors.As(err, &treatment) || !strings.Contains(app.Explain(err).What, `"Aspirin"`) || !strings.Contains(app.Explain(err).Do, "--split") {
		t.Errorf("%v", err)
	}
	if _, err := a.Insight(ctx, app.InsightOptions{Person: p, Question: app.InsightHelped}); !errors.Is(err, app.ErrInsightSplit) {
		t.Error(err)
	}
	if _, err := a.Insight(ctx, app.InsightOptions{Person: p, Question: app.InsightTrend, Measure: "Hedache"}); !errors.Is(err, app.ErrNoSuchMeasure) {
		t.Error(err)
	}
	if _, err := a.Insight(ctx, app.InsightOptions{Person: a.Persons()[1], Question: app.InsightTrend}); !errors.Is(err, app.ErrInsightNothing) {
		t.Error(err)
	}
	if err := a.SetInsightMeaning(ctx, p, "Headache", app.InsightMeaning{Better: journal.HigherIsWorse}); !errors.Is(err, journal.ErrUnchanged) {
		t.Error(err)
	}
}

// The questions that a record can answer.
func ExampleInsightQuestion_Text() {
	for _, q := range app.InsightQuestions() {
		fmt.Println(q, q.Text())
	}
	// Output:
	// helped Did it help?
	// with What goes with bad days?
	// before What comes before them?
	// trend Is it getting better?
	// length How long to keep logging?
}
