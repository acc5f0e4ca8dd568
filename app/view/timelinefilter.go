package view

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// SearchPause is how long typing in the search has to rest before it is searched.
// A search that is under way then is given up.
const SearchPause = 120 * time.Millisecond

// Filter is what of the journal a timeline shows. The zero value with persons is
// everything of theirs.
type Filter struct {
	Persons []app.Person
	Groups  []KindGroup // in any of them; none is all
	Range   Range
	Search  string
}

// KindGroup is a sort of entries, in the words that patients use: one or several
// kinds. It is also the key of its icon.
type KindGroup string

// The groups.
const (
	GroupSymptom   KindGroup = "symptom"
	GroupMedicine  KindGroup = "medicine"
	GroupMeasure   KindGroup = "measure"
	GroupFactor    KindGroup = "factor"
	GroupNote      KindGroup = "note"
	GroupCondition KindGroup = "condition"
	GroupEvent     KindGroup = "event"
)

var kindsOf = map[KindGroup][]journal.Kind{
	GroupSymptom:   {journal.KindSymptom, journal.KindEpisode},
	GroupMedicine:  {journal.KindDose, journal.KindCourse, journal.KindEvaluation, journal.KindStock, journal.KindExperiment},
	GroupMeasure:   {journal.KindMeasure, journal.KindSamples, journal.KindResponse},
	GroupFactor:    {journal.KindFactor},
	GroupNote:      {journal.KindNote, journal.KindAttachment, journal.KindDayReviewed},
	GroupCondition: {journal.KindCondition},
	GroupEvent:     {journal.KindEvent, journal.KindAppointment, journal.KindShareGrant},
}

// KindGroups returns the groups in the order in which they are offered. Every kind
// that stands on a timeline is in one of them.
func KindGroups() []KindGroup {
	return []KindGroup{GroupSymptom, GroupMedicine, GroupMeasure, GroupFactor, GroupNote, GroupCondition, GroupEvent}
}

// Title is what the group is called: "Symptoms".
func (g KindGroup) Title() string { return words.Text("timeline.group." + string(g)) }

// groupOf is the group that a kind is in.
func groupOf(k journal.Kind) KindGroup {
	for g, kinds := range kindsOf {
		if slices.Contains(kinds, k) {
			return g
		}
	}
	return GroupEvent
}

// Has reports whether a group is chosen; none is all of them.
func (f *Filter) Has(g KindGroup) bool { return slices.Contains(f.Groups, g) }

// Toggle chooses a group, or no longer.
func (f *Filter) Toggle(g KindGroup) {
	if !f.Has(g) {
		f.Groups = append(slices.Clone(f.Groups), g)
		return
	}
	f.Groups = slices.DeleteFunc(slices.Clone(f.Groups), func(have KindGroup) bool { return have == g })
}

// Narrow reports whether the filter leaves anything of its persons out.
func (f *Filter) Narrow() bool {
	return len(f.Groups) > 0 || f.Range.From != nil || f.Range.To != nil || f.searched() != ""
}

// Wide is the filter without all that narrows it.
func (f *Filter) Wide() Filter { return Filter{Persons: f.Persons} }

// equal reports whether both choose the same.
func (f *Filter) equal(other *Filter) bool {
	same := func(a, b *journal.Date) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return slices.Equal(f.Persons, other.Persons) && slices.Equal(f.Groups, other.Groups) &&
		same(f.Range.From, other.Range.From) && same(f.Range.To, other.Range.To) && strings.TrimSpace(f.searched()) == strings.TrimSpace(other.searched())
}

func (f *Filter) query() journal.Query {
	q := journal.Query{From: f.Range.From, To: f.Range.To, Search: f.searched()}
	for _, g := range f.Groups {
		q.Kinds = append(q.Kinds, kindsOf[g]...)
	}
	return q
}

// searched is what of the typed words can be searched for, "" if there is nothing.
func (f *Filter) searched() string {
	if len(f.Search) > journal.MaxName || !strings.ContainsFunc(f.Search, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return ""
	}
	return f.Search
}

// Range is from a day to a day, both included; nil is open. The zero value is all
// time.
type Range struct {
	From, To *journal.Date
	Title    string
}

// Ranges returns the ranges that are offered: all time first. Today is the day that
// new entries are of.
func Ranges(today journal.Date) []Range {
	since := func(key string, from journal.Date) Range {
		return Range{From: &from, Title: words.Text("timeline.range." + key)}
	}
	t := today.Midnight()
	january := journal.NewDate(t.Year(), time.January, 1)
	before, lastYear := january-1, journal.NewDate(t.Year()-1, time.January, 1)
	return []Range{
		{Title: words.Text("timeline.range.all")},
		since("today", today), since("week", today-6), since("month", today-29), since("quarter", today-89),
		{From: &january, Title: words.Text("timeline.range.year", t.Year())},
		{From: &lastYear, To: &before, Title: words.Text("timeline.range.year", t.Year()-1)},
	}
}

// ReadRange reads the first and the last day of a range as people write them:
// 2026-11-20, 20.11.2026, 2026-11, 2026, today; "" is open. The error is an
// [app.InputError].
func ReadRange(from, to string, today journal.Date) (Range, error) {
	var r Range
	first, _, err := readDays(from, today)
	if err != nil {
		return Range{}, err
	}
	if strings.TrimSpace(from) != "" {
		r.From = &first
	}
	_, last, err := readDays(to, today)
	if err != nil {
		return Range{}, err
	}
	if strings.TrimSpace(to) != "" {
		r.To = &last
	}
	switch {
	case r.From == nil && r.To == nil:
		r.Title = words.Text("timeline.range.all")
	case r.From == nil:
		r.Title = words.Text("timeline.range.until", dateText(*r.To))
	case r.To == nil:
		r.Title = words.Text("timeline.range.since", dateText(*r.From))
	case *r.From > *r.To:
		return Range{}, inputError("timeline.range.backwards", dateText(*r.To), dateText(*r.From))
	case *r.From == *r.To:
		r.Title = dateText(*r.From)
	default:
		r.Title = words.Text("timeline.range.between", dateText(*r.From), dateText(*r.To))
	}
	return r, nil
}

// readDays reads a day, month or year as its first and last day.
func readDays(text string, today journal.Date) (first, last journal.Date, err error) {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "", "today":
		return today, today, nil
	case "yesterday":
		return today - 1, today - 1, nil
	}
	for _, layout := range []string{"2006-1-2", "2.1.2006", "2/1/2006", "2 Jan 2006", "2 January 2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return journal.DateOf(t), journal.DateOf(t), nil
		}
	}
	for _, layout := range []string{"2006-1", "1.2006", "1/2006", "Jan 2006", "January 2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return journal.DateOf(t), journal.DateOf(t.AddDate(0, 1, 0)) - 1, nil
		}
	}
	if t, err := time.Parse("2006", text); err == nil && t.Year() > 0 {
		return journal.DateOf(t), journal.DateOf(t.AddDate(1, 0, 0)) - 1, nil
	}
	return 0, 0, inputError("timeline.range.unread", typedText(text))
}
