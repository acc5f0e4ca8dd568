package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/terms"
)

// TermSource is a vocabulary that the person imported. The file is kept sealed in
// the vault's folder, byte for byte; it goes into no backup, because it can be had
// again.
type TermSource struct {
	// Name is that of the file it came from.
	Name string       `json:"name"`
	Kind journal.Kind `json:"kind"`
	// Ontology and Version are what the file says of itself, "" if nothing.
	Ontology string    `json:"ontology"`
	Version  string    `json:"version"`
	Terms    int       `json:"terms"`
	Obsolete int       `json:"obsolete"` // terms that the file calls so, which are left out
	Bytes    int       `json:"bytes"`
	SHA256   string    `json:"sha256"`
	Added    time.Time `json:"added"`
	// Document is the sealed document that holds the file.
	Document string `json:"document"`
	// Unreadable says that the document is gone or damaged.
	Unreadable bool `json:"unreadable,omitempty"`
}

const (
	termsDocument  = "terms" // the list of sources
	maxTermSources = 20
)

// ErrTermSource says that nothing of a name was imported into the vocabulary.
var ErrTermSource = errors.New("there is no imported vocabulary of that name")

// TermSources returns the vocabularies that were imported, the oldest first.
func (a *App) TermSources() ([]TermSource, error) {
	a.terms.mu.Lock()
	defer a.terms.mu.Unlock()
	if _, err := a.readTermSources(); err != nil {
		return nil, err
	}
	_, err := a.loadTerms()
	return slices.Clone(a.terms.sources), err
}

// ImportTerms puts the terms of a file in OBO form behind the tables built in. A
// kind of 0 is told by the file's ids. A file of the same name, or of the same
// ontology and kind, takes the place of the one before.
func (a *App) ImportTerms(ctx context.Context, path string, kind journal.Kind) (TermSource, error) {
	file, err := readTermFile(path)
	if err != nil {
		return TermSource{}, err
	}
	obo, err := terms.ReadOBO(kind, bytes.NewReader(file))
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return TermSource{}, fmt.Errorf("import terms: %w", err)
	}
	sum := sha256.Sum256(file)
	source := TermSource{
		Name: filepath.Base(path), Kind: obo.Terms[0].Kind, Ontology: obo.Ontology, Version: obo.Version, Terms: len(obo.Terms),
		Obsolete: obo.Obsolete, Bytes: len(file), SHA256: hex.EncodeToString(sum[:]), Added: a.Now().UTC().Truncate(time.Second),
	}
	a.terms.mu.Lock()
	defer a.terms.mu.Unlock()
	sources, err := a.readTermSources()
	if err != nil {
		return TermSource{}, err
	}
	var replaced []string
	kept := slices.DeleteFunc(slices.Clone(sources), func(s TermSource) bool {
		same := s.Name == source.Name || source.Ontology != "" && s.Ontology == source.Ontology && s.Kind == source.Kind
		if same {
			replaced = append(replaced, s.Document)
		}
		return same
	})
	if len(kept) >= maxTermSources {
		return TermSource{}, input("%s", words.Text("terms.too_many", maxTermSources))
	}
	source.Document = freeDocument(sources)
	if err := a.vault.WriteLocal(source.Document, file); err != nil {
		return TermSource{}, fmt.Errorf("import terms: %w", err)
	}
	return source, a.keepTermSources(append(kept, source), replaced)
}

// RemoveTerms takes an imported vocabulary out by its name.
func (a *App) RemoveTerms(name string) (TermSource, error) {
	a.terms.mu.Lock()
	defer a.terms.mu.Unlock()
	sources, err := a.readTermSources()
	if err != nil {
		return TermSource{}, err
	}
	i := slices.IndexFunc(sources, func(s TermSource) bool { return strings.EqualFold(s.Name, name) })
	if i < 0 {
		return TermSource{}, fmt.Errorf("%.80q: %w", name, ErrTermSource)
	}
	gone := sources[i]
	return gone, a.keepTermSources(slices.Delete(slices.Clone(sources), i, i+1), []string{gone.Document})
}

// keepTermSources writes the list and only then removes the documents that it no
// longer names. The caller holds a.terms.mu.
func (a *App) keepTermSources(sources []TermSource, gone []string) error {
	list, err := json.Marshal(sources)
	if err == nil {
		err = a.vault.WriteLocal(termsDocument, list)
	}
	if err != nil {
		return fmt.Errorf("write the list of vocabularies: %w", err)
	}
	a.terms.vocabulary = nil
	for _, document := range gone {
		if err := a.vault.WriteLocal(document, nil); err != nil {
			return fmt.Errorf("remove a vocabulary: %w", err)
		}
	}
	return nil
}

// readTermSources reads the list. The caller holds a.terms.mu.
func (a *App) readTermSources() ([]TermSource, error) {
	list, err := a.vault.ReadLocal(termsDocument)
	if err != nil || list == nil {
		return nil, err
	}
	var sources []TermSource
	if err := json.Unmarshal(list, &sources); err != nil {
		return nil, fmt.Errorf("read the list of vocabularies: %w", err)
	}
	return sources, nil
}

// loadTerms reads everything if that has not been done. A source that cannot be
// read is marked and left out: the rest is of use without it. The caller holds
// a.terms.mu.
func (a *App) loadTerms() (*terms.Vocabulary, error) {
	if a.terms.vocabulary != nil {
		return a.terms.vocabulary, nil
	}
	v, err := terms.Builtin()
	if err != nil {
		return nil, err
	}
	sources, err := a.readTermSources()
	if err != nil {
		return v, nil // TermSources says what is wrong; the tables built in do not depend on it
	}
	if len(sources) > 0 {
		all, err := terms.BuiltinTerms()
		if err != nil {
			return nil, err
		}
		for i := range sources {
			s := &sources[i]
			file, err := a.vault.ReadLocal(s.Document)
			obo, err2 := terms.ReadOBO(s.Kind, bytes.NewReader(file))
			if s.Unreadable = err != nil || err2 != nil; !s.Unreadable {
				all = append(all, obo.Terms...)
			}
		}
		v = terms.New(all...)
	}
	a.terms.vocabulary, a.terms.sources = v, sources
	return v, nil
}

func readTermFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("import terms: %w", err)
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, terms.MaxOBO+1))
	if err == nil && len(file) > terms.MaxOBO {
		err = fmt.Errorf("it has more than %d MB: %w", terms.MaxOBO>>20, terms.ErrOBO)
	}
	if err != nil {
		return nil, fmt.Errorf("import terms: %w", err)
	}
	return file, nil
}

// freeDocument is a name of a sealed document that no source has.
func freeDocument(sources []TermSource) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s-%d", termsDocument, n)
		if !slices.ContainsFunc(sources, func(s TermSource) bool { return s.Document == name }) {
			return name
		}
	}
}
