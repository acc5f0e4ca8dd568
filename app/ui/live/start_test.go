package live

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"kith/app/words"
)

// TestHello tries the harness on the smallest window: it is found, it is seen, and
// it is told from a screen with nothing on it.
func TestHello(t *testing.T) {
	d := newDisplay(t)
	w := start(t, hello, newHome(t), d)
	w.find()
	if n := colours(w.settle(300*time.Millisecond), 3); n < 3 {
		t.Errorf("%d colours in a window with a word in it", n)
	}
	w.kill()
	waitFor(t, patience, "the window to go", func() bool { return colours(w.look(), 2) == 1 })
}

// TestNoDisplay starts kith where no window can be: it says so, shows its
// commands, and has not failed.
func TestNoDisplay(t *testing.T) {
	for name, display := range map[string]string{"none": "", "named, but not there": ":4096"} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			cmd := exec.Command(built(t, kith))
			cmd.Env = append(h.env(), "DISPLAY="+display)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("it ended with %v\n%s", err, out)
			}
			for _, want := range []string{words.Text("cli.no_display"), words.Text("help.log.short")} {
				if !strings.Contains(string(out), want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
		})
	}
}
