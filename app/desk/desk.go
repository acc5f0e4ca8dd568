// Package desk finds out what the desktop around the window offers: a service that
// shows notifications, and a tray that keeps an icon. It shows nothing itself and
// tells nobody anything.
//
// It promises that what is missing is an answer and not a failure, and that no program
// is started to find out.
package desk

import (
	"context"
	"errors"
)

// What can be missing.
var (
	// ErrNoBus says that there is no session bus, over which Linux desktops offer both.
	ErrNoBus = errors.New("there is no session bus")
	// ErrNoService says that nobody on the bus offers it.
	ErrNoService = errors.New("no such service is running")
)

// Services says what there is: nil, or why not.
type Services struct {
	Notifications error
	Tray          error
}

// Look asks the desktop. It ends with ctx.
func Look(ctx context.Context) Services { return look(ctx) }
