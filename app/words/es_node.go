package words

// spanishNode is englishNode in Spanish.
var spanishNode = map[string]string{
	"node.data":           "Indicar la carpeta del nodo con --data DIR",
	"node.listen":         "%q no es una dirección en la que escuchar. Se escribe como 0.0.0.0:4001, [::]:4001 o :4001",
	"node.announce":       "%q no es una dirección que anunciar. Se escribe como node.example.org:4001 o 203.0.113.7:4001",
	"node.metrics_public": "%q no es solo de esta computadora. Las métricas se muestran únicamente en una dirección como 127.0.0.1:9464",
	"node.size":           "%q no es un tamaño. Se escribe como 500MB, 20GiB o 1.5TB",
	"node.no_network":     "Este programa se construyó sin red.",
	"node.metrics":        "Métricas: http://%s/metrics",
	"node.link":           "El nodo ya es accesible. Este es su enlace, para pegarlo en Kith; quien lo tenga puede guardar registros aquí:",
	"node.last":           "El enlace del nodo, con las direcciones que tenía la última vez; quien lo tenga puede guardar registros allí:",
	"node.no_link":        "El nodo ya es accesible. Para ver su enlace: kith node link --data %s",
	"node.empty":          "El nodo todavía no guarda nada. Pegar su enlace en Kith: kith peer add LINK",
	"node.heads":          "ESPACIO\tOPS\tBYTES\tDISPOSITIVOS\tÚLTIMO USO",
	"node.total":          "%d espacios, %d ops, %d bytes.",
	"node.ask":            "¿Olvidar %s? Sus dispositivos conservan lo que tienen; esta copia se pierde para siempre. Escribir sí: ",
	"node.ask.yes":        "sí",
	"node.confirm":        "No hay nadie que lo confirme. Para olvidarlo sin preguntar: --yes",
	"node.kept":           "No se olvidó nada.",
	"node.forgotten":      "Olvidado: %s",
}
