package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/instrument"
)

// askClock is a vault of one person whose day can be set.
type askClock struct {
	*app.App
	person app.Person
	now    time.Time
}

func newAskClock(t testing.TB, now string) *askClock {
	t.Helper()
	c := new(askClock)
	c.set(t, now)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), passphrase, app.Options{
		WorkFactor: crypto.MinWorkFactor, Now: func() time.Time { return c.now }, Zone: time.UTC,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	persons, err := a.AddPersons(context.Background(), "Anna")
	if err != nil {
		t.Fatal(err)
	}
	c.App, c.person = a, persons[0]
	return c
}

func (c *askClock) set(t testing.TB, now string) {
	t.Helper()
	var err error
	if c.now, err = time.Parse("2006-01-02 15:04", now); err != nil {
		t.Fatal(err)
	}
}

// due says what is due: "phq-8 since 2026-03-01".
func (c *askClock) due(t testing.TB) string {
	t.Helper()
	list, err := c.InstrumentsDue(context.Background(), c.person, c.now)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, d := range list {
		texts = append(texts, d.ID+" since "+d.Due.String())
	}
	return strings.Join(texts, ", ")
}

func (c *askClock) every(t testing.TB, id, every string) {
	t.Helper()
	cadence, err := instrument.ParseCadence(every)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AskEvery(context.Background(), c.person, id, cadence); err != nil {
		t.Fatal(err)
	}
}

