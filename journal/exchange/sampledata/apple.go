package sampledata

import (
	"bufio"
	"io"
	"math/rand/v2"
	"time"
)

// appleSeries is one stretch of records of a type from a source.
type appleSeries struct {
	kind, unit, source string
	share              float64 // of the file's bytes
	every              time.Duration
	length             time.Duration
	value              func(*rand.Rand) string
	nested             bool // with a MetadataEntry inside
}

const (
	watch = "Anna\u2019s Apple\u00a0Watch"
	phone = "Anna\u2019s iPhone"
	// watchDevice is escaped as Apple does.
	watchDevice = "&lt;&lt;HKDevice: 0x2812a4f00&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:9.4&gt;"
	phoneDevice = "&lt;&lt;HKDevice: 0x2812a5e50&gt;, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone13,2, software:16.5&gt;"
)

func whole(low, high int) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return itoa(low + r.IntN(high-low)) }
}

func fraction(low, high float64, digits int) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return ftoa(low+r.Float64()*(high-low), digits) }
}

var appleShape = []appleSeries{
	{"HKQuantityTypeIdentifierHeartRate", "count/min", watch, 0.38, 4 * time.Minute, 0, whole(48, 150), true},
	{"HKQuantityTypeIdentifierStepCount", "count", phone, 0.06, 9 * time.Minute, 5 * time.Minute, whole(3, 900), false},
	{"HKQuantityTypeIdentifierStepCount", "count", watch, 0.06, 8 * time.Minute, 5 * time.Minute, whole(3, 900), false},
	{"HKQuantityTypeIdentifierDistanceWalkingRunning", "km", watch, 0.07, 8 * time.Minute, 5 * time.Minute, fraction(0.001, 0.6, 6), false},
	{"HKQuantityTypeIdentifierActiveEnergyBurned", "kcal", watch, 0.24, 2 * time.Minute, time.Minute, fraction(0.01, 9, 3), false},
	{"HKQuantityTypeIdentifierBasalEnergyBurned", "kcal", watch, 0.08, 15 * time.Minute, 15 * time.Minute, fraction(10, 25, 3), false},
	{"HKQuantityTypeIdentifierFlightsClimbed", "count", phone, 0.01, 2 * time.Hour, time.Minute, whole(1, 8), false},
	{"HKQuantityTypeIdentifierEnvironmentalAudioExposure", "dBASPL", watch, 0.03, 30 * time.Minute, 30 * time.Minute, fraction(30, 90, 4), false},
	{"HKQuantityTypeIdentifierOxygenSaturation", "%", watch, 0.02, time.Hour, 0, fraction(0.93, 1, 2), true},
	{"HKQuantityTypeIdentifierRespiratoryRate", "count/min", watch, 0.02, time.Hour, 0, fraction(11, 18, 1), false},
	{"HKQuantityTypeIdentifierHeartRateVariabilitySDNN", "ms", watch, 0.01, 4 * time.Hour, time.Minute, fraction(15, 90, 4), false},
	{"HKCategoryTypeIdentifierAppleStandHour", "", watch, 0.01, time.Hour, time.Hour, func(r *rand.Rand) string {
		return []string{"HKCategoryValueAppleStandHourStood", "HKCategoryValueAppleStandHourIdle"}[r.IntN(2)]
	}, false},
	{"HKCategoryTypeIdentifierSleepAnalysis", "", watch, 0.005, 80 * time.Minute, 70 * time.Minute, func(r *rand.Rand) string {
		return []string{"HKCategoryValueSleepAnalysisAsleepCore", "HKCategoryValueSleepAnalysisAsleepDeep",
			"HKCategoryValueSleepAnalysisAsleepREM", "HKCategoryValueSleepAnalysisAwake"}[r.IntN(4)]
	}, false},
	{"HKQuantityTypeIdentifierBodyMass", "kg", "Withings", 0.001, 24 * time.Hour, 0, fraction(70, 74, 2), false},
	{"HKCategoryTypeIdentifierHeadache", "", "Health", 0.0005, 70 * time.Hour, 2 * time.Hour, func(r *rand.Rand) string {
		return []string{"HKCategoryValueSeverityMild", "HKCategoryValueSeverityModerate", "HKCategoryValueSeveritySevere"}[r.IntN(3)]
	}, false},
}

