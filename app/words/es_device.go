package words

// spanishDevice is englishDevice in Spanish.
var spanishDevice = map[string]string{
	"device.unnamed": "equipo %s",
	"device.of":      "%s (%s)",

	"device.remove.means": "%s no recibe nada de lo que se escriba desde ahora. Lo que tiene se queda allí: quien pueda desbloquearlo puede leerlo. Si lo robaron, lo protege su propia contraseña.",

	"device.line":      "%s  %-28s%s  %s",
	"device.this":      " (este equipo)",
	"device.waiting":   " (espera un sí: kith device confirm)",
	"device.named":     "Para quienes tienen uno de tus historiales, este equipo se llama %s y tú te llamas %s.",
	"device.no_name":   "nada todavía",
	"device.removed":   "%s fue retirado.",
	"device.confirmed": "%s recibe el historial de %s.",

	"device.confirm.means": "%s recibe todo lo que hay en el historial. Decir que sí solo si se sabe que es de su dueño.",
}
