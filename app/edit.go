package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// Change says what to change in an entry. A nil field leaves things as they are.
type Change struct {
	Line    *string // the whole entry anew, as a quick line
	Name    *string
	Value   *string // as it would be typed in a quick line after the name
	NoValue bool    // the value is not known after all
	At      *string // as App.When reads it
	Note    *string
	Tag     []string // to add
	Untag   []string // to take away
	// Sure says that a value is meant even if it is unlikely.
	Sure bool
}

// Empty reports whether c changes nothing.
func (c *Change) Empty() bool {
	return c.Line == nil && c.Name == nil && c.Value == nil && !c.NoValue && c.At == nil && c.Note == nil &&
		len(c.Tag) == 0 && len(c.Untag) == 0
}

// Change changes an entry of a person. It fails with [journal.ErrUnchanged] if
// the entry says all that already, and with [InputError] or [quick.ErrLine].
func (a *App) Change(ctx context.Context, p Person, id journal.ID, c Change) (journal.Entry, error) {
	if c.Empty() {
		return journal.Entry{}, &InputError{errNothingToChange}
	}
	var line *quick.Parsed
	if c.Line != nil {
		parsed, err := a.Read(ctx, p, *c.Line, "")
		if err != nil {
			return journal.Entry{}, err
		}
		line = &parsed
	}
	edit := func(e *journal.Entry) error {
		if line != nil {
			if err := replace(e, &line.Entry, strings.Contains(*c.Line, "@")); err != nil {
				return err
			}
		}
		return a.change(e, &c)
	}
	if !c.Sure && (line != nil || c.Value != nil) {
		if err := a.doubtEdit(ctx, p, id, edit); err != nil {
			return journal.Entry{}, err
		}
	}
	return a.Edit(ctx, p, id, edit)
}

// replace takes over what a line says; the time only if the line has one.
func replace(e, line *journal.Entry, timed bool) error {
	if line.Kind != e.Kind {
		return input("the line reads as a %s, the entry is a %s. Delete the entry and log the line instead.", line.Kind, e.Kind)
	}
	old := e.When
	e.When, e.Name, e.Note, e.Tags = line.When, line.Name, line.Note, line.Tags
	if !timed {
		e.When = old
		e.When.Duration = line.When.Duration
	}
	if was, now := e.Observation(), line.Observation(); was != nil && now != nil {
		was.Value, was.Region, was.After = now.Value, now.Region, now.After
		return nil
	}
	if was, now := e.Dose(), line.Dose(); was != nil && now != nil {
		was.Status, was.Amount, was.Reason = now.Status, now.Amount, now.Reason
		return nil
	}
	e.Body = line.Body
	return nil
}

func (a *App) change(e *journal.Entry, c *Change) error {
	if c.Name != nil {
		e.Name = strings.TrimSpace(*c.Name)
	}
	if c.Note != nil {
		e.Note = *c.Note
	}
	if c.At != nil {
		when, err := a.When(*c.At)
		if err != nil {
			return err
		}
		when.Duration = e.When.Duration
		e.When = when
	}
	tags := slices.Clone(e.Tags) // e shares its own with the entry before
	for _, tag := range c.Tag {
		if tag = strings.TrimPrefix(tag, "#"); tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	for _, tag := range c.Untag {
		tags = slices.DeleteFunc(tags, func(have string) bool { return have == strings.TrimPrefix(tag, "#") })
	}
	if e.Tags = tags; len(tags) == 0 {
		e.Tags = nil
	}
	switch {
	case c.NoValue:
		return a.setValue(e, "")
	case c.Value != nil && strings.TrimSpace(*c.Value) == "":
		return input("the value is empty. To say that it is not known, use --no-value.")
	case c.Value != nil:
		return a.setValue(e, strings.TrimSpace(*c.Value))
	}
	return nil
}

// ReadValue reads a value as it is typed behind a name in a quick line: 7, "72.5 kg",
// 120/80, yes. The error wraps [quick.ErrLine] or is an [InputError].
func (a *App) ReadValue(kind journal.Kind, name, text string) (*journal.Value, error) {
	qc := a.quickContext()
	qc.Known = []quick.Known{{Name: name, Kind: kind}}
	parsed, err := quick.Parse(`"`+name+`" `+text, qc)
	if err != nil {
		return nil, err
	}
	value := parsed.Entry.Value()
	if value == nil || parsed.Entry.Kind != kind || !strings.EqualFold(parsed.Entry.Name, name) {
		return nil, input("%s", words.Text("edit.value", text, name))
	}
	return value, nil
}

// setValue reads text on the scale that the entry has. "" takes the value away.
func (a *App) setValue(e *journal.Entry, text string) error {
	if d := e.Dose(); d != nil {
		return a.setAmount(d, e.Name, text)
	}
	o := e.Observation()
	if o == nil {
		return input("a %s has no value. It has a name, a time, a note and tags.", strings.ReplaceAll(e.Kind.String(), "_", " "))
	}
	if text == "" {
		o.Value = nil
		return nil
	}
	if v := sameScale(o.Value, text); v != nil {
		o.Value = v
		return nil
	}
	value, err := a.ReadValue(e.Kind, e.Name, text)
	var wrong *InputError
	if errors.As(err, &wrong) {
		return input("%.60q is not a value for %s. The entry says %s.", text, e.Name, orNothing(o.Value.String()))
	}
	if err != nil {
		return err
	}
	o.Value = value
	return nil
}

func orNothing(s string) string {
	if s == "" {
		return "nothing yet"
	}
	return s
}

// sameScale returns text as a value on the scale of old, nil if it is none.
func sameScale(old *journal.Value, text string) *journal.Value {
	if old == nil {
		return nil
	}
	switch old.Scale {
	case journal.Text:
		return journal.TextOf(text)
	case journal.YesNo:
		switch strings.ToLower(text) {
		case "yes", "y", "true":
			return journal.Yes(true)
		case "no", "n", "false":
			return journal.Yes(false)
		}
		return nil
	case journal.Components, journal.Duration:
		return nil
	}
	number, err := journal.ParseDecimal(text)
	if err != nil {
		if old.Scale == journal.Ordinal {
			return &journal.Value{Scale: journal.Ordinal, Label: text}
		}
		return nil
	}
	v := &journal.Value{Scale: old.Scale, Number: &number, Unit: old.Unit}
	if v.Validate() != nil {
		return nil
	}
	return v
}

func (a *App) setAmount(d *journal.Dose, name, text string) error {
	if text == "" {
		d.Amount = nil
		return nil
	}
	if number, err := journal.ParseDecimal(text); err == nil && d.Amount != nil {
		d.Amount = &journal.Amount{Number: number, Unit: d.Amount.Unit}
		return nil
	}
	parsed, err := quick.Parse(`took "`+name+`" `+text, a.quickContext())
	if err != nil {
		return err
	}
	dose := parsed.Entry.Dose()
	if dose == nil || dose.Amount == nil {
		return input("%.60q is not an amount. Write it as 400 mg.", text)
	}
	d.Amount = dose.Amount
	return nil
}
