package words

// englishTimeline holds the timeline and the form of an entry.
var englishTimeline = map[string]string{}
