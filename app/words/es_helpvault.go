package words

// spanishHelpVault is englishHelpVault in Spanish.
var spanishHelpVault = map[string]string{
	"help.kith.short": "Un diario de salud privado",
	"help.kith.long": `Kith es un diario de salud privado. Todo lo que se escribe queda cifrado en este
equipo. Sin ninguna orden, kith abre su ventana. En una terminal se empieza así:

  kith init               crear la bóveda y elegir una frase de contraseña
  kith person add Anna    añadir a quien escribe, o a alguien a quien cuida
  kith log headache 7     anotar algo
  kith list               verlo`,

	"help.help.short": "Explicar una orden",
	"help.help.long":  "Explicar una orden.",

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
}
