package words

// englishBring holds the import page.
var englishBring = map[string]string{}
