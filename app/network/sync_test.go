package network_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestSyncScripts runs the command lines in testdata/sync: several computers, each a
// process of the real program with its own vault, which meet over the loopback.
// Beside the commands of testscript there are:
//
//	on NAME                     the commands that follow are given on this computer,
//	                            which is made (kith init) when it is first named
//	meet A ARGS... -- B ARGS... runs an inviting command on A, and kith join with its
//	                            link and ARGS on B; each is told what the other shows
//	killed A TIMES...           new computers that join A are killed meanwhile
//	exits CODE COMMAND...       runs a command that must end with this exit code
//	until COMMAND...            runs a command again until it succeeds
//	ready DIR                   waits until the node of a folder has said where it is
//	shows TEXT COMMAND...       runs a command again until its output has a text in it
//	keep NAME [KEY...]          makes the last output, or what it has under keys as
//	                            JSON, the value of a variable
func TestSyncScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/sync",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("LANG", "C")
			env.Setenv("KITH_PASSPHRASE_FILE", filepath.Join(env.WorkDir, "pass"))
			return os.WriteFile(filepath.Join(env.WorkDir, "pass"), []byte("four words of mine\n"), 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"on": on, "meet": meet, "exits": exits, "until": until,
			"ready": func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(ready(ts.MkAbs(args[0]))) },
			"shows": shows, "keep": keep, "killed": killed,
		},
	})
}

// on makes the vault of a computer if need be, and lets it listen on the loopback
// alone, at a port of its own.
func on(ts *testscript.TestScript, _ bool, args []string) {
	vault := ts.MkAbs(args[0])
	ts.Setenv("KITH_VAULT", vault)
	if _, err := os.Stat(vault); err == nil {
		return
	}
	ts.Check(ts.Exec("kith", "init", "--work-factor", "10"))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	address := fmt.Sprintf("/ip4/127.0.0.1/tcp/%d", l.Addr().(*net.TCPAddr).Port)
	ts.Check(l.Close())
	ts.Check(ts.Exec("kith", "settings", "sync_listen", address))
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s\n%s%s", code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func until(ts *testscript.TestScript, _ bool, args []string) {
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if err = ts.Exec(args[0], args[1:]...); err == nil {
			return
		}
	}
	ts.Fatalf("%v: %v\n%s%s", args, err, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
}

func shows(ts *testscript.TestScript, _ bool, args []string) {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if ts.Exec(args[1], args[2:]...) == nil && strings.Contains(ts.ReadFile("stdout"), args[0]) {
			return
		}
	}
	ts.Fatalf("%v does not show %s\n%s%s", args[1:], args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
}

func keep(ts *testscript.TestScript, _ bool, args []string) {
	value := strings.TrimSpace(ts.ReadFile("stdout"))
	if len(args) > 1 {
		var doc any
		ts.Check(json.Unmarshal([]byte(value), &doc))
		for _, key := range args[1:] {
			part, _ := doc.(map[string]any)
			doc = part[key]
		}
		value = fmt.Sprint(doc)
	}
	ts.Setenv(args[0], value)
}

// party is one of two computers that meet.
type party struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
	err bytes.Buffer
}

// command is one that a computer is given.
func command(ts *testscript.TestScript, vault string, args ...string) *exec.Cmd {
	path, err := lookIn(ts.Getenv("PATH"), "kith")
	ts.Check(err)
	cmd := exec.Command(path, args...)
	cmd.Env = []string{
		"KITH_VAULT=" + ts.MkAbs(vault), "KITH_PASSPHRASE_FILE=" + ts.Getenv("KITH_PASSPHRASE_FILE"),
		"HOME=" + ts.Getenv("HOME"), "LANG=C", "PATH=" + ts.Getenv("PATH"),
	}
	return cmd
}

func begin(ts *testscript.TestScript, vault string, args ...string) *party {
	p := &party{cmd: command(ts, vault, append(slices.Clone(args), "--expect", "-", "--json")...)}
	p.cmd.Stderr = &p.err
	var err error
	p.in, err = p.cmd.StdinPipe()
	ts.Check(err)
	out, err := p.cmd.StdoutPipe()
	ts.Check(err)
	p.out = bufio.NewScanner(out)
	ts.Check(p.cmd.Start())
	return p
}

func lookIn(path, name string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return filepath.Join(dir, name), nil
		}
	}
	return "", exec.ErrNotFound
}

