package words

// englishSettings holds settings, shortcuts and about.
var englishSettings = map[string]string{}
