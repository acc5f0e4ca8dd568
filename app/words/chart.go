package words

// englishChart holds the chart page and the chart commands.
var englishChart = map[string]string{}
