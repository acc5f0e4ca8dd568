package sample

import (
	"time"

	"kith/journal"
)

// The days on which things happened, counted from the first of the diary.
const (
	dayGP          = 8
	dayMagnesium   = 20
	dayPropranolol = 38
	dayMorePropra  = 52
	dayAway        = 60 // nothing is written for a while
	dayBack        = 69
	dayFlare       = 90
	dayMove        = 97
	dayStopPropra  = 100
	dayNeurologist = 112
	dayScan        = 118
	dayFlareEnds   = 117
	dayTopiramate  = 125
	dayReview      = 171
	dayPhysio      = 180
	dayFourDays    = 190
	dayScreensOff  = 200
	dayWedding     = 212
	dayHoliday     = 236
	dayHome        = 244
	dayPhysioEnds  = 266
	dayCold        = 283
	dayColdEnds    = 289
	dayLessTopira  = 301
	dayEyes        = 331
	dayPlanned     = Days + 8
)

// step is the amount of a treatment in mg from a day on.
type step struct {
	day int
	mg  int64
}

// taper is how the preventive went up, and down a little.
var taper = []step{{dayTopiramate, 25}, {dayTopiramate + 7, 50}, {dayTopiramate + 21, 75}, {dayTopiramate + 35, 100}, {dayLessTopira, 75}}

func mg(n int64) *journal.Amount { return &journal.Amount{Number: journal.DecimalOf(n), Unit: "mg"} }

// workday is the day n, or if that is at a weekend the next one in a direction.
func (w *writer) workday(n, direction int) int {
	for w.weekend(n) {
		n += direction
	}
	return n
}

// wedding is a Saturday.
func (w *writer) wedding() int {
	n := dayWedding
	for w.date(n).Midnight().Weekday() != time.Saturday {
		n++
	}
	return n
}

func (w *writer) weekend(n int) bool {
	day := w.date(n).Midnight().Weekday()
	return day == time.Saturday || day == time.Sunday
}

// tellStory writes what happens to Robin whatever the days are like.
func (w *writer) tellStory() {
	w.conditions()
	w.treatments()
	w.events()
	w.appointments()
	w.opinions()
}

func (w *writer) conditions() {
	year := func(back int) journal.When { return journal.InYear(w.first-journal.Date(back*365), w.zone) }
	add := func(name string, when journal.When, c journal.Condition, note string) {
		w.add(name, journal.Entry{Kind: journal.KindCondition, Name: name, When: when, Body: &c, Note: note})
	}
	add("Migraine", year(14), journal.Condition{Category: "condition", Status: "active", Certainty: "confirmed"},
		"Like my mother. About every fifth one with zigzag lines first.")
	add("Neck tension", journal.InMonth(w.first-500, w.zone), journal.Condition{Category: "condition", Status: "active"}, "")
	add("Hay fever", year(21), journal.Condition{Category: "condition", Status: "active", Severity: "mild"}, "")
	add("Penicillin", year(27), journal.Condition{Category: "allergy", Status: "active", Reaction: "rash all over"}, "As a child. Never tried again.")
	end := w.date(dayFlareEnds)
	w.add("", journal.Entry{Kind: journal.KindEpisode, Name: "A bad spell", When: journal.OnDay(w.date(dayFlare), w.zone),
		Note: "Boxes, paint, no sleep, and one attack after the other.",
		Body: &journal.Episode{End: endOf(end, w.zone), Condition: w.id("Migraine"), Worst: score(9)}})
	w.add("", journal.Entry{Kind: journal.KindEpisode, Name: "A cold", When: journal.OnDay(w.date(dayCold), w.zone),
		Body: &journal.Episode{End: endOf(w.date(dayColdEnds), w.zone)}})
}

// endOf returns noon of a day: how exactly it is known is the entry's precision.
func endOf(d journal.Date, zone *time.Location) *time.Time {
	y, m, day := d.Midnight().Date()
	t := time.Date(y, m, day, 12, 0, 0, 0, zone).UTC()
	return &t
}

// treatment is one thing that was tried and its course.
type treatment struct {
	name     string
	category string
	form     string
	start    int // the day; before 0 it was taken already
	end      int // 0 if it goes on
	course   journal.Course
	steps    []step
	plan     *journal.Plan
	note     string
}

