package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// addFlags are what kith add takes beside the kind, the name and the value. Each flag
// fills the field of the form of the same meaning.
type addFlags struct {
	person, at, end           string
	skipped, yes              bool
	questions, tags, triggers []string
	texts                     map[string]*string
}

// addTexts are the flags that are one field of the form as it is typed.
var addTexts = map[string]func(*view.EntryFields) *string{
	"note":         func(x *view.EntryFields) *string { return &x.Note },
	"for":          func(x *view.EntryFields) *string { return &x.Duration },
	"region":       func(x *view.EntryFields) *string { return &x.Region },
	"worst":        func(x *view.EntryFields) *string { return &x.Worst },
	"amount":       func(x *view.EntryFields) *string { return &x.Amount },
	"reason":       func(x *view.EntryFields) *string { return &x.Reason },
	"helped":       func(x *view.EntryFields) *string { return &x.Effect },
	"with":         func(x *view.EntryFields) *string { return &x.With },
	"category":     func(x *view.EntryFields) *string { return &x.Category },
	"status":       func(x *view.EntryFields) *string { return &x.State },
	"certainty":    func(x *view.EntryFields) *string { return &x.Certainty },
	"severity":     func(x *view.EntryFields) *string { return &x.Severity },
	"reaction":     func(x *view.EntryFields) *string { return &x.Reaction },
	"from":         func(x *view.EntryFields) *string { return &x.SleepFrom },
	"to":           func(x *view.EntryFields) *string { return &x.SleepTo },
	"quality":      func(x *view.EntryFields) *string { return &x.Quality },
	"benefit":      func(x *view.EntryFields) *string { return &x.Benefit },
	"side-effects": func(x *view.EntryFields) *string { return &x.SideEffects },
	"side-effect":  func(x *view.EntryFields) *string { return &x.SideEffect },
	"burden":       func(x *view.EntryFields) *string { return &x.Burden },
	"cost":         func(x *view.EntryFields) *string { return &x.Cost },
	"adherence":    func(x *view.EntryFields) *string { return &x.Adherence },
}

func newAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	var f addFlags
	flags := cmd.Flags()
	flags.StringVarP(&f.person, "person", "p", "", words.Text("flag.person"))
	flags.StringVar(&f.at, "at", "", words.Text("flag.add.at"))
	flags.StringVar(&f.end, "end", "", words.Text("flag.add.end"))
	flags.BoolVar(&f.skipped, "skipped", false, words.Text("flag.add.skipped"))
	flags.BoolVar(&f.yes, "yes", false, words.Text("flag.sure"))
	flags.StringArrayVar(&f.questions, "question", nil, words.Text("flag.add.question"))
	flags.StringArrayVar(&f.tags, "tag", nil, words.Text("flag.edit.tag"))
	flags.StringArrayVar(&f.triggers, "after", nil, words.Text("flag.add.after"))
	f.texts = map[string]*string{}
	for _, name := range slices.Sorted(maps.Keys(addTexts)) {
		f.texts[name] = flags.String(name, "", words.Text("flag.add."+name))
	}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.ThePerson(f.person)
		if err != nil {
			return err
		}
		form, err := view.NewEntryForm(cmd.Context(), a, p)
		if err != nil {
			return err
		}
		if err := f.fill(cmd, a, form, args); err != nil {
			return err
		}
		return s.saveForm(cmd, form, f.yes, "log.done")
	})
	return cmd
}

// fill types what the command line says into the form.
func (f *addFlags) fill(cmd *cobra.Command, a *app.App, form *view.EntryForm, args []string) error {
	sort := view.EntrySort(strings.ReplaceAll(args[0], "-", "_"))
	if !slices.Contains(view.EntrySorts(), sort) {
		var all []string
		for _, s := range view.EntrySorts() {
			all = append(all, string(s))
		}
		return usage("add.kind", args[0], strings.Join(all, ", "))
	}
	form.SetSort(sort)
	x, rest := &form.Fields, args[1:]
	if form.Has(view.FieldName) && len(rest) > 0 {
		x.Name, rest = strings.TrimSpace(rest[0]), rest[1:]
		recalled, err := form.Recall(cmd.Context(), x.Kind, x.Name)
		if err != nil {
			return err
		}
		form.Use(recalled)
	}
	if err := f.value(a, form, strings.TrimSpace(strings.Join(rest, " "))); err != nil {
		return err
	}
	for name, field := range addTexts {
		if cmd.Flags().Changed(name) {
			*field(x) = *f.texts[name]
		}
	}
	if f.skipped {
		x.Status = journal.DoseSkipped
	}
	x.Tags, x.After = strings.Join(f.tags, ", "), strings.Join(f.triggers, ", ")
	for _, q := range f.questions {
		x.Questions = append(x.Questions, view.EntryQuestion{Text: q})
	}
	if err := f.time(a, form); err != nil {
		return err
	}
	return f.unused(cmd, form)
}

// value reads what stands behind the name: a value, an amount, a length of sleep, or
// the words of a note.
func (f *addFlags) value(a *app.App, form *view.EntryForm, text string) error {
	x := &form.Fields
	switch {
	case text == "":
	case x.Sort == view.SortSleep:
		x.Value = text
	case form.Has(view.FieldValue):
		v, err := a.ReadValue(x.Kind, x.Name, text)
		if err != nil {
			return err
		}
		x.SetValue(v)
	case form.Has(view.FieldAmount):
		x.Amount = text
	case x.Kind == journal.KindNote:
		x.Note = text
	default:
		return usage("add.rest", text)
	}
	return nil
}

