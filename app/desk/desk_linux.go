package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/godbus/dbus/v5"
)

// Names on the session bus, by the Desktop Notifications Specification 1.2 and the
// StatusNotifierItem specification.
const (
	notifications = "org.freedesktop.Notifications"
	trayWatcher   = "org.kde.StatusNotifierWatcher"
)

func look(ctx context.Context) Services {
	names, err := busNames(ctx)
	has := func(name string) error {
		switch {
		case err != nil:
			return err
		case !slices.Contains(names, name):
			return fmt.Errorf("%s: %w", name, ErrNoService)
		}
		return nil
	}
	return Services{Notifications: has(notifications), Tray: has(trayWatcher)}
}

// busNames returns the names that are on the bus or would be started when asked.
func busNames(ctx context.Context) (names []string, err error) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		// Without it the library would look for a bus in ways that start one.
		socket := fmt.Sprintf("/run/user/%d/bus", os.Getuid())
		if _, err := os.Stat(socket); err != nil {
			return nil, ErrNoBus
		}
	}
	conn, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	for _, method := range []string{"ListNames", "ListActivatableNames"} {
		var found []string
		if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus."+method, 0).Store(&found); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoBus, err)
		}
		names = append(names, found...)
	}
	return names, nil
}
