package instrument

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"kith/journal"
)

// Check reports, as a [PackError], the first thing in the pack that does not fit
// together.
func (p *Pack) Check() error {
	if p.Format != Format {
		return problem("format", p.Format, Format)
	}
	if !validID(p.ID) {
		return problem("id", fmt.Sprintf("%.60s", p.ID))
	}
	if !validLanguage(p.Language) {
		return problem("language", fmt.Sprintf("%.40s", p.Language))
	}
	for _, text := range []struct {
		field, text string
		longest     int
		empty       bool
	}{
		{"title", p.Title, MaxTitle, false}, {"version", p.Version, 20, false}, {"about", p.About, MaxText, true},
		{"source", p.Source, MaxText, true}, {"licence", p.Licence, MaxText, true}, {"recall", p.Recall, MaxText, true},
		{"bands_source", p.BandsSource, MaxText, true},
	} {
		if err := checkText(text.field, text.text, text.longest, text.empty); err != nil {
			return err
		}
	}
	if _, err := ParseCadence(p.Cadence); err != nil {
		return err
	}
	for _, check := range []func() error{p.checkItems, p.checkRules, p.checkBands, p.checkAlerts, p.checkTranslations} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pack) checkItems() error {
	if p.Total != nil {
		if len(p.Items)+len(p.Answers)+len(p.Subscores)+len(p.Alerts)+len(p.Translations) > 0 || p.Score != nil || p.Recall != "" {
			return problem("total_and_items")
		}
		return p.Total.check("total")
	}
	if len(p.Items) == 0 || len(p.Items) > MaxItems {
		return problem("items", len(p.Items), MaxItems)
	}
	if len(p.Answers) > 0 {
		if err := checkAnswers("answers", p.Answers); err != nil {
			return err
		}
	}
	for i := range p.Items {
		item, name := &p.Items[i], fmt.Sprint("items ", i+1)
		if err := checkText(name, item.Text, MaxText, false); err != nil {
			return err
		}
		switch {
		case item.Number != nil && len(item.Answers) > 0:
			return problem("two_scales", i+1)
		case item.Number != nil:
			if err := item.Number.check(name); err != nil {
				return err
			}
		case len(item.Answers) > 0:
			if err := checkAnswers(name, item.Answers); err != nil {
				return err
			}
		case len(p.Answers) == 0:
			return problem("no_answers", i+1)
		}
	}
	return nil
}

func checkAnswers(name string, answers []Answer) error {
	if len(answers) < 2 || len(answers) > MaxAnswers {
		return problem("answers", name, len(answers), MaxAnswers)
	}
	for i, a := range answers {
		if err := checkText(name, a.Text, MaxText, false); err != nil {
			return err
		}
		if err := checkNumber(name, a.Value); err != nil {
			return err
		}
		for _, before := range answers[:i] {
			if before.Value.Cmp(a.Value) == 0 {
				return problem("same_value", name, a.Value.String())
			}
		}
	}
	return nil
}

func checkNumber(name string, n journal.Decimal) error { return checkSize(name, n, maxNumber) }

func checkSize(name string, n journal.Decimal, most int64) error {
	if n.Exp < -maxPlaces || new(big.Rat).Abs(rat(n)).Cmp(big.NewRat(most, 1)) > 0 {
		return problem("number_size", name, n.String(), most, maxPlaces)
	}
	return nil
}

// check refuses a range of no width and a step that does not lead from end to end.
func (r *Range) check(name string) error {
	if err := checkText(name, r.Unit, 40, true); err != nil {
		return err
	}
	for _, n := range []journal.Decimal{r.Low, r.High} {
		if err := checkNumber(name, n); err != nil {
			return err
		}
	}
	if r.Low.Cmp(r.High) >= 0 {
		return problem("range", name, r.Low.String(), r.High.String())
	}
	if r.Step == nil {
		return nil
	}
	if err := checkNumber(name, *r.Step); err != nil {
		return err
	}
	if rat(*r.Step).Sign() <= 0 || !r.onStep(r.High) {
		return problem("step", name, r.Step.String())
	}
	return nil
}

// onStep reports whether n is a whole number of steps above the lowest.
func (r *Range) onStep(n journal.Decimal) bool {
	if r.Step == nil {
		return true
	}
	steps := new(big.Rat).Sub(rat(n), rat(r.Low))
	return steps.Quo(steps, rat(*r.Step)).IsInt()
}

