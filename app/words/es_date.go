package words

// spanishDate is englishDate in Spanish.
var spanishDate = map[string]string{
	"date.day":         "%d de %s de %d",
	"date.weekday_day": "%s %d de %s de %d",
	"date.time":        "%s, %s",
	"date.month_year":  "%s de %d",

	"date.month.1": "enero", "date.month.2": "febrero", "date.month.3": "marzo", "date.month.4": "abril",
	"date.month.5": "mayo", "date.month.6": "junio", "date.month.7": "julio", "date.month.8": "agosto",
	"date.month.9": "septiembre", "date.month.10": "octubre", "date.month.11": "noviembre", "date.month.12": "diciembre",

	"date.weekday.0": "dom", "date.weekday.1": "lun", "date.weekday.2": "mar", "date.weekday.3": "mié",
	"date.weekday.4": "jue", "date.weekday.5": "vie", "date.weekday.6": "sáb",
	"date.long_weekday.0": "domingo", "date.long_weekday.1": "lunes", "date.long_weekday.2": "martes",
	"date.long_weekday.3": "miércoles", "date.long_weekday.4": "jueves", "date.long_weekday.5": "viernes",
	"date.long_weekday.6": "sábado",

	"date.part.morning": "mañana", "date.part.noon": "mediodía", "date.part.afternoon": "tarde",
	"date.part.evening": "anochecer", "date.part.night": "noche",
}

// spanishDescribe is englishDescribe in Spanish.
var spanishDescribe = map[string]string{
	"describe.yes":            "sí",
	"describe.no":             "no",
	"describe.in":             "en: %s",
	"describe.after":          "tras %s",
	"describe.and":            " y ",
	"describe.for":            "para %s",
	"describe.until":          "hasta %s",
	"describe.with":           "con %s",
	"describe.treatment":      "tratamiento",
	"describe.step":           "la cantidad desde entonces",
	"describe.plan":           "plan",
	"describe.benefit":        "beneficio %s",
	"describe.side_effects":   "efectos secundarios %s",
	"describe.burden":         "carga %s",
	"describe.cost":           "costo %s",
	"describe.adherence":      "tomado según lo previsto %s",
	"describe.counted":        "contado",
	"describe.stock":          "existencias",
	"describe.worst":          "en el peor momento %s",
	"describe.lasting":        "aún dura",
	"describe.course":         "curso de tratamiento",
	"describe.visit":          "visita",
	"describe.condition":      "enfermedad",
	"describe.event":          "suceso",
	"describe.readings":       "%s lecturas, %s a %s %s",
	"describe.status.taken":   "tomada",
	"describe.status.skipped": "no tomada",
	"describe.status.due":     "pendiente",

	"describe.kind.person": "persona", "describe.kind.definition": "definición", "describe.kind.condition": "enfermedad",
	"describe.kind.symptom": "síntoma", "describe.kind.measure": "medición", "describe.kind.factor": "factor",
	"describe.kind.episode": "brote", "describe.kind.treatment": "tratamiento", "describe.kind.course": "curso",
	"describe.kind.dose_step": "cambio de dosis", "describe.kind.plan": "plan", "describe.kind.dose": "dosis",
	"describe.kind.evaluation": "valoración", "describe.kind.instrument": "cuestionario", "describe.kind.response": "respuestas",
	"describe.kind.event": "suceso", "describe.kind.appointment": "cita", "describe.kind.attachment": "adjunto",
	"describe.kind.stock": "reserva", "describe.kind.note": "nota", "describe.kind.day_reviewed": "día repasado",
	"describe.kind.share_grant": "compartido", "describe.kind.samples": "lecturas", "describe.kind.experiment": "experimento",
}
