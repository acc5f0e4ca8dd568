package sample

import (
	"math"
	"time"
)

// day is what a day was really like, whether or not Robin wrote it down.
type day struct {
	weekend bool
	sleep   float64 // hours, of the night before
	stress  float64 // 0 to 10
	wine    bool
	skipped bool // a meal
	weather int  // 0 steady, 1 changing, 2 stormy
	dull    float64
	attack  *attack // that began on this day
	tail    *attack // that began the day before and goes on
}

// attack is one attack of migraine. Its times are hours after midnight of the
// day on which it began.
type attack struct {
	start, end float64
	worst      float64
	aura       bool
	triggers   []string
}

// at returns how bad it is at an hour: it rises, stays and fades.
func (a *attack) at(hour float64) float64 {
	if a == nil || hour < a.start || hour > a.end+2 {
		return 0
	}
	rise, fall := (hour-a.start)/1.5+0.35, (a.end+2-hour)/4
	return a.worst * min(rise, fall, 1)
}

// live returns the days of the year.
func (w *writer) live() []day {
	days := make([]day, Days)
	var running *attack
	rest := 0 // days in which another attack is unlikely
	for n := range days {
		d := &days[n]
		w.circumstances(n, d)
		before := day{stress: 3}
		if n > 0 {
			before = days[n-1]
			if running = before.attack; running != nil && running.end > 24 {
				d.tail = &attack{start: running.start - 24, end: running.end - 24, worst: running.worst}
			}
		}
		rest--
		if d.tail != nil {
			continue
		}
		risk, triggers := w.risk(n, d, &before)
		if rest > 0 {
			risk *= 0.15
		}
		if !w.chance(risk) {
			continue
		}
		ease := 1.8 * relief(n)
		start := w.between(6, 18)
		d.attack = &attack{start: start, end: start + w.between(5, 26)*(1-0.4*relief(n)),
			worst: min(max(w.around(7.6-ease, 1), 4), 9.6), aura: w.chance(0.2), triggers: triggers}
		rest = 3
	}
	return days
}

// circumstances fills in what surrounds the headaches.
func (w *writer) circumstances(n int, d *day) {
	date := w.date(n).Midnight()
	d.weekend = w.weekend(n)
	free := d.weekend || n >= dayFourDays && date.Weekday() == time.Friday || n >= dayHoliday && n < dayHome
	d.stress = 4.3
	if free {
		d.stress = 2
	}
	switch {
	case n >= dayFlare-4 && n < dayFlareEnds:
		d.stress += 2.6
	case n >= dayFourDays:
		d.stress -= 0.9
	}
	d.stress = min(max(w.around(d.stress, 1.4), 0), 10)

	hours := 7.1 - 0.22*(d.stress-3)
	if d.weekend {
		hours += 0.6
	}
	if n >= dayScreensOff {
		hours += 0.5
	}
	if n >= dayFlare && n < dayFlareEnds {
		hours -= 0.9
	}
	d.sleep = min(max(w.around(hours, 0.85), 3.25), 9.75)

	evening := 0.04
	if date.Weekday() == time.Friday || date.Weekday() == time.Saturday {
		evening = 0.5
	}
	if n > dayReview {
		evening *= 0.5 // the diary has told them something
	}
	d.wine = n == w.wedding() || w.chance(evening)
	meals := 0.05
	if !free {
		meals += 0.035 * max(d.stress-2, 0)
	}
	d.skipped = w.chance(meals)
	restless := 0.14 + 0.1*math.Cos(2*math.Pi*float64(date.YearDay()-290)/182) // most in April and October
	switch x := w.random.Float64(); {
	case x < restless/3:
		d.weather = 2
	case x < restless:
		d.weather = 1
	}
	neck := 1.9
	if n > dayPhysio {
		neck -= min(float64(n-dayPhysio)/60, 1)
	}
	d.dull = max(w.around(neck-0.4+0.15*(d.stress-3), 1.1), 0)
}

// risk is the probability of an attack, and what may have set it off.
func (w *writer) risk(n int, d, before *day) (p float64, triggers []string) {
	p = 0.1 * (1 - relief(n))
	add := func(there bool, factor float64, name string) {
		if there {
			p *= factor
			triggers = append(triggers, name)
		}
	}
	add(d.sleep < 5.8, 2.1, "a short night")
	add(before.wine, 2.2, "wine")
	add(d.skipped, 1.8, "a skipped meal")
	add(d.stress > 6.2, 1.6, "stress")
	add(d.weather > 0, 1.3+0.4*float64(d.weather-1), "weather")
	switch {
	case n >= dayFlare && n < dayFlareEnds:
		p *= 2.4
	case n >= dayCold && n < dayColdEnds:
		p *= 1.8
	case n >= dayHoliday && n < dayHome:
		p *= 0.4
	}
	return min(p, 0.85), triggers
}

// relief is by what share the treatments lower the risk on day n.
func relief(n int) float64 {
	kept := 1.0
	if n >= dayPropranolol+14 && n < dayStopPropra {
		kept *= 0.9
	}
	if n >= dayMagnesium+30 {
		kept *= 0.93
	}
	if n > dayPhysio+30 {
		kept *= 0.88
	}
	kept *= 1 - 0.58*float64(dose(n-18))/100 // it takes its time
	return 1 - kept
}

// dose is the amount of topiramate on day n, in mg.
func dose(n int) (amount int64) {
	for _, s := range taper {
		if n >= s.day {
			amount = s.mg
		}
	}
	return amount
}
