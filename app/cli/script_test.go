package cli_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kith/app"
	"kith/app/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"kith": kith})
}

// tests are all tests of the package, and what is to be done after the last.
type tests struct{ m *testing.M }

func (t tests) Run() int {
	code := t.m.Run()
	if programDir != "" {
		if err := os.RemoveAll(programDir); err != nil {
			return 1
		}
	}
	return code
}

// kith is the program without anybody at the terminal.
func kith() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.FromOS(), nobody{cli.NewTerminal()}))
}

// nobody is a terminal that nobody sits at, whatever the tests were started from.
type nobody struct{ cli.Terminal }

func (nobody) InIsTerminal() bool  { return false }
func (nobody) OutIsTerminal() bool { return false }
func (nobody) ErrIsTerminal() bool { return false }
func (nobody) AskSecret(context.Context, string) ([]byte, error) {
	return nil, app.ErrNoPassphrase
}

// TestScripts runs the command lines in testdata/script. Beside the commands of
// testscript there are:
//
//	exits CODE COMMAND...   runs a command that must end with this exit code
//	id NAME                 sets $NAME to the id in the last line of standard output
//	flip FILE OFFSET        changes a byte of a file
func TestScripts(t *testing.T) {
	runScripts(t, testscript.Params{Dir: "testdata/script"})
}

func runScripts(t *testing.T, p testscript.Params) {
	p.Setup = func(env *testscript.Env) error {
		home := filepath.Join(env.WorkDir, "home")
		env.Setenv("HOME", home)
		env.Setenv("XDG_DATA_HOME", "")
		env.Setenv("TZ", "Europe/Berlin")
		env.Setenv("KITH_VAULT", filepath.Join(env.WorkDir, "vault"))
		env.Setenv("KITH_PASSPHRASE_FILE", filepath.Join(env.WorkDir, "pass"))
		if err := os.WriteFile(filepath.Join(env.WorkDir, "pass"), []byte("four words of mine\n"), 0o600); err != nil {
			return err
		}
		return os.Mkdir(home, 0o700)
	}
	p.Cmds = map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "id": setID, "flip": flip}
	testscript.Run(t, p)
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%s: exit code %d, want %s\n%s", strings.Join(args[1:], " "), code, args[0], ts.ReadFile("stderr"))
	}
}

func setID(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	for _, word := range strings.Fields(lines[len(lines)-1]) {
		word = strings.Trim(word, "().,:")
		if len(word) == 8 && strings.Trim(word, "0123456789abcdef") == "" {
			ts.Setenv(args[0], word)
			return
		}
	}
	ts.Fatalf("there is no id in %q", lines[len(lines)-1])
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	matches, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(matches) == 0 {
		ts.Fatalf("no file %s", args[0])
	}
	offset, err := strconv.Atoi(args[1])
	ts.Check(err)
	data, err := os.ReadFile(matches[0])
	ts.Check(err)
	data[offset] ^= 1
	ts.Check(os.WriteFile(matches[0], data, 0o600))
}
