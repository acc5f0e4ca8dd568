package view

import (
	"context"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/terms"
)

// Terms is what the vocabulary is made of.
type Terms struct {
	// BuiltIn says what is built in: "2,794 conditions", ...
	BuiltIn []string
	Rows    []TermsRow
}

// TermsRow is one imported vocabulary.
type TermsRow struct {
	Name  string // of the file
	About string // how many terms of what, and which version
	// Trouble says that it cannot be read any more.
	Trouble bool
}

// Terms returns what the vocabulary is made of. It may read large files.
func (s *Settings) Terms(ctx context.Context) (Terms, error) {
	var v Terms
	builtIn, err := terms.Builtin()
	if err != nil {
		return v, err
	}
	for _, k := range terms.Kinds() {
		v.BuiltIn = append(v.BuiltIn, words.Count(int64(builtIn.Len(k)), k.String()))
	}
	sources, err := s.app.TermSources()
	if err != nil {
		return v, err
	}
	for _, source := range sources {
		row := TermsRow{Name: source.Name, About: termsAbout(source), Trouble: source.Unreadable}
		if row.Trouble {
			row.About = words.Text("terms.unreadable")
		}
		v.Rows = append(v.Rows, row)
	}
	return v, ctx.Err()
}

func termsAbout(source app.TermSource) string {
	version := source.Version
	if version == "" {
		version = words.Text("terms.no_version")
	}
	return words.Text("terms.about", words.Count(int64(source.Terms), source.Kind.String()), version)
}

// TermsChoice is what the terms of a file can be.
type TermsChoice struct {
	Kind  journal.Kind // 0: the file tells
	Title string
}

// TermsChoices returns what the terms of a file can be, the usual first.
func TermsChoices() []TermsChoice {
	choices := []TermsChoice{{0, words.Text("terms.choice.told")}}
	for _, k := range terms.Kinds() {
		choices = append(choices, TermsChoice{k, words.Text("terms.choice." + k.String())})
	}
	return choices
}

// ImportTerms puts the terms of a file behind those built in, and says so.
func (s *Settings) ImportTerms(ctx context.Context, path string, kind journal.Kind) (string, error) {
	source, err := s.app.ImportTerms(ctx, path, kind)
	if err != nil {
		return "", err
	}
	return words.Text("terms.imported", source.Name, termsAbout(source)), nil
}

// RemoveTerms takes an imported vocabulary out, by the name of its row.
func (s *Settings) RemoveTerms(_ context.Context, name string) error {
	_, err := s.app.RemoveTerms(name)
	return err
}
