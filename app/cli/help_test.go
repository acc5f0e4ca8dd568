package cli_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/app/cli"
	"kith/app/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fake is a terminal with a person who gives prepared answers.
type fake struct {
	in       io.Reader
	out, err bytes.Buffer
	person   bool     // somebody is there
	secrets  []string // typed at AskSecret, in turn
	lines    []string // typed at Ask
	asked    []string // the prompts
}

func (f *fake) In() io.Reader       { return f.in }
func (f *fake) Out() io.Writer      { return &f.out }
func (f *fake) Err() io.Writer      { return &f.err }
func (f *fake) InIsTerminal() bool  { return f.person }
func (f *fake) OutIsTerminal() bool { return f.person }
func (f *fake) ErrIsTerminal() bool { return f.person }

func (f *fake) AskSecret(_ context.Context, prompt string) ([]byte, error) {
	f.asked = append(f.asked, prompt)
	if len(f.secrets) == 0 {
		return nil, app.ErrNoPassphrase
	}
	secret := f.secrets[0]
	f.secrets = f.secrets[1:]
	return []byte(secret), nil
}

func (f *fake) Ask(_ context.Context, prompt string) (string, error) {
	f.asked = append(f.asked, prompt)
	if len(f.lines) == 0 {
		return "", io.EOF
	}
	line := f.lines[0]
	f.lines = f.lines[1:]
	return line, nil
}

// run runs one command line and returns the exit code.
func (f *fake) run(vault string, args ...string) int {
	f.out.Reset()
	f.err.Reset()
	f.asked = nil
	if f.in == nil {
		f.in = strings.NewReader("")
	}
	return cli.Run(context.Background(), args, cli.Environment{Vault: vault}, f)
}

// TestHelp compares the help of every command with its golden file, and so that
// what commands there are and what they are called does not change by accident.
func TestHelp(t *testing.T) {
	names := map[string]string{"kith": ""}
	for _, c := range app.Commands() {
		if c.WindowOnly {
			continue
		}
		names[strings.ReplaceAll(c.ID, " ", "-")] = c.ID
	}
	for file, id := range names {
		t.Run(file, func(t *testing.T) {
			f := new(fake)
			args := append(strings.Fields(id), "--help")
			if code := f.run("", args...); code != 0 {
				t.Fatalf("exit code %d: %s", code, f.err.String())
			}
			compare(t, filepath.Join("testdata", "help", file+".txt"), f.out.Bytes())
			for _, line := range strings.Split(f.out.String(), "\n") {
				if strings.HasPrefix(strings.TrimSpace(line), "help.") {
					t.Errorf("a text is missing: %s", line)
				}
			}
		})
	}
	golden, err := filepath.Glob("testdata/help/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(golden) != len(names) {
		t.Errorf("%d golden files for %d commands", len(golden), len(names))
	}
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; if that is meant, run the test with -update. Got:\n%s", file, got)
	}
}

// TestWordsAreThere looks for keys in the sources that have no text.
func TestWordsAreThere(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{`words.Text("`, `s.say("`, `s.note("`, `usage("`, `s.newProgress("`} {
			for _, part := range strings.Split(string(source), call)[1:] {
				key, _, _ := strings.Cut(part, `"`)
				if found++; !strings.HasSuffix(key, ".") && !words.Has(key) && !strings.HasSuffix(file, "_test.go") {
					t.Errorf("%s: %q has no text", file, key)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d keys found: the test looks for the wrong calls", found)
	}
}
