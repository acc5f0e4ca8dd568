package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"kith/journal"
	"kith/journal/schedule"
	"kith/journal/vault"
)

// ReminderSort says what a reminder is about.
type ReminderSort string

// The sorts.
const (
	RemindDose          ReminderSort = "dose"
	RemindQuestionnaire ReminderSort = "questionnaire"
	RemindCheckin       ReminderSort = "checkin"
	// RemindExperiment is a day of an experiment: the first of a block, and of a habit
	// each that nobody wrote down yet.
	RemindExperiment ReminderSort = "experiment"
)

// Reminder is something that waits for a person and that nobody logged yet. It has no
// word of the record, so that none can get into a notification.
type Reminder struct {
	// Key stays the same as long as it is the same thing.
	Key    string
	Person Person
	Sort   ReminderSort
	// At is from when on the person is to be reminded.
	At time.Time
}

const (
	// remindFor is how long after its time something is still worth a reminder.
	remindFor = 24 * time.Hour
	// remindAhead is how far ahead reminders are known.
	remindAhead = 24 * time.Hour
	// askFrom is the minute of the day from which on a questionnaire is asked for,
	// which is due on a day and not at a time.
	askFrom = 9 * 60
)

// Reminders returns what waits for any person now or will within a day, by time.
// What was logged is not among it.
func (a *App) Reminders(ctx context.Context) ([]Reminder, error) {
	settings, err := a.Settings()
	if err != nil && !errors.Is(err, vault.ErrDamaged) {
		return nil, err
	}
	now := a.Now()
	var mu sync.Mutex
	var list []Reminder
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, p := range a.Persons() {
		group.Go(func() error {
			found, err := a.remindersOf(ctx, p, now, settings)
			mu.Lock()
			defer mu.Unlock()
			list = append(list, found...)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("reminders: %w", err)
	}
	slices.SortFunc(list, func(x, y Reminder) int {
		if c := x.At.Compare(y.At); c != 0 {
			return c
		}
		if x.Key < y.Key {
			return -1
		}
		return 1
	})
	return list, nil
}

func (a *App) remindersOf(ctx context.Context, p Person, now time.Time, settings Settings) ([]Reminder, error) {
	var list []Reminder
	add := func(sort ReminderSort, what string, at time.Time) {
		if at.After(now.Add(-remindFor)) {
			list = append(list, Reminder{Key: p.ID.String() + " " + string(sort) + " " + what, Person: p, Sort: sort, At: at})
		}
	}
	due, err := a.DueBetween(ctx, p, now.Add(-remindFor), now.Add(remindAhead))
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		if d.Status == schedule.Open {
			add(RemindDose, fmt.Sprint(d.Plan, d.Slot), d.At)
		}
	}
	today := journal.DayAt(now)
	asked, err := a.InstrumentsDue(ctx, p, now)
	if err != nil {
		return nil, err
	}
	for _, q := range asked { // once a day as long as it waits
		add(RemindQuestionnaire, q.ID+" "+today.String(), schedule.Clock(today, askFrom, a.opts.Zone))
	}
	experiments, err := a.experimentsOn(ctx, p, today)
	if err != nil {
		return nil, err
	}
	for _, x := range experiments {
		habit := x.Of == journal.KindFactor
		if !x.Over() && (!habit && x.Today.Day == 1 || habit && x.Kept == UnknownDay) {
			add(RemindExperiment, x.ID().String()+" "+today.String(), schedule.Clock(today, askFrom, a.opts.Zone))
		}
	}
	if settings.CheckinAt == 0 {
		return list, nil
	}
	items, err := a.Checkin(ctx, p, today)
	if err != nil || len(items) == 0 || slices.ContainsFunc(items, func(i CheckinItem) bool { return i.On != nil }) {
		return list, err
	}
	day := today
	if time.Duration(settings.CheckinAt)*time.Minute < journal.DayBoundary { // in the night after it
		day++
	}
	add(RemindCheckin, today.String(), schedule.Clock(day, settings.CheckinAt, a.opts.Zone))
	return list, nil
}

// RemindMark is what became of one reminder.
type RemindMark struct {
	// Shown is when it was shown last, zero for never.
	Shown time.Time `json:"shown,omitzero"`
	// Hold is until when the person does not want to hear of it, zero for no such time.
	Hold time.Time `json:"hold,omitzero"`
}

// RemindState is what became of the reminders, by their keys.
type RemindState map[string]RemindMark

// RemindRules are when reminders may be shown.
type RemindRules struct {
	On bool
	// QuietFrom and QuietTo are minutes after midnight; equal ones are no quiet hours.
	QuietFrom, QuietTo int
}

// Rules returns the rules for reminders.
func (s *Settings) Rules() RemindRules { return RemindRules{s.Remind, s.QuietFrom, s.QuietTo} }

// Quiet reports whether t, by the clock of its zone, is in the quiet hours, and when
// these end.
func (r RemindRules) Quiet(t time.Time) (end time.Time, quiet bool) {
	minute := t.Hour()*60 + t.Minute()
	day := journal.DateOf(t)
	switch {
	case r.QuietFrom < r.QuietTo:
		quiet = minute >= r.QuietFrom && minute < r.QuietTo
	case r.QuietFrom > r.QuietTo:
		if quiet = minute >= r.QuietFrom || minute < r.QuietTo; quiet && minute >= r.QuietFrom {
			day++
		}
	}
	if !quiet {
		return t, false
	}
	end = schedule.Clock(day, r.QuietTo, t.Location())
	if !end.After(t) { // clocks went back meanwhile
		end = t.Add(time.Minute)
	}
	return end, true
}

const (
	// remindGap is how long after a reminder the next may follow: what becomes due in
	// between waits and is shown with it.
	remindGap = 5 * time.Minute
	// longestHold is the longest that a reminder can be put off. A time to wait until
	// that lies further ahead comes from a clock that was wrong.
	longestHold = 36 * time.Hour
)

// RemindStep is what to do about reminders now.
type RemindStep struct {
	// Show says that one reminder is to be shown now, for all of New.
	Show bool
	New  []Reminder
	// Waiting is everything that is due and not put off, whether or not it was shown.
	Waiting []Reminder
	// Held is everything due that was put off.
	Held []Reminder
	// Next is when to look again; zero if only a change of the journal can matter.
	Next time.Time
}

// Remind decides what to do at now, whose zone is the person's. It is a pure function:
// however far the clock jumped, whatever became due meanwhile is one reminder, and
// each thing is shown once, or again when the time for which it was put off is over.
func Remind(due []Reminder, now time.Time, state RemindState, rules RemindRules) RemindStep {
	var step RemindStep
	next := func(t time.Time) {
		if end, quiet := rules.Quiet(t); quiet {
			t = end
		}
		if t.After(now) && (step.Next.IsZero() || t.Before(step.Next)) {
			step.Next = t
		}
	}
	var last time.Time // of any reminder
	for _, mark := range state {
		if mark.Shown.After(last) && !mark.Shown.After(now) {
			last = mark.Shown
		}
	}
	for _, r := range due {
		mark := state[r.Key]
		switch held := mark.Hold.After(now) && mark.Hold.Before(now.Add(longestHold)); {
		case now.Sub(r.At) >= remindFor:
		case r.At.After(now):
			next(r.At)
		case held:
			step.Held = append(step.Held, r)
			next(mark.Hold)
		default:
			step.Waiting = append(step.Waiting, r)
			if mark.Shown.IsZero() || !mark.Hold.IsZero() && mark.Shown.Before(mark.Hold) {
				step.New = append(step.New, r)
			}
		}
	}
	if len(step.New) == 0 {
		return step
	}
	_, quiet := rules.Quiet(now)
	switch {
	case !rules.On:
	case quiet:
		next(now)
	case now.Sub(last) < remindGap:
		next(last.Add(remindGap))
	default:
		step.Show = true
	}
	if !step.Show {
		step.New = nil
	}
	return step
}

// Showed returns the state after a reminder of these was shown. What is so old that
// it matters no longer is dropped.
func (s RemindState) Showed(shown []Reminder, now time.Time) RemindState {
	return s.marked(shown, now, func(RemindMark) RemindMark { return RemindMark{Shown: now} })
}

// PutOff returns the state after these were put off until a time.
func (s RemindState) PutOff(off []Reminder, now, until time.Time) RemindState {
	return s.marked(off, now, func(m RemindMark) RemindMark { return RemindMark{Shown: m.Shown, Hold: until} })
}

func (s RemindState) marked(these []Reminder, now time.Time, mark func(RemindMark) RemindMark) RemindState {
	next := RemindState{}
	for key, m := range s {
		if now.Sub(m.Shown) < 3*remindFor || now.Sub(m.Hold) < 3*remindFor {
			next[key] = m
		}
	}
	for _, r := range these {
		next[r.Key] = mark(next[r.Key])
	}
	return next
}

// Snooze is for how long a reminder is put off.
type Snooze string

// The choices.
const (
	SnoozeTen      Snooze = "10m"
	SnoozeHour     Snooze = "1h"
	SnoozeTomorrow Snooze = "tomorrow"
)

// Snoozes returns the choices in their order.
func Snoozes() []Snooze { return []Snooze{SnoozeTen, SnoozeHour, SnoozeTomorrow} }

// Until returns when the time is over that begins at now; tomorrow is when the day
// begins, or when the quiet hours end that it begins in.
func (s Snooze) Until(now time.Time, rules RemindRules) time.Time {
	switch s {
	case SnoozeTen:
		return now.Add(10 * time.Minute)
	case SnoozeHour:
		return now.Add(time.Hour)
	}
	t := dayStart(journal.DayAt(now)+1, now.Location())
	if end, quiet := rules.Quiet(t); quiet {
		return end
	}
	return t
}

// remindDocument is the sealed document of this computer with what became of the
// reminders, so that locking does not begin them anew.
const remindDocument = "reminders"

func (a *App) remindState() (RemindState, error) {
	state := RemindState{}
	data, err := a.vault.ReadLocal(remindDocument)
	if err != nil && !errors.Is(err, vault.ErrDamaged) || data == nil {
		return state, err
	}
	if err := json.Unmarshal(data, &state); err != nil {
		return RemindState{}, nil // the worst is that something is shown again
	}
	return state, nil
}

func (a *App) keepRemindState(s RemindState) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write reminders: %w", err)
	}
	return a.vault.WriteLocal(remindDocument, data)
}

