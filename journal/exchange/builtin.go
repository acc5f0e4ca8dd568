package exchange

import "strings"

// layoutBearable names the row shape of Bearable's export.
const layoutBearable = "bearable"

// hasColumns reports whether header holds all names, whatever their case.
func hasColumns(header []string, names ...string) bool {
	for _, n := range names {
		found := false
		for _, h := range header {
			found = found || strings.EqualFold(h, n)
		}
		if !found {
			return false
		}
	}
	return true
}

// columnIf returns the header's spelling of name if it is there, else "".
func columnIf(header []string, name string) string {
	for _, h := range header {
		if strings.EqualFold(h, name) {
			return h
		}
	}
	return ""
}

// builtinMap returns the map of a program or standard whose tables are known by
// their columns, and what it is; nil if the header is none of them.
func builtinMap(header []string, firstRow []string) (*Map, string) {
	switch {
	case hasColumns(header, "date", "category", "rating/amount", "detail"):
		return bearableMap(header), "a Bearable export"
	case hasColumns(header, "FeatureName", "Timestamp", "Value"):
		return trackGraphMap(header), "a Track & Graph export"
	}
	return cdiscMap(header, firstRow)
}

// trackGraphMap reads FeatureName,Timestamp,Value[,Label],Note.
func trackGraphMap(header []string) *Map {
	m := &Map{Version: 1, Date: DateMap{Column: columnIf(header, "Timestamp"), Format: string(orderYMD)}}
	r := RecordMap{Kind: "measure", NameFrom: []string{columnIf(header, "FeatureName")},
		Value: columnIf(header, "Value"), Scale: scaleAuto, Label: columnIf(header, "Label")}
	if note := columnIf(header, "Note"); note != "" {
		r.Note = []string{note}
	}
	m.Records = []RecordMap{r}
	return m
}
