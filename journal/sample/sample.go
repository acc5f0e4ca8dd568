package sample

import (
	"fmt"
	"math/rand/v2"
	"time"

	"kith/journal"
)

// PersonName is what the person of the diary is called.
const PersonName = "Robin (sample)"

// Days is how many days the diary covers, its last day included.
const Days = 365

// Diary is what the person wrote down. Write the definitions first, in a batch
// of their own: entries refer to them.
type Diary struct {
	Definitions []journal.Entry
	// Entries are in the order in which they were thought of, not in time.
	Entries []journal.Entry
}

// Write returns the diary of the record with an id, for the year that ends at
// until, in until's time zone. Nothing in it lies after until, save for one
// appointment to come.
func Write(record journal.ID, seed uint64, until time.Time) Diary {
	w := &writer{
		record: record, until: until, zone: until.Location(), random: rand.New(rand.NewPCG(seed, 0x6b697468)),
		told: map[string]int{},
	}
	w.last = journal.DayAt(until)
	w.first = w.last - (Days - 1)
	w.define()
	w.tellStory()
	year := w.live()
	w.keepDiary(year)
	return w.diary
}

// writer writes one diary.
type writer struct {
	record      journal.ID
	until       time.Time
	zone        *time.Location
	first, last journal.Date
	random      *rand.Rand
	diary       Diary
	serial      int
	told        map[string]int // how many texts of each theme were used
}

// id returns the id that an entry of a name will have.
func (w *writer) id(name string) journal.ID { return journal.DerivedID(w.record, keyOf(name)) }

func keyOf(name string) string { return "sample diary\x00" + name }

// add keeps an entry unless it lies ahead; name is "" for one that nothing
// refers to.
func (w *writer) add(name string, e journal.Entry) {
	if e.When.Time.After(w.until) {
		return
	}
	w.plan(name, e)
}

// plan keeps an entry that may lie ahead.
func (w *writer) plan(name string, e journal.Entry) {
	if name == "" {
		w.serial++
		name = fmt.Sprint(w.serial)
	}
	e.Key = keyOf(name)
	w.diary.Entries = append(w.diary.Entries, e)
}

// define says what the symptoms, measures and factors are measured on.
func (w *writer) define() {
	zero, ten := journal.DecimalOf(0), journal.DecimalOf(10)
	score := func(of journal.Kind, name string, better journal.Polarity) {
		w.definition(name, journal.Definition{Of: of, Scale: journal.NRS, Polarity: better, Low: &zero, High: &ten})
	}
	score(journal.KindSymptom, headache, journal.HigherIsWorse)
	score(journal.KindSymptom, nausea, journal.HigherIsWorse)
	score(journal.KindSymptom, fatigue, journal.HigherIsWorse)
	score(journal.KindMeasure, mood, journal.HigherIsBetter)
	score(journal.KindFactor, stress, journal.HigherIsWorse)
	w.definition(tingling, journal.Definition{Of: journal.KindSymptom, Scale: journal.Ordinal, Polarity: journal.HigherIsWorse,
		Anchors: []string{"mild", "moderate", "severe"}, First: 1})
	w.definition(weather, journal.Definition{Of: journal.KindFactor, Scale: journal.Ordinal, Polarity: journal.Neutral,
		Anchors: []string{"steady", "changing", "stormy"}})
	w.definition(sleep, journal.Definition{Of: journal.KindMeasure, Scale: journal.Duration, Polarity: journal.HigherIsBetter})
	w.definition(weight, journal.Definition{Of: journal.KindMeasure, Scale: journal.Quantity, Unit: "kg", Polarity: journal.Neutral})
	w.definition(pulse, journal.Definition{Of: journal.KindMeasure, Scale: journal.Quantity, Unit: "/min", Polarity: journal.Neutral})
	w.definition(temperature, journal.Definition{Of: journal.KindMeasure, Scale: journal.Quantity, Unit: "Cel", Polarity: journal.HigherIsWorse})
	w.definition(pressure, journal.Definition{Of: journal.KindMeasure, Scale: journal.Components, Polarity: journal.Neutral})
	w.definition(wine, journal.Definition{Of: journal.KindFactor, Scale: journal.YesNo, Polarity: journal.Neutral})
	w.definition(skippedMeal, journal.Definition{Of: journal.KindFactor, Scale: journal.YesNo, Polarity: journal.HigherIsWorse})
	w.definition(coffee, journal.Definition{Of: journal.KindFactor, Scale: journal.Count, Polarity: journal.Neutral})
}

// The names of what Robin keeps an eye on.
const (
	headache    = "Headache"
	nausea      = "Nausea"
	fatigue     = "Fatigue"
	tingling    = "Tingling fingers"
	mood        = "Mood"
	sleep       = "Sleep"
	weight      = "Weight"
	pulse       = "Heart rate"
	pressure    = "Blood pressure"
	temperature = "Temperature"
	stress      = "Stress"
	wine        = "Wine"
	skippedMeal = "Skipped meal"
	weather     = "Weather"
	coffee      = "Coffee"
)

func (w *writer) definition(name string, d journal.Definition) {
	d.Absence, d.Version = journal.AbsenceUnknown, 1
	w.diary.Definitions = append(w.diary.Definitions, journal.Entry{
		Kind: journal.KindDefinition, Name: name, When: journal.OnDay(w.first, w.zone), Body: &d,
		// The key under which a record looks for the definition of an observation.
		Key: "definition\x00" + d.Of.String() + "\x00" + journal.Fold(name),
	})
}

// date returns the day n of the diary, 0 to Days-1.
func (w *writer) date(n int) journal.Date { return w.first + journal.Date(n) }

// at returns a clock time of day n. Hours from 24 on are in the night after it
// and still belong to it until the day boundary.
func (w *writer) at(n int, hours float64) journal.When {
	y, m, d := w.date(n).Midnight().Date()
	t := time.Date(y, m, d, 0, int(hours*60+0.5), 0, 0, w.zone)
	return journal.At(t)
}

// chance is true with a probability from 0 to 1.
func (w *writer) chance(p float64) bool { return w.random.Float64() < p }

// around returns a number near the middle, with the given spread as standard
// deviation.
func (w *writer) around(middle, spread float64) float64 {
	return middle + spread*w.random.NormFloat64()
}

// between returns a number from low up to high.
func (w *writer) between(low, high float64) float64 { return low + (high-low)*w.random.Float64() }

// score rounds to a rating from 0 to 10.
func score(x float64) *journal.Value {
	return journal.Number10(journal.DecimalOf(int64(min(max(x+0.5, 0), 10))))
}

// tenths rounds to one decimal place.
func tenths(x float64) journal.Decimal {
	return journal.Decimal{Coef: int64(x*10 + 0.5), Exp: -1}
}
