package app

import (
	"context"

	"kith/app/words"
)

// Emoji is one of the seven that both screens show.
type Emoji struct {
	Symbol string // as Unicode
	Name   string // in the language in use, for whoever cannot see it
	Word   string // in English, lower case, as `--expect` takes it
}

// Comparison is what two people compare before anything is handed over.
type Comparison struct {
	Emoji [7]Emoji
	Who   string // what the other side calls itself; not proven
}

// Stage is how far a meeting of two computers is.
type Stage string

// The stages, in order. Their words are under "join.stage.<stage>".
const (
	StageWaiting   Stage = "waiting"   // for the other computer
	StageComparing Stage = "comparing" // the emoji
	StageAdmitting Stage = "admitting" // keys are handed over
	StageReceiving Stage = "receiving" // the record is on its way
	StageDone      Stage = "done"
)

// Text says it in a sentence.
func (s Stage) Text() string { return words.Text("join.stage." + string(s)) }

// Progress is how far a meeting is. Total is 0 while nothing can be counted.
type Progress struct {
	Stage       Stage
	Done, Total int64 // changes
}

// Meeting says who is asked and told while two computers meet. Its functions are
// called one at a time, from another goroutine than the caller's.
type Meeting struct {
	// Confirm is asked whether the other screen shows the same. It is asked of
	// both sides, and no key is handed over unless both said yes.
	Confirm func(context.Context, Comparison) (bool, error)
	// Progress is told how far it is; may be nil.
	Progress func(Progress)
	// NoWait does not wait for the record to arrive; syncing goes on with it.
	NoWait bool
}

// JoinOptions are for the side that was invited.
type JoinOptions struct {
	Meeting
	// Name is what this computer is called from now on; "" leaves it.
	Name string
	// Addresses are where the inviting computer, or a node, can be found, where
	// the invitation does not say it: words alone.
	Addresses []string
}

// ParseInvitation reads an invitation from words or a link. It fails with
// [ErrInvitation] or [ErrExpired]. What only the inviter knows (whose record) is
// not in it.
func (a *App) ParseInvitation(text string) (*Invitation, error) { return nil, ErrInvitation }

// InvitationFromPicture finds the QR code in a PNG, JPEG or GIF of at most 64 MiB
// and returns the link in it. It fails with [ErrInvitation] or [ErrPicture].
func InvitationFromPicture(picture []byte) (string, error) { return "", ErrInvitation }

// Join follows an invitation: words, or a link. It starts syncing if it does not
// run. An invitation for a device makes the vault one of the inviter's, which only
// one without records can become: [ErrHasRecords]. Once keys were handed over the
// join outlives a crash: the next StartSync goes on with it. It fails with
// [ErrInvitation], [ErrExpired], [ErrWrongWords], [ErrNobodyThere] or
// [ErrDeclined].
func (a *App) Join(ctx context.Context, text string, o JoinOptions) (*Joined, error) {
	return nil, ErrInvitation
}

// Joined is what a join brought.
type Joined struct {
	Purpose  Purpose
	From     string   // what the inviter calls themselves
	Persons  []Person // whose record is here now
	Complete bool     // all of it has arrived
}
