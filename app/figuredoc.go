package app

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"kith/journal"
)

// FigureDocument is the JSON of a figure, for other programs. Its field names
// stay; the README describes them. What is not known is left out of a row.
type FigureDocument struct {
	Kind     FigureKind       `json:"kind"`
	Title    string           `json:"title"`
	Person   string           `json:"person"`
	PersonID string           `json:"person_id"`
	From     journal.Date     `json:"from"` // first civil date
	To       journal.Date     `json:"to"`   // last civil date
	Days     int              `json:"days"`
	Summary  string           `json:"summary"`
	Empty    string           `json:"empty,omitempty"` // why there is nothing to see
	LeftOut  []string         `json:"left_out"`
	Columns  []FigureColumn   `json:"columns"`
	Rows     []map[string]any `json:"rows"`
}

// FigureColumn is a column of a [FigureDocument]: rows have its value by Key.
type FigureColumn struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Document returns the document of the figure: a *ChartDocument for a timeline, a
// *FigureDocument for every other kind.
func (f *Figure) Document() any {
	if f.document != nil {
		return f.document()
	}
	d := &FigureDocument{Kind: f.Kind, Title: f.Title, Person: f.Person.Name, PersonID: f.Person.ID.String(), From: f.From, To: f.To,
		Days: f.Days(), Summary: f.Summary(), Empty: f.Empty, LeftOut: append([]string{}, f.LeftOut...),
		Columns: []FigureColumn{}, Rows: make([]map[string]any, f.Table.Len())}
	for _, h := range f.Table.Heads {
		d.Columns = append(d.Columns, FigureColumn{h.Key, h.Name})
	}
	for i := range d.Rows {
		row, values := f.Table.Row(i), map[string]any{}
		for j, v := range row.Values {
			if v != nil {
				values[f.Table.Heads[j].Key] = v
			}
		}
		if row.Entry != (journal.ID{}) {
			values["entry_id"] = row.Entry.String()
		}
		d.Rows[i] = values
	}
	return d
}

// WriteCSV writes the table (RFC 4180): a column for each head by its key, a row
// for each row. A missing value is an empty cell, and no words are a formula.
func (f *Figure) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180, section 2
	line := make([]string, len(f.Table.Heads))
	for i, h := range f.Table.Heads {
		line[i] = safeCell(h.Key)
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	for i := range f.Table.Len() {
		for j, v := range f.Table.Row(i).Values {
			line[j] = figureCell(v)
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func figureCell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return safeCell(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case int:
		return strconv.Itoa(v)
	case bool:
		if v {
			return "yes"
		}
		return "no"
	}
	return safeCell(fmt.Sprint(v))
}
