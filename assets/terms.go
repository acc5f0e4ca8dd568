package assets

import (
	"embed"
	"fmt"
)

//go:embed terms/*.tsv
var terms embed.FS

// Terms returns the table of the vocabulary for a kind of entry (condition,
// symptom, treatment, measure), in the form of terms/README.md; package
// journal/terms reads it. Another kind is an error.
func Terms(kind string) ([]byte, error) {
	table, err := terms.ReadFile("terms/" + kind + "s.tsv")
	if err != nil {
		return nil, fmt.Errorf("assets: no terms for the kind %q: %w", kind, err)
	}
	return table, nil
}
