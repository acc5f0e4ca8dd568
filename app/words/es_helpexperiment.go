package words

// spanishHelpExperiment is englishHelpExperiment in Spanish.
var spanishHelpExperiment = map[string]string{
	"help.experiment.short": "Probar algo por turnos, en un orden sorteado",
	"help.experiment.long": `Probar algo en uno mismo: unos bloques de días con eso y otros tantos sin eso, por
pares, en un orden sorteado. Al final Kith compara los bloques.

No empezar, dejar ni cambiar una medicina recetada por un experimento sin preguntar a
quien la recetó. Kith no propone ninguna dosis, y lo que resulte no es un consejo.`,

	"help.experiment plan.args":  "NAME --measure OUTCOME [--against OTHER] [--habit | --times TIMES] [--asked] [--dry-run]",
	"help.experiment plan.short": "Planear un experimento",
	"help.experiment plan.long": `Planear un experimento con al menos seis pares de bloques. NAME es lo que se prueba.
Un tratamiento en curso conserva su plan y descansa en los bloques sin él; uno nuevo
necesita --times; para lo que no tiene dosis, dar --habit. Las dosis aparecen en el
día y en los recordatorios como las demás. --dry-run muestra los días y con qué
probabilidad se vería una diferencia, sin guardar nada. El orden se sortea al guardar.

No empezar, dejar ni cambiar una medicina recetada por un experimento sin preguntar a
quien la recetó. Para un tratamiento, --asked dice que ya se preguntó, o que nadie lo
recetó. kith undo deshace el plan entero.`,
	"help.experiment plan.example": `kith experiment plan "Evening walk" --habit --measure Headache
kith experiment plan Magnesium --times 20:00 --measure Headache --washout 3 --asked
kith experiment plan Coffee --against Tea --habit --measure Sleep --pairs 8 --dry-run`,

	"help.experiment list.args":    "[--json]",
	"help.experiment list.short":   "Listar los experimentos",
	"help.experiment list.long":    "Listar los experimentos de una persona: primero los que siguen.",
	"help.experiment list.example": "kith experiment list",

	"help.experiment show.args":  "[NAME] [--peek] [--json]",
	"help.experiment show.short": "Mostrar el plan, el día de hoy y la respuesta cuando toca",
	"help.experiment show.long": `Mostrar un experimento: sus bloques, lo que pide el día de hoy, cuántos días fueron
según el plan y, cuando termina, lo que resultó. NAME es su nombre o el principio de
su id; sin él, es el experimento en curso. Antes del final no hay respuesta, porque
quien mira antes ve ir y venir el azar; --peek la muestra de todos modos.`,
	"help.experiment show.example": `kith experiment show
kith experiment show Magnesium --json`,

	"help.experiment day.args":  "yes|no [NAME] [--date DAY] [--json]",
	"help.experiment day.short": "Decir si un día fue según el plan, para un hábito",
	"help.experiment day.long": `Anotar para un hábito si un día fue según el plan: en un día con él, yes es que lo
hubo; en un día sin él, yes es que no lo hubo. Las dosis de un tratamiento se anotan
como siempre.`,
	"help.experiment day.example": `kith experiment day yes
kith experiment day no "Evening walk" --date yesterday`,

	"help.experiment skip.args":  "[NAME] [--block N] [--again [--from DAY]] [--reason TEXT] [--json]",
	"help.experiment skip.short": "Dejar fuera un bloque, o empezarlo otro día",
	"help.experiment skip.long": `Decir que un bloque no fue según el plan, por enfermedad o un viaje: entonces su par no
cuenta. Con --again el bloque empieza otra vez, o más tarde de lo planeado, y todos los
siguientes lo siguen. Sin --block es el bloque de hoy, o el próximo.`,
	"help.experiment skip.example": `kith experiment skip --reason flu
kith experiment skip --again --from 2026-12-27 --reason travel`,

	"help.experiment end.args":  "[NAME] [--reason TEXT] [--json]",
	"help.experiment end.short": "Terminar un experimento antes de tiempo",
	"help.experiment end.long": `Terminar hoy un experimento. Lo hecho se conserva y cuenta hasta donde llegue. Un
tratamiento empezado para él termina; uno que ya estaba en curso sigue según su plan.`,
	"help.experiment end.example": `kith experiment end --reason "felt worse"`,
}
