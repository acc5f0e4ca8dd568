//go:build linux

// Package nattest holds a test alone: the built program, as two people use it, in
// two homes behind NATs with a group's own node between them.
package nattest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	testTime = 6 * time.Minute // for all of it
	stepTime = time.Minute     // for one command
)

// buildProgram builds the program without its window.
func buildProgram(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kith")
	cmd := exec.Command("go", "build", "-tags", "sqlite_fts5,nowindow", "-ldflags", "-s -w", "-o", path, "kith")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// computer is a home's computer with a vault on it.
type computer struct {
	lab     lab
	ns      string
	dir     string
	program string
}

func (l lab) computer(ns, program string) computer {
	l.t.Helper()
	c := computer{l, ns, l.t.TempDir(), program}
	if err := os.WriteFile(filepath.Join(c.dir, "pass"), []byte("four words of mine\n"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return c
}

func (c computer) command(args ...string) *exec.Cmd {
	cmd := c.lab.command(c.ns, append([]string{c.program}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+c.dir, "XDG_DATA_HOME=", "LANG=C", "TZ=UTC",
		"KITH_VAULT="+filepath.Join(c.dir, "vault"), "KITH_PASSPHRASE_FILE="+filepath.Join(c.dir, "pass"))
	return cmd
}

// kith runs a command that must succeed, and returns what it printed.
func (c computer) kith(args ...string) string {
	c.lab.t.Helper()
	out, err := c.try(args...)
	if err != nil {
		c.lab.t.Fatalf("%s: kith %s: %v\n%s", c.ns, strings.Join(args, " "), err, out)
	}
	return out
}

func (c computer) try(args ...string) (string, error) {
	cmd := c.command(args...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	late := time.AfterFunc(stepTime, func() { _ = cmd.Process.Signal(syscall.SIGTERM) }) // Wait tells how it ended
	err := cmd.Run()
	late.Stop()
	return out.String() + problems.String(), err
}

// running is a command that talks JSON with the test.
type running struct {
	t        *testing.T
	name     string
	cmd      *exec.Cmd
	in       io.WriteCloser
	out      *json.Decoder
	problems *bytes.Buffer
}

func (c computer) start(args ...string) *running {
	c.lab.t.Helper()
	r := &running{t: c.lab.t, name: c.ns + ": kith " + args[0], cmd: c.command(args...), problems: new(bytes.Buffer)}
	out, outErr := r.cmd.StdoutPipe()
	in, inErr := r.cmd.StdinPipe()
	r.cmd.Stderr = r.problems
	if err := errors.Join(outErr, inErr, r.cmd.Start()); err != nil {
		r.t.Fatal(err)
	}
	late := time.AfterFunc(2*stepTime, func() { _ = r.cmd.Process.Kill() }) // what it was to say is then missing
	r.t.Cleanup(func() { late.Stop(); _ = r.cmd.Process.Kill() })
	r.in, r.out = in, json.NewDecoder(out)
	return r
}

// next reads the next document and returns the part of a name.
func (r *running) next(part string, into any) {
	r.t.Helper()
	doc := map[string]json.RawMessage{}
	if err := r.out.Decode(&doc); err != nil {
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait() // its problems are complete then
		r.t.Fatalf("%s ended before %q: %v\n%s", r.name, part, err, r.problems)
	}
	if err := json.Unmarshal(doc[part], into); err != nil {
		r.t.Fatalf("%s said %s, not %q: %v", r.name, doc, part, err)
	}
}

func (r *running) say(line string) {
	r.t.Helper()
	if _, err := io.WriteString(r.in, line+"\n"); err != nil {
		r.t.Fatalf("%s: %v", r.name, err)
	}
}

func (r *running) end() {
	r.t.Helper()
	if err := r.cmd.Wait(); err != nil {
		r.t.Fatalf("%s: %v\n%s", r.name, err, r.problems)
	}
}

type comparison struct {
	Emoji []string `json:"emoji"`
}

// TestThroughNATs pairs two computers that cannot reach each other but through the
// node, brings a record across while both are on, and then through the node alone
// while the other is off.
func TestThroughNATs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and runs it in network namespaces")
	}
	program, inside := inNamespaces(t)
	if !inside {
		return
	}
	l := newLab(t)
	if out, err := l.command(homeB, "sh", "-c", "ping -c 1 -W 1 10.1.0.2").CombinedOutput(); err == nil {
		t.Fatalf("one home reaches into the other:\n%s", out)
	}
	link := l.node(program)

	a, b := l.computer(homeA, program), l.computer(homeB, program)
	a.kith("init", "--work-factor", "10")
	a.kith("person", "add", "Anna")
	b.kith("init", "--work-factor", "10")
	a.kith("log", "headache", "7")
	a.kith("peer", "add", link)
	a.kith("sync", "--once", "--json")

	began := time.Now()
	inviter := a.start("device", "add", "--json", "--expect", "-")
	var invitation struct{ Link string }
	inviter.next("invitation", &invitation)
	joiner := b.start("join", "--json", "--expect", "-", invitation.Link)
	var seenA, seenB comparison
	joiner.next("compare", &seenB)
	inviter.next("compare", &seenA)
	if len(seenA.Emoji) != 7 || strings.Join(seenA.Emoji, " ") != strings.Join(seenB.Emoji, " ") {
		t.Fatalf("the emoji are %q and %q", seenA.Emoji, seenB.Emoji)
	}
	joiner.say(strings.Join(seenA.Emoji, " "))
	inviter.say(strings.Join(seenB.Emoji, " "))
	var joined, admitted struct{ Complete bool }
	joiner.next("joined", &joined)
	inviter.next("admitted", &admitted)
	joiner.end()
	inviter.end()
	t.Logf("paired in %v; all of the record arrived: %v", time.Since(began).Round(time.Millisecond), joined.Complete)
	b.sees("Headache 7/10")

	// Never both on: what one writes comes to the other through the node.
	b.kith("sync", "--once", "--json")
	b.kith("log", "fatigue", "3")
	b.kith("sync", "--once", "--json")
	a.kith("sync", "--once", "--json")
	a.sees("Fatigue 3/10")

	// Both on: they find each other, directly or through the relay.
	a.kith("log", "nausea", "2")
	on := a.start("sync", "--json")
	b.sees("Nausea 2/10")
	if err := on.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	on.end()

	if os.Getenv("KITH_ROUNDS") == "" {
		return // what follows waits for half a minute
	}
	// An invitation that is followed while the inviter is off: the joiner's letter
	// lies with the node until the inviter is on, and the record comes from there.
	c := l.computer(homeB, program)
	c.kith("init", "--work-factor", "10")
	inviting := a.start("space", "invite", "Anna", "--role", "caregiver", "--no-wait", "--json")
	inviting.next("invitation", &invitation)
	inviting.end()
	late := c.start("join", "--json", invitation.Link)
	time.Sleep(15 * time.Second) // it finds nobody, and writes
	if out, err := a.try("sync", "--once", "--json"); err != nil {
		t.Logf("the joiner is on and has not got the record yet: %v\n%s", err, out)
	}
	late.next("joined", &joined)
	late.end()
	c.sees("Headache 7/10")
}

// sees syncs until a line is in the list.
func (c computer) sees(line string) {
	c.lab.t.Helper()
	var out, list string
	var err error
	for range 10 {
		if list = c.kith("list"); strings.Contains(list, line) {
			return
		}
		out, err = c.try("sync", "--once", "--json")
	}
	c.lab.t.Fatalf("%s: %q is not in the list after syncing:\n%s\nthe last sync: %v\n%s", c.ns, line, list, err, out)
}

// node runs the group's own node in the internet and returns its link.
func (l lab) node(program string) string {
	l.t.Helper()
	dir := filepath.Join(l.t.TempDir(), "node")
	cmd := l.command(inet, program, "node", "--data", dir, "--listen", "0.0.0.0:4001",
		"--announce", "45.33.1.1:4001", "--announce", "45.33.2.1:4001", "--verbose")
	cmd.Env = append(os.Environ(), "HOME="+l.t.TempDir(), "LANG=C")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // Wait tells how it ended
		if err := cmd.Wait(); err != nil || l.t.Failed() {
			l.t.Logf("the node: %v\n%s", err, log.String())
		}
	})
	for range 100 {
		out, err := l.command(inet, program, "node", "link", "--data", dir).Output()
		if _, there := os.Stat(filepath.Join(dir, "addresses")); err == nil && there == nil {
			return strings.TrimSpace(string(out))
		}
		time.Sleep(100 * time.Millisecond)
	}
	l.t.Fatal("the node is not ready after ten seconds")
	return ""
}
