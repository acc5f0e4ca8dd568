package words

// spanishHelp is englishHelp in Spanish. What is typed (names of commands and
// options, and the words in capitals that stand for something) stays as it is.
var spanishHelp = map[string]string{
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
o XML), FHIR R4 (Bundle o NDJSON), o lo que escribió kith export.

Kith dice cómo entendió una tabla y puede escribirlo como un mapa para corregir:
--map-out lo escribe, --map lo lee. Cada registro del archivo se importa, o se
cuenta con el motivo por el que no. Importar otra vez un archivo no añade nada, y
kith undo quita la importación entera.`,
	"help.import.example": `kith import --person Anna export.zip
kith import --dry-run --map-out diary.map diary.csv
kith import --map diary.map diary.csv
kith import --person-column id everybody.csv`,

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

	"help.export.args":  "OUT --format FORMAT [--person NAME] [--include PART,...] [--from DAY] [--to DAY]",
	"help.export.short": "Llevarse un registro en archivos que leen otros programas",
	"help.export.long": `Escribir lo elegido de un registro en una forma que leen otros programas. NO está
cifrado: quien pueda leer el archivo puede leer todo lo que contiene. Para una copia
que siga cifrada y no pierda nada, hacer una copia de seguridad.

  fhir         HL7 FHIR R4, para otros programas de salud; kith import lo vuelve a leer
  ips          Resumen Internacional del Paciente: lo actual, para un médico
  phenopacket  Phenopacket de GA4GH, para investigar: solo códigos, sin nombre ni palabras
  csv          tablas para hojas de cálculo, con una que explica las columnas
  ndjson       cada entrada en una línea; kith import lo vuelve a leer

--include elige las partes: who, conditions, treatments, doses, symptoms,
measurements, daily_life, ratings, questionnaires, appointments, events, notes,
documents, shares; también all, usual, y -notes para quitar una. No contiene nada
más. --preview muestra lo que se escribiría y no escribe nada.

csv y ndjson van a una carpeta nueva, o a un archivo comprimido si OUT termina en
.zip; sin --person contienen a todas las personas. ndjson va a un solo archivo, sin
adjuntos, si OUT termina en .ndjson. Las otras formas son un solo archivo. Nada se
reemplaza sin --force.`,
	"help.export.example": `kith export --person Anna --format fhir anna.json
kith export --person Anna --format ips --preview summary.json
kith export --format csv kith-2026.zip
kith export --format ndjson --person Anna --include all,-documents anna.ndjson`,

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

	"help.trash list.args":       "[--person NAME] [--limit N] [--json]",
	"help.trash list.example":    "kith trash list",
	"help.trash list.short":      "Mostrar lo que se borró",
	"help.trash list.long":       "Mostrar lo que se borró, lo último primero, y cuándo. Lo que se deshizo no está en la\npapelera: kith redo lo repite.",
	"help.trash restore.args":    "ID [--json]",
	"help.trash restore.example": "kith trash restore 4f1c",
	"help.trash restore.short":   "Recuperar una entrada de la papelera",
	"help.trash restore.long":    "Recuperar una entrada borrada, tal como era. kith undo la devuelve a la papelera.",
	"help.trash.short":           "Ver y recuperar lo que se borró",
	"help.trash.long":            "Ver y recuperar lo que se borró. Nada vacía la papelera.",
}
