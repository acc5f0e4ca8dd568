package app

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// TakeNext logs a dose of a course as taken: the open one that is due nearest to
// when it was taken, or the one that due names, as [App.When] reads a time. A
// course without such a dose, one taken as needed among them, gets a dose that
// nobody planned.
func (a *App) TakeNext(ctx context.Context, p Person, r schedule.Regimen, due string, t Took) (journal.Entry, error) {
	next, err := a.nearestDue(ctx, p, &r, due, t)
	if err != nil {
		return journal.Entry{}, err
	}
	if next != nil {
		return a.TakeDose(ctx, p, next.Due, t)
	}
	when := journal.At(a.Now())
	if t.At != nil {
		when = *t.At
	}
	dose := &journal.Dose{Status: journal.DoseTaken, Amount: t.Amount, Course: r.Course.ID, Reason: t.Reason}
	for _, e := range r.Running(when.Date) {
		if b := e.Body.(*journal.Plan); b.AsNeeded {
			dose.AsNeeded, dose.Plan = true, e.ID
			if dose.Amount == nil {
				dose.Amount = r.AmountOn(when.Date, b)
			}
		}
	}
	if dose.Amount == nil {
		dose.Amount = r.AmountOn(when.Date, nil)
	}
	kept, err := a.LogEntries(ctx, p, "taken", journal.Entry{Kind: journal.KindDose, When: when, Name: r.Course.Name, Note: t.Note, Body: dose})
	if err != nil {
		return journal.Entry{}, err
	}
	return kept[0].Entry, nil
}

// SkipNext is TakeNext for a dose that was not taken; there must be one.
func (a *App) SkipNext(ctx context.Context, p Person, r schedule.Regimen, due string, t Took) (journal.Entry, error) {
	next, err := a.nearestDue(ctx, p, &r, due, t)
	if err != nil {
		return journal.Entry{}, err
	}
	if next == nil {
		return journal.Entry{}, input("%s", words.Text("treatment.typed.no_dose", r.Course.Name))
	}
	return a.SkipDose(ctx, p, next.Due, t)
}

// nearTaken is how far from now a dose may be due that is meant without being
// named.
const nearTaken = 12 * time.Hour

// early is how long before it is due a dose is taken without a word about it.
const early = 2 * time.Hour

// nearestDue returns the open dose that is meant, nil if there is none near.
func (a *App) nearestDue(ctx context.Context, p Person, r *schedule.Regimen, due string, t Took) (*DueDose, error) {
	at, within := a.Now(), nearTaken
	if t.At != nil {
		at = t.At.Time
	}
	if due != "" {
		minute, clock := parseClock(strings.TrimPrefix(due, "@"))
		if clock { // a time of this day, which may be to come
			at = schedule.Clock(journal.DateOf(at.In(a.opts.Zone)), minute, a.opts.Zone)
		} else if when, err := a.When(due); err == nil {
			at = when.Time
		} else {
			return nil, err
		}
		within = time.Minute
	}
	list, err := a.DueBetween(ctx, p, at.Add(-within), at.Add(within))
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d DueDose) bool { return d.Course != r.Course.ID || d.Status != schedule.Open })
	if len(list) == 0 {
		if due != "" {
			return nil, input("%s", words.Text("treatment.typed.not_due", r.Course.Name, instantText(at.In(a.opts.Zone))))
		}
		return nil, nil
	}
	// An earlier dose comes before one that is still hours away.
	apart := func(d DueDose) time.Duration {
		if later := d.At.Sub(at); later > early {
			return later + nearTaken
		}
		return d.At.Sub(at).Abs()
	}
	best := slices.MinFunc(list, func(x, y DueDose) int { return int(min(max(apart(x)-apart(y), -1), 1)) })
	return &best, nil
}

// AdherenceText says what became of the doses that were due.
func AdherenceText(sum schedule.Adherence) string {
	if sum.Due == 0 {
		return words.Text("treatment.adherence.none")
	}
	text := words.Text("treatment.adherence.of", words.Count(int64(sum.Due), "dose"), sum.Taken, sum.Skipped, sum.Open) + " " +
		words.Text("treatment.adherence.least", percent(*sum.OfDue()))
	if logged := sum.OfLogged(); logged != nil && sum.Open > 0 {
		text += " " + words.Text("treatment.adherence.logged", percent(*logged))
	}
	if sum.Double > 0 {
		text += " " + words.Text("treatment.adherence.double", words.Count(int64(sum.Double), "dose"))
	}
	return text
}

func percent(share float64) string { return fmt.Sprintf("%d%%", int(math.Round(share*100))) }

// TreatmentDetails are the lines about a course beyond its first: steps, pauses,
// doses as needed, instructions, the newest evaluation.
func TreatmentDetails(t *Treated) []string {
	var lines []string
	c := t.Course.Body.(*journal.Course)
	if c.Instructions != "" {
		lines = append(lines, words.Text("treatment.detail.instructions", c.Instructions))
	}
	if treatment, ok := t.Treatment.Body.(*journal.Treatment); ok && treatment.Strength != "" {
		lines = append(lines, words.Text("treatment.detail.strength", treatment.Strength))
	}
	for _, e := range t.ValidSteps() {
		lines = append(lines, words.Text("treatment.detail.step", DateText(e.When.Date), orNothing(e.Body.(*journal.DoseStep).Amount.String())))
	}
	for _, p := range c.Pauses {
		lines = append(lines, PauseText(p))
	}
	for _, n := range t.Needs {
		lines = append(lines, NeedText(&n)...)
	}
	if t.Rated != nil {
		lines = append(lines, words.Text("treatment.detail.rated", DateText(t.Rated.When.Date), RatingText(t.Rated)))
	}
	return lines
}

// PauseText says from when to when a course rests, and why.
func PauseText(p journal.Pause) string {
	text := words.Text("treatment.detail.pause_open", DateText(p.From))
	if p.To != nil {
		text = words.Text("treatment.detail.pause", DateText(p.From), DateText(*p.To))
	}
	if p.Reason != "" {
		text += ": " + p.Reason
	}
	return text
}

// NeedText says where a plan for doses as needed stands, and nothing about what
// to do.
func NeedText(n *schedule.Need) []string {
	var lines []string
	if n.Last != nil {
		lines = append(lines, words.Text("treatment.detail.last", instantText(*n.Last)))
	}
	if n.Last != nil && n.Taken != nil && n.Max != nil {
		lines = append(lines, words.Text("treatment.detail.taken24", n.Taken.String(), n.Max.String()))
	}
	if !n.Next.IsZero() && n.Last != nil && (n.MinInterval > 0 || n.Max != nil) {
		lines = append(lines, words.Text("treatment.detail.next", instantText(n.Next)))
	}
	return lines
}

func instantText(t time.Time) string { return DateText(journal.DateOf(t)) + " " + t.Format("15:04") }

// RatingText says an evaluation in one line.
func RatingText(e *journal.Entry) string {
	b, ok := e.Body.(*journal.Evaluation)
	if !ok {
		return ""
	}
	var parts []string
	for _, part := range []struct {
		key   string
		value *journal.Value
	}{{"benefit", b.Benefit}, {"side_effects", b.SideEffect}, {"burden", b.Burden}, {"cost", b.Cost}, {"adherence", b.Adherence}} {
		if part.value != nil {
			parts = append(parts, words.Text("treatment.rating."+part.key, part.value.String()))
		}
	}
	parts = append(parts, b.SideEffects...)
	if e.Note != "" {
		parts = append(parts, e.Note)
	}
	return strings.Join(parts, ", ")
}
