package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/klauspost/compress/flate"

	"kith/journal"
)

// appleReader streams an Apple Health export. Records of dense types gather in
// groups and come out as runs; everything else comes out as it is met.
// Blood pressure waits for the end, because the readings that hold both numbers
// follow the single records they repeat.
type appleReader struct {
	scan    *xmlScanner
	file    *countingReader
	closer  io.Closer
	opts    Options
	keys    *keyMaker
	out     []Row
	types   map[string]*appleType
	sources stringTable
	units   stringTable
	groups  map[groupKey]*group
	last    *group // of the last record: most come in long stretches
	lastKey groupKey
	pending int // samples in groups

	depth    int // open elements
	top      appleElement
	pressure pressureBook
	food     foodBook
	root     bool // HealthData was seen
	done     bool
	ended    bool
}

// appleElement is a top-level element with what its children say.
type appleElement struct {
	name     string
	record   appleRecord
	kind     string // type of a Correlation, activity of a Workout
	children []appleRecord
	meta     map[string]string
	workout  workout
	fault    string
}

// appleRecord is one Record, read but not yet judged.
type appleRecord struct {
	typ        *appleType
	source     int32
	unit       int32
	start, end appleTime
	number     journal.Decimal
	word       string // value of a category type
	fault      string // why it cannot be kept
}

// stringTable numbers strings, so that records hold four bytes for each.
type stringTable struct {
	byText map[string]int32
	texts  []string
}

// maxStrings bounds the sources and units of a file.
const maxStrings = 100_000

// id returns the number of the text b, -1 if the table is full.
func (t *stringTable) id(b []byte) int32 {
	if i, ok := t.byText[string(b)]; ok {
		return i
	}
	if len(t.texts) >= maxStrings {
		return -1
	}
	if t.byText == nil {
		t.byText = map[string]int32{}
	}
	text := strings.TrimSpace(xmlText(b))
	if len(text) > journal.MaxName {
		text = strings.ToValidUTF8(text[:journal.MaxName], "")
	}
	i := int32(len(t.texts))
	t.texts = append(t.texts, text)
	t.byText[string(b)] = i
	return i
}

// maxRatio bounds how much smaller than its content a zip entry may be; real
// exports shrink to a twentieth.
const maxRatio = 250

// ratioReader ends with ErrTooLarge when a zip entry unpacks to more than any
// export would.
type ratioReader struct {
	io.ReadCloser
	left int64
}

func (r *ratioReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, fmt.Errorf("the archive unpacks to far more than a health record has: %w", ErrTooLarge)
	}
	if err != nil && err != io.EOF {
		err = fmt.Errorf("the zip archive is damaged (%w): %w", err, ErrDamaged)
	}
	return n, err
}

func openApple(r io.ReaderAt, size int64, opts Options) (Reader, error) {
	a := &appleReader{opts: opts, keys: newKeyMaker(FormatApple), types: map[string]*appleType{}, groups: map[groupKey]*group{}}
	sample, err := head(r, min(size, 4))
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(sample, []byte("PK")) {
		a.file = &countingReader{r: io.NewSectionReader(r, 0, size)}
		a.scan = newXMLScanner(a.file, opts.MaxRecord)
		return a, nil
	}
	counted := &countingReaderAt{r: r}
	f, err := appleXML(counted, size)
	if err != nil {
		return nil, err
	}
	packed, err := f.OpenRaw()
	if err != nil {
		return nil, fmt.Errorf("open %.60q in the archive (%w): %w", f.Name, err, ErrDamaged)
	}
	a.file = &countingReader{r: packed}
	var plain io.ReadCloser
	switch f.Method {
	case zip.Store:
		plain = io.NopCloser(a.file)
	case zip.Deflate:
		plain = flate.NewReader(a.file)
	default:
		return nil, fmt.Errorf("the archive uses a compression that Kith does not know: %w", ErrFormat)
	}
	limit := min(opts.MaxBytes, 64<<20+maxRatio*size)
	a.closer = plain
	a.scan = newXMLScanner(&ratioReader{ReadCloser: plain, left: limit}, opts.MaxRecord)
	return a, nil
}

// countingReaderAt exists so that the directory of the archive is read apart
// from the entry whose bytes count as progress.
type countingReaderAt struct{ r io.ReaderAt }

func (c *countingReaderAt) ReadAt(p []byte, off int64) (int, error) { return c.r.ReadAt(p, off) }

func (a *appleReader) Format() string { return FormatApple }
func (a *appleReader) Offset() int64  { return a.file.n }

