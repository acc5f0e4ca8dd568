package view

import (
	"context"
	"encoding/json"
	"strings"
	"unicode"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// CheckinRow is one line of the check-in.
type CheckinRow struct {
	Name   string
	Pinned bool
	// Text is what is filled in, as it is typed; "" leaves the line out.
	Text string
	// Proposed says that Text is the value of the last time and was not touched: the
	// first key replaces it.
	Proposed bool
	// Unit stands behind the value: "of 10", "kg", "h".
	Unit string
	// Last says what it was the last time, and Logged what the day has already; "" is
	// nothing.
	Last, Logged string
	// Problem says why Text is no value.
	Problem string

	item app.CheckinItem
}

// Key tells the lines of a person's check-in apart.
func (r *CheckinRow) Key() string { return r.item.Kind.String() + " " + journal.Fold(r.Name) }

// loggedText is what was logged of an item, on one line; that it has no value is that
// it was there.
func loggedText(v *journal.Value) string {
	if v == nil {
		return words.Text("today.yes")
	}
	return valueText(v)
}

func newCheckinRow(item *app.CheckinItem, day, today journal.Date) CheckinRow {
	r := CheckinRow{Name: flat(item.Name), Pinned: item.Pinned, item: *item}
	if item.On != nil {
		r.Logged = loggedText(item.On.Value())
	}
	if e := item.Before; e != nil {
		key, when := "today.last", shortDay(e.When.Date, today)
		if e.When.Date == day-1 && day != today {
			when = words.Text("today.before")
		}
		r.Last = words.Text(key, when, loggedText(e.Value()))
	}
	if like := item.Like(); like != nil {
		switch like.Scale {
		case journal.NRS:
			r.Unit = words.Text("today.of_ten")
		case journal.Duration:
			r.Unit = words.Text("today.hours")
		case journal.Components:
			r.Unit = typedUnit(like.Parts[0].Unit)
		default:
			r.Unit = typedUnit(like.Unit)
		}
	}
	return r
}

func (r *CheckinRow) scale() journal.Scale {
	if like := r.item.Like(); like != nil {
		return like.Scale
	}
	return journal.YesNo // that it was there is all that is written down
}

// TakesLetters reports whether letters are part of a value, so that none is a command.
func (r *CheckinRow) TakesLetters() bool {
	return r.scale() == journal.Text || r.scale() == journal.Ordinal
}

// Rows returns the lines of the check-in. They are changed by the methods below.
func (t *Today) Rows() []CheckinRow { return t.rows }

// Filled is how many lines have something in them.
func (t *Today) Filled() (n int) {
	for i := range t.rows {
		if t.rows[i].Text != "" {
			n++
		}
	}
	return n
}

// Typed reports whether something is filled in that was not saved, of any day.
func (t *Today) Typed() bool { return t.Filled() > 0 || len(t.aside) > 0 }

// CanRepeat reports whether there is something that Repeat would fill in.
func (t *Today) CanRepeat() bool {
	for i := range t.rows {
		if r := &t.rows[i]; r.Text == "" && r.item.Repeats() {
			return true
		}
	}
	return false
}

// Repeat fills in what is usual as it was the last time, where nothing is filled in
// and the day has nothing yet, and returns how many lines that were.
func (t *Today) Repeat() (n int) {
	for i := range t.rows {
		if r := &t.rows[i]; r.Text == "" && r.item.Repeats() {
			r.Text, r.Proposed, r.Problem = app.ValueTyped(r.item.Before.Value()), true, ""
			n++
		}
	}
	return n
}

// Type adds a character to line i and reports whether it can be part of a value there.
// For yes or no one key is enough.
func (t *Today) Type(i int, c rune) bool {
	r := &t.rows[i]
	letter := unicode.ToLower(c)
	if r.scale() == journal.YesNo && !unicode.IsDigit(c) {
		for _, answer := range []string{words.Text("today.yes"), words.Text("today.no"), "y", "n"} {
			if first := []rune(answer)[0]; letter == first {
				full := words.Text("today.yes")
				if first == 'n' {
					full = words.Text("today.no")
				}
				r.set(full)
				return true
			}
		}
		return false
	}
	if !r.TakesLetters() && !unicode.IsDigit(c) && !strings.ContainsRune(".,:/", c) || unicode.IsControl(c) || len(r.Text) > 60 {
		return false
	}
	before := r.Text
	if r.Proposed {
		before = ""
	}
	r.set(before + string(c))
	return true
}

func (r *CheckinRow) set(text string) { r.Text, r.Proposed, r.Problem = text, false, "" }

// Erase takes the last character of line i away, or all of what is proposed.
func (t *Today) Erase(i int) {
	r := &t.rows[i]
	text := []rune(r.Text)
	if r.Proposed || len(text) == 0 || r.scale() == journal.YesNo {
		text = nil
	} else {
		text = text[:len(text)-1]
	}
	r.set(string(text))
}

// Clear leaves line i out.
func (t *Today) Clear(i int) { t.rows[i].set("") }

// Nudge makes the value of line i one step more or less: a rating by one, a rank by
// one, yes or no. An empty line begins with its last value. On other scales it does
// nothing and reports false.
func (t *Today) Nudge(i, by int) bool {
	r := &t.rows[i]
	if r.scale() == journal.YesNo {
		r.set(words.Text(map[bool]string{true: "today.yes", false: "today.no"}[by > 0]))
		return true
	}
	value, err := r.item.Read(r.Text)
	if r.Text == "" || err != nil {
		if value = nil; r.item.Before != nil {
			value, by = r.item.Before.Value(), 0
		}
	}
	n := 0
	if value != nil && value.Number != nil {
		n = int(value.Number.Float())
	}
	switch d := r.item.Definition; {
	case r.scale() == journal.NRS:
		r.set(journal.DecimalOf(int64(min(max(n+by, 0), 10))).String())
	case r.scale() == journal.Ordinal && d != nil && len(d.Anchors) > 0:
		r.set(d.Anchors[min(max(n-d.First+by, 0), len(d.Anchors)-1)])
	default:
		return false
	}
	return true
}

// CanNudge reports whether Nudge does something on the line.
func (r *CheckinRow) CanNudge() bool {
	s := r.scale()
	return s == journal.NRS || s == journal.YesNo || s == journal.Ordinal && r.item.Definition != nil && len(r.item.Definition.Anchors) > 0
}

// Check reads what is filled in and returns what is to be saved. A line that cannot be
// read gets a Problem, and bad is the first of them, -1 if all is well.
func (t *Today) Check() (answers []app.CheckinAnswer, bad int) {
	bad = -1
	for i := range t.rows {
		r := &t.rows[i]
		if strings.TrimSpace(r.Text) == "" {
			continue
		}
		answer := app.CheckinAnswer{Kind: r.item.Kind, Name: r.item.Name}
		switch {
		case r.Proposed: // exactly as it was, whatever it looked like
			answer.Value = r.item.Before.Value()
		default:
			value, err := r.item.Read(r.Text)
			if err != nil {
				if r.Problem = app.Explain(err).What; bad < 0 {
					bad = i
				}
				continue
			}
			answer.Value = value
		}
		answers = append(answers, answer)
	}
	return answers, bad
}

// Save writes the answers as one act and returns what to say about it.
func (t *Today) Save(ctx context.Context, p app.Person, day journal.Date, answers []app.CheckinAnswer) (string, error) {
	kept, err := t.a.SaveCheckin(ctx, p, day, answers)
	if err != nil {
		return "", err
	}
	return words.Text("today.saved", words.Count(int64(len(kept)), "entry"), dayText(day, today(t.a))), nil
}

// Saved empties the lines that were saved.
func (t *Today) Saved() {
	for i := range t.rows {
		t.rows[i].set("")
	}
}

// Place pins a line to the check-in, takes it out of it, or lets the habit decide. It
// may be called from another goroutine.
func (t *Today) Place(p app.Person, r CheckinRow, place app.CheckinPlace) (string, error) {
	return words.Text("today.place."+string(place), r.Name), t.a.PlaceInCheckin(p, r.item.Kind, r.item.Name, place)
}

// checkinDraft is what was filled in of a day and not saved.
type checkinDraft struct {
	Person journal.ID          `json:"person"`
	Day    journal.Date        `json:"day"`
	Texts  map[string]filledIn `json:"texts"`
}

// Draft returns everything that is filled in, to be kept until it is saved; nil is
// nothing.
func (t *Today) Draft() ([]byte, error) {
	t.setAside()
	var drafts []checkinDraft
	for day, texts := range t.aside {
		drafts = append(drafts, checkinDraft{day.person, day.day, texts})
	}
	if t.shown != nil {
		delete(t.aside, checkinDay{t.shown.Person.ID, t.shown.Day}) // the lines have it
	}
	if len(drafts) == 0 {
		return nil, nil
	}
	return json.Marshal(drafts)
}

// Recall takes up what a draft says, and reports whether that is of the day shown.
func (t *Today) Recall(draft []byte) bool {
	var drafts []checkinDraft
	if json.Unmarshal(draft, &drafts) != nil {
		return false
	}
	for _, d := range drafts {
		day := checkinDay{d.Person, d.Day}
		if _, newer := t.aside[day]; !newer {
			t.aside[day] = d.Texts
		}
	}
	return t.shown != nil && t.takeBack()
}

// Rating is a number from 0 to 10 that is being typed.
type Rating struct{ Text string }

// Type adds a digit; one that makes no rating with those before begins anew.
func (r *Rating) Type(c rune) {
	switch {
	case !unicode.IsDigit(c):
	case r.Text == "1" && c == '0':
		r.Text = "10"
	default:
		r.Text = string(c)
	}
}

// Nudge makes it one more or less.
func (r *Rating) Nudge(by int64) {
	n, err := journal.ParseDecimal(r.Text)
	if err != nil {
		n, by = journal.DecimalOf(5), 0
	}
	r.Text = journal.DecimalOf(min(max(n.Coef+by, 0), 10)).String()
}
