package words

// spanishHelpReport is englishHelpReport in Spanish.
var spanishHelpReport = map[string]string{
	"help.report.args":  "[--person NAME] [--from DATE] [--to DATE] [--include PART,...] [--out FILE.pdf | --text | --json]",
	"help.report.short": "Hacer una página para la consulta médica",
	"help.report.long": `Poner en una página, dos como máximo, lo que importa para una cita: diagnósticos
y alergias, tratamientos y qué cambió, un gráfico, los síntomas por su carga, las
dosis, las mediciones, lo que ayudó, los efectos secundarios y las preguntas por
hacer.

Sin --from empieza con la última cita o, si no hubo ninguna, hace tres meses, y
dice cuál. Sin --include está todo menos los acontecimientos y las palabras
propias. Contiene exactamente lo que se pidió: who, conditions, treatments,
outcome, symptoms, adherence, measurements, helped, side_effects, questionnaires,
questions, events, notes; también all, usual, y -nombre para dejar una parte fuera.

Con --out es un PDF para A4 o carta; sin él, lo mismo en palabras. El archivo no
está cifrado: quien pueda leerlo puede leer lo que contiene.`,
	"help.report.example": `kith report --out visit.pdf
kith report --person Anna --from 2026-09 --include usual,notes --out anna.pdf
kith report --include treatments,questions --text`,
}
