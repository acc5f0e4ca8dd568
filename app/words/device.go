package words

// englishDevice names computers.
var englishDevice = map[string]string{
	"device.unnamed": "computer %s",
	"device.of":      "%s (%s)",

	"device.remove.means": "%s gets nothing that is written from now on. What is on it stays there: whoever can unlock it can read that. If it was stolen, its own passphrase is what protects it.",
}
