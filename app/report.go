package app

import (
	"slices"
	"strings"

	"kith/journal"
	"kith/journal/exchange"
)

// Report says what became of an import. Every record of the file is in exactly
// one of Imported, Duplicates and Skipped, so that
//
//	Read = Imported + Duplicates + the sum of Skipped
//
// Its JSON is that of kith import --json.
type Report struct {
	Format     string    `json:"format"`
	DryRun     bool      `json:"dry_run"`
	Read       int       `json:"read"`
	Imported   int       `json:"imported"`   // records of which at least one entry or sample is new
	Duplicates int       `json:"duplicates"` // records of which everything was there already
	Skipped    []Skipped `json:"skipped"`    // whole records
	// CellsSkipped counts single cells of records that were imported for the rest.
	CellsSkipped []Skipped `json:"cells_skipped"`

	Entries          int `json:"entries"` // new ones
	EntriesDuplicate int `json:"entries_duplicate"`
	Samples          int `json:"samples"` // new ones
	SamplesDuplicate int `json:"samples_duplicate"`

	Persons      []string `json:"persons"`       // whose records it went to
	PersonsAdded []string `json:"persons_added"` // those of them who were not there
	Notes        []string `json:"notes"`

	// Understood, Assumptions and Map say how a table was read without a map.
	Understood  []string      `json:"understood,omitempty"`
	Assumptions []string      `json:"assumptions,omitempty"`
	Map         *exchange.Map `json:"map,omitempty"`
}

// Skipped is one reason for leaving something out.
type Skipped struct {
	Reason  string `json:"reason"`
	Count   int    `json:"count"`
	Example string `json:"example"` // where the first one is
}

func (r *Report) understood(m *exchange.Map, u exchange.Understanding) {
	r.Understood = u.Lines
	r.Assumptions = u.Assumptions
	r.Map = m
}

func (r *Report) skip(skips []exchange.Skip) {
	for _, s := range skips {
		list := &r.CellsSkipped
		if s.Whole {
			list = &r.Skipped
		}
		i := slices.IndexFunc(*list, func(have Skipped) bool { return have.Reason == s.Reason })
		if i < 0 {
			*list = append(*list, Skipped{Reason: s.Reason, Example: s.Example})
			i = len(*list) - 1
		}
		(*list)[i].Count += s.Count
	}
}

// add counts the records of a row that were not left out whole.
func (r *Report) add(row *exchange.Row, entries, samples journal.Added) {
	r.Entries += entries.New
	r.EntriesDuplicate += entries.Duplicate
	r.Samples += samples.New
	r.SamplesDuplicate += samples.Duplicate
	records := row.Records
	for _, s := range row.Skips {
		if s.Whole {
			records -= s.Count
		}
	}
	if inRuns := min(row.Samples, records); inRuns > 0 { // of a run each record is a sample
		duplicates := min(samples.Duplicate, inRuns)
		if samples.New == 0 {
			duplicates = inRuns
		}
		r.Duplicates += duplicates
		r.Imported += inRuns - duplicates
		records -= inRuns
	}
	if entries.New > 0 || len(row.Runs) > 0 && samples.New > 0 {
		r.Imported += records
	} else {
		r.Duplicates += records
	}
}

func (r *Report) skipped() (n int) {
	for _, s := range r.Skipped {
		n += s.Count
	}
	return n
}

func (r *Report) balanced() bool { return r.Read == r.Imported+r.Duplicates+r.skipped() }

// sort puts the commonest reasons first, and makes empty lists of missing ones
// for JSON.
func (r *Report) sort() {
	for _, list := range []*[]Skipped{&r.Skipped, &r.CellsSkipped} {
		slices.SortStableFunc(*list, func(a, b Skipped) int {
			if a.Count != b.Count {
				return b.Count - a.Count
			}
			return strings.Compare(a.Reason, b.Reason)
		})
		*list = append([]Skipped{}, *list...)
	}
	for _, list := range []*[]string{&r.Persons, &r.PersonsAdded, &r.Notes} {
		*list = append([]string{}, *list...)
	}
}