// time reads when it was, and when it was over.
func (f *addFlags) time(a *app.App, form *view.EntryForm) error {
	x := &form.Fields
	if f.at != "" {
		read := a.When
		if x.Kind == journal.KindAppointment {
			read = a.WhenPlanned
		}
		when, err := read(f.at)
		switch {
		case x.Kind == journal.KindCondition && strings.EqualFold(f.at, "unknown"):
			x.Time = view.EntryTime{Mode: view.TimeUnknown}
		case err != nil:
			return err
		case x.Sort == view.SortSleep || x.Kind == journal.KindDayReviewed:
			x.Time = view.EntryTime{Mode: view.TimeDay, Date: when.Date.String()}
		default:
			form.At = &when
		}
	} else if x.Kind == journal.KindCondition {
		x.Time = view.EntryTime{Mode: view.TimeUnknown}
	}
	return setEnd(a, form, f.end)
}

// setEnd types when an episode or a condition was over; a clock time alone is the next
// one after it began.
func setEnd(a *app.App, form *view.EntryForm, text string) error {
	x := &form.Fields
	if text == "" {
		return nil
	}
	if x.EndDate, x.EndClock = "", text; form.EndIsClock() {
		return nil
	}
	when, err := a.When(text)
	if err != nil {
		return err
	}
	if when.Precision == journal.PartOfDay {
		return usage("add.end.part", text)
	}
	x.EndDate, x.EndClock = app.WhenText(when), ""
	if when.Precision == journal.Instant {
		x.EndDate, x.EndClock, _ = strings.Cut(app.WhenText(when), " ")
	}
	return nil
}

// unused refuses a flag that entries of this sort have no field for, rather than
// losing what it says.
func (f *addFlags) unused(cmd *cobra.Command, form *view.EntryForm) error {
	fieldOf := map[string]view.EntryField{"for": view.FieldDuration, "helped": view.FieldEffect, "status": view.FieldState,
		"from": view.FieldSleep, "to": view.FieldSleep, "side-effects": view.FieldSideEffects, "side-effect": view.FieldSideEffect,
		"end": view.FieldEnd, "question": view.FieldQuestions, "after": view.FieldAfter, "skipped": view.FieldAmount}
	names := append(slices.Sorted(maps.Keys(addTexts)), "end", "question", "after", "skipped")
	for _, name := range names {
		field, ok := fieldOf[name]
		if !ok {
			field = view.EntryField(name)
		}
		if cmd.Flags().Changed(name) && !form.Has(field) {
			return usage("add.flag", name, form.Fields.Sort)
		}
	}
	return nil
}

// saveForm saves what is typed into a form, or says what is wrong with each part.
func (s *session) saveForm(cmd *cobra.Command, form *view.EntryForm, yes bool, key string) error {
	if !form.Check() {
		var wrong []string
		for _, field := range slices.Sorted(maps.Keys(form.Errors)) {
			wrong = append(wrong, form.Errors[field])
		}
		return &app.InputError{Err: errors.New(strings.Join(wrong, " "))}
	}
	var saved view.EntrySaved
	err := s.unlessDoubtful(cmd, yes, func(sure bool) (err error) {
		form.Sure = sure
		saved, err = form.Saving()(cmd.Context())
		return err
	})
	if err != nil {
		return err
	}
	if saved.Unchanged {
		return fmt.Errorf("save: %w", journal.ErrUnchanged)
	}
	return s.printEntry(cmd, key, form.Person(), &saved.Entry)
}

// openForm opens the form of the entry whose id begins with prefix, which must be of
// a kind.
func openForm(ctx context.Context, a *app.App, prefix string, kind journal.Kind) (*view.EntryForm, error) {
	p, id, err := a.Find(ctx, prefix)
	if err != nil {
		return nil, err
	}
	form, err := view.OpenEntryForm(ctx, a, p, id)
	if err != nil {
		return nil, err
	}
	if is := form.Fields.Kind; is != kind {
		return nil, &app.InputError{Err: errors.New(words.Text("add.other_kind", strings.ReplaceAll(is.String(), "_", " "), strings.ReplaceAll(kind.String(), "_", " ")))}
	}
	return form, nil
}

func newEpisodeEnd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	at := cmd.Flags().String("at", "", words.Text("flag.at"))
	worst := cmd.Flags().String("worst", "", words.Text("flag.add.worst"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		form, err := openForm(cmd.Context(), a, args[0], journal.KindEpisode)
		if err != nil {
			return err
		}
		if form.EndNow(); *at != "" {
			if err := setEnd(a, form, *at); err != nil {
				return err
			}
		}
		if *worst != "" {
			form.Fields.Worst = *worst
		}
		return s.saveForm(cmd, form, true, "edit.done")
	})
	return cmd
}

func newAppointmentAsk(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		form, err := openForm(cmd.Context(), a, args[0], journal.KindAppointment)
		if err != nil {
			return err
		}
		form.Fields.Questions = append(form.Fields.Questions, view.EntryQuestion{Text: strings.Join(args[1:], " ")})
		return s.saveForm(cmd, form, true, "edit.done")
	})
	return cmd
}

func newAppointmentAsked(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		form, err := openForm(cmd.Context(), a, args[0], journal.KindAppointment)
		if err != nil {
			return err
		}
		questions := form.Fields.Questions
		for i := range questions {
			if strings.EqualFold(questions[i].Text, args[1]) || fmt.Sprint(i+1) == args[1] {
				questions[i].Asked = true
				return s.saveForm(cmd, form, true, "edit.done")
			}
		}
		return usage("add.no_question", args[1], len(questions))
	})
	return cmd
}
