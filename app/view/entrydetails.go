package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/units"
)

// EntryDetail is one thing that an entry says, in words.
type EntryDetail struct {
	key   string
	Label string
	Text  string
}

// field reports whether a form shows the detail in a field of its own; full is
// for a form that has fields for the kind.
func (d EntryDetail) field(full bool) bool {
	switch d.key {
	case "name", "when", "lasted", "tags", "note":
		return true
	case "value", "region", "after", "amount", "taken", "needed", "reason", "effect", "end", "worst", "with", "questions", "asked",
		"category", "state", "certainty", "onset_unknown", "severity", "reaction",
		"benefit", "side_effects", "side_effect", "burden", "cost", "adherence":
		return full
	}
	return false
}

// EntryDetails says everything that an entry of any kind says, as far as it says
// it: what is not known is left out.
func EntryDetails(e *journal.Entry) []EntryDetail {
	var d details
	d.add("name", e.Name)
	d.add("when", EntryWhen(e.When))
	d.add("lasted", lengthText(e.When.Duration))
	d.body(e.Body)
	d.add("tags", strings.Join(e.Tags, ", "))
	d.add("note", e.Note)
	d.add("source", e.Source)
	return d
}

// EntryWhen writes a time as exactly as it is known, as clocks showed it there:
// "Fri 20 November 2026, 08:30".
func EntryWhen(w journal.When) string {
	switch w.Precision {
	case journal.Instant:
		return words.DateTime(w.Local())
	case journal.PartOfDay:
		return words.WeekdayDate(w.Date.Midnight()) + ", " + words.Text("entry.part."+partAt(w.Local().Hour()).String())
	case journal.Month:
		return words.MonthYear(w.Date.Midnight())
	case journal.Year:
		return w.Date.Midnight().Format("2006")
	}
	return words.WeekdayDate(w.Date.Midnight())
}

// details gathers what there is to say.
type details []EntryDetail

func (d *details) add(key, text string) {
	if text = strings.TrimSpace(text); text != "" {
		*d = append(*d, EntryDetail{key, words.Text("entry.label." + key), text})
	}
}

// said adds a word of a vocabulary of Kith's, such as "care_plan".
func (d *details) said(key, text string) { d.add(key, strings.ReplaceAll(text, "_", " ")) }

func (d *details) value(key string, v *journal.Value) { d.add(key, app.ValueText(v)) }

// flag adds something that is either so or not worth saying.
func (d *details) flag(key string, is bool) {
	if is {
		d.add(key, words.Text("entry.yes"))
	}
}

func (d *details) number(key string, n *journal.Decimal) {
	if n != nil {
		d.add(key, n.String())
	}
}

func (d *details) date(key string, day *journal.Date, p journal.Precision) {
	if day != nil {
		if p == 0 {
			p = journal.Day
		}
		d.add(key, EntryWhen(journal.When{Date: *day, Precision: p}))
	}
}

func (d *details) items(key string, items []string) { d.add(key, strings.Join(items, ", ")) }

func (d *details) codes(codes []journal.Code) {
	var texts []string
	for _, c := range codes {
		texts = append(texts, strings.TrimSpace(c.System+" "+c.Code+" "+c.Display))
	}
	d.items("codes", texts)
}

func (d *details) body(body journal.Body) {
	switch b := body.(type) {
	case *journal.Observation:
		d.observation(b)
	case *journal.Dose:
		d.said("taken", b.Status.String())
		d.add("amount", b.Amount.String())
		if b.Due != 0 {
			d.add("due", time.UnixMilli(b.Due).UTC().Format("2006-01-02 15:04 UTC"))
		}
		d.flag("needed", b.AsNeeded)
		d.add("reason", b.Reason)
		d.value("effect", b.Effect)
		d.said("route", b.Route)
		d.codes(b.Codes)
	case *journal.Episode:
		if b.End != nil {
			d.add("end", b.End.UTC().Format("2006-01-02 15:04 UTC"))
		}
		d.value("worst", b.Worst)
	case *journal.Event:
		d.said("category", b.Category)
		d.said("status", b.Status)
		d.add("reason", b.Reason)
		d.items("results", b.Results)
		d.codes(b.Codes)
	case *journal.Appointment:
		d.add("with", b.With)
		d.add("reason", b.Reason)
		d.said("status", b.Status)
		d.add("questions", strings.Join(b.Questions, "\n"))
		d.add("asked", strings.Join(b.Asked, "\n"))
		d.codes(b.Codes)
	case *journal.Condition:
		d.said("category", b.Category)
		d.said("state", b.Status)
		d.said("certainty", b.Certainty)
		d.flag("onset_unknown", b.OnsetUnknown)
		d.date("end", b.End, b.EndPrecision)
		d.said("severity", b.Severity)
		d.add("reaction", b.Reaction)
		d.add("system", b.BodySystem)
		d.codes(b.Codes)
	default:
		d.treatment(body)
	}
}

