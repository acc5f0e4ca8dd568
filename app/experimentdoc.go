package app

import (
	"kith/journal"
	"kith/journal/insight"
)

// ExperimentJSON is the JSON of an experiment. Its field names stay; the README
// describes them. What is not known is left out.
type ExperimentJSON struct {
	ID        string          `json:"id"`
	Person    string          `json:"person"`
	PersonID  string          `json:"person_id"`
	Name      string          `json:"name"`
	Of        journal.Kind    `json:"of"` // treatment, or factor for a habit
	Against   string          `json:"against,omitempty"`
	Outcomes  []string        `json:"outcomes"`
	BlockDays int             `json:"block_days"`
	Washout   int             `json:"washout_days"`
	Pairs     int             `json:"pairs"`
	State     ExperimentState `json:"state,omitempty"`
	From      journal.Date    `json:"from"`
	To        *journal.Date   `json:"to,omitempty"`
	Ended     *journal.Date   `json:"ended,omitempty"`
	EndReason string          `json:"end_reason,omitempty"`
	Note      string          `json:"note,omitempty"`
	// Drawn says that the order of the blocks is known; until it is planned it is not.
	Drawn    bool          `json:"drawn"`
	Today    *BlockDayJSON `json:"today,omitempty"`
	Progress *ProgressJSON `json:"progress,omitempty"`
	Blocks   []BlockJSON   `json:"blocks,omitempty"`
	Answers  []AnswerJSON  `json:"answers,omitempty"`
	Chances  []ChanceJSON  `json:"chances,omitempty"`
}

// BlockJSON is one block. With and Has are left out before the order is drawn.
type BlockJSON struct {
	Block      int          `json:"block"` // from 1
	Pair       int          `json:"pair"`  // from 1
	With       *bool        `json:"with,omitempty"`
	Has        string       `json:"has,omitempty"`
	From       journal.Date `json:"from"`
	CountsFrom journal.Date `json:"counts_from"`
	To         journal.Date `json:"to"`
	Counts     bool         `json:"counts"` // false: not kept, or cut short
}

// BlockDayJSON is a day of a block.
type BlockDayJSON struct {
	Block   int     `json:"block"`
	Day     int     `json:"day"` // from 1
	With    bool    `json:"with"`
	Has     string  `json:"has,omitempty"`
	Washout bool    `json:"washout"`
	Kept    DayKept `json:"kept,omitempty"`
}

// ProgressJSON says how it went up to yesterday.
type ProgressJSON struct {
	Days    int `json:"days"`
	Kept    int `json:"kept"`
	NotKept int `json:"not_kept"`
	Unknown int `json:"unknown"`
	Blocks  int `json:"blocks_over"`
	Pairs   int `json:"pairs_over"`
}

// AnswerJSON is what it says of one outcome. Without enough data there is no
// difference, and Lacks says why.
type AnswerJSON struct {
	Outcome    string      `json:"outcome"`
	Enough     bool        `json:"enough"`
	Peeked     bool        `json:"peeked,omitempty"`
	Difference *float64    `json:"difference,omitempty"` // with less without
	Low        *float64    `json:"low,omitempty"`        // of the 95% interval
	High       *float64    `json:"high,omitempty"`
	P          *float64    `json:"p,omitempty"`
	Unit       string      `json:"unit,omitempty"`
	Pairs      int         `json:"pairs"`
	Days       int         `json:"days"`   // that count
	Values     int         `json:"values"` // of them with a value
	Missing    float64     `json:"missing"`
	Lacks      []LacksJSON `json:"lacks,omitempty"`
	Text       []string    `json:"text"`
}

// LacksJSON is why there is no answer.
type LacksJSON struct {
	Kind insight.ShortageKind `json:"kind"`
	Have int                  `json:"have"`
	Need int                  `json:"need"`
}

// ChanceJSON is how likely a difference of a size shows.
type ChanceJSON struct {
	Size       float64  `json:"size_sd"`
	Difference *float64 `json:"difference,omitempty"`
	Chance     float64  `json:"chance"`
}

// ExperimentDocumentOf returns the document of an experiment; progress may be nil.
func ExperimentDocumentOf(p Person, x *Experiment, progress *ExperimentProgress) ExperimentJSON {
	d := ExperimentJSON{Person: p.Name, PersonID: p.ID.String(), Name: x.Entry.Name, Of: x.Of, Against: x.Against, Outcomes: x.Outcomes,
		BlockDays: x.BlockDays, Washout: x.Washout, Pairs: len(x.WithFirst), State: x.State, From: x.Start(), Ended: x.Ended,
		EndReason: x.EndReason, Note: x.Entry.Note, Drawn: x.Drawn(), Blocks: []BlockJSON{}}
	if d.Drawn {
		d.ID = x.ID().String()
	}
	if last := x.Last(); last >= x.Start() {
		d.To = &last
	}
	for _, b := range x.Blocks {
		j := BlockJSON{Block: b.No + 1, Pair: b.Pair + 1, From: b.From, CountsFrom: b.Counts, To: b.To, Counts: b.Kept && b.Whole}
		if d.Drawn {
			j.With, j.Has = &b.With, x.Had(b)
		}
		d.Blocks = append(d.Blocks, j)
	}
	if on := x.Today; on != nil && d.Drawn {
		d.Today = &BlockDayJSON{Block: on.Block.No + 1, Day: on.Day, With: on.Block.With, Has: x.Had(on.Block), Washout: on.Washout}
		if progress != nil {
			d.Today.Kept = progress.Today
		}
	}
	if progress != nil {
		d.Progress = &ProgressJSON{progress.Days(), progress.Kept, progress.NotKept, progress.Unknown, progress.BlocksOver, progress.PairsOver}
	}
	return d
}

// AddAnswers adds what the experiment says.
func (d *ExperimentJSON) AddAnswers(x *Experiment, answers []ExperimentAnswer) {
	for i := range answers {
		w := &answers[i]
		j := AnswerJSON{Outcome: w.Outcome, Enough: w.Enough, Peeked: w.Peeked, Pairs: w.Used, Days: w.With.Days + w.Without.Days,
			Values: w.With.N + w.Without.N, Missing: missingOf(w.With, w.Without), Text: w.Lines(x)}
		if w.Enough && w.Series != nil {
			j.Difference, j.Low, j.High, j.P, j.Unit = &w.Mean, &w.Interval.Low, &w.Interval.High, &w.P, w.Series.Unit
		}
		for _, s := range w.Why {
			j.Lacks = append(j.Lacks, LacksJSON{s.Kind, s.Have, s.Need})
		}
		d.Answers = append(d.Answers, j)
	}
}

// AddChances adds how likely it is to show something.
func (d *ExperimentJSON) AddChances(chances *ExperimentChances) {
	for _, c := range chances.Sizes {
		d.Chances = append(d.Chances, ChanceJSON(c))
	}
}
