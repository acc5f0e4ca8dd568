package instrument_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"kith/journal"
	"kith/journal/instrument"
)

func builtIn(t testing.TB, id string) *instrument.Pack {
	t.Helper()
	packs, err := instrument.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packs {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no pack %s", id)
	return nil
}

// published are the rules of the papers, written down apart from the packs: how
// many items make the score, each 0 to 3, and where each range begins.
var published = []struct {
	id     string
	scored int
	items  int
	from   []int64
	called []string
}{
	{"phq-9", 9, 10, []int64{0, 5, 10, 15, 20}, []string{"minimal", "mild", "moderate", "moderately severe", "severe"}},
	{"phq-8", 8, 9, []int64{0, 5, 10, 15, 20}, []string{"no significant depressive symptoms", "mild", "moderate", "moderately severe", "severe"}},
	{"phq-2", 2, 2, []int64{0, 3}, []string{"below the cut-off of 3", "at or above the cut-off of 3"}},
	{"gad-7", 7, 8, []int64{0, 5, 10, 15}, []string{"minimal", "mild", "moderate", "severe"}},
	{"gad-2", 2, 2, []int64{0, 3}, []string{"below the cut-off of 3", "at or above the cut-off of 3"}},
}

// TestPublishedScores: every score from the least to the most, reached in several
// ways, is the sum of the scored items and has the name that the paper gives it.
func TestPublishedScores(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, rule := range published {
		p := builtIn(t, rule.id)
		if len(p.Items) != rule.items {
			t.Fatalf("%s has %d items", rule.id, len(p.Items))
		}
		most := int64(3 * rule.scored)
		if low, high, ok := p.ScoreRange(); !ok || low != journal.DecimalOf(0) || high != journal.DecimalOf(most) {
			t.Errorf("%s: range %s to %s", rule.id, low, high)
		}
		for want := int64(0); want <= most; want++ {
			called := ""
			for i, from := range rule.from {
				if want >= from {
					called = rule.called[i]
				}
			}
			for range 20 {
				numbers := make([]int64, rule.items)
				for left := want; left > 0; {
					if i := rng.IntN(rule.scored); numbers[i] < 3 {
						numbers[i]++
						left--
					}
				}
				for i := rule.scored; i < rule.items; i++ { // how hard it made life: not scored
					numbers[i] = rng.Int64N(5) - 1
				}
				res, err := p.Result(answers(numbers...))
				if err != nil || res.Score == nil || *res.Score != journal.DecimalOf(want) {
					t.Fatalf("%s %v: score %v, want %d (%v)", rule.id, numbers, res.Score, want, err)
				}
				if res.Band == nil || res.Band.Text != called {
					t.Fatalf("%s: %d is called %v, want %s", rule.id, want, res.Band, called)
				}
			}
		}
	}
}

// TestIncomplete: without any one of the items of a score there is none.
func TestIncomplete(t *testing.T) {
	for _, rule := range published {
		p := builtIn(t, rule.id)
		for i := range rule.items {
			numbers := make([]int64, rule.items)
			numbers[i] = -1
			res, err := p.Result(answers(numbers...))
			if err != nil {
				t.Fatal(err)
			}
			if i >= rule.scored {
				if res.Score == nil || len(res.Missing) != 0 {
					t.Errorf("%s: item %d is not part of the score", rule.id, i+1)
				}
				continue
			}
			if res.Score != nil || res.Band != nil || fmt.Sprint(res.Missing) != fmt.Sprint([]int{i + 1}) {
				t.Errorf("%s without item %d: %v, missing %v", rule.id, i+1, res.Score, res.Missing)
			}
		}
	}
}

// TestHealthyDays: the days of poor physical and of poor mental health together, at
// most 30; health in general and limited days do not count.
func TestHealthyDays(t *testing.T) {
	p := builtIn(t, "hrqol-4")
	for _, c := range []struct {
		answers []int64
		want    string
	}{
		{[]int64{1, 0, 0, 0}, "0"},
		{[]int64{5, 10, 5, 30}, "15"},
		{[]int64{3, 15, 15, 0}, "30"},
		{[]int64{3, 20, 20, 0}, "30"},
		{[]int64{3, 30, 30, 30}, "30"},
		{[]int64{-1, 3, 4, -1}, "7"},
		{[]int64{3, -1, 4, 2}, "<nil>"},
		{[]int64{3, 30, -1, 2}, "<nil>"},
	} {
		res, err := p.Result(answers(c.answers...))
		if err != nil || fmt.Sprint(res.Score) != c.want || res.Band != nil {
			t.Errorf("%v: %v, want %s (%v)", c.answers, res.Score, c.want, err)
		}
	}
	for _, wrong := range [][]int64{{0, 1, 1, 1}, {6, 1, 1, 1}, {1, 31, 1, 1}, {1, 1, 1}} {
		if _, err := p.Result(answers(wrong...)); !isProblem(err, "answer", "answer_count") {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	half, err := journal.ParseDecimal("1.5")
	if err != nil {
		t.Fatal(err)
	}
	list := answers(1, 1, 1, 1)
	list[1] = &half
	if _, err := p.Result(list); !isProblem(err, "answer") {
		t.Error("a day and a half:", err)
	}
}

func isProblem(err error, codes ...string) bool {
	var problem *instrument.PackError
	if !errors.As(err, &problem) {
		return false
	}
	for _, code := range codes {
		if problem.Code == code {
			return true
		}
	}
	return false
}

// TestAlert: only the ninth item of the PHQ-9, and only above zero.
func TestAlert(t *testing.T) {
	p := builtIn(t, "phq-9")
	for value := int64(-1); value <= 3; value++ {
		res, err := p.Result(answers(-1, -1, -1, -1, -1, -1, -1, -1, value, -1))
		if err != nil || res.Alert != (value > 0) {
			t.Errorf("item 9 at %d: alert %v (%v)", value, res.Alert, err)
		}
	}
	if res, err := p.Result(answers(3, 3, 3, 3, 3, 3, 3, 3, 0, 3)); err != nil || res.Alert {
		t.Error("an alert for other items", err)
	}
	for _, rule := range published[1:] {
		if len(builtIn(t, rule.id).Alerts) != 0 {
			t.Errorf("%s has an alert", rule.id)
		}
	}
}

// TestRules: weights, caps, means for what is missing, and subscores, exactly.
func TestRules(t *testing.T) {
	const pack = `{"kith_instrument":1,"id":"x","version":"1","title":"X","language":"en",
		"items":[{"text":"a","number":{"low":0,"high":10}},{"text":"b","number":{"low":0,"high":10}},
			{"text":"c","number":{"low":0,"high":10}}],%s}`
	for _, c := range []struct {
		rest    string
		answers []string
		want    string
	}{
		{`"score":{}`, []string{"1", "2", "3"}, "6 []"},
		{`"score":{}`, []string{"0.1", "0.2", "0.3"}, "0.6 []"},
		{`"score":{"items":[1,3]}`, []string{"1", "", "3"}, "4 []"},
		{`"score":{"weights":[1,0.5,-1]}`, []string{"1", "3", "2"}, "0.5 []"},
		{`"score":{"weights":[1,1,-2]}`, []string{"1", "1", "1"}, "0 []"},
		{`"score":{"cap":5}`, []string{"3", "3", "3"}, "5 []"},
		{`"score":{"max_missing":1}`, []string{"1", "", "2"}, "4.5 []"},
		{`"score":{"max_missing":1}`, []string{"3", "", "4.11"}, "10.67 []"}, // 7.11 x 3/2 = 10.665
		{`"score":{"max_missing":1}`, []string{"1", "", ""}, "<nil> []"},
		{`"score":{"max_missing":2}`, []string{"", "", "7"}, "21 []"},
		{`"score":{"max_missing":2}`, []string{"", "", ""}, "<nil> []"},
		{`"subscores":[{"title":"s","items":[1,2]},{"title":"t","items":[3]}]`, []string{"1", "2", ""}, "<nil> [s=3 t=<nil>]"},
	} {
		p, err := instrument.Decode(fmt.Appendf(nil, pack, c.rest))
		if err != nil {
			t.Fatalf("%s: %v", c.rest, err)
		}
		var list []*journal.Decimal
		for _, text := range c.answers {
			if text == "" {
				list = append(list, nil)
				continue
			}
			d, err := journal.ParseDecimal(text)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, &d)
		}
		res, err := p.Result(list)
		var subscores []string
		for _, s := range res.Subscores {
			subscores = append(subscores, fmt.Sprintf("%s=%v", s.Title, s.Score))
		}
		if got := fmt.Sprint(res.Score, " ", subscores); err != nil || got != c.want {
			t.Errorf("%s of %v: %s, want %s (%v)", c.rest, c.answers, got, c.want, err)
		}
	}
}

// TestTotals: of what may not be reproduced there is a name and a range, and a
// total is taken only if it is within.
func TestTotals(t *testing.T) {
	packs, err := instrument.TotalsOnly()
	if err != nil || len(packs) < 15 {
		t.Fatal(len(packs), err)
	}
	for _, p := range packs {
		if !p.TotalOnly() || p.Title == "" || len(p.Items)+len(p.Answers)+len(p.Bands)+len(p.Translations) > 0 || p.About+p.Recall+p.Source != "" {
			t.Errorf("%s says more than its name and range", p.ID)
		}
		for _, n := range []journal.Decimal{p.Total.Low, p.Total.High} {
			if res, err := p.TotalResult(n); err != nil || *res.Score != n {
				t.Errorf("%s: %s: %v", p.ID, n, err)
			}
		}
		above, below := journal.DecimalOf(p.Total.High.Coef+1), journal.DecimalOf(p.Total.Low.Coef-1)
		for _, n := range []journal.Decimal{above, below} {
			if _, err := p.TotalResult(n); !isProblem(err, "total") {
				t.Errorf("%s: %s: %v", p.ID, n, err)
			}
		}
		if _, err := p.Result(nil); !isProblem(err, "only_total") {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
	seventeen := journal.DecimalOf(17)
	if res, err := builtIn(t, "phq-9").TotalResult(seventeen); err != nil || res.Band.Text != "moderately severe" {
		t.Error("the total of a PHQ-9 on paper:", err)
	}
}

// TestLeaveOut: what the score does not need may be missing at the end, nothing else.
func TestLeaveOut(t *testing.T) {
	p := builtIn(t, "phq-8")
	eight := answers(1, 1, 1, 1, 1, 1, 1, 1)
	res, err := p.Result(p.LeaveOut(eight))
	if err != nil || fmt.Sprint(res.Score) != "8" {
		t.Error(res.Score, err)
	}
	for _, n := range []int{0, 7, 10} {
		given := make([]*journal.Decimal, n)
		if got := p.LeaveOut(given); len(got) != n {
			t.Errorf("%d answers became %d", n, len(got))
		}
	}
}
