package speak

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// program is a program that says what it reads from its standard input. Its
// arguments are always the same.
type program struct {
	path string
	args []string
}

// newProgram finds a program; it fails with [ErrNone].
func newProgram(name string, args ...string) (*program, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, ErrNone
	}
	return &program{path: path, args: args}, nil
}

// programPatience is how long a text may take to be said.
const programPatience = 5 * time.Minute

// say implements voice: it returns when the text was said. Ending ctx ends it.
func (p *program) say(ctx context.Context, text string, _ bool) error {
	ctx, cancel := context.WithTimeout(ctx, programPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, p.args...)
	cmd.Stdin = strings.NewReader(text)
	cmd.WaitDelay = time.Second
	hideWindow(cmd)
	return cmd.Run()
}

// stop implements voice: the context of say has ended already.
func (p *program) stop(context.Context) error { return nil }

// close implements voice.
func (p *program) close() error { return nil }
