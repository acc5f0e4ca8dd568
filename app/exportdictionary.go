package app

import (
	"encoding"
	"encoding/csv"
	"reflect"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
)

// exportDictionary is the table that says what the columns of the others are.
const exportDictionary = "dictionary.csv"

// column is one column of a table: its name, and the path of the field in a Document
// that it holds.
type column struct{ name, field string }

// columnUnits are the units of the numbers that have one of their own. Others are in
// the unit that stands in the column beside them, which is then named here.
var columnUnits = map[string]string{
	"duration_s": "s", "offset_s": "s", "every": "s", "delay": "s", "min_interval": "s", "due": "ms since 1970-01-01T00:00Z",
	"times": "min after midnight", "window_from": "min after midnight", "window_to": "min after midnight",
	"size": "bytes", "width": "px", "height": "px", "cycle_on": "d", "cycle_off": "d", "warn_days": "d", "block_days": "d", "washout_days": "d",
	"low": "unit", "high": "unit", "sum": "unit", "range_low": "value.unit", "range_high": "value.unit",
}

// columnText says what a column means. A column of an inner field is what the outer
// means, and what of it.
func columnText(name string) string {
	outer, inner, _ := strings.Cut(name, ".")
	text := words.Text("column." + outer)
	if inner != "" && outer != "details" {
		text += ": " + words.Text("column.part."+inner)
	}
	return text
}

func columnUnit(name string) string {
	if unit, ok := columnUnits[name]; ok {
		return unit
	}
	if outer, ok := strings.CutSuffix(name, ".number"); ok {
		return outer + ".unit"
	}
	return ""
}

// documentTypes are what stands in the fields of a [Document] that are text in it.
var documentTypes = map[string]string{
	"id": typeID, "person_id": typeID, "entered_by": typeID, "civil_date": typeDate, "time": typeTime, "local_time": typeTime, "recorded": typeTime,
	"kind": typeWord, "precision": typeWord,
}

// Names of what can stand in a column.
const (
	typeDate = "date, YYYY-MM-DD"
	typeTime = "time, RFC 3339"
	typeID   = "id, 32 hexadecimal digits"
	typeWord = "word of a list"
)

// columnType names what can stand in a column of a kind's table.
func columnType(kind journal.Kind, field string) string {
	if name := documentTypes[field]; name != "" {
		return name
	}
	document := Document{Body: journal.NewBody(kind)}
	if field == "value.text" || strings.HasPrefix(field, "body.details.") {
		return "text"
	}
	t := reflect.TypeOf(document)
	for i, name := range strings.Split(field, ".") {
		if t = fieldType(t, name); t == nil {
			return "text"
		}
		if i == 0 && name == "body" && document.Body != nil {
			t = reflect.TypeOf(document.Body)
		}
	}
	return typeName(t)
}

// fieldType returns the type of the field that has a name in JSON, nil if there is none.
func fieldType(t reflect.Type, name string) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			if inner := fieldType(f.Type, name); inner != nil {
				return inner
			}
		}
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name {
			return f.Type
		}
	}
	return nil
}

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

func typeName(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[journal.Date]():
		return typeDate
	case reflect.TypeFor[time.Time]():
		return typeTime
	case reflect.TypeFor[journal.ID]():
		return typeID
	case reflect.TypeFor[journal.Decimal]():
		return "number"
	case reflect.TypeFor[[]byte]():
		return "base64"
	}
	switch {
	case t.Kind() == reflect.Bool:
		return "yes or no"
	case t.Implements(textMarshaler):
		return typeWord
	case t.Kind() == reflect.Slice && (t.Elem().Kind() == reflect.Struct || t.Elem().Kind() == reflect.Pointer) && !t.Elem().Implements(textMarshaler):
		return "JSON"
	case t.Kind() == reflect.Slice:
		return "list, separated by \"; \""
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return "whole number"
	case t.Kind() == reflect.Float64:
		return "number"
	}
	return "text"
}

// dictionary writes what every column of every table means.
func (x *exporter) dictionary(tables []exportTable) error {
	head := []string{"table", "column", "type", "unit", "missing", "meaning"}
	return x.writeTable(exportDictionary, head, func(out *csv.Writer) error {
		for _, t := range tables {
			for _, c := range t.columns {
				kind := columnType(t.kind, c.field)
				row := []string{t.name, safeCell(c.name), kind, columnUnit(c.name), words.Text("column.missing"), columnText(c.name)}
				if err := out.Write(row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// exportTable is a table that was written.
type exportTable struct {
	name    string
	kind    journal.Kind
	columns []column
}

// sampleColumns are those of the table of readings.
func sampleColumns() []column {
	var columns []column
	fields := map[string]string{"entry_id": "id", "unit": "body.unit", "time_utc": "time", "offset_s": "offset", "value": "body.low"}
	for _, name := range samplesCSV {
		field := fields[name]
		if field == "" {
			field = name
		}
		columns = append(columns, column{name, field})
	}
	return columns
}
