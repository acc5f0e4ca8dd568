package words

// spanishWindow is englishWindow in Spanish.
var spanishWindow = map[string]string{
	"window.title":    "Kith",
	"window.everyone": "Todas las personas",
	"window.nobody":   "Nadie todavía",
	"window.undo":     "Deshacer",
	"window.redo":     "Rehacer",

	"window.act.log":       "una entrada nueva",
	"window.act.restore":   "una entrada de la papelera",
	"window.act.settle":    "lo que se dijo de dosis anotadas dos veces",
	"window.act.edit":      "un cambio",
	"window.act.checkin":   "un registro diario",
	"window.act.review":    "un día revisado",
	"window.act.delete":    "un borrado",
	"window.act.sample":    "el diario de ejemplo",
	"window.act.ask":       "las respuestas a un cuestionario",
	"window.act.ask add":   "un cuestionario",
	"window.act.ask every": "cada cuánto se pregunta algo",

	"window.undone": "Deshecho: %s",
	"window.redone": "Hecho de nuevo: %s",
	"window.close":  "Cerrar",
	"window.cancel": "Cancelar",
	"window.error":  "Eso no funcionó",
	"window.drafts": "Lo que se escribió la última vez sin guardar no se puede leer. %s",

	"window.act.new treatment":     "un tratamiento nuevo",
	"window.act.changed treatment": "un cambio de tratamiento",
	"window.act.pause":             "una pausa",
	"window.act.resume":            "la continuación de un tratamiento",
	"window.act.stop":              "el fin de un tratamiento",
	"window.act.rating":            "una valoración",
	"window.act.taken":             "una dosis tomada",
	"window.act.skipped":           "una dosis omitida",
	"window.act.stock":             "una existencia",
	"window.act.attach":            "un adjunto",
}
