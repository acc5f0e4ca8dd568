package words

// spanishExperiment is englishExperiment in Spanish.
var spanishExperiment = map[string]string{
	"experiment.against": "contra %s",
	"experiment.blocks":  "%s de bloques de %s",
}
