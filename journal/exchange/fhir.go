package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"kith/journal"
)

// fhirReader reads resources one by one. A first pass over the file has found
// what later ones refer to: medicines by name, and how many patients there are.
type fhirReader struct {
	src   resourceSource
	file  *countingReader
	opts  Options
	keys  *keyMaker
	index fhirIndex
	out   []Row
	seen  map[string]bool // resource types that are not kept
	count int
	apart bool // several patients, each a person of their own

	own    ownFHIR
	offset func() span // where the resource is that was read last; nil if that is not known
}

// fhirIndex is what the first pass found.
type fhirIndex struct {
	medicines map[string]fhirConcept // by id and fullUrl
	patients  map[string]string      // id and fullUrl to the id
	labels    map[string]string      // id to the patient's name
	namesakes map[string]int         // how many patients have a name
	subjects  map[string]bool        // whom resources are about
	own       bool                   // Kith wrote it
}

// The bounds of the index.
const (
	maxIndexed  = 200_000
	maxSubjects = 100_000
)

func openFHIR(r io.ReaderAt, size int64, opts Options) (Reader, error) {
	sample, err := head(r, size)
	if err != nil {
		return nil, err
	}
	encoding := guessEncoding(sample)
	text := &countingReader{} // what is read of the file once it is decoded
	open := func() (resourceSource, *countingReader, error) {
		file := &countingReader{r: io.NewSectionReader(r, 0, size)}
		plain, err := decoded(file, encoding)
		*text = countingReader{r: plain}
		return newResourceSource(text, sample, 16*opts.MaxRecord), file, err
	}
	f := &fhirReader{opts: opts, keys: newKeyMaker(FormatFHIR), seen: map[string]bool{}}
	first, _, err := open()
	if err != nil {
		return nil, err
	}
	if f.index, err = indexFHIR(first); err != nil {
		return nil, err
	}
	f.apart = !opts.OnePerson && f.index.several()
	if f.src, f.file, err = open(); err != nil || !f.index.own {
		return f, err
	}
	f.own = ownFHIR{files: r, sizes: map[[32]byte]span{}}
	if src, ok := f.src.(*jsonSource); ok && encoding == encodingUTF8 {
		f.offset = func() span {
			return span{f.file.n - int64(src.src.Buffered()) - int64(len(src.buf)), int64(len(src.buf))}
		}
	}
	return ownFHIRReader{f}, nil
}

func (f *fhirReader) Format() string  { return FormatFHIR }
func (f *fhirReader) Offset() int64   { return f.file.n }
func (f *fhirReader) Close() error    { return nil }
func (f *fhirReader) Notes() []string { return nil }

// indexFHIR reads the whole file for what others refer to. What is damaged there
// is reported by the second pass, in its place.
func indexFHIR(src resourceSource) (fhirIndex, error) {
	x := fhirIndex{medicines: map[string]fhirConcept{}, patients: map[string]string{}, labels: map[string]string{}, namesakes: map[string]int{}, subjects: map[string]bool{}}
	for {
		raw, err := src.next()
		switch {
		case errors.Is(err, errRecordTooLong), errors.Is(err, errNotJSON):
			continue
		case err == io.EOF, errors.Is(err, ErrDamaged):
			return x, nil
		case err != nil:
			return x, fmt.Errorf("read the file: %w", err)
		}
		x.own = x.own || hasOwn(raw)
		switch firstString(raw, "resourceType") {
		case "Medication", "Patient", "Bundle":
			x.add(raw, 0)
		default:
			x.subject(raw)
		}
	}
}

// firstString returns the string after the first field of that name, "" if it
// is none. It serves to look at a resource without decoding it.
func firstString(raw []byte, field string) string {
	i := bytes.Index(raw, []byte(`"`+field+`"`))
	if i < 0 {
		return ""
	}
	rest := bytes.TrimLeft(raw[i+len(field)+2:], " \t\r\n:")
	if len(rest) == 0 || rest[0] != '"' {
		return ""
	}
	end := bytes.IndexByte(rest[1:], '"')
	if end < 0 || end > 300 {
		return ""
	}
	return string(rest[1 : end+1])
}