func (c *askClock) answer(t testing.TB, id string, numbers ...int64) app.Answered {
	t.Helper()
	d, err := c.Answer(context.Background(), c.person, id, app.Filled{Answers: decimals(numbers...)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// decimals makes answers of numbers; -1 was left out.
func decimals(numbers ...int64) []*journal.Decimal {
	list := make([]*journal.Decimal, len(numbers))
	for i, n := range numbers {
		if n >= 0 {
			d := journal.DecimalOf(n)
			list[i] = &d
		}
	}
	return list
}

// TestInstrumentsDue: due from the day it was asked for, after an answer when its
// time is round again, and not asked when it is off; undo takes each step back.
func TestInstrumentsDue(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 20:00")
	step := func(what, want string) {
		t.Helper()
		if got := c.due(t); got != want {
			t.Errorf("%s: due are %q, want %q", what, got, want)
		}
	}
	step("nobody asked", "")
	c.every(t, "gad-2", "14d")
	step("the first day", "gad-2 since 2026-03-01")
	c.set(t, "2026-03-04 20:00")
	step("three days later", "gad-2 since 2026-03-01")
	c.answer(t, "gad-2", 1, -1)
	step("an incomplete answer is one", "")
	c.set(t, "2026-03-18 03:59")
	step("before the day begins at four", "")
	c.set(t, "2026-03-18 04:00")
	step("fourteen days later", "gad-2 since 2026-03-18")
	c.every(t, "hrqol-4", "1m")
	step("both, the older first", "gad-2 since 2026-03-18, hrqol-4 since 2026-03-18")
	c.every(t, "gad-2", "3w")
	step("less often", "hrqol-4 since 2026-03-18")
	c.every(t, "hrqol-4", "off")
	step("off", "")
	for range 2 {
		if _, err := c.Undo(ctx, false); err != nil {
			t.Fatal(err)
		}
	}
	step("undone", "gad-2 since 2026-03-18, hrqol-4 since 2026-03-18")
	if _, err := c.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	step("hrqol-4 was never asked for", "gad-2 since 2026-03-18")
	if err := c.Delete(ctx, c.person, answeredIDs(t, c, "gad-2")...); err != nil {
		t.Fatal(err)
	}
	step("the answer is gone", "gad-2 since 2026-03-01")
}

func answeredIDs(t testing.TB, c *askClock, id string) []journal.ID {
	t.Helper()
	list, err := c.Answered(context.Background(), c.person, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ids []journal.ID
	for _, d := range list {
		ids = append(ids, d.Entry.ID)
	}
	return ids
}

// pack is a questionnaire of one question.
func pack(t testing.TB, id, version, title, question string) *instrument.Pack {
	t.Helper()
	p, err := instrument.Decode(fmt.Appendf(nil, `{"kith_instrument":1,"id":%q,"version":%q,"title":%q,"language":"en",
		"items":[{"text":%q,"number":{"low":0,"high":10,"step":1}}],"score":{}}`, id, version, title, question))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestOwnVersions: a new version is asked instead of the old and as often; answers
// keep the questions that they were answers to.
func TestOwnVersions(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 12:00")
	add := func(p *instrument.Pack) error {
		c.now = c.now.Add(time.Hour)
		_, err := c.AddInstrument(ctx, c.person, p)
		return err
	}
	if err := add(pack(t, "week", "1", "Week", "How was it?")); err != nil {
		t.Fatal(err)
	}
	if err := add(pack(t, "week", "1", "Week", "How was the week?")); err != nil {
		t.Fatal("nobody answered the first wording:", err)
	}
	c.every(t, "week", "7d")
	c.answer(t, "week", 4)
	var refused *instrument.PackError
	if err := add(pack(t, "week", "1", "Week", "How bad was it?")); !errors.As(err, &refused) || refused.Code != "version_taken" {
		t.Fatal("an answered version was changed:", err)
	}
	if err := add(pack(t, "week", "1", "Week", "How was the week?")); !errors.Is(err, journal.ErrUnchanged) {
		t.Fatal("the same again:", err)
	}
	if err := add(pack(t, "other", "1", "WEEK", "?")); !errors.As(err, &refused) || refused.Code != "title_taken" {
		t.Fatal("two of one title:", err)
	}
	if err := add(pack(t, "week", "2", "Week", "How bad was it?")); err != nil {
		t.Fatal(err)
	}
	c.answer(t, "week", 9)
	list, err := c.Answered(ctx, c.person, "week", 0)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for i, want := range []string{"How bad was it? 9", "How was the week? 4"} {
		lines := list[i].Lines()
		if got := lines[0].Question + " " + lines[0].Answer; got != want {
			t.Errorf("answer %d reads %q, want %q", i, got, want)
		}
	}
	all, err := c.Instruments(ctx, c.person)
	if err != nil || !all[0].Own || all[0].Pack.Version != "2" || all[0].Every.Short() != "7d" || all[1].Pack.ID != "phq-8" {
		t.Errorf("%+v (%v)", all[0], err)
	}
	c.now = c.now.AddDate(0, 0, 7)
	if got := c.due(t); got != "week since 2026-03-08" {
		t.Error(got)
	}
	if err := c.RemoveInstrument(ctx, c.person, "week"); err != nil {
		t.Fatal(err)
	}
	if got := c.due(t); got != "" {
		t.Error("it was removed and is due:", got)
	}
	if list, err = c.Answered(ctx, c.person, "Week", 0); err != nil || len(list) != 2 || list[0].Pack != nil || list[0].Result.Score.String() != "9" {
		t.Errorf("%+v (%v)", list, err)
	}
	if _, err := c.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	if got := c.due(t); got != "week since 2026-03-08" {
		t.Error("undone:", got)
	}
}

// TestAnswerRefused: what cannot be answered writes nothing.
func TestAnswerRefused(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 12:00")
	four, tomorrow := journal.DecimalOf(4), journal.At(c.now.Add(24*time.Hour))
	for _, f := range []app.Filled{
		{}, {Answers: decimals(0)}, {Answers: decimals(4, 0)}, {Answers: decimals(-1, -1)}, {Total: &four, Answers: decimals(1, 1)},
		{Answers: decimals(1, 1), When: tomorrow},
	} {
		var refused *instrument.PackError
		if _, err := c.Answer(ctx, c.person, "gad-2", f); !errors.As(err, &refused) {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if text := listing(t, c.App); text != "" {
		t.Error(text)
	}
	if _, err := c.Answer(ctx, c.person, "gad2", app.Filled{Answers: decimals(1, 1)}); !errors.Is(err, app.ErrNoSuchInstrument) {
		t.Error(err)
	}
}

// TestAnswerKept: what is in the record is what was answered, and other programs'
// scores are theirs.
func TestAnswerKept(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 12:00")
	d := c.answer(t, "phq-9", 1, 1, 1, 1, 1, 1, 1, 1, 1, -1)
	if !d.Result.Alert || d.Result.Band.Text != "mild" || d.Response().Score.String() != "9" || d.Response().Language != "en" {
		t.Errorf("%+v", d)
	}
	again, err := c.Reread(ctx, c.person, d.Entry)
	if err != nil || !again.Result.Alert || len(again.Lines()) != 10 || again.Lines()[9].Answer != "" {
		t.Errorf("%+v (%v)", again, err)
	}
	nine, two := journal.DecimalOf(9), journal.DecimalOf(2)
	for _, r := range []*journal.Response{
		{Instrument: "phq-2", Version: "1", Answers: decimals(1, 1), Score: &nine},
		{Instrument: "phq-2", Version: "7", Answers: decimals(1, 1), Score: &two},
		{Instrument: "theirs", Score: &two},
	} {
		kept, err := c.LogEntries(ctx, c.person, "import", journal.Entry{Kind: journal.KindResponse, Name: "PHQ-2", When: journal.At(c.now), Body: r})
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Reread(ctx, c.person, kept[0].Entry)
		if err != nil || d.Result.Score.Cmp(*r.Score) != 0 || d.Result.Band != nil {
			t.Errorf("%+v: %+v (%v)", r, d.Result, err)
		}
	}
}

// TestInstrumentWithoutPack: an entry without questions, as other programs write it, is
// a total up to its highest score.
func TestInstrumentWithoutPack(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 12:00")
	most := journal.DecimalOf(20)
	if _, err := c.LogEntries(ctx, c.person, "import", journal.Entry{Kind: journal.KindInstrument, Name: "My month", When: journal.At(c.now),
		Body: &journal.Instrument{Version: "3", MaxScore: &most, Items: []string{"a", "b"}}}); err != nil {
		t.Fatal(err)
	}
	total := journal.DecimalOf(21)
	if _, err := c.Answer(ctx, c.person, "my month", app.Filled{Total: &total}); err == nil {
		t.Error("a total above the highest")
	}
	d, err := c.Answer(ctx, c.person, "my month", app.Filled{Total: &most})
	if err != nil || d.Response().Instrument != "My month" || d.ScoreText() != "20, on a scale from 0 to 20" {
		t.Errorf("%+v (%v)", d, err)
	}
}

// TestPackErrorsHaveWords: every reason for a refusal is a sentence in every
// language, with as many verbs as arguments.
func TestPackErrorsHaveWords(t *testing.T) {
	call := regexp.MustCompile(`problem\("([a-z_]+)"|PackError\{Code: "([a-z_]+)"`)
	files, err := filepath.Glob("../journal/instrument/*.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("instrument*.go")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, file := range append(files, more...) {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(source), -1) {
			codes = append(codes, m[1]+m[2])
		}
	}
	if len(codes) < 40 {
		t.Fatalf("only %d reasons found", len(codes))
	}
	for _, code := range codes {
		if key := "instrument.problem." + code; !words.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
	defer words.Use(words.Language())
	for _, language := range words.Languages() {
		words.Use(language)
		for _, text := range []string{`{`, `{"x":1}`, `{"kith_instrument":9}`, `{"kith_instrument":1,"id":"X"}`, `{"kith_instrument":1,"id":"x","language":"en","title":5}`} {
			_, err := instrument.Decode([]byte(text))
			if x := app.Explain(err); x.Code != app.Usage || strings.Contains(x.What, "%!") || strings.HasPrefix(x.What, "instrument.") {
				t.Errorf("%s: %q", text, x.What)
			}
		}
	}
}

// TestInstrumentsInSpanish: the official wording where there is one, and otherwise
// the original, which is said.
func TestInstrumentsInSpanish(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 12:00")
	defer words.Use(words.Language())
	words.Use("es")
	d := c.answer(t, "gad-2", 3, 3)
	if d.Lines()[0].Answer != "Casi todos los días" || d.Response().Language != "es" || d.Entry.Name != "GAD-2" {
		t.Errorf("%+v", d)
	}
	q, err := c.Instrument(ctx, c.person, "hrqol-4")
	if err != nil || q.Translated || !strings.Contains(q.LanguageText(), "English") {
		t.Errorf("%+v (%v)", q, err)
	}
	all, here, err := c.CrisisHelp()
	if err != nil || here != nil || !slices.ContainsFunc(all.Countries, func(c instrument.Country) bool { return c.In(words.Language()) == "España" }) {
		t.Errorf("UTC is in %v (%v)", here, err)
	}
}

// BenchmarkInstrumentsDue is what the page of the day asks for, in a record of
// 20,000 entries, against reading one entry of it.
func BenchmarkInstrumentsDue(b *testing.B) {
	ctx := context.Background()
	c := newAskClock(b, "2026-03-01 12:00")
	entries := make([]journal.Entry, 0, 1000)
	for n := range 20_000 {
		e := journal.Entry{Kind: journal.KindNote, When: journal.At(c.now.Add(-time.Duration(n) * time.Hour)), Note: "x"}
		if n%50 == 0 {
			score := journal.DecimalOf(int64(n % 7))
			e = journal.Entry{Kind: journal.KindResponse, Name: "GAD-2", When: e.When, Body: &journal.Response{Instrument: "gad-2", Version: "1", Score: &score}}
		}
		if entries = append(entries, e); len(entries) == cap(entries) {
			if _, err := c.LogEntries(ctx, c.person, "import", entries...); err != nil {
				b.Fatal(err)
			}
			entries = entries[:0]
		}
	}
	for _, id := range []string{"phq-8", "gad-7", "gad-2", "hrqol-4"} {
		c.every(b, id, "1d")
	}
	id := answeredIDs(b, c, "gad-2")[0]
	one := time.Duration(0)
	b.ResetTimer()
	for b.Loop() {
		if _, err := c.InstrumentsDue(ctx, c.person, c.now); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if _, err := c.Get(ctx, c.person, id); err != nil {
			b.Fatal(err)
		}
		one += time.Since(start)
	}
	b.ReportMetric(float64(b.Elapsed()-one)/float64(one), "ratio-vs-one-entry")
}
