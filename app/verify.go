package app

import (
	"context"
	"errors"
	"fmt"

	"kith/app/words"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/vault"
)

// Verification is what checking a whole vault found. Its JSON is that of kith
// verify --json.
type Verification struct {
	OK       bool          `json:"ok"`
	Slots    int           `json:"slots"`
	Records  []RecordCheck `json:"records"`
	Problems []Problem     `json:"problems"`
	Notes    []string      `json:"notes"`
}

// RecordCheck is what checking one person's record found.
type RecordCheck struct {
	Person   string `json:"person"`
	PersonID string `json:"person_id"`
	Folder   string `json:"folder"`
	Ops      int64  `json:"ops"` // changes that are authentic and in place
	// Attachments are files that are whole.
	Attachments int64 `json:"attachments"`
	Rebuilt     bool  `json:"rebuilt"`
	// Different says that lists or search were not what the changes say; after a
	// rebuild they are.
	Different bool `json:"different"`
}

// Problem is damage.
type Problem struct {
	File string `json:"file"` // or folder, below the vault's
	What string `json:"what"`
	// Person is whose record is affected, "" if it is the vault's own files.
	Person string `json:"person,omitempty"`
	// Attachment says that it is the file of one attachment: the record is whole.
	Attachment bool `json:"attachment,omitempty"`
}

// DamagedRecords returns how many records have damage in more than an attachment's
// file.
func (v *Verification) DamagedRecords() int {
	damaged := map[string]bool{}
	for _, p := range v.Problems {
		if p.Person != "" && !p.Attachment {
			damaged[p.Person] = true
		}
	}
	return len(damaged)
}

// Verify reads everything in the vault and proves it to be what was written.
// With rebuild it also computes all lists and the search anew, which must come
// out equal, and removes folders that an interrupted action left behind. Damage
// is in the result; an error means that the check could not be made. progress
// may be nil.
func (a *App) Verify(ctx context.Context, rebuild bool, progress func(done, total int64)) (*Verification, error) {
	v := &Verification{Records: []RecordCheck{}, Problems: []Problem{}, Notes: []string{}}
	slots, err := a.vault.Slots()
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	v.Slots = len(slots)
	for _, slot := range slots {
		if slot.Damage != nil {
			v.Problems = append(v.Problems, Problem{File: "slots/" + slot.ID + ".age", What: slot.Damage.Error()})
		}
	}
	if err := a.orphans(v, rebuild); err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	for _, ref := range a.vault.Spaces() {
		if err := a.verifySpace(ctx, ref, rebuild, v, progress); err != nil {
			return nil, fmt.Errorf("verify: %w", err)
		}
	}
	v.OK = len(v.Problems) == 0
	return v, nil
}

func (a *App) orphans(v *Verification, remove bool) error {
	names, err := a.vault.Orphans()
	if err != nil || len(names) == 0 {
		return err
	}
	if !remove {
		v.Notes = append(v.Notes, fmt.Sprintf("%d folders below spaces/ belong to nothing: an interrupted action left them. A rebuild removes them.", len(names)))
		return nil
	}
	v.Notes = append(v.Notes, fmt.Sprintf("removed %d folders that an interrupted action had left", len(names)))
	return a.vault.RemoveOrphans()
}

func (a *App) verifySpace(ctx context.Context, ref vault.SpaceRef, rebuild bool, v *Verification, progress func(int64, int64)) error {
	check := RecordCheck{Person: ref.Name, PersonID: journal.ID(ref.ID).String(), Folder: "spaces/" + ref.Folder}
	before := len(v.Problems)
	damage := func(err error) {
		v.Problems = append(v.Problems, Problem{File: check.Folder, What: err.Error(), Person: ref.Name})
	}
	broken := false
	err := a.with(ctx, personOf(ref), func(r *journal.Record) error {
		report, err := r.Space().Verify(ctx, progress)
		if err != nil {
			return err
		}
		check.Ops, broken = report.Ops, len(report.Damage) > 0
		for _, d := range report.Damage {
			damage(d)
		}
		if !rebuild || broken {
			return nil
		}
		report, err = r.Space().Rebuild(ctx, progress)
		if err != nil {
			return err
		}
		check.Rebuilt, check.Different = report.Rebuilt, report.Different
		return nil
	})
	if err == nil && broken && rebuild {
		if err = a.salvage(ctx, ref); err == nil {
			check.Rebuilt = true
			v.Problems = v.Problems[:before]
			v.Notes = append(v.Notes, words.Text("verify.salvaged", ref.Name))
		}
	}
	if isDamage(err) {
		damage(errors.Unwrap(err)) // inside is what was found, without the folder
		err = nil
	}
	whole := len(v.Problems) == before
	if err == nil && !whole {
		v.Notes = append(v.Notes, a.readable(ctx, ref))
	}
	if err == nil {
		check.Attachments, err = a.verifyBlobs(ctx, personOf(ref), rebuild && whole, v, progress)
	}
	v.Records = append(v.Records, check)
	return err
}

// readable says how many entries of a damaged record can still be listed.
func (a *App) readable(ctx context.Context, ref vault.SpaceRef) string {
	n := int64(0)
	err := a.with(ctx, personOf(ref), func(r *journal.Record) error {
		return r.Each(ctx, journal.Query{}, func(journal.Entry) error { n++; return nil })
	})
	switch {
	case err == nil:
		return words.Text("verify.readable.all", words.Count(n, "entry"), ref.Name)
	case n > 0:
		return words.Text("verify.readable.some", words.Count(n, "entry"), ref.Name)
	}
	return words.Text("verify.readable.none", ref.Name)
}

// salvage writes a damaged record anew from its changes, if every one of them can
// be read, into another folder, and lets go of the damaged one.
func (a *App) salvage(ctx context.Context, ref vault.SpaceRef) error {
	a.attaching.Lock()
	defer a.attaching.Unlock()
	return a.vault.RefillSpace(ref.ID, func(fresh vault.SpaceRef) error {
		var kept []journal.Attached
		err := a.with(ctx, personOf(ref), func(r *journal.Record) error {
			if err := r.Salvage(ctx, a.config(fresh)); err != nil {
				return err
			}
			var err error
			kept, err = salvagedBlobs(ctx, a.config(fresh))
			return err
		})
		if err != nil {
			return err
		}
		if err := a.moveBlobs(ctx, ref, fresh, kept); err != nil {
			return err
		}
		if s := a.Syncing(); s != nil {
			s.engine.drop(ref.ID)
			defer s.changed(ref.ID) // it is taken in again
		}
		if err := a.records.drop(ref.ID); err != nil && !isDamage(err) {
			return err
		}
		return nil
	})
}

// isDamage reports whether err says that files are not what was written.
func isDamage(err error) bool {
	return err != nil && (Explain(err).Code == Damaged || errors.Is(err, space.ErrEpoch))
}
