package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
	"kith/journal/vault"
	"kith/p2p/link"
	"kith/p2p/replica"
)

// Environment is what the program takes from where it was started.
type Environment struct {
	Vault          string // KITH_VAULT
	PassphraseFile string // KITH_PASSPHRASE_FILE
	Home           string // where the vault is if nobody says otherwise
	// Network makes the network for syncing; nil is none.
	Network func(app.NetworkConfig) (app.Network, error)
	// Language is the locale that texts are in: "es", "es_MX.UTF-8". "" leaves it
	// as it is, and one that Kith does not speak is English.
	Language string
	// Connect makes the network of a node; nil in a program that has none.
	Connect func(replica.NetworkConfig) (link.Network, error)
}

// FromOS reads the environment variables and finds the platform's data folder.
func FromOS() Environment {
	return Environment{
		Vault: os.Getenv("KITH_VAULT"), PassphraseFile: os.Getenv("KITH_PASSPHRASE_FILE"), Home: dataFolder(),
		Language: words.FromEnvironment(os.Getenv),
	}
}

// VaultDir is the folder of the vault unless the command line names another, ""
// if the system does not say where a program keeps its data.
func (e Environment) VaultDir() string {
	if e.Vault != "" {
		return e.Vault
	}
	return e.Home
}

// dataFolder is the folder for a program's own data on this platform, "" if the
// system does not say.
func dataFolder() string {
	switch runtime.GOOS {
	case "windows", "darwin":
		dir, err := os.UserConfigDir() // %AppData%, ~/Library/Application Support
		if err != nil {
			return ""
		}
		return filepath.Join(dir, map[string]string{"windows": "Kith", "darwin": "Kith"}[runtime.GOOS])
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "kith")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "share", "kith")
}

// Run runs one command line, without the program's name, and returns the exit
// code.
func Run(ctx context.Context, args []string, env Environment, ui Terminal) int {
	if env.Language != "" {
		words.Use(env.Language) // or stay English
	}
	s := &session{ui: ui, env: env}
	code := s.run(ctx, args)
	if err := s.close(); err != nil {
		s.explain(err)
		code = worse(code, app.Explain(err).Code)
	}
	return int(code)
}

func worse(a, b app.Code) app.Code {
	if a == app.Done {
		return b
	}
	return a
}

// session is one run of the program, or of a shell in it.
type session struct {
	ui  Terminal
	env Environment

	vaultFlag  string
	passFile   string
	workFactor int

	app        *app.App // once it is open
	passphrase []byte   // that it was opened with
	shell      bool     // the command comes from the shell
	ran        bool     // the command line was well formed
}

// usageError says that the command line is wrong. Its text is for the person.
type usageError struct{ error }

func usage(key string, args ...any) error { return usageError{errors.New(words.Text(key, args...))} }

// exitCode is an outcome that has been reported already.
type exitCode struct{ code app.Code }

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// run runs one command.
func (s *session) run(ctx context.Context, args []string) app.Code {
	root := newRoot(s)
	root.SetArgs(args)
	s.ran = false
	err := root.ExecuteContext(ctx)
	var done exitCode
	var wrong usageError
	switch {
	case err == nil:
		return app.Done
	case errors.As(err, &done):
		return done.code
	case errors.As(err, &wrong), !s.ran:
		fmt.Fprintln(s.ui.Err(), plain(words.Text("cli.usage", strings.TrimSuffix(err.Error(), "\n"))))
		return app.Usage
	}
	return s.explain(err)
}

// explain prints an error in words.
func (s *session) explain(err error) app.Code {
	x := app.Explain(err)
	fmt.Fprintln(s.ui.Err(), plain(words.Text("cli.error", x.What)))
	s.mark(err)
	for _, line := range []string{x.Means, x.Do} {
		if line != "" {
			fmt.Fprintln(s.ui.Err(), plain(line))
		}
	}
	return x.Code
}

// vaultDir returns the folder of the vault.
func (s *session) vaultDir() (string, error) {
	for _, dir := range []string{s.vaultFlag, s.env.VaultDir()} {
		if dir != "" {
			return dir, nil
		}
	}
	return "", usage("cli.no_home")
}

func (s *session) options() app.Options {
	return app.Options{WorkFactor: s.workFactor, Network: s.env.Network}
}

// open unlocks the vault if that has not been done.
func (s *session) open(ctx context.Context) (*app.App, error) {
	if s.app != nil {
		return s.app, nil
	}
	dir, err := s.vaultDir()
	if err != nil {
		return nil, err
	}
	if err := vault.Check(dir); err != nil { // before anybody types a passphrase for nothing
		return nil, err
	}
	passphrase, err := s.readPassphrase(ctx, words.Text("ask.passphrase"))
	if err != nil {
		return nil, err
	}
	a, err := app.Open(dir, crypto.PassphraseSecret(passphrase), s.options())
	if err != nil {
		return nil, err
	}
	s.app, s.passphrase = a, passphrase
	return a, nil
}

func (s *session) close() error {
	clear(s.passphrase)
	if s.app == nil {
		return nil
	}
	err := s.app.Close()
	s.app = nil
	return err
}

// withApp makes the body of a command that needs the open vault.
func (s *session) withApp(fn func(cmd *cobra.Command, a *app.App, args []string) error) func(*cobra.Command, []string) error {
	return s.body(func(cmd *cobra.Command, args []string) error {
		a, err := s.open(cmd.Context())
		if err != nil {
			return err
		}
		a.SetWorkFactor(s.workFactor)
		return fn(cmd, a, args)
	})
}

// withPerson gives a command the flag --person and makes its body for whom that
// names, or for the only person there is.
func (s *session) withPerson(cmd *cobra.Command, fn func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error) func(*cobra.Command, []string) error {
	person := cmd.Flags().StringP("person", "p", "", words.Text("flag.person"))
	return s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.ThePerson(*person)
		if err != nil {
			return err
		}
		return fn(cmd, a, p, args)
	})
}

// body makes the body of a command: whatever fails in it is no wrong usage,
// unless it says so.
func (s *session) body(fn func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s.ran = true
		if wantsJSON(cmd) { // programs read it: its texts are always the same
			defer words.Use(words.Language())
			words.Use("en")
		}
		return fn(cmd, args)
	}
}
