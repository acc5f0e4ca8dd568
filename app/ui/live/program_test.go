package live

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "kith/app/cli" // what the built program is made of, so that go test knows when it changed
)

// patience is how long anything may take before a test gives up: far longer than
// it takes on two busy cores.
const patience = 60 * time.Second

// tags are those that the Makefile builds with.
const tags = "sqlite_fts5,accessibility"

// buildFolder keeps what was built until the tests are over.
var buildFolder string

func TestMain(m *testing.M) {
	code := m.Run()
	if buildFolder != "" {
		if err := os.RemoveAll(buildFolder); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// built builds a program once, by its package, and returns its file.
var built = func() func(t testing.TB, pkg string) string {
	var mu sync.Mutex
	files := map[string]string{}
	return func(t testing.TB, pkg string) string {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if file, ok := files[pkg]; ok {
			return file
		}
		// Reading it tells go test that results of another main.go do not count.
		if _, err := os.ReadFile(filepath.Join(root, "main.go")); err != nil {
			t.Fatal(err)
		}
		if buildFolder == "" {
			folder, err := os.MkdirTemp("", "kith-live-")
			if err != nil {
				t.Fatal(err)
			}
			buildFolder = folder
		}
		file := filepath.Join(buildFolder, filepath.Base(pkg))
		if out, err := exec.Command("go", "build", "-tags", tags, "-o", file, pkg).CombinedOutput(); err != nil {
			t.Fatalf("go build %s: %v\n%s", pkg, err, out)
		}
		files[pkg] = file
		return file
	}
}()

// The programs that are run.
const (
	kith   = "kith"
	hello  = "kith/app/ui/live/testdata/hello"
	scroll = "kith/app/ui/live/testdata/scroll"
)

// home is somebody's home folder, with the vault in its usual place.
type home struct {
	folder string
	extra  []string // more of the environment
}

func newHome(t testing.TB) *home {
	t.Helper()
	h := &home{folder: t.TempDir()}
	for _, folder := range []string{".config", ".cache", ".local/share"} {
		if err := os.MkdirAll(filepath.Join(h.folder, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// env is the whole environment of a program in this home: nothing of the machine
// shines through, not its theme, its desktop bus or its language.
func (h *home) env() []string {
	return append([]string{
		"HOME=" + h.folder, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "TZ=UTC", "LANG=C.UTF-8",
		"XDG_CONFIG_HOME=" + filepath.Join(h.folder, ".config"), "XDG_DATA_HOME=" + filepath.Join(h.folder, ".local", "share"),
		"XDG_CACHE_HOME=" + filepath.Join(h.folder, ".cache"), "XDG_RUNTIME_DIR=" + h.folder,
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(h.folder, "no-bus"), "LIBGL_ALWAYS_SOFTWARE=1",
	}, h.extra...)
}

// command runs kith in the terminal, in this home, with the passphrase in a file.
func (h *home) command(t testing.TB, passphrase string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(built(t, kith), args...)
	cmd.Env = h.env()
	if passphrase != "" {
		file := filepath.Join(t.TempDir(), "passphrase")
		if err := os.WriteFile(file, []byte(passphrase), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd.Env = append(cmd.Env, "KITH_PASSPHRASE_FILE="+file)
	}
	both, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(both), cmd.ProcessState.ExitCode()
}

// window is a program with its window on a display.
type window struct {
	t      testing.TB
	on     *display
	id     string          // as X names it; "" until found
	area   image.Rectangle // where it is, as far as it is on the screen
	cmd    *exec.Cmd
	stderr *bytes.Buffer
	ended  chan struct{} // closed when the program has ended
	began  time.Time
}

// start runs a program in a home and on a display until the test ends.
func start(t testing.TB, pkg string, h *home, d *display, args ...string) *window {
	t.Helper()
	w := &window{t: t, on: d, stderr: &bytes.Buffer{}, ended: make(chan struct{})}
	w.cmd = exec.Command(built(t, pkg), args...)
	w.cmd.Env = append(h.env(), "DISPLAY="+d.name)
	w.cmd.Stdout, w.cmd.Stderr = w.stderr, w.stderr
	w.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	w.began = time.Now()
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		w.cmd.Wait() // how it ended is in ProcessState
		close(w.ended)
	}()
	t.Cleanup(func() {
		if t.Failed() {
			d.keep(t, strings.ReplaceAll(t.Name(), "/", "-")+"-"+filepath.Base(pkg))
		}
		w.kill()
		if t.Failed() {
			t.Logf("%s printed:\n%s", pkg, w.stderr)
		}
	})
	return w
}

// kill ends the program at once, as a crash would, and waits until it is gone.
func (w *window) kill() {
	if err := w.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		w.t.Error(err)
	}
	<-w.ended
}

// wait waits until the program has ended by itself and returns its exit code.
func (w *window) wait(limit time.Duration) int {
	w.t.Helper()
	select {
	case <-w.ended:
	case <-time.After(limit):
		w.t.Fatal("the program does not end")
	}
	return w.cmd.ProcessState.ExitCode()
}

// find waits for the window, gives it the keys and learns where it is: without a
// window manager it would get them only while the pointer is over it.
func (w *window) find() {
	w.t.Helper()
	waitFor(w.t, patience, "a window", func() bool {
		select {
		case <-w.ended:
			w.t.Fatalf("the program ended with code %d before it had a window", w.cmd.ProcessState.ExitCode())
		default:
		}
		return w.locate()
	})
}

// locate looks for the window once, and reports whether it is there.
func (w *window) locate() bool {
	w.t.Helper()
	found, err := w.on.try("search", "--onlyvisible", "--pid", strconv.Itoa(w.cmd.Process.Pid))
	ids := strings.Fields(found)
	if err != nil || len(ids) == 0 {
		return false
	}
	if _, err := w.on.try("windowfocus", ids[0]); err != nil {
		return false
	}
	said, err := w.on.try("getwindowgeometry", "--shell", ids[0])
	if err != nil {
		return false
	}
	at := map[string]int{}
	for line := range strings.Lines(said) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if at[name], err = strconv.Atoi(value); err != nil {
			w.t.Fatalf("xdotool says %q: %v", line, err)
		}
	}
	w.id = ids[0]
	w.area = image.Rect(at["X"], at["Y"], at["X"]+at["WIDTH"], at["Y"]+at["HEIGHT"]).Intersect(w.on.picture(w.t).Rect)
	return true
}

// look returns what the window shows now.
func (w *window) look() *image.RGBA {
	w.t.Helper()
	return cut(w.on.picture(w.t), w.area)
}

// key presses keys, each by its name in xdotool: "Return", "ctrl+l".
func (w *window) key(keys ...string) {
	w.t.Helper()
	w.on.xdotool(w.t, append([]string{"key", "--delay", "20"}, keys...)...)
}

// write types text.
func (w *window) write(text string) {
	w.t.Helper()
	w.on.xdotool(w.t, "type", "--delay", "15", "--", text)
}

// click presses the left button at a place in the window.
func (w *window) click(x, y int) {
	w.t.Helper()
	w.on.xdotool(w.t, "mousemove", "--sync", strconv.Itoa(w.area.Min.X+x), strconv.Itoa(w.area.Min.Y+y), "click", "1")
}