// add indexes a medicine or a patient, or those of an inner bundle.
func (x *fhirIndex) add(raw []byte, depth int) {
	fullURL, resource, err := splitEntry(raw)
	if err != nil {
		return
	}
	if inner := innerEntries(resource); inner != nil && depth < 3 {
		for _, e := range inner {
			x.add(e, depth+1)
		}
		return
	}
	var res fhirResource
	if json.Unmarshal(resource, &res) != nil {
		return
	}
	switch {
	case res.ResourceType == "Medication" && len(x.medicines) < maxIndexed:
		x.medicines["Medication/"+res.ID] = res.Code
		if fullURL != "" {
			x.medicines[fullURL] = res.Code
		}
	case res.ResourceType == "Patient" && len(x.patients) < maxIndexed:
		x.patients[res.ID] = res.ID
		if fullURL != "" {
			x.patients[lastSegment(fullURL)] = res.ID
		}
		x.subjects[res.ID] = true
		if _, again := x.labels[res.ID]; !again {
			x.labels[res.ID] = patientLabel(res)
			x.namesakes[x.labels[res.ID]]++
		}
	case res.ResourceType != "Medication" && res.ResourceType != "Patient":
		x.subject(raw)
	}
}

// subject notes whom a resource is about.
func (x *fhirIndex) subject(raw []byte) {
	for _, field := range []string{`"subject"`, `"patient"`} {
		i := bytes.Index(raw, []byte(field))
		if i < 0 {
			continue
		}
		window := raw[i:min(len(raw), i+600)]
		if ref := firstString(window, "reference"); isPatient(ref) && len(x.subjects) < maxSubjects {
			x.subjects[lastSegment(ref)] = true
			return
		}
	}
}

// isPatient reports whether a reference may be to a patient: by its type, or a
// bare URN.
func isPatient(ref string) bool {
	return strings.Contains(ref, "Patient/") || strings.HasPrefix(ref, "urn:")
}

// lastSegment returns the id at the end of a reference: Patient/1,
// https://host/fhir/Patient/1 and urn:uuid:1 are all 1.
func lastSegment(ref string) string {
	ref, _, _ = strings.Cut(ref, "/_history/")
	return ref[strings.LastIndexAny(ref, "/:")+1:]
}

func patientLabel(res fhirResource) string {
	for _, n := range res.Name {
		s := plain(n.Text)
		if s == "" {
			s = plain(strings.Join(append(append([]string{}, n.Given...), n.Family), " "))
		}
		if s != "" && len(s) < 200 {
			return s
		}
	}
	return ""
}

// several reports whether the file is about more than one patient.
func (x *fhirIndex) several() bool {
	people := map[string]bool{}
	for s := range x.subjects {
		if id, ok := x.patients[s]; ok {
			s = id
		}
		if people[s] = true; len(people) > 1 {
			return true
		}
	}
	return false
}

// person returns the Row.Person of a resource about ref: "" where the file has
// one patient only, else the patient's name, with the id where names repeat.
func (f *fhirReader) person(ref string) string {
	if !f.apart || ref == "" {
		return ""
	}
	id := lastSegment(ref)
	if known, ok := f.index.patients[id]; ok {
		id = known
	}
	label := f.index.labels[id]
	if label == "" {
		return id
	}
	if f.index.namesakes[label] > 1 {
		return label + " " + id
	}
	return label
}

// splitEntry returns the resource of a bundle entry, or raw itself if it is a
// bare resource.
func splitEntry(raw []byte) (fullURL string, resource []byte, err error) {
	typed := false
	ok := members(raw, func(key string, value []byte) bool {
		switch key {
		case "resourceType":
			typed = true
		case "fullUrl":
			if json.Unmarshal(value, &fullURL) != nil {
				fullURL = ""
			}
		case "resource":
			if value[0] == '{' {
				resource = value
			}
		}
		return !typed
	})
	if !ok {
		return "", nil, errNotJSON
	}
	if typed || resource == nil {
		return fullURL, raw, nil
	}
	return fullURL, resource, nil
}

// innerEntries returns the entries if the resource is itself a bundle.
func innerEntries(resource []byte) []json.RawMessage {
	if firstString(resource, "resourceType") != "Bundle" {
		return nil
	}
	var b struct {
		ResourceType string            `json:"resourceType"`
		Entry        []json.RawMessage `json:"entry"`
	}
	if json.Unmarshal(resource, &b) != nil || b.ResourceType != "Bundle" {
		return nil
	}
	return append([]json.RawMessage{}, b.Entry...)
}

