package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal/quick"
)

// mark shows which part of a line was not understood, and lines that would be.
func (s *session) mark(err error) {
	var wrong *quick.Error
	if !errors.As(err, &wrong) {
		return
	}
	if wrong.From < wrong.To && wrong.To <= len(wrong.Line) {
		marks := utf8.RuneCountInString(wrong.Line[wrong.From:wrong.To])
		fmt.Fprintln(s.ui.Err(), "  "+plain(wrong.Line))
		fmt.Fprintln(s.ui.Err(), "  "+strings.Repeat(" ", utf8.RuneCountInString(wrong.Line[:wrong.From]))+strings.Repeat("^", marks))
	}
	for i, line := range wrong.Suggestions {
		key := "log.try"
		if i > 0 {
			key = "log.or"
		}
		s.note(key, line)
	}
}

// unlessDoubtful writes. If a value is unlikely it asks a person at the terminal
// whether it is meant; where nobody is, the doubt is the error.
func (s *session) unlessDoubtful(cmd *cobra.Command, sure bool, write func(sure bool) error) error {
	err := write(sure)
	var doubt *app.DoubtError
	if !errors.As(err, &doubt) {
		return err
	}
	for _, d := range doubt.Doubts {
		fmt.Fprintln(s.ui.Err(), plain(d.Text()))
	}
	typed, asked := s.ui.Ask(cmd.Context(), plain(words.Text("log.sure")))
	switch {
	case errors.Is(asked, io.EOF):
		return err
	case asked != nil:
		return asked
	case !saysYes(typed):
		return &app.InputError{Err: errors.New(words.Text("log.not_kept"))}
	}
	return write(true)
}

// saysYes reports whether an answer agrees, in one of the languages there are.
func saysYes(typed string) bool {
	switch strings.ToLower(strings.TrimSpace(typed)) {
	case "y", "yes", "s", "si", "sí":
		return true
	}
	return false
}
