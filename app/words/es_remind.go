package words

// spanishRemind is englishRemind in Spanish.
var spanishRemind = map[string]string{
	"remind.none":               "No hay nada pendiente.",
	"remind.line":               "%s  %s, %s",
	"remind.sort.dose":          "una dosis",
	"remind.sort.questionnaire": "un cuestionario",
	"remind.sort.experiment":    "el día de un experimento",
	"remind.sort.checkin":       "el registro diario",
	"remind.put_off":            "Pospuesto: %s.",
	"remind.next":               "El próximo recordatorio es a las %s.",
	"remind.held":               "Pospuesto: %s, hasta %s.",
	"remind.off":                "Los recordatorios están desactivados: kith settings remind on",
	"remind.quiet":              "Son horas de silencio: no se muestra nada hasta que terminen.",
	"remind.snooze":             "%q no es 10m, 1h ni tomorrow.",

	"remind.notification":       "Hay algo pendiente.",
	"remind.waiting":            "Pendiente para %s: %s.",
	"remind.until":              "Pospuesto: %s %s.",
	"remind.snooze.10m":         "En 10 minutos",
	"remind.snooze.1h":          "En una hora",
	"remind.snooze.tomorrow":    "Mañana",
	"remind.tray.open":          "Abrir",
	"remind.settings":           "Recordatorios",
	"remind.settings.explain":   "Mientras Kith está abierto, avisa de que hay algo pendiente: solo lo que nadie anotó todavía, y nunca qué es.",
	"remind.desk.notifications": "Este escritorio no muestra notificaciones: %s. Los recordatorios aparecen en la ventana.",
	"remind.desk.tray":          "Este escritorio no tiene bandeja: %s. Al cerrar la ventana, Kith termina.",
	"remind.desk.no_bus":        "no hay bus de sesión",
	"remind.desk.no_service":    "no hay ningún servicio para ello",
}
