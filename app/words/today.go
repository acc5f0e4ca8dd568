package words

// englishToday holds the page of the day, the check-in and their commands.
var englishToday = map[string]string{
	"today.ahead":              "%s lies ahead. Write down what has happened.",
	"today.checkin.empty":      "Nothing was filled in, so there is nothing to save.",
	"today.checkin.kind":       "Only a symptom, a measure or a factor can be in the check-in.",
	"today.checkin.unread":     "%q is no value for %s. Write it as %s.",
	"today.effect.dose":        "Only a dose can be said to have helped.",
	"today.yes":                "yes",
	"today.no":                 "no",
	"today.example.nrs":        "a number from 0 to 10",
	"today.example.yes":        "yes or no",
	"today.example.duration":   "7:30, or 7.5 for hours",
	"today.example.components": "120/80",
	"today.example.text":       "a few words",
	"today.example.number":     "a number, such as 72.5",
}
