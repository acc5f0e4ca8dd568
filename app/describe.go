package app

import (
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/units"
)

// Describe says in one line what an entry is about, without its time:
// "Headache 7/10, 2 h, after wine #sleep".
func Describe(e *journal.Entry) string {
	head := e.Name
	if e.Name == "" {
		head = words.Text("describe.kind." + e.Kind.String())
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
		head = join(head, ValueText(b.Value))
		add(said("describe.in", b.Region))
		add(said("describe.after", strings.Join(b.After, words.Text("describe.and"))))
	case *journal.Dose:
		head = join(head, b.Amount.String())
		add(words.Text("describe.status." + b.Status.String()))
		add(said("describe.for", b.Reason))
	case *journal.Condition:
		add(firstOf(b.Category, words.Text("describe.condition")))
		add(b.Status)
		if b.End != nil {
			add(words.Text("describe.until", b.End.String()))
		}
	case *journal.Course:
		head = join(head, b.Amount.String())
		add(words.Text("describe.course"))
		add(b.Frequency)
		if b.End != nil {
			add(words.Text("describe.until", b.End.String()))
		}
		add(said("describe.for", b.Purpose))
	case *journal.Treatment:
		add(words.Text("describe.treatment"))
	case *journal.DoseStep:
		head = join(head, b.Amount.String())
		add(words.Text("describe.step"))
	case *journal.Plan:
		add(words.Text("describe.plan"))
	case *journal.Evaluation:
		add(said("describe.benefit", ValueText(b.Benefit)))
		add(said("describe.side_effects", join(ValueText(b.SideEffect), strings.Join(b.SideEffects, words.Text("describe.and")))))
		add(said("describe.burden", ValueText(b.Burden)))
		add(said("describe.cost", ValueText(b.Cost)))
		add(said("describe.adherence", ValueText(b.Adherence)))
	case *journal.Stock:
		head = join(head, b.Amount.String())
		switch {
		case b.Counted:
			add(words.Text("describe.counted"))
		default:
			add(firstOf(b.Reason, words.Text("describe.stock")))
		}
	case *journal.Episode:
		add(said("describe.worst", ValueText(b.Worst)))
		if b.End == nil {
			add(words.Text("describe.lasting"))
		}
	case *journal.Event:
		add(strings.ReplaceAll(firstOf(b.Category, words.Text("describe.event")), "_", " "))
		add(b.Status)
	case *journal.Experiment:
		add(words.Text("describe.kind.experiment"))
		add(AgainstText(b))
		add(words.List(b.Outcomes))
		add(BlocksText(b))
		if b.Ended != nil {
			add(words.Text("describe.until", b.Ended.String()))
		}
	case *journal.Attachment:
		add(AttachmentText(e))
	case *journal.Appointment:
		add(words.Text("describe.visit"))
		add(said("describe.with", b.With))
		add(b.Reason)
	case *journal.Response:
		if b.Score != nil {
			head = join(head, b.Score.String())
		}
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
	return strings.TrimSpace(words.Text("describe.readings", n.String(), s.Low.String(), s.High.String(), s.Unit))
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

// said is what key says of text, "" of nothing.
func said(key, text string) string {
	if text == "" {
		return ""
	}
	return words.Text(key, text)
}

// ValueText writes a value as a person reads it, with its answer in the language in
// use and units as people write them: 7/10, yes, 72.5 kg, 120/80 mmHg. A missing
// value is "".
func ValueText(v *journal.Value) string {
	if v != nil && v.Scale == journal.YesNo && v.Number != nil {
		if v.Number.Coef == 0 {
			return words.Text("describe.no")
		}
		return words.Text("describe.yes")
	}
	if v == nil || v.Unit == "" && len(v.Parts) == 0 {
		return v.String()
	}
	shown := *v
	shown.Unit, shown.Parts = units.Text(v.Unit), slices.Clone(v.Parts)
	for i := range shown.Parts {
		shown.Parts[i].Unit = units.Text(shown.Parts[i].Unit)
	}
	return shown.String()
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
		return day + " " + words.PartOfDay(w.Local().Hour())
	case journal.Month:
		return day[:7]
	case journal.Year:
		return day[:4]
	}
	return day
}

// SizeText writes a number of bytes as people read it, in powers of a thousand: 12
// bytes, 196 kB, 1.1 MB.
func SizeText(n int64) string {
	switch {
	case n < 1e3:
		return words.Text("size.bytes", n)
	case n < 1e6:
		return words.Text("size.kb", float64(n)/1e3)
	case n < 1e9:
		return words.Text("size.mb", float64(n)/1e6)
	}
	return words.Text("size.gb", float64(n)/1e9)
}
