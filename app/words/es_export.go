package words

// spanishExport is englishExport in Spanish.
var spanishExport = map[string]string{
	"export.progress": "Exportando: %d %%",
	"export.done":     "La exportación está en %s: %s de %s, y %s de adjuntos.",
	"export.plain":    "No está cifrada: quien pueda leer los archivos puede leer todo lo que contienen. Conviene borrarlos cuando ya no hagan falta.",

	"export.format.unknown":  "No hay una forma llamada «%s». Hay: %s.",
	"export.range":           "El primer día es posterior al último. Dar --from antes de --to.",
	"export.one_file":        "Esta forma es un solo archivo, no un comprimido. Darle un nombre que termine en .json.",
	"export.other_treatment": "otro tratamiento",
	"export.cli.format":      "Decir en qué forma: --format fhir, ips, phenopacket, csv o ndjson.",
	"export.cli.left":        "No incluido: %d. %s",
	"export.cli.part":        "%s: %d",
	"export.cli.part.off":    "%s: %d, sin elegir",
	"export.cli.file":        "--- %s\n%s",
	"export.cli.more":        "... y así sucesivamente.",

	"export.left.note":                  "Palabras propias junto a las entradas: no se eligieron.",
	"export.left.attachment_unreadable": "Archivos adjuntos que no se pudieron leer. kith verify dice cuáles.",
	"export.left.attachment_no_place":   "Archivos adjuntos, que no caben en un solo archivo. Para tenerlos, exportar a una carpeta o a un .zip.",
	"export.left.attachment_large":      "Archivos adjuntos de más de 8 MiB. Sus entradas sí están.",
	"export.left.no_code":               "Entradas en palabras para las que ningún vocabulario público tiene un código.",
	"export.left.not_confirmed":         "Enfermedades de las que nadie está seguro.",
	"export.left.no_section":            "Entradas para las que esta forma no tiene lugar.",
	"export.left.no_unit":               "Lecturas sin un número exacto y una unidad conocida.",
	"export.left.repeated":              "Entradas de un síntoma que ya está: esta forma nombra cada uno una vez.",
	"export.left.not_said":              "Entradas que no dicen si el síntoma estaba presente.",
	"export.left.older":                 "Lecturas de las que hay otra posterior.",
	"export.left.past":                  "Tratamientos que ya terminaron.",

	"export.title":                 "Exportar todo",
	"export.title.explain":         "Llevarse todo en archivos sin cifrar para otros programas. Quien pueda leerlos puede leer todo lo que contienen.",
	"export.title.start":           "Exportar",
	"export.as":                    "Como",
	"export.to":                    "A este archivo o carpeta nuevos",
	"export.to.hint":               "Un archivo comprimido si el nombre termina en .zip; si no, una carpeta.",
	"export.choice.csv":            "Tablas para hojas de cálculo (CSV)",
	"export.choice.csv.explain":    "Una tabla para cada clase de entrada. Lo desconocido queda vacío.",
	"export.choice.ndjson":         "Todo para otro Kith (JSON)",
	"export.choice.ndjson.explain": "No pierde nada de las entradas. Otro Kith puede importarlo. Lo borrado, y quién anotó cada cosa, está solo en una copia de seguridad.",
	"export.no_path":               "Elegir dónde se guarda.",
	"export.there":                 "Ya hay algo con ese nombre. Elegir otro nombre.",
	"export.working":               "Exportando. %d %%",
	"export.title.done":            "Exportado",
	"export.holds":                 "%s, %s y %s de adjuntos.",
	"export.window.left_out":       "No están: %s de adjuntos que no se pudieron leer. Comprobar el diario muestra cuáles.",

	"export.readme.ndjson": `Esta es una exportación de un diario de Kith. NO ESTÁ CIFRADA.

  entries.ndjson   todas las entradas, un objeto JSON por línea, persona por
                   persona, de la más antigua a la más nueva. Las horas siguen
                   RFC 3339. Lo que falta es desconocido, nunca cero.
  attachments/     los archivos a los que se refieren las entradas de clase
                   "attachment", con el SHA-256 de su contenido como nombre, en
                   hexadecimal; la entrada lo tiene en base64, junto con el nombre
                   que tenía el archivo

kith import la lee. Lo borrado, las versiones anteriores y quién anotó cada cosa no
están aquí: están en una copia de seguridad (kith backup).
`,
	"export.readme.csv": `Esta es una exportación de un diario de Kith. NO ESTÁ CIFRADA.

Hay una tabla para cada clase de entrada, en CSV (RFC 4180) y UTF-8. La primera
fila nombra las columnas. Una celda vacía es desconocida, nunca cero.

  time_utc     el instante, RFC 3339 en UTC
  local_time   lo mismo, como lo mostraban los relojes allí y entonces
  zone         zona horaria (IANA); vacía si solo se conoce la diferencia
  offset_s     segundos al este de UTC entonces
  civil_date   el día que la persona escribiría
  precision    con qué exactitud se conoce: instant, part_of_day, day, month, year
  duration_s   cuánto duró, en segundos
  value        el valor como se lee; value.number, value.unit, etc. son sus partes

Las palabras que una hoja de cálculo tomaría por una fórmula llevan un apóstrofo
delante. dictionary.csv dice qué significa cada columna de cada tabla y en qué unidad
está. sample_values.csv tiene las lecturas de dispositivos, una por fila.
attachments/ tiene los archivos, con el SHA-256 de su contenido como nombre en
hexadecimal; la tabla attachment.csv lo tiene en base64.

Para otro Kith sirven kith export --format ndjson o kith backup, que no pierden nada.
`,
}
