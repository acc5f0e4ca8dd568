package view

import (
	"slices"
	"strings"

	"kith/journal/exchange"
)

// columnMap returns what m says of one column by itself.
func columnMap(m *exchange.Map, column string) exchange.ColumnMap {
	return newMapIndex(m).column(column)
}

// useOf returns what a column is: one of BringUses, or UseRecord.
func useOf(m *exchange.Map, column string) string { return newMapIndex(m).use(column) }

func same(a, b string) bool { return b != "" && folded(a) == folded(b) }

// folded is the name of a column as maps compare it.
func folded(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// mapIndex finds in a map, which may have thousands of columns, what it says of
// one.
type mapIndex struct {
	m       *exchange.Map
	columns map[string]exchange.ColumnMap
	records map[string]bool // columns that are part of an entry made of several
}

func newMapIndex(m *exchange.Map) mapIndex {
	x := mapIndex{m: m, columns: make(map[string]exchange.ColumnMap, len(m.Columns)), records: map[string]bool{}}
	for _, c := range m.Columns {
		if _, ok := x.columns[folded(c.Column)]; !ok {
			x.columns[folded(c.Column)] = c
		}
	}
	for _, r := range m.Records {
		for _, name := range recordColumns(r) {
			x.records[folded(name)] = true
		}
	}
	return x
}

func (x mapIndex) column(name string) exchange.ColumnMap {
	if c, ok := x.columns[folded(name)]; ok {
		return c
	}
	return exchange.ColumnMap{Column: name, Role: exchange.RoleIgnore}
}

func (x mapIndex) use(name string) string {
	switch m := x.m; {
	case same(m.Date.Column, name):
		return UseDate
	case same(m.Date.Time, name):
		return UseTime
	case same(m.Date.EndTime, name):
		return UseEndTime
	case same(m.Person, name):
		return UseWhose
	case m.Layout != "" || x.records[folded(name)]:
		return UseRecord
	}
	return x.column(name).Role
}

func recordColumns(r exchange.RecordMap) []string {
	names := []string{r.Value, r.Unit, r.Label, r.Low, r.High, r.Region, r.Start, r.Recorded, r.End, r.Ongoing, r.Amount,
		r.AmountUnit, r.AmountText, r.Frequency, r.Route, r.Purpose, r.StopReason, r.Category, r.Status, r.Severity,
		r.Outcome, r.Serious, r.Relation, r.Reaction, r.BodySystem, r.Reason}
	names = slices.Concat(names, r.NameFrom, r.Note, r.Tags)
	for _, p := range r.Parts {
		names = append(names, p.Column)
	}
	for _, c := range r.Codes {
		names = append(names, c.Column, c.Display)
	}
	for _, o := range r.OmitIf {
		names = append(names, o.Column)
	}
	return names
}
