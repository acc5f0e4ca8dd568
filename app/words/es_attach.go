package words

// spanishAttach is englishAttach in Spanish.
var spanishAttach = map[string]string{
	"attach.no_file": "%s no es un archivo que se pueda adjuntar.",
	"attach.empty":   "%s está vacío: no hay nada que adjuntar.",

	"attach.left":                    "%s de adjuntos de %s no pertenecen a ninguna anotación: los dejó una acción interrumpida. Una reconstrucción los quita.",
	"attach.left_removed":            "se quitaron %s de adjuntos de %s que había dejado una acción interrumpida",
	"attach.problem.missing":         "falta el archivo del adjunto %s",
	"attach.problem.damaged":         "el archivo del adjunto %s está dañado",
	"attach.problem.missing_preview": "falta la imagen pequeña del adjunto %s; el adjunto mismo es otro archivo",
	"attach.problem.damaged_preview": "la imagen pequeña del adjunto %s está dañada; el adjunto mismo es otro archivo",
}
