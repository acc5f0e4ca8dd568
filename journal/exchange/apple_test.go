package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"kith/journal"
	"kith/journal/exchange/sampledata"
)

// appleSample has one of everything: a malformed DTD, control characters,
// blood pressure in and outside a correlation, a meal, sleep, symptoms, two
// sources of steps.
const appleSample = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record)*)>
<!ATTLIST Record type CDATA #REQUIRED
<!ELEMENT broken
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-01-01 00:00:00 +0000"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1981-03-04" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeAPositive"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" unit="count" startDate="2024-06-01 10:00:00 +0200" endDate="2024-06-01 10:05:00 +0200" value="329"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Anna&#8217;s &quot;Watch&quot;" unit="count" startDate="2024-06-01 10:00:00 +0200" endDate="2024-06-01 10:05:00 +0200" value="331"/>
 <Record type="HKQuantityTypeIdentifierOxygenSaturation" sourceName="Watch" unit="%" startDate="2024-06-01 10:00:00 +0200" endDate="2024-06-01 10:00:00 +0200" value="0.97"><MetadataEntry key="a" value="b"/></Record>
 <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-01 07:00:00 +0200" endDate="2024-06-01 07:00:00 +0200" value="121"/>
 <Record type="HKQuantityTypeIdentifierBloodPressureDiastolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-01 07:00:00 +0200" endDate="2024-06-01 07:00:00 +0200" value="81"/>
 <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-02 07:00:00 +0200" endDate="2024-06-02 07:00:00 +0200" value="130"/>
 <Record type="HKQuantityTypeIdentifierBloodPressureDiastolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-02 07:00:00 +0200" endDate="2024-06-02 07:00:00 +0200" value="90"/>
 <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-03 07:00:00 +0200" endDate="2024-06-03 07:00:00 +0200" value="140"/>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" startDate="2024-06-01 01:30:00 +0200" endDate="2024-06-01 01:30:00 +0200" value="72.50"/>
 <Record type="HKQuantityTypeIdentifierDietaryCarbohydrates" sourceName="Food" unit="g" startDate="2024-06-01 12:00:00 +0200" endDate="2024-06-01 12:00:00 +0200" value="30"/>
 <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" startDate="2024-06-01 23:00:00 +0200" endDate="2024-06-02 00:30:00 +0200" value="HKCategoryValueSleepAnalysisAsleepDeep"/>
 <Record type="HKCategoryTypeIdentifierHeadache" sourceName="Health" startDate="2024-06-01 14:00:00 +0200" endDate="2024-06-01 16:00:00 +0200" value="HKCategoryValueSeverityModerate"/>
 <Record type="HKCategoryTypeIdentifierNausea" sourceName="Health" startDate="2024-06-01 14:00:00 +0200" endDate="2024-06-01 14:00:00 +0200" value="HKCategoryValueSeverityNotPresent"/>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" startDate="2024-13-01 01:30:00 +0200" value="72"/>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" startDate="2024-06-01 01:30:00 +0200" value="NaN"/>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" value="70"/>
 <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Cuff" startDate="2024-06-01 07:00:00 +0200" endDate="2024-06-01 07:00:00 +0200">
  <Record type="HKQuantityTypeIdentifierBloodPressureDiastolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-01 07:00:00 +0200" endDate="2024-06-01 07:00:00 +0200" value="81"/>
  <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Cuff" unit="mmHg" startDate="2024-06-01 07:00:00 +0200" endDate="2024-06-01 07:00:00 +0200" value="121"/>
 </Correlation>
 <Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Food" startDate="2024-06-01 12:00:00 +0200" endDate="2024-06-01 12:00:00 +0200">
  <MetadataEntry key="HKFoodType" value="Porridge"/>
  <Record type="HKQuantityTypeIdentifierDietaryCarbohydrates" sourceName="Food" unit="g" startDate="2024-06-01 12:00:00 +0200" endDate="2024-06-01 12:00:00 +0200" value="30"/>
  <Record type="HKQuantityTypeIdentifierDietaryProtein" sourceName="Food" unit="g" startDate="2024-06-01 12:00:00 +0200" endDate="2024-06-01 12:00:00 +0200" value="9"/>
 </Correlation>
 <Workout workoutActivityType="HKWorkoutActivityTypeTraditionalStrengthTraining" duration="31.5" durationUnit="min" sourceName="Watch" startDate="2024-06-01 18:00:00 +0200" endDate="2024-06-01 18:31:30 +0200">
  <WorkoutStatistics type="HKQuantityTypeIdentifierActiveEnergyBurned" sum="139.3" unit="kcal"/>
 </Workout>
 <ActivitySummary dateComponents="2024-06-01" activeEnergyBurned="700.698" activeEnergyBurnedGoal="680" activeEnergyBurnedUnit="kcal" appleExerciseTime="89" appleStandHours="16"/>
 <ClinicalRecord type="x"/>
 <StateOfMind a="b"><c/></StateOfMind>
