package exchange

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kith/journal"
)

// inventor makes entries up: every field of every kind may be there, and with words
// that break what is not careful.
type inventor struct {
	*rand.Rand
	record journal.ID
}

var strangeWords = []string{"Headache", `"quoted" \ back`, "=HYPERLINK(\"x\")", "صداع شديد", "🤕 pain", "<b>&amp;</b>", "tab\there", "line\nend\r\n",
	"\x00nul\x01", "\u2028\u2029", "  blanks  ", "e\u0301", "ﬁ", "a\ufffeb", strings.Repeat("long ", 900), "null", "7", "-", "\x7f", "מיגרנה \u202e rtl", "   "}

func (r *inventor) word() string { return strangeWords[r.IntN(len(strangeWords))] }

func (r *inventor) id() (id journal.ID) {
	for i := range id {
		id[i] = byte(r.Uint32())
	}
	return id
}

func (r *inventor) decimal() journal.Decimal {
	d := journal.Decimal{Coef: r.Int64N(2_000_001) - 1_000_000, Exp: int8(r.IntN(9) - 8)}
	if r.IntN(4) == 0 {
		d = journal.DecimalOf(r.Int64N(11))
	}
	return d
}

var zonesOf = sync.OnceValue(func() (zones []*time.Location) {
	for _, name := range []string{"Europe/Berlin", "UTC", "America/St_Johns", "Asia/Kathmandu", "Africa/Monrovia"} {
		if loc, err := time.LoadLocation(name); err == nil {
			zones = append(zones, loc)
		}
	}
	return zones
})

func (r *inventor) when() journal.When {
	zones := zonesOf()
	loc := zones[r.IntN(len(zones))]
	t := time.UnixMilli(r.Int64N(4e12) - 2e12).In(loc)
	if r.IntN(3) > 0 {
		t = t.Truncate(time.Second)
	}
	day := journal.DateOf(t)
	w := journal.At(t)
	switch r.IntN(8) {
	case 0:
		w = journal.OnDay(day, loc)
	case 1:
		w = journal.InMonth(day, loc)
	case 2:
		w = journal.InYear(day, loc)
	case 3:
		w = journal.InPartOfDay(day, r.IntN(24), loc)
	case 4:
		w.Date += journal.Date(r.IntN(3) - 1)
		if w.Validate() != nil {
			w.Date = journal.DateOf(w.Local())
		}
	case 5:
		w.Zone = ""
	}
	if r.IntN(3) == 0 {
		w.Duration = time.Duration(1+r.IntN(400_000_000)) * time.Millisecond
	} else if r.IntN(5) == 0 {
		w.Duration = time.Duration(1+r.IntN(30)) * 24 * time.Hour
	}
	return w
}

func (r *inventor) value() *journal.Value {
	n := r.decimal()
	units := []string{"", "kg", "mm[Hg]", "tablets", "s", "1", "{score}", "\x02"}
	switch r.IntN(9) {
	case 0:
		n = journal.Decimal{Coef: r.Int64N(101), Exp: -1}
		return journal.Number10(n)
	case 1:
		return journal.Yes(r.IntN(2) == 0)
	case 2:
		return &journal.Value{Scale: journal.Count, Number: &n, Unit: units[r.IntN(len(units))]}
	case 3, 4:
		return &journal.Value{Scale: journal.Quantity, Number: &n, Unit: units[r.IntN(len(units))], Comparator: []string{"", "<", "<=", ">=", ">"}[r.IntN(5)]}
	case 5:
		n.Coef = max(n.Coef, -n.Coef)
		return &journal.Value{Scale: journal.Duration, Number: &n}
	case 6:
		v := &journal.Value{Scale: journal.Ordinal, Label: r.word()}
		if r.IntN(2) == 0 {
			v.Number = &n
		}
		return v
	case 7:
		return journal.TextOf(r.word())
	}
	v := &journal.Value{Scale: journal.Components}
	for range 1 + r.IntN(3) {
		v.Parts = append(v.Parts, journal.Part{Name: []string{"Systolic", "Diastolic", r.word()}[r.IntN(3)], Number: r.decimal(), Unit: units[r.IntN(len(units))]})
	}
	return v
}

