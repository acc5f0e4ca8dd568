package words

import (
	"fmt"
	"maps"
	"strings"
)

// Text returns the text of key with args filled in. A key without a text is
// returned itself, which the tests of the packages that use it do not let pass.
func Text(key string, args ...any) string {
	text, ok := lookup(key)
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Has reports whether key has a text.
func Has(key string) bool {
	_, ok := lookup(key)
	return ok
}

// lookup finds a text in the language in use or, as long as it has none, in English.
func lookup(key string) (string, bool) {
	if l := used.Load(); l != nil {
		if text, ok := l.lookup(key); ok {
			return text, true
		}
	}
	return languages[0].lookup(key)
}

// englishPages are the tables of the places that say much, by what their keys
// begin with; everything else is in english.
var englishPages = map[string]map[string]string{
	"help":       join(englishHelp, englishHelpVault, englishHelpSync, englishHelpReport, englishHelpChart, englishHelpExperiment, englishHelpInsight),
	"flag":       englishFlag,
	"command":    englishCommands,
	"menu":       englishCommands,
	"window":     englishWindow,
	"unlock":     englishFirst,
	"first":      englishFirst,
	"timeline":   englishTimeline,
	"adherence":  englishAdherence,
	"together":   englishTogether,
	"bodymap":    englishBodymap,
	"compare":    englishCompare,
	"scatter":    englishScatter,
	"body":       englishBody,
	"error":      englishError,
	"entry":      englishEntry,
	"chart":      englishChart,
	"multiples":  englishMultiples,
	"calendar":   englishCalendar,
	"hours":      englishHours,
	"scores":     englishScores,
	"treatment":  englishTreatment,
	"terms":      englishTerms,
	"bring":      englishBring,
	"attach":     englishAttach,
	"export":     englishExport,
	"column":     englishColumns,
	"ips":        englishIPS,
	"settings":   englishSettings,
	"setting":    englishSetting,
	"trash":      englishTrash,
	"conflict":   englishConflict,
	"autobackup": englishAutobackup,
	"today":      englishToday,
	"overview":   englishOverview,
	"remind":     englishRemind,
	"node":       englishNode,
	"date":       englishDate,
	"describe":   englishDescribe,
	"experiment": englishExperiment,
	"insight":    englishInsight,
	"instrument": englishInstrument,
	"part":       englishPart,
	"takeaway":   englishTakeaway,
	"visit":      englishVisit,
	"speak":      englishSpeak,
	"low":        englishLow,
	"emoji":      englishEmoji,
	"people":     englishPeople,
	"sync":       englishSync,
	"join":       englishSync,
	"device":     englishDevice,
	"space":      englishSpace,
}

// spanishPages are the same in Spanish; everything else is in spanish.
var spanishPages = map[string]map[string]string{
	"help":       join(spanishHelp, spanishHelpVault, spanishHelpSync, spanishHelpReport, spanishHelpChart, spanishHelpExperiment, spanishHelpInsight),
	"flag":       spanishFlag,
	"command":    spanishCommands,
	"menu":       spanishCommands,
	"window":     spanishWindow,
	"unlock":     spanishFirst,
	"first":      spanishFirst,
	"timeline":   spanishTimeline,
	"adherence":  spanishAdherence,
	"together":   spanishTogether,
	"bodymap":    spanishBodymap,
	"compare":    spanishCompare,
	"scatter":    spanishScatter,
	"body":       spanishBody,
	"error":      spanishError,
	"entry":      spanishEntry,
	"chart":      spanishChart,
	"multiples":  spanishMultiples,
	"calendar":   spanishCalendar,
	"hours":      spanishHours,
	"scores":     spanishScores,
	"treatment":  spanishTreatment,
	"terms":      spanishTerms,
	"bring":      spanishBring,
	"settings":   spanishSettings,
	"setting":    spanishSetting,
	"trash":      spanishTrash,
	"conflict":   spanishConflict,
	"autobackup": spanishAutobackup,
	"today":      spanishToday,
	"overview":   spanishOverview,
	"remind":     spanishRemind,
	"node":       spanishNode,
	"attach":     spanishAttach,
	"export":     spanishExport,
	"column":     spanishColumns,
	"ips":        spanishIPS,
	"date":       spanishDate,
	"describe":   spanishDescribe,
	"experiment": spanishExperiment,
	"insight":    spanishInsight,
	"instrument": spanishInstrument,
	"part":       spanishPart,
	"takeaway":   spanishTakeaway,
	"visit":      spanishVisit,
	"speak":      spanishSpeak,
	"low":        spanishLow,
	"emoji":      spanishEmoji,
	"people":     spanishPeople,
	"sync":       spanishSync,
	"join":       spanishSync,
	"device":     spanishDevice,
	"space":      spanishSpace,
}

// Count returns "1 entry", "2 entries": n with the singular or plural of noun,
// whose texts are under "count.<noun>.one" and "count.<noun>.many".
func Count(n int64, noun string) string {
	if n == 1 {
		return Text("count."+noun+".one", n)
	}
	return Text("count."+noun+".many", n)
}

// List joins names as a sentence does: "Anna", "Anna and Ben", "Anna, Ben and Cleo".
func List(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return Text("list.and", strings.Join(names[:len(names)-1], ", "), names[len(names)-1])
}

// join puts tables that hold parts of one place together.
func join(tables ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}
