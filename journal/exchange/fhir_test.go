package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kith/journal"
)

// fhirSample is a bundle with one of everything; the medicine is told after it
// is prescribed.
const fhirSample = `{"resourceType":"Bundle","type":"collection","entry":[
{"fullUrl":"urn:uuid:p1","resource":{"resourceType":"Patient","id":"p1","name":[{"family":"Doe","given":["Jane"]}],"gender":"female","birthDate":"1980-05-06","address":[{"city":"X"}]}},
{"resource":{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","subject":{"reference":"urn:uuid:p1"},"authoredOn":"2019-05","medicationReference":{"reference":"urn:uuid:med"},"dosageInstruction":[{"text":"1 tablet at night","asNeededBoolean":true,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":10.50,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}]}]}},
{"resource":{"resourceType":"MedicationStatement","id":"m2","status":"completed","subject":{"reference":"urn:uuid:p1"},"contained":[{"resourceType":"Medication","id":"c","code":{"text":"Contained drug"}}],"medicationReference":{"reference":"#c"},"effectivePeriod":{"start":"2018","end":"2018-07-01"}}},
{"resource":{"resourceType":"MedicationAdministration","id":"m3","status":"completed","subject":{"reference":"urn:uuid:p1"},"medicationCodeableConcept":{"text":"Morphine"},"effectiveDateTime":"2019-05-01T10:00:00+02:00","dosage":{"dose":{"value":5,"unit":"mg"},"route":{"text":"iv"}}}},
{"fullUrl":"urn:uuid:med","resource":{"resourceType":"Medication","id":"med","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"861748","display":"Amitriptyline"}]}}},
{"resource":{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin"}]},"subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"2019-05-01","valueQuantity":{"value":12.50,"comparator":"<","unit":"g/dL"},"interpretation":[{"text":"Low"}],"referenceRange":[{"low":{"value":12},"high":{"value":16}}]}},
{"resource":{"resourceType":"Observation","id":"o2","status":"final","code":{"text":"Smoker"},"effectiveDateTime":"2019","valueBoolean":false}},
{"resource":{"resourceType":"Observation","id":"o3","status":"final","code":{"text":"Sugar"},"effectiveDateTime":"2019-05-01","dataAbsentReason":{"text":"unknown"}}},
{"resource":{"resourceType":"Observation","id":"o4","status":"final","code":{"text":"Huge"},"effectiveDateTime":"2019-05-01","valueQuantity":{"value":1e308}}},
{"resource":{"resourceType":"Observation","id":"o5","status":"entered-in-error","code":{"text":"Wrong"},"effectiveDateTime":"2019-05-01","valueString":"x"}},
{"resource":{"resourceType":"Observation","id":"o6","status":"final","code":{"text":"Apgar"},"effectiveDateTime":"2019-05-01","component":[{"code":{"text":"Colour"},"valueCodeableConcept":{"text":"pink"}},{"code":{"text":"Pulse"},"valueQuantity":{"value":2}},{"code":{"text":"Tone"},"dataAbsentReason":{"text":"unknown"}}]}},
{"resource":{"resourceType":"AllergyIntolerance","id":"a1","code":{"text":"Penicillin"},"category":["medication"],"criticality":"high","patient":{"reference":"urn:uuid:p1"},"recordedDate":"2001-02","reaction":[{"manifestation":[{"text":"Hives"}],"severity":"mild"}]}},
{"resource":{"resourceType":"Immunization","id":"i1","status":"not-done","vaccineCode":{"text":"Flu"},"occurrenceDateTime":"2019-05-01"}},
{"resource":{"resourceType":"Condition","id":"c1","code":{"text":"Migraine"},"onsetAge":{"value":14,"unit":"years"},"recordedDate":"2019-05-01","abatementDateTime":"2020-01"}},
{"resource":{"resourceType":"Condition","id":"c2","code":{"text":"Odd"},"onsetDateTime":"0000-01-01"}},
{"resource":{"resourceType":"Basic","id":"b1"}},
{"resource":{"resourceType":"Observation","id":7}}
]}`

