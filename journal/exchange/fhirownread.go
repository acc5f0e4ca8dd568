package exchange

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kith/journal"
)

// ownFHIR is what a reader keeps while it reads a bundle that Kith wrote.
type ownFHIR struct {
	files  io.ReaderAt
	sizes  map[[32]byte]span // where the resources with the content of attachments are
	pieces *ownPieces
}

// span is where something is in a file.
type span struct{ at, size int64 }

// maxFiles bounds the attachments of a bundle.
const maxFiles = 100_000

// ownPieces are readings of one entry that are resources by themselves.
type ownPieces struct {
	rest    *ownRest
	first   *outResource
	samples []kithSample
}

// ownFHIRReader reads a bundle that Kith wrote: it says whose entries they are and has
// the files of the attachments.
type ownFHIRReader struct{ *fhirReader }

// Attachment implements [AttachmentSource]. The content is read from the file anew.
func (o ownFHIRReader) Attachment(sum []byte) (io.ReadCloser, error) {
	if len(sum) != 32 {
		return nil, nil
	}
	at, ok := o.own.sizes[[32]byte(sum)]
	if !ok {
		return nil, nil
	}
	raw := make([]byte, at.size)
	if _, err := o.own.files.ReadAt(raw, at.at); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the attachment in the file: %w", err)
	}
	_, resource, err := splitEntry(raw)
	var r outResource
	if err != nil || json.Unmarshal(resource, &r) != nil || len(r.Content) == 0 {
		return nil, nil // it does not stand alone in the file, as in what Kith writes
	}
	return io.NopCloser(base64.NewDecoder(base64.StdEncoding, strings.NewReader(r.Content[0].Attachment.Data))), nil
}

// ownRow makes the row of a resource that bears Kith's extension; ok is false for one
// that does not.
func (f *fhirReader) ownRow(raw []byte) (row Row, ok bool) {
	var r outResource
	if err := json.Unmarshal(raw, &r); err != nil {
		return row, false // the usual reading says what is wrong
	}
	for _, x := range r.Extension {
		switch x.URL {
		case extDerived:
			return Row{}, true
		case extSampleOf:
			return f.piece(&r, x.ValueString), true
		}
	}
	rest, err := restOf(&r)
	if err != nil {
		return whole(errOwn.Error(), f.where(knownType(r.ResourceType))), true
	}
	if rest == nil {
		return row, false
	}
	if rest.many > 1 {
		f.endPieces()
		f.own.pieces = &ownPieces{rest: rest, first: &r}
		return f.piece(&r, r.ID), true
	}
	var samples []kithSample
	if rest.kind == journal.KindSamples {
		if samples, err = rest.readings(&r); err != nil {
			return whole(errOwn.Error(), f.where(r.ResourceType)), true
		}
	}
	return f.ownEntry(&r, rest, samples), true
}

func (f *fhirReader) ownEntry(r *outResource, rest *ownRest, samples []kithSample) Row {
	record, _ := ownID(r.ID)
	reference := "Patient/" + r.ID
	for _, subject := range []*outReference{r.Subject, r.Patient} {
		if subject != nil {
			record, _ = ownReference(*subject)
			reference = subject.Reference
		}
	}
	e, err := rest.entry(r, record, samples)
	if err != nil {
		return whole(errOwn.Error(), f.where(knownType(r.ResourceType)))
	}
	if f.count > f.opts.MaxRecords {
		return whole(reasonTooMany, f.where(r.ResourceType))
	}
	person := ""
	if label := f.index.labels[lastSegment(reference)]; label != "" {
		person = label
	} else if len(f.index.labels) == 1 { // medicines are nobody's
		for _, person = range f.index.labels {
		}
	}
	if b, ok := e.Body.(*journal.Attachment); ok && len(b.SHA256) == 32 && f.offset != nil && len(r.Content) > 0 && r.Content[0].Attachment.Data != "" &&
		len(f.own.sizes) < maxFiles {
		f.own.sizes[[32]byte(b.SHA256)] = f.offset()
	}
	if b, ok := e.Body.(*journal.Person); ok && e.ID.IsZero() && b.Birth == nil && b.Death == nil && b.Sex == "" && b.AgeSaid == "" && len(b.Details) == 0 {
		return Row{} // nothing is known of the person but the name
	}
	return Row{Person: person, Entries: []journal.Entry{e}, Records: 1}
}

// piece takes one reading of an entry that is several resources.
func (f *fhirReader) piece(r *outResource, of string) Row {
	p := f.own.pieces
	if p == nil || of != p.first.ID || r.ValueQuantity == nil || r.ValueQuantity.Value == nil {
		return whole("a reading without those before it", f.where(knownType(r.ResourceType)))
	}
	at := r.EffectiveDateTime
	if r.EffectivePeriod != nil {
		at = r.EffectivePeriod.Start
	}
	w, ok := ownPeriod(at, r.EffectivePeriod)
	if !ok || w.Precision != journal.Instant {
		f.own.pieces = nil
		return whole(errOwn.Error(), f.where(r.ResourceType))
	}
	p.samples = append(p.samples, kithSample{Time: w.Time, Duration: w.Duration.Seconds(), Value: *r.ValueQuantity.Value})
	if len(p.samples) < p.rest.many {
		return Row{}
	}
	f.own.pieces = nil
	return f.ownEntry(p.first, p.rest, p.samples)
}

// endPieces gives up on an entry of which readings are missing.
func (f *fhirReader) endPieces() {
	if f.own.pieces != nil {
		f.own.pieces = nil
		f.out = append(f.out, whole("readings are missing", f.where("Observation")))
	}
}

// readings reads the samples of one resource: at even distances, or a single one.
func (rest *ownRest) readings(r *outResource) ([]kithSample, error) {
	at, period := r.EffectiveDateTime, r.EffectivePeriod
	if period != nil {
		at = period.Start
	}
	start, ok := ownTime(at)
	if !ok {
		return nil, errOwn
	}
	if r.ValueQuantity != nil && r.ValueQuantity.Value != nil {
		w, ok := ownPeriod(at, period)
		if !ok {
			return nil, errOwn
		}
		return []kithSample{{Time: w.Time, Duration: w.Duration.Seconds(), Value: *r.ValueQuantity.Value}}, nil
	}
	d := r.ValueSampledData
	if d == nil {
		return nil, errOwn
	}
	texts := strings.Fields(d.Data)
	step := d.Period.Float()
	if len(texts) == 0 || len(texts) > journal.MaxSamples || step < 0 || step > 1e12 || start.Precision != journal.Instant {
		return nil, errOwn
	}
	samples := make([]kithSample, len(texts))
	for i, text := range texts {
		n, err := journal.ParseDecimal(text)
		if err != nil {
			return nil, errOwn
		}
		samples[i] = kithSample{Time: start.Time.Add(time.Duration(i) * time.Duration(step) * time.Millisecond), Duration: rest.each, Value: n}
	}
	return samples, nil
}

// hasOwn reports, at a glance, whether a resource may bear an extension of Kith's.
func hasOwn(raw []byte) bool {
	return slices.ContainsFunc([]string{extEntry, extDerived, extSampleOf}, func(url string) bool { return bytes.Contains(raw, []byte(url)) })
}
