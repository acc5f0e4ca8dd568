package app

import (
	"kith/app/words"
	"kith/journal"
)

// AgainstText says what an experiment compares with, "" if it is with going without.
func AgainstText(x *journal.Experiment) string { return said("experiment.against", x.Against) }

// BlocksText says how long an experiment is: "6 pairs of blocks of 7 days".
func BlocksText(x *journal.Experiment) string {
	return words.Text("experiment.blocks", words.Count(int64(len(x.WithFirst)), "pair"), words.Count(int64(x.BlockDays), "day"))
}
