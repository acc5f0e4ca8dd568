package app_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
)

// lived is an experiment with a habit that is over; each day's headache was rating(with),
// with some noise, and some days were forgotten.
func lived(t *testing.T, seed uint64, forgotten float64, rating func(with bool) int64) (*app.App, app.Person, app.Experiment) {
	t.Helper()
	a, p, now := experimentVault(t)
	x := planned(t, a, p, walk())
	random := rand.New(rand.NewPCG(seed, 1))
	for _, b := range x.Blocks {
		for day := b.From; day <= b.To; day++ {
			if random.Float64() >= forgotten {
				rate(t, a, p, "Headache", day, rating(b.With)+random.Int64N(3))
			}
		}
	}
	goTo(now, x.Last()+1)
	return a, p, again(t, a, p, x)
}

func answer(t *testing.T, a *app.App, p app.Person, x *app.Experiment, peek bool) app.ExperimentAnswer {
	t.Helper()
	answers, err := a.ExperimentAnswers(context.Background(), p, x, peek)
	if err != nil || len(answers) != 1 {
		t.Fatal(answers, err)
	}
	return answers[0]
}

// TestExperimentAnswers: a difference that is there is said with its interval and pairs,
// and never as a cause; where there is none, or too little is known, that is said.
func TestExperimentAnswers(t *testing.T) {
	a, p, x := lived(t, 1, 0.1, func(with bool) int64 {
		if with {
			return 2
		}
		return 5
	})
	got := answer(t, a, p, &x, false)
	text := strings.Join(got.Lines(&x), " ")
	if !got.Enough || got.Mean > -2 || got.Mean < -4 || got.Used != 6 || got.With.Days != 24 ||
		!strings.Contains(text, "In the blocks with Evening walk, Headache was on average ") || !strings.Contains(text, "lower than in those without (95%: ") ||
		!strings.Contains(text, "6 pairs") || !strings.Contains(text, "of 48 days have a value") || strings.Contains(text, "cause") {
		t.Errorf("%+v: %s", got, text)
	}
	a, p, x = lived(t, 2, 0, func(bool) int64 { return 4 })
	if text := strings.Join(func() []string { w := answer(t, a, p, &x, false); return w.Lines(&x) }(), " "); !strings.Contains(text, "nothing but chance") || !strings.Contains(text, "not enough data") {
		t.Error(text)
	}
	a, p, x = lived(t, 3, 0.8, func(bool) int64 { return 4 })
	if got := answer(t, a, p, &x, false); got.Enough || !strings.Contains(got.Lines(&x)[0], "not enough data to say something about Headache") || len(got.Lines(&x)) < 2 {
		t.Errorf("%+v", got.Lines(&x))
	}
	if err := a.SkipBlock(context.Background(), p, x.ID(), app.BlockChange{Block: 2}); err != nil {
		t.Fatal(err)
	}
	if x = again(t, a, p, x); answer(t, a, p, &x, false).With.Days != 20 {
		t.Error("a pair that was not kept counts")
	}
}

// TestNoPeeking: before the end there is no answer, unless it is asked for, and then
// only whole pairs count.
func TestNoPeeking(t *testing.T) {
	ctx := context.Background()
	a, p, now := experimentVault(t)
	x := planned(t, a, p, walk())
	goTo(now, x.Start()+25)
	x = again(t, a, p, x)
	if _, err := a.ExperimentAnswers(ctx, p, &x, false); !errors.Is(err, app.ErrNotDone) || app.Explain(err).Means == "" {
		t.Error(err)
	}
	if got := answer(t, a, p, &x, true); got.Enough || !got.Peeked || got.Used > 2 {
		t.Errorf("%+v", got)
	}
	goTo(now, x.Start()+3)
	x = again(t, a, p, x)
	if got := answer(t, a, p, &x, true); got.Enough || len(got.Why) == 0 || len(got.Lines(&x)) < 2 {
		t.Errorf("before a pair is over: %+v", got)
	}
	if err := a.EndExperiment(ctx, p, x.ID(), ""); err != nil {
		t.Fatal(err)
	}
	x = again(t, a, p, x)
	if got := answer(t, a, p, &x, false); got.Enough {
		t.Errorf("%+v", got)
	}
}

// TestExperimentChances: the larger a difference and the more pairs, the more likely it
// shows; the same question has the same answer.
func TestExperimentChances(t *testing.T) {
	ctx := context.Background()
	a, p, _ := experimentVault(t)
	for day := journal.Date(4); day < 100; day++ {
		rate(t, a, p, "Headache", a.Day()-day, int64(day*day%7))
	}
	of := func(pairs int) *app.ExperimentChances {
		t.Helper()
		n := walk()
		n.Pairs = pairs
		x, err := a.DraftExperiment(ctx, p, n)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.ExperimentChancesOf(ctx, p, &x)
		if err != nil || len(c.Lines()) == 0 {
			t.Fatal(c, err)
		}
		return c
	}
	six, twelve := of(6), of(12)
	for i, c := range six.Sizes {
		if c.Difference == nil || *c.Difference <= 0 || i > 0 && c.Chance < six.Sizes[i-1].Chance || twelve.Sizes[i].Chance < c.Chance-0.05 {
			t.Errorf("%+v, with twelve pairs %+v", c, twelve.Sizes[i])
		}
	}
	if six.Sizes[0].Chance > 0.5 || six.Sizes[len(six.Sizes)-1].Chance < 0.8 || six.Least || !of(20).Least {
		t.Errorf("%+v", six.Sizes)
	}
	if again := of(6); again.Sizes[3].Chance != six.Sizes[3].Chance {
		t.Error("the same question has another answer")
	}
}
