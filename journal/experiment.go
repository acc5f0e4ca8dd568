package journal

import (
	"errors"
	"fmt"
)

// Experiment is a comparison that a person makes on themself: pairs of blocks of
// days, one with what is tried and one without it, or with something else; which
// of a pair comes first was drawn. The entry's name is what is tried and its time
// the first day of the first block.
type Experiment struct {
	// Of says what is tried: [KindTreatment], whose doses are planned by Courses, or
	// [KindFactor], a habit or anything else that is only written down.
	Of Kind `cbor:"1,keyasint" json:"of"`
	// Against is what the other blocks have; "" is that they go without.
	Against string `cbor:"2,keyasint,omitempty" json:"against,omitempty"`
	// Outcomes are the names of what it is measured by, the one that decides first.
	Outcomes []string `cbor:"3,keyasint,omitempty" json:"outcomes"`
	// BlockDays is how many days a block has; the first Washout of them do not count.
	BlockDays int `cbor:"4,keyasint" json:"block_days"`
	Washout   int `cbor:"5,keyasint,omitempty" json:"washout_days"`
	// WithFirst says of each pair whether the block with what is tried is its first. It
	// was drawn once, so that every device has the same.
	WithFirst []bool `cbor:"6,keyasint,omitempty" json:"with_first"`
	// Courses are those of what is tried and of Against, of a treatment.
	Courses []ID `cbor:"7,keyasint,omitempty" json:"courses,omitempty"`
	// Shifts are blocks that begin on a later day than the one after the block before.
	Shifts []BlockShift `cbor:"8,keyasint,omitempty" json:"shifts,omitempty"`
	// NotKept are the numbers, from 0, of blocks that did not go as planned: their
	// pairs do not count.
	NotKept []int `cbor:"9,keyasint,omitempty" json:"not_kept,omitempty"`
	// Ended is the last day of one that was ended early, nil if it goes its way.
	Ended     *Date  `cbor:"10,keyasint,omitempty" json:"ended,omitempty"`
	EndReason string `cbor:"11,keyasint,omitempty" json:"end_reason,omitempty"`
}

// BlockShift says that a block begins on another day: later, or once more.
type BlockShift struct {
	Block  int    `cbor:"1,keyasint" json:"block"` // from 0
	From   Date   `cbor:"2,keyasint" json:"from"`
	Reason string `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`
}

// Limits of an experiment. Who plans one is held to more; see package app.
const (
	MaxPairs     = 30
	MaxBlockDays = 90
	MaxOutcomes  = 8
	maxShifts    = 256
)

// ErrExperiment says that an experiment contradicts itself.
var ErrExperiment = errors.New("not an experiment Kith can follow")

// Block is one spell of days of an experiment.
type Block struct {
	No, Pair int // from 0
	// With says that it has what is tried.
	With bool
	// From and To are its first and last day; Counts is the first that is not wash-out.
	From, Counts, To Date
	// Kept says that nobody said it did not go as planned, and Whole that it was not cut
	// short when the experiment was ended.
	Kept, Whole bool
}

// Blocks returns the blocks by day, where the first begins on the day start. A block
// that was to begin after the experiment was ended is not among them. Whatever Shifts
// say, blocks stay in their order and do not overlap.
func (x *Experiment) Blocks(start Date) []Block {
	blocks := make([]Block, 0, 2*len(x.WithFirst))
	next := start
	for no := range 2 * len(x.WithFirst) {
		b := Block{No: no, Pair: no / 2, With: x.WithFirst[no/2] == (no%2 == 0), From: next, Kept: true, Whole: true}
		for _, s := range x.Shifts {
			if s.Block == no {
				b.From = max(b.From, s.From)
			}
		}
		for _, n := range x.NotKept {
			b.Kept = b.Kept && n != no
		}
		b.Counts, b.To = b.From+Date(x.Washout), b.From+Date(x.BlockDays)-1
		if next = b.To + 1; x.Ended != nil && b.To > *x.Ended {
			if b.From > *x.Ended {
				break
			}
			b.To, b.Whole = *x.Ended, false
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func (x *Experiment) validate() error {
	blocks := 2 * len(x.WithFirst)
	switch {
	case x.Of != KindTreatment && x.Of != KindFactor:
		return fmt.Errorf("of a %s: %w", x.Of, ErrExperiment)
	case len(x.WithFirst) == 0 || len(x.WithFirst) > MaxPairs:
		return fmt.Errorf("%d pairs, from 1 to %d fit: %w", len(x.WithFirst), MaxPairs, ErrExperiment)
	case x.BlockDays < 1 || x.BlockDays > MaxBlockDays:
		return fmt.Errorf("blocks of %d days, from 1 to %d fit: %w", x.BlockDays, MaxBlockDays, ErrExperiment)
	case x.Washout < 0 || x.Washout >= x.BlockDays:
		return fmt.Errorf("%d of %d days do not count: %w", x.Washout, x.BlockDays, ErrExperiment)
	case len(x.Outcomes) == 0 || len(x.Outcomes) > MaxOutcomes:
		return fmt.Errorf("measured by %d things, from 1 to %d fit: %w", len(x.Outcomes), MaxOutcomes, ErrExperiment)
	case len(x.Courses) > 2 || len(x.Shifts) > maxShifts || len(x.NotKept) > blocks:
		return fmt.Errorf("too much is said of it: %w", ErrExperiment)
	}
	for _, name := range append([]string{x.Against, x.EndReason}, x.Outcomes...) {
		if err := checkText("text", name, MaxName); err != nil {
			return err
		}
	}
	for _, s := range x.Shifts {
		if s.Block < 0 || s.Block >= blocks || s.From < minDate || s.From > maxDate-MaxPairs*2*MaxBlockDays {
			return fmt.Errorf("block %d begins on day %d: %w", s.Block, s.From, ErrExperiment)
		}
		if err := checkText("reason", s.Reason, MaxName); err != nil {
			return err
		}
	}
	for _, no := range x.NotKept {
		if no < 0 || no >= blocks {
			return fmt.Errorf("block %d of %d: %w", no, blocks, ErrExperiment)
		}
	}
	return nil
}

func (*Experiment) bodyOf(k Kind) bool { return k == KindExperiment }