// RemindNow returns what to do about reminders now. If one is to be shown it counts as
// shown; whoever calls it shows it.
func (a *App) RemindNow(ctx context.Context) (RemindStep, error) {
	return a.remind(ctx, func(state RemindState, step RemindStep) (RemindState, bool) {
		return state.Showed(step.New, a.Now()), step.Show
	})
}

// RemindLook is RemindNow for somebody who only looks: nothing counts as shown.
func (a *App) RemindLook(ctx context.Context) (RemindStep, error) {
	return a.remind(ctx, func(state RemindState, _ RemindStep) (RemindState, bool) { return state, false })
}

// PutOff puts off everything that waits now, and says until when and how much that is.
func (a *App) PutOff(ctx context.Context, s Snooze) (until time.Time, n int, err error) {
	_, err = a.remind(ctx, func(state RemindState, step RemindStep) (RemindState, bool) {
		settings, _ := a.Settings() // the defaults if it cannot be read
		n, until = len(step.Waiting), s.Until(a.Now(), settings.Rules())
		return state.PutOff(step.Waiting, a.Now(), until), n > 0
	})
	return until, n, err
}

// remind decides what to do now and keeps the state that keep returns, if it says so.
func (a *App) remind(ctx context.Context, keep func(RemindState, RemindStep) (RemindState, bool)) (RemindStep, error) {
	due, err := a.Reminders(ctx)
	if err != nil {
		return RemindStep{}, err
	}
	a.settings.Lock()
	defer a.settings.Unlock()
	settings, err := a.Settings()
	if err != nil && !errors.Is(err, vault.ErrDamaged) {
		return RemindStep{}, err
	}
	state, err := a.remindState()
	if err != nil {
		return RemindStep{}, err
	}
	step := Remind(due, a.Now(), state, settings.Rules())
	if next, changed := keep(state, step); changed {
		err = a.keepRemindState(next)
	}
	return step, err
}
