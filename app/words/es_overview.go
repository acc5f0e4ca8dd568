package words

// spanishOverview is englishOverview in Spanish.
var spanishOverview = map[string]string{
	"overview.cli":            "%s: %s",
	"overview.overdue":        "%s con retraso.",
	"overview.due":            "%s ahora.",
	"overview.questionnaires": "%s por responder.",
	"overview.appointments":   "%s hoy.",
	"overview.ask":            "¿Ayudó? Falta decirlo de %s.",
	"overview.low":            "Se está acabando: %s.",
	"overview.nothing":        "No hay nada pendiente.",
	"overview.unreviewed":     "El día de ayer no está revisado.",
	"overview.last":           "Última anotación: %s.",
	"overview.empty":          "Todavía no hay nada anotado.",

	"overview.explain":  "Lo que necesita cada persona ahora. En cada página dice de quién es el historial.",
	"overview.open":     "Abrir",
	"overview.last.day": "Última anotación: %s",
}
