package words

// spanishTrash is englishTrash in Spanish.
var spanishTrash = map[string]string{
	"trash.line":     "%s  %-16s  %s  (borrado el %s)",
	"trash.none":     "La papelera está vacía.",
	"trash.restored": "Se recuperó %s de %s: %s  %s",

	"trash.title":      "Papelera",
	"trash.explain":    "Lo que se borra se guarda aquí. Nada la vacía, salvo borrar a la persona.",
	"trash.bring":      "Recuperar",
	"trash.brought":    "Recuperado: %s",
	"trash.more":       "Hay más. Solo se muestran los %d más recientes.",
	"trash.whose":      "%s: %s",
	"trash.note":       "%s · borrado el %s por ti",
	"trash.note.other": "%s · borrado el %s por otra persona",

	"trash.recorded.title":   "Como estaba anotado un día",
	"trash.recorded.explain": "Ver el diario como estaba entonces: con lo escrito hasta ese momento, antes de que se cambiara o se borrara.",
	"trash.recorded.when":    "Día o momento",
	"trash.recorded.hint":    "2026-11-20, yesterday, 2026-11-20 18:00, 2026-10",
	"trash.recorded.show":    "Mostrar",
	"trash.recorded.at":      "Como estaba el %s",
	"trash.recorded.none":    "Hasta entonces no se había anotado nada.",
}
