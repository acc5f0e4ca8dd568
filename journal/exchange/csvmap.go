package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kith/journal"
)

// Map says what the columns of a table are. MAP.md explains its JSON.
type Map struct {
	// Version is 1.
	Version int `json:"kith_map"`
	// Layout is "" for a table as described below, or the name of a program
	// whose rows have a shape of their own: "bearable".
	Layout    string `json:"layout,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	// Decimal is the decimal mark, "." or ",".
	Decimal string  `json:"decimal,omitempty"`
	Date    DateMap `json:"date"`
	// Person is the column whose values are persons.
	Person string `json:"person,omitempty"`
	// Missing are the texts that mean "no value", beside the blank cell.
	Missing []string `json:"missing,omitempty"`
	// Separator stands between several values in one cell.
	Separator string      `json:"separator,omitempty"`
	Columns   []ColumnMap `json:"columns,omitempty"`
	Records   []RecordMap `json:"records,omitempty"`
}

// DateMap says where the date and time of a row are.
type DateMap struct {
	Column string `json:"column,omitempty"`
	// Fallback are columns to take where Column is blank, in order.
	Fallback []string `json:"fallback,omitempty"`
	// Time is a column with the time of day.
	Time string `json:"time,omitempty"`
	// EndTime is a column with the time of day at which it ended, at most a day
	// later.
	EndTime string `json:"end_time,omitempty"`
	// Format is year-month-day, day-month-year, month-day-year, excel, unix,
	// unix_ms or day_number.
	Format string `json:"format,omitempty"`
	// Start is the date of day number 0.
	Start string `json:"start,omitempty"`
	// Zone is the IANA name of the zone of the times; "" is the user's.
	Zone string `json:"zone,omitempty"`
}

// ColumnMap says what one column is.
type ColumnMap struct {
	Column string `json:"column"`
	// Role is one of Roles.
	Role string `json:"role"`
	// Kind is symptom, measure or factor; "" chooses by role and name.
	Kind string `json:"kind,omitempty"`
	// Name is what the entries are called; "" is the column's name.
	Name string `json:"name,omitempty"`
	Unit string `json:"unit,omitempty"`
	// Low and High bound a score that is not 0 to 10.
	Low  *journal.Decimal `json:"low,omitempty"`
	High *journal.Decimal `json:"high,omitempty"`
	// Anchors are the words of an ordinal from its lowest rank, First.
	Anchors []string `json:"anchors,omitempty"`
	First   int      `json:"first,omitempty"`
	// Field is birth, death, sex or age for the role person, or any word.
	Field    string `json:"field,omitempty"`
	Polarity string `json:"polarity,omitempty"`
}

// The roles of a column.
const (
	RoleScore      = "score"      // 0 to 10, or Low to High
	RoleYesNo      = "yes_no"     // yes and no, both kept
	RoleNumber     = "number"     // a quantity
	RoleCount      = "count"      // whole things
	RoleDuration   = "duration"   // 1:30, 45 min, or a number in Unit
	RoleOrdinal    = "ordinal"    // one of a few words
	RoleComponents = "components" // 120/80
	RoleText       = "text"       // words
	RoleFactor     = "factor"     // names of what was there, several with Separator
	RoleNote       = "note"       // the person's own words
	RoleTags       = "tags"       // tags for the whole row
	RoleDose       = "dose"       // the amount taken of Name
	RolePerson     = "person"     // a fact about the person
	RoleIgnore     = "ignore"     // left out
)

// Roles lists the roles of a column.
func Roles() []string {
	return []string{RoleScore, RoleYesNo, RoleNumber, RoleCount, RoleDuration, RoleOrdinal, RoleComponents, RoleText,
		RoleFactor, RoleNote, RoleTags, RoleDose, RolePerson, RoleIgnore}
}

// RecordMap makes one entry of several columns of a row: a dose, a course, a
// condition, an event, or a reading whose name stands in a column. All fields
// but Kind, Name, Scale, Anchors, First, NotNames and OmitIf name columns.
type RecordMap struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	// NameFrom are columns of which the first that is filled names the entry,
	// unless it begins with one of NotNames.
	NameFrom []string `json:"name_from,omitempty"`
	NotNames []string `json:"not_names,omitempty"`

	Value string `json:"value,omitempty"`
	// Scale is score, yes_no, number, count, duration, ordinal, text or auto.
	Scale   string   `json:"scale,omitempty"`
	Anchors []string `json:"anchors,omitempty"`
	First   int      `json:"first,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	Label   string   `json:"label,omitempty"`
	Low     string   `json:"low,omitempty"`
	High    string   `json:"high,omitempty"`
	Region  string   `json:"region,omitempty"`
	// Parts make a value of several components, each from a column of its own.
	Parts []PartMap `json:"parts,omitempty"`

	// Start replaces the row's date; where it is blank, Recorded or the row's
	// date stands in and the start is marked as unknown.
	Start    string `json:"start,omitempty"`
	Recorded string `json:"recorded,omitempty"`
	End      string `json:"end,omitempty"`
	Ongoing  string `json:"ongoing,omitempty"`

	Amount     string `json:"amount,omitempty"`
	AmountUnit string `json:"amount_unit,omitempty"`
	AmountText string `json:"amount_text,omitempty"`
	Frequency  string `json:"frequency,omitempty"`
	Route      string `json:"route,omitempty"`
	Purpose    string `json:"purpose,omitempty"`
	StopReason string `json:"stop_reason,omitempty"`

	Category   string `json:"category,omitempty"`
	Status     string `json:"status,omitempty"`
	Severity   string `json:"severity,omitempty"`
	Outcome    string `json:"outcome,omitempty"`
	Serious    string `json:"serious,omitempty"`
	Relation   string `json:"relation,omitempty"`
	Reaction   string `json:"reaction,omitempty"`
	BodySystem string `json:"body_system,omitempty"`
	Reason     string `json:"reason,omitempty"`

	Note  []string  `json:"note,omitempty"`
	Tags  []string  `json:"tags,omitempty"`
	Codes []CodeMap `json:"codes,omitempty"`
	// OmitIf leaves a row out when a column has one of some values.
	OmitIf []OmitMap `json:"omit_if,omitempty"`
}