// fill sets a field, or leaves it out.
func (r *inventor) fill(t testing.TB, v reflect.Value) {
	if r.IntN(3) == 0 {
		return
	}
	switch v.Interface().(type) {
	case journal.Date:
		v.SetInt(int64(r.IntN(30000)))
		return
	case journal.Decimal:
		v.Set(reflect.ValueOf(r.decimal()))
		return
	case *journal.Value:
		v.Set(reflect.ValueOf(r.value()))
		return
	case journal.ID:
		v.Set(reflect.ValueOf(r.id()))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.UnixMilli(r.Int64N(2e12)).UTC()))
		return
	case journal.Precision:
		v.SetUint(uint64(journal.Day) + uint64(r.IntN(3)))
		return
	case journal.DoseStatus, journal.Polarity, journal.Absence:
		v.SetUint(uint64(1 + r.IntN(3)))
		return
	case journal.Scale:
		v.SetUint(uint64(1 + r.IntN(8)))
		return
	case journal.Kind:
		v.SetUint(uint64(journal.KindSymptom) + uint64(r.IntN(3)))
		return
	case journal.Code:
		systems := []string{"loinc", "snomed", "hpo", "doid", "home", "https://example.org/x y", "urn:oid:1.2.3", "rxnorm"}
		v.Set(reflect.ValueOf(journal.Code{System: systems[r.IntN(len(systems))], Code: []string{"123-4", "HP:0002315", "0002315", "a b", "J45.9"}[r.IntN(5)], Display: r.word()}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		words := []string{"active", "confirmed", "suspected", "drug", "therapy", "allergy", "condition", "resolved", "completed", "procedure", "immunization",
			"report", "care_plan", "goal", "stopped", "mild", "finished"}
		if v.SetString(r.word()); r.IntN(2) == 0 {
			v.SetString(words[r.IntN(len(words))])
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(r.IntN(2000)))
	case reflect.Uint8:
		v.SetUint(uint64(r.IntN(256)))
	case reflect.Float64:
		v.SetFloat(float64(r.IntN(100)) / 4)
	case reflect.Pointer:
		inner := reflect.New(v.Type().Elem())
		r.fill(t, inner.Elem())
		v.Set(inner)
	case reflect.Slice:
		n := r.IntN(4)
		if v.Type().Elem().Kind() == reflect.Uint8 {
			n = 32
		}
		if n == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			r.fill(t, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{r.word(): r.word(), "blood": "A+"}))
	case reflect.Struct:
		for i := range v.NumField() {
			r.fill(t, v.Field(i))
		}
	default:
		t.Fatalf("nobody makes up a %s", v.Type())
	}
}

func (r *inventor) segment(t testing.TB) *journal.Segment {
	start := time.UnixMilli(r.Int64N(2e12)).UTC()
	var samples []journal.Sample
	each := time.Duration(r.IntN(3)*500) * time.Millisecond
	uneven := r.IntN(2)
	for i := range 1 + r.IntN(60) {
		samples = append(samples, journal.Sample{Start: start.Add(time.Duration(i)*time.Minute + time.Duration(uneven*r.IntN(9000))*time.Millisecond),
			Duration: each, Value: r.decimal()})
	}
	s, err := journal.NewSegment([]string{"/min", "bpm", ""}[r.IntN(3)], samples)
	if err != nil {
		t.Fatal(err)
	}
	r.fill(t, reflect.ValueOf(&s.Codes).Elem())
	return s
}

// entry makes up a valid entry of a kind.
func (r *inventor) entry(t testing.TB, kind journal.Kind) journal.Entry {
	t.Helper()
	for {
		e := journal.Entry{ID: r.id(), Person: r.record, Kind: kind, When: r.when(), Name: r.word(), Body: journal.NewBody(kind),
			Recorded: time.UnixMilli(r.Int64N(2e12)).UTC()}
		r.fill(t, reflect.ValueOf(&e.Note).Elem())
		r.fill(t, reflect.ValueOf(&e.Tags).Elem())
		r.fill(t, reflect.ValueOf(&e.Source).Elem())
		switch b := e.Body.(type) {
		case nil:
		case *journal.Segment:
			e.Body = r.segment(t)
		default:
			body := reflect.ValueOf(b).Elem()
			for i := range body.NumField() {
				r.fill(t, body.Field(i))
			}
		}
		if a, ok := e.Body.(*journal.Attachment); ok { // of the vault alone
			a.BlobKey, a.Preview = nil, nil
		}
		if d, ok := e.Body.(*journal.Definition); ok {
			d.Of, d.Scale = journal.KindMeasure, journal.Quantity
			e.ID = e.OwnID(r.record)
		}
		if d, ok := e.Body.(*journal.Dose); ok && d.Status == 0 {
			d.Status = journal.DoseTaken
		}
		e.Name, e.Source = strings.ToValidUTF8(e.Name[:min(len(e.Name), journal.MaxName)], ""), strings.ToValidUTF8(e.Source[:min(len(e.Source), journal.MaxName)], "")
		if kind == journal.KindPerson {
			e.ID = e.OwnID(r.record)
		}
		for i := range e.Tags {
			if len(e.Tags[i]) > journal.MaxTag {
				e.Tags[i] = "x"
			}
		}
		if e.Name != "" && len(e.Name) <= journal.MaxName && e.Validate() == nil && roundTrips(&e) {
			return e
		}
	}
}

// roundTrips says whether JSON can hold an entry at all.
func roundTrips(e *journal.Entry) bool {
	d, err := FullDocumentOf("x", e)
	if err != nil {
		return false
	}
	line, err := d.MarshalLine()
	if err != nil {
		return false
	}
	var k kithDocument
	if json.Unmarshal(line, &k) != nil {
		return false
	}
	_, err = k.entry()
	return err == nil
}

