package words

// englishSpace says who has a record and what they may do.
var englishSpace = map[string]string{
	"space.unnamed": "person %s",

	"space.role.owner":          "owner",
	"space.role.caregiver":      "caregiver",
	"space.role.viewer":         "viewer",
	"space.role.owner.does":     "Reads and writes, and decides who else has the record.",
	"space.role.caregiver.does": "Reads and writes.",
	"space.role.viewer.does":    "Reads. Can be given a part of the record only.",

	"space.remove.means": "%s gets nothing that is written from now on, and nothing they write counts. What they have received stays with them: it cannot be taken back.",
	"space.role.means":   "%s can do less from now on. What they have received stays with them: it cannot be taken back.",
	"space.leave.means":  "The record of %s is erased from this computer, and nothing new comes. What you wrote stays in the record of the others, with your name. Your other computers are out too.",
}