func (a *appleReader) Close() error {
	if a.closer != nil {
		return a.closer.Close()
	}
	return nil
}

// Notes names the measures that several sources counted at the same time.
func (a *appleReader) Notes() []string {
	var notes []string
	for _, t := range a.types {
		if t.dense && len(t.sources) > 1 {
			var names []string
			for id := range t.sources {
				names = append(names, a.sources.texts[id])
			}
			sort.Strings(names)
			if len(names) > 4 {
				names = append(names[:4], "...")
			}
			notes = append(notes, fmt.Sprintf("%s was counted by %d sources (%s). All are kept; a chart shows one of them, or it would count twice.",
				t.name, len(t.sources), strings.Join(names, ", ")))
		}
	}
	sort.Strings(notes)
	return notes
}

// Next returns the next row.
func (a *appleReader) Next() (Row, error) {
	for len(a.out) == 0 {
		if a.done {
			return Row{}, io.EOF
		}
		if err := a.step(); err != nil {
			return Row{}, err
		}
	}
	row := a.out[0]
	a.out = a.out[1:]
	return row, nil
}

func (a *appleReader) emit(row Row) { a.out = append(a.out, row) }

// skipped emits one record that was left out.
func (a *appleReader) skipped(reason, where string) {
	a.emit(whole(reason, fmt.Sprintf("%.80s, near byte %d", where, a.file.n)))
}

// step reads one tag.
func (a *appleReader) step() error {
	tag, err := a.scan.next()
	switch {
	case errors.Is(err, errRecordTooLong):
		a.skipped(reasonTooLong, "an element")
		return nil
	case err == io.EOF:
		return a.finish()
	case err != nil:
		return fmt.Errorf("read the health record: %w", err)
	}
	switch {
	case tag.closing:
		a.close(tag)
	case a.depth == 0:
		if string(tag.name) != "HealthData" || a.root {
			return fmt.Errorf("the root element is %.40q, not HealthData: %w", tag.name, ErrFormat)
		}
		a.root = true
		if !tag.empty {
			a.depth = 1
		}
	case a.depth == 1:
		a.begin(tag)
		if tag.empty {
			a.end()
		} else {
			a.depth = 2
		}
	default:
		a.child(tag)
		if !tag.empty {
			a.depth++
		}
	}
	return nil
}

// close handles an end tag. A top-level element ends with its own name, so that
// a child that was never closed does not swallow the rest of the file.
func (a *appleReader) close(tag *xmlTag) {
	switch {
	case string(tag.name) == "HealthData":
		if a.depth > 1 {
			a.end()
		}
		a.depth, a.ended = 0, true
	case a.depth > 1 && string(tag.name) == a.top.name:
		a.depth = 1
		a.end()
	case a.depth > 2:
		a.depth--
	}
}

// finish emits what waited for the end of the file.
func (a *appleReader) finish() error {
	a.done = true
	if !a.root {
		return fmt.Errorf("no element HealthData: %w", ErrFormat)
	}
	if a.depth > 1 {
		a.end()
	}
	a.flushAll()
	a.resolvePressure()
	if a.scan.cut || !a.ended {
		a.done = false // one more call ends with the error, after the rows
		a.scan = newXMLScanner(failing{fmt.Errorf("the file breaks off before its end; what came before was read: %w", ErrDamaged)}, 1)
		if len(a.out) == 0 {
			return a.step()
		}
	}
	return nil
}

// failing is a reader that only fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// begin reads the attributes of a top-level element.
func (a *appleReader) begin(tag *xmlTag) {
	a.top.children, a.top.fault, a.top.meta = a.top.children[:0], "", nil
	switch string(tag.name) {
	case "Record":
		a.top.name = "Record"
		a.top.record = a.record(tag)
	case "Correlation":
		a.top.name = "Correlation"
		a.top.kind = tag.text("type")
		a.top.record = a.record(tag)
	case "Workout":
		a.top.name = "Workout"
		a.beginWorkout(tag)
	case "ActivitySummary":
		a.top.name = "ActivitySummary"
		a.activity(tag)
	case "Me":
		a.top.name = "Me"
		a.me(tag)
	case "ExportDate":
		a.top.name = "ExportDate"
	default:
		a.top.name = xmlText(tag.name[:min(len(tag.name), 60)])
		reason := "element that is no health record Kith knows"
		if a.top.name == "ClinicalRecord" {
			reason = "clinical record: import its FHIR file instead"
		}
		a.skipped(reason, "element "+a.top.name)
	}
}

