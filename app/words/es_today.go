package words

// spanishToday is englishToday in Spanish.
var spanishToday = map[string]string{
	"today.ahead":              "%s está en el futuro. Se anota lo que ya ocurrió.",
	"today.checkin.empty":      "No se completó nada, así que no hay nada que guardar.",
	"today.checkin.kind":       "En el registro diario solo puede haber síntomas, medidas y factores.",
	"today.checkin.unread":     "%q no es un valor de %s. Se escribe así: %s.",
	"today.effect.dose":        "Solo de una dosis se puede decir si ayudó.",
	"today.yes":                "sí",
	"today.no":                 "no",
	"today.example.nrs":        "un número de 0 a 10",
	"today.example.yes":        "sí o no",
	"today.example.duration":   "7:30, o 7.5 para horas",
	"today.example.components": "120/80",
	"today.example.text":       "unas pocas palabras",
	"today.example.number":     "un número, por ejemplo 72.5",
}