// line reads the next document that a party writes, and returns what it has under
// a key.
func (p *party) line(ts *testscript.TestScript, key string) map[string]any {
	if !p.out.Scan() {
		ts.Fatalf("it ended: %v\n%s", p.cmd.Wait(), p.err.String())
	}
	var doc map[string]map[string]any
	if err := json.Unmarshal(p.out.Bytes(), &doc); err != nil || doc[key] == nil {
		ts.Fatalf("no %q in %s (%v)", key, p.out.Text(), err)
	}
	ts.Logf("%s", p.out.Text())
	return doc[key]
}

func (p *party) end(ts *testscript.TestScript) {
	for p.out.Scan() {
		ts.Logf("%s", p.out.Text())
	}
	if err := p.cmd.Wait(); err != nil {
		ts.Fatalf("%v: %v\n%s", p.cmd.Args, err, p.err.String())
	}
}

func meet(ts *testscript.TestScript, _ bool, args []string) {
	i := slices.Index(args, "--")
	if i < 2 || len(args) < i+2 {
		ts.Fatalf("usage: meet A ARGS... -- B ARGS...")
	}
	inviter, joiner := introduce(ts, args[0], args[1:i], args[i+1], args[i+2:])
	joiner.line(ts, "joined")
	inviter.line(ts, "admitted")
	joiner.end(ts)
	inviter.end(ts)
}

// introduce brings two computers as far as that both said yes.
func introduce(ts *testscript.TestScript, a string, args []string, b string, joining []string) (inviter, joiner *party) {
	inviter = begin(ts, a, args...)
	link, _ := inviter.line(ts, "invitation")["link"].(string)
	joiner = begin(ts, b, append([]string{"join", link}, joining...)...)
	if together := slices.Contains(args, "device") || slices.Contains(args, "--together"); together {
		shown := [2]string{}
		for n, p := range []*party{joiner, inviter} {
			var emoji []string
			for _, e := range p.line(ts, "compare")["emoji"].([]any) {
				emoji = append(emoji, e.(string))
			}
			shown[n] = strings.Join(emoji, " ")
		}
		for n, p := range []*party{inviter, joiner} {
			_, err := fmt.Fprintln(p.in, shown[n])
			ts.Check(err)
		}
	}
	return inviter, joiner
}

// killed lets new computers join one, and kills each with SIGKILL so many
// milliseconds after both said yes. When it syncs again it has the whole record, or
// nothing; then it can join anew. Either way it is one device.
func killed(ts *testscript.TestScript, _ bool, args []string) {
	for n, after := range args[1:] {
		pause, err := time.ParseDuration(after)
		ts.Check(err)
		name := fmt.Sprintf("Killed%d", n)
		vault := strings.ToLower(name)
		on(ts, false, []string{vault})
		add := []string{"device", "add"}
		inviter, joiner := introduce(ts, args[0], add, vault, []string{"--name", name})
		time.Sleep(pause)
		ts.Check(joiner.cmd.Process.Kill())
		if joiner.cmd.Wait() == nil {
			ts.Logf("it was done before %v", pause)
		}
		ts.Check(inviter.cmd.Process.Signal(os.Interrupt))
		_ = inviter.cmd.Wait() // it may have been done, or not

		other := command(ts, args[0], "sync")
		ts.Check(other.Start())
		_ = ts.Exec("kith", "sync", "--once") // the other may not listen yet
		ts.Check(ts.Exec("kith", "person", "list"))
		if joined := strings.Contains(ts.ReadFile("stdout"), "Anna"); joined {
			ts.Logf("killed after %v, it has joined", pause)
			shows(ts, false, []string{"Headache 7/10", "sh", "-c", "kith sync --once >sync.log 2>&1; kith list"})
			ts.Check(other.Process.Signal(os.Interrupt))
			_ = other.Wait() // it says whether somebody who is connected lacks something
		} else {
			ts.Logf("killed after %v, it has nothing", pause)
			ts.Check(other.Process.Signal(os.Interrupt))
			_ = other.Wait() // the same
			meet(ts, false, slices.Concat(args[:1], add, []string{"--", vault, "--name", name}))
			shows(ts, false, []string{"Headache 7/10", "kith", "list"})
		}
		ts.Check(ts.Exec("kith", "verify"))
		ts.Check(ts.Exec("kith", "device", "list"))
		if devices := strings.Count(ts.ReadFile("stdout"), name); devices != 1 {
			ts.Fatalf("%d devices are called %s:\n%s", devices, name, ts.ReadFile("stdout"))
		}
	}
}
