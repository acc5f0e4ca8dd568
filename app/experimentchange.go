package app

import (
	"context"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// changeExperiment changes an experiment as one act; the courses of its treatments
// follow. fn alters the copy it is given. stop tells of each course that is the
// experiment's own, not one that went on before, that it ends with it; may be nil.
func (a *App) changeExperiment(ctx context.Context, p Person, id journal.ID, title string, fn func(Experiment) error, stop func(*journal.Course)) error {
	return a.with(ctx, p, func(r *journal.Record) error {
		e, err := r.Get(ctx, id)
		if err != nil {
			return err
		}
		if e.Kind != journal.KindExperiment {
			return journal.ErrNotFound
		}
		before := experimentOf(e, a.Day())
		body := *before.Experiment
		body.Shifts, body.NotKept = slices.Clone(body.Shifts), slices.Clone(body.NotKept)
		changed := before
		changed.Experiment = &body
		if err := fn(changed); err != nil {
			return err
		}
		e.Body = &body
		after := experimentOf(e, a.Day())
		alters := []journal.Alter{{ID: id, Fn: func(e *journal.Entry) error { e.Body = &body; return nil }}}
		for i, course := range body.Courses {
			alter, err := moveCourse(ctx, r, course, &before, &after, i == 0, stop)
			if err != nil {
				return err
			}
			alters = append(alters, alter...)
		}
		_, err = r.Act(ctx, title, nil, alters...)
		return err
	})
}

// moveCourse gives a course the pauses that an experiment has now in place of those it
// had. A course that somebody deleted stays so.
func moveCourse(ctx context.Context, r *journal.Record, id journal.ID, before, after *Experiment, with bool, stop func(*journal.Course)) ([]journal.Alter, error) {
	e, err := r.Get(ctx, id)
	if err != nil || e.Kind != journal.KindCourse {
		return nil, nil
	}
	body := *e.Body.(*journal.Course)
	was := pausesIn(before, with)
	body.Pauses = slices.DeleteFunc(slices.Clone(body.Pauses), func(p journal.Pause) bool {
		return slices.ContainsFunc(was, func(w journal.Pause) bool { return p.From == w.From && p.To != nil && *p.To == *w.To })
	})
	if body.Pauses = append(body.Pauses, pausesIn(after, with)...); len(body.Pauses) == 0 {
		body.Pauses = nil
	}
	if own := e.When.Date == before.Start() && body.End != nil && *body.End == before.Last(); own {
		last := after.Last()
		if len(after.Blocks) == 0 { // it was ended before it began
			last = *after.Ended
			e.When = journal.OnDay(last, e.When.Local().Location())
		}
		body.End = &last
		if stop != nil {
			stop(&body)
		}
	}
	e.Body = &body
	if err := schedule.Check(schedule.Regimen{Course: e}); err != nil {
		return nil, err
	}
	return []journal.Alter{{ID: id, Fn: func(old *journal.Entry) error { old.When, old.Body = e.When, &body; return nil }}}, nil
}

// EndExperiment ends an experiment with today as its last day; what was done stays.
// Courses that were begun for it stop now, and those that went on before go on as their
// plans say. One that is over is an [InputError].
func (a *App) EndExperiment(ctx context.Context, p Person, id journal.ID, reason string) error {
	today, now := a.Day(), a.Now()
	return a.changeExperiment(ctx, p, id, "end experiment", func(x Experiment) error {
		if x.Over() {
			return input("%s", words.Text("experiment.typed.over", x.Entry.Name))
		}
		x.Ended, x.EndReason = &today, strings.TrimSpace(reason)
		return nil
	}, func(c *journal.Course) {
		stopped := now
		c.Stopped, c.EndPrecision, c.Ongoing, c.Status, c.StopReason = &stopped, journal.Day, false, "stopped", strings.TrimSpace(reason)
	})
}

// BlockChange says what became of a block of an experiment.
type BlockChange struct {
	// Block counts from 1; 0 is that of today, or the next to come.
	Block int
	// Again begins the block once more, or later than planned, on From, and all after it
	// follow. Without it the block stays where it is and its pair does not count.
	Again  bool
	From   *journal.Date // nil is today
	Reason string
}

// SkipBlock says that a block of an experiment does not go as planned, because the
// person was ill or away. It fails with an [InputError].
func (a *App) SkipBlock(ctx context.Context, p Person, id journal.ID, c BlockChange) error {
	return a.changeExperiment(ctx, p, id, "skip block", func(x Experiment) error {
		refuse := func(key string, args ...any) error {
			return input("%s", words.Text("experiment.typed."+key, args...))
		}
		if x.State == ExperimentEnded || x.State == ExperimentDone && c.Block == 0 {
			return refuse("over", x.Entry.Name)
		}
		no := c.Block - 1
		if c.Block == 0 {
			no = slices.IndexFunc(x.Blocks, func(b journal.Block) bool { return b.To >= a.Day() })
		}
		if no < 0 || no >= len(x.Blocks) {
			return refuse("no_block", c.Block, len(x.Blocks))
		}
		block := x.Blocks[no]
		if !c.Again {
			switch {
			case block.From > a.Day():
				return refuse("not_begun", no+1, DateText(block.From))
			case !block.Kept:
				return journal.ErrUnchanged
			}
			x.NotKept = append(x.NotKept, no)
			slices.Sort(x.NotKept)
			return nil
		}
		from := a.Day()
		if c.From != nil {
			from = *c.From
		}
		switch {
		case no+1 < len(x.Blocks) && x.Blocks[no+1].From <= a.Day():
			return refuse("past_block", no+1)
		case from <= block.From:
			return refuse("later", no+1, DateText(block.From))
		case from > a.Day()+maxAhead:
			return refuse("from", DateText(from), DateText(block.From))
		}
		x.Shifts = slices.DeleteFunc(x.Shifts, func(s journal.BlockShift) bool { return s.Block == no })
		x.Shifts = append(x.Shifts, journal.BlockShift{Block: no, From: from, Reason: strings.TrimSpace(c.Reason)})
		x.NotKept = slices.DeleteFunc(x.NotKept, func(n int) bool { return n == no })
		return nil
	}, nil)
}

// KeepDay writes down whether a day of an experiment with a habit went as the plan
// said: that the habit was there, or not, on that day. It fails with an [InputError]
// for a day without a block and for a treatment, of which the doses are logged.
func (a *App) KeepDay(ctx context.Context, p Person, id journal.ID, day journal.Date, kept bool) (journal.Entry, error) {
	var e journal.Entry
	err := a.with(ctx, p, func(r *journal.Record) error {
		entry, err := r.Get(ctx, id)
		if err != nil {
			return err
		}
		if entry.Kind != journal.KindExperiment {
			return journal.ErrNotFound
		}
		x := experimentOf(entry, a.Day())
		on := x.On(day)
		switch {
		case x.Of != journal.KindFactor:
			return input("%s", words.Text("experiment.typed.doses", entry.Name))
		case on == nil || day > a.Day():
			return input("%s", words.Text("experiment.typed.no_day", DateText(day)))
		}
		name, there := x.Had(on.Block), kept
		if name == "" { // to keep to it is to go without
			name, there = entry.Name, !kept
		}
		e, err = a.sayFactor(ctx, r, name, day, there)
		return err
	})
	return e, err
}

// sayFactor writes down that a factor was there on a day or not, in place of what was
// said so before.
func (a *App) sayFactor(ctx context.Context, r *journal.Record, name string, day journal.Date, there bool) (journal.Entry, error) {
	before, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindFactor}, Name: name, From: &day, To: &day, Limit: 1})
	if err != nil {
		return journal.Entry{}, err
	}
	value := journal.Yes(there)
	if len(before) > 0 {
		if v := before[0].Value(); v == nil || v.Scale == journal.YesNo {
			return r.Edit(ctx, before[0].ID, func(e *journal.Entry) error {
				body := *e.Observation()
				body.Value = value
				e.Body = &body
				return nil
			})
		}
	}
	ids, err := r.Log(ctx, "log", journal.Entry{Kind: journal.KindFactor, Name: name, When: journal.OnDay(day, a.opts.Zone), Body: &journal.Observation{Value: value}})
	if err != nil {
		return journal.Entry{}, err
	}
	return r.Get(ctx, ids[0])
}
