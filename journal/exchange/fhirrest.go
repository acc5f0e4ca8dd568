package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"

	"kith/journal"
)

// ownVersion is the version of FHIR.md that extensions are written by.
const ownVersion = 1

// coreJSON is a Document without what follows from the rest or belongs to the vault
// that the entry is in.
type coreJSON struct {
	ID        journal.ID        `json:"id,omitzero"`
	Kind      journal.Kind      `json:"kind"`
	Name      string            `json:"name,omitempty"`
	Time      string            `json:"time,omitempty"`
	Zone      string            `json:"zone,omitempty"`
	Offset    int               `json:"offset,omitempty"`
	CivilDate journal.Date      `json:"civil_date"`
	Precision journal.Precision `json:"precision"`
	Duration  float64           `json:"duration_s,omitempty"`
	Value     *journal.Value    `json:"value,omitempty"`
	Note      string            `json:"note,omitempty"`
	Tags      []string          `json:"tags,omitempty"`
	Source    string            `json:"source,omitempty"`
	Body      journal.Body      `json:"body,omitempty"`
}

// coreOf is an entry as coreJSON. record is whose it is.
func coreOf(e *journal.Entry, record journal.ID) coreJSON {
	c := coreJSON{ID: e.ID, Kind: e.Kind, Name: e.Name, Time: utcText(e.When.Time), Zone: e.When.Zone, Offset: e.When.Offset,
		CivilDate: e.When.Date, Precision: e.When.Precision, Duration: e.When.Duration.Seconds(),
		Note: e.Note, Tags: e.Tags, Source: e.Source, Body: e.Body}
	switch b := e.Body.(type) {
	case *journal.Observation:
		rest := *b
		c.Value, rest.Value = b.Value, nil
		scale := journal.Entry{Name: e.Name, Body: &journal.Definition{Of: e.Kind}}
		if rest.Definition == scale.OwnID(record) { // as it will be in any other record
			rest.Definition = journal.ID{}
		}
		if c.Body = &rest; reflect.ValueOf(rest).IsZero() {
			c.Body = nil
		}
	case *journal.Segment: // what describes the samples follows from them
		c.Body = &journal.Segment{Unit: b.Unit, Codes: b.Codes}
	}
	return c
}

// coreTree is the JSON of coreOf as a tree.
func coreTree(e *journal.Entry, record journal.ID) (map[string]any, error) {
	tree, err := treeOf(coreOf(e, record))
	if body, ok := tree["body"].(map[string]any); ok && e.Kind == journal.KindSamples {
		for _, field := range []string{"count", "low", "high", "sum"} {
			delete(body, field)
		}
	}
	return tree, err
}

func treeOf(v any) (map[string]any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return readTree(text)
}

func readTree(text []byte) (map[string]any, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber() // digits stay as they were typed
	var tree map[string]any
	if err := in.Decode(&tree); err != nil {
		return nil, err
	}
	if tree == nil {
		return nil, errNotJSON
	}
	return tree, nil
}

// merge applies a merge patch.
func merge(base, patch map[string]any) map[string]any {
	out := maps.Clone(base)
	if out == nil {
		out = map[string]any{}
	}
	for key, p := range patch {
		inner, ok := p.(map[string]any)
		switch {
		case p == nil:
			delete(out, key)
		case ok:
			was, _ := out[key].(map[string]any)
			out[key] = merge(was, inner)
		default:
			out[key] = p
		}
	}
	return out
}

// The fields of the extension that are not those of a Document.
const (
	restVersion = "v"
	restMany    = "readings" // how many resources the readings of an entry are
	restEach    = "each_s"   // how long each of the readings of one resource lasts
)

// rest adds to a resource what it does not say of its entry.
func (f *fhirMaker) rest(r *outResource, e *journal.Entry, also map[string]any) error {
	if f.Plain {
		return nil
	}
	said := ownEntry(e.Kind, r)
	base, want := coreOf(&said, f.Record), coreOf(e, f.Record)
	patch, err := patchOf(reflect.ValueOf(base), reflect.ValueOf(want))
	if err != nil {
		return fmt.Errorf("entry %s: %w", e.ID, err)
	}
	maps.Copy(patch, also)
	patch[restVersion], patch["kind"] = ownVersion, e.Kind
	text, err := marshal(patch)
	if err != nil {
		return fmt.Errorf("entry %s: %w", e.ID, err)
	}
	r.Extension = append(r.Extension, outExtension{URL: extEntry, ValueString: string(text)})
	return nil
}

// marshal writes JSON with <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	if err := out.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// errOwn says that a resource bears Kith's extension and does not hold what it should.
var errOwn = errors.New("not an entry that this version of Kith knows")

// ownRest is what the extension of a resource says.
type ownRest struct {
	kind  journal.Kind
	patch map[string]any
	many  int     // readings in as many resources
	each  float64 // seconds
}

// restOf reads the extension of a resource, nil if it has none.
func restOf(r *outResource) (*ownRest, error) {
	for _, x := range r.Extension {
		if x.URL != extEntry {
			continue
		}
		if !shallow([]byte(x.ValueString)) {
			return nil, errOwn
		}
		patch, err := readTree([]byte(x.ValueString))
		if err != nil || patch[restVersion] != json.Number("1") {
			return nil, errOwn
		}
		rest := &ownRest{patch: patch}
		name, _ := patch["kind"].(string)
		if rest.kind, err = journal.ParseKind(name); err != nil {
			return nil, errOwn
		}
		if n, ok := patch[restMany].(json.Number); ok {
			many, err := n.Int64()
			if err != nil || many < 1 || many > journal.MaxSamples {
				return nil, errOwn
			}
			rest.many = int(many)
		}
		if n, ok := patch[restEach].(json.Number); ok {
			if rest.each, err = n.Float64(); err != nil {
				return nil, errOwn
			}
		}
		delete(patch, restVersion)
		delete(patch, restMany)
		delete(patch, restEach)
		return rest, nil
	}
	return nil, nil
}

// entry makes the entry of a resource and its extension. record is the patient that
// the resource is about; samples are those of a segment.
func (rest *ownRest) entry(r *outResource, record journal.ID, samples []kithSample) (journal.Entry, error) {
	said := ownEntry(rest.kind, r)
	base, err := coreTree(&said, record)
	if err != nil {
		return said, err
	}
	tree := merge(base, rest.patch)
	tree["person_id"] = record.String()
	text, err := marshal(tree)
	if err != nil {
		return said, err
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields() // of a newer Kith: what is not understood must not be lost silently
	var d kithDocument
	if err := in.Decode(&d); err != nil {
		return said, errOwn
	}
	d.Samples = samples
	e, err := d.entry()
	if err != nil {
		return e, errOwn
	}
	return e, e.Validate()
}
