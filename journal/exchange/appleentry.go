package exchange

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// sortedGroups returns the keys of groups in a fixed order, so that two readings
// of a file give the same rows.
func sortedGroups(groups map[groupKey]*group) []groupKey {
	keys := make([]groupKey, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b groupKey) int {
		return cmp.Or(strings.Compare(a.typ.id, b.typ.id), cmp.Compare(a.source, b.source), cmp.Compare(a.unit, b.unit), cmp.Compare(a.offset, b.offset))
	})
	return keys
}

// entry makes a journal entry of a record of a sparse or category type.
func (a *appleReader) entry(r *appleRecord) journal.Entry {
	w := r.start.when()
	w.Duration = time.Duration(r.end.unix-r.start.unix) * time.Second
	unit := a.unitOf(r.unit)
	o := &journal.Observation{Codes: r.typ.codes}
	value := r.word
	if r.typ.quantity {
		value = r.number.String()
		o.Value = journal.QuantityOf(r.number, unit)
		if unit == "" {
			o.Value.Scale = journal.Count
		}
		if r.typ.id == "BloodGlucose" {
			o.Codes = glucoseCode(unit)
		}
	} else {
		o.Value = categoryValue(r.typ, r.word)
	}
	e := journal.Entry{Kind: r.typ.kind, When: w, Name: r.typ.name, Source: a.sources.texts[r.source], Body: o}
	e.Key = a.keys.base([]string{r.typ.id, e.Source, instant(r.start), instant(r.end), value, unit})
	return e
}

func instant(t appleTime) string { return strconv.FormatInt(t.unix, 10) }

// addEntry adds e to row, or the reason why the journal would refuse it.
func (a *appleReader) addEntry(row *Row, e journal.Entry) {
	if reason := faultOf(&e); reason != "" {
		row.Skips = append(row.Skips, Skip{Reason: reason, Example: e.Kind.String(), Count: 1})
		return
	}
	row.Entries = append(row.Entries, e)
}

// emitChecked emits row; without entries it becomes a skip of its records.
func (a *appleReader) emitChecked(row Row, where string) {
	if len(row.Entries) == 0 && row.Records > 0 {
		reason := string(faultEntry)
		if len(row.Skips) > 0 {
			reason = row.Skips[0].Reason
		}
		row.Skips = []Skip{{Reason: reason, Example: where, Whole: true, Count: row.Records}}
	}
	a.emit(row)
}

// pressureKey identifies one number of a blood pressure reading.
type pressureKey struct {
	start, end int64
	source     int32
	which      int8
	number     journal.Decimal
}

// pressureBook holds the single records until the readings that contain them
// are known. The same number stands in both.
type pressureBook struct {
	held     []appleRecord
	readings map[pressureKey]int // numbers inside readings, not yet met outside
}

// maxHeld bounds the records that wait.
const maxHeld = 400_000

func (p *pressureBook) hold(r *appleRecord) { p.held = append(p.held, *r) }

func keyOfPressure(r *appleRecord) pressureKey {
	return pressureKey{start: r.start.unix, end: r.end.unix, source: r.source, which: int8(r.typ.pressure), number: r.number}
}

// correlation emits a blood pressure reading or a meal.
func (a *appleReader) correlation() {
	c := &a.top.record
	if c.fault != "" {
		a.skipped(c.fault, "Correlation")
		return
	}
	if strings.HasSuffix(a.top.kind, "BloodPressure") {
		var high, low *appleRecord
		for i := range a.top.children {
			r := &a.top.children[i]
			switch {
			case r.fault != "" || r.typ.pressure == 0:
			case r.typ.pressure == 1:
				high = r
			default:
				low = r
			}
		}
		if high == nil || low == nil {
			a.skipped("blood pressure reading without both numbers", "Correlation")
			return
		}
		if a.pressure.readings == nil {
			a.pressure.readings = map[pressureKey]int{}
		}
		if len(a.pressure.readings) < 2*maxHeld {
			a.pressure.readings[keyOfPressure(high)]++
			a.pressure.readings[keyOfPressure(low)]++
		}
		a.emitReading(high, low, 1)
		return
	}
	a.meal(c)
}

