package words

// englishWindow holds what the window says around its pages.
var englishWindow = map[string]string{}
