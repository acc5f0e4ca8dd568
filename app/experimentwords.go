package app

import (
	"strings"

	"kith/app/words"
	"kith/journal"
)

// AgainstText says what an experiment compares with, "" if it is with going without.
func AgainstText(x *journal.Experiment) string { return said("experiment.against", x.Against) }

// BlocksText says how long an experiment is: "6 pairs of blocks of 7 days".
func BlocksText(x *journal.Experiment) string {
	return words.Text("experiment.blocks", words.Count(int64(len(x.WithFirst)), "pair"), words.Count(int64(x.BlockDays), "day"))
}

// SafetyText is what everybody reads before an experiment: of a treatment more than of
// a habit.
func SafetyText(habit bool) string {
	if habit {
		return words.Text("experiment.safety.habit")
	}
	return words.Text("experiment.safety")
}

// Question says what an experiment asks: "Does Headache differ between blocks with
// Magnesium and blocks without it?"
func (x *Experiment) Question() string {
	if x.Against == "" {
		return words.Text("experiment.question", words.List(x.Outcomes), x.Entry.Name)
	}
	return words.Text("experiment.question.against", words.List(x.Outcomes), x.Entry.Name, x.Against)
}

// DaysText says from when to when it goes, how many days that are, and how many count.
func (x *Experiment) DaysText() string {
	if len(x.Blocks) == 0 {
		return words.Text("experiment.days.none", DateText(x.Start()))
	}
	days, count := 0, 0
	for _, b := range x.Blocks {
		days += int(b.To-b.From) + 1
	}
	for _, b := range x.counted(x.Last() + 1) {
		count += b.To - b.From
	}
	return words.Text("experiment.days", DateText(x.Start()), DateText(x.Last()), words.Count(int64(days), "day"), count)
}

// WashoutText says which days of a block do not count, "" if all do.
func (x *Experiment) WashoutText() string {
	switch x.Washout {
	case 0:
		return ""
	case 1:
		return words.Text("experiment.washout.one")
	}
	return words.Text("experiment.washout", words.Count(int64(x.Washout), "day"))
}

// HasText says what a block has: "with Magnesium", "without Magnesium".
func (x *Experiment) HasText(b journal.Block) string {
	if has := x.Had(b); has != "" {
		return words.Text("experiment.with", has)
	}
	return words.Text("experiment.without", x.Entry.Name)
}

// TodayText says what the day asks for, "" if no block has it.
func (x *Experiment) TodayText() string {
	if x.Today == nil {
		return ""
	}
	return words.Text("experiment.today", x.HasText(x.Today.Block))
}

// PlaceText says where in an experiment a day is, and whether it counts.
func (x *Experiment) PlaceText(on *ExperimentDay) string {
	text := words.Text("experiment.place", on.Block.No+1, 2*len(x.WithFirst), on.Day, x.BlockDays)
	switch {
	case !on.Block.Kept:
		text += " " + words.Text("experiment.place.not_kept")
	case on.Washout:
		text += " " + words.Text("experiment.place.washout")
	}
	return text
}

// BlockNote says what is special about a block, "" if nothing is.
func (x *Experiment) BlockNote(b journal.Block) string {
	var notes []string
	for _, s := range x.Shifts {
		if s.Block == b.No && s.From == b.From {
			notes = append(notes, words.Text("experiment.block.shifted"))
			notes = append(notes, nonEmpty(s.Reason)...)
		}
	}
	if !b.Kept {
		notes = append(notes, words.Text("experiment.block.not_kept"))
	}
	if !b.Whole {
		notes = append(notes, words.Text("experiment.block.cut"))
	}
	if !b.Kept || !b.Whole {
		notes = append(notes, words.Text("experiment.block.no_count"))
	}
	return strings.Join(notes, ", ")
}

// StateText says where an experiment stands.
func (x *Experiment) StateText() string {
	switch x.State {
	case ExperimentPlanned:
		return words.Text("experiment.state.planned", DateText(x.Start()))
	case ExperimentEnded:
		text := words.Text("experiment.state.ended", DateText(*x.Ended))
		if x.EndReason != "" {
			text += ": " + x.EndReason
		}
		return text
	case ExperimentDone:
		return words.Text("experiment.state.done", DateText(x.Last()))
	}
	return words.Text("experiment.state.running", DateText(x.Last()))
}

// Text says how an experiment went so far, "" before a day of it is over.
func (p *ExperimentProgress) Text() string {
	if p.Days() == 0 {
		return ""
	}
	text := words.Text("experiment.kept", words.Count(int64(p.Days()), "day"), p.Kept)
	if p.NotKept > 0 {
		text += " " + words.Text("experiment.kept.not", words.Count(int64(p.NotKept), "day"))
	}
	if p.Unknown > 0 {
		text += " " + words.Text("experiment.kept.unknown", words.Count(int64(p.Unknown), "day"))
	}
	return text
}
