package words

// englishDevice names computers.
var englishDevice = map[string]string{
	"device.unnamed": "computer %s",
	"device.of":      "%s (%s)",

	"device.remove.means": "%s gets nothing that is written from now on. What is on it stays there: whoever can unlock it can read that. If it was stolen, its own passphrase is what protects it.",

	"device.line":      "%s  %-28s%s  %s",
	"device.this":      " (this computer)",
	"device.waiting":   " (waits for a yes: kith device confirm)",
	"device.named":     "This computer is called %s, and you are called %s, by those who have one of your records.",
	"device.no_name":   "nothing yet",
	"device.removed":   "%s was removed.",
	"device.confirmed": "%s gets the record of %s.",

	"device.confirm.means": "%s gets everything in the record. Say yes only if you know that it belongs to its owner.",
}