// maxChildren bounds what one element may hold.
const maxChildren = 1000

// child reads an element inside a top-level element.
func (a *appleReader) child(tag *xmlTag) {
	switch string(tag.name) {
	case "Record":
		if a.top.name == "Correlation" && len(a.top.children) < maxChildren {
			a.top.children = append(a.top.children, a.record(tag))
		}
	case "MetadataEntry":
		if a.depth == 2 && len(a.top.meta) < 16 {
			if a.top.meta == nil {
				a.top.meta = map[string]string{}
			}
			if key, value := tag.text("key"), tag.text("value"); len(value) <= journal.MaxName {
				a.top.meta[key] = value
			}
		}
	case "WorkoutStatistics":
		if a.top.name == "Workout" {
			a.top.workout.statistic(tag)
		}
	}
}

// end judges the top-level element that is complete.
func (a *appleReader) end() {
	switch a.top.name {
	case "Record":
		a.keep(&a.top.record)
	case "Correlation":
		a.correlation()
	case "Workout":
		a.endWorkout()
	}
}

// record reads the attributes of a Record or Correlation.
func (a *appleReader) record(tag *xmlTag) appleRecord {
	var r appleRecord
	var start, end, value, unit, source []byte
	for i := range tag.attrs {
		v := tag.attrs[i].value
		switch string(tag.attrs[i].name) {
		case "type":
			r.typ = a.typeOf(v)
		case "startDate":
			start = v
		case "endDate":
			end = v
		case "value":
			value = v
		case "unit":
			unit = v
		case "sourceName":
			source = v
		}
	}
	r.source, r.unit = a.sources.id(source), a.units.id(unit)
	if r.typ == nil || r.source < 0 || r.unit < 0 {
		r.fault = "record without a type"
		if r.typ != nil {
			r.fault = "more different sources than Kith accepts"
		}
		return r
	}
	var fault dateFault
	if r.start, fault = readAppleTime(start); fault != "" {
		r.fault = string(fault)
		return r
	}
	r.end = r.start
	if len(end) > 0 && !bytes.Equal(start, end) {
		if r.end, fault = readAppleTime(end); fault != "" {
			r.fault = string(fault)
		} else if r.end.unix < r.start.unix {
			r.fault = "ends before it begins"
		}
	}
	if r.fault == "" && tag.name[0] == 'R' {
		r.fault = a.value(&r, value)
	}
	return r
}

// value reads the value of a record as its type has it.
func (a *appleReader) value(r *appleRecord, value []byte) string {
	if r.typ.quantity {
		n, err := readAppleNumber(value)
		if err != nil {
			return reasonOf(err)
		}
		if r.number = n; a.units.texts[r.unit] == "%" {
			r.number = percent(n)
		}
		return ""
	}
	if r.word = xmlText(value); len(r.word) > 200 {
		return string(faultLong)
	}
	if r.typ.dense { // a stand hour: stood or idle
		r.number = journal.DecimalOf(int64(btoi(strings.HasSuffix(r.word, "Stood"))))
	}
	return ""
}

// maxTypes bounds the different types of a file; HealthKit has some 200.
const maxTypes = 5000

func (a *appleReader) typeOf(identifier []byte) *appleType {
	if t, ok := a.types[string(identifier)]; ok {
		return t
	}
	if len(identifier) == 0 || len(a.types) >= maxTypes {
		return nil
	}
	text := xmlText(identifier)
	t := newAppleType(text)
	if t.name == "" {
		return nil
	}
	a.types[string(identifier)] = t
	return t
}

// keep turns a top-level record into a sample or an entry.
func (a *appleReader) keep(r *appleRecord) {
	switch {
	case r.fault != "":
		where := "Record"
		if r.typ != nil {
			where = "Record of type " + r.typ.id
		}
		a.skipped(r.fault, where)
	case r.typ.dense:
		a.sample(r)
	case r.typ.pressure > 0:
		a.pressure.hold(r)
		if len(a.pressure.held) >= maxHeld {
			a.resolvePressure()
		}
	case len(a.keys.seen) >= a.opts.MaxRecords:
		a.skipped(reasonTooMany, "Record of type "+r.typ.id)
	case r.typ.dietary && a.food.repeats(a.fingerprint(r)):
		a.skipped("also inside a food record", "Record of type "+r.typ.id)
	default:
		row := Row{Records: 1}
		a.addEntry(&row, a.entry(r))
		a.emitChecked(row, "Record of type "+r.typ.id)
	}
}
