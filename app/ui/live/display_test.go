package live

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// display is a screen of its own, with nothing on it and nobody else at it.
type display struct {
	screen
	name string // for DISPLAY: ":99"
}

// size of the screen in pixels, at 96 to the inch: what Fyne calls a scale of 1.
const screenSize = "1440x960"

// newDisplay starts Xvfb on a number that is free, until the test ends. It does
// not show the pointer, which would be in the pictures.
func newDisplay(t testing.TB) *display {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed; make testdeps installs it where apt-get is", tool)
		}
	}
	folder := t.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", screenSize+"x24", "-dpi", "96",
		"-fbdir", folder, "-nolisten", "tcp", "-noreset", "-br", "-nocursor")
	x.ExtraFiles = []*os.File{write}
	x.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	d := &display{screen{filepath.Join(folder, "Xvfb_screen0")}, ":" + strings.TrimSpace(number)}
	t.Cleanup(func() {
		if err := x.Process.Signal(syscall.SIGTERM); err != nil {
			t.Log("stop Xvfb:", err)
		}
		if err := x.Wait(); err != nil {
			t.Log("Xvfb:", err)
		}
	})
	return d
}

// xdotool runs one chain of xdotool commands.
func (d *display) xdotool(t testing.TB, args ...string) {
	t.Helper()
	if out, err := d.try(args...); err != nil {
		t.Fatalf("xdotool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// try runs one chain of xdotool commands, which may fail, and returns what it
// printed.
func (d *display) try(args ...string) (string, error) {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.name, "KITH_LANGUAGE=en")
	out, err := cmd.CombinedOutput()
	return string(out), err
}