func (w *writer) treatments() {
	evening, night := []int{20 * 60}, []int{22 * 60}
	for _, t := range []treatment{
		{name: "Topiramate", category: "drug", form: "tablet", start: dayTopiramate,
			course: journal.Course{Purpose: "fewer migraine attacks", Frequency: "every evening"}, steps: taper,
			plan: &journal.Plan{Rule: "FREQ=DAILY", Times: evening},
			note: "Dr. Lindqvist: slowly up, a step every one or two weeks, and patience."},
		{name: "Propranolol", category: "drug", form: "tablet", start: dayPropranolol, end: dayStopPropra,
			course: journal.Course{Purpose: "fewer migraine attacks", Frequency: "every evening",
				StopReason: "Cold hands, dizzy on the stairs and tired all day. Hardly fewer attacks."},
			steps: []step{{dayPropranolol, 40}, {dayMorePropra, 80}},
			plan:  &journal.Plan{Rule: "FREQ=DAILY", Times: evening}},
		{name: "Magnesium", category: "supplement", form: "powder", start: dayMagnesium,
			course: journal.Course{Purpose: "migraine, sleep", Amount: mg(400), Frequency: "before bed"},
			plan:   &journal.Plan{Rule: "FREQ=DAILY", Times: night, Amount: mg(400)}},
		{name: "Physiotherapy", category: "therapy", start: dayPhysio, end: dayPhysioEnds,
			course: journal.Course{Purpose: "neck tension", Frequency: "once a week", StopReason: "The twelve sessions are done."}},
		{name: "Screens off at ten", category: "habit", start: dayScreensOff,
			course: journal.Course{Purpose: "sleep", Frequency: "every night"}},
		{name: "Sumatriptan", category: "drug", form: "tablet", start: -40,
			course: journal.Course{Purpose: "migraine attacks", Amount: mg(50), Frequency: "when needed"},
			plan:   &journal.Plan{AsNeeded: true, Amount: mg(50)}},
		{name: "Ibuprofen", category: "drug", form: "tablet", start: -40,
			course: journal.Course{Purpose: "headaches that are not migraine", Amount: mg(400), Frequency: "when needed"},
			plan:   &journal.Plan{AsNeeded: true, Amount: mg(400)}},
	} {
		w.treat(t)
	}
}

func (w *writer) treat(t treatment) {
	on := func(n int) journal.When { return journal.OnDay(w.date(n), w.zone) }
	w.add("treatment "+t.name, journal.Entry{Kind: journal.KindTreatment, Name: t.name, When: on(t.start),
		Body: &journal.Treatment{Category: t.category, Form: t.form}})
	course := t.course
	course.Treatment, course.Category = w.id("treatment "+t.name), t.category
	course.Status, course.Ongoing = "active", t.end == 0
	if t.end != 0 {
		end := w.date(t.end)
		course.End, course.EndPrecision, course.Status = &end, journal.Day, "stopped"
	}
	w.add("course "+t.name, journal.Entry{Kind: journal.KindCourse, Name: t.name, When: on(t.start), Body: &course, Note: t.note})
	for _, s := range t.steps {
		w.add("", journal.Entry{Kind: journal.KindDoseStep, Name: t.name, When: on(s.day),
			Body: &journal.DoseStep{Course: w.id("course " + t.name), Amount: mg(s.mg)}})
	}
	if t.plan != nil {
		plan := *t.plan
		plan.Course = w.id("course " + t.name)
		w.add("plan "+t.name, journal.Entry{Kind: journal.KindPlan, Name: t.name, When: on(t.start), Body: &plan})
	}
}

func (w *writer) events() {
	life := func(n int, name, note string, tags ...string) {
		w.add("", journal.Entry{Kind: journal.KindEvent, Name: name, Note: note, Tags: tags, When: journal.OnDay(w.date(n), w.zone),
			Body: &journal.Event{Category: "life"}})
	}
	life(0, "Started this diary", "Dr. Okafor asked me to write things down for a while. Let us see how long I last.")
	life(dayMove, "Moved to Canal Street", "Third floor, no lift, a balcony to the west. Sam carried the piano stool, nobody carried the piano.", "home")
	life(dayFourDays, "Four days a week at the library", "Fridays are mine from now on.", "work")
	life(w.wedding(), "Tess got married", "Danced until midnight, one glass of wine, and no headache the day after. I cried at the speech.", "family")
	holiday := journal.OnDay(w.date(dayHoliday), w.zone)
	holiday.Duration = (dayHome - dayHoliday) * 24 * time.Hour
	w.add("", journal.Entry{Kind: journal.KindEvent, Name: "Holiday by the sea", When: holiday, Tags: []string{"travel"},
		Note: "Eight days, no laptop.", Body: &journal.Event{Category: "life"}})
	w.add("", journal.Entry{Kind: journal.KindEvent, Name: "MRI of the head", When: w.at(w.workday(dayScan, -1), 10.5),
		Note: "Loud, narrow, twenty minutes. The report came a week later: nothing to worry about.",
		Body: &journal.Event{Category: "procedure", Status: "completed", Reason: "migraine, before a new medicine"}})
	w.add("", journal.Entry{Kind: journal.KindEvent, Name: "Eye test", When: w.at(w.workday(dayEyes, -1), 16.25), Note: "New glasses. The old ones were two years past their best.",
		Body: &journal.Event{Category: "procedure", Status: "completed"}})
	for n := range Days {
		if t := w.date(n).Midnight(); t.Month() == time.October && t.Day() == 7 {
			w.add("", journal.Entry{Kind: journal.KindEvent, Name: "Flu vaccination", When: w.at(n, 9.25),
				Body: &journal.Event{Category: "immunization", Status: "completed"}})
		}
	}
}

