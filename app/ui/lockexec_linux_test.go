package ui

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
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
