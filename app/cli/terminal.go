package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"

	"kith/app"
)

// Terminal is the person and the streams around a command.
type Terminal interface {
	In() io.Reader
	Out() io.Writer
	Err() io.Writer
	// InIsTerminal, OutIsTerminal and ErrIsTerminal report whether a person is
	// at the other end.
	InIsTerminal() bool
	OutIsTerminal() bool
	ErrIsTerminal() bool
	// AskSecret asks for something that must not be seen while it is typed. It
	// fails with app.ErrNoPassphrase if nobody is there.
	AskSecret(ctx context.Context, prompt string) ([]byte, error)
	// Ask asks for a line. It fails with io.EOF if nobody is there.
	Ask(ctx context.Context, prompt string) (string, error)
}

// osTerminal is the real one.
type osTerminal struct {
	in *bufio.Reader
}

// NewTerminal returns the process's own streams.
func NewTerminal() Terminal { return &osTerminal{in: bufio.NewReader(os.Stdin)} }

func (t *osTerminal) In() io.Reader       { return t.in }
func (t *osTerminal) Out() io.Writer      { return os.Stdout }
func (t *osTerminal) Err() io.Writer      { return os.Stderr }
func (t *osTerminal) InIsTerminal() bool  { return term.IsTerminal(int(os.Stdin.Fd())) }
func (t *osTerminal) OutIsTerminal() bool { return term.IsTerminal(int(os.Stdout.Fd())) }
func (t *osTerminal) ErrIsTerminal() bool { return term.IsTerminal(int(os.Stderr.Fd())) }

// AskSecret reads from the terminal itself, so that it works while standard
// input is a pipe.
func (t *osTerminal) AskSecret(ctx context.Context, prompt string) ([]byte, error) {
	tty, err := os.OpenFile(ttyName(), os.O_RDWR, 0)
	if err != nil {
		if !t.InIsTerminal() {
			return nil, app.ErrNoPassphrase
		}
		tty = os.Stdin
	} else {
		defer func() {
			if ctx.Err() == nil { // else it is still being read
				_ = tty.Close() // nothing was written to it
			}
		}()
	}
	state, err := term.GetState(int(tty.Fd()))
	if err != nil {
		return nil, err
	}
	fmt.Fprint(os.Stderr, prompt)
	secret, err := interruptible(ctx, func() ([]byte, error) { return term.ReadPassword(int(tty.Fd())) })
	fmt.Fprintln(os.Stderr)
	switch {
	case ctx.Err() != nil:
		return nil, errors.Join(ctx.Err(), term.Restore(int(tty.Fd()), state))
	case errors.Is(err, io.EOF):
		return nil, app.ErrNoPassphrase
	}
	return secret, err
}

// interruptible runs read until it returns or ctx is cancelled. In that case
// read is left behind: the program is about to end.
func interruptible[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := read()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func ttyName() string {
	if runtime.GOOS == "windows" {
		return "CONIN$"
	}
	return "/dev/tty"
}

// Ask reads a line from standard input if a person is there.
func (t *osTerminal) Ask(ctx context.Context, prompt string) (string, error) {
	if !t.InIsTerminal() {
		return "", io.EOF
	}
	fmt.Fprint(os.Stderr, prompt)
	line, err := interruptible(ctx, func() (string, error) { return t.in.ReadString('\n') })
	return strings.TrimRight(line, "\r\n"), err
}
