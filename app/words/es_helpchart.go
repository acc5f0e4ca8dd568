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
}