</HealthData>
`

func TestApple(t *testing.T) {
	o := mustRead(t, []byte(appleSample), testOptions())
	o.uniqueKeys(t)
	want := "also inside a blood pressure reading 2, clinical record: import its FHIR file instead 1, element that is no health record Kith knows 1, " +
		"no date 1, no such day in the calendar 1, not a number 1"
	if got := counts(o.whole); got != want || o.read != 22 || o.samples != 3 {
		t.Errorf("read %d with %d samples, skipped:\n got %s\nwant %s", o.read, o.samples, got, want)
	}
	for _, c := range []struct {
		kind        journal.Kind
		name, value string
	}{
		{journal.KindMeasure, "Blood pressure", "121/81 mm[Hg]"},
		{journal.KindMeasure, "Systolic blood pressure", "140 mm[Hg]"},
		{journal.KindMeasure, "Weight", "72.50 kg"},
		{journal.KindMeasure, "Sleep", "asleep deep"},
		{journal.KindSymptom, "Headache", "moderate (2)"},
		{journal.KindSymptom, "Nausea", "not present (0)"},
		{journal.KindFactor, "Porridge", "yes"},
		{journal.KindFactor, "Carbohydrates", "30 g"},
		{journal.KindFactor, "Protein", "9 g"},
		{journal.KindFactor, "Workout: traditional strength training", "31.5/139.3"},
		{journal.KindMeasure, "Exercise time of the day", "89 min"},
	} {
		got := o.byName(t, c.kind, c.name).Value().String()
		if c.name == "Workout: traditional strength training" {
			got = strings.NewReplacer("Duration ", "", " min, Energy ", "/", " kcal", "").Replace(got)
		}
		if got != c.value {
			t.Errorf("%s is %s, want %s", c.name, got, c.value)
		}
	}
	weight := o.byName(t, journal.KindMeasure, "Weight")
	if weight.When.Date.String() != "2024-06-01" || weight.When.Offset != 7200 || weight.When.Local().Format("15:04") != "01:30" {
		t.Errorf("the weight is at %+v", weight.When)
	}
	if sleep := o.byName(t, journal.KindMeasure, "Sleep"); sleep.When.Duration != 90*time.Minute {
		t.Errorf("slept %s", sleep.When.Duration)
	}
	who := o.byName(t, journal.KindPerson, personEntryName).Body.(*journal.Person)
	if who.Birth.String() != "1981-03-04" || who.Sex != "female" || who.Details["blood type"] != "A+" {
		t.Errorf("the person is %+v", who)
	}
	sources := map[string]string{}
	for _, r := range o.runs {
		sources[r.Source] = fmt.Sprintf("%s %s %s, %d s", r.Measure, r.Samples[0].Value, r.Unit, r.Samples[0].Duration/time.Second)
	}
	if sources[`Anna’s "Watch"`] != "Steps 331 , 300 s" || sources["Phone"] != "Steps 329 , 300 s" || sources["Watch"] != "Oxygen saturation 97 %, 0 s" {
		t.Errorf("runs: %v", sources)
	}
	if len(o.notes) != 1 || !strings.Contains(o.notes[0], "Steps") {
		t.Errorf("notes: %v", o.notes)
	}
}

// TestAppleGrows: a later, longer export has the runs of the earlier one's whole
// days again, cut at the same places.
func TestAppleGrows(t *testing.T) {
	export := func(from, to int) []byte {
		var b bytes.Buffer
		b.WriteString("<HealthData>")
		for day := from; day < to; day++ {
			for i := range 100 {
				at := time.Date(2024, 1, day, 0, i*10, 0, 0, time.UTC).Format("2006-01-02 15:04:05 -0700")
				fmt.Fprintf(&b, `<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="w" unit="count/min" startDate="%s" endDate="%s" value="%d"/>`, at, at, 50+i)
			}
		}
		b.WriteString("</HealthData>")
		return b.Bytes()
	}
	days := func(o *outcome) map[string]int {
		m := map[string]int{}
		for _, r := range o.runs {
			for _, s := range r.Samples {
				m[s.Start.Format(time.DateOnly)]++
			}
			first, last := r.Samples[0].Start, r.Samples[len(r.Samples)-1].Start
			if first.Hour() != 0 || last.Hour() != 16 {
				t.Fatalf("a run from %s to %s cuts a day", first, last)
			}
		}
		return m
	}
	early, late := mustRead(t, export(3, 20), testOptions()), mustRead(t, export(1, 28), testOptions())
	if len(days(early)) != 17 || len(days(late)) != 27 || late.samples != 2700 {
		t.Errorf("%d and %d days", len(days(early)), len(days(late)))
	}
}

// zipped returns an archive with one file.
func zipped(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAppleZip(t *testing.T) {
	data := zipped(t, "apple_health_export/export.xml", []byte(appleSample))
	plain, packed := mustRead(t, []byte(appleSample), testOptions()), mustRead(t, data, testOptions())
	if strings.Join(plain.keys, "\n") != strings.Join(packed.keys, "\n") {
		t.Error("the archive gives other keys than the file in it")
	}
	if _, _, err := Detect(bytes.NewReader(data), int64(len(data)), testOptions()); err != nil {
		t.Error(err)
	}
	other := zipped(t, "photo.jpg", []byte("x"))
	if _, err := Open(bytes.NewReader(other), int64(len(other)), testOptions()); !errors.Is(err, ErrFormat) {
		t.Errorf("an archive of something else: %v", err)
	}
}

// TestAppleHostile: bombs and broken files end in a clear error or a counted
// skip, in bounded memory.
func TestAppleHostile(t *testing.T) {
	blanks := bytes.Repeat([]byte(" "), 96<<20)
	bomb := zipped(t, "export.xml", append([]byte("<HealthData>"), blanks...))
	r, err := Open(bytes.NewReader(bomb), int64(len(bomb)), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if o := drain(t, r); !errors.Is(o.err, ErrTooLarge) {
		t.Errorf("a zip bomb: %v", o.err)
	}
	long := []byte(`<HealthData><Record type="` + strings.Repeat("x", 3<<20) + `" value="1"/><Record type="HKQuantityTypeIdentifierBodyMass" sourceName="s" unit="kg" startDate="2024-06-01 01:30:00 +0200" value="72"/></HealthData>`)
	if o := mustRead(t, long, testOptions()); o.whole[reasonTooLong] != 1 || o.imported != 1 {
		t.Errorf("an attribute of 3 MB: %d imported, %v", o.imported, o.whole)
	}
	cut := appleSample[:len(appleSample)-300]
	r, err = Open(strings.NewReader(cut), int64(len(cut)), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if o := drain(t, r); !errors.Is(o.err, ErrDamaged) || o.imported < 10 || o.samples != 3 {
		t.Errorf("a file that breaks off: %d imported, %d samples, %v", o.imported, o.samples, o.err)
	}
	control := strings.Replace(appleSample, `sourceName="Scale"`, "sourceName=\"Sc\x01al\xffe\x0b\"", 1)
	o := mustRead(t, []byte(control), testOptions())
	if e := o.byName(t, journal.KindMeasure, "Weight"); e.Source != "Scal\uFFFDe" {
		t.Errorf("control characters: source %q", e.Source)
	}
	entities := `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><HealthData><Record type="HKQuantityTypeIdentifierBodyMass" sourceName="&b;" unit="kg" startDate="2024-06-01 01:30:00 +0200" value="72"/></HealthData>`
	o = mustRead(t, []byte(entities), testOptions())
	if e := o.byName(t, journal.KindMeasure, "Weight"); e.Source != "&b;" {
		t.Errorf("an entity was expanded to %q", e.Source)
	}
	if _, err := Open(strings.NewReader("<html></html>"), 13, testOptions()); !errors.Is(err, ErrFormat) {
		t.Errorf("other XML: %v", err)
	}
}

// TestAppleTimes holds the fast reading of times against the library's.
func TestAppleTimes(t *testing.T) {
	for year := 1; year <= 9999; year += 7 {
		for _, rest := range []string{"-02-28 23:59:59 -0930", "-12-31 00:00:00 +1400", "-03-01 12:30:01 +0000"} {
			s := fmt.Sprintf("%04d%s", year, rest)
			want, err := time.Parse("2006-01-02 15:04:05 -0700", s)
			if err != nil {
				t.Fatal(err)
			}
			got, fault := readAppleTime([]byte(s))
			if fault != "" || got.unix != want.Unix() {
				t.Fatalf("%s: %d (%s), want %d", s, got.unix, fault, want.Unix())
			}
		}
	}
}

func TestAppleNumbers(t *testing.T) {
	for s, want := range map[string]string{"0.00288": "0.00288", "-3": "-3", "72.50": "72.50", "139.3170000000021": "139.3170000000021",
		"1e3": "1000", "0.123456789012345678901": "0.12345678901234568"} {
		if got, err := readAppleNumber([]byte(s)); err != nil || got.String() != want {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
	for s, want := range map[string]string{"NaN": "not a number", "1e308": "number out of range", "": "not a number", "1.2.3": "not a number", "inf": "not a number"} {
		if _, err := readAppleNumber([]byte(s)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", s, err, want)
		}
	}
	if d := percent(journal.Decimal{Coef: 975, Exp: -3}); d.String() != "97.5" || math.Abs(percent(journal.DecimalOf(1)).Float()-100) > 0 {
		t.Errorf("0.975 is %s %%", d)
	}
}

// BenchmarkApple reads a generated export. The ratio is to reading the same
// bytes and looking at each once.
func BenchmarkApple(b *testing.B) {
	var file bytes.Buffer
	if err := sampledata.WriteApple(&file, 32<<20, 1); err != nil {
		b.Fatal(err)
	}
	data := file.Bytes()
	b.SetBytes(int64(len(data)))
	records := 0
	for b.Loop() {
		records = 0
		r, err := Open(bytes.NewReader(data), int64(len(data)), testOptions())
		if err != nil {
			b.Fatal(err)
		}
		for {
			row, err := r.Next()
			if err != nil {
				break
			}
			records += row.Records
		}
	}
	perRun := b.Elapsed() / time.Duration(b.N)
	start := time.Now()
	lines := 0
	for range 4 {
		for _, c := range data {
			if c == '>' {
				lines++
			}
		}
	}
	plain := time.Since(start) / 4
	if lines == 0 {
		b.Fatal("no tags")
	}
	b.ReportMetric(float64(records)/perRun.Seconds(), "records/s")
	b.ReportMetric(perRun.Seconds()/plain.Seconds(), "times-a-byte-loop")
}