// WriteApple writes an export.xml of Apple Health of about size bytes: the
// record types, attributes, devices and order of a phone and a watch worn for
// years, then blood pressure with its correlations, workouts and daily rings.
func WriteApple(w io.Writer, size int64, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 2))
	out := &counter{Writer: bufio.NewWriterSize(w, 1<<18)}
	out.printf("%s", appleHead)
	for _, s := range appleShape {
		limit := out.n + int64(s.share*float64(size))
		at := time.Date(2016, 1, 1, 6, 0, 0, 0, time.UTC)
		for out.n < limit {
			at = at.Add(s.every + time.Duration(r.Int64N(int64(s.every))).Truncate(time.Second))
			out.record(r, s, at, " ")
		}
	}
	out.pressure(r, size)
	out.printf("</HealthData>\n")
	return out.Flush()
}

// record writes one Record.
func (c *counter) record(r *rand.Rand, s appleSeries, at time.Time, indent string) {
	device, version := phoneDevice, "16.5"
	if s.source == watch {
		device, version = watchDevice, "9.4"
	}
	c.printf(`%s<Record type="%s" sourceName="%s" sourceVersion="%s" device="%s" `, indent, s.kind, s.source, version, device)
	if s.unit != "" {
		c.printf(`unit="%s" `, s.unit)
	}
	c.printf(`creationDate="%s" startDate="%s" endDate="%s" value="%s"`, stamp(at.Add(s.length+time.Minute)), stamp(at), stamp(at.Add(s.length)), s.value(r))
	if s.nested {
		c.printf(">\n%s <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"%d\"/>\n%s</Record>\n", indent, r.IntN(3), indent)
		return
	}
	c.printf("/>\n")
}

// pressure writes blood pressures, alone and in correlations, workouts and rings.
func (c *counter) pressure(r *rand.Rand, size int64) {
	readings := int(size / 2_000_000)
	at := time.Date(2019, 1, 1, 7, 0, 0, 0, time.UTC)
	type pair struct {
		at        time.Time
		high, low string
	}
	pairs := make([]pair, readings)
	for i := range pairs {
		pairs[i] = pair{at.Add(time.Duration(i) * 12 * time.Hour), itoa(105 + r.IntN(50)), itoa(60 + r.IntN(35))}
	}
	series := func(kind, value string) appleSeries {
		return appleSeries{kind: "HKQuantityTypeIdentifierBloodPressure" + kind, unit: "mmHg", source: "OMRON connect",
			value: func(*rand.Rand) string { return value }}
	}
	for _, p := range pairs {
		c.record(r, series("Systolic", p.high), p.at, " ")
	}
	for _, p := range pairs {
		c.record(r, series("Diastolic", p.low), p.at, " ")
	}
	for _, p := range pairs {
		c.printf(" <Correlation type=\"HKCorrelationTypeIdentifierBloodPressure\" sourceName=\"OMRON connect\" startDate=\"%s\" endDate=\"%s\">\n", stamp(p.at), stamp(p.at))
		c.record(r, series("Systolic", p.high), p.at, "  ")
		c.record(r, series("Diastolic", p.low), p.at, "  ")
		c.printf(" </Correlation>\n")
	}
	for i := range readings {
		start := at.AddDate(0, 0, i)
		c.printf(" <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"%s\" durationUnit=\"min\" sourceName=\"%s\" startDate=\"%s\" endDate=\"%s\">\n"+
			"  <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" sum=\"%s\" unit=\"km\"/>\n </Workout>\n",
			ftoa(20+r.Float64()*40, 3), watch, stamp(start), stamp(start.Add(40*time.Minute)), ftoa(3+r.Float64()*9, 3))
		c.printf(" <ActivitySummary dateComponents=\"%s\" activeEnergyBurned=\"%s\" activeEnergyBurnedGoal=\"500\" activeEnergyBurnedUnit=\"kcal\" appleExerciseTime=\"%d\" appleExerciseTimeGoal=\"30\" appleStandHours=\"%d\" appleStandHoursGoal=\"12\"/>\n",
			start.Format("2006-01-02"), ftoa(200+r.Float64()*600, 3), r.IntN(120), r.IntN(17))
	}
}

// appleHead begins an export as an iPhone with iOS 16 writes it, with the DTD
// that strict readers refuse.
const appleHead = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord|Audiogram|VisionPrescription)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  startDate     CDATA #REQUIRED
  startDate     CDATA #REQUIRED
<!ELEMENT WorkoutEvent EMPTY
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-11-20 07:27:26 +0000"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1981-03-04" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeAPositive" HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet"/>
`
