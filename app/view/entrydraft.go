package view

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"kith/journal"
)

// ErrDraft says that bytes are not the draft of a form.
var ErrDraft = errors.New("not a draft of an entry")

// maxDraft is the size of a draft, in bytes, beyond which it is none.
const maxDraft = 1 << 20

// draftVersion is that of the form of drafts.
const draftVersion = 1

// entryDraft is what a form holds that is not saved.
type entryDraft struct {
	Version int
	Fields  EntryFields
}

// Draft returns what is typed, for whoever keeps it sealed until the form is opened
// again; nil if nothing was typed. It is JSON of Kith's own, no format for others.
func (f *EntryForm) Draft() ([]byte, error) {
	if !f.Dirty() {
		return nil, nil
	}
	data, err := json.Marshal(entryDraft{draftVersion, f.Fields})
	if err != nil {
		return nil, fmt.Errorf("write draft: %w", err)
	}
	if len(data) > maxDraft {
		return nil, fmt.Errorf("write draft: %d bytes: %w", len(data), journal.ErrTooLong)
	}
	return data, nil
}

// RestoreDraft types again what a draft of such a form holds. The error wraps
// [ErrDraft], and then the form is as it was.
func (f *EntryForm) RestoreDraft(data []byte) error {
	if len(data) > maxDraft || !utf8.Valid(data) {
		return fmt.Errorf("%d bytes: %w", len(data), ErrDraft)
	}
	var d entryDraft
	if err := json.Unmarshal(data, &d); err != nil {
		return fmt.Errorf("%w: %w", err, ErrDraft)
	}
	x := d.Fields
	switch {
	case d.Version != draftVersion:
		return fmt.Errorf("version %d: %w", d.Version, ErrDraft)
	case x.Time.Mode < TimeNow || x.Time.Mode > TimeUnknown || x.Time.Part < 0 || x.Time.Part > Night:
		return fmt.Errorf("a time of no sort: %w", ErrDraft)
	case x.Kind.String() == "" || !f.IsNew() && x.Kind != f.base.Kind, f.IsNew() && emptyBody(x.Kind) == nil && x.Kind != journal.KindNote && x.Kind != journal.KindDayReviewed:
		return fmt.Errorf("of kind %q: %w", x.Kind, ErrDraft)
	case x.Scale.String() == "", x.Kind == journal.KindDose && x.Status.String() == "", len(x.Parts) > 64, x.Scale == journal.Components && len(x.Parts) == 0:
		return fmt.Errorf("a value of no sort: %w", ErrDraft)
	}
	x.Sort = x.sort()
	f.Fields, f.Errors, f.recall = x, nil, f.keptRecall()
	return nil
}

// keptRecall is what is known of the entry that is changed; of a new one it is asked
// again.
func (f *EntryForm) keptRecall() Recalled {
	if f.IsNew() {
		return Recalled{}
	}
	return f.recall
}
