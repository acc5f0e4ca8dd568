package app

// Command is one thing a person can ask for. The command line makes its commands
// from this table, and the window its menus; what they are called and how they
// are explained is in package words, under their ID.
type Command struct {
	// ID is also how it is typed: "log", "person add".
	ID string
	// Vault says that an open vault is needed.
	Vault bool
	// JSON says that it can answer with a JSON document.
	JSON bool
	// Shell says that it can be given while a vault is open.
	Shell bool
}

// Commands returns the table, in the order of the help.
func Commands() []Command {
	return []Command{
		{ID: "init"},
		{ID: "log", Vault: true, JSON: true, Shell: true},
		{ID: "list", Vault: true, JSON: true, Shell: true},
		{ID: "edit", Vault: true, JSON: true, Shell: true},
		{ID: "delete", Vault: true, JSON: true, Shell: true},
		{ID: "undo", Vault: true, JSON: true, Shell: true},
		{ID: "redo", Vault: true, JSON: true, Shell: true},
		{ID: "history", Vault: true, JSON: true, Shell: true},
		{ID: "import", Vault: true, JSON: true, Shell: true},
		{ID: "person"},
		{ID: "person add", Vault: true, JSON: true, Shell: true},
		{ID: "person list", Vault: true, JSON: true, Shell: true},
		{ID: "person rename", Vault: true, Shell: true},
		{ID: "person erase", Vault: true, Shell: true},
		{ID: "backup", Vault: true, JSON: true, Shell: true},
		{ID: "restore", JSON: true},
		{ID: "verify", Vault: true, JSON: true, Shell: true},
		{ID: "passwd", Vault: true, Shell: true},
		{ID: "slot"},
		{ID: "slot list", Vault: true, JSON: true, Shell: true},
		{ID: "slot add-passphrase", Vault: true, Shell: true},
		{ID: "slot add-recovery", Vault: true, Shell: true},
		{ID: "slot remove", Vault: true, Shell: true},
		{ID: "recover"},
		{ID: "shell", Vault: true},
		{ID: "version", JSON: true, Shell: true},
	}
}
