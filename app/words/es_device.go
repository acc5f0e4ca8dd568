package words

// spanishDevice is englishDevice in Spanish.
var spanishDevice = map[string]string{
	"device.unnamed": "equipo %s",
	"device.of":      "%s (%s)",

	"device.remove.means": "%s no recibe nada de lo que se escriba desde ahora. Lo que tiene se queda allí: quien pueda desbloquearlo puede leerlo. Si lo robaron, lo protege su propia contraseña.",
}
