package words

// spanishHelpInsight is englishHelpInsight in Spanish.
var spanishHelpInsight = map[string]string{
	"help.insight.args":  "[--person NAME] [--json]",
	"help.insight.short": "Preguntar qué ayudó, qué acompaña a los días malos y si va mejor",
	"help.insight.long": `Sin más palabras: sobre qué se puede preguntar. Las preguntas son comandos propios.

Una respuesta dice qué acompañó a qué, o qué siguió a qué. Nunca dice cuál fue la
causa. Hacen falta al menos 28 días, y un valor en cuatro de cada cinco; con menos
dice qué falta, lo que no prueba que no haya nada. Cada respuesta trae el número de
días, la parte sin valor y entre qué está probablemente la diferencia: en 95 de cada
100 diarios como este lo está.`,
	"help.insight.example": "kith insight\nkith insight helped topiramate --measure headache\nkith insight before headache",

	"help.insight helped.args":  "[TREATMENT | --split DATE] [--measure NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight helped.short": "¿Ayudó? Comparar antes y después",
	"help.insight helped.long": `Comparar los días antes de que empezara un tratamiento, o antes de un día, con los de
después: hasta 180 días de cada lado. Sin nombre es el tratamiento que empezó al
último. Se nombra lo que empezó, terminó o pasó más o menos a la vez, porque la
diferencia puede venir de eso; y se dice si los días de antes eran raros o ya cambiaban.`,
	"help.insight helped.example": "kith insight helped topiramate --measure headache\nkith insight helped --split 2026-03-01 --measure mood",

	"help.insight with.args":  "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight with.short": "¿Qué acompaña a los días malos?",
	"help.insight with.long": `Buscar, entre todo lo demás que se anotó, qué acompaña a los valores de NAME el mismo
día. Mirar muchas cosas encuentra algo solo por azar: lo que resalta aquí lo haría en
menos de 5 de cada 100 búsquedas en las que no hay nada.`,
	"help.insight with.example": "kith insight with headache\nkith insight with mood --from 2026-01 --json",

	"help.insight before.args":    "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight before.short":   "¿Qué viene antes de los días malos?",
	"help.insight before.long":    "Buscar qué viene de uno a siete días antes de que cambien los valores de NAME. Es tan\nestricto como kith insight with, y mira siete veces más comparaciones.",
	"help.insight before.example": "kith insight before headache",

	"help.insight trend.args":    "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight trend.short":   "¿Va mejor?",
	"help.insight trend.long":    "Decir si los valores de NAME suben o bajan en el último año con entradas, o en los días\nde --from a --to, y cuánto cada 30 días.",
	"help.insight trend.example": "kith insight trend headache\nkith insight trend mood --from 2026-03",

	"help.insight length.args":    "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight length.short":   "¿Cuánto tiempo seguir anotando?",
	"help.insight length.long":    "Decir cuántos días antes y después de algo nuevo hacen falta para ver un cambio de NAME,\nsegún cuánto varía de un día a otro y cuántos días no tienen valor.",
	"help.insight length.example": "kith insight length headache",

	"help.insight meaning.args":  "NAME [--better lower|higher|neither] [--absent unknown|reviewed|zero] [--person NAME] [--json]",
	"help.insight meaning.short": "Decir qué extremo es mejor y qué significa un día sin entrada",
	"help.insight meaning.long": `Ver o decir qué significan los valores de un síntoma, una medición o un factor: si más
alto es mejor o peor, y si un día sin entrada no se sabe, o significa que no hubo. Los
gráficos, las respuestas y las exportaciones lo obedecen. kith undo lo deshace.`,
	"help.insight meaning.example": "kith insight meaning headache --absent reviewed\nkith insight meaning energy --better higher",
}
