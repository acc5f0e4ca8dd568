package app

// Command is one thing a person can ask for. The command line makes its commands
// from this table, and the window its menus, shortcuts, command palette and page
// of shortcuts; what they are called and how they are explained is in package
// words, under their ID ("help.log.short", "command.log").
type Command struct {
	// ID is also how it is typed: "log", "person add".
	ID string
	// Vault says that an open vault is needed.
	Vault bool
	// JSON says that it can answer with a JSON document.
	JSON bool
	// Shell says that it can be given while a vault is open.
	Shell bool
	// WindowOnly says that a terminal has no use for it.
	WindowOnly bool
	// Menu is the menu of the window it stands in; "" is none.
	Menu Menu
	// Shortcut is the key for it in the window: "Ctrl+N"; "" is none.
	Shortcut string
}

// Menu is one of the window's menus.
type Menu string

// The menus, in their order.
const (
	MenuVault Menu = "vault"
	MenuEntry Menu = "entry"
	MenuView  Menu = "view"
	MenuHelp  Menu = "help"
)

// Menus returns the menus in their order.
func Menus() []Menu { return []Menu{MenuVault, MenuEntry, MenuView, MenuHelp} }

// Commands returns the table, in the order of the help.
func Commands() []Command {
	return []Command{
		{ID: "init"},
		{ID: "today", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+1"},
		{ID: "today review", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Shift+D"},
		{ID: "today helped", Vault: true, JSON: true, Shell: true},
		{ID: "checkin", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+D"},
		{ID: "checkin repeat", Vault: true, WindowOnly: true, Menu: MenuEntry, Shortcut: "Ctrl+R"},
		{ID: "day before", Vault: true, WindowOnly: true, Menu: MenuView, Shortcut: "Alt+Left"},
		{ID: "day after", Vault: true, WindowOnly: true, Menu: MenuView, Shortcut: "Alt+Right"},
		{ID: "overview", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+6"},
		{ID: "remind", Vault: true, JSON: true, Shell: true},
		{ID: "log", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+N"},
		{ID: "add", Vault: true, JSON: true, Shell: true},
		{ID: "episode"},
		{ID: "episode end", Vault: true, JSON: true, Shell: true},
		{ID: "appointment"},
		{ID: "appointment ask", Vault: true, JSON: true, Shell: true},
		{ID: "appointment asked", Vault: true, JSON: true, Shell: true},
		{ID: "entry form", Vault: true, WindowOnly: true, Menu: MenuEntry, Shortcut: "Ctrl+Shift+N"},
		{ID: "list", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+2"},
		{ID: "find", Vault: true, WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+F"},
		{ID: "edit", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+E"},
		{ID: "delete", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Delete"},
		{ID: "undo", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Z"},
		{ID: "redo", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Y"},
		{ID: "history", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Shift+H"},
		{ID: "conflict"},
		{ID: "conflict list", Vault: true, JSON: true, Shell: true, Menu: MenuEntry},
		{ID: "conflict settle", Vault: true, JSON: true, Shell: true},
		{ID: "trash"},
		{ID: "trash list", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Shift+Delete"},
		{ID: "list recorded", Vault: true, WindowOnly: true, Menu: MenuView},
		{ID: "trash restore", Vault: true, JSON: true, Shell: true},
		{ID: "import", Vault: true, JSON: true, Shell: true, Menu: MenuVault, Shortcut: "Ctrl+I"},
		{ID: "attach"},
		{ID: "attach add", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+Shift+A"},
		{ID: "attach list", Vault: true, JSON: true, Shell: true},
		{ID: "attach save", Vault: true, JSON: true, Shell: true},
		{ID: "terms"},
		{ID: "terms match", JSON: true, Shell: true},
		{ID: "terms search", JSON: true, Shell: true},
		{ID: "terms import", Vault: true, JSON: true, Shell: true},
		{ID: "terms list", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "terms remove", Vault: true, Shell: true},
		{ID: "treatment"},
		{ID: "treatment add", Vault: true, JSON: true, Shell: true, Menu: MenuEntry, Shortcut: "Ctrl+T"},
		{ID: "treatment list", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+3"},
		{ID: "treatment show", Vault: true, JSON: true, Shell: true},
		{ID: "treatment due", Vault: true, JSON: true, Shell: true},
		{ID: "treatment change", Vault: true, JSON: true, Shell: true},
		{ID: "treatment pause", Vault: true, JSON: true, Shell: true},
		{ID: "treatment resume", Vault: true, JSON: true, Shell: true},
		{ID: "treatment stop", Vault: true, JSON: true, Shell: true},
		{ID: "treatment rate", Vault: true, JSON: true, Shell: true},
		{ID: "treatment take", Vault: true, JSON: true, Shell: true},
		{ID: "treatment skip", Vault: true, JSON: true, Shell: true},
		{ID: "treatment adherence", Vault: true, JSON: true, Shell: true},
		{ID: "stock"},
		{ID: "stock add", Vault: true, JSON: true, Shell: true},
		{ID: "stock count", Vault: true, JSON: true, Shell: true},
		{ID: "stock list", Vault: true, JSON: true, Shell: true},
		{ID: "experiment"},
		{ID: "experiment plan", Vault: true, JSON: true, Shell: true, Menu: MenuEntry},
		{ID: "experiment list", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "experiment show", Vault: true, JSON: true, Shell: true},
		{ID: "experiment day", Vault: true, JSON: true, Shell: true},
		{ID: "experiment skip", Vault: true, JSON: true, Shell: true},
		{ID: "experiment end", Vault: true, JSON: true, Shell: true},
		{ID: "chart"},
		{ID: "chart timeline", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+5"},
		{ID: "chart multiples", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart calendar", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart hours", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart scores", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart adherence", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart together", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart body", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart compare", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "chart scatter", Vault: true, JSON: true, Shell: true, Menu: MenuView},
		{ID: "insight", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+8"},
		{ID: "insight helped", Vault: true, JSON: true, Shell: true},
		{ID: "insight with", Vault: true, JSON: true, Shell: true},
		{ID: "insight before", Vault: true, JSON: true, Shell: true},
		{ID: "insight trend", Vault: true, JSON: true, Shell: true},
		{ID: "insight length", Vault: true, JSON: true, Shell: true},
		{ID: "insight meaning", Vault: true, JSON: true, Shell: true},
		{ID: "ask"},
		{ID: "ask list", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+4"},
		{ID: "ask show", Vault: true, JSON: true, Shell: true},
		{ID: "ask answer", Vault: true, JSON: true, Shell: true},
		{ID: "ask history", Vault: true, JSON: true, Shell: true},
		{ID: "ask every", Vault: true, JSON: true, Shell: true},
		{ID: "ask add", Vault: true, JSON: true, Shell: true},
		{ID: "ask remove", Vault: true, Shell: true},
		{ID: "person"},
		{ID: "person switch", Vault: true, WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+P"},
		{ID: "person add", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "person list", Vault: true, JSON: true, Shell: true},
		{ID: "person rename", Vault: true, Shell: true, Menu: MenuVault},
		{ID: "person erase", Vault: true, Shell: true, Menu: MenuVault},
		{ID: "backup", Vault: true, JSON: true, Shell: true, Menu: MenuVault, Shortcut: "Ctrl+B"},
		{ID: "backup auto", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "backup drill", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "restore", JSON: true, Menu: MenuVault},
		{ID: "report", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+9"},
		{ID: "export", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "verify", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "passwd", Vault: true, Shell: true, Menu: MenuVault},
		{ID: "slot"},
		{ID: "slot list", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "slot add-passphrase", Vault: true, Shell: true, Menu: MenuVault},
		{ID: "slot add-recovery", Vault: true, Shell: true, Menu: MenuVault},
		{ID: "slot remove", Vault: true, Shell: true},
		{ID: "recover"},
		{ID: "node"},
		{ID: "node link"},
		{ID: "node status", JSON: true},
		{ID: "node forget"},
		{ID: "erase", Vault: true, Menu: MenuVault},
		{ID: "device"},
		{ID: "device add", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "device list", Vault: true, JSON: true, Shell: true},
		{ID: "device name", Vault: true, JSON: true, Shell: true},
		{ID: "device remove", Vault: true, Shell: true},
		{ID: "device confirm", Vault: true, Shell: true},
		{ID: "space"},
		{ID: "space list", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+7"},
		{ID: "space show", Vault: true, JSON: true, Shell: true},
		{ID: "space members", Vault: true, JSON: true, Shell: true},
		{ID: "space invite", Vault: true, JSON: true, Shell: true},
		{ID: "space cancel", Vault: true, Shell: true},
		{ID: "space role", Vault: true, Shell: true},
		{ID: "space remove", Vault: true, Shell: true},
		{ID: "space leave", Vault: true, Shell: true},
		{ID: "join", Vault: true, JSON: true, Shell: true, Menu: MenuVault},
		{ID: "sync", Vault: true, JSON: true, Shell: true, Menu: MenuVault, Shortcut: "Ctrl+Shift+Y"},
		{ID: "status", Vault: true, JSON: true, Shell: true},
		{ID: "peer"},
		{ID: "peer add", Vault: true, JSON: true, Shell: true},
		{ID: "peer list", Vault: true, JSON: true, Shell: true},
		{ID: "peer remove", Vault: true, Shell: true},
		{ID: "safety", Vault: true, JSON: true, Shell: true},
		{ID: "shell", Vault: true},
		{ID: "low energy", Vault: true, WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+Shift+L"},
		{ID: "speak", WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+Shift+V"},
		{ID: "speak again", WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+Shift+R"},
		{ID: "text larger", WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+="},
		{ID: "text smaller", WindowOnly: true, Menu: MenuView, Shortcut: "Ctrl+-"},
		{ID: "theme", WindowOnly: true, Menu: MenuView},
		{ID: "settings", Vault: true, JSON: true, Shell: true, Menu: MenuView, Shortcut: "Ctrl+,"},
		{ID: "lock", Vault: true, WindowOnly: true, Menu: MenuVault, Shortcut: "Ctrl+L"},
		{ID: "quit", WindowOnly: true, Menu: MenuVault, Shortcut: "Ctrl+Q"},
		{ID: "palette", Vault: true, WindowOnly: true, Menu: MenuHelp, Shortcut: "Ctrl+K"},
		{ID: "shortcuts", WindowOnly: true, Menu: MenuHelp, Shortcut: "Ctrl+H"},
		{ID: "about", WindowOnly: true, Menu: MenuHelp},
		{ID: "version", JSON: true, Shell: true},
	}
}
