package ui

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/crypto"
)

// maskByte hides the secret from the search for it: what is searched for stands in
// memory only masked.
const maskByte = 0x5a

// TestRelaunch runs this test in a process of its own, which holds a secret, looks
// for it in its memory, and starts anew as locking does; the fresh one is the same
// process and finds the secret no more.
func TestRelaunch(t *testing.T) {
	if state := os.Getenv("KITH_TEST_RELAUNCH"); state != "" {
		relaunchChild(t, state)
		return
	}
	state := filepath.Join(t.TempDir(), "masked")
	cmd := exec.Command(os.Args[0], "-test.run=^TestRelaunch$", "-test.v")
	cmd.Env = append(os.Environ(), "KITH_TEST_RELAUNCH="+state)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if found, ok := strings.CutPrefix(line, "process "); ok {
			lines = append(lines, strings.TrimSpace(found))
		}
	}
	if len(lines) != 2 {
		t.Fatalf("%s", out)
	}
	before, after := fmt.Sprintf("%d: there", cmd.Process.Pid), fmt.Sprintf("%d: gone", cmd.Process.Pid)
	if lines[0] != before || lines[1] != after {
		t.Errorf("%q, want %q and %q", lines, before, after)
	}
}

func relaunchChild(t *testing.T, state string) {
	masked, err := os.ReadFile(state)
	fresh := err == nil
	var secret []byte
	if !fresh {
		masked, secret = make([]byte, 32), make([]byte, 32)
		rand.Read(secret) // never fails
		for i, b := range secret {
			masked[i] = b ^ maskByte
		}
		if err := os.WriteFile(state, masked, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	word := "gone"
	if inMemory(t, masked) {
		word = "there"
	}
	fmt.Printf("process %d: %s\n", os.Getpid(), word)
	runtime.KeepAlive(secret)
	if !fresh {
		t.Fatal(relaunch())
	}
}

// inMemory reports whether this process holds what masked hides.
func inMemory(t *testing.T, masked []byte) bool {
	t.Helper()
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	defer maps.Close()
	memory, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	areas := bufio.NewScanner(maps)
	block := make([]byte, 1<<20)
	for areas.Scan() {
		var from, to uint64
		var mode string
		if _, err := fmt.Sscanf(areas.Text(), "%x-%x %s", &from, &to, &mode); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(mode, "rw") {
			continue
		}
		for at := from; at < to; at += uint64(len(block) - len(masked)) { // a secret over an edge is whole in the next one
			n, err := memory.ReadAt(block[:min(uint64(len(block)), to-at)], int64(at))
			if err != nil && err != io.EOF {
				break // not every area can be read
			}
			for i := range block[:n] {
				block[i] ^= maskByte
			}
			if bytes.Contains(block[:n], masked) {
				return true
			}
			clear(block)
		}
	}
	return false
}

// TestSleepCanary runs a window in a process of its own, in which an entry was
// written, a line was begun and the passphrase was typed; the computer then goes to
// sleep. None of it is left in the memory of the process when sleeping goes on, and
// what was begun can be unsealed again.
func TestSleepCanary(t *testing.T) {
	if dir := os.Getenv("KITH_TEST_SLEEP"); dir != "" {
		sleepChild(t, dir)
		return
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestSleepCanary$", "-test.v")
	cmd.Env = append(os.Environ(), "KITH_TEST_SLEEP="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, line := range []string{"awake: entry there", "awake: line there", "awake: passphrase there", "asleep: entry gone", "asleep: line gone", "asleep: passphrase gone", "asleep: the line is kept"} {
		if !strings.Contains(string(out), line+"\n") {
			t.Errorf("%q is missing in\n%s", line, out)
		}
	}
}

// canaries are what must not be left.
var canaries = []string{"entry", "line", "passphrase"}

func sleepChild(t *testing.T, dir string) {
	word := map[string]string{}
	vault := filepath.Join(dir, "vault")
	_, err := os.Stat(vault)
	if fresh := err != nil; !fresh {
		lookFor(t, dir, "asleep")
		passphrase := unmasked(t, dir, "passphrase")
		a, err := app.Open(vault, crypto.PassphraseSecret([]byte(passphrase)), testOptions())
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		drafts, err := a.Drafts()
		if err != nil || len(drafts) != 1 || !strings.Contains(string(drafts[0].Data), unmasked(t, dir, "line")) {
			t.Fatal(len(drafts), err)
		}
		fmt.Println("asleep: the line is kept")
		return
	}
	for _, name := range canaries {
		word[name] = rand.Text()
		mask := []byte(word[name])
		for i := range mask {
			mask[i] ^= maskByte
		}
		if err := os.WriteFile(filepath.Join(dir, name), mask, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, err := app.Init(vault, []byte(word["passphrase"]), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddPersons(context.Background(), "Anna"); err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	test.Type(w.win.Canvas().Focused(), word["entry"]+" 7")
	enter(w.win.Canvas().Focused().(*entry))
	test.Type(w.win.Canvas().Focused(), word["line"])
	w.keepDrafts()
	w.copy(word["entry"])
	lookFor(t, dir, "awake")
	w.inline = false // a real window from now on
	if !w.sleepLock() || !w.again {
		t.Fatal("not locked")
	}
	runtime.KeepAlive(word)
	t.Fatal(relaunch())
}

// lookFor says which canaries are in the memory of this process.
func lookFor(t *testing.T, dir, state string) {
	t.Helper()
	for _, name := range canaries {
		masked, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		found := "gone"
		if inMemory(t, masked) {
			found = "there"
		}
		fmt.Printf("%s: %s %s\n", state, name, found)
	}
}

func unmasked(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		b[i] ^= maskByte
	}
	return string(b)
}
