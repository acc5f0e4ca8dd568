package view

import (
	"context"
	"slices"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// History is how an entry came to be what it is: every version, the newest
// first, those that were undone included.
type History struct {
	Title string // what the entry is about now, or was before it was deleted
	// Gone says that the entry does not stand on the timeline.
	Gone  bool
	Steps []HistoryStep
	// Where says where the newest version is, if others have the record: "It is on this
	// computer and on 2 of 3 devices."; else "".
	Where string
}

// HistoryStep is one version of an entry.
type HistoryStep struct {
	When string // when it was written: "Fri 20 November 2026, 19:30"
	Who  string // "you", or who else
	What string // "Written", "Changed", "Deleted"...
	// Text is the whole entry as it stood then, "" if it was deleted.
	Text string
	// Changes says what differs from the version before.
	Changes []HistoryChange
	// Undone says that the step was taken back and has no effect.
	Undone bool
}

// HistoryChange is one field that was changed. From or To is "" if it was empty.
type HistoryChange struct{ Label, From, To string }

// Line says the change in a sentence.
func (c HistoryChange) Line() string {
	switch {
	case c.From == "":
		return words.Text("entry.history.added", c.Label, c.To)
	case c.To == "":
		return words.Text("entry.history.removed", c.Label, c.From)
	}
	return words.Text("entry.history.differs", c.Label, c.From, c.To)
}

// LoadHistory reads the history of an entry of a person, whether it is shown or
// deleted. It fails with [journal.ErrNotFound].
func LoadHistory(ctx context.Context, a *app.App, p app.Person, id journal.ID) (*History, error) {
	versions, err := a.History(ctx, p, id)
	if err != nil {
		return nil, err
	}
	where, err := a.EntryStatus(ctx, p, id)
	if err != nil {
		return nil, err
	}
	h := new(History)
	if where.OfDevices > 1 || where.OfNodes > 0 {
		h.Where = words.Text("people.copies", where.Text())
	}
	var before *journal.Entry
	for i, v := range versions {
		step := HistoryStep{When: words.DateTime(v.At.In(a.Zone())), Who: words.Text("entry.history.you"), Undone: v.Undone}
		if v.By != a.Me() {
			step.Who = words.Text("entry.history.other", v.By.Short())
		} else if several := versions[0].Device; slices.ContainsFunc(versions, func(o journal.Version) bool { return o.Device != several }) {
			step.Who = a.WhoText(v.By, v.Device)
		}
		if v.Concurrent {
			step.Who += " · " + words.Text("conflict.at_once")
		}
		step.What = words.Text("entry.history." + whatOf(i, &v, before))
		if v.Entry != nil {
			step.Text = app.Describe(v.Entry)
			h.Title = step.Text
			if i > 0 {
				step.Changes = changesBetween(before, v.Entry)
			}
		}
		if !v.Undone {
			before = v.Entry
			h.Gone = v.Entry == nil
		}
		h.Steps = append(h.Steps, step)
	}
	if before != nil {
		h.Title = app.Describe(before)
	}
	slices.Reverse(h.Steps)
	return h, nil
}

// whatOf is the last part of the key of what a version did.
func whatOf(i int, v *journal.Version, before *journal.Entry) string {
	switch {
	case v.Entry == nil:
		return "deleted"
	case i == 0 && v.Act == "sample":
		return "sample"
	case i == 0 && v.Act != "log":
		return "imported"
	case i == 0:
		return "written"
	case before == nil:
		return "back"
	}
	return "changed"
}

// changesBetween says what differs between two versions of an entry.
func changesBetween(old, now *journal.Entry) []HistoryChange {
	if old == nil {
		return nil
	}
	was, is := EntryDetails(old), EntryDetails(now)
	find := func(in []EntryDetail, key string) string {
		for _, d := range in {
			if d.key == key {
				return d.Text
			}
		}
		return ""
	}
	var changes []HistoryChange
	for _, d := range is {
		if from := find(was, d.key); from != d.Text {
			changes = append(changes, HistoryChange{d.Label, from, d.Text})
		}
	}
	for _, d := range was {
		if find(is, d.key) == "" {
			changes = append(changes, HistoryChange{d.Label, d.Text, ""})
		}
	}
	return changes
}

// Text is the whole history as plain text, for reading aloud and copying.
func (h *History) Text() string {
	var b strings.Builder
	for _, s := range h.Steps {
		b.WriteString(words.Text("entry.history.step", s.What, s.When, s.Who))
		if s.Undone {
			b.WriteString(" " + words.Text("entry.history.undone"))
		}
		b.WriteString("\n")
		if s.Text != "" {
			b.WriteString("  " + s.Text + "\n")
		}
		for _, c := range s.Changes {
			b.WriteString("  " + c.Line() + "\n")
		}
	}
	return b.String()
}
