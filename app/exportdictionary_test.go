package app

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"kith/app/words"
	"kith/journal"
)

// cellsOf returns the paths of the columns that values of a type can fill, as
// flatDocument makes them.
func cellsOf(t reflect.Type, path string) (paths []string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for _, writes := range []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()} {
		if t.Implements(writes) {
			return []string{path}
		}
	}
	switch t.Kind() {
	case reflect.Map: // of a source's own words
		return []string{path + ".blood group"}
	case reflect.Struct:
	default:
		return []string{path}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			paths = append(paths, cellsOf(f.Type, path)...)
		case f.IsExported() && name != "-":
			paths = append(paths, cellsOf(f.Type, path+"."+name)...)
		}
	}
	return paths
}

// TestDictionaryWhole: every column that a table of any kind can have is explained in
// every language, with its type.
func TestDictionaryWhole(t *testing.T) {
	before := words.Language()
	defer words.Use(before)
	fields := map[string]bool{}
	for _, path := range cellsOf(reflect.TypeFor[Document](), "") {
		if path = strings.TrimPrefix(path, "."); path != "body" && path != "samples" {
			fields[path] = true
		}
	}
	if len(fields) < 20 {
		t.Fatalf("a document has only %d fields", len(fields))
	}
	said := map[string]map[string]string{}
	for _, language := range words.Languages() {
		words.Use(language)
		said[language] = map[string]string{}
		check := func(kind journal.Kind, columns []column) {
			for _, c := range columns {
				outer, inner, _ := strings.Cut(c.name, ".")
				if !words.Has("column."+outer) || inner != "" && outer != "details" && !words.Has("column.part."+inner) {
					t.Errorf("%s: nobody says what %s of a %s is", language, c.name, kind)
				}
				if columnType(kind, c.field) == "" {
					t.Errorf("%s of a %s has no type", c.name, kind)
				}
				said[language][c.name] = columnText(c.name)
			}
		}
		for _, kind := range allKinds() {
			of := map[string]bool{}
			for field := range fields {
				of[field] = true
			}
			if body := journal.NewBody(kind); body != nil {
				for _, path := range cellsOf(reflect.TypeOf(body), "body") {
					of[path] = true
				}
			}
			check(kind, tableColumns(of))
		}
		check(journal.KindSamples, sampleColumns())
	}
	for language, texts := range said {
		for name, text := range texts {
			if language != "en" && text == said["en"][name] {
				t.Errorf("%s of %s is not translated", name, language)
			}
		}
	}
	if len(said["en"]) < 100 {
		t.Errorf("only %d columns", len(said["en"]))
	}
}
