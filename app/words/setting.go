package words

// englishSetting holds what the settings are for that travel with the journal, by
// the names that `kith settings` knows.
var englishSetting = map[string]string{
	"setting.remind":        "Show reminders while Kith is open",
	"setting.quiet_from":    "Quiet hours begin, such as 22:00",
	"setting.quiet_to":      "Quiet hours end, such as 7:00",
	"setting.checkin_at":    "When to remind of a check-in that was not made yet, such as 20:00, or off",
	"setting.tray":          "Keep running in the tray when the window is closed, for reminders",
	"setting.low_energy":    "Low-energy mode: one thing at a time, in large",
	"setting.speak":         "Say aloud what has the focus and what was done",
	"setting.line":          "%-18s %-12s %s",
	"setting.done":          "%s is now %s.",
	"setting.unknown":       "There is no setting called %q. There are %s.",
	"setting.switch":        "%q is neither on nor off.",
	"setting.clock":         "%q is no time of day. Write it as 22:00.",
	"setting.backup_folder": "Folder for automatic backups, or off",
	"setting.backup_every":  "Days from one automatic backup to the next; 0 is never",
	"setting.backup_keep":   "How many automatic backups stay in the folder",
	"setting.count":         "%q is no whole number from %d to %d.",
	"setting.folder":        "%q cannot be the folder: %v.",
	"setting.no_folder":     "it is a file",
	"setting.sync":          "Bring records up to date with other computers while Kith is open",
	"setting.mdns":          "Look for known computers in the local network",
	"setting.sync_listen":   "Addresses at which other computers reach this one, or any",
	"setting.listen":        "%q is no address to listen on. Write it as /ip4/192.168.1.20/udp/4001/quic-v1, or any.",
}
