package exchange

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kith/journal"
)

// FHIRWriter writes a record as one FHIR R4 Bundle of type collection, a resource at
// a time. FHIR.md says what becomes of what. The patient comes first, who recorded
// what (Provenance) last.
type FHIRWriter struct {
	w       io.Writer
	m       fhirMaker
	n       int
	origins map[origin]*originOf
	buf     bytes.Buffer
}

// origin is what entries of one Provenance have in common.
type origin struct{ source string }

type originOf struct {
	ids         []journal.ID
	first, last time.Time
}

// NewFHIRWriter begins a bundle with the patient. What w refuses comes back from any
// of the methods; nothing can be done with the writer after an error.
func NewFHIRWriter(w io.Writer, o FHIROptions) (*FHIRWriter, error) {
	f := &FHIRWriter{w: w, m: fhirMaker{FHIROptions: o}, origins: map[origin]*originOf{}}
	head := fmt.Sprintf("{\"resourceType\":\"Bundle\",\"id\":\"%s\",\"type\":\"collection\",\"timestamp\":\"%s\",\"entry\":[", uuid(journal.NewID()), fhirInstant(o.Now))
	if _, err := io.WriteString(w, head); err != nil {
		return nil, err
	}
	patient, err := f.m.patientOf(o.Who)
	if err != nil {
		return nil, err
	}
	return f, f.put(patient, o.Record)
}

// put writes one entry of the bundle in a line of its own.
func (f *FHIRWriter) put(r *outResource, id journal.ID) error {
	text, err := marshal(r)
	if err != nil {
		return err
	}
	f.buf.Reset()
	if f.n > 0 {
		f.buf.WriteByte(',')
	}
	f.n++
	fmt.Fprintf(&f.buf, "\n{\"fullUrl\":\"%s\",\"resource\":", urn(id))
	f.buf.Write(text)
	f.buf.WriteByte('}')
	_, err = f.w.Write(f.buf.Bytes())
	return err
}

// patientOf makes the patient of what describes the person, which may be nothing.
func (f *fhirMaker) patientOf(e *journal.Entry) (*outResource, error) {
	r := &outResource{ResourceType: "Patient", ID: uuid(f.Record)}
	if name := fhirText(f.Person); name != "" {
		r.Name = []outName{{name}}
	}
	if e == nil {
		r.Extension = derived()
		return r, nil
	}
	if who, ok := e.Body.(*journal.Person); ok {
		r.Gender = genders[strings.ToLower(who.Sex)]
		if who.Birth != nil {
			r.BirthDate = who.Birth.String()
		}
		if who.Death != nil {
			r.DeceasedDateTime = who.Death.String()
		}
	}
	return r, f.rest(r, e, nil)
}

// genders are the words for the sex that a person may have written, and FHIR's
// (hl7.org/fhir/R4/valueset-administrative-gender.html). Any other is not written.
var genders = map[string]string{"male": "male", "m": "male", "man": "male", "female": "female", "f": "female", "woman": "female",
	"other": "other", "unknown": "unknown"}

// derived marks a resource that stands for no entry.
func derived() []outExtension {
	yes := true
	return []outExtension{{URL: extDerived, ValueBoolean: &yes}}
}

// Add writes an entry. What describes the person is written by NewFHIRWriter.
func (f *FHIRWriter) Add(e *journal.Entry) error {
	at := origin{e.Source}
	o := f.origins[at]
	if o == nil {
		if len(f.origins) >= maxKnown { // so many sources are no sources
			at = origin{}
			o = f.origins[at]
		}
		if o == nil {
			o = &originOf{}
			f.origins[at] = o
		}
	}
	o.ids = append(o.ids, e.ID)
	if o.first.IsZero() || e.Recorded.Before(o.first) {
		o.first = e.Recorded
	}
	if e.Recorded.After(o.last) {
		o.last = e.Recorded
	}
	if segment, ok := e.Body.(*journal.Segment); ok {
		return f.samples(e, segment)
	}
	r, err := f.m.make(e)
	if err != nil {
		return err
	}
	if err := f.m.rest(r, e, nil); err != nil {
		return err
	}
	return f.put(r, e.ID)
}