// emitReading emits one blood pressure of two components, which stands for so
// many records.
func (a *appleReader) emitReading(high, low *appleRecord, records int) {
	unit := a.unitOf(high.unit)
	v := &journal.Value{Scale: journal.Components, Parts: []journal.Part{
		{Name: "Systolic", Number: high.number, Unit: unit}, {Name: "Diastolic", Number: low.number, Unit: a.unitOf(low.unit)}}}
	e := journal.Entry{Kind: journal.KindMeasure, When: high.start.when(), Name: bloodPressure, Source: a.sources.texts[high.source],
		Body: &journal.Observation{Value: v, Codes: pressurePanel}}
	e.Key = a.keys.base([]string{"pressure", e.Source, instant(high.start), high.number.String(), low.number.String(), unit})
	row := Row{Records: records}
	a.addEntry(&row, e)
	a.emitChecked(row, "blood pressure")
}

// resolvePressure decides about the records that waited: repeated in a reading,
// one half of a pair, or alone.
func (a *appleReader) resolvePressure() {
	repeated := 0
	var alone []*appleRecord
	for i := range a.pressure.held {
		r := &a.pressure.held[i]
		if key := keyOfPressure(r); a.pressure.readings[key] > 0 {
			a.pressure.readings[key]--
			repeated++
			continue
		}
		alone = append(alone, r)
	}
	if repeated > 0 {
		a.emit(Row{Records: repeated, Skips: []Skip{{Reason: "also inside a blood pressure reading",
			Example: "Record of type BloodPressureSystolic", Whole: true, Count: repeated}}})
	}
	sort.SliceStable(alone, func(i, j int) bool {
		x, y := alone[i], alone[j]
		return cmp.Or(cmp.Compare(x.start.unix, y.start.unix), cmp.Compare(x.source, y.source), cmp.Compare(x.typ.pressure, y.typ.pressure)) < 0
	})
	for i := 0; i < len(alone); i++ {
		r := alone[i]
		if i+1 < len(alone) && pairs(r, alone[i+1]) {
			a.emitReading(r, alone[i+1], 2)
			i++
			continue
		}
		row := Row{Records: 1}
		a.addEntry(&row, a.entry(r))
		a.emitChecked(row, "Record of type "+r.typ.id)
	}
	a.pressure.held = nil
}

func pairs(high, low *appleRecord) bool {
	return high.typ.pressure == 1 && low.typ.pressure == 2 && high.start == low.start && high.source == low.source && high.unit == low.unit
}

// foodBook remembers dietary records by fingerprint, outside and inside meals.
type foodBook struct {
	seed            maphash.Seed
	outside, inside map[uint64]int
}

// maxFood bounds the fingerprints.
const maxFood = 1_000_000

func (a *appleReader) fingerprint(r *appleRecord) uint64 {
	if a.food.outside == nil {
		a.food = foodBook{seed: maphash.MakeSeed(), outside: map[uint64]int{}, inside: map[uint64]int{}}
	}
	return maphash.Comparable(a.food.seed, struct {
		typ        *appleType
		source     int32
		start, end appleTime
		number     journal.Decimal
	}{r.typ, r.source, r.start, r.end, r.number})
}

// repeats reports whether a top-level record was already taken from a meal, and
// remembers it if not.
func (f *foodBook) repeats(print uint64) bool {
	if f.inside[print] > 0 {
		f.inside[print]--
		return true
	}
	if len(f.outside) < maxFood {
		f.outside[print]++
	}
	return false
}

