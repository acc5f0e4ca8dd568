package journal

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestParseDecimal(t *testing.T) {
	for in, want := range map[string]string{
		"7": "7", "7.0": "7.0", "-0.50": "-0.50", ".5": "0.5", "1.2e3": "1200", "1e-3": "0.001", "0": "0", "0.00": "0.00",
		"999999999999999999": "999999999999999999", "+3": "3", " 12 ": "12", "1e17": "100000000000000000",
	} {
		d, err := ParseDecimal(in)
		if err != nil || d.String() != want {
			t.Errorf("ParseDecimal(%q) = %v, %v; want %s", in, d, err, want)
		}
	}
	for _, bad := range []string{"", ".", "-", "e5", "1e", "NaN", "Inf", "1e308", "1,5", "0x10", "1_000", "--1", "1.2.3",
		"1234567890123456789", "1e-400", "５"} {
		if d, err := ParseDecimal(bad); !errors.Is(err, ErrNumber) {
			t.Errorf("ParseDecimal(%q) = %v, %v; want ErrNumber", bad, d, err)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), 1e308, 5e-324} {
		if _, err := DecimalFromFloat(f); !errors.Is(err, ErrNumber) {
			t.Errorf("DecimalFromFloat(%v) was taken: %v", f, err)
		}
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"7.0", "-1.5e3", "1e308", "00012.3400"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			return
		}
		if again, err := ParseDecimal(d.String()); err != nil || again.Cmp(d) != 0 {
			t.Fatalf("%q -> %v -> %v, %v", s, d, again, err)
		}
		raw, err := d.MarshalCBOR()
		if err != nil {
			t.Fatal(err)
		}
		var back Decimal
		if err := back.UnmarshalCBOR(raw); err != nil || back != d {
			t.Fatalf("%v came back as %v, %v", d, back, err)
		}
	})
}

func TestDateRoundTrip(t *testing.T) {
	for _, s := range []string{"0001-01-01", "1582-10-15", "1969-12-31", "1970-01-01", "2000-02-29", "9999-12-31"} {
		d, err := ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("%s: %v, %v", s, d, err)
		}
	}
	for _, bad := range []string{"0000-01-01", "2023-02-29", "10000-01-01", "2023-1-1", "", "today"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("%q was read as %v", bad, d)
		}
	}
}

// An entry made at any instant in any zone keeps its date, and its clock time
// reads the same wherever it is read.
func TestWhenAcrossZones(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	zones := []string{"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kathmandu",
		"Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Africa/Monrovia"}
	for range 20_000 {
		zone := zones[random.IntN(len(zones))]
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := time.UnixMilli(random.Int64N(4e12) - 1e12).In(loc)
		w := At(at)
		if err := w.Validate(); err != nil {
			t.Fatalf("%v: %v", at, err)
		}
		if got, want := w.Local().Format("2006-01-02 15:04:05"), at.Format("2006-01-02 15:04:05"); got != want {
			t.Fatalf("%s: clock showed %s, reads %s", zone, want, got)
		}
		day := DateOf(at)
		if at.Hour() < 4 { // by the clock that people look at
			day--
		}
		if w.Date != day {
			t.Fatalf("%s at %v: date %v, want %v", zone, at, w.Date, day)
		}
		for _, coarse := range []When{OnDay(w.Date, loc), InMonth(w.Date, loc), InYear(w.Date, loc), InPartOfDay(w.Date, 8, loc)} {
			if err := coarse.Validate(); err != nil {
				t.Fatalf("%s %v: %v", zone, coarse, err)
			}
		}
	}
}

func TestPositionSortsByDateThenTime(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var entries []Entry
	for range 5000 {
		e := Entry{ID: NewID(), When: At(time.Unix(random.Int64N(4e9)-1e9, 0).UTC())}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		if Before(&a, &b) {
			return -1
		}
		return 1
	})
	for i := 1; i < len(entries); i++ {
		a, b := entries[i-1].When, entries[i].When
		if a.Date < b.Date || a.Date == b.Date && a.Time.Before(b.Time) {
			t.Fatalf("%v %v stands before %v %v", a.Date, a.Time, b.Date, b.Time)
		}
	}
	d := entries[0].When.Date
	if p := positionOf(entries[0].When, entries[0].ID); p < firstOn(d) || p > lastOn(d) {
		t.Fatal("position outside its day")
	}
}

