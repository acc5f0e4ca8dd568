package words

// englishExperiment holds the experiments: what is tried in pairs of blocks of days.
var englishExperiment = map[string]string{
	"experiment.against": "against %s",
	"experiment.blocks":  "%s of blocks of %s",
}