// meal emits a food correlation, with those of its records that the file does
// not repeat outside.
func (a *appleReader) meal(c *appleRecord) {
	name := a.top.meta["HKFoodType"]
	if name == "" {
		name = camelWords(strings.TrimPrefix(a.top.kind, "HKCorrelationTypeIdentifier"))
	}
	w := c.start.when()
	w.Duration = time.Duration(c.end.unix-c.start.unix) * time.Second
	e := journal.Entry{Kind: journal.KindFactor, When: w, Name: name, Source: a.sources.texts[c.source],
		Body: &journal.Observation{Value: journal.Yes(true)}}
	e.Key = a.keys.base([]string{"correlation", a.top.kind, name, e.Source, instant(c.start), instant(c.end)})
	row := Row{Records: 1}
	a.addEntry(&row, e)
	for i := range a.top.children {
		r := &a.top.children[i]
		if r.fault != "" {
			row.Skips = append(row.Skips, Skip{Reason: r.fault, Example: "Record inside a Correlation", Count: 1})
			continue
		}
		print := a.fingerprint(r)
		if a.food.outside[print] > 0 {
			a.food.outside[print]--
			continue
		}
		if len(a.food.inside) < maxFood {
			a.food.inside[print]++
		}
		a.addEntry(&row, a.entry(r))
	}
	a.emitChecked(row, "Correlation")
}

// workout gathers what a Workout says of itself.
type workout struct {
	duration         journal.Decimal
	hasDuration      bool
	parts            []journal.Part
	distance, burned bool
}

// add takes one reading if it is a number above zero: workouts of kinds that
// have no distance carry a 0 for it.
func (w *workout) add(name string, value []byte, unit string) bool {
	n, err := readAppleNumber(value)
	if err != nil || n.Coef <= 0 || len(unit) > 40 {
		return false
	}
	if ucum, ok := appleUnits[unit]; ok {
		unit = ucum
	}
	w.parts = append(w.parts, journal.Part{Name: name, Number: n, Unit: unit})
	return true
}

// statistic takes the sums that newer exports write below the workout.
func (w *workout) statistic(tag *xmlTag) {
	id := strings.TrimPrefix(tag.text("type"), quantityPrefix)
	switch sum := tag.attr("sum"); {
	case sum == nil || len(w.parts) >= 16:
	case strings.HasPrefix(id, "Distance") && !w.distance:
		w.distance = w.add("Distance", sum, tag.text("unit"))
	case id == "ActiveEnergyBurned" && !w.burned:
		w.burned = w.add("Energy", sum, tag.text("unit"))
	}
}

func (a *appleReader) beginWorkout(tag *xmlTag) {
	a.top.kind = strings.TrimPrefix(tag.text("workoutActivityType"), "HKWorkoutActivityType")
	a.top.record = a.record(tag)
	if a.top.record.typ == nil && a.top.record.source >= 0 { // a workout has no type
		a.top.record = a.workoutTimes(tag, a.top.record.source)
	}
	w := workout{}
	if d, err := readAppleNumber(tag.attr("duration")); err == nil {
		w.add("Duration", tag.attr("duration"), tag.text("durationUnit"))
		w.duration, w.hasDuration = d, true
	}
	w.distance = w.add("Distance", tag.attr("totalDistance"), tag.text("totalDistanceUnit"))
	w.burned = w.add("Energy", tag.attr("totalEnergyBurned"), tag.text("totalEnergyBurnedUnit"))
	a.top.workout = w
}

func (a *appleReader) workoutTimes(tag *xmlTag, source int32) appleRecord {
	r := appleRecord{source: source}
	var fault dateFault
	if r.start, fault = readAppleTime(tag.attr("startDate")); fault == "" {
		r.end, fault = readAppleTime(tag.attr("endDate"))
	}
	r.fault = string(fault)
	if fault == "" && r.end.unix < r.start.unix {
		r.fault = "ends before it begins"
	}
	return r
}

// endWorkout emits a workout as a factor: its activity, how long and how far.
func (a *appleReader) endWorkout() {
	r, w := &a.top.record, &a.top.workout
	if r.fault != "" {
		a.skipped(r.fault, "Workout")
		return
	}
	activity := strings.ToLower(camelWords(a.top.kind))
	if activity == "" {
		activity = "other"
	}
	when := r.start.when()
	when.Duration = time.Duration(r.end.unix-r.start.unix) * time.Second
	v := journal.Yes(true)
	if len(w.parts) > 0 {
		v = &journal.Value{Scale: journal.Components, Parts: w.parts}
	}
	e := journal.Entry{Kind: journal.KindFactor, When: when, Name: "Workout: " + activity, Source: a.sources.texts[r.source],
		Body: &journal.Observation{Value: v}}
	e.Key = a.keys.base([]string{"workout", a.top.kind, e.Source, instant(r.start), instant(r.end), v.String()})
	row := Row{Records: 1}
	a.addEntry(&row, e)
	a.emitChecked(row, "Workout")
}

