package words

// The words of charts of days and hours: small multiples, the calendar, the hours
// of the day, and questionnaires.

var englishMultiples = map[string]string{
	"multiples.day":      "Day",
	"multiples.several":  "%s (%d times)",
	"multiples.span":     "%s to %s (%d values)",
	"multiples.no_panel": "Not shown: %s, for which there is no room.",
	"multiples.event":    "%s on %s",
	"multiples.events":   "Events marked: %s.",
	"multiples.line":     "%s: %s on %s, nothing on %s; from %s to %s, the middle is %s.",
	"multiples.same":     "%s: %s on %s, nothing on %s; every value is %s.",
}

var englishCalendar = map[string]string{
	"calendar.day":           "Day",
	"calendar.value":         "Value",
	"calendar.no_entry":      "no entry",
	"calendar.today":         "today",
	"calendar.merged.mean":   "mean of each day",
	"calendar.merged.sum":    "total of each day",
	"calendar.merged.any":    "yes if any answer of the day is yes",
	"calendar.how.mean":      "Several values of a day count as their mean.",
	"calendar.how.sum":       "Several values of a day are added up.",
	"calendar.how.any":       "Several answers of a day count as yes if one of them is.",
	"calendar.days":          "There is a value on %s.",
	"calendar.weekdays":      "The mean by day of the week is %s.",
	"calendar.weekday_share": "The share of days with yes by day of the week is %s.",
}

var englishHours = map[string]string{
	"hours.middle":        "middle value",
	"hours.share":         "share of yes",
	"hours.half":          "half of the values",
	"hours.single":        "single values",
	"hours.parts_only":    "Only the part of the day is known",
	"hours.count":         "Values",
	"hours.title":         "%s by time of day",
	"hours.untimed":       "Not shown: %s without a time of day.",
	"hours.untimed_doses": "Not counted: %s of %s without an exact time.",
	"hours.none_timed":    "%s: no value has a time of day.",
	"hours.sum.hours":     "%s with an exact time, in %d of 24 hours.",
	"hours.sum.parts":     "%s with only the part of the day, in %d of 5 parts.",
	"hours.sum.span":      "The lowest middle value is %s (%s, %s); the highest is %s (%s, %s).",
	"hours.sum.share":     "The smallest share of yes is %s (%s, %s); the greatest is %s (%s, %s).",
	"hours.sum.doses":     "%s: %s with an exact time, most of them at %s (%d).",
	"hours.sum.no_doses":  "%s: no dose with an exact time.",
	"hours.table.time":    "Time",
	"hours.table.of":      "Of",
	"hours.table.count":   "How many",
	"hours.table.lowest":  "Lowest",
	"hours.table.lower":   "A quarter up to",
	"hours.table.middle":  "Middle",
	"hours.table.share":   "Share of yes",
	"hours.table.upper":   "Three quarters up to",
	"hours.table.highest": "Highest",
}

var englishScores = map[string]string{
	"scores.no_score":            "no score",
	"scores.version":             "version %s",
	"scores.source":              "Names of the bands of %s: %s",
	"scores.none":                "%s has no answered questionnaire in this time.",
	"scores.last":                "%s: answered %s with a score. The latest is %s, on %s.",
	"scores.span":                "The first is %s, on %s. The lowest is %s, on %s; the highest is %s, on %s.",
	"scores.unscored":            "It was also answered %s without a score, because too much was left out.",
	"scores.unscored_only":       "%s: answered %s, each without a score, because too much was left out.",
	"scores.versions":            "It was answered in the versions %s.",
	"scores.bands_of":            "The bands are those of version %s.",
	"scores.banded":              "%s (%s)",
	"scores.bands":               "The names of the bands are those of the authors. They are no finding about a person.",
	"scores.table.local_time":    "When",
	"scores.table.questionnaire": "Questionnaire",
	"scores.table.score":         "Score",
	"scores.table.band":          "Name of the band",
	"scores.table.version":       "Version",
}
