package words

// spanishRemind is englishRemind in Spanish.
var spanishRemind = map[string]string{
	"remind.none":               "No hay nada pendiente.",
	"remind.line":               "%s  %s, %s",
	"remind.sort.dose":          "una dosis",
	"remind.sort.questionnaire": "un cuestionario",
	"remind.sort.checkin":       "el registro diario",
	"remind.put_off":            "Pospuesto: %s.",
	"remind.next":               "El próximo recordatorio es a las %s.",
	"remind.held":               "Pospuesto: %s, hasta %s.",
	"remind.off":                "Los recordatorios están desactivados: kith settings remind on",
	"remind.quiet":              "Son horas de silencio: no se muestra nada hasta que terminen.",
	"remind.snooze":             "%q no es 10m, 1h ni tomorrow.",
}
