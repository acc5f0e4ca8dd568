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

	"space.role.none":      "retirado",
	"space.role.none.does": "Puede leer lo que ya había llegado, y nada nuevo.",

	"space.line":         "%s  %-20s %-10s %s, %s, %s",
	"space.head":         "%s: eres %s. %s",
	"space.part":         "Compartido contigo: %s.",
	"space.only":         "%s de %s",
	"space.me":           "%s (tú)",
	"space.member":       "%s  %-24s %s, desde %s",
	"space.device":       "    %s  %-24s desde %s%s",
	"space.former":       "%s  %-24s ya no forma parte",
	"space.node":         "%s  nodo %s",
	"space.invitation":   "%s  invitación abierta, %s, hasta %s",
	"space.cancelled":    "La invitación ya no vale.",
	"space.role.changed": "%s ahora es %s.",
	"space.removed":      "%s ya no forma parte del historial de %s.",
	"space.left":         "Saliste del historial de %s. Se borra aquí en cuanto alguno de los demás lo sepa.",
	"space.roles":        "%q no es un papel. Hay owner, caregiver y viewer.",
	"space.category":     "%q no es una categoría. Hay %s.",
}
