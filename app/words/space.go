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

	"space.role.none":      "removed",
	"space.role.none.does": "Can read what had arrived before, and nothing new.",

	"space.line":         "%s  %-20s %-10s %s, %s, %s",
	"space.head":         "%s: you are %s. %s",
	"space.part":         "Shared with you: %s.",
	"space.only":         "%s of %s",
	"space.me":           "%s (you)",
	"space.member":       "%s  %-24s %s, since %s",
	"space.device":       "    %s  %-24s since %s%s",
	"space.former":       "%s  %-24s no longer in it",
	"space.node":         "%s  node %s",
	"space.invitation":   "%s  open invitation, %s, until %s",
	"space.cancelled":    "The invitation is void.",
	"space.role.changed": "%s is %s now.",
	"space.removed":      "%s was removed from the record of %s.",
	"space.left":         "You have left the record of %s. It is erased here as soon as one of the others knows.",
	"space.roles":        "%q is no role. There are owner, caregiver and viewer.",
	"space.category":     "%q is no category. There are %s.",
}
