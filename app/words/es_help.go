package words

// spanishHelp is englishHelp in Spanish. What is typed (names of commands and
// options, and the words in capitals that stand for something) stays as it is.
var spanishHelp = map[string]string{
	"help.kith.short": "Un diario de salud privado",
	"help.kith.long": `Kith es un diario de salud privado. Todo lo que se escribe queda cifrado en este
equipo. Sin ninguna orden, kith abre su ventana. En una terminal se empieza así:

  kith init               crear la bóveda y elegir una frase de contraseña
  kith person add Anna    añadir a quien escribe, o a alguien a quien cuida
  kith log headache 7     anotar algo
  kith list               verlo`,
	"help.help.short": "Explicar una orden",
	"help.help.long":  "Explicar una orden.",

	"help.flag.vault":               "carpeta de la bóveda (si no: la carpeta de datos, o KITH_VAULT)",
	"help.flag.passphrase-file":     "leer la frase de contraseña de este archivo (o KITH_PASSPHRASE_FILE)",
	"help.flag.new-passphrase-file": "leer la frase de contraseña nueva de este archivo",
	"help.flag.help":                "mostrar esta ayuda",
	"help.flag.json":                "contestar con un documento JSON",
	"help.flag.recovery-out":        "escribir la hoja de recuperación en este archivo nuevo: una página si termina en .pdf",
	"help.flag.sample":              "poner dentro el diario de una persona inventada, para probar",
	"help.flag.person":              "de quién es el registro (no hace falta si solo hay una persona)",
	"help.flag.at":                  "cuándo fue: 8:30, yesterday 22:00, 2026-11-20 8:30, 2026-11, -2h",
	"help.flag.yes":                 "no preguntar",
	"help.flag.force":               "reemplazar el archivo si ya existe",
	"help.flag.rebuild":             "además, calcular de nuevo listas y búsqueda desde los cambios firmados, y comparar",
	"help.flag.sheet":               "archivo con la hoja de recuperación, o con sus 24 palabras",
	"help.flag.restore.sheet":       "abrir la copia con esta hoja de recuperación y elegir una frase nueva",

	"help.flag.edit.name":     "cambiar el nombre",
	"help.flag.edit.value":    "cambiar el valor o la cantidad: 6, \"400 mg\", 120/80, yes",
	"help.flag.edit.no-value": "el valor, después de todo, no se conoce",
	"help.flag.edit.note":     "cambiar la nota",
	"help.flag.edit.tag":      "añadir una etiqueta (se puede repetir)",
	"help.flag.sure":          "guardar un valor aunque esté lejos de lo habitual",
	"help.flag.edit.untag":    "quitar una etiqueta (se puede repetir)",

	"help.flag.add.at":           "cuándo fue o será: 8:30, yesterday 22:00, 2026-12-01T10:00, 2026-11, unknown",
	"help.flag.add.end":          "cuándo terminó un episodio o una enfermedad: 21:00, 2026-11-20, 2026-11",
	"help.flag.add.skipped":      "la dosis no se tomó",
	"help.flag.add.question":     "algo que preguntar en una cita (se puede repetir)",
	"help.flag.add.after":        "qué hubo antes, un posible desencadenante (se puede repetir)",
	"help.flag.add.note":         "palabras propias",
	"help.flag.add.for":          "cuánto duró: 2h, 90min",
	"help.flag.add.region":       "en qué parte del cuerpo: left knee",
	"help.flag.add.worst":        "lo peor de un episodio, de 0 a 10",
	"help.flag.add.amount":       "cuánto se tomó: 400 mg",
	"help.flag.add.reason":       "por qué",
	"help.flag.add.helped":       "cuánto ayudó una dosis, de 0 a 10",
	"help.flag.add.with":         "con quién es una cita",
	"help.flag.add.category":     "condition, allergy o history; life, procedure, immunization...",
	"help.flag.add.status":       "active, remission o resolved",
	"help.flag.add.certainty":    "confirmed, suspected o ruled_out",
	"help.flag.add.severity":     "qué tan grave es una alergia: mild, moderate, severe",
	"help.flag.add.reaction":     "qué hace una alergia",
	"help.flag.add.from":         "cuándo empezó el sueño: 23:10",
	"help.flag.add.to":           "cuándo terminó el sueño: 7:00",
	"help.flag.add.quality":      "qué tan bueno fue el sueño, de 0 a 10",
	"help.flag.add.benefit":      "cuánto hace un tratamiento, de 0 a 10",
	"help.flag.add.side-effects": "sus efectos secundarios, con comas",
	"help.flag.add.side-effect":  "qué tan malos son, de 0 a 10",
	"help.flag.add.burden":       "cuánta carga es, de 0 a 10",
	"help.flag.add.cost":         "qué tan pesado es el costo, de 0 a 10",
	"help.flag.add.adherence":    "qué tan bien se siguió el plan, de 0 a 10",

	"help.flag.list.person": "solo esta persona",
	"help.flag.list.kind":   "solo esta clase: symptom, measure, dose, note... (varias con comas)",
	"help.flag.list.name":   "solo entradas con este nombre",
	"help.flag.list.from":   "desde este día: 2026-11-20, 2026-11, 2026, yesterday",
	"help.flag.list.to":     "hasta el final de este día, mes o año",
	"help.flag.list.search": "solo entradas con todas estas palabras, o palabras que empiecen así",
	"help.flag.list.limit":  "como máximo tantas, las más nuevas (0: todas)",

	"help.flag.import.format":        "auto, csv, daylio, apple, fhir o kith",
	"help.flag.import.map":           "qué son las columnas de una tabla; --map-out crea uno para editar",
	"help.flag.import.map-out":       "escribir el mapa que Kith propone en este archivo nuevo",
	"help.flag.import.person-column": "la columna que dice de quién es cada fila; se añaden las personas nuevas",
	"help.flag.import.zone":          "zona horaria de las horas que no dicen la suya, como Europe/Berlin",
	"help.flag.import.dry-run":       "leer y contar todo, sin escribir nada",

	"help.flag.ask.answers": "las respuestas en orden, con comas: 0,1,-,3 (un guion: sin respuesta)",
	"help.flag.ask.total":   "el total de un cuestionario contestado en papel",
	"help.flag.ask.note":    "una nota propia al lado",

	"help.flag.chart.measure": "qué dibujar: el nombre de un síntoma, medición, factor... (dos veces para dos)",
	"help.flag.chart.out":     "escribir una imagen en este archivo nuevo, .svg o .png",
	"help.flag.chart.text":    "decirlo en palabras y como tabla (también es así sin --out)",
	"help.flag.chart.width":   "ancho de la imagen en píxeles (0: 1200)",
	"help.flag.chart.height":  "alto de la imagen en píxeles (0: lo que haga falta)",
	"help.flag.chart.theme":   "light, dark o contrast",

	"help.init.args":  "[--recovery-out FILE] [--sample]",
	"help.init.short": "Crear una bóveda nueva",
	"help.init.long": `Crear una bóveda nueva. Se elige una frase de contraseña y se recibe una hoja de
recuperación que abre la bóveda si la frase se olvida. Conviene imprimir la hoja
y guardarla lejos del equipo.

En una terminal la hoja se muestra; con --recovery-out va a un archivo.
Nadie puede abrir la bóveda sin la frase o la hoja.

Para probar Kith primero, se puede crear una bóveda con un diario de ejemplo: un
año de una persona inventada con migraña, sus tratamientos, su sueño y sus notas.`,
	"help.init.example": `kith init
kith --vault /tmp/tryout init --sample
kith init --recovery-out sheet.pdf
kith --vault /media/stick/kith init`,

	"help.log.args":  "[--person NAME] [--at TIME] [--yes] TEXT",
	"help.log.short": "Anotar algo",
	"help.log.long": `Anotar algo en una línea. Primero qué es, y después lo demás en cualquier orden:

  headache 7 @8:30 after wine #sleep    un síntoma, 7 de 10, a las 8:30
  no headache                           se miró si estaba, y no estaba
  bp 120/80                             una medición; también: weight 72.5 kg, slept 7h
  took ibuprofen 400 mg for headache    una dosis; también: skipped ibuprofen
  note: a good day, all in all          palabras propias

Los nombres pueden ir en cualquier idioma; las palabras que unen (after, for,
took, no) van en inglés. Sin hora, es ahora. Una shell puede quitar las comillas
y #: en ese caso, poner la línea entera entre comillas.`,
	"help.log.example": `kith log "headache 7 @8:30 after wine #sleep"
kith log --person Anna --at "yesterday 22:00" took ibuprofen 400 mg`,

	"help.add.args":  "KIND [NAME] [VALUE] [--person NAME] [--at TIME] [FLAGS]",
	"help.add.short": "Anotar una entrada de cualquier tipo",
	"help.add.long": `Anotar una entrada de cualquier tipo, parte por parte. KIND es uno de: symptom,
mood, sleep, measure, pressure, dose, needed (una medicina cuando hace falta),
factor, episode, condition, event, appointment, evaluation, note, day_reviewed.
Mood, sleep y pressure no llevan nombre. Solo una cita puede estar en el futuro.`,
	"help.add.example": `kith add episode Migraine --at "yesterday 18:00" --end 21:00 --worst 8
kith add pressure 128/83
kith add sleep --from 23:10 --to 7:00 --quality 6
kith add needed Ibuprofen "400 mg" --reason headache
kith add appointment "Dr Lee" --at 2026-12-01T10:00 --question "How long?"
kith add condition Asthma --at 1998 --certainty confirmed`,
	"help.episode.short":     "Terminar un episodio",
	"help.episode.long":      "Terminar un episodio: un brote, una crisis.",
	"help.episode end.args":  "ID [--at TIME] [--worst N]",
	"help.episode end.short": "Decir que un episodio terminó",
	"help.episode end.long": `Decir que un episodio terminó: ahora, o a una hora. ID es el comienzo de su id,
como lo muestra kith list --kind episode.`,
	"help.episode end.example": `kith episode end 3fa2b1c0
kith episode end 3fa2b1c0 --at 6:30 --worst 8`,
	"help.appointment.short":       "Llevar las preguntas de una cita",
	"help.appointment.long":        "Llevar las preguntas de una cita.",
	"help.appointment ask.args":    "ID QUESTION",
	"help.appointment ask.short":   "Agregar una pregunta",
	"help.appointment ask.long":    "Agregar una pregunta que hacer en una cita.",
	"help.appointment ask.example": `kith appointment ask 3fa2b1c0 "Is 75 mg enough?"`,
	"help.appointment asked.args":  "ID QUESTION",
	"help.appointment asked.short": "Marcar una pregunta como hecha",
	"help.appointment asked.long": `Decir que se hizo una pregunta. QUESTION es su número, contado desde 1, o sus
palabras.`,
	"help.appointment asked.example": `kith appointment asked 3fa2b1c0 1`,

	"help.list.args":  "[--person NAME] [--kind KIND] [--from DATE] [--to DATE] [--search WORDS] [--limit N] [--json]",
	"help.list.short": "Mostrar las entradas, las más nuevas primero",
	"help.list.long": `Mostrar las entradas, las más nuevas primero: de una persona, o de todas. La
primera columna es el identificador que piden edit, delete y history. En una
terminal se muestran las 100 más nuevas.`,
	"help.list.example": `kith list --limit 20
kith list --person Anna --kind symptom --from 2026-01 --to 2026-06
kith list --search "wine head" --json`,

	"help.edit.args":  "ID [TEXT] [--value VALUE] [--at TIME] [--name NAME] [--note NOTE] [--tag TAG] [--untag TAG] [--yes]",
	"help.edit.short": "Cambiar una entrada",
	"help.edit.long": `Cambiar una entrada: se dice lo que debe ser distinto, o la línea entera de
nuevo. ID es el comienzo de su identificador, como lo muestra kith list. Lo que
decía antes queda en su historia, y kith undo deshace el cambio.`,
	"help.edit.example": `kith edit 3fa2b1c0 --value 6 --tag sleep
kith edit 3fa2b1c0 --at "yesterday 22:00"
kith edit 3fa2b1c0 "headache 6 after wine"`,

	"help.delete.args":    "ID",
	"help.delete.short":   "Quitar una entrada de la lista",
	"help.delete.long":    "Quitar una entrada de la lista. kith undo la recupera, y su historia se conserva.",
	"help.delete.example": "kith delete 3fa2b1c0",

	"help.undo.args":  "",
	"help.undo.short": "Deshacer lo último",
	"help.undo.long": `Deshacer lo último que se hizo en este equipo: una entrada, un cambio, un
borrado o una importación entera. Repetirlo va más atrás. kith redo es el camino
de vuelta.`,
	"help.undo.example": "kith undo",

	"help.redo.args":    "",
	"help.redo.short":   "Rehacer lo último que se deshizo",
	"help.redo.long":    "Rehacer lo último que se deshizo.",
	"help.redo.example": "kith redo",

	"help.history.args":  "ID [--json]",
	"help.history.short": "Mostrar todas las versiones de una entrada",
	"help.history.long": `Mostrar todas las versiones de una entrada, las más antiguas primero: qué decía,
cuándo se escribió y qué se deshizo. Sirve también para entradas borradas.`,
	"help.history.example": "kith history 3fa2b1c0",

	"help.import.args":  "[--format FORMAT] [--map MAPFILE] [--person NAME | --person-column COL] [--dry-run] FILE",
	"help.import.short": "Traer el archivo de otro programa",
	"help.import.long": `Traer el archivo de otro programa: cualquier tabla CSV, Daylio, Apple Health (zip
o XML), FHIR R4 (Bundle o NDJSON), o lo que escribió kith export json.

Kith dice cómo entendió una tabla y puede escribirlo como un mapa para corregir:
--map-out lo escribe, --map lo lee. Cada registro del archivo se importa, o se
cuenta con el motivo por el que no. Importar otra vez un archivo no añade nada, y
kith undo quita la importación entera.`,
	"help.import.example": `kith import --person Anna export.zip
kith import --dry-run --map-out diary.map diary.csv
kith import --map diary.map diary.csv
kith import --person-column id everybody.csv`,

	"help.flag.attach.to":      "la entrada a la que pertenece, por el comienzo de su id",
	"help.flag.attach.note":    "una nota para el adjunto",
	"help.flag.attach.list.to": "solo los de esta entrada, por el comienzo de su id",

	"help.attach.short": "Adjuntar fotos, documentos y grabaciones",
	"help.attach.long":  "Un adjunto es una copia sellada de un archivo, solo o con una entrada. El archivo\nmismo se queda donde está.",

	"help.attach add.args":  "FILE [--to ENTRY] [--note TEXT] [--at TIME] [--person NAME] [--json]",
	"help.attach add.short": "Guardar una copia sellada de un archivo",
	"help.attach add.long": `Guardar una copia sellada de un archivo: una foto, un PDF, una grabación, un video,
de 512 MiB como máximo. Con --to pertenece a una entrada. El archivo mismo no cambia.`,
	"help.attach add.example": `kith attach add rash.jpg --to 3f2a
kith attach add report.pdf --note "from the clinic" --at yesterday`,

	"help.attach list.args":    "[--person NAME] [--to ENTRY] [--json]",
	"help.attach list.short":   "Mostrar lo que está adjunto",
	"help.attach list.long":    "Mostrar lo que está adjunto, primero lo más nuevo.",
	"help.attach list.example": "kith attach list --to 3f2a",

	"help.attach save.args":  "ID OUT [--json]",
	"help.attach save.short": "Escribir una copia de un adjunto en un archivo",
	"help.attach save.long": `Escribir una copia de un adjunto en un archivo nuevo, o en una carpeta con su propio
nombre. La copia no está cifrada: quien pueda leer el archivo puede leerla.`,
	"help.attach save.example": "kith attach save 3f2a rash.jpg",

	"help.export.short": "Llevarse todo en archivos sin cifrar",
	"help.export.long": `Escribir todas las entradas y los adjuntos en archivos que leen otros programas.
NO están cifrados: quien pueda leer los archivos puede leer todo lo que contienen.
Para una copia que siga cifrada y no pierda nada, hacer una copia de seguridad.`,

	"help.export csv.args":  "OUT [--person NAME] [--json]",
	"help.export csv.short": "Exportar tablas para hojas de cálculo",
	"help.export csv.long": `Escribir una tabla para cada clase de entrada, y los adjuntos, en una carpeta
nueva, o en un archivo comprimido si OUT termina en .zip. NO están cifrados.

Una celda vacía es desconocida, nunca cero. Las palabras que una hoja de cálculo
tomaría por una fórmula llevan un apóstrofo delante.`,
	"help.export csv.example": "kith export csv kith-2026.zip",

	"help.export json.args":  "OUT [--person NAME] [--json]",
	"help.export json.short": "Exportar cada entrada como JSON, sin pérdida",
	"help.export json.long": `Escribir cada entrada como un documento JSON por línea, y los adjuntos, en una
carpeta nueva, en un archivo comprimido si OUT termina en .zip o, sin adjuntos, en
un solo archivo si termina en .ndjson. NO están cifrados. kith import los lee.

Lo borrado, las versiones anteriores y quién anotó cada cosa están solo en una copia
de seguridad.`,
	"help.export json.example": `kith export json kith-2026.zip
kith export json anna.ndjson --person Anna`,

	"help.flag.terms.kind":        "qué parte del vocabulario: condition, symptom, treatment o measure",
	"help.flag.terms.file":        "archivo con un texto por línea (-: entrada estándar)",
	"help.flag.terms.imported":    "buscar también en lo importado (abre el diario)",
	"help.flag.terms.limit":       "como máximo tantos",
	"help.flag.terms.import.kind": "qué son sus términos, si sus códigos no lo dicen",

	"help.terms.short": "Buscar nombres de enfermedades, síntomas, tratamientos y medidas",
	"help.terms.long": `El vocabulario sabe cómo se llaman las enfermedades, los síntomas, los
tratamientos y las medidas. Propone nombres al escribir. Nunca cambia lo escrito.`,

	"help.terms match.args":  "--kind KIND --file FILE [--imported] [--json]",
	"help.terms match.short": "Decir qué término es cada línea de un archivo",
	"help.terms match.long": `Decir qué término del vocabulario es cada línea de un archivo y cómo se
encontró: exact (su nombre), synonym (otro nombre), code (un código suyo). Lo que
solo se parece a un término es suggested: se proponen términos, el mejor primero,
y no se toma ninguno. Mayúsculas, acentos, puntuación, plurales y la grafía
estadounidense o británica no cuentan. Un nombre que no es de la parte pedida se
busca también en las otras.`,
	"help.terms match.example": `kith terms match --kind condition --file list.txt
kith terms match --kind symptom --file - --json < list.txt`,

	"help.terms search.args":    "--kind KIND TEXT [--limit N] [--imported] [--json]",
	"help.terms search.short":   "Buscar términos parecidos a un texto",
	"help.terms search.long":    "Buscar términos que empiezan con un texto o se le parecen, el mejor primero, con sus códigos.",
	"help.terms search.example": "kith terms search --kind condition migrain\nkith terms search --kind symptom tummy ache --json",

	"help.terms import.args":  "FILE.obo [--kind KIND] [--json]",
	"help.terms import.short": "Agregar un vocabulario publicado",
	"help.terms import.long": `Agregar los términos de un vocabulario publicado en formato OBO, como la Disease
Ontology, la Symptom Ontology o la Human Phenotype Ontology. El archivo se guarda
sellado en el diario tal como es, hasta 64 MB. No está en ninguna copia de
seguridad. Una versión más nueva toma el lugar de la anterior.`,
	"help.terms import.example": "kith terms import doid.obo\nkith terms import mine.obo --kind treatment",

	"help.terms list.args":    "[--json]",
	"help.terms list.short":   "Mostrar de qué está hecho el vocabulario",
	"help.terms list.long":    "Mostrar las tablas incluidas y los archivos importados, con sus versiones.",
	"help.terms list.example": "kith terms list",

	"help.terms remove.args":    "NAME",
	"help.terms remove.short":   "Quitar un vocabulario importado",
	"help.terms remove.long":    "Quitar un vocabulario importado. Lo escrito queda como está.",
	"help.terms remove.example": "kith terms remove doid.obo",

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

	"help.ask.short": "Contestar cuestionarios y ver sus puntuaciones",
	"help.ask.long": `Cuestionarios con puntuaciones publicadas, como el PHQ-8 para el ánimo, y los propios.
Una puntuación dice lo que dice la regla de sus autores. No es un diagnóstico.`,

	"help.ask list.args":  "[--person NAME] [--json]",
	"help.ask list.short": "Mostrar los cuestionarios que hay",
	"help.ask list.long": `Mostrar los cuestionarios que hay: los propios, los que vienen con Kith y aquellos
de los que solo se puede anotar el total. La primera columna es el ID que piden las
otras órdenes. Dice cuándo se contestó cada uno por última vez y cuándo toca.`,
	"help.ask list.example": "kith ask list",

	"help.ask show.args":    "ID [--person NAME] [--json]",
	"help.ask show.short":   "Mostrar las preguntas y reglas de un cuestionario",
	"help.ask show.long":    "Mostrar qué pregunta un cuestionario, cómo se puntúa, cómo llaman sus autores a\nlos tramos de la puntuación y dónde se publicó.",
	"help.ask show.example": "kith ask show phq-8",

	"help.ask answer.args":  "ID [--person NAME] [--answers LIST | --total N] [--at TIME] [--note TEXT]",
	"help.ask answer.short": "Contestar un cuestionario",
	"help.ask answer.long": `Contestar un cuestionario. En una terminal, Kith hace una pregunta tras otra; solo
Intro deja una sin contestar, y se puede parar en cualquier momento y guardar lo que
haya. Si falta una respuesta de las que puntúan, no hay puntuación.

De algunos cuestionarios Kith no puede llevar las preguntas. Se contestan en papel y
se anota el total con --total. Eso vale también para los demás.`,
	"help.ask answer.example": `kith ask answer phq-8
kith ask answer phq-8 --answers 0,1,2,1,0,-,1,0,1
kith ask answer hit-6 --total 58 --at yesterday`,

	"help.ask history.args":    "ID [--person NAME] [--limit N] [--json]",
	"help.ask history.short":   "Mostrar respuestas y puntuaciones anteriores",
	"help.ask history.long":    "Mostrar respuestas anteriores a un cuestionario y sus puntuaciones, primero las más\nnuevas. Con --json va cada pregunta con su respuesta.",
	"help.ask history.example": "kith ask history phq-8 --json",

	"help.ask every.args":    "ID HOWOFTEN [--person NAME]",
	"help.ask every.short":   "Elegir cada cuánto se pregunta",
	"help.ask every.long":    "Elegir cada cuánto se pregunta: 14d (días), 2w (semanas), 1m (meses) u off (nunca).\nSe cuenta desde la última respuesta.",
	"help.ask every.example": "kith ask every phq-8 14d\nkith ask every phq-8 off",

	"help.ask add.args":  "FILE [--person NAME]",
	"help.ask add.short": "Añadir un cuestionario desde un archivo",
	"help.ask add.long": `Añadir un cuestionario desde un archivo: uno propio, o uno que alguien escribió para
Kith. El README describe el archivo, y kith ask show --json muestra uno para empezar.
Un archivo que no encaja se rechaza y se dice por qué.`,
	"help.ask add.example": "kith ask add my-week.json",

	"help.ask remove.args":    "ID [--person NAME]",
	"help.ask remove.short":   "Quitar de la lista un cuestionario propio",
	"help.ask remove.long":    "Quitar de la lista un cuestionario propio. Sus respuestas quedan, y kith undo lo\ntrae de vuelta.",
	"help.ask remove.example": "kith ask remove my-week",

	"help.person.short": "Añadir, listar, renombrar o borrar personas",
	"help.person.long":  "Una bóveda contiene los registros de una o varias personas: quien escribe, y aquellas\na quienes cuida.",

	"help.person add.args":    "NAME",
	"help.person add.short":   "Añadir una persona",
	"help.person add.long":    "Añadir una persona con un registro vacío.",
	"help.person add.example": "kith person add Anna",

	"help.person list.args":    "[--json]",
	"help.person list.short":   "Mostrar quién está en la bóveda",
	"help.person list.long":    "Mostrar quién está en la bóveda, en el orden en que se añadió.",
	"help.person list.example": "kith person list --json",

	"help.person rename.args":    "NAME NEWNAME",
	"help.person rename.short":   "Dar otro nombre a una persona",
	"help.person rename.long":    "Dar otro nombre a una persona. No cambia nada más.",
	"help.person rename.example": `kith person rename Anna "Anna Berg"`,

	"help.person erase.args":  "NAME [--yes]",
	"help.person erase.short": "Destruir para siempre el registro de una persona",
	"help.person erase.long": `Destruir para siempre el registro de una persona: primero su llave y después sus
archivos. No se puede deshacer. Las copias de seguridad anteriores aún lo tienen.`,
	"help.person erase.example": "kith person erase Anna",

	"help.backup.args":  "FILE [--force]",
	"help.backup.short": "Escribir todo en un archivo cifrado",
	"help.backup.long": `Escribir todo en un archivo cifrado. Kith lo vuelve a leer antes de decir que
está listo.

El archivo se abre con la frase de contraseña o la hoja de recuperación en Kith, y
sin Kith con el programa libre age (1.3.0 o más nuevo). Dentro hay archivos de
texto.`,
	"help.backup.example": "kith backup /media/stick/kith-2026-11-22.age",

	"help.restore.args":  "FILE [--sheet FILE]",
	"help.restore.short": "Crear la bóveda de una copia de seguridad",
	"help.restore.long": `Crear la bóveda de una copia de seguridad, donde todavía no hay bóveda o hay una
vacía. La frase de contraseña de la copia pasa a ser la de la bóveda. Con una
hoja de recuperación se elige una nueva.`,
	"help.restore.example": `kith restore kith-2026-11-22.age
kith --vault newfolder restore --sheet sheet.txt kith-2026-11-22.age`,

	"help.verify.args":  "[--rebuild] [--json]",
	"help.verify.short": "Demostrar que todo está como se escribió",
	"help.verify.long": `Leer todo lo que hay en la bóveda y demostrar que está como se escribió. Si se
encuentran daños, el código de salida es 4 y se nombra cada archivo dañado.

Un solo equipo no puede notar que alguien puso en su lugar una copia entera más
antigua de la bóveda. Contra eso ayudan las copias guardadas en otro sitio.`,
	"help.verify.example": "kith verify --rebuild",

	"help.passwd.args":  "[--new-passphrase-file FILE]",
	"help.passwd.short": "Cambiar la frase de contraseña",
	"help.passwd.long": `Cambiar la frase de contraseña. La nueva funciona antes de quitar la anterior,
para que siempre haya una entrada. Las copias anteriores conservan la antigua.`,
	"help.passwd.example": "kith passwd",

	"help.slot.short": "Gestionar las entradas a la bóveda",
	"help.slot.long":  "Cada frase de contraseña y cada hoja de recuperación que abre la bóveda es una entrada.",

	"help.settings.args":    "[NAME [VALUE]] [--json]",
	"help.settings.short":   "Mostrar o cambiar los ajustes de este diario",
	"help.settings.long":    "Mostrar los ajustes de este diario en este equipo, o cambiar uno. Están sellados con\nel diario y no van en ninguna copia. El aspecto, el tamaño del texto y el idioma son de\nla ventana.",
	"help.settings.example": "kith settings\nkith settings remind off\nkith settings quiet_from 21:30",

	"help.slot list.args":    "[--json]",
	"help.slot list.short":   "Mostrar las frases y hojas que abren la bóveda",
	"help.slot list.long":    "Mostrar las frases de contraseña y las hojas de recuperación que abren la bóveda.",
	"help.slot list.example": "kith slot list",

	"help.slot add-passphrase.args":    "[--new-passphrase-file FILE]",
	"help.slot add-passphrase.short":   "Añadir otra frase de contraseña",
	"help.slot add-passphrase.long":    "Añadir otra frase de contraseña que abre la bóveda, para alguien que la comparte.",
	"help.slot add-passphrase.example": "kith slot add-passphrase",

	"help.slot add-recovery.args":    "[--out FILE]",
	"help.slot add-recovery.short":   "Añadir una hoja de recuperación",
	"help.slot add-recovery.long":    "Crear otra hoja de recuperación. Las anteriores abren la bóveda hasta que se quiten.",
	"help.slot add-recovery.example": "kith slot add-recovery --out sheet.pdf",

	"help.slot remove.args":    "ID",
	"help.slot remove.short":   "Quitar una frase o una hoja",
	"help.slot remove.long":    "Quitar una frase de contraseña o una hoja de recuperación. La última se queda.",
	"help.slot remove.example": "kith slot remove 9c41d2aa",

	"help.recover.args":    "--sheet FILE",
	"help.recover.short":   "Abrir la bóveda con la hoja de recuperación",
	"help.recover.long":    "Abrir la bóveda con la hoja de recuperación, si se olvidó la frase de contraseña, y\nelegir una nueva. FILE es la hoja tal como la escribió Kith (texto o PDF), o un\narchivo de texto con sus 24 palabras.",
	"help.recover.example": "kith recover --sheet sheet.txt",

	"help.erase.args":  "[--yes]",
	"help.erase.short": "Tirar para siempre la bóveda entera",
	"help.erase.long": `Tirar la bóveda entera: los registros de todas las personas, todas las frases de
contraseña y todas las hojas de recuperación. No se puede deshacer. Las copias de
seguridad anteriores se quedan, y aún tienen los registros.`,
	"help.erase.example": "kith erase",

	"help.shell.args":  "",
	"help.shell.short": "Desbloquear una vez y dar órdenes línea por línea",
	"help.shell.long": `Desbloquear la bóveda una vez y dar órdenes línea por línea, sin "kith" delante:
desde el teclado, con historial y completado, o desde una tubería. En una tubería,
una línea que falla se nombra en la salida de errores y se sigue con la próxima;
el código de salida dice entonces que alguna falló. Las líneas que empiezan por #
son comentarios.`,
	"help.shell.example": `kith shell
kith shell < lines.txt`,

	"help.version.args":    "[--json]",
	"help.version.short":   "Mostrar la versión",
	"help.version.long":    "Mostrar la versión de Kith.",
	"help.version.example": "kith version",

	"help.flag.date":           "qué día: 2026-11-20, yesterday (hoy si no se dice)",
	"help.flag.today.undo":     "el día no está completo después de todo",
	"help.flag.checkin.show":   "solo mostrar lo que tiene el registro diario",
	"help.flag.checkin.repeat": "todo como la última vez, antes de lo que se dice aquí",
	"help.flag.checkin.pin":    "mantener esto en el registro diario (se puede repetir)",
	"help.flag.checkin.hide":   "quitar esto del registro diario (se puede repetir)",
	"help.flag.checkin.usual":  "que la costumbre vuelva a decidir sobre esto (se puede repetir)",
	"help.flag.remind.snooze":  "posponer todo lo pendiente: 10m, 1h o tomorrow",

	"help.today.args":  "[--person NAME] [--date DATE] [--json]",
	"help.today.short": "Mostrar lo que pide el día",
	"help.today.long": `Mostrar lo que está atrasado, lo que toca ahora y más tarde, los cuestionarios
pendientes, las citas, lo que se anota de costumbre y lo que falta de ayer.`,
	"help.today.example": `kith today
kith today --date yesterday --person Anna`,

	"help.today review.args":  "[--person NAME] [--date DATE] [--undo] [--json]",
	"help.today review.short": "Decir que un día está completo",
	"help.today review.long": `Decir que un día está completo: lo que no está anotado no ocurrió. Sin eso, lo que
falta es desconocido.`,
	"help.today review.example": `kith today review
kith today review --date yesterday
kith today review --undo`,

	"help.today helped.args":    "ID RATING [--json]",
	"help.today helped.short":   "Decir cuánto ayudó una dosis",
	"help.today helped.long":    "Decir cuánto ayudó una dosis, de 0, nada, a 10, del todo. kith today muestra de qué\ndosis convendría saberlo.",
	"help.today helped.example": "kith today helped 0198a3f2 7",

	"help.checkin.args":  "[--repeat] [--date DATE] [--person NAME] [--json] [ITEM=VALUE]...",
	"help.checkin.short": "Anotar lo que se anota todos los días",
	"help.checkin.long": `Anotar de una vez lo que se anota casi todos los días. Lo que contiene se deduce de
las dos últimas semanas; se pueden fijar cosas y quitar otras. Sin nada más, muestra
lo que hay.

Con --repeat todo queda como la última vez, salvo lo que se diga. ITEM=- omite algo.
Lo omitido es desconocido, no cero. Todo junto es un solo paso para kith undo.`,
	"help.checkin.example": `kith checkin
kith checkin headache=4 mood=7 sleep=7:30
kith checkin --repeat headache=6 nausea=-
kith checkin --repeat --date yesterday
kith checkin --pin mood`,

	"help.overview.args":    "[--json]",
	"help.overview.short":   "Mostrar lo que necesita cada persona ahora",
	"help.overview.long":    "Mostrar para cada persona qué dosis están atrasadas o tocan ahora, qué falta por\nresponder y cuándo se anotó algo por última vez.",
	"help.overview.example": "kith overview",

	"help.remind.args":  "[--snooze TIME] [--json]",
	"help.remind.short": "Mostrar lo que se recordaría",
	"help.remind.long": `Mostrar lo que está pendiente y sin anotar, y cuándo es el próximo recordatorio. La
ventana muestra recordatorios mientras Kith está abierto; nunca dicen lo que hay en un
historial.`,
	"help.remind.example": `kith remind
kith remind --snooze 1h
kith settings remind off`,

	"help.flag.treatment.times":             "horas del día: 8:00,20:00",
	"help.flag.treatment.weekdays":          "solo en estos días: lun,mié; weekdays; weekend",
	"help.flag.treatment.every":             "cada tantos días (2d, 2w) con --times, u horas (8h)",
	"help.flag.treatment.window":            "con --every HORAS: solo a estas horas, 8:00-22:00",
	"help.flag.treatment.from-taken":        "con --every HORAS: contar desde que se tomó la última dosis",
	"help.flag.treatment.cycle":             "días sí y días no: 21/7",
	"help.flag.treatment.monthday":          "día del mes, de 1 a 31",
	"help.flag.treatment.after":             "después de cada dosis de este otro tratamiento",
	"help.flag.treatment.delay":             "cuánto después: 30m",
	"help.flag.treatment.as-needed":         "según necesidad, nunca toca a una hora",
	"help.flag.treatment.min-interval":      "según necesidad: al menos este tiempo entre dosis, 6h",
	"help.flag.treatment.max":               "según necesidad: como máximo esto en 24 horas, 4 g",
	"help.flag.treatment.zone":              "seguir el reloj de esta zona horaria: Europe/Berlin",
	"help.flag.treatment.category":          "tipo de tratamiento: %s",
	"help.flag.treatment.amount":            "cantidad de una dosis: 20 mg",
	"help.flag.treatment.strength":          "lo que contiene cada tableta u otra unidad de la existencia: 20 mg",
	"help.flag.treatment.purpose":           "para qué es",
	"help.flag.treatment.instructions":      "cómo tomarlo",
	"help.flag.treatment.taper":             "cantidades por escalones: 40 mg, -5 mg cada 7 d, a 0 mg",
	"help.flag.treatment.from":              "primer día del curso (si no, ahora)",
	"help.flag.treatment.until":             "último día",
	"help.flag.treatment.due-from":          "primer día con dosis (si no, ahora, o --from si es posterior)",
	"help.flag.treatment.past":              "con los terminados",
	"help.flag.treatment.change-from":       "desde este día (si no, desde ahora)",
	"help.flag.treatment.pause-from":        "primer día de la pausa (si no, hoy)",
	"help.flag.treatment.pause-to":          "último día de la pausa (si no, hasta nuevo aviso)",
	"help.flag.treatment.resume-from":       "día en que continúa (si no, hoy)",
	"help.flag.treatment.last":              "último día (si no, ahora)",
	"help.flag.treatment.reason":            "por qué",
	"help.flag.treatment.due":               "la dosis que toca a esta hora: 8:00, yesterday 20:00",
	"help.flag.treatment.rate.benefit":      "beneficio, de 0 a 10",
	"help.flag.treatment.rate.side-effects": "qué tan fuertes son los efectos secundarios, de 0 a 10",
	"help.flag.treatment.rate.burden":       "carga, de 0 a 10",
	"help.flag.treatment.rate.cost":         "cuánto pesa el costo, de 0 a 10",
	"help.flag.treatment.rate.adherence":    "qué tanto se tomó según el plan, de 0 a 10",
	"help.flag.treatment.rate.effect":       "un efecto secundario por su nombre (se puede repetir)",
	"help.flag.stock.amount":                "cuánto: 60 tabletas",
	"help.flag.stock.warn-days":             "avisar tantos días antes de que se acabe (si no, %d)",
	"help.flag.stock.lost":                  "se fue en vez de llegar: perdido, derramado, vencido",

	"help.treatment.short": "Llevar medicinas y otros tratamientos, y cuándo tocan",
	"help.treatment.long": `Un tratamiento es un medicamento, un suplemento, una terapia, un aparato o un
hábito. Cada curso tiene un comienzo, un propósito, una cantidad y un plan que dice
cuándo tocan las dosis.`,

	"help.treatment add.args":  "NAME [FLAG]... [--json]",
	"help.treatment add.short": "Empezar un tratamiento",
	"help.treatment add.long": `Empezar un tratamiento. Si no se dice nada de horas, hay un curso y no toca ninguna
dosis. Las dosis tocan desde ahora, o desde el día en que empieza si está por venir.
Siguen el reloj del lugar donde se esté, salvo que --zone las deje en otro.
El día 31 es el último día de los meses más cortos. Una hora que no existe cuando el
reloj se adelanta pasa a una hora más tarde; una que se repite cuenta una vez.`,
	"help.treatment add.example": `kith treatment add Metformin --amount "500 mg" --times 8:00,20:00 --purpose "blood sugar"
kith treatment add Prednisolone --taper "40 mg, -5 mg every 7 d, to 0 mg" --times 8:00
kith treatment add Paracetamol --as-needed --amount "1 g" --min-interval 6h --max "4 g"
kith treatment add Pill --times 21:00 --cycle 21/7
kith treatment add Antibiotic --every 8h --window 6:00-22:00 --until 2026-12-01`,

	"help.treatment list.args":  "[--person NAME] [--past] [--json]",
	"help.treatment list.short": "Mostrar los tratamientos: qué, desde cuándo, cuánto, qué queda",
	"help.treatment list.long": `Mostrar los tratamientos en curso, por empezar y en pausa, con la próxima dosis y lo
que queda. Los terminados salen con --past.`,
	"help.treatment list.example": `kith treatment list
kith treatment list --past --json`,

	"help.treatment show.args":  "NAME [--person NAME] [--json]",
	"help.treatment show.short": "Mostrar un tratamiento con sus escalones, pausas y valoración",
	"help.treatment show.long": `Mostrar un tratamiento con sus escalones, sus pausas y su última valoración. NAME es
su nombre o los primeros dígitos de su id.`,
	"help.treatment show.example": "kith treatment show Metformin",

	"help.treatment due.args":  "[--from DATE] [--to DATE] [--person NAME] [--json]",
	"help.treatment due.short": "Mostrar qué dosis tocan y qué pasó con ellas",
	"help.treatment due.long": `Mostrar las dosis que tocan de un día a otro, hoy y mañana si no se indica, y lo que
se anotó de ellas. De una dosis pendiente no se sabe nada; no es una dosis olvidada.`,
	"help.treatment due.example": `kith treatment due
kith treatment due --from 2026-11-01 --to 2026-11-07 --json`,

	"help.treatment change.args":  "NAME [FLAG]... [--json]",
	"help.treatment change.short": "Cambiar la cantidad, el plan o los datos de un tratamiento",
	"help.treatment change.long": `Cambiar un tratamiento desde ahora o desde un día. El plan nuevo reemplaza al
anterior; las dosis ya anotadas y lo que tocaba antes quedan como estaban.`,
	"help.treatment change.example": `kith treatment change Metformin --amount "850 mg"
kith treatment change Metformin --times 7:00,19:00 --from 2026-12-01`,

	"help.treatment pause.args":  "NAME [--from DATE] [--to DATE] [--reason TEXT] [--json]",
	"help.treatment pause.short": "Poner un tratamiento en pausa",
	"help.treatment pause.long": `Poner un tratamiento en pausa desde hoy o desde un día, hasta nuevo aviso o hasta un
día. En una pausa no toca ninguna dosis, y no falta ninguna.`,
	"help.treatment pause.example": "kith treatment pause Metformin --to 2026-12-01 --reason surgery",

	"help.treatment resume.args":    "NAME [--from DATE] [--json]",
	"help.treatment resume.short":   "Continuar después de una pausa",
	"help.treatment resume.long":    "Continuar un tratamiento desde hoy o desde un día: la pausa termina el día antes.",
	"help.treatment resume.example": "kith treatment resume Metformin",

	"help.treatment stop.args":    "NAME [--last DATE] [--reason TEXT] [--json]",
	"help.treatment stop.short":   "Terminar un tratamiento",
	"help.treatment stop.long":    "Terminar un tratamiento ahora o con su último día, y decir por qué. Lo anotado queda.",
	"help.treatment stop.example": "kith treatment stop Propranolol --reason \"cold hands\"",

	"help.treatment rate.args":  "NAME [--benefit N] [--side-effects N] [--burden N] [--cost N] [--adherence N] [--effect TEXT]... [--json]",
	"help.treatment rate.short": "Decir cómo va un tratamiento",
	"help.treatment rate.long": `Decir cómo va un tratamiento según la propia opinión, hoy o en otro momento, cuantas
veces se quiera. Los números van de 0 a 10. Lo que no se diga queda sin saber.`,
	"help.treatment rate.example": "kith treatment rate Topiramate --benefit 7 --side-effects 3 --effect \"tingling fingers\"",

	"help.treatment take.args":  "NAME [--due TIME] [--at WHEN] [--amount AMOUNT] [--reason TEXT] [--json]",
	"help.treatment take.short": "Anotar una dosis tomada",
	"help.treatment take.long": `Anotar una dosis tomada: la pendiente que toca más o menos ahora, o a la hora que
indica --due. Si no hay ninguna, se anota como dosis no planeada.`,
	"help.treatment take.example": `kith treatment take Metformin
kith treatment take Metformin --due 8:00 --at 8:20
kith treatment take Paracetamol --reason headache`,

	"help.treatment skip.args":    "NAME [--due TIME] [--reason TEXT] [--json]",
	"help.treatment skip.short":   "Anotar una dosis omitida",
	"help.treatment skip.long":    "Anotar que una dosis no se tomó, con un motivo si se quiere.",
	"help.treatment skip.example": "kith treatment skip Metformin --due 20:00 --reason \"upset stomach\"",

	"help.treatment adherence.args":  "NAME [--from DATE] [--to DATE] [--json]",
	"help.treatment adherence.short": "Contar dosis tomadas, omitidas y no anotadas",
	"help.treatment adherence.long": `Contar qué pasó con las dosis que tocaban, en los últimos 30 días si no se indica.
Las dosis de una pausa no cuentan. De lo no anotado no se sabe nada.`,
	"help.treatment adherence.example": "kith treatment adherence Metformin --from 2026-11",

	"help.stock.short": "Llevar la cuenta de las existencias",
	"help.stock.long": `Lo que hay de un tratamiento: lo que llegó, lo que se tomó o perdió, y lo contado.
Las dosis tomadas se restan si la unidad coincide.`,

	"help.stock add.args":  "NAME --amount AMOUNT [--lost] [--warn-days N] [--reason TEXT] [--json]",
	"help.stock add.short": "Decir que llegó o se perdió una existencia",
	"help.stock add.long": `Decir que llegó una existencia de un tratamiento o, con --lost, que se perdió. Si la
cantidad está en tabletas y la dosis en mg, --strength dice cuánto tiene cada una.`,
	"help.stock add.example": "kith stock add Metformin --amount \"60 tablets\" --warn-days 10",

	"help.stock count.args":    "NAME --amount AMOUNT [--warn-days N] [--json]",
	"help.stock count.short":   "Decir cuánto hay",
	"help.stock count.long":    "Decir cuánto hay de un tratamiento. Desde ahí se sigue la cuenta.",
	"help.stock count.example": "kith stock count Metformin --amount \"12 tablets\"",

	"help.stock list.args":    "[--person NAME] [--json]",
	"help.stock list.short":   "Mostrar qué queda y hasta cuándo alcanza",
	"help.stock list.long":    "Mostrar qué queda de cada tratamiento y antes de qué día se acaba según el plan.",
	"help.stock list.example": "kith stock list --json",

	"help.backup auto.args":    "[--if-due] [--show] [--json]",
	"help.backup auto.example": "kith settings backup_folder /media/usb\nkith backup auto\nkith backup auto --if-due\nkith backup auto --show",
	"help.backup auto.short":   "Hacer ahora una copia automática, o ver cuándo",
	"help.backup auto.long": `Hacer una copia de seguridad en la carpeta de las copias automáticas, volver a
leerla entera y quitar las más antiguas que sobren. La carpeta y lo demás son
ajustes. Mientras la ventana está abierta, esto ocurre solo; --if-due es para un
temporizador. Necesita una hoja de recuperación, porque nadie escribe entonces una
frase de contraseña.`,
	"help.backup drill.args":    "[FILE] [--sheet FILE] [--json]",
	"help.backup drill.example": "kith backup drill\nkith backup drill kith.age --sheet sheet.txt",
	"help.backup drill.short":   "Probar si una copia se puede restaurar",
	"help.backup drill.long": `Restaurar una copia, la automática más nueva si no se nombra ninguna, en una
carpeta sellada junto a la bóveda, y tirarla después. Demuestra que lo que está a
mano abre la copia y que no le falta nada. El diario no se toca.`,
	"help.flag.backup.if-due":       "solo si ya toca la próxima; si no, mostrar lo que hay",
	"help.flag.backup.sheet":        "abrirla con esta hoja de recuperación en lugar de la frase",
	"help.flag.backup.show":         "no hacer ninguna; mostrar cuándo se hizo y se probó la última",
	"help.flag.list.as-recorded-on": "como estaba el diario al final de este día, o en este momento",
	"help.flag.trash.limit":         "como máximo tantas, las borradas más tarde (0: todas)",
	"help.trash list.args":          "[--person NAME] [--limit N] [--json]",
	"help.trash list.example":       "kith trash list",
	"help.trash list.short":         "Mostrar lo que se borró",
	"help.trash list.long":          "Mostrar lo que se borró, lo último primero, y cuándo. Lo que se deshizo no está en la\npapelera: kith redo lo repite.",
	"help.trash restore.args":       "ID [--json]",
	"help.trash restore.example":    "kith trash restore 4f1c",
	"help.trash restore.short":      "Recuperar una entrada de la papelera",
	"help.trash restore.long":       "Recuperar una entrada borrada, tal como era. kith undo la devuelve a la papelera.",
	"help.trash.short":              "Ver y recuperar lo que se borró",
	"help.trash.long":               "Ver y recuperar lo que se borró. Nada vacía la papelera.",
}
