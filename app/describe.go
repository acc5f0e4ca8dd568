package app

import (
	"strings"
	"time"

	"kith/journal"
)

// Describe says in one line what an entry is about, without its time:
// "Headache 7/10, 2 h, after wine #sleep".
func Describe(e *journal.Entry) string {
	head := e.Name
	if e.Name == "" {
		head = strings.ReplaceAll(e.Kind.String(), "_", " ")
		if e.Kind == journal.KindNote {
			head = ""
		}
	}
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	switch b := e.Body.(type) {
	case *journal.Observation:
		head = join(head, b.Value.String())
		add(prefixed("in ", b.Region))
		add(prefixed("after ", strings.Join(b.After, " and ")))
	case *journal.Dose:
		head = join(head, b.Amount.String())
		add(b.Status.String())
		add(prefixed("for ", b.Reason))
	case *journal.Condition:
		add(firstOf(b.Category, "condition"))
		add(b.Status)
		if b.End != nil {
			add("until " + b.End.String())
		}
	case *journal.Course:
		head = join(head, b.Amount.String())
		add("course")
		add(b.Frequency)
		if b.End != nil {
			add("until " + b.End.String())
		}
		add(prefixed("for ", b.Purpose))
	case *journal.Event:
		add(strings.ReplaceAll(firstOf(b.Category, "event"), "_", " "))
		add(b.Status)
	case *journal.Appointment:
		add("visit")
		add(prefixed("with ", b.With))
		add(b.Reason)
	case *journal.Segment:
		add(segmentText(b))
	}
	if e.When.Duration > 0 && e.Kind != journal.KindSamples {
		add(lasting(e.When.Duration))
	}
	add(e.Note)
	text := strings.Join(append(nonEmpty(head), parts...), ", ")
	for _, tag := range e.Tags {
		text += " #" + tag
	}
	return text
}

func segmentText(s *journal.Segment) string {
	n := journal.DecimalOf(int64(s.Count))
	return strings.TrimSpace(n.String() + " readings, " + s.Low.String() + " to " + s.High.String() + " " + s.Unit)
}

func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

func lasting(d time.Duration) string {
	text := d.Round(time.Second).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// WhenText writes a time as exactly as it is known, as clocks showed it there:
// 2026-11-20 08:30, 2026-11-20 evening, 2026-11-20, 2026-11, 2026.
func WhenText(w journal.When) string {
	day := w.Date.String()
	switch w.Precision {
	case journal.Instant:
		return w.Local().Format("2006-01-02 15:04")
	case journal.PartOfDay:
		return day + " " + partOfDay(w.Local().Hour())
	case journal.Month:
		return day[:7]
	case journal.Year:
		return day[:4]
	}
	return day
}

func partOfDay(hour int) string {
	switch {
	case hour < 4, hour >= 21:
		return "night"
	case hour < 11:
		return "morning"
	case hour < 14:
		return "noon"
	case hour < 17:
		return "afternoon"
	}
	return "evening"
}
