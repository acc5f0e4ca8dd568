package journal

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// Entry is what the person sees: the newest state of one thing they recorded.
// A new entry is written by filling Kind, When, Name and what else is known,
// and handing it to a Record; the other fields are set when it is read back.
type Entry struct {
	ID     ID
	Person ID // the record's space
	Kind   Kind
	When   When
	// Name says what it is about: the symptom, measure, treatment, condition;
	// the title of an event or note. At most MaxName bytes.
	Name string
	// Note is the person's own words, at most MaxNote bytes.
	Note string
	Tags []string
	// Source names the program or device it came from, "" if typed in.
	Source string
	// Body is the part that only this kind has, nil if it has none.
	Body Body

	// Key makes the ID of an imported entry: what identifies the row in its
	// source. "" for entries made here. It is not stored.
	Key string

	// Recorded is when it was first written down; EnteredBy is the author who did and
	// Device the one that they did it on. See [Record.History] for those after.
	Recorded  time.Time
	EnteredBy ID
	Device    ID
	// Category is the one that it was first written in; [BaseCategory] if it has none,
	// as the person's own entry and what is older than categories.
	Category Category
	// Edited says that a later op changed it; see Record.History.
	Edited bool

	place position // of its row, 0 if it was not read from a record
}

// Limits of an entry's words, in bytes. A longer text is refused with
// [ErrTooLong], never cut.
const (
	MaxName = 1 << 10
	MaxNote = 128 << 10
	MaxTags = 64
	MaxTag  = 128
)

// Kinds of refusal; each comes wrapped in the detail.
var (
	ErrTooLong = errors.New("too long")
	ErrText    = errors.New("not UTF-8 text")
	ErrKind    = errors.New("body and kind do not belong together")
)

// Observation returns the body of a symptom, measure or factor, nil for others.
func (e *Entry) Observation() *Observation {
	o, _ := e.Body.(*Observation)
	return o
}

// Dose returns the body of a dose, nil for others.
func (e *Entry) Dose() *Dose {
	d, _ := e.Body.(*Dose)
	return d
}

// Value returns the reading of a symptom, measure or factor; nil is missing.
func (e *Entry) Value() *Value {
	if o := e.Observation(); o != nil {
		return o.Value
	}
	return nil
}

// Validate reports everything that keeps e from being written.
func (e *Entry) Validate() error {
	if _, err := ParseKind(e.Kind.String()); err != nil {
		return err
	}
	if err := e.When.Validate(); err != nil {
		return err
	}
	if (e.Body == nil) != (NewBody(e.Kind) == nil) || e.Body != nil && !e.Body.bodyOf(e.Kind) {
		return fmt.Errorf("%s with %T: %w", e.Kind, e.Body, ErrKind)
	}
	if e.Name == "" && needsName(e.Kind) {
		return fmt.Errorf("a %s without a name", strings.ReplaceAll(e.Kind.String(), "_", " "))
	}
	if len(e.Tags) > MaxTags {
		return fmt.Errorf("%d tags, at most %d: %w", len(e.Tags), MaxTags, ErrTooLong)
	}
	if err := checkText("name", e.Name, MaxName); err != nil {
		return err
	}
	if err := checkText("note", e.Note, MaxNote); err != nil {
		return err
	}
	for _, tag := range e.Tags {
		if err := checkText("tag", tag, MaxTag); err != nil {
			return err
		}
	}
	if err := checkText("source", e.Source, MaxName); err != nil {
		return err
	}
	if e.Body != nil && !readable(reflect.ValueOf(e.Body)) {
		return fmt.Errorf("a part of the %s: %w", strings.ReplaceAll(e.Kind.String(), "_", " "), ErrText)
	}
	if v := e.Value(); v != nil {
		return v.Validate()
	}
	if x, ok := e.Body.(*Experiment); ok {
		return x.validate()
	}
	return nil
}

func needsName(k Kind) bool {
	switch k {
	case KindNote, KindDayReviewed, KindAttachment, KindDoseStep, KindPlan, KindStock, KindShareGrant, KindEvaluation:
		return false
	}
	return true
}

func checkText(what, s string, limit int) error {
	if len(s) > limit {
		return fmt.Errorf("the %s has %d bytes, at most %d fit: %w", what, len(s), limit, ErrTooLong)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("the %s: %w", what, ErrText)
	}
	return nil
}

// readable reports whether every text in v, the body of an entry, is UTF-8: what is
// not is refused by every decoder of CBOR (RFC 8949, section 3.1), so an entry with
// it could be written and never read again.
func readable(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return utf8.ValidString(v.String())
	case reflect.Pointer, reflect.Interface:
		return v.IsNil() || readable(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if !readable(v.Field(i)) {
				return false
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return true
		}
		for i := range v.Len() {
			if !readable(v.Index(i)) {
				return false
			}
		}
	case reflect.Map:
		for each := v.MapRange(); each.Next(); {
			if !readable(each.Key()) || !readable(each.Value()) {
				return false
			}
		}
	}
	return true
}
