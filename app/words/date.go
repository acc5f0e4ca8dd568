package words

import (
	"strconv"
	"time"
)

// Date writes a day: "2 January 2006".
func Date(t time.Time) string {
	return Text("date.day", t.Day(), Month(t.Month()), t.Year())
}

// WeekdayDate writes a day with its weekday: "Mon 2 January 2006".
func WeekdayDate(t time.Time) string {
	return Text("date.weekday_day", Weekday(t.Weekday()), t.Day(), Month(t.Month()), t.Year())
}

// DateTime writes a day and a time of it: "Mon 2 January 2006, 15:04".
func DateTime(t time.Time) string {
	return Text("date.time", WeekdayDate(t), t.Format("15:04"))
}

// MonthYear writes a month: "January 2006".
func MonthYear(t time.Time) string { return Text("date.month_year", Month(t.Month()), t.Year()) }

// Month returns what a month is called: "January".
func Month(m time.Month) string { return Text("date.month." + strconv.Itoa(int(m))) }

// Weekday returns what a day of the week is called, in short: "Mon".
func Weekday(d time.Weekday) string { return Text("date.weekday." + strconv.Itoa(int(d))) }

// LongWeekday returns what a day of the week is called: "Monday".
func LongWeekday(d time.Weekday) string { return Text("date.long_weekday." + strconv.Itoa(int(d))) }

// PartOfDay returns what the part of a day around an hour (0 to 23) is called:
// "evening".
func PartOfDay(hour int) string {
	part := "evening"
	switch {
	case hour < 4, hour >= 21:
		part = "night"
	case hour < 11:
		part = "morning"
	case hour < 14:
		part = "noon"
	case hour < 17:
		part = "afternoon"
	}
	return Text("date.part." + part)
}

// englishDate holds how dates are written, and what is said of an entry in a line.
var englishDate = map[string]string{
	"date.day":         "%d %s %d",
	"date.weekday_day": "%s %d %s %d",
	"date.time":        "%s, %s",
	"date.month_year":  "%s %d",

	"date.month.1": "January", "date.month.2": "February", "date.month.3": "March", "date.month.4": "April",
	"date.month.5": "May", "date.month.6": "June", "date.month.7": "July", "date.month.8": "August",
	"date.month.9": "September", "date.month.10": "October", "date.month.11": "November", "date.month.12": "December",

	"date.weekday.0": "Sun", "date.weekday.1": "Mon", "date.weekday.2": "Tue", "date.weekday.3": "Wed",
	"date.weekday.4": "Thu", "date.weekday.5": "Fri", "date.weekday.6": "Sat",
	"date.long_weekday.0": "Sunday", "date.long_weekday.1": "Monday", "date.long_weekday.2": "Tuesday",
	"date.long_weekday.3": "Wednesday", "date.long_weekday.4": "Thursday", "date.long_weekday.5": "Friday",
	"date.long_weekday.6": "Saturday",

	"date.part.morning": "morning", "date.part.noon": "noon", "date.part.afternoon": "afternoon",
	"date.part.evening": "evening", "date.part.night": "night",
}

// englishDescribe holds the words of an entry in one line, as app.Describe makes it.
var englishDescribe = map[string]string{
	"describe.yes":            "yes",
	"describe.no":             "no",
	"describe.in":             "in %s",
	"describe.after":          "after %s",
	"describe.and":            " and ",
	"describe.for":            "for %s",
	"describe.until":          "until %s",
	"describe.with":           "with %s",
	"describe.treatment":      "treatment",
	"describe.step":           "the amount from then on",
	"describe.plan":           "plan",
	"describe.benefit":        "benefit %s",
	"describe.side_effects":   "side effects %s",
	"describe.burden":         "burden %s",
	"describe.cost":           "cost %s",
	"describe.adherence":      "taken as planned %s",
	"describe.counted":        "counted",
	"describe.stock":          "supply",
	"describe.worst":          "at worst %s",
	"describe.lasting":        "still going on",
	"describe.course":         "course",
	"describe.visit":          "visit",
	"describe.condition":      "condition",
	"describe.event":          "event",
	"describe.readings":       "%s readings, %s to %s %s",
	"describe.status.taken":   "taken",
	"describe.status.skipped": "skipped",
	"describe.status.due":     "due",

	"describe.kind.person": "person", "describe.kind.definition": "definition", "describe.kind.condition": "condition",
	"describe.kind.symptom": "symptom", "describe.kind.measure": "measure", "describe.kind.factor": "factor",
	"describe.kind.episode": "episode", "describe.kind.treatment": "treatment", "describe.kind.course": "course",
	"describe.kind.dose_step": "dose step", "describe.kind.plan": "plan", "describe.kind.dose": "dose",
	"describe.kind.evaluation": "evaluation", "describe.kind.instrument": "instrument", "describe.kind.response": "response",
	"describe.kind.event": "event", "describe.kind.appointment": "appointment", "describe.kind.attachment": "attachment",
	"describe.kind.stock": "stock", "describe.kind.note": "note", "describe.kind.day_reviewed": "day reviewed",
	"describe.kind.share_grant": "share grant", "describe.kind.samples": "samples", "describe.kind.experiment": "experiment",
}
