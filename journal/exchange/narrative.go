package exchange

import (
	"encoding/xml"
	"strings"
)

// The narrative of a FHIR document: a div of XHTML with nothing in it but headings,
// paragraphs and tables (hl7.org/fhir/R4/narrative.html). All words are escaped.

func div(language string, write func(*strings.Builder)) string {
	var w strings.Builder
	w.WriteString(`<div xmlns="http://www.w3.org/1999/xhtml"`)
	if language != "" && strings.Trim(strings.ToLower(language), "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
		w.WriteString(` xml:lang="` + language + `" lang="` + language + `"`)
	}
	w.WriteString(">")
	write(&w)
	w.WriteString("</div>")
	return w.String()
}

// escaped writes words so that they are nothing but words. What XML cannot hold
// becomes the replacement character (XML 1.0, section 2.2).
func escaped(w *strings.Builder, text string) {
	if err := xml.EscapeText(w, []byte(fhirText(text))); err != nil {
		return // a strings.Builder takes everything
	}
}

func heading(w *strings.Builder, text string) {
	w.WriteString("<h1>")
	escaped(w, text)
	w.WriteString("</h1>")
}

func paragraph(w *strings.Builder, text string) {
	w.WriteString("<p>")
	escaped(w, text)
	w.WriteString("</p>")
}

func htmlTable(w *strings.Builder, head []string, rows [][]string) {
	w.WriteString("<table>")
	if head != nil {
		w.WriteString("<thead><tr>")
		for _, cell := range head {
			w.WriteString("<th>")
			escaped(w, cell)
			w.WriteString("</th>")
		}
		w.WriteString("</tr></thead>")
	}
	w.WriteString("<tbody>")
	for _, row := range rows {
		w.WriteString("<tr>")
		for _, cell := range row {
			w.WriteString("<td>")
			escaped(w, cell)
			w.WriteString("</td>")
		}
		w.WriteString("</tr>")
	}
	w.WriteString("</tbody></table>")
}
