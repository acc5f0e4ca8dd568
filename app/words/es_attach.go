package words

// spanishAttach is englishAttach in Spanish.
var spanishAttach = map[string]string{
	"attach.no_file": "%s no es un archivo que se pueda adjuntar.",
	"attach.empty":   "%s está vacío: no hay nada que adjuntar.",

	"attach.kind.image": "imagen",
	"attach.kind.pdf":   "documento PDF",
	"attach.kind.video": "video",
	"attach.kind.audio": "grabación",
	"attach.kind.text":  "texto",
	"attach.kind.other": "archivo",
	"attach.pixels":     "%d × %d",
	"attach.size.bytes": "%d bytes",
	"attach.size.kb":    "%.0f kB",
	"attach.size.mb":    "%.1f MB",
	"attach.no_content": "sin su archivo",
	"attach.file_name":  "adjunto-%s",

	"attach.cli.to_whose": "--to ya dice de quién es la entrada; no hace falta --person.",
	"attach.cli.progress": "Adjuntando: %d %%",
	"attach.cli.saving":   "Guardando: %d %%",
	"attach.cli.done":     "Adjuntado %s para %s, %s: %s",
	"attach.cli.line":     "%s  %s  %s  %s  (%s)",
	"attach.cli.saved":    "La copia está en %s. No está cifrada: quien pueda leer el archivo puede leerla.",

	"attach.left":                    "%s de adjuntos de %s no pertenecen a ninguna entrada: los dejó una acción interrumpida. Una reconstrucción los quita.",
	"attach.left_removed":            "se quitaron %s de adjuntos de %s que había dejado una acción interrumpida",
	"attach.problem.missing":         "falta el archivo del adjunto %s",
	"attach.problem.damaged":         "el archivo del adjunto %s está dañado",
	"attach.problem.missing_preview": "falta la imagen pequeña del adjunto %s; el adjunto mismo es otro archivo",
	"attach.problem.damaged_preview": "la imagen pequeña del adjunto %s está dañada; el adjunto mismo es otro archivo",
	"attach.backup.left_out":         "%s no se pudieron leer y no están en la copia. kith verify muestra cuáles.",
	"attach.import.without":          "%s de adjuntos no llegaron con las entradas. Para traerlos, exportar a un .zip e importarlo.",
	"attach.restore.missing":         "A la copia le faltan %s de adjuntos; todo lo demás está restaurado.",
}