func (p *Pack) checkRules() error {
	if p.Score != nil {
		if err := p.checkRule("score", p.Score); err != nil {
			return err
		}
	}
	if len(p.Subscores) > maxSubscores {
		return problem("many", "subscores", maxSubscores)
	}
	for i := range p.Subscores {
		s := &p.Subscores[i]
		if err := checkText("subscores", s.Title, MaxTitle, false); err != nil {
			return err
		}
		if err := p.checkRule(s.Title, &s.Rule); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pack) checkRule(name string, r *Rule) error {
	for i, item := range r.Items {
		if item < 1 || item > len(p.Items) {
			return problem("rule_item", name, item, len(p.Items))
		}
		if slices.Contains(r.Items[:i], item) {
			return problem("rule_twice", name, item)
		}
	}
	scored := len(r.Items)
	if scored == 0 {
		scored = len(p.Items)
	}
	if len(r.Weights) != 0 && len(r.Weights) != scored {
		return problem("weights", name, len(r.Weights), scored)
	}
	for _, weight := range r.Weights {
		if err := checkSize(name, weight, maxWeight); err != nil {
			return err
		}
		if rat(weight).Sign() == 0 {
			return problem("weight_zero", name)
		}
	}
	if r.MaxMissing < 0 || r.MaxMissing >= scored {
		return problem("max_missing", name, r.MaxMissing, scored)
	}
	if r.MaxMissing > 0 && len(r.Weights) > 0 {
		return problem("missing_weights", name) // a mean of answers that count differently says nothing
	}
	if r.Cap != nil {
		if low, high := p.span(r); rat(*r.Cap).Cmp(low) <= 0 || rat(*r.Cap).Cmp(high) > 0 {
			return problem("cap", name, r.Cap.String())
		}
	}
	return nil
}

func (p *Pack) checkBands() error {
	switch {
	case len(p.Bands) == 0:
		return nil
	case len(p.Bands) > maxBands:
		return problem("many", "bands", maxBands)
	case p.BandsSource == "":
		return problem("bands_source")
	}
	low, high, ok := p.ScoreRange()
	if !ok {
		return problem("bands_score")
	}
	for i, b := range p.Bands {
		if err := checkText("bands", b.Text, MaxTitle, false); err != nil {
			return err
		}
		switch {
		case b.From.Cmp(b.To) > 0:
			return problem("band_order", b.Text, b.From.String(), b.To.String())
		case i > 0 && p.Bands[i-1].To.Cmp(b.From) >= 0:
			return problem("band_overlap", p.Bands[i-1].Text, b.Text)
		case b.From.Cmp(low) < 0 || b.To.Cmp(high) > 0:
			return problem("band_range", b.Text, low.String(), high.String())
		}
	}
	return nil
}

func (p *Pack) checkAlerts() error {
	if len(p.Alerts) > maxAlerts {
		return problem("many", "alerts", maxAlerts)
	}
	for _, a := range p.Alerts {
		if a.Item < 1 || a.Item > len(p.Items) {
			return problem("rule_item", "alerts", a.Item, len(p.Items))
		}
		if err := checkNumber("alerts", a.Above); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pack) checkTranslations() error {
	if len(p.Translations) > maxTranslations {
		return problem("many", "translations", maxTranslations)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Translations)) {
		if !validLanguage(name) {
			return problem("language", fmt.Sprintf("%.40s", name))
		}
		t := p.Translations[name]
		if err := p.checkTranslation(name, &t); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pack) checkTranslation(name string, t *Translation) error {
	lengths := []struct{ have, want int }{
		{len(t.Answers), len(p.Answers)}, {len(t.Bands), len(p.Bands)}, {len(t.Subscores), len(p.Subscores)},
	}
	texts := append([]string{t.About, t.Recall}, slices.Concat(t.Answers, t.Bands, t.Subscores)...)
	if len(t.Items) != len(p.Items) {
		return problem("translation", name)
	}
	for i, item := range t.Items {
		lengths = append(lengths, struct{ have, want int }{len(item.Answers), len(p.Items[i].Answers)})
		texts = append(append(texts, item.Text, item.Unit), item.Answers...)
	}
	for _, l := range lengths {
		if l.have != 0 && l.have != l.want {
			return problem("translation", name)
		}
	}
	for _, text := range texts {
		if err := checkText("translations "+name, text, MaxText, true); err != nil {
			return err
		}
	}
	return checkText("translations "+name, t.Source, MaxText, false)
}
