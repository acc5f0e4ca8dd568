package app

import (
	"context"
	"math"
	"strings"

	"kith/charts"
	"kith/journal"
)

// doseDays is what was taken of every treatment, by day.
type doseDays struct {
	list   []*takenDays
	byName map[string]*takenDays
}

// takenDays is one treatment's.
type takenDays struct {
	name    string
	courses []ChartCourse
	days    map[journal.Date]*takenDay
	// unit is that of every one of so many doses; mixed says that there is no such.
	unit        string
	doses       int
	mixed, some bool
	first, last journal.Date
}

type takenDay struct {
	taken, skipped int
	sum            float64
}

// readDoses reads all doses, once.
func (d *days) readDoses(ctx context.Context) error {
	if d.doses != nil {
		return nil
	}
	courses := newLanes()
	if err := courses.readCourses(ctx, d.r); err != nil {
		return err
	}
	found := &doseDays{byName: map[string]*takenDays{}}
	of := func(name string) *takenDays {
		key := journal.Fold(name)
		if found.byName[key] == nil {
			found.byName[key] = &takenDays{name: name, days: map[journal.Date]*takenDay{}}
			found.list = append(found.list, found.byName[key])
		}
		return found.byName[key]
	}
	for _, lane := range courses.list {
		t := of(lane.Name)
		t.courses = lane.Courses
		for i := range lane.Courses {
			c := &lane.Courses[i]
			t.spans(c.From)
			if last, ends := c.until(lane); ends {
				t.spans(last)
			} else {
				t.spans(max(d.today, c.From))
			}
		}
	}
	q := journal.Query{Kinds: []journal.Kind{journal.KindDose}, Oldest: true}
	err := d.r.Each(ctx, q, func(e journal.Entry) error {
		b := e.Body.(*journal.Dose)
		if b.Status == journal.DoseDue || e.When.Precision > journal.Day {
			return nil
		}
		t := of(e.Name)
		if lane := courses.byID[b.Course]; lane != nil {
			t = of(lane.Name)
		}
		t.add(e.When.Date, b)
		return nil
	})
	if err == nil {
		d.doses = found
	}
	return err
}

func (t *takenDays) spans(d journal.Date) {
	if !t.some {
		t.first, t.last, t.some = d, d, true
	}
	t.first, t.last = min(t.first, d), max(t.last, d)
}

func (t *takenDays) add(date journal.Date, b *journal.Dose) {
	t.spans(date)
	day := t.days[date]
	if day == nil {
		day = &takenDay{}
		t.days[date] = day
	}
	if b.Status == journal.DoseSkipped {
		day.skipped++
		return
	}
	day.taken++
	if b.Amount == nil {
		t.mixed = true
		return
	}
	if t.doses == 0 {
		t.unit = b.Amount.Unit
	}
	t.doses++
	t.mixed = t.mixed || b.Amount.Unit != t.unit
	day.sum += b.Amount.Number.Float()
}

// taken makes the series of a treatment's doses: amounts if all have one in the
// same unit, else how many.
func (d *days) taken(t *takenDays, from, to *journal.Date) *DailySeries {
	s := newSeries(DailySeries{Name: t.name, Kind: journal.KindDose, Scale: journal.Quantity, Unit: t.unit,
		Polarity: journal.Neutral, Absence: journal.AbsenceUnknown, Merged: MergeSum}, t.first, t.last, from, to)
	if t.mixed || t.doses == 0 {
		s.Scale, s.Unit = journal.Count, ""
	}
	s.line = ChartSeries{Measure: s.Name, Kind: s.Kind, Scale: s.Scale, Unit: s.Unit, Labels: []charts.ValueLabel{}}
	for date, day := range t.days {
		if date < s.From || date > s.To() {
			continue
		}
		value := day.sum
		if s.Scale == journal.Count {
			value = float64(day.taken)
		}
		s.set(int(date-s.From), value, false)
	}
	started, ended := t.between()
	for i := range s.Values {
		if day := s.From + journal.Date(i); day < started || day > ended && day <= d.today {
			s.set(i, 0, true)
		}
	}
	d.assumeNo(s, t.first)
	return s
}

// between returns the days from which and to which a treatment may have been
// taken; beyond them it surely was not. Of what has no course nothing is sure.
func (t *takenDays) between() (started, ended journal.Date) {
	const ever = journal.Date(math.MaxInt32)
	if len(t.courses) == 0 {
		return -ever, ever
	}
	started, ended = ever, -ever
	for i := range t.courses {
		c := &t.courses[i]
		if started = min(started, c.From); c.StartUnknown {
			started = -ever
		}
		if c.Ongoing || c.EndUnknown || c.To == nil {
			ended = ever
		} else {
			ended = max(ended, *c.To)
		}
	}
	for date := range t.days { // taken before it was prescribed
		started, ended = min(started, date), max(ended, date)
	}
	return started, ended
}

// spelled returns a name as the record spells it.
func (d *days) spelled(ctx context.Context, name string) string {
	known, err := d.r.Known(ctx, knownNames)
	if err == nil {
		for _, k := range known {
			if journal.Fold(k.Name) == journal.Fold(name) {
				return k.Name
			}
		}
	}
	return strings.TrimSpace(name)
}

// starts returns the courses that began on a known day, by it.
func (t *takenDays) starts() (list []ChartCourse) {
	for _, c := range t.courses {
		if !c.StartUnknown {
			list = append(list, c)
		}
	}
	return list
}