// samples writes readings at even distances as one Observation with sampled data, and
// others each by itself.
func (f *FHIRWriter) samples(e *journal.Entry, segment *journal.Segment) error {
	samples, err := segment.Unpack()
	if err != nil {
		return fmt.Errorf("entry %s: %w", e.ID, err)
	}
	r, err := f.m.make(&journal.Entry{ID: e.ID, Kind: journal.KindMeasure, When: e.When, Name: e.Name, Note: e.Note, Tags: e.Tags, Recorded: e.Recorded,
		Body: &journal.Observation{Codes: segment.Codes}})
	if err != nil {
		return err
	}
	r.DataAbsentReason = nil
	if data, each := sampledData(samples, segment.Unit); data != nil {
		last := samples[len(samples)-1]
		r.ValueSampledData, r.EffectiveDateTime = data, ""
		r.EffectivePeriod = &outPeriod{Start: clockTime(samples[0].Start, e.When.Offset, e.When.Date),
			End: clockTime(last.Start.Add(last.Duration), e.When.Offset, e.When.Date)}
		also := map[string]any{}
		if each != 0 {
			also[restEach] = each.Seconds()
		}
		if err := f.m.rest(r, e, also); err != nil {
			return err
		}
		return f.put(r, e.ID)
	}
	for i, s := range samples {
		one := *r
		one.EffectiveDateTime, one.EffectivePeriod = clockTime(s.Start, e.When.Offset, e.When.Date), nil
		if s.Duration > 0 {
			one.EffectivePeriod = &outPeriod{Start: one.EffectiveDateTime, End: clockTime(s.Start.Add(s.Duration), e.When.Offset, e.When.Date)}
			one.EffectiveDateTime = ""
		}
		value := s.Value
		one.ValueQuantity = quantityOf(&value, segment.Unit, "")
		id := e.ID
		if i == 0 {
			if err := f.m.rest(&one, e, map[string]any{restMany: len(samples)}); err != nil {
				return err
			}
		} else {
			id = journal.DerivedID(e.ID, fmt.Sprint("reading ", i))
			one.ID, one.Note = uuid(id), nil
			if !f.m.Plain {
				one.Extension = []outExtension{{URL: extSampleOf, ValueString: uuid(e.ID)}}
			}
		}
		if err := f.put(&one, id); err != nil {
			return err
		}
	}
	return nil
}

// sampledData writes readings at even distances that all last as long; nil if they do
// not.
func sampledData(samples []journal.Sample, unit string) (data *outSampled, each time.Duration) {
	if len(samples) < 2 {
		return nil, 0
	}
	step := samples[1].Start.Sub(samples[0].Start)
	if each = samples[0].Duration; step <= 0 {
		return nil, 0
	}
	texts := make([]string, len(samples))
	for i, s := range samples {
		if s.Duration != each || i > 0 && s.Start.Sub(samples[i-1].Start) != step {
			return nil, 0
		}
		texts[i] = s.Value.String()
	}
	zero := journal.DecimalOf(0)
	return &outSampled{Origin: *quantityOf(&zero, unit, ""), Period: journal.DecimalOf(step.Milliseconds()), Dimensions: 1, Data: strings.Join(texts, " ")}, each
}

// device is the program, which put the file together.
func (f *fhirMaker) device() *outResource {
	return &outResource{ResourceType: "Device", ID: uuid(deviceID(f.Record)), DeviceName: []outDeviceName{{Name: f.Program, Type: "model-name"}}}
}

func deviceID(record journal.ID) journal.ID { return journal.DerivedID(record, "device") }

// provenanceTargets is how many entries one Provenance speaks of.
const provenanceTargets = 500

// Close writes where the entries come from and ends the bundle. It does not close
// what is written to.
func (f *FHIRWriter) Close() error {
	kith := deviceID(f.m.Record)
	device := f.m.device()
	device.Extension = derived()
	if err := f.put(device, kith); err != nil {
		return err
	}
	var order []origin
	for at := range f.origins {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b origin) int { return cmp.Compare(a.source, b.source) })
	for _, at := range order {
		o, role := f.origins[at], "author"
		if at.source != "" { // a laboratory's words are not theirs
			role = "enterer"
		}
		for i := 0; i < len(o.ids); i += provenanceTargets {
			part := o.ids[i:min(i+provenanceTargets, len(o.ids))]
			id := journal.DerivedID(part[0], "provenance")
			r := &outResource{ResourceType: "Provenance", ID: uuid(id), Extension: derived(), Recorded: fhirInstant(f.m.Now),
				Agent: []outAgent{
					{Type: codedConcept(systemTHO+"provenance-participant-type", role), Who: outReference{Display: "The patient, or somebody who keeps this journal for them"}},
					{Type: codedConcept(systemTHO+"provenance-participant-type", "assembler"), Who: *refer(kith)}}}
			if source := fhirText(at.source); source != "" {
				r.Entity = []outEntity{{Role: "source", What: outReference{Display: source}}}
			}
			if !o.first.IsZero() {
				r.OccurredPeriod = &outPeriod{Start: fhirInstant(o.first), End: fhirInstant(o.last)}
			}
			for _, id := range part {
				r.Target = append(r.Target, *refer(id))
			}
			if err := f.put(r, id); err != nil {
				return err
			}
		}
	}
	_, err := io.WriteString(f.w, "\n]}\n")
	return err
}