// lines are the documents of entries, without what belongs to a vault.
func lines(t testing.TB, record journal.ID, entries []journal.Entry) []string {
	t.Helper()
	var out []string
	for i := range entries {
		e := entries[i]
		e.Recorded, e.EnteredBy, e.Edited, e.Person = time.Time{}, journal.ID{}, false, record
		if e.Key != "" || e.ID.IsZero() {
			e.ID = e.ImportID(record)
		}
		d, err := FullDocumentOf("x", &e)
		if err != nil {
			t.Fatal(err)
		}
		line, err := d.MarshalLine()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(line))
	}
	slices.Sort(out)
	return out
}

func writeFHIR(t testing.TB, o FHIROptions, entries []journal.Entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := NewFHIRWriter(&out, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		if err := w.Add(&entries[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(out.Bytes()) {
		t.Fatal("no JSON")
	}
	return out.Bytes()
}

func compareLines(t testing.TB, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	n := 0
	for _, line := range got {
		if !slices.Contains(want, line) && n < 4 {
			n++
			t.Errorf("only after: %.1500s", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) && n < 8 {
			n++
			t.Errorf("only before: %.1500s", line)
		}
	}
	t.Fatalf("%d lines of %d", len(got), len(want))
}

// TestFHIRBack: whatever a record holds comes back from its bundle as it was.
func TestFHIRBack(t *testing.T) {
	r := &inventor{Rand: rand.New(rand.NewPCG(7, 1))}
	r.record = r.id()
	who := r.entry(t, journal.KindPerson)
	var entries []journal.Entry
	names := map[journal.ID]bool{}
	for range 40 {
		for kind := journal.KindDefinition; ; kind++ {
			if _, err := journal.ParseKind(kind.String()); err != nil {
				break
			}
			if e := r.entry(t, kind); !names[e.ID] {
				names[e.ID] = true
				entries = append(entries, e)
			}
		}
	}
	o := FHIROptions{Person: "Анна \"A\" <x>", Record: r.record, Who: &who, Now: testNow, Program: "Kith", Regimen: regimenOf(entries),
		Codes: func(kind journal.Kind, name string) []journal.Code {
			if name == "Headache" {
				return []journal.Code{{System: "hpo", Code: "0002315", Display: "Headache"}}
			}
			return nil
		}}
	text := writeFHIR(t, o, entries)
	forValidator(t, "invented.fhir.json", text)
	got := mustRead(t, text, testOptions())
	if len(got.whole) > 0 || len(got.cells) > 0 {
		t.Fatalf("%v %v", got.whole, got.cells)
	}
	for i := range got.entries {
		if got.entries[i].Key != "" {
			t.Fatalf("%s has a key", got.entries[i].Name)
		}
	}
	compareLines(t, lines(t, r.record, got.entries), lines(t, r.record, append(entries, who)))
	for person := range got.persons {
		if person != o.Person {
			t.Errorf("it is %q's", person)
		}
	}
}

// regimenOf gives some courses plans and categories.
func regimenOf(entries []journal.Entry) Regimen {
	g := Regimen{Category: map[journal.ID]string{}, Plans: map[journal.ID][]*journal.Plan{}, Amount: map[journal.ID]*journal.Amount{}}
	for i := range entries {
		switch b := entries[i].Body.(type) {
		case *journal.Course:
			if i%2 == 0 {
				g.Plans[entries[i].ID] = []*journal.Plan{{Times: []int{480, 1200}}, {Rule: "FREQ=WEEKLY;BYDAY=MO,TH", Times: []int{0}}}
				g.Category[entries[i].ID] = "therapy"
			}
		case *journal.Dose:
			if i%3 == 0 {
				g.Category[b.Course] = "habit"
			}
		}
	}
	return g
}

// TestProvenance: who keeps the journal is the author of what was typed in, and not of
// what came from a laboratory's file.
func TestProvenance(t *testing.T) {
	r := &inventor{Rand: rand.New(rand.NewPCG(8, 1))}
	r.record = r.id()
	typed, read := r.entry(t, journal.KindSymptom), r.entry(t, journal.KindMeasure)
	typed.Source, read.Source = "", "Laboratory"
	text := writeFHIR(t, FHIROptions{Person: "A", Record: r.record, Now: testNow}, []journal.Entry{typed, read})
	var bundle struct {
		Entry []struct{ Resource outResource }
	}
	if err := json.Unmarshal(text, &bundle); err != nil {
		t.Fatal(err)
	}
	roles := map[string]string{}
	for _, e := range bundle.Entry {
		if e.Resource.ResourceType == "Provenance" {
			roles[e.Resource.Target[0].Reference] = firstCode(e.Resource.Agent[0].Type)
		}
	}
	if len(roles) != 2 || roles[urn(typed.ID)] != "author" || roles[urn(read.ID)] != "enterer" {
		t.Error(roles)
	}
}

// forValidator writes a file for the parsers of others (folder validate), if somebody
// asks for it.
func forValidator(t testing.TB, name string, text []byte) {
	t.Helper()
	if dir := os.Getenv("KITH_VALIDATE"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