// Next returns the row of the next resource.
func (f *fhirReader) Next() (Row, error) {
	for len(f.out) == 0 {
		raw, err := f.src.next()
		f.count++
		switch {
		case err == io.EOF && f.own.pieces != nil:
			f.endPieces()
			continue
		case err == io.EOF:
			return Row{}, io.EOF
		case errors.Is(err, errRecordTooLong):
			return whole(reasonTooLong, f.where("")), nil
		case errors.Is(err, errNotJSON):
			return whole("not JSON", f.where("")), nil
		case err != nil:
			return Row{}, fmt.Errorf("read resource %d: %w", f.count, err)
		}
		f.resource(raw, 0)
	}
	row := f.out[0]
	f.out = f.out[1:]
	return row, nil
}

func (f *fhirReader) where(resourceType string) string {
	if resourceType == "" {
		return fmt.Sprintf("resource %d", f.count)
	}
	return fmt.Sprintf("resource %d, %s", f.count, resourceType)
}

// resource makes the row of one bundle entry or bare resource.
func (f *fhirReader) resource(raw []byte, depth int) {
	fullURL, resource, err := splitEntry(raw)
	if err != nil {
		f.out = append(f.out, whole("not JSON", f.where("")))
		return
	}
	if inner := innerEntries(resource); len(inner) > 0 && depth < 3 {
		for _, e := range inner {
			f.resource(e, depth+1)
		}
		return
	}
	if f.index.own && hasOwn(resource) {
		if row, ok := f.ownRow(resource); ok {
			if row.Records > 0 { // else it is a part of an entry, or of none
				f.out = append(f.out, row)
			}
			return
		}
	}
	var res fhirResource
	if err := json.Unmarshal(resource, &res); err != nil {
		f.out = append(f.out, whole("a field has the wrong type", f.where(knownType(firstString(resource, "resourceType")))))
		return
	}
	f.out = append(f.out, f.row(&res, fullURL, resource))
}

// knownType returns a resource type that may be shown.
func knownType(s string) string {
	if s == "" || len(s) > 40 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return s
}

// row judges one resource.
func (f *fhirReader) row(res *fhirResource, fullURL string, raw []byte) Row {
	kind := knownType(res.ResourceType)
	if kind == "" {
		return whole("not a FHIR resource", f.where(""))
	}
	if res.Status == "entered-in-error" || res.VerificationStatus.code() == "entered-in-error" {
		return whole("marked as entered in error", f.where(kind))
	}
	b := fhirBuilder{f: f, res: res}
	b.build()
	if b.reason != "" {
		return whole(b.reason, f.where(kind))
	}
	subject := res.Subject.Reference
	if subject == "" {
		subject = res.Patient.Reference
	}
	if kind == "Patient" {
		subject = res.ID
	}
	e := b.entry
	e.Source, e.Key = sourceFHIR, f.key(res, fullURL, subject, raw)
	if len(f.keys.seen) >= f.opts.MaxRecords {
		return whole(reasonTooMany, f.where(kind))
	}
	if e.Kind == journal.KindPerson {
		e.Key = contentKey(FormatFHIR, "person", b.said...)
	}
	if reason := faultOf(&e); reason != "" {
		return whole(reason, f.where(kind))
	}
	return Row{Person: f.person(subject), Entries: []journal.Entry{e}, Skips: b.skips, Records: 1}
}

// sourceFHIR is the source of entries from FHIR.
const sourceFHIR = "FHIR"

// key is the identity that the resource brings: its URL if it has a server's,
// else its id, with the patient's for ids that are too short to be unique.
func (f *fhirReader) key(res *fhirResource, fullURL, subject string, raw []byte) string {
	id := res.ResourceType + "/" + res.ID
	switch {
	case strings.HasPrefix(fullURL, "http") && len(fullURL) < 500:
		return FormatFHIR + ":" + fullURL
	case len(res.ID) >= 32 && len(res.ID) < 500:
		return FormatFHIR + ":" + id
	case res.ID != "" && len(res.ID) < 500:
		return FormatFHIR + ":" + id + " of " + contentKey("", "", subject)
	}
	return f.keys.base([]string{string(raw)})
}