func (d *details) observation(b *journal.Observation) {
	d.value("value", b.Value)
	d.add("region", b.Region)
	d.items("after", b.After)
	d.number("range_low", b.RangeLow)
	d.number("range_high", b.RangeHigh)
	d.said("outcome", b.Outcome)
	if b.Serious != nil {
		answer := "entry.no"
		if *b.Serious {
			answer = "entry.yes"
		}
		d.add("serious", words.Text(answer))
	}
	d.said("relation", b.Relation)
	d.codes(b.Codes)
}

func (d *details) treatment(body journal.Body) {
	switch b := body.(type) {
	case *journal.Treatment:
		d.said("category", b.Category)
		d.add("form", b.Form)
		d.add("strength", b.Strength)
		d.add("class", b.Class)
		d.codes(b.Codes)
	case *journal.Course:
		d.said("category", b.Category)
		d.add("purpose", b.Purpose)
		d.add("amount", b.Amount.String())
		d.said("frequency", b.Frequency)
		d.said("route", b.Route)
		d.add("instructions", b.Instructions)
		d.flag("start_unknown", b.StartUnknown)
		d.date("end", b.End, b.EndPrecision)
		d.flag("ongoing", b.Ongoing)
		d.said("status", b.Status)
		d.add("stop_reason", b.StopReason)
		d.codes(b.Codes)
	case *journal.DoseStep:
		d.add("amount", b.Amount.String())
	case *journal.Plan:
		d.add("amount", b.Amount.String())
		d.add("rule", b.Rule)
		var times []string
		for _, m := range b.Times {
			times = append(times, fmt.Sprintf("%02d:%02d", m/60, m%60))
		}
		d.items("times", times)
		d.flag("needed", b.AsNeeded)
		d.add("interval", lengthText(time.Duration(b.MinInterval)*time.Second))
		d.add("most", b.MaxPerDay.String())
		d.date("paused_from", b.PausedFrom, journal.Day)
		d.date("paused_to", b.PausedTo, journal.Day)
	case *journal.Evaluation:
		d.value("benefit", b.Benefit)
		d.items("side_effects", b.SideEffects)
		d.value("side_effect", b.SideEffect)
		d.value("burden", b.Burden)
		d.value("cost", b.Cost)
		d.value("adherence", b.Adherence)
	case *journal.Stock:
		d.add("amount", b.Amount.String())
		d.flag("counted", b.Counted)
		d.add("reason", b.Reason)
	default:
		d.other(body)
	}
}

func (d *details) other(body journal.Body) {
	switch b := body.(type) {
	case *journal.Response:
		d.add("instrument", strings.TrimSpace(b.Instrument+" "+b.Version))
		d.add("answers", answersText(b))
		if b.Score == nil {
			d.add("score", words.Text("entry.no_score"))
		}
		d.number("score", b.Score)
	case *journal.Instrument:
		d.add("version", b.Version)
		d.add("questions", strings.Join(b.Items, "\n"))
		d.number("most", b.MaxScore)
		d.codes(b.Codes)
	case *journal.Segment:
		d.add("readings", words.Count(int64(b.Count), "sample"))
		d.add("range", words.Text("entry.range", b.Low, b.High, units.Text(b.Unit)))
		d.codes(b.Codes)
	case *journal.Attachment:
		d.add("media", b.MediaType)
		if b.Size > 0 {
			d.add("size", fmt.Sprintf("%d bytes", b.Size))
		}
	case *journal.Experiment:
		d.add("against", b.Against)
		d.items("outcomes", b.Outcomes)
		d.add("blocks", app.BlocksText(b))
		d.date("end", b.Ended, journal.Day)
		d.add("stop_reason", b.EndReason)
	case *journal.ShareGrant:
		d.add("recipient", b.Recipient)
		d.add("purpose", b.Purpose)
		var kinds []string
		for _, k := range b.Kinds {
			kinds = append(kinds, words.Text("entry.kind."+k.String()))
		}
		d.items("kinds", kinds)
		d.date("from", b.From, journal.Day)
		d.date("to", b.To, journal.Day)
	case *journal.Person:
		d.date("birth", b.Birth, journal.Day)
		d.date("death", b.Death, journal.Day)
		d.said("sex", b.Sex)
		d.add("age", b.AgeSaid)
		var facts []string
		for name, fact := range b.Details {
			facts = append(facts, name+": "+fact)
		}
		slices.Sort(facts)
		d.items("details", facts)
	case *journal.Definition:
		d.said("scale", b.Scale.String())
		d.add("unit", units.Text(b.Unit))
		d.items("anchors", b.Anchors)
		d.codes(b.Codes)
	}
}
