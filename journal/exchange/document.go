package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"kith/journal"
)

// Document is the JSON of an entry, for other programs, for exports and for backups.
// Its field names stay; the README describes them. What is not known is left out,
// never null and never zero.
type Document struct {
	ID        string       `json:"id"`
	Person    string       `json:"person"`
	PersonID  string       `json:"person_id"`
	Kind      string       `json:"kind"`
	Name      string       `json:"name,omitempty"`
	Time      string       `json:"time"`       // RFC 3339, UTC
	LocalTime string       `json:"local_time"` // RFC 3339, as clocks showed there and then
	Zone      string       `json:"zone"`       // IANA name; "" if only the offset is known
	Offset    int          `json:"offset"`     // seconds east of UTC
	CivilDate string       `json:"civil_date"`
	Precision string       `json:"precision"`
	Duration  float64      `json:"duration_s,omitempty"`
	Value     *ValueJSON   `json:"value,omitempty"`
	Note      string       `json:"note,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Source    string       `json:"source,omitempty"`
	Body      journal.Body `json:"body,omitempty"`
	Samples   []SampleJSON `json:"samples,omitempty"`
	Recorded  string       `json:"recorded"`
	EnteredBy string       `json:"entered_by"`
	Edited    bool         `json:"edited"`
}

// ValueJSON is a reading with its text as a person reads it.
type ValueJSON struct {
	*journal.Value
	Text string `json:"text"`
}

// SampleJSON is one reading of a wearable: start, seconds it lasted, value.
type SampleJSON struct {
	Time     string          `json:"time"`
	Duration float64         `json:"duration_s,omitempty"`
	Value    journal.Decimal `json:"value"`
}

// DocumentOf returns the document of an entry of the person called name.
func DocumentOf(name string, e *journal.Entry) Document {
	d := Document{
		ID: e.ID.String(), Person: name, PersonID: e.Person.String(), Kind: e.Kind.String(), Name: e.Name,
		Time: utcText(e.When.Time), LocalTime: localText(e.When), Zone: e.When.Zone, Offset: e.When.Offset,
		CivilDate: e.When.Date.String(), Precision: e.When.Precision.String(), Duration: e.When.Duration.Seconds(),
		Note: e.Note, Tags: e.Tags, Source: e.Source, Body: e.Body,
		Recorded: utcText(e.Recorded), EnteredBy: e.EnteredBy.String(), Edited: e.Edited,
	}
	if o := e.Observation(); o != nil {
		rest := *o
		rest.Value = nil // it stands in the document itself
		d.Body = &rest
		if o.Value != nil {
			d.Value = &ValueJSON{o.Value, o.Value.String()}
		}
		if reflect.ValueOf(rest).IsZero() {
			d.Body = nil
		}
	}
	return d
}

// FullDocumentOf is DocumentOf with every sample of a segment, for backups.
func FullDocumentOf(name string, e *journal.Entry) (Document, error) {
	d := DocumentOf(name, e)
	segment, ok := e.Body.(*journal.Segment)
	if !ok {
		return d, nil
	}
	samples, err := segment.Unpack()
	if err != nil {
		return d, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	d.Samples = make([]SampleJSON, len(samples))
	for i, s := range samples {
		d.Samples[i] = SampleJSON{utcText(s.Start), s.Duration.Seconds(), s.Value}
	}
	return d, nil
}

func utcText(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// localText writes the offset in full: a zone of the past can have seconds in
// it, which RFC 3339 cannot say and "offset" does.
func localText(w journal.When) string { return w.Local().Format(time.RFC3339Nano) }

// MarshalLine returns the document as one line of JSON with its newline.
func (d *Document) MarshalLine() ([]byte, error) {
	var line bytes.Buffer
	out := json.NewEncoder(&line)
	out.SetEscapeHTML(false)
	if err := out.Encode(d); err != nil {
		return nil, fmt.Errorf("entry %s: %w", d.ID, err)
	}
	return line.Bytes(), nil
}
