package words

// englishScatter holds the chart of one measure against another.
var englishScatter = map[string]string{
	"scatter.title":         "%s and %s",
	"scatter.title.none":    "Two measures, day by day",
	"scatter.days":          "{n} days",
	"scatter.fit":           "straight line that fits best",
	"scatter.band":          "where that line could lie (95%)",
	"scatter.lagged":        "%s, %s",
	"scatter.lag.one":       "the day before",
	"scatter.lag.many":      "%d days before",
	"scatter.head.day":      "Day",
	"scatter.note":          "Each dot is a day. Correlation %s, %s, %s of days missing",
	"scatter.note.few":      "Each dot is a day. %s, %s of days missing",
	"scatter.empty":         "There is no day on which both %s and %s are known.",
	"scatter.empty.two":     "There are not yet two measures of %s to compare.",
	"scatter.empty.picture": "No day with both values",
	"scatter.sum.range":     "%s against %s, of %s, from %s to %s (%s).",
	"scatter.sum.days":      "Both are known on %s; %s of the days are missing and count as unknown.",
	"scatter.sum.with.more": "Higher %s goes with higher %s: the correlation is %s, over %s.",
	"scatter.sum.with.less": "Higher %s goes with lower %s: the correlation is %s, over %s.",
	"scatter.sum.with.none": "Over these days %s and %s hardly go with each other on a straight line: the correlation is %s, over %s.",
	"scatter.sum.band":      "The line and its band are drawn only where there are days. The band allows for days being like the day before.",
	"scatter.sum.few":       "That is not enough data for a line: at least %d days are needed.",
	"scatter.sum.same":      "One of the two has the same value on all of these days, so no line can be drawn.",
	"scatter.left_out":      "Not shown: %s in another unit or in words.",
	"scatter.sum.caution":   "That two things go with each other does not show that one led to the other.",
}
