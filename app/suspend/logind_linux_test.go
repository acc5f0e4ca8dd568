package suspend

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// manager is logind as far as Kith talks to it.
type manager struct {
	held chan *os.File // the other ends of the inhibitors
	pid  uint32
}

const testSession = dbus.ObjectPath("/org/freedesktop/login1/session/_31")

// Inhibit implements org.freedesktop.login1.Manager.
func (m *manager) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || mode != "delay" || who == "" || why == "" {
		return 0, dbus.MakeFailedError(os.ErrInvalid)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	m.held <- r
	fd := dbus.UnixFD(w.Fd())
	time.AfterFunc(time.Second, func() { w.Close() }) // after it was sent
	return fd, nil
}

// GetSessionByPID implements org.freedesktop.login1.Manager.
func (m *manager) GetSessionByPID(pid uint32) (dbus.ObjectPath, *dbus.Error) {
	m.pid = pid
	return testSession, nil
}

// privateBus starts a bus of its own and returns its address.
func privateBus(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	text := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:tmpdir=/tmp</listen><policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--config-file="+config, "--print-address=1", "--nofork", "--nopidfile")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skip("dbus-daemon does not start:", err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// TestLogind: over a real bus, a sleep is told before it begins and waits until the
// lock is done; the lock of the session is told; the signals of others are not heard.
func TestLogind(t *testing.T) {
	address := privateBus(t)
	server, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	m := &manager{held: make(chan *os.File, 10)}
	if err := server.Export(m, loginPath, loginManager); err != nil {
		t.Fatal(err)
	}
	if _, err := server.RequestName(loginName, 0); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	type told struct {
		reason Reason
		done   func()
	}
	news := make(chan told, 4)
	w := Watch(func(r Reason, done func()) { news <- told{r, done} })
	defer w.Stop()
	first := <-m.held
	if int(m.pid) != os.Getpid() {
		t.Errorf("asked for the session of %d", m.pid)
	}
	stranger, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	for _, name := range []string{loginManager + ".PrepareForSleep", loginManager + ".Other"} {
		if err := stranger.Emit(loginPath, name, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Emit(loginPath, loginManager+".PrepareForSleep", "no boolean"); err != nil {
		t.Fatal(err)
	}
	if err := server.Emit(testSession, loginSession+".Lock"); err != nil {
		t.Fatal(err)
	}
	if n := <-news; n.reason != Session {
		t.Fatal(n.reason)
	}
	if err := server.Emit(loginPath, loginManager+".PrepareForSleep", true); err != nil {
		t.Fatal(err)
	}
	n := <-news
	if n.reason != Sleep {
		t.Fatal(n.reason)
	}
	time.Sleep(1500 * time.Millisecond) // the server's own end is closed by now
	if released(first, 100*time.Millisecond) {
		t.Error("sleeping does not wait")
	}
	n.done()
	if !released(first, 5*time.Second) {
		t.Error("sleeping waits for ever")
	}
	if err := server.Emit(loginPath, loginManager+".PrepareForSleep", false); err != nil {
		t.Fatal(err)
	}
	second := <-m.held
	time.Sleep(200 * time.Millisecond) // the inhibitor arrives
	w.Stop()
	if !released(second, 5*time.Second) {
		t.Error("sleeping waits for a program that does not watch")
	}
}

// released reports whether the inhibitor with this other end is released within d.
func released(r *os.File, d time.Duration) bool {
	if err := r.SetReadDeadline(time.Now().Add(d)); err != nil {
		return false
	}
	_, err := r.Read(make([]byte, 1))
	return err == io.EOF
}

// TestNoLogind: a bus without logind, and no bus at all.
func TestNoLogind(t *testing.T) {
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	if _, err := openService(context.Background()); err == nil {
		t.Error("there is no bus")
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", privateBus(t))
	w := Watch(func(Reason, func()) { t.Error("nobody sleeps") })
	<-w.done
	if w.Works() {
		t.Error("it works without logind")
	}
	w.Stop()
}