// fhirLines are NDJSON of two patients, with a line that is none.
const fhirLines = `{"resourceType":"Observation","id":"1","code":{"text":"Weight"},"subject":{"reference":"Patient/a"},"effectiveDateTime":"2020-01-01","valueQuantity":{"value":70,"unit":"kg"}}
{"resourceType":"Observation","id":"1","code":{"text":"Weight"},"subject":{"reference":"Patient/b"},"effectiveDateTime":"2020-01-01","valueQuantity":{"value":80,"unit":"kg"}}
{"resourceType":"Observation","id":"2","code":
{"resourceType":"Patient","id":"b","name":[{"text":"Ben"}],"gender":"male"}
`

func TestFHIR(t *testing.T) {
	o := mustRead(t, []byte(fhirSample), testOptions())
	o.uniqueKeys(t)
	want := "Basic resources are not kept 1, Medication resources only name medicines for others 1, a field has the wrong type 1, " +
		"marked as entered in error 1, number out of range 1, recorded as not done 1, the source gives no value 1, year outside 1 to 9999 1"
	if got := counts(o.whole); got != want || o.read != 17 || o.imported != 9 {
		t.Errorf("read %d, imported %d, skipped:\n got %s\nwant %s", o.read, o.imported, got, want)
	}
	c := o.byName(t, journal.KindCourse, "Amitriptyline")
	course := c.Body.(*journal.Course)
	if c.When.Precision != journal.Month || course.Amount.String() != "10.50 mg" || course.Frequency != "1 per 1 d as needed" ||
		!course.Ongoing || course.Codes[0].System != "rxnorm" || course.Instructions != "1 tablet at night" {
		t.Errorf("the prescription: %+v %s", course, course.Amount)
	}
	if c := o.byName(t, journal.KindCourse, "Contained drug"); c.When.Precision != journal.Year || c.Body.(*journal.Course).End.String() != "2018-07-01" {
		t.Errorf("the statement: %+v", c)
	}
	if d := o.byName(t, journal.KindDose, "Morphine"); d.Dose().Amount.String() != "5 mg" || d.Dose().Route != "iv" || d.When.Offset != 7200 {
		t.Errorf("the dose: %+v", d.Dose())
	}
	h := o.byName(t, journal.KindMeasure, "Hemoglobin")
	if h.Value().String() != "<12.50 g/dL" || h.Observation().RangeLow.String() != "12" || h.Tags[0] != "Low" || h.Observation().Codes[0].Code != "718-7" {
		t.Errorf("the laboratory value: %s %+v", h.Value(), h)
	}
	if v := o.byName(t, journal.KindMeasure, "Smoker").Value(); v.String() != "no" {
		t.Errorf("smoker: %s", v)
	}
	if a := o.byName(t, journal.KindMeasure, "Apgar"); a.Value().String() != "Pulse 2" || a.Note != "Colour: pink" || o.cells["the source gives no value"] != 1 {
		t.Errorf("apgar: %s, %q, %v", a.Value(), a.Note, o.cells)
	}
	allergy := o.byName(t, journal.KindCondition, "Penicillin").Body.(*journal.Condition)
	if allergy.Category != "allergy" || allergy.Reaction != "Hives" || !allergy.OnsetUnknown {
		t.Errorf("the allergy: %+v", allergy)
	}
	m := o.byName(t, journal.KindCondition, "Migraine")
	if body := m.Body.(*journal.Condition); !body.OnsetUnknown || body.EndPrecision != journal.Month || m.Note != "Onset at age 14 years" {
		t.Errorf("the condition: %+v, %q", body, m.Note)
	}
	for _, e := range o.entries {
		if strings.Contains(fmt.Sprint(e), "Doe") {
			t.Errorf("%s holds the name", e.Kind)
		}
	}
}

