package words

// englishFirst holds the first run, the recovery sheet on paper and the unlock
// page.
var englishFirst = map[string]string{
	"unlock.open": "Open",
	// The sheet on paper. Its font has the letters of Western Europe only.
	"first.paper.title":        "Kith recovery sheet",
	"first.paper.private":      "PRIVATE",
	"first.paper.what":         "This page opens your health journal if you forget your passphrase. Anyone who has it can read\neverything. Nobody can replace it for you.",
	"first.paper.date":         "Date",
	"first.paper.sheet":        "Sheet",
	"first.paper.vault":        "Vault number",
	"first.paper.words":        "Your 24 words, in this order",
	"first.paper.keep.title":   "Keep it safe",
	"first.paper.keep.text":    "Put this paper where you keep important papers, away from the computer. If you saved it as a file, delete the file after printing. Do not photograph it with a phone that stores its pictures elsewhere.",
	"first.paper.use.title":    "If you forget your passphrase",
	"first.paper.use.text":     "Start Kith, choose \"Use the recovery sheet\" and type the words. The first four letters of each are enough.\nWithout a window: kith recover --sheet FILE",
	"first.paper.backup.title": "It also opens your backups",
	"first.paper.backup.text":  "Every backup made since this date opens with it, in Kith or in the free program age:\nage -d -i FILE -o backup.tar BACKUP.age",
	"first.paper.identity":     "For a program, the secret is this one line. The square code holds the same; FILE is a text file with it.",
	"first.paper.end":          "age %s or newer is at https://age-encryption.org. This sheet works until you remove it in Kith under Settings.",
}
