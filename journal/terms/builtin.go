package terms

import (
	"bytes"
	"fmt"
	"sync"

	"kith/assets"
	"kith/journal"
)

// Builtin returns the vocabulary that is built into the program. It is read when
// it is first asked for, which takes some milliseconds; later calls return the
// same one.
func Builtin() (*Vocabulary, error) { return builtin() }

var builtin = sync.OnceValues(func() (*Vocabulary, error) {
	terms, err := BuiltinTerms()
	if err != nil {
		return nil, err
	}
	return New(terms...), nil
})

// BuiltinTerms reads the terms of all tables that are built into the program, in
// the order of [Kinds].
func BuiltinTerms() ([]Term, error) {
	var all []Term
	for _, k := range Kinds() {
		table, err := readBuiltin(k)
		if err != nil {
			return nil, err
		}
		all = append(all, table...)
	}
	return all, nil
}

func readBuiltin(kind journal.Kind) ([]Term, error) {
	table, err := assets.Terms(kind.String())
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	terms, err := ParseTable(kind, bytes.NewReader(table))
	if err != nil {
		return nil, fmt.Errorf("terms: the table of %ss: %w", kind, err)
	}
	return terms, nil
}