func TestFHIRPersons(t *testing.T) {
	o := mustRead(t, []byte(fhirLines), testOptions())
	o.uniqueKeys(t)
	if got := counts(o.persons); got != " 1, Ben 2, a 1" || o.whole["not JSON"] != 1 {
		t.Errorf("persons %q, skipped %v", got, o.whole)
	}
	opts := testOptions()
	opts.OnePerson = true
	if o := mustRead(t, []byte(fhirLines), opts); len(o.persons) != 1 {
		t.Errorf("one person was asked for, %d came", len(o.persons))
	}
}

// TestFHIRShapes: the same resource in every wrapping gives the same entry.
func TestFHIRShapes(t *testing.T) {
	const res = `{"id":"0123456789abcdef0123456789abcdef","code":{"text":"Weight"},"resourceType":"Observation","effectiveDateTime":"2020-01-01","valueQuantity":{"value":70,"unit":"kg"}}`
	want := ""
	for _, shape := range []string{res, "[" + res + "]", res + "\n" + res, `{"resourceType":"Bundle","entry":[{"resource":` + res + `}]}`,
		`{"entry":[{"resource":` + res + `}],"resourceType":"Bundle","total":1}`, `{"meta":1,"data":{"resourceType":"Bundle","entry":[{"resource":` + res + `}]}}`,
		`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Bundle","entry":[{"resource":` + res + `}]}}]}`, "\xef\xbb\xbf" + res,
		`{"data":[` + res + `]}`} {
		opts := testOptions()
		opts.Format = FormatFHIR
		o := mustRead(t, []byte(shape), opts)
		if want == "" {
			want = o.keys[0]
		}
		if len(o.keys) == 0 || o.keys[0] != want || o.imported != o.read {
			t.Errorf("%s: keys %v, skipped %v", shape, o.keys, o.whole)
		}
	}
}

func TestFHIRHostile(t *testing.T) {
	opts := testOptions()
	opts.MaxRecord = 1 << 16
	deep := `{"resourceType":"Bundle","entry":[` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `,{"resource":{"resourceType":"Patient","id":"1","gender":"male"}}]}`
	if o := mustRead(t, []byte(deep), opts); o.whole[reasonTooLong] != 1 || o.imported != 1 {
		t.Errorf("deep nesting: %d imported, %v", o.imported, o.whole)
	}
	long := `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic","x":"` + strings.Repeat("y", 8<<20) + `"}},{"resource":{"resourceType":"Patient","id":"1","gender":"male"}}]}`
	if o := mustRead(t, []byte(long), opts); o.whole[reasonTooLong] != 1 || o.imported != 1 {
		t.Errorf("a long resource: %d imported, %v", o.imported, o.whole)
	}
	for _, cut := range []int{len(fhirSample) - 40, 800, 200} {
		r, err := Open(strings.NewReader(fhirSample), int64(cut), testOptions())
		if err != nil {
			t.Fatal(err)
		}
		if o := drain(t, r); !errors.Is(o.err, ErrDamaged) {
			t.Errorf("cut at %d: %v", cut, o.err)
		}
	}
}

// BenchmarkFHIR reads a bundle of many observations.
func BenchmarkFHIR(b *testing.B) {
	var file bytes.Buffer
	file.WriteString(`{"resourceType":"Bundle","entry":[`)
	const n = 20_000
	for i := range n {
		if i > 0 {
			file.WriteByte(',')
		}
		fmt.Fprintf(&file, `{"fullUrl":"urn:uuid:%032d","resource":{"resourceType":"Observation","id":"%032d","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body Weight"}],"text":"Body Weight"},"subject":{"reference":"urn:uuid:p"},"effectiveDateTime":"2012-02-08T02:43:19+00:00","valueQuantity":{"value":%d.25,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}}`, i, i, 50+i%40)
	}
	file.WriteString("]}")
	data := file.Bytes()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r, err := Open(bytes.NewReader(data), int64(len(data)), testOptions())
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for ; ; rows++ {
			if _, err := r.Next(); err != nil {
				break
			}
		}
		if rows != n {
			b.Fatalf("%d rows", rows)
		}
	}
	perRun := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(n/perRun.Seconds(), "resources/s")
}
