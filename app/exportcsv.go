package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"kith/journal"
)

// csvHead are the columns that every table begins with, by the fields of a document
// that they hold. What else entries of a kind have follows, by name.
var csvHead = []column{
	{"id", "id"}, {"person", "person"}, {"name", "name"}, {"value", "value.text"},
	{"civil_date", "civil_date"}, {"time_utc", "time"}, {"local_time", "local_time"}, {"zone", "zone"},
	{"offset_s", "offset"}, {"precision", "precision"}, {"duration_s", "duration_s"},
	{"note", "note"}, {"tags", "tags"},
}

// samplesTable has the readings of wearables.
const samplesTable = "sample_values.csv"

// samplesCSV are the columns of the table of wearable samples, one in a row.
var samplesCSV = []string{"entry_id", "person", "name", "source", "unit", "time_utc", "duration_s", "value", "zone", "offset_s"}

// csv writes a table for each kind of which there are entries, and what their columns
// are: it goes through the entries once to learn which columns the table needs, and
// once to write it.
func (x *exporter) csv(ctx context.Context) error {
	var tables []exportTable
	for _, kind := range allKinds() {
		fields := map[string]bool{}
		err := x.each(ctx, []journal.Kind{kind}, func(d *Document) error {
			flat, err := flatDocument(d)
			for field := range flat {
				fields[field] = true
			}
			return err
		})
		if err != nil {
			return err
		}
		if len(fields) == 0 {
			continue
		}
		t := exportTable{kind.String() + ".csv", kind, tableColumns(fields)}
		if err := x.table(ctx, &t); err != nil {
			return err
		}
		if tables = append(tables, t); kind == journal.KindSamples {
			if err := x.samples(ctx); err != nil {
				return err
			}
			tables = append(tables, exportTable{samplesTable, kind, sampleColumns()})
		}
	}
	return x.dictionary(tables)
}

// tableColumns returns the columns of a table with the fields that they hold.
func tableColumns(fields map[string]bool) (columns []column) {
	head := map[string]bool{}
	for _, h := range csvHead {
		columns = append(columns, h)
		head[h.field] = true
	}
	var rest []string
	for field := range fields {
		if !head[field] {
			rest = append(rest, field)
		}
	}
	slices.Sort(rest)
	for _, field := range rest {
		columns = append(columns, column{strings.TrimPrefix(field, "body."), field})
	}
	return columns
}

func (x *exporter) writeTable(name string, head []string, rows func(*csv.Writer) error) error {
	x.result.Files = append(x.result.Files, name)
	return x.file(name, func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.UseCRLF = true // RFC 4180, section 2
		if err := out.Write(head); err != nil {
			return err
		}
		if err := rows(out); err != nil {
			return err
		}
		out.Flush()
		return out.Error()
	})
}

func (x *exporter) table(ctx context.Context, t *exportTable) error {
	head, row := make([]string, len(t.columns)), make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = safeCell(c.name)
	}
	return x.writeTable(t.name, head, func(out *csv.Writer) error {
		return x.each(ctx, []journal.Kind{t.kind}, func(d *Document) error {
			fields, err := flatDocument(d)
			if err != nil {
				return err
			}
			for i, c := range t.columns {
				row[i] = fields[c.field]
			}
			return out.Write(row)
		})
	})
}

func (x *exporter) samples(ctx context.Context) error {
	return x.writeTable(samplesTable, samplesCSV, func(out *csv.Writer) error {
		return x.each(ctx, []journal.Kind{journal.KindSamples}, func(d *Document) error {
			segment, ok := d.Body.(*journal.Segment)
			if !ok {
				return nil
			}
			fields, err := flatDocument(d)
			if err != nil {
				return err
			}
			for _, s := range d.Samples {
				duration := ""
				if s.Duration != 0 {
					duration = number(s.Duration)
				}
				err := out.Write([]string{d.ID, safeCell(d.Person), safeCell(d.Name), safeCell(d.Source), safeCell(segment.Unit),
					s.Time, duration, s.Value.String(), d.Zone, fields["offset"]})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func number(x float64) string {
	text, err := json.Marshal(x)
	if err != nil { // not for a number of seconds
		return ""
	}
	return string(text)
}

// flatDocument returns every field of a document as the text of a cell, by its path
// in the JSON: "body.region". What is missing in the document is missing here.
func flatDocument(d *Document) (map[string]string, error) {
	short := *d
	short.Samples = nil // they have a table of their own
	line, err := short.MarshalLine()
	if err != nil {
		return nil, err
	}
	in := json.NewDecoder(bytes.NewReader(line))
	in.UseNumber() // digits stay as they were typed
	var tree map[string]any
	if err := in.Decode(&tree); err != nil {
		return nil, err
	}
	fields := map[string]string{}
	return fields, flatten(fields, "", tree)
}

func flatten(fields map[string]string, path string, tree map[string]any) error {
	for key, value := range tree {
		at := key
		if path != "" {
			at = path + "." + key
		}
		if inner, ok := value.(map[string]any); ok {
			if err := flatten(fields, at, inner); err != nil {
				return err
			}
			continue
		}
		text, err := cell(value)
		if err != nil {
			return err
		}
		fields[at] = text
	}
	return nil
}

func cell(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return safeCell(v), nil
	case json.Number:
		return v.String(), nil
	case bool:
		if v {
			return "yes", nil
		}
		return "no", nil
	case []any:
		var parts []string
		for _, item := range v {
			switch item.(type) {
			case map[string]any, []any, nil:
				whole, err := json.Marshal(v)
				return string(whole), err
			}
			text, err := cell(item)
			if err != nil {
				return "", err
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, "; "), nil
	}
	whole, err := json.Marshal(value)
	return string(whole), err
}

// safeCell keeps a spreadsheet from taking words for a formula: it puts an
// apostrophe before those that would be one (OWASP, CSV injection), also in the wide
// letters of East Asia. Numbers are no formulas.
func safeCell(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text == "" || !strings.ContainsRune("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20", first) {
		return text
	}
	if _, err := journal.ParseDecimal(text); err == nil {
		return text
	}
	return "'" + text
}
