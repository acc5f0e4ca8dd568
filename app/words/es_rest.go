package words

// spanish is english in Spanish.
var spanish = map[string]string{
	"list.and": "%s y %s",

	"count.hour.one":           "%d hora",
	"count.hour.many":          "%d horas",
	"count.question.one":       "%d pregunta",
	"count.question.many":      "%d preguntas",
	"count.thing.one":          "%d cosa",
	"count.thing.many":         "%d cosas",
	"count.questionnaire.one":  "%d cuestionario",
	"count.questionnaire.many": "%d cuestionarios",
	"count.appointment.one":    "%d cita",
	"count.appointment.many":   "%d citas",

	"count.entry.one":         "%d entrada",
	"count.entry.many":        "%d entradas",
	"count.minute.one":        "%d minuto",
	"count.minute.many":       "%d minutos",
	"count.reading.one":       "%d lectura",
	"count.reading.many":      "%d lecturas",
	"count.sample.one":        "%d lectura de un aparato",
	"count.sample.many":       "%d lecturas de un aparato",
	"count.record.one":        "%d registro",
	"count.record.many":       "%d registros",
	"count.condition.one":     "%d enfermedad",
	"count.condition.many":    "%d enfermedades",
	"count.symptom.one":       "%d síntoma",
	"count.symptom.many":      "%d síntomas",
	"count.measure.one":       "%d medida",
	"count.measure.many":      "%d medidas",
	"count.person.one":        "%d persona",
	"count.person.many":       "%d personas",
	"count.other_person.one":  "%d persona más",
	"count.other_person.many": "%d personas más",
	"count.problem.one":       "%d problema",
	"count.problem.many":      "%d problemas",
	"count.op.one":            "%d cambio",
	"count.op.many":           "%d cambios",
	"count.member.one":        "%d miembro",
	"count.member.many":       "%d miembros",
	"count.device.one":        "%d equipo",
	"count.device.many":       "%d equipos",
	"count.node.one":          "%d nodo",
	"count.node.many":         "%d nodos",
	"count.cell.one":          "%d celda",
	"count.cell.many":         "%d celdas",
	"count.value.one":         "%d valor",
	"count.value.many":        "%d valores",
	"count.backup.one":        "%d copia",
	"count.backup.many":       "%d copias",
	"count.week.one":          "%d semana",
	"count.week.many":         "%d semanas",
	"count.month.one":         "%d mes",
	"count.month.many":        "%d meses",
	"size.bytes":              "%d bytes",
	"size.kb":                 "%.0f kB",
	"size.mb":                 "%.1f MB",
	"size.gb":                 "%.1f GB",

	"count.pair.one":       "%d par",
	"count.pair.many":      "%d pares",
	"count.day.one":        "%d día",
	"count.day.many":       "%d días",
	"count.treatment.one":  "%d tratamiento",
	"count.treatment.many": "%d tratamientos",
	"count.dose.one":       "%d dosis",
	"count.dose.many":      "%d dosis",
	"count.flare.one":      "%d brote o crisis",
	"count.flare.many":     "%d brotes o crisis",
	"count.file.one":       "%d archivo",
	"count.file.many":      "%d archivos",
	"count.time.one":       "%d vez",
	"count.time.many":      "%d veces",

	// Errores: qué pasó, qué significa, qué hacer.
	"act.import": "importación de %s",

	// La línea de órdenes.
	"cli.no_display":      "Aquí no hay pantalla, así que la ventana no puede abrirse. Esto es lo que Kith puede hacer en una terminal:",
	"cli.error":           "kith: %s",
	"cli.usage":           "kith: %s\nVer kith help, o kith COMMAND --help.",
	"cli.unknown_command": "%q no es una orden de %s.",
	"cli.no_home":         "Kith no encuentra la carpeta de datos. Nombrar la carpeta de la bóveda con --vault DIR.",
	"cli.work_factor":     "El factor de trabajo es un número de %d a %d.",
	"cli.help.usage":      "Uso:",
	"cli.help.commands":   "Órdenes:",
	"cli.help.examples":   "Ejemplos:",
	"cli.help.flags":      "Opciones:",
	"cli.help.global":     "Opciones de todas las órdenes:",

	"ask.passphrase":        "Frase de contraseña: ",
	"ask.backup_passphrase": "Frase de contraseña de la copia: ",
	"ask.new_passphrase":    "Nueva frase de contraseña: ",
	"ask.again":             "Otra vez la misma: ",
	"ask.differ":            "Las dos son distintas. Hay que escribirla otra vez.",

	"strength.weak":   "Esta frase es débil: alguien con este equipo podría adivinarla. Son mejores varias palabras que no tengan que ver entre sí.",
	"strength.fair":   "Esta frase es aceptable. Con una o dos palabras más sería buena.",
	"strength.good":   "Esta frase es buena.",
	"strength.strong": "Esta frase es fuerte.",

	"init.done":     "La bóveda está en %s.",
	"init.sample":   "Contiene el diario de %s, una persona inventada. Para quitarlo: kith person erase %q.",
	"init.no_sheet": "No hay hoja de recuperación: si se olvida la frase de contraseña, nadie puede abrir la bóveda. Para crear una: kith slot add-recovery --out FILE",

	"sheet.written":  "La hoja de recuperación (%s) está en %s. Imprimirla, guardar el papel en lugar seguro y borrar el archivo.",
	"sheet.printed":  "Arriba está la hoja de recuperación (%s). Imprimirla o copiar las palabras a mano, y guardar el papel en lugar seguro.",
	"sheet.no_place": "Decir dónde debe ir la hoja: --out FILE",

	"slot.line":            "%s  %-15s  %s  %s",
	"slot.kind.passphrase": "frase",
	"slot.kind.recovery":   "hoja",
	"slot.current":         "con esta se abrió",
	"slot.damaged":         "DAÑADA: no abre nada",
	"slot.added":           "La frase abre la bóveda desde ahora (%s).",
	"slot.removed":         "%s ya no abre la bóveda. Las copias de seguridad anteriores aún se abren con ella.",

	"passwd.done":      "Se cambió la frase de contraseña. Las copias de seguridad anteriores aún se abren con la antigua.",
	"recover.no_sheet": "Decir dónde está la hoja de recuperación: --sheet FILE",
	"recover.open":     "La hoja de recuperación abre la bóveda. Ahora toca elegir una frase de contraseña nueva.",

	"erase.ask":     "Esto destruye para siempre todo lo que hay en %s: %s. Escribir %q para seguir: ",
	"erase.word":    "borrar todo",
	"erase.yes":     "Lo borrado no se puede recuperar. Añadir --yes si es lo que se quiere.",
	"erase.differs": "No es lo que se pedía. No se borró nada.",
	"erase.done":    "Se borró todo en %s. Las copias de seguridad anteriores aún lo tienen.",

	"person.added":            "Añadido: %s.",
	"person.line":             "%s  %s  %s",
	"person.line.joined":      "%s  %s  %s (%s)",
	"person.limit":            "Este registro: %s.",
	"person.role.owner":       "es tuyo junto con otros",
	"person.role.caregiver":   "de otra persona; puedes escribir en él",
	"person.role.viewer":      "de otra persona; puedes leerlo",
	"person.role.partial":     "de otra persona; puedes leer %s",
	"person.role.waiting":     "espera su primer contenido",
	"person.role.removed":     "ya no formas parte de él; lo anterior sigue aquí",
	"person.erased.joined":    "Se borró tu copia del registro de %s. Los demás que lo tienen lo conservan, y sigues siendo uno de sus miembros: un dueño puede quitarte.",
	"category.treatments":     "tratamientos",
	"category.symptoms":       "síntomas",
	"category.measures":       "mediciones",
	"category.mood":           "ánimo",
	"category.questionnaires": "cuestionarios",
	"category.appointments":   "citas",
	"category.notes":          "notas",
	"category.daily-life":     "vida diaria",
	"category.documents":      "documentos",
	"person.none":             "Todavía no hay nadie en esta bóveda. Para añadir a alguien: kith person add NAME",
	"person.renamed":          "%s se llama ahora %s.",
	"person.erase.ask":        "Esto destruye para siempre todas las entradas de %s. Escribir el nombre para seguir: ",
	"person.erase.yes":        "Lo borrado no se puede recuperar. Añadir --yes si es lo que se quiere.",
	"person.erase.differs":    "No es el nombre. No se borró nada.",
	"person.erased":           "Se borró el registro de %s. Las copias de seguridad anteriores aún lo tienen.",

	"log.try":         "¿Será: %s?",
	"log.or":          "o: %s",
	"log.sure":        "¿Guardarlo así? (sí o no) ",
	"log.not_kept":    "No se guardó. Escribirlo otra vez con el valor correcto.",
	"edit.value":      "%.60q no es un valor de %s.",
	"add.kind":        "Kith no puede agregar %q. Puede agregar: %s.",
	"add.rest":        "No hay lugar para %q. Un nombre de varias palabras va entre comillas.",
	"add.end.part":    "Un final es un día o una hora, no una parte del día como %q. Se escribe yesterday 21:00, o yesterday.",
	"add.flag":        "--%s no dice nada de: %s.",
	"add.other_kind":  "Esa entrada es: %s, no: %s.",
	"add.no_question": "No hay ninguna pregunta %q; hay %d. Dar su número o sus palabras.",
	"log.done":        "Guardado %s para %s: %s  %s",
	"edit.done":       "Cambiado %s para %s: %s  %s",
	"edit.nothing":    "Decir qué cambiar: --value, --at, --name, --note, --tag, o la línea entera de nuevo.",
	"delete.done":     "Borrado %s: %s  %s. kith undo lo recupera.",
	"undo.done":       "Deshecho: %s, %s, de %s. kith redo lo repite.",
	"redo.done":       "Hecho de nuevo: %s, %s, de %s.",

	"list.none":  "No hay entradas así.",
	"list.more":  "Estas son las %d más nuevas. Para ver más: --limit N; para verlas todas: --limit 0.",
	"list.limit": "--limit es un número desde 0 (todas).",

	"history.line":    "%s  %s: %s, por %s",
	"history.apart":   "(al mismo tiempo que en otro equipo)",
	"history.deleted": "borrada",
	"history.undone":  "(deshecho)",

	"import.progress":    "Importando: %d %%",
	"import.understood":  "Así se entendió %s:",
	"import.assumed":     "Esto se supuso; conviene revisarlo:",
	"import.item":        "  - %s",
	"import.read":        "Leído: %s de %s (%s).",
	"import.imported":    "Importado: %s: %s, para %s.",
	"import.would":       "Se importaría: %s: %s, para %s. No se escribió nada.",
	"import.added":       "Nuevo en la bóveda: %s.",
	"import.duplicates":  "Ya estaba: %s.",
	"import.skipped":     "Dejado fuera:",
	"import.cells":       "Celdas que no se entendieron, en registros de los que se importó lo demás:",
	"import.skip":        "  %6d  %s (%s)",
	"import.note":        "Nota: %s",
	"import.undo":        "kith undo lo quita todo.",
	"import.both":        "Decir --person o --person-column, no las dos.",
	"import.format":      "No existe el formato %q. Puede ser %s.",
	"import.zone":        "No existe la zona horaria %q. Se escribe así: Europe/Berlin.",
	"import.no_file":     "%s no es un archivo.",
	"import.map_follows": "Este es el mapa que hay que corregir:",
	"import.map_written": "El mapa está en %s.",

	"verify.progress":      "Comprobando: %d %%",
	"verify.ok":            "Todo está bien: %s, %s, todos auténticos y en su lugar.",
	"verify.different":     "Las listas de %s no decían lo que dice el registro. Ahora sí.",
	"verify.salvaged":      "Algunas listas de %s estaban dañadas, pero todos los cambios se pudieron leer. El registro se escribió de nuevo a partir de ellos; no falta nada.",
	"verify.readable.all":  "Todavía se pueden ver todas: %s de %s.",
	"verify.readable.some": "De %[2]s, todavía se pueden ver las más nuevas: %[1]s.",
	"verify.readable.none": "No se puede ver ninguna entrada de %s.",
	"verify.vault":         "la propia bóveda",
	"verify.problem":       "DAÑO en %s (%s): %s",
	"verify.damaged":       "Se encontró: %s. %d de %d registros están enteros y se abren como antes. Guardar una copia de la carpeta de la bóveda y probar después kith verify --rebuild: escribe un registro de nuevo si se pueden leer todos sus cambios. Para volver a una copia de seguridad: kith --vault NEWFOLDER restore FILE",

	"backup.progress":         "Haciendo la copia: %d %%",
	"backup.done":             "La copia de seguridad está en %s: %s, %s, %d bytes. Se volvió a leer y está entera.",
	"backup.opens_sheet":      "Se abre con la frase de contraseña en Kith, y con la hoja de recuperación en Kith o en el programa libre age (%s o más nuevo).",
	"backup.opens_passphrase": "Se abre con la frase de contraseña, en Kith o en el programa libre age (%s o más nuevo).",
	"restore.progress":        "Restaurando: %d %%",
	"restore.done":            "La bóveda está restaurada en %s: %s, tal como era el %s.",
	"restore.different":       "Esta versión de Kith lee algunas entradas de %s de otra manera que la que hizo la copia. No se pierde nada; se puede comparar con kith history.",

	"shell.welcome": "La bóveda está abierta. Escribir una orden, help o exit. Tab completa.",
	"shell.line":    "(línea %d)",
	"shell.quote":   "A la línea le falta cerrar unas comillas o completar una barra invertida.",

	"version.line": "kith %s (%s, %s)",

	"backup.readme": `Esta es una copia de seguridad de un diario de Kith.

Kith la restaura así:   kith --vault NEWFOLDER restore FILE

También se puede leer sin Kith. Es un archivo age (https://age-encryption.org,
versión %s o más nueva) alrededor de un archivo tar:

  persons/0001/entries.ndjson   todas las entradas de la primera persona, un
                                objeto JSON por línea, las más antiguas primero.
                                Las horas son RFC 3339; lo que falta se
                                desconoce, nunca es cero.
  persons/0001/attachments/     los archivos adjuntos, con su SHA-256 como nombre
  persons/0001/ops.ndjson       los cambios firmados y sellados de los que se
                                calculan las entradas, en base64
  persons/0001/keys.json        nombre e identificador de la persona, y las
                                llaves de los cambios
  identity.json                 la llave de firma de quien lleva el diario, y las
                                llaves públicas de las hojas de recuperación
  manifest.json                 tamaño y SHA-256 de cada archivo
  manifest.mac                  prueba que el manifiesto salió de la bóveda

Quien puede leer este archivo puede leer todo lo que contiene. No conviene dejar
una copia abierta por ahí.
`,
}
