package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

// meetFlags are those of the commands in which two computers meet.
type meetFlags struct {
	expect *string
	noWait *bool
}

func addMeetFlags(cmd *cobra.Command) meetFlags {
	return meetFlags{
		expect: cmd.Flags().String("expect", "", words.Text("flag.meet.expect")),
		noWait: cmd.Flags().Bool("no-wait", false, words.Text("flag.meet.no-wait")),
	}
}

// meeting shows and asks what belongs to a meeting on the terminal.
func (s *session) meeting(cmd *cobra.Command, f meetFlags) (app.Meeting, error) {
	if *f.expect != "" && *f.expect != "-" {
		return app.Meeting{}, usage("join.expect")
	}
	json := wantsJSON(cmd)
	bar := s.newProgress("join.progress")
	stage := app.StageWaiting
	return app.Meeting{
		NoWait: *f.noWait,
		Confirm: func(ctx context.Context, c app.Comparison) (bool, error) {
			if err := s.showComparison(json, c); err != nil {
				return false, err
			}
			if *f.expect == "-" {
				return s.expected(ctx, c)
			}
			typed, err := s.ui.Ask(ctx, plain(words.Text("join.ask")))
			if errors.Is(err, io.EOF) {
				return false, usage("join.expect")
			}
			return err == nil && isYes(typed), err
		},
		Progress: func(p app.Progress) {
			if p.Stage != stage {
				bar.clear()
				if stage = p.Stage; !json && stage != app.StageComparing && stage != app.StageDone {
					fmt.Fprintln(s.ui.Err(), plain(stage.Text()))
				}
			}
			bar.show(p.Done, p.Total)
		},
	}, nil
}

// isYes reports whether somebody answered yes, in a language that Kith speaks.
func isYes(typed string) bool {
	switch strings.ToLower(strings.TrimSpace(typed)) {
	case "y", "yes", "s", "si", "sí":
		return true
	}
	return false
}

type comparisonJSON struct {
	Emoji   []string `json:"emoji"`
	Symbols []string `json:"symbols"`
	Who     string   `json:"who"`
}

func (s *session) showComparison(json bool, c app.Comparison) error {
	doc := comparisonJSON{Who: c.Who}
	for _, e := range c.Emoji {
		doc.Emoji = append(doc.Emoji, e.Word)
		doc.Symbols = append(doc.Symbols, e.Symbol)
	}
	if json {
		return s.printJSON(map[string]any{"compare": doc})
	}
	if c.Who != "" {
		s.say("join.who", c.Who)
	}
	s.say("join.compare")
	for _, e := range c.Emoji {
		s.say("join.emoji", e.Symbol, e.Name)
	}
	s.say("join.words", strings.Join(doc.Emoji, " "))
	return nil
}

// expected reads the words that the other screen shows from standard input and
// compares them with our own.
func (s *session) expected(ctx context.Context, c app.Comparison) (bool, error) {
	line, err := interruptible(ctx, func() (string, error) {
		return bufio.NewReader(io.LimitReader(s.ui.In(), 4096)).ReadString('\n')
	})
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	typed := strings.Fields(strings.ToLower(line))
	if len(typed) != len(c.Emoji) {
		return false, nil
	}
	for i, e := range c.Emoji {
		if typed[i] != e.Word {
			return false, nil
		}
	}
	return true, nil
}

type invitationJSON struct {
	ID         string       `json:"id"`
	Purpose    string       `json:"purpose"`
	Words      []string     `json:"words"`
	Link       string       `json:"link"`
	Address    string       `json:"address,omitempty"`
	Expires    string       `json:"expires"`
	Persons    []personJSON `json:"persons"`
	Role       string       `json:"role,omitempty"`
	Categories []string     `json:"categories,omitempty"`
}

// showInvitation prints an invitation, and draws its QR code on a terminal or into
// a file.
func (s *session) showInvitation(cmd *cobra.Command, a *app.App, i *app.Invitation, qrFile string) error {
	if qrFile != "" {
		picture, err := i.PNG()
		if err != nil {
			return err
		}
		if err := writeNewFile(qrFile, picture); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		doc := invitationJSON{
			ID: i.ID.String(), Purpose: string(i.Purpose), Words: i.Words, Link: i.Link, Address: i.Address,
			Expires: stamp(i.Expires), Persons: []personJSON{}, Categories: categoryNames(i.Categories),
		}
		for _, p := range i.Persons {
			doc.Persons = append(doc.Persons, personDocument(p))
		}
		if i.Purpose == app.ForMember {
			doc.Role = i.Role.String()
		}
		return s.printJSON(map[string]any{"invitation": doc})
	}
	s.say("join.invite.do", i.Expires.In(a.Zone()).Format("2006-01-02 15:04"))
	line := strings.Join(i.Words, " ")
	if i.Address != "" {
		line += " --at " + i.Address
	}
	s.say("join.invite.line", line)
	s.say("join.invite.or")
	s.say("join.invite.line", "'"+i.Link+"'")
	if s.ui.OutIsTerminal() && qrFile == "" {
		modules, err := i.QR()
		if err != nil {
			return err
		}
		drawQR(s.ui.Out(), modules)
	}
	return nil
}

// writeNewFile writes a file that only its owner can read, and never over another.
func writeNewFile(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s: %w", path, app.ErrFileExists)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// drawQR draws a QR code with half blocks, black on white whatever the terminal's
// colours are.
func drawQR(w io.Writer, modules [][]bool) {
	const quiet = 2 // a scanner wants four, but not on a screen, and lines are scarce
	dark := func(y, x int) bool {
		y, x = y-quiet, x-quiet
		return y >= 0 && y < len(modules) && x >= 0 && x < len(modules) && modules[y][x]
	}
	side := len(modules) + 2*quiet
	for y := 0; y < side; y += 2 {
		var line strings.Builder
		line.WriteString("\x1b[38;5;16m\x1b[48;5;231m")
		for x := range side {
			switch top, bottom := dark(y, x), dark(y+1, x); {
			case top && bottom:
				line.WriteRune('█')
			case top:
				line.WriteRune('▀')
			case bottom:
				line.WriteRune('▄')
			default:
				line.WriteByte(' ')
			}
		}
		fmt.Fprintln(w, line.String()+"\x1b[0m")
	}
}
