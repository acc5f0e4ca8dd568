package words

// spanishSpace is englishSpace in Spanish.
var spanishSpace = map[string]string{
	"space.unnamed": "persona %s",

	"space.role.owner":          "dueño",
	"space.role.caregiver":      "cuidador",
	"space.role.viewer":         "lector",
	"space.role.owner.does":     "Lee y escribe, y decide quién más tiene el historial.",
	"space.role.caregiver.does": "Lee y escribe.",
	"space.role.viewer.does":    "Lee. Se le puede dar solo una parte del historial.",

	"space.remove.means": "%s no recibe nada de lo que se escriba desde ahora, y lo que escriba no vale. Lo que ya recibió se queda con él: no se puede recuperar.",
	"space.role.means":   "%s puede hacer menos desde ahora. Lo que ya recibió se queda con él: no se puede recuperar.",
	"space.leave.means":  "El historial de %s se borra de este equipo y no llega nada nuevo. Lo que escribiste queda en el historial de los demás, con tu nombre. Tus otros equipos también salen.",
}
