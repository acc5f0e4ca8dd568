package sample

import (
	"fmt"
	"time"

	"kith/journal"
)

// keepDiary writes down what Robin wrote of the days.
func (w *writer) keepDiary(year []day) {
	for n := range year {
		d := &year[n]
		w.doses(n, d)
		if !w.writes(n, d) {
			continue
		}
		w.morning(n, d)
		w.factors(n, d)
		if d.attack != nil {
			w.attack(n, d.attack)
		}
		w.evening(n, d)
		w.measure(n, d)
		w.tell(n, d)
	}
}

// writes reports whether the diary was opened that day at all.
func (w *writer) writes(n int, d *day) bool {
	switch {
	case n >= dayAway && n < dayBack:
		return false
	case n >= dayHoliday && n < dayHome:
		return w.chance(0.45)
	case n >= Days-2, n == 0, n == dayBack, n == dayMove, n == w.wedding():
		return true
	case d.weekend:
		return w.chance(0.88)
	}
	return w.chance(0.94)
}

func (w *writer) observe(kind journal.Kind, name string, when journal.When, o journal.Observation) {
	w.add("", journal.Entry{Kind: kind, Name: name, When: when, Body: &o})
}

// morning writes how the night was.
func (w *writer) morning(n int, d *day) {
	if !w.chance(0.8) {
		return
	}
	minutes := int64(d.sleep*60) / 5 * 5
	seconds := journal.DecimalOf(minutes * 60)
	w.observe(journal.KindMeasure, sleep, w.at(n, w.between(6.6, 8.2)),
		journal.Observation{Value: &journal.Value{Scale: journal.Duration, Number: &seconds}})
}

// factors writes what might matter.
func (w *writer) factors(n int, d *day) {
	if w.chance(0.32) || d.stress > 6.5 && w.chance(0.6) {
		w.observe(journal.KindFactor, stress, w.at(n, w.between(17, 19)), journal.Observation{Value: score(d.stress)})
	}
	if d.wine && w.chance(0.9) {
		w.observe(journal.KindFactor, wine, w.roughly(n, 20), journal.Observation{Value: journal.Yes(true)})
	}
	if d.skipped && w.chance(0.75) {
		w.observe(journal.KindFactor, skippedMeal, w.roughly(n, 13), journal.Observation{Value: journal.Yes(true)})
	}
	if d.weather > 0 && w.chance(0.6) || w.chance(0.05) {
		rank := journal.DecimalOf(int64(d.weather))
		w.observe(journal.KindFactor, weather, journal.OnDay(w.date(n), w.zone),
			journal.Observation{Value: &journal.Value{Scale: journal.Ordinal, Number: &rank, Label: []string{"steady", "changing", "stormy"}[d.weather]}})
	}
	if w.chance(0.22) {
		cups := journal.DecimalOf(int64(1 + w.random.IntN(3)))
		w.observe(journal.KindFactor, coffee, w.roughly(n, 8), journal.Observation{Value: &journal.Value{Scale: journal.Count, Number: &cups}})
	}
}

// roughly is a part of the day where a clock time would pretend.
func (w *writer) roughly(n, hour int) journal.When {
	if w.chance(0.3) {
		return w.at(n, float64(hour)+w.between(-0.8, 0.8))
	}
	return journal.InPartOfDay(w.date(n), hour, w.zone)
}

var regions = []string{"left side", "left side", "behind the left eye", "right side", "whole head"}

