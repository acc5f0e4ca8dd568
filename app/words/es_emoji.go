package words

// spanishEmoji is englishEmoji in Spanish.
var spanishEmoji = map[string]string{
	"emoji.dog": "perro", "emoji.cat": "gato", "emoji.horse": "caballo", "emoji.pig": "cerdo",
	"emoji.elephant": "elefante", "emoji.rabbit": "conejo", "emoji.panda": "panda", "emoji.penguin": "pingüino",
	"emoji.turtle": "tortuga", "emoji.fish": "pez", "emoji.octopus": "pulpo", "emoji.butterfly": "mariposa",
	"emoji.bee": "abeja", "emoji.snail": "caracol", "emoji.whale": "ballena", "emoji.camel": "camello",
	"emoji.sunflower": "girasol", "emoji.tree": "árbol", "emoji.cactus": "cactus", "emoji.mushroom": "hongo",
	"emoji.moon": "luna", "emoji.star": "estrella", "emoji.rainbow": "arcoíris", "emoji.fire": "fuego",
	"emoji.snowman": "muñeco de nieve", "emoji.banana": "banana", "emoji.apple": "manzana", "emoji.grapes": "uvas",
	"emoji.corn": "maíz", "emoji.carrot": "zanahoria", "emoji.pizza": "pizza", "emoji.cake": "torta",
	"emoji.bread": "pan", "emoji.cheese": "queso", "emoji.key": "llave", "emoji.lock": "candado",
	"emoji.hammer": "martillo", "emoji.clock": "reloj", "emoji.book": "libro", "emoji.lamp": "lámpara",
	"emoji.umbrella": "paraguas", "emoji.gift": "regalo", "emoji.balloon": "globo", "emoji.bell": "campana",
	"emoji.guitar": "guitarra", "emoji.drum": "tambor", "emoji.robot": "robot", "emoji.ghost": "fantasma",
	"emoji.glasses": "lentes", "emoji.hat": "sombrero", "emoji.crown": "corona", "emoji.shoe": "zapatilla",
	"emoji.camera": "cámara", "emoji.magnet": "imán", "emoji.anchor": "ancla", "emoji.bicycle": "bicicleta",
	"emoji.car": "auto", "emoji.train": "tren", "emoji.rocket": "cohete", "emoji.sailboat": "velero",
	"emoji.house": "casa", "emoji.football": "fútbol", "emoji.trophy": "trofeo", "emoji.dice": "dado",
}
