package words

// spanishSetting is englishSetting in Spanish.
var spanishSetting = map[string]string{
	"setting.remind":        "Mostrar recordatorios mientras Kith está abierto",
	"setting.quiet_from":    "Comienzo de las horas de silencio, por ejemplo 22:00",
	"setting.quiet_to":      "Fin de las horas de silencio, por ejemplo 7:00",
	"setting.checkin_at":    "A qué hora recordar un registro diario que falta, por ejemplo 20:00, u off",
	"setting.tray":          "Seguir en la bandeja al cerrar la ventana, para los recordatorios",
	"setting.low_energy":    "Modo de poca energía: una cosa a la vez, en grande",
	"setting.speak":         "Decir en voz alta qué está enfocado y qué se hizo",
	"setting.line":          "%-18s %-12s %s",
	"setting.done":          "%s ahora es %s.",
	"setting.unknown":       "No hay ningún ajuste llamado %q. Los que hay son %s.",
	"setting.switch":        "%q no es ni on ni off.",
	"setting.clock":         "%q no es una hora del día. Se escribe así: 22:00.",
	"setting.backup_folder": "Carpeta para las copias automáticas, u off",
	"setting.backup_every":  "Días entre una copia automática y la siguiente; 0 es nunca",
	"setting.backup_keep":   "Cuántas copias automáticas se conservan en la carpeta",
	"setting.count":         "%q no es un número entero de %d a %d.",
	"setting.folder":        "%q no puede ser la carpeta: %v.",
	"setting.no_folder":     "es un archivo",
	"setting.sync":          "Poner los historiales al día con otros equipos mientras Kith está abierto",
	"setting.mdns":          "Buscar equipos conocidos en la red local",
	"setting.sync_listen":   "Direcciones en las que otros equipos encuentran a este, o any",
	"setting.listen":        "%q no es una dirección para escuchar. Escribirla como /ip4/192.168.1.20/udp/4001/quic-v1, o any.",
}
