package words

// spanishHelpSync is englishHelpSync in Spanish.
var spanishHelpSync = map[string]string{
	"help.node.args":  "--data DIR [--listen ADDR] [--quota SIZE] [--link]",
	"help.node.short": "Ejecutar el nodo propio del grupo, que mantiene disponibles los registros",
	"help.node.long": `Ejecutar una máquina siempre encendida que guarda los registros sellados de un grupo,
para que un cambio llegue aunque nadie coincida en línea. No puede leerlos: no necesita
bóveda ni frase de contraseña. También conecta dispositivos que no se alcanzan entre sí.
Para usarlo, pegar su enlace en Kith. Funciona hasta Ctrl+C o SIGTERM.`,
	"help.node.example": `kith node --data /srv/kith --listen 0.0.0.0:4001 --quota 20GiB
kith node --data /srv/kith --announce node.example.org:4001 --metrics 127.0.0.1:9464`,

	"help.node link.args":  "--data DIR [--qr]",
	"help.node link.short": "Mostrar el enlace para pegar en Kith",
	"help.node link.long": `Mostrar el enlace de un nodo con las direcciones que tenía la última vez. Quien tenga el
enlace puede guardar registros allí: es solo para el grupo.`,
	"help.node link.example": "kith node link --data /srv/kith --qr",

	"help.node status.args":  "--data DIR [--json]",
	"help.node status.short": "Mostrar lo que guarda un nodo",
	"help.node status.long": `Mostrar los espacios que guarda un nodo, esté en marcha o no: cuántos cambios y bytes.
De quién son y qué contienen, no lo sabe.`,
	"help.node status.example": "kith node status --data /srv/kith --json",

	"help.node forget.args":  "--data DIR HANDLE [--yes]",
	"help.node forget.short": "Borrar lo que un nodo guarda de un espacio",
	"help.node forget.long": `Borrar un espacio de un nodo, esté en marcha o no. HANDLE es lo que muestra kith node
status, o su comienzo. Los dispositivos del espacio conservan todo lo que tienen.`,
	"help.node forget.example": "kith node forget --data /srv/kith 3f9a41c2",

	"help.conflict.short":          "Dosis que pueden estar anotadas dos veces",
	"help.conflict.long":           "Ver y resolver dosis que dos equipos anotaron y que pueden ser una sola. Nada se borra ni\nse une por sí solo.",
	"help.conflict list.args":      "[--person NAME] [--json]",
	"help.conflict list.short":     "Mostrar dosis que pueden estar anotadas dos veces",
	"help.conflict list.long":      "Mostrar dosis que varios equipos anotaron para una misma toma, o más juntas de lo que el\nplan deja entre dosis. Todas se guardan hasta que alguien que lo sabe diga cómo fue.",
	"help.conflict list.example":   "kith conflict list",
	"help.conflict settle.args":    "ID (--keep-both | --delete ID) [--json]",
	"help.conflict settle.short":   "Decir si fue una dosis o varias",
	"help.conflict settle.long":    "Decir que se tomaron todas las dosis, o cuál es la misma anotada otra vez: esa va a la\npapelera. Queda resuelto en todos los equipos del registro. kith undo lo deshace.",
	"help.conflict settle.example": "kith conflict settle 4f1c --keep-both",
	"help.device.short":            "Los equipos propios: agregar, ver, nombrar, retirar",
	"help.device.long": `Los equipos que tienen los historiales propios: cada uno tiene su propia frase de
contraseña, y se ponen al día entre ellos sin servidor.`,

	"help.device add.args":  "[--person NAME]... [--valid TIME] [--qr FILE] [--expect -] [--no-wait] [--json]",
	"help.device add.short": "Dejar entrar a otro equipo propio",
	"help.device add.long": `Dejar entrar a otro equipo propio. Se muestran siete palabras, un enlace y un código
QR; en el otro equipo, crear un diario nuevo (kith init) y escribir: kith join WORDS.
Después, comparar siete dibujos en las dos pantallas. No se entrega nada antes de que
los dos lados digan que sí. El otro equipo recibe la clave propia y los historiales
elegidos, y puede hacer lo mismo que este. Las palabras no dicen dónde está este equipo:
dar la dirección que aparece junto a ellas (kith join WORDS --at ADDRESS). El enlace y el
código QR lo dicen solos.`,
	"help.device add.example": `kith device add
kith device add --person Anna --qr invitation.png`,

	"help.device list.args":    "[--json]",
	"help.device list.short":   "Mostrar los equipos propios",
	"help.device list.long":    "Mostrar los equipos que tienen los historiales propios, este primero, y cuáles tienen.",
	"help.device list.example": "kith device list --json",

	"help.device name.args":  "[NAME] [--me NAME] [--json]",
	"help.device name.short": "Decir cómo se llama este equipo, o uno mismo",
	"help.device name.long": `Decir cómo se llama este equipo y, con --me, cómo se llama uno mismo. Lo ve quien tiene
uno de los historiales, y nadie más.`,
	"help.device name.example": `kith device name "Kitchen laptop" --me Anna`,

	"help.device remove.args":  "DEVICE [--yes]",
	"help.device remove.short": "Retirar un equipo propio de todos los historiales",
	"help.device remove.long": `Retirar un equipo propio de todos los historiales y cambiar sus claves. No recibe nada de
lo que se escriba desde entonces. Lo que tiene se queda allí, sellado con su propia
frase de contraseña. DEVICE es un nombre, o el comienzo de un id de kith device list.`,
	"help.device remove.example": "kith device remove \"Old laptop\"",

	"help.device confirm.args":  "SPACE DEVICE [--yes]",
	"help.device confirm.short": "Decir que un equipo es de su dueño",
	"help.device confirm.long": `Un equipo puede agregarse solo con la clave de su dueño, como después de restaurar un
respaldo. No recibe ninguna clave del historial hasta que un dueño diga que es suyo.
SPACE es la persona del historial, por su nombre o el comienzo de un id.`,
	"help.device confirm.example": "kith device confirm Anna 4f1c2a90",

	"help.space.short": "Quién tiene un historial y qué puede hacer",
	"help.space.long": `Quién tiene el historial de una persona: los dueños deciden quién más, los cuidadores
escriben, los lectores leen todo o algunas categorías. SPACE es la persona, por su
nombre o el comienzo de un id.`,

	"help.space list.args":    "[--json]",
	"help.space list.short":   "Mostrar los historiales y cuántos los tienen",
	"help.space list.long":    "Mostrar los historiales que hay aquí, qué se puede hacer con cada uno y cuántos lo\ntienen.",
	"help.space list.example": "kith space list",

	"help.space show.args":    "SPACE [--json]",
	"help.space show.short":   "Mostrar quién tiene un historial, dónde, y las invitaciones",
	"help.space show.long":    "Mostrar quién tiene un historial, desde cuándo, en qué equipos y nodos, quién lo tuvo y\nqué invitaciones están abiertas.",
	"help.space show.example": "kith space show Anna",

	"help.space members.args":    "SPACE [--json]",
	"help.space members.short":   "Mostrar quién tiene un historial",
	"help.space members.long":    "Mostrar quién tiene un historial, desde cuándo y en qué equipos.",
	"help.space members.example": "kith space members Anna --json",

	"help.space invite.args":  "SPACE --role ROLE [--categories LIST] [--together] [FLAGS]",
	"help.space invite.short": "Invitar a alguien a un historial",
	"help.space invite.long": `Invitar a alguien al historial de una persona: como owner (dueño), caregiver (cuidador)
o viewer (lector). Esa persona escribe kith join con las palabras o el enlace, en su
propio equipo con su propio diario. Con --categories un lector recibe solo esas partes,
por clave: treatments, symptoms, measures, mood, questionnaires, appointments, notes,
daily-life, documents. Con --no-history lo escrito antes queda cerrado. La invitación
vale una sola vez, mientras sincronice algún equipo de un dueño; comparar después el
número de seguridad (kith safety). Con --together, para dos que están juntos o hablando,
se comparan siete dibujos, y termina con este comando.`,
	"help.space invite.example": `kith space invite Anna --role caregiver
kith space invite Anna --role viewer --categories treatments,appointments`,

	"help.space cancel.args":    "SPACE INVITATION",
	"help.space cancel.short":   "Anular una invitación",
	"help.space cancel.long":    "Anular una invitación que nadie usó. Su id está en kith space show.",
	"help.space cancel.example": "kith space cancel Anna 91ab04c7",

	"help.space role.args":  "SPACE MEMBER ROLE [--categories LIST] [--yes]",
	"help.space role.short": "Dar a alguien otro papel",
	"help.space role.long": `Dar a alguien otro papel, o a un lector otras categorías. Quien recibe menos conserva lo
que ya le llegó: no se puede recuperar. MEMBER es un nombre, o el comienzo de un id.`,
	"help.space role.example": `kith space role Anna Ben owner
kith space role Anna Dr.Cole viewer --categories treatments`,

	"help.space remove.args":  "SPACE MEMBER [--yes]",
	"help.space remove.short": "Retirar a alguien de un historial",
	"help.space remove.long": `Retirar a alguien, con todos sus equipos, de un historial y cambiar su clave. No recibe
nada de lo que se escriba desde entonces, y lo que escriba no vale. Lo que ya recibió se
queda con esa persona: no se puede recuperar.`,
	"help.space remove.example": "kith space remove Anna Ben",

	"help.space leave.args":  "SPACE [--yes]",
	"help.space leave.short": "Salir del historial de otra persona",
	"help.space leave.long": `Salir del historial de otra persona: se avisa a los demás y aquí se borra. Lo que uno
escribió queda en el historial de ellos. Un dueño no puede salir; antes otro dueño le
cambia el papel.`,
	"help.space leave.example": "kith space leave Anna",

	"help.join.args":  "LINK|WORDS|--qr FILE [--at ADDRESS]... [--name NAME] [--expect -] [--no-wait] [--json]",
	"help.join.short": "Seguir una invitación",
	"help.join.long": `Seguir una invitación de kith device add o kith space invite: sus siete palabras, su
enlace, o una imagen de su código QR. Comparar siete dibujos en las dos pantallas; después
llega el historial. Una invitación para un equipo hace que este diario sea de quien
invita, y eso solo puede pasarle a uno sin historiales propios. Se puede interrumpir sin
riesgo: kith sync continúa.`,
	"help.join.example": `kith join abandon ability able about above absent absorb
kith join 'kith:join#...'
kith join --qr photo.jpg`,

	"help.sync.args":  "[--once] [--listen ADDRESS]... [--json]",
	"help.sync.short": "Poner los historiales al día con los otros equipos",
	"help.sync.long": `Poner cada historial al día con los equipos y nodos que lo tienen, hasta que se pulse
Ctrl+C, o con --once una sola vez. Con --json y sin --once se escribe un documento por
cada cambio del estado.

El código de salida es 0 solo si todos los equipos y nodos a los que se pudo llegar
tienen lo mismo que este, según huellas que coinciden. Es 1 si alguno no lo tiene, o si
hay algunos y no se pudo llegar a ninguno; lo escrito aquí está a salvo de todos modos.`,
	"help.sync.example": `kith sync
kith sync --once --json`,

	"help.status.args":  "[SPACE] [--entry ID] [--json]",
	"help.status.short": "Mostrar dónde están los historiales, y por qué no",
	"help.status.long": `Mostrar para cada historial en cuántos equipos y nodos está todo, cuándo se comparó con
cada uno, y si allí no es lo mismo, por qué y qué hacer. Solo cuentan las huellas que
coincidieron. Con --entry, lo mismo para una entrada.`,
	"help.status.example": `kith status Anna
kith status --entry 4f1c --json`,

	"help.peer.short": "Nodos y direcciones",
	"help.peer.long":  "Nodos que tienen los historiales disponibles, y direcciones donde se encuentran equipos.",

	"help.peer add.args":  "ADDRESS [--person NAME]... [--json]",
	"help.peer add.short": "Agregar un nodo por su enlace, o la dirección de un equipo",
	"help.peer add.long": `Agregar un nodo por su enlace (kith:node#...): guarda una copia sellada de los
historiales elegidos, o de todos, para que equipos que nunca están encendidos a la vez
se pongan al día. No puede leerlos. O decir en qué dirección se encuentra un equipo, tal
como la escribe su kith sync; solo hace falta donde no se encuentra solo.`,
	"help.peer add.example": `kith peer add 'kith:node#...'
kith peer add /ip4/192.168.1.20/udp/4001/quic-v1/p2p/12D3KooW...`,

	"help.peer list.args":    "[--json]",
	"help.peer list.short":   "Mostrar los nodos",
	"help.peer list.long":    "Mostrar los nodos que guardan copias.",
	"help.peer list.example": "kith peer list",

	"help.peer remove.args":    "NODE [--person NAME]...",
	"help.peer remove.short":   "Dejar de usar un nodo",
	"help.peer remove.long":    "Dejar de usar un nodo, para los historiales elegidos o para todos. Lo que tiene queda\nsellado.",
	"help.peer remove.example": "kith peer remove 9f2e01aa",

	"help.safety.args":  "[CONTACT] [--compared | --undo] [--json]",
	"help.safety.short": "Comparar claves con alguien",
	"help.safety.long": `Mostrar los sesenta dígitos que ven los dos, uno mismo y alguien que comparte un
historial, si nadie está en el medio. Compararlos por teléfono o en persona y después dar
--compared: se anota solo aquí. Sin CONTACT, mostrar a todos; primero quien tiene otra
clave que antes.`,
	"help.safety.example": `kith safety Ben
kith safety Ben --compared`,
}