func (w *writer) appointments() {
	visit := func(n int, hours float64, name, with, reason, status, note string, questions ...string) {
		w.plan("", journal.Entry{Kind: journal.KindAppointment, Name: name, When: w.at(w.workday(n, -1), hours), Note: note,
			Body: &journal.Appointment{With: with, Reason: reason, Status: status, Questions: questions}})
	}
	const gp, neurology = "Dr. Okafor", "Dr. Lindqvist"
	visit(dayGP, 8.5, "GP", gp, "headaches", "kept", "She listened. Blood taken, magnesium to try, and this diary.",
		"Is it still migraine if there is no aura?", "How many tablets a month are too many?")
	visit(dayPropranolol, 9, "GP", gp, "headaches", "kept", "Blood values fine. We try propranolol.", "What can I take every day instead of after the fact?")
	visit(dayStopPropra, 11.5, "GP", gp, "side effects", "kept", "Stopped propranolol. Referral to neurology.", "Are cold hands a reason to stop?")
	visit(dayNeurologist, 14, "Neurology", neurology, "migraine", "kept", "Took the diary along. She read all of it.",
		"Could the flat be making it worse?", "What is there besides propranolol?", "Do I need a scan?")
	visit(dayReview, 14.5, "Neurology", neurology, "how topiramate is going", "kept", "Half as many attacks. Words sometimes hide from me; she says to watch it.",
		"Does the tingling go away?", "Is losing weight from this all right?")
	visit(dayEyes, 16.25, "Optician", "Ms. Adeyemi", "reading is tiring", "kept", "")
	visit(dayLessTopira, 15, "Neurology", neurology, "still finding words", "kept", "Down to 75 mg and see whether it holds.", "Could a little less be enough?")
	visit(dayPlanned, 9.75, "Neurology", neurology, "review of the year", "planned", "",
		"Is 75 mg enough for the winter?", "How long does one take this?")
	physio := w.id("course Physiotherapy")
	session := journal.Amount{Number: journal.DecimalOf(1), Unit: "session"}
	for i := range 13 {
		d := journal.Dose{Status: journal.DoseTaken, Amount: &session, Course: physio}
		if i == 8 { // by the sea
			d.Status, d.Reason = journal.DoseSkipped, "on holiday"
		}
		w.add("", journal.Entry{Kind: journal.KindDose, Name: "Physiotherapy", When: w.at(w.workday(dayPhysio, 1)+7*i, 17.5), Body: &d})
	}
}

// opinions are Robin's: how treatments did, and a questionnaire of their own.
func (w *writer) opinions() {
	judge := func(n int, name string, benefit, burden float64, note string, sideEffects ...string) {
		w.add("", journal.Entry{Kind: journal.KindEvaluation, Name: name, When: journal.OnDay(w.date(n), w.zone), Note: note,
			Body: &journal.Evaluation{Treatment: w.id("treatment " + name), Benefit: score(benefit), Burden: score(burden), SideEffects: sideEffects}})
	}
	judge(dayStopPropra-1, "Propranolol", 2, 6, "", "cold hands", "dizziness", "tiredness")
	judge(dayTopiramate+30, "Topiramate", 4, 4, "Too early to say.", "tingling fingers")
	judge(dayReview-1, "Topiramate", 7, 3, "Half as many.", "tingling fingers", "trouble finding words")
	judge(dayLessTopira+35, "Topiramate", 7, 1, "The words are back, the attacks are not.")
	judge(dayPhysioEnds+4, "Physiotherapy", 6, 2, "The neck is better. I do the exercises most days.")
	judge(dayScreensOff+60, "Screens off at ten", 6, 1, "")

	const name, version = "My month", "1"
	most := journal.DecimalOf(20)
	w.add("instrument", journal.Entry{Kind: journal.KindInstrument, Name: name, When: journal.OnDay(w.first, w.zone),
		Body: &journal.Instrument{Version: version, MaxScore: &most, Items: []string{
			"How often did headache stop you?", "How often did you cancel something?", "How tired were you?", "How worried were you about the next one?"}}})
	for month := range 12 {
		n := 29 + month*30
		better := 0.0
		if n > dayTopiramate+30 {
			better = 1.4
		}
		r := journal.Response{Instrument: name, Version: version}
		total := int64(0)
		for range 4 {
			answer := *score(min(max(w.around(3.1-better, 0.8), 0), 5)).Number
			total += answer.Coef
			r.Answers = append(r.Answers, &answer)
		}
		if month == 6 { // one question was left out, so there is no score
			r.Answers[3] = nil
		} else {
			sum := journal.DecimalOf(total)
			r.Score = &sum
		}
		w.add("", journal.Entry{Kind: journal.KindResponse, Name: name, When: w.at(n, 20.75), Body: &r})
	}
	for i, n := range []int{3, 84, 160, 270, 340} {
		packs := journal.Amount{Number: journal.DecimalOf(int64(6 + 6*(i%2))), Unit: "tablets"}
		w.add("", journal.Entry{Kind: journal.KindStock, Name: "Sumatriptan", When: journal.OnDay(w.date(n), w.zone),
			Body: &journal.Stock{Treatment: w.id("treatment Sumatriptan"), Amount: &packs}})
	}
}
