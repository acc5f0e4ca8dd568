package desk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"kith/app/desk"
)

// TestNoBus: a bus that is not there is an answer, at once.
func TestNoBus(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has a session bus")
	}
	for _, address := range []string{"", "unix:path=" + t.TempDir() + "/none"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); address == "" && err == nil {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		s := desk.Look(ctx)
		cancel()
		if !errors.Is(s.Notifications, desk.ErrNoBus) || !errors.Is(s.Tray, desk.ErrNoBus) {
			t.Errorf("%q: %v", address, s)
		}
	}
}

func ExampleLook() {
	services := desk.Look(context.Background())
	if services.Notifications != nil && services.Tray != nil && runtime.GOOS != "linux" {
		fmt.Println("this desktop has both built in")
	}
	fmt.Println("looked")
	// Output: looked
}