// attack writes down an attack: the episode, what it was like, what was taken.
func (w *writer) attack(n int, a *attack) {
	end := w.at(n, a.end).Time
	name := fmt.Sprintf("attack %d", n)
	episode := journal.Episode{End: &end, Condition: w.id("Migraine"), Worst: score(a.worst)}
	if end.After(w.until) {
		episode.End, episode.Worst = nil, nil
	}
	var tags []string
	if a.aura {
		tags = []string{"aura"}
	}
	w.add(name, journal.Entry{Kind: journal.KindEpisode, Name: "Migraine attack", When: w.at(n, a.start), Tags: tags, Body: &episode})
	region := regions[w.random.IntN(len(regions))]
	rating := func(hour float64, after []string, note string) {
		w.add("", journal.Entry{Kind: journal.KindSymptom, Name: headache, When: w.at(n, hour), Note: note,
			Body: &journal.Observation{Value: score(a.at(hour) + w.around(0, 0.3)), Region: region, After: after, Episode: w.id(name)}})
	}
	first := a.start + w.between(0.5, 1.2)
	rating(first, a.triggers, "")
	if w.chance(0.7) {
		w.add("", journal.Entry{Kind: journal.KindSymptom, Name: nausea, When: w.at(n, first+0.3),
			Body: &journal.Observation{Value: score(w.around(a.worst-2.5, 1.5)), Episode: w.id(name)}})
	}
	if w.chance(0.85) {
		w.asNeeded(n, first+w.between(0.1, 0.6), "Sumatriptan", mg(50), "migraine", true)
	}
	if later := first + w.between(2.5, 4); later < a.end && w.chance(0.6) {
		rating(later, nil, "")
	}
	if a.end-a.start > 18 && w.chance(0.35) {
		w.asNeeded(n, a.start+w.between(13, 17), "Sumatriptan", mg(50), "it came back", false)
	}
}

func (w *writer) asNeeded(n int, hour float64, name string, amount *journal.Amount, reason string, judged bool) {
	d := journal.Dose{Status: journal.DoseTaken, Amount: amount, AsNeeded: true, Reason: reason, Course: w.id("course " + name)}
	if judged && w.chance(0.7) { // how much it helped, said later
		d.Effect = score(w.around(6.5, 1.8))
	}
	w.add("", journal.Entry{Kind: journal.KindDose, Name: name, When: w.at(n, hour), Body: &d})
}

// evening is the check-in before bed: headache, mood, fatigue.
func (w *writer) evening(n int, d *day) {
	hour := w.between(20.5, 22.6)
	pain := max(d.dull, d.attack.at(hour), d.tail.at(hour))
	if d.tail != nil && w.chance(0.6) { // the morning after
		morning := w.between(8, 10)
		w.observe(journal.KindSymptom, headache, w.at(n, morning), journal.Observation{Value: score(max(d.tail.at(morning), d.dull))})
	}
	ill := d.attack != nil && d.attack.worst > 7.5
	written, late := 0, false
	when := func() journal.When { // one after the other, a minute apart
		if late {
			return journal.OnDay(w.date(n), w.zone)
		}
		written++
		return w.at(n, hour+float64(written-1)/60)
	}
	if ill && w.chance(0.5) || w.chance(0.04) { // written later, for the whole day
		late = true
		pain = max(pain, d.attack.at(hour-4))
	}
	if w.chance(0.87) {
		o := journal.Observation{Value: score(pain)}
		if pain > 1.5 && pain < 4 && n < dayPhysio+40 && w.chance(0.4) {
			o.Region = "neck"
		}
		w.observe(journal.KindSymptom, headache, when(), o)
	}
	if d.attack == nil && d.dull > 3 && w.chance(0.55) {
		w.asNeeded(n, w.between(13, 19), "Ibuprofen", mg(400), "dull headache", false)
	}
	if w.chance(0.7) {
		w.observe(journal.KindMeasure, mood, when(), journal.Observation{Value: score(w.moodOf(n, d, pain))})
	}
	if w.chance(0.55) {
		w.observe(journal.KindSymptom, fatigue, when(), journal.Observation{Value: score(w.fatigueOf(n, d))})
	}
	if n > dayTopiramate+5 && n < dayReview+20 && w.chance(0.2) {
		rank := int64(1)
		if w.chance(0.3) {
			rank = 2
		}
		number := journal.DecimalOf(rank)
		w.observe(journal.KindSymptom, tingling, when(),
			journal.Observation{Value: &journal.Value{Scale: journal.Ordinal, Number: &number, Label: []string{"", "mild", "moderate"}[rank]}})
	}
	if n > dayReview && w.chance(0.4) {
		w.add("", journal.Entry{Kind: journal.KindDayReviewed, When: journal.OnDay(w.date(n), w.zone)})
	}
}

func (w *writer) moodOf(n int, d *day, pain float64) float64 {
	m := 6.6 - 0.35*pain - 0.25*(d.stress-3) + 0.25*(d.sleep-7)
	switch month := w.date(n).Midnight().Month(); {
	case month >= time.May && month <= time.August:
		m += 0.5
	case month >= time.November || month == time.January:
		m -= 0.4
	}
	if n == w.wedding() || n >= dayHoliday && n < dayHome {
		m += 1.6
	}
	return w.around(m, 0.8)
}