// PartMap is one component of a value: blood pressure has two.
type PartMap struct {
	Name   string `json:"name"`
	Column string `json:"column"`
	Unit   string `json:"unit,omitempty"` // a UCUM code
}

// CodeMap takes a code of a vocabulary from a column.
type CodeMap struct {
	System  string `json:"system"`
	Column  string `json:"column"`
	Display string `json:"display,omitempty"` // a column
}

// OmitMap leaves a row out, with a reason.
type OmitMap struct {
	Column string   `json:"column"`
	Values []string `json:"values"`
	Reason string   `json:"reason"`
}

// defaultMissing are the texts that mean "no value" unless a map says otherwise.
var defaultMissing = []string{"NA", "N/A", "n.a.", "#N/A", "NaN", "null", "nil", "none given", "-", "--", ".", "?"}

// maxMapBytes bounds a map file.
const maxMapBytes = 1 << 20

// ParseMap reads a map file. An unknown field, role or format is an error that
// names it.
func ParseMap(data []byte) (*Map, error) {
	if len(data) > maxMapBytes {
		return nil, fmt.Errorf("the map has %d bytes: %w", len(data), ErrTooLarge)
	}
	m := new(Map)
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, fmt.Errorf("the map is not as MAP.md describes it: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("the map: something follows after its closing brace")
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("the map: %w", err)
	}
	return m, nil
}

// JSON returns the map as a file to edit.
func (m *Map) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the map: %w", err)
	}
	return append(text, '\n'), nil
}

// check reports what is wrong with a map before it meets a file.
func (m *Map) check() error {
	if m.Version != 1 {
		return fmt.Errorf(`"kith_map" is %d: this program reads version 1`, m.Version)
	}
	if m.Layout != "" && m.Layout != layoutBearable {
		return fmt.Errorf("layout %.40q: it is %q or left out", m.Layout, layoutBearable)
	}
	if len(m.Delimiter) > 1 {
		return fmt.Errorf("delimiter %.10q: it is one character", m.Delimiter)
	}
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		return fmt.Errorf(`decimal %.10q: it is "." or ","`, m.Decimal)
	}
	if f := dateOrder(m.Date.Format); f != "" && !slices.Contains(dateOrders, f) {
		return fmt.Errorf("date format %.40q: it is one of %v", m.Date.Format, dateOrders)
	}
	if m.Date.Start != "" {
		if _, err := parseStart(m.Date.Start); err != nil {
			return err
		}
	}
	if m.Date.Zone != "" {
		if _, err := time.LoadLocation(m.Date.Zone); err != nil {
			return fmt.Errorf("zone %.60q is not known: write it as Europe/Berlin", m.Date.Zone)
		}
	}
	for _, c := range m.Columns {
		if err := c.check(); err != nil {
			return fmt.Errorf("column %.60q: %w", c.Column, err)
		}
	}
	for i, r := range m.Records {
		if err := r.check(); err != nil {
			return fmt.Errorf("record %d: %w", i+1, err)
		}
	}
	if len(m.Columns)+len(m.Records) > maxCells {
		return ErrTooLarge
	}
	return nil
}

func (c ColumnMap) check() error {
	if !slices.Contains(Roles(), c.Role) {
		return fmt.Errorf("role %.40q: it is one of %s", c.Role, strings.Join(Roles(), ", "))
	}
	if c.Kind != "" && !slices.Contains([]string{"symptom", "measure", "factor"}, c.Kind) {
		return fmt.Errorf("kind %.40q: it is symptom, measure or factor", c.Kind)
	}
	if (c.Low == nil) != (c.High == nil) || c.Low != nil && c.Low.Cmp(*c.High) >= 0 {
		return errors.New("low and high stand together, and low is below high")
	}
	if c.Polarity != "" {
		var p journal.Polarity
		return p.UnmarshalText([]byte(c.Polarity))
	}
	return nil
}

// recordKinds are the kinds that a RecordMap can make.
var recordKinds = []string{"symptom", "measure", "factor", "condition", "course", "dose", "event", "appointment", "note"}

// scaleAuto takes a value for a number, a duration or words, as it looks.
const scaleAuto = "auto"

func (r RecordMap) check() error {
	if !slices.Contains(recordKinds, r.Kind) {
		return fmt.Errorf("kind %.40q: it is one of %s", r.Kind, strings.Join(recordKinds, ", "))
	}
	if r.Name == "" && len(r.NameFrom) == 0 && r.Kind != "note" {
		return errors.New("it has neither name nor name_from")
	}
	if len(r.Parts) > 0 && (r.Kind != "measure" || r.Value != "" || len(r.Parts) > 16) {
		return errors.New("parts are for a measure without value, at most 16")
	}
	scales := []string{"", RoleScore, RoleYesNo, RoleNumber, RoleCount, RoleDuration, RoleOrdinal, RoleText, scaleAuto}
	if !slices.Contains(scales, r.Scale) {
		return fmt.Errorf("scale %.40q: it is one of %s", r.Scale, strings.Join(scales[1:], ", "))
	}
	return nil
}