func TestMissingIsNotZero(t *testing.T) {
	e := Entry{Kind: KindSymptom, Name: "Pain", When: At(time.Now()), Body: &Observation{}}
	if err := e.Validate(); err != nil || e.Value() != nil {
		t.Fatalf("an observation without a value: %v, %v", e.Value(), err)
	}
	f, err := encodeFields(&e)
	if err != nil {
		t.Fatal(err)
	}
	back := Entry{Kind: KindSymptom}
	if _, err := f.decode(&back); err != nil || back.Value() != nil {
		t.Fatalf("missing came back as %v, %v", back.Value(), err)
	}
	zero := Entry{Kind: KindSymptom, Name: "Pain", When: At(time.Now()), Body: &Observation{Value: Number10(DecimalOf(0))}}
	if f, err = encodeFields(&zero); err != nil {
		t.Fatal(err)
	}
	if _, err := f.decode(&back); err != nil || back.Value() == nil || *back.Value().Number != DecimalOf(0) {
		t.Fatalf("zero came back as %v, %v", back.Value(), err)
	}
}

func TestValidateRefuses(t *testing.T) {
	at := At(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC))
	n := DecimalOf(17)
	for name, e := range map[string]Entry{
		"no kind":         {Name: "x", When: at},
		"no name":         {Kind: KindSymptom, When: at, Body: new(Observation)},
		"wrong body":      {Kind: KindDose, Name: "x", When: at, Body: new(Observation)},
		"no body":         {Kind: KindDose, Name: "x", When: at},
		"rating of 17":    {Kind: KindSymptom, Name: "x", When: at, Body: &Observation{Value: Number10(n)}},
		"no precision":    {Kind: KindNote, When: When{Time: at.Time, Date: at.Date}},
		"date far off":    {Kind: KindNote, When: When{Time: at.Time, Date: at.Date + 9, Precision: Instant}},
		"not UTF-8":       {Kind: KindNote, Note: "\xff", When: at},
		"scale missing":   {Kind: KindMeasure, Name: "x", When: at, Body: &Observation{Value: &Value{Number: &n}}},
		"yes/no of 17":    {Kind: KindMeasure, Name: "x", When: at, Body: &Observation{Value: &Value{Scale: YesNo, Number: &n}}},
		"empty component": {Kind: KindMeasure, Name: "x", When: at, Body: &Observation{Value: &Value{Scale: Components}}},
	} {
		if e.Validate() == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestMergeIsFieldByField(t *testing.T) {
	base := Entry{Kind: KindSymptom, Name: "Pain", Note: "a", When: At(time.Unix(1e9, 0).UTC()), Body: &Observation{Region: "knee"}}
	noteEdit, regionEdit := base, base
	noteEdit.Note, noteEdit.Tags = "", []string{"sleep"}
	regionEdit.Body = &Observation{Region: "hip"}
	before, err := encodeFields(&base)
	if err != nil {
		t.Fatal(err)
	}
	merged := before
	for _, edit := range []*Entry{&noteEdit, &regionEdit} {
		after, err := encodeFields(edit)
		if err != nil {
			t.Fatal(err)
		}
		diff, none, err := before.changes(after)
		if err != nil || none {
			t.Fatal(none, err)
		}
		if merged, err = merged.merge(diff); err != nil {
			t.Fatal(err)
		}
	}
	got := Entry{Kind: KindSymptom}
	if _, err := merged.decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Note != "" || len(got.Tags) != 1 || got.Observation().Region != "hip" || got.Name != "Pain" {
		t.Fatalf("merged to %+v %+v", got, got.Observation())
	}
}

func TestSegmentRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		samples := make([]Sample, 1+random.IntN(MaxSamples))
		start := random.Int64N(2e12)
		for i := range samples {
			start += random.Int64N(1e6)
			samples[i] = Sample{Start: time.UnixMilli(start).UTC(), Duration: time.Duration(random.IntN(1e6)) * time.Millisecond,
				Value: Decimal{Coef: random.Int64N(2e6) - 1e6, Exp: int8(random.IntN(5) - 3)}}
		}
		seg, err := NewSegment("bpm", samples)
		if err != nil {
			t.Fatal(err)
		}
		back, err := seg.Unpack()
		if err != nil || !slices.Equal(back, samples) {
			t.Fatalf("%d samples came back as %d, %v", len(samples), len(back), err)
		}
	}
}

