package words

// spanishTerms is englishTerms in Spanish.
var spanishTerms = map[string]string{
	"terms.built_in":   "incluido",
	"terms.no_version": "el archivo no dice su versión",
	"terms.unreadable": "ya no se puede leer: importar el archivo otra vez",
	"terms.too_many":   "Hay %d vocabularios importados y no caben más. Quitar uno primero.",

	"terms.cli.kind":     "%q no es parte del vocabulario. Indicar --kind condition, symptom, treatment o measure.",
	"terms.cli.file":     "Indicar --file con el archivo que se lee, un texto por línea, o - para la entrada estándar.",
	"terms.cli.limit":    "Indicar un --limit de 1 o más.",
	"terms.cli.matched":  "%d textos: %d por su nombre, %d por otro nombre, %d por un código, %d solo con propuestas, %d desconocidos.",
	"terms.cli.nothing":  "Nada en el vocabulario se parece a eso. Se puede anotar de todos modos.",
	"terms.cli.also":     "(%s)",
	"terms.cli.imported": "Se importaron %d términos de %s (%s).",
	"terms.cli.removed":  "%s ya no es parte del vocabulario.",
}
