package app

import (
	"context"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// Read says what a quick line means for a person, without writing it. at is a
// time as [App.When] reads it, "" for what the line says. The error wraps
// [quick.ErrLine] or is an [InputError].
func (a *App) Read(ctx context.Context, p Person, line, at string) (quick.Parsed, error) {
	known, err := a.Known(ctx, p)
	if err != nil {
		return quick.Parsed{}, err
	}
	qc := a.quickContext()
	for _, k := range known {
		qc.Known = append(qc.Known, quick.Known{Name: k.Name, Kind: k.Kind})
	}
	parsed, err := quick.Parse(line, qc)
	if err != nil || at == "" {
		return parsed, err
	}
	when, err := a.When(at)
	when.Duration = parsed.Entry.When.Duration
	parsed.Entry.When = when
	return parsed, err
}

func (a *App) quickContext() quick.Context {
	return quick.Context{Now: a.Now(), Zone: a.opts.Zone}
}

// Log writes what a quick line says and returns the entry as it was kept.
func (a *App) Log(ctx context.Context, p Person, line, at string) (journal.Entry, error) {
	parsed, err := a.Read(ctx, p, line, at)
	if err != nil {
		return journal.Entry{}, err
	}
	kept, err := a.LogEntries(ctx, p, "log", parsed.Entry)
	if err != nil {
		return journal.Entry{}, err
	}
	return kept[0].Entry, nil
}

// ahead is how far in the future a time may lie; see package quick.
const ahead = time.Hour

// When reads a time as people write it: all that may follow @ in a quick line,
// and 2026-11-20T08:30, 2026-11-20T08:30:00+01:00, 2026-11 and 2026. The error is
// an [InputError].
func (a *App) When(text string) (journal.When, error) { return a.readWhen(text, false) }

// WhenPlanned reads the time of something that may lie ahead: all that [App.When]
// reads, and tomorrow, +3d and +2w; a day of the week or a clock time alone is the
// next one.
func (a *App) WhenPlanned(text string) (journal.When, error) { return a.readWhen(text, true) }

func (a *App) readWhen(text string, planned bool) (journal.When, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "@")
	when, ok, err := a.exactWhen(text)
	if err != nil {
		return when, err
	}
	if !ok {
		qc := a.quickContext()
		qc.Ahead = planned
		parsed, err := quick.Parse("x @"+text, qc)
		if err != nil {
			return journal.When{}, &InputError{err}
		}
		e := parsed.Entry
		o := e.Observation()
		if e.Name != "X" || len(e.Tags) > 0 || e.When.Duration != 0 || o == nil || o.Value != nil || o.Region != "" || len(o.After) > 0 {
			return journal.When{}, input("%.60q is not a time alone. Write 8:30, yesterday 22:00, 2026-11-20 8:30 or -2h.", text)
		}
		return parsed.Entry.When, nil
	}
	if err := when.Validate(); err != nil {
		return when, input("%.60q: %v", text, err)
	}
	if !planned && a.IsAhead(when) {
		return when, input("%s lies ahead. An entry says what has happened.", text)
	}
	return when, nil
}

// IsAhead reports whether a time lies too far in the future for something that
// has happened: more than an hour, because clocks differ and people round up.
func (a *App) IsAhead(w journal.When) bool {
	if w.Precision == journal.Instant {
		return w.Time.Sub(a.Now()) > ahead
	}
	return w.Date > journal.DateOf(a.Now())
}

func (a *App) exactWhen(text string) (when journal.When, ok bool, err error) {
	zone := a.opts.Zone
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		_, offset := t.Zone()
		if _, here := t.In(zone).Zone(); here == offset {
			return journal.At(t.In(zone)), true, nil
		}
		return journal.At(t.In(time.FixedZone("", offset))), true, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		instants := journal.Clock(journal.DateOf(t), t.Hour(), t.Minute(), zone)
		if len(instants) == 0 {
			return when, false, input("%s", words.Text("entry.error.clock.gap", t.Hour(), t.Minute(), journal.DateOf(t)))
		}
		return journal.At(instants[0].Add(time.Duration(t.Second()) * time.Second)), true, nil
	}
	if t, err := time.Parse("2006-01", text); err == nil {
		return journal.InMonth(journal.DateOf(t), zone), true, nil
	}
	if t, err := time.Parse("2006", text); err == nil {
		return journal.InYear(journal.DateOf(t), zone), true, nil
	}
	return when, false, nil
}
