package journal

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"kith/journal/space"
)

func (p *projector) subject(tx *space.Tx, kind Kind, name string) (int64, error) {
	key := subjectKey{kind, Fold(name)}
	if no, ok := p.subjects[key]; ok {
		return no, nil
	}
	var no int64
	found, err := tx.Row(`SELECT no FROM subject WHERE kind = ? AND folded = ?`, []any{kind, key.folded}, &no)
	if err != nil {
		return 0, err
	}
	if !found {
		result, err := tx.Exec(`INSERT INTO subject(kind, folded, name) VALUES(?,?,?)`, kind, key.folded, name)
		if err != nil {
			return 0, err
		}
		if no, err = result.LastInsertId(); err != nil {
			return 0, err
		}
	}
	if len(p.subjects) >= maxCachedNames {
		clear(p.subjects)
	}
	p.subjects[key] = no
	return no, nil
}

var folder = cases.Fold()

// Fold returns the form of a name in which case, accents composed or not, and
// spaces around and within make no difference.
func Fold(name string) string {
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			return strings.Join(strings.Fields(folder.String(norm.NFKC.String(name))), " ")
		}
	}
	return strings.Join(strings.Fields(strings.ToLower(name)), " ")
}

func searchText(e *Entry) string {
	if !e.Kind.OnTimeline() {
		return ""
	}
	parts := make([]string, 0, 8)
	add := func(texts ...string) {
		for _, s := range texts {
			if s != "" {
				parts = append(parts, s)
			}
		}
	}
	add(e.Name, e.Note)
	add(e.Tags...)
	switch b := e.Body.(type) {
	case *Observation:
		add(b.Region)
		add(b.After...)
		if b.Value != nil && b.Value.Label != "" {
			add(b.Value.Label)
		}
	case *Dose:
		add(b.Reason)
	case *Course:
		add(b.Purpose, b.StopReason)
	case *Condition:
		add(b.Reaction)
	case *Event:
		add(b.Reason)
		add(b.Results...)
	case *Experiment:
		add(b.Against, b.EndReason)
		add(b.Outcomes...)
	case *Appointment:
		add(b.With, b.Reason)
		add(b.Questions...)
	}
	return strings.Join(parts, " ")
}

// index makes an entry's words searchable.
func (p *projector) index(tx *space.Tx, pos position, e *Entry) error {
	found := words(searchText(e))
	if len(found) == 0 {
		return nil
	}
	for _, word := range found {
		if _, known := p.words[word]; known {
			continue
		}
		if _, err := tx.Exec(`INSERT OR IGNORE INTO word(text) VALUES(?)`, word); err != nil {
			return err
		}
		if len(p.words) >= maxCachedNames {
			clear(p.words)
		}
		p.words[word] = struct{}{}
	}
	_, err := tx.Exec(`INSERT INTO words(rowid, text) VALUES(?, ?)`, int64(pos), strings.Join(found, " "))
	return err
}

// maxCachedNames bounds each of the projector's caches: free text must not fill
// the memory.
const maxCachedNames = 20_000
