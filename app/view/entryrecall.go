package view

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	"kith/app"
	"kith/journal"
	"kith/journal/terms"
)

// lately is how many entries say which names are used most.
const lately = 300

// knownByUse returns the names that a person has used, those that they used most
// of late first.
func knownByUse(ctx context.Context, a *app.App, p app.Person) ([]journal.Known, error) {
	known, err := a.Known(ctx, p)
	if err != nil {
		return nil, err
	}
	uses := map[journal.Known]int{}
	err = a.Each(ctx, []app.Person{p}, journal.Query{Limit: lately}, func(l app.Listed) error {
		uses[journal.Known{Name: journal.Fold(l.Entry.Name), Kind: l.Entry.Kind}]++
		return nil
	})
	slices.SortStableFunc(known, func(x, y journal.Known) int {
		return uses[journal.Known{Name: journal.Fold(y.Name), Kind: y.Kind}] - uses[journal.Known{Name: journal.Fold(x.Name), Kind: x.Kind}]
	})
	return known, err
}

// Recalled is what is known of a name from before: on which scale it was
// measured, how much was taken, which course it belongs to.
type Recalled struct {
	name       string
	kind       journal.Kind
	last       *journal.Entry
	definition *journal.Definition
	course     *journal.Entry
	treatment  journal.ID  // that an evaluation is of, zero if there is none
	term       *terms.Term // of the vocabulary, nil if it does not have the name
}

func (r Recalled) scale() journal.Scale {
	if v := r.value(); v != nil {
		return v.Scale
	}
	if r.definition != nil {
		return r.definition.Scale
	}
	if r.term != nil && r.last == nil {
		if s, err := journal.ParseScale(r.term.Extra["scale"]); err == nil {
			return s
		}
	}
	return 0
}

func (r Recalled) value() *journal.Value {
	if r.last == nil {
		return nil
	}
	return r.last.Value()
}

// anchors are the words of an ordinal scale, from the lowest rank.
func (r Recalled) anchors() []string {
	if r.definition == nil {
		return nil
	}
	return r.definition.Anchors
}

// first is the rank of the first anchor.
func (r Recalled) first() int64 {
	if r.definition == nil {
		return 0
	}
	return int64(r.definition.First)
}

// Recall looks up what is known of a name for entries of a kind.
func (f *EntryForm) Recall(ctx context.Context, kind journal.Kind, name string) (Recalled, error) {
	r := Recalled{name: name, kind: kind}
	if journal.Fold(name) == "" {
		return r, nil
	}
	newest := func(k journal.Kind) (*journal.Entry, error) {
		list, err := f.a.List(ctx, []app.Person{f.person}, journal.Query{Name: name, Kinds: []journal.Kind{k}, Limit: 1})
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return &list[0].Entry, nil
	}
	var err error
	if r.last, err = newest(kind); err != nil {
		return r, err
	}
	if r.last != nil {
		if r.definition, err = f.definition(ctx, r.last); err != nil {
			return r, err
		}
	}
	if f.vocabulary != nil && termKind(kind) == kind {
		r.term = f.vocabulary.Find(kind, name)
	}
	if kind == journal.KindDose || kind == journal.KindEvaluation {
		if r.course, err = newest(journal.KindCourse); err != nil {
			return r, err
		}
	}
	if kind == journal.KindEvaluation {
		treatment, err := newest(journal.KindTreatment)
		switch {
		case err != nil:
			return r, err
		case treatment != nil:
			r.treatment = treatment.ID
		case r.course != nil:
			r.treatment = r.course.Body.(*journal.Course).Treatment
		}
	}
	return r, nil
}

// definition returns what an observation is measured on, nil if nobody said.
func (f *EntryForm) definition(ctx context.Context, e *journal.Entry) (*journal.Definition, error) {
	o := e.Observation()
	if o == nil || o.Definition.IsZero() {
		return nil, nil
	}
	said, err := f.a.Get(ctx, f.person, o.Definition)
	if errors.Is(err, journal.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, _ := said.Body.(*journal.Definition)
	return d, nil
}

// Use takes over what was recalled, if the form still is about that name and
// nothing was typed for it yet: the scale of a value, the amount of a dose. It
// reports whether the form has other fields or says something else now.
func (f *EntryForm) Use(r Recalled) bool {
	x := &f.Fields
	before := x.clone()
	if !f.IsNew() || r.kind != x.Kind || journal.Fold(r.name) != journal.Fold(x.Name) {
		return false
	}
	f.recall = r
	x.Anchors = r.anchors()
	switch {
	case isObservation(x.Kind) && !x.hasValue():
		if s := r.scale(); s != 0 {
			unit := ""
			if v := r.value(); v != nil {
				unit = v.Unit
			} else if r.definition != nil {
				unit = r.definition.Unit
			} else if r.term != nil {
				unit, _, _ = strings.Cut(r.term.Extra["unit"], ",")
			}
			x.setScale(s, unit)
			if v := r.value(); v != nil && s == journal.Components {
				x.Parts = entryPartsOf(v)
				for i := range x.Parts {
					x.Parts[i].Number = ""
				}
			}
		}
	case x.Kind == journal.KindDose && x.Amount == "":
		x.Amount = r.amount().String()
	}
	return !reflect.DeepEqual(before, *x)
}

// amount is what was taken last, or else what the course says.
func (r Recalled) amount() *journal.Amount {
	if r.last != nil {
		if d := r.last.Dose(); d != nil && d.Amount != nil {
			return d.Amount
		}
	}
	if r.course != nil {
		return r.course.Body.(*journal.Course).Amount
	}
	return nil
}

// refer makes a new dose one of the course that goes on under its name, if
// there is one.
func (r Recalled) refer(e *journal.Entry) {
	d := e.Dose()
	if d == nil || r.course == nil || journal.Fold(r.course.Name) != journal.Fold(e.Name) {
		return
	}
	c := r.course.Body.(*journal.Course)
	if c.End != nil && *c.End < e.When.Date || r.course.When.Date > e.When.Date {
		return
	}
	d.Course = r.course.ID
	if r.last != nil && r.last.Dose() != nil {
		d.AsNeeded, d.Route = d.AsNeeded || r.last.Dose().AsNeeded, r.last.Dose().Route
	}
}
