package words

// englishFirst holds the first run and the unlock page.
var englishFirst = map[string]string{}
