package words

// spanishHelpChart is englishHelpChart in Spanish.
var spanishHelpChart = map[string]string{
	"help.chart.short": "Dibujar gráficos",
	"help.chart.long":  "Un gráfico muestra cómo estuvo alguien por encima de lo que tomó. Nunca muestra\nque una cosa llevara a la otra.",

	"help.chart timeline.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart timeline.short": "Dibujar síntomas sobre tratamientos a lo largo del tiempo",
	"help.chart timeline.long": `Dibujar una o dos medidas a lo largo del tiempo como líneas, sobre un carril para
cada tratamiento. Sin --measure es el síntoma que más se anotó. Sin fechas es
todo. Los días sin valor quedan abiertos: desconocido no es cero.

Con --out es una imagen, y sin él lo mismo en palabras y números. Una imagen no
está cifrada: quien puede leer el archivo puede verla.`,
	"help.chart timeline.example": `kith chart timeline
kith chart timeline --measure headache --measure sleep --from 2026-01 --out year.svg
kith chart timeline --person Anna --out anna.png --width 2400 --theme dark`,

	"help.chart multiples.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart multiples.short": "Dibujar varias medidas en paneles pequeños",
	"help.chart multiples.long": `Dibujar hasta doce medidas en paneles pequeños, uno sobre otro, todos sobre el
mismo eje de tiempo, para ver qué cambió a la vez. Los brotes quedan sombreados y
los acontecimientos marcados a través de todos. Sin --measure son las seis que
más dicen.

En JSON y CSV hay una fila por cada día; ahí varios valores de un día son su
media.`,
	"help.chart multiples.example": `kith chart multiples
kith chart multiples -m headache -m sleep -m mood --from 2026-01 --out panels.png`,

	"help.chart calendar.args":  "[--person NAME] [--measure NAME] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart calendar.short": "Dibujar un calendario con un color para cada día",
	"help.chart calendar.long": `Dibujar una medida, o las dosis de un tratamiento, como el color de cada día de un
calendario. Varios valores de un día cuentan como su media, o como su total si se
cuentan. Un día sin entrada está tachado y no tiene color.`,
	"help.chart calendar.example": `kith chart calendar
kith chart calendar --measure ibuprofen --from 2026-01 --to 2026-06 --out calendar.svg`,

	"help.chart hours.args":  "[--measure NAME] [--treatment NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart hours.short": "Dibujar lo habitual a cada hora del día",
	"help.chart hours.long": `Dibujar para cada hora del día el valor central, la mitad de los valores a su
alrededor y cuántos hay. Un valor del que solo se conoce la parte del día está en
esa parte, nunca en una hora. Con --treatment se cuentan debajo las dosis por hora.`,
	"help.chart hours.example": `kith chart hours --measure mood
kith chart hours --measure headache --treatment sumatriptan --out hours.png`,

	"help.chart scores.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart scores.short": "Dibujar puntuaciones de cuestionarios con sus franjas publicadas",
	"help.chart scores.long": `Dibujar las puntuaciones de cuestionarios a lo largo del tiempo, delante de las
franjas que publicaron sus autores. Las respuestas a las que les faltaba demasiado
para puntuar son marcas huecas sin valor. Sin --measure son todos los cuestionarios
respondidos.`,
	"help.chart scores.example": `kith chart scores
kith chart scores --measure phq-8 --from 2026-01 --out phq.pdf`,
	"help.chart adherence.args":  "[--person NAME] [--treatment NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart adherence.short": "Dibujar qué fue de las dosis previstas",
	"help.chart adherence.long": `Para cada tratamiento, una columna por semana (en tiempos cortos, por día): lo que
se tomó, lo que se omitió y lo que nadie registró, que es desconocido y no fallado.
En una pausa no hay nada previsto. Lo que se toma según necesidad se cuenta, sin
una meta. La tabla dice por qué se omitieron dosis.`,
	"help.chart adherence.example": `kith chart adherence
kith chart adherence --treatment topiramate --from 2026-01 --out doses.pdf`,

	"help.chart together.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart together.short": "Dibujar qué síntomas vienen los mismos días",
	"help.chart together.long": `Para cada dos síntomas, el número de días con ambos y cuántos traería solo el azar.
Cuentan solo los días en que se conocen ambos. Sin --measure son los síntomas que
vinieron más días; se pueden nombrar hasta 20.`,
	"help.chart together.example": `kith chart together
kith chart together --measure headache --measure nausea --measure fatigue --out pairs.png`,

	"help.chart body.args":  "[--measure NAME]... [--side front|back] [--strength] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart body.short": "Dibujar en qué parte del cuerpo hubo síntomas",
	"help.chart body.long": `El cuerpo por delante y por detrás, cada parte más oscura cuantas más entradas la
nombran o, con --strength, cuanta más intensidad tuvo allí. Donde no hay nada
escrito, no se sabe nada. Izquierda y derecha son las de la persona.`,
	"help.chart body.example": `kith chart body --measure headache
kith chart body --strength --side back --out back.svg`,

	"help.chart compare.args":  "[--measure NAME] [--treatment NAME | --split DATE] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart compare.short": "Dibujar los días antes y después del comienzo de un tratamiento, o de un día",
	"help.chart compare.long": `Un punto por cada día, antes a la izquierda y después a la derecha, con la mediana,
la media y la diferencia con su intervalo del 95 por ciento. Hacen falta 28 días a
cada lado y la mayoría registrados; si no, dice qué falta. Sin --treatment ni --split
es el comienzo más reciente con días suficientes. Que una cosa siguiera a la otra no
muestra que fuera la razón.`,
	"help.chart compare.example": `kith chart compare --measure headache --treatment topiramate
kith chart compare --measure headache --split 2026-03-01 --out spring.pdf`,

	"help.chart scatter.args":  "[--measure NAME] [--measure NAME] [--lag DAYS] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart scatter.short": "Dibujar una medida frente a otra, día a día",
	"help.chart scatter.long": `Un punto por cada día en que se conocen ambas: la primera medida a lo ancho, la
segunda hacia arriba. Con --lag la primera se toma de tantos días antes. A partir
de diez días hay una recta con su franja de confianza, solo donde hay días. Que dos
cosas vayan juntas no muestra que una llevara a la otra.`,
	"help.chart scatter.example": `kith chart scatter --measure sleep --measure headache
kith chart scatter --measure stress --measure headache --lag 1 --out stress.png`,
}
