package suspend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names of logind, from org.freedesktop.login1(5).
const (
	loginName    = "org.freedesktop.login1"
	loginPath    = dbus.ObjectPath("/org/freedesktop/login1")
	loginManager = loginName + ".Manager"
	loginSession = loginName + ".Session"
)

// logindPatience is how long logind may take to answer.
const logindPatience = 5 * time.Second

// logind is the service over the system bus.
type logind struct {
	conn *dbus.Conn
	out  chan event
}

func openService(ctx context.Context) (service, error) {
	conn, err := dbus.ConnectSystemBus()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	l, err := newLogind(ctx, conn)
	if err != nil {
		_ = conn.Close() // it was of no use
		return nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	return l, nil
}

func newLogind(ctx context.Context, conn *dbus.Conn) (*logind, error) {
	ctx, cancel := context.WithTimeout(ctx, logindPatience)
	defer cancel()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	err := conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(loginName), dbus.WithMatchObjectPath(loginPath),
		dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep"))
	if err != nil {
		return nil, err
	}
	var session dbus.ObjectPath
	manager := conn.Object(loginName, loginPath)
	err = manager.CallWithContext(ctx, loginManager+".GetSessionByPID", 0, uint32(os.Getpid())).Store(&session)
	var answer dbus.Error
	switch {
	case err == nil:
		err = conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(loginName), dbus.WithMatchObjectPath(session),
			dbus.WithMatchInterface(loginSession), dbus.WithMatchMember("Lock"))
		if err != nil {
			return nil, err
		}
	case !errors.As(err, &answer) || !strings.HasPrefix(answer.Name, loginName):
		return nil, err // no logind; that of a process outside any session answers so and is fine
	}
	l := &logind{conn: conn, out: make(chan event, 16)}
	go l.read(signals)
	return l, nil
}

// read hands the signals on until the connection closes.
func (l *logind) read(signals <-chan *dbus.Signal) {
	defer close(l.out)
	for s := range signals {
		if e := eventOf(s); e != 0 {
			select {
			case l.out <- e:
			default: // nobody could want more than 16 of them
			}
		}
	}
}

// eventOf says what a signal means, 0 for nothing of interest.
func eventOf(s *dbus.Signal) event {
	switch s.Name {
	case loginManager + ".PrepareForSleep":
		if len(s.Body) != 1 {
			return 0
		}
		switch begins, ok := s.Body[0].(bool); {
		case !ok:
			return 0
		case begins:
			return eventSleep
		}
		return eventWake
	case loginSession + ".Lock":
		return eventLock
	}
	return 0
}

func (l *logind) events() <-chan event { return l.out }

// delay takes a delay inhibitor: a file that is held open. It closes when the process
// ends or starts anew.
func (l *logind) delay(ctx context.Context) (io.Closer, error) {
	ctx, cancel := context.WithTimeout(ctx, logindPatience)
	defer cancel()
	var fd dbus.UnixFD
	call := l.conn.Object(loginName, loginPath).CallWithContext(ctx, loginManager+".Inhibit", 0, "sleep", "Kith", "Lock the journal", "delay")
	if err := call.Store(&fd); err != nil {
		return nil, fmt.Errorf("suspend: %w", err)
	}
	return os.NewFile(uintptr(fd), "inhibitor"), nil
}

func (l *logind) close() error { return l.conn.Close() }