func (w *writer) fatigueOf(n int, d *day) float64 {
	f := 3.6 - 0.9*(d.sleep-7) + 0.2*(d.stress-3)
	if d.attack != nil || d.tail != nil {
		f += 1.8
	}
	if n > dayPropranolol+5 && n <= dayStopPropra+3 {
		f += 1.7
	}
	if n >= dayCold && n < dayColdEnds {
		f += 2.5
	}
	return w.around(f, 0.9)
}

// measure writes weight, blood pressure, pulse and temperature now and then.
func (w *writer) measure(n int, d *day) {
	if w.date(n).Midnight().Weekday() == time.Saturday && w.chance(0.92) {
		lost := 0.0
		if n > dayTopiramate {
			lost = 3.4 * min(float64(n-dayTopiramate)/140, 1)
		}
		w.observe(journal.KindMeasure, weight, w.at(n, w.between(7.8, 9.5)),
			journal.Observation{Value: journal.QuantityOf(tenths(w.around(72.3-lost, 0.4)), "kg")})
	}
	onPropranolol := n >= dayPropranolol-4 && n < dayStopPropra+6
	if often := 0.06; onPropranolol && w.chance(0.3) || w.chance(often) {
		low, beat := 0.0, 68.0
		if n > dayPropranolol+3 && n <= dayStopPropra {
			low, beat = 11, 57
		}
		when := w.at(n, w.between(7.2, 8.5))
		part := func(name string, x float64) journal.Part {
			return journal.Part{Name: name, Number: journal.DecimalOf(int64(x)), Unit: "mm[Hg]"}
		}
		w.observe(journal.KindMeasure, pressure, when, journal.Observation{Value: &journal.Value{Scale: journal.Components,
			Parts: []journal.Part{part("Systolic", w.around(124-low, 5)), part("Diastolic", w.around(79-low*0.7, 4))}}})
		if onPropranolol {
			w.observe(journal.KindMeasure, pulse, when,
				journal.Observation{Value: journal.QuantityOf(journal.DecimalOf(int64(w.around(beat, 3))), "/min")})
		}
	}
	if n >= dayCold && n < dayCold+4 {
		fever := []float64{37.6, 38.4, 38.1, 37.3}[n-dayCold]
		w.observe(journal.KindMeasure, temperature, w.at(n, 19), journal.Observation{Value: journal.QuantityOf(tenths(w.around(fever, 0.1)), "Cel")})
	}
}

// doses writes the daily medicines. On a day without a line nobody knows
// whether they were taken, so there is no entry.
func (w *writer) doses(n int, d *day) {
	away := n >= dayAway && n < dayBack
	ill := d.attack != nil && d.attack.end > 21
	daily := func(name string, from, to int, amount *journal.Amount, hour, written float64) {
		if n < from || to > 0 && n >= to || away || !w.chance(written) {
			return
		}
		dose := journal.Dose{Status: journal.DoseTaken, Amount: amount, Course: w.id("course " + name), Plan: w.id("plan " + name)}
		due := w.at(n, hour)
		dose.Due = due.Time.UnixMilli()
		when := w.at(n, hour+w.between(-0.3, 0.9))
		switch {
		case ill && w.chance(0.2):
			dose.Status, dose.Reason, when = journal.DoseSkipped, "could not keep it down", due
		case w.chance(0.025):
			dose.Status, dose.Reason, when = journal.DoseSkipped, []string{"forgot", "forgot", "ran out", "too late, already asleep"}[w.random.IntN(4)], due
		}
		w.add("", journal.Entry{Kind: journal.KindDose, Name: name, When: when, Body: &dose})
	}
	propranolol := mg(40)
	if n >= dayMorePropra {
		propranolol = mg(80)
	}
	daily("Propranolol", dayPropranolol, dayStopPropra, propranolol, 20, 0.85)
	daily("Topiramate", dayTopiramate, 0, mg(dose(n)), 20, 0.9)
	daily("Magnesium", dayMagnesium, 0, mg(400), 22, 0.5)
}