func FuzzSegment(f *testing.F) {
	seg, err := NewSegment("", []Sample{{Start: time.UnixMilli(1e12).UTC(), Value: DecimalOf(60)}, {Start: time.UnixMilli(1e12 + 5000).UTC(), Value: DecimalOf(61)}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(2, seg.Columns)
	f.Fuzz(func(t *testing.T, count int, columns []byte) {
		samples, err := (&Segment{Count: count, Columns: columns}).Unpack()
		if err != nil {
			return
		}
		if len(samples) != count {
			t.Fatalf("%d samples of %d", len(samples), count)
		}
	})
}

func FuzzChange(f *testing.F) {
	e := symptom("Headache", 7, time.Unix(1e9, 0).UTC())
	e.ID = NewID()
	p, err := newPut(&e)
	if err != nil {
		f.Fatal(err)
	}
	for n := range 30 {
		c := change{Act: NewID(), Title: "x", Puts: slices.Repeat([]put{p}, n+1)}
		if err := c.pack(); err != nil {
			f.Fatal(err)
		}
		raw, err := encMode.Marshal(c)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := decodeChange(body)
		if err != nil {
			return
		}
		for i := range c.Puts {
			e := Entry{ID: c.Puts[i].ID, Kind: c.Puts[i].Kind}
			f := fields{head: c.Puts[i].Head, body: c.Puts[i].Body}
			if _, err := f.decode(&e); err == nil {
				_, _ = e.Validate(), searchText(&e) // must not panic on what a peer may send
			}
		}
	})
}

func TestValueText(t *testing.T) {
	d := func(s string) *Decimal {
		n, err := ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return &n
	}
	for want, v := range map[string]*Value{
		"":                nil,
		"7/10":            Number10(DecimalOf(7)),
		"no":              Yes(false),
		"72.50 kg":        QuantityOf(*d("72.50"), "kg"),
		"<0.5 mg/L":       {Scale: Quantity, Number: d("0.5"), Unit: "mg/L", Comparator: "<"},
		"7 h 30 min":      {Scale: Duration, Number: d("27000")},
		"2 h":             {Scale: Duration, Number: d("7200")},
		"45 min":          {Scale: Duration, Number: d("2700")},
		"90.5 s":          {Scale: Duration, Number: d("90.5")},
		"rad (5)":         {Scale: Ordinal, Number: d("5"), Label: "rad"},
		"mild":            {Scale: Ordinal, Label: "mild"},
		"120/80 mm[Hg]":   {Scale: Components, Parts: []Part{{"systolic", *d("120"), "mm[Hg]"}, {"diastolic", *d("80"), "mm[Hg]"}}},
		"a 1 g, b 2, c 3": {Scale: Components, Parts: []Part{{"a", *d("1"), "g"}, {"b", *d("2"), ""}, {"c", *d("3"), ""}}},
	} {
		if got := v.String(); got != want {
			t.Errorf("%+v reads %q, want %q", v, got, want)
		}
	}
}

// TestInstantsOfBodies: a body reads the same wherever the computer is.
func TestInstantsOfBodies(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	time.Local = time.FixedZone("far away", 9*3600)
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)
	for _, body := range []Body{&Episode{End: &at}, &Course{Stopped: &at}, &ShareGrant{Recipient: "x", Expires: &at, Stopped: &at}} {
		kind := KindEpisode
		switch body.(type) {
		case *ShareGrant:
			kind = KindShareGrant
		case *Course:
			kind = KindCourse
		}
		f, err := encodeFields(&Entry{Kind: kind, When: At(at), Name: "x", Body: body})
		if err != nil {
			t.Fatal(err)
		}
		got := Entry{Kind: kind}
		if _, err := f.decode(&got); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(got.Body)
		if err != nil || strings.Contains(string(text), "+09:00") || !strings.Contains(string(text), "08:30:00Z") {
			t.Errorf("%s, %v", text, err)
		}
	}
}