// activity emits the rings of one day as three measures.
func (a *appleReader) activity(tag *xmlTag) {
	text := tag.text("dateComponents")
	if text == "" {
		a.skipped(reasonNoDate, "ActivitySummary")
		return
	}
	st, err := dateReader{order: orderYMD}.read(text)
	if err != nil || st.precision != journal.Day {
		a.skipped(string(faultNotDate), "ActivitySummary")
		return
	}
	row := Row{Records: 1}
	for _, ring := range []struct{ name, value, goal, unit string }{
		{"Active energy of the day", "activeEnergyBurned", "activeEnergyBurnedGoal", tag.text("activeEnergyBurnedUnit")},
		{"Move time of the day", "appleMoveTime", "appleMoveTimeGoal", "min"},
		{"Exercise time of the day", "appleExerciseTime", "appleExerciseTimeGoal", "min"},
		{"Stand hours of the day", "appleStandHours", "appleStandHoursGoal", "h"},
	} {
		value := tag.attr(ring.value)
		if len(value) == 0 {
			continue
		}
		n, err := readAppleNumber(value)
		if err != nil {
			row.Skips = append(row.Skips, Skip{Reason: reasonOf(err), Example: "ActivitySummary, " + ring.value, Count: 1})
			continue
		}
		unit := ring.unit
		if ucum, ok := appleUnits[unit]; ok {
			unit = ucum
		}
		e := journal.Entry{Kind: journal.KindMeasure, When: journal.OnDay(st.date(), a.opts.Zone), Name: ring.name, Source: "Apple Health",
			Body: &journal.Observation{Value: journal.QuantityOf(n, unit)}}
		if goal := tag.text(ring.goal); goal != "" && goal != "0" && len(goal) < 40 {
			e.Note = fmt.Sprintf("Goal %s", goal)
		}
		e.Key = a.keys.base([]string{"ring", ring.name, text, n.String(), unit})
		a.addEntry(&row, e)
	}
	a.emitChecked(row, "ActivitySummary")
}

// me emits what the head of the file says about the person; there is no name in
// it. It is no record.
func (a *appleReader) me(tag *xmlTag) {
	who := &journal.Person{}
	var said []string
	for _, at := range tag.attrs {
		id := strings.TrimPrefix(string(at.name), "HKCharacteristicTypeIdentifier")
		s := xmlText(at.value)
		if s == "" || strings.HasSuffix(s, "NotSet") || len(s) > 100 || len(id) > 100 || len(said) > 20 {
			continue
		}
		said = append(said, id+"="+s)
		switch id {
		case "DateOfBirth":
			dateReader{order: orderYMD}.describe(who, "birth", "birth", s)
		case "BiologicalSex":
			who.Sex = strings.ToLower(strings.TrimPrefix(s, "HKBiologicalSex"))
		case "BloodType":
			s = strings.NewReplacer("HKBloodType", "", "Positive", "+", "Negative", "-").Replace(s)
			dateReader{}.describe(who, "", "blood type", s)
		default:
			dateReader{}.describe(who, "", strings.ToLower(camelWords(id)), camelWords(strings.TrimPrefix(s, "HK"+id)))
		}
	}
	if len(said) == 0 {
		return
	}
	sort.Strings(said)
	e := journal.Entry{Kind: journal.KindPerson, When: journal.OnDay(journal.DateOf(a.opts.Now.In(a.opts.Zone)), a.opts.Zone),
		Name: personEntryName, Source: "Apple Health", Body: who, Key: contentKey(FormatApple, "person", said...)}
	row := Row{}
	a.addEntry(&row, e)
	if len(row.Entries) > 0 {
		a.emit(row)
	}
}
