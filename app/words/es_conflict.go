package words

// spanishConflict is englishConflict in Spanish.
var spanishConflict = map[string]string{
	"conflict.title":      "%s: ¿anotada dos veces?",
	"conflict.title.more": "%s: ¿anotada %d veces?",
	"conflict.none":       "No hay nada pendiente.",
	"conflict.line":       "  %s  %s  %s, anotada por %s",
	"conflict.how":        "kith conflict settle ID --keep-both si se tomaron todas, --delete ID para una que se anotó dos veces.",
	"conflict.one":        "indicar --keep-both o --delete ID, uno de los dos",
	"conflict.kept":       "Todas las dosis de %s quedan como están. No se volverá a preguntar por ellas.",
	"conflict.deleted":    "Se borró una de %s. Está en la papelera.",

	"conflict.who.here":  "ti, en este equipo",
	"conflict.who.mine":  "ti, en otro equipo",
	"conflict.who.other": "otra persona (%s)",

	"conflict.sheet":     "¿Anotada dos veces?",
	"conflict.explain":   "Estas dosis se anotaron en equipos distintos, con poco tiempo entre ellas. Puede que fuera una sola dosis, puede que no: solo tú lo sabes. Todas se guardan hasta que lo digas.",
	"conflict.by":        "%s · anotada por %s",
	"conflict.keep":      "Se tomaron todas",
	"conflict.keep.both": "Se tomaron las dos",
	"conflict.drop":      "Borrar esta",
	"conflict.said.keep": "Queda como está: %s",
	"conflict.said.drop": "Borrada: %s",

	"conflict.chip":  "¿anotada dos veces?",
	"conflict.open":  "Ver",
	"conflict.today": "%s puede estar anotada dos veces.",

	"conflict.at_once": "al mismo tiempo que en otro equipo",
}
