package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/peterh/liner"
	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

// maxShellLine is how long a line of the shell may be, in bytes.
const maxShellLine = 1 << 20

func newShell(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		s.shell = true
		if s.ui.InIsTerminal() && s.ui.OutIsTerminal() {
			return s.interact(cmd.Context(), a)
		}
		return s.script(cmd.Context())
	})
	return cmd
}

// script runs the lines of a pipe. A line that fails says so with its number and
// the next is run; the exit code is that of damage, if any was found, else that
// of the first line that failed.
func (s *session) script(ctx context.Context) error {
	lines := bufio.NewScanner(s.ui.In())
	lines.Buffer(make([]byte, 0, 64<<10), maxShellLine)
	outcome := app.Done
	for n := 1; lines.Scan(); n++ {
		code, end := s.line(ctx, lines.Text())
		if end || ctx.Err() != nil {
			break
		}
		if code != app.Done {
			s.note("shell.line", n)
			if outcome == app.Done || code == app.Damaged {
				outcome = code
			}
		}
	}
	if err := errors.Join(ctx.Err(), lines.Err()); err != nil {
		return err
	}
	if outcome != app.Done {
		return exitCode{outcome}
	}
	return nil
}

// line runs one line; end says that it was the wish to leave.
func (s *session) line(ctx context.Context, line string) (code app.Code, end bool) {
	args, err := split(line)
	if err != nil {
		fmt.Fprintln(s.ui.Err(), plain(words.Text("cli.usage", err.Error())))
		return app.Usage, false
	}
	if len(args) == 0 {
		return app.Done, false
	}
	if args[0] == "exit" || args[0] == "quit" {
		return app.Done, true
	}
	return s.run(ctx, args), false
}

// interact reads lines from a person, with history and completion. The history
// stays in memory.
func (s *session) interact(ctx context.Context, a *app.App) error {
	plain, err := liner.TerminalMode()
	if err != nil {
		return err
	}
	editor := liner.NewLiner()
	defer editor.Close()
	editing, err := liner.TerminalMode()
	if err != nil {
		return err
	}
	editor.SetCtrlCAborts(true)
	editor.SetTabCompletionStyle(liner.TabPrints)
	c := &completer{ctx: ctx, app: a, root: newRoot(s)}
	editor.SetWordCompleter(c.complete)
	s.note("shell.welcome")
	for {
		line, err := editor.Prompt("kith> ")
		switch {
		case errors.Is(err, liner.ErrPromptAborted):
			continue
		case errors.Is(err, io.EOF):
			fmt.Fprintln(s.ui.Err())
			return nil
		case err != nil:
			return err
		}
		if strings.TrimSpace(line) != "" {
			editor.AppendHistory(line)
		}
		// A command that asks something needs the terminal as it was, and Ctrl+C
		// stops the command, not the shell.
		if err := plain.ApplyMode(); err != nil {
			return err
		}
		lineCtx, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt)
		_, end := s.line(lineCtx, line)
		stop()
		if end {
			return nil
		}
		if err := editing.ApplyMode(); err != nil {
			return err
		}
	}
}

// completer finishes words: commands, flags, persons, and what the person has
// written about before.
type completer struct {
	ctx  context.Context
	app  *app.App
	root *cobra.Command
}

// complete implements liner.WordCompleter.
func (c *completer) complete(line string, pos int) (head string, completions []string, tail string) {
	runes := []rune(line)
	pos = min(pos, len(runes))
	before, tail := string(runes[:pos]), string(runes[pos:])
	start := strings.LastIndexByte(before, ' ') + 1
	head, word := before[:start], before[start:]
	for _, candidate := range c.candidates(strings.Fields(head)) {
		if len(candidate) >= len(word) && strings.EqualFold(candidate[:len(word)], word) {
			completions = append(completions, quoted(candidate)+" ")
		}
	}
	slices.Sort(completions)
	return head, slices.Compact(completions), tail
}

// candidates are the words that may follow those before.
func (c *completer) candidates(before []string) []string {
	cmd, _, err := c.root.Find(before)
	if err != nil {
		return nil
	}
	if cmd.HasAvailableSubCommands() {
		var names []string
		for _, sub := range cmd.Commands() {
			names = append(names, sub.Name())
		}
		return names
	}
	last := before[len(before)-1]
	if last == "--person" || last == "-p" || cmd.Name() == "erase" || cmd.Name() == "rename" {
		var names []string
		for _, p := range c.app.Persons() {
			names = append(names, p.Name)
		}
		return names
	}
	if cmd.Name() == "log" {
		return c.known(before)
	}
	return nil
}

// known returns the names that the person of a log line has used. Completion is
// a help only: whatever goes wrong shows when the line is run.
func (c *completer) known(before []string) []string {
	person := ""
	for i, word := range before[:len(before)-1] {
		if word == "--person" || word == "-p" {
			person = before[i+1]
		}
	}
	p, err := c.app.ThePerson(person)
	if err != nil {
		return nil
	}
	known, err := c.app.Known(c.ctx, p)
	if err != nil {
		return nil
	}
	var names []string
	for _, k := range known {
		names = append(names, k.Name)
	}
	return names
}

func quoted(name string) string {
	if strings.ContainsAny(name, ` '"\`) {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	}
	return name
}
