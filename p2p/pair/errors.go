package pair

import (
	"errors"
	"fmt"
	"time"
)

// The kinds of failure of this package, to be asked for with errors.Is.
var (
	// ErrText says that a text is no invitation. The error itself says what is
	// wrong, which word and what it may have been: show it, do not log it.
	ErrText = errors.New("this is not an invitation")
	// ErrPicture says that a file is no picture that can be read.
	ErrPicture = errors.New("this picture cannot be read")
	// ErrNoQR says that no QR code was found in a picture.
	ErrNoQR = errors.New("there is no QR code to be found in this picture")
	// ErrWrongWords says that the words are not those of an invitation that is
	// open there; see [WrongWordsError].
	ErrWrongWords = errors.New("these are not the words of the invitation")
	// ErrTooManyTries says that wrong words were tried too often. The invitation
	// is dead.
	ErrTooManyTries = errors.New("wrong words were tried too often")
	// ErrUsed says that another computer has used the invitation.
	ErrUsed = errors.New("the invitation was used")
	// ErrExpired says that the invitation's time is over; see [ExpiredError].
	ErrExpired = errors.New("the invitation has expired")
	// ErrCancelled says that a person gave up, on either side.
	ErrCancelled = errors.New("the invitation was cancelled")
	// ErrRefused says that the inviter looked at the request and said no.
	ErrRefused = errors.New("the request was refused")
	// ErrBusy says that another computer is just using the invitation.
	ErrBusy = errors.New("another computer is using the invitation")
	// ErrNotOpen says that no invitation is open on that computer.
	ErrNotOpen = errors.New("no invitation is open there")
	// ErrNotSame says that one of the two people does not see the same emoji:
	// somebody may sit between, or they are not in the same room.
	ErrNotSame = errors.New("the emoji are not the same on both sides")
	// ErrVersion says that the two programs have no version of pairing in
	// common; see [VersionError].
	ErrVersion = errors.New("the other computer's program is of another version")
	// ErrFormat says that bytes are not what the protocol asks for: the other
	// side is broken or hostile, or somebody changed them.
	ErrFormat = errors.New("not a message of pairing")
	// ErrTooLarge says that something is longer than the protocol allows.
	ErrTooLarge = errors.New("larger than pairing allows")
)

// WrongWordsError is an [ErrWrongWords] with what is left.
type WrongWordsError struct {
	// Left is how many more tries there are before the invitation is dead.
	Left int
}

// Error implements error.
func (e *WrongWordsError) Error() string {
	return fmt.Sprintf("%v; %d more tries", ErrWrongWords, e.Left)
}

// Is makes it an [ErrWrongWords], and an [ErrTooManyTries] if nothing is left.
func (e *WrongWordsError) Is(target error) bool {
	return target == ErrWrongWords || e.Left == 0 && target == ErrTooManyTries
}

// ExpiredError is an [ErrExpired] with the times that say so.
type ExpiredError struct {
	Expires time.Time // when the invitation ended
	Now     time.Time // what the clock that decided says; if it is wrong, so is the error
}

// Error implements error.
func (e *ExpiredError) Error() string {
	return fmt.Sprintf("%v: it ended %s, and the clock says %s", ErrExpired,
		e.Expires.UTC().Format(time.RFC3339), e.Now.UTC().Format(time.RFC3339))
}

// Is makes it an [ErrExpired].
func (e *ExpiredError) Is(target error) bool { return target == ErrExpired }

// VersionError is an [ErrVersion] with what the other side speaks.
type VersionError struct {
	Theirs byte // the newest version of pairing there
}

// Newer reports whether the other program is the newer one, and this computer's
// should be updated.
func (e *VersionError) Newer() bool { return e.Theirs > version }

// Error implements error.
func (e *VersionError) Error() string {
	return fmt.Sprintf("%v: version %d, and here %d", ErrVersion, e.Theirs, version)
}

// Is makes it an [ErrVersion].
func (e *VersionError) Is(target error) bool { return target == ErrVersion }
