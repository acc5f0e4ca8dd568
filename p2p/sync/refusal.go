package sync

import (
	"errors"
	"fmt"
	"time"
)

// Code says why a server refuses something (SYNC.md, section 5). The numbers are
// part of the protocol.
type Code uint8

// The codes. Zero is no refusal.
const (
	Accepted      Code = 0
	RefuseVersion Code = 1 // no version in common
	RefuseUnknown Code = 2 // no such space here, or not for this peer
	RefuseRemoved Code = 3 // the device was removed from the space
	RefuseEpoch   Code = 4 // the proof does not hold or is of an epoch not accepted
	RefuseQuota   Code = 5 // no room for more
	RefuseBusy    Code = 6 // too many streams or requests
	RefuseToken   Code = 7 // the operator's token is wrong
	RefuseRequest Code = 8 // not understood, or out of bounds
	RefuseFailed  Code = 9 // the server's own trouble
)

// goesOn reports whether the stream can be used after the refusal.
func (c Code) goesOn() bool { return c == RefuseQuota || c == RefuseFailed }

// Why says why a space is not known to be the same on a peer. Words are made of it
// in package app.
type Why uint8

// The reasons.
const (
	WhyNothing     Why = iota // all is well
	WhyNotYet                 // not tried yet
	WhyUnreachable            // asleep, off, or no way leads there
	WhyNotLetIn               // the peer knows no such space, or not for us
	WhyRemoved                // the peer says that this device was removed
	WhyKeys                   // one side lacks the other's newest key
	WhyQuota                  // the node has no room for more
	WhyPeerOlder              // the peer's program is too old
	WhyPeerNewer              // this program is too old for the peer
	WhyBusy                   // the peer has too much to do
	WhyToken                  // the node does not accept our token
	WhyWithholds              // the peer says to have or to have stored what it does not show
	WhyDiffers                // the sets still differed at the end; it is tried again
	WhyBroken                 // the peer breaks the protocol
	WhyTheirs                 // the peer's own trouble, such as its disk
	WhyOurs                   // this computer's own trouble, such as its disk
	WhyInterrupted            // the connection broke, or we were stopped
)

var whyNames = [...]string{
	"nothing", "not yet", "unreachable", "not let in", "removed", "keys", "quota", "peer older", "peer newer", "busy",
	"token", "withholds", "differs", "broken", "theirs", "ours", "interrupted",
}

// String names the reason for scripts and logs; people get words from package app.
func (w Why) String() string {
	if int(w) < len(whyNames) {
		return whyNames[w]
	}
	return fmt.Sprintf("why %d", uint8(w))
}

// Error is why a session failed.
type Error struct {
	Why  Why
	Wait time.Duration // the peer asks to wait that long; 0 if it does not
	Err  error         // may be nil
}

// Error says the reason and its cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return "sync: " + e.Why.String()
	}
	return "sync: " + e.Why.String() + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errors that a [Store] answers with, beside its own.
var (
	// ErrQuota says that there is no room for more ops or blobs.
	ErrQuota = errors.New("there is no room for more")
	// ErrNoBlob says that a blob is not here.
	ErrNoBlob = errors.New("no such blob here")
	// ErrWrongBlob says that bytes are not the blob that they were said to be.
	ErrWrongBlob = errors.New("not the blob of that name")
)

// whyOf tells what a refusal means to the client.
func whyOf(r refusal) *Error {
	e := &Error{Wait: time.Duration(min(r.Wait, maxWait)) * time.Second, Err: fmt.Errorf("the peer refused with code %d", r.Code)}
	switch r.Code {
	case RefuseVersion:
		e.Why = WhyPeerOlder
		for _, v := range r.Versions {
			if v > version {
				e.Why = WhyPeerNewer
			}
		}
	case RefuseUnknown:
		e.Why = WhyNotLetIn
	case RefuseRemoved:
		e.Why = WhyRemoved
	case RefuseEpoch:
		e.Why = WhyKeys
	case RefuseQuota:
		e.Why = WhyQuota
	case RefuseBusy:
		e.Why = WhyBusy
	case RefuseToken:
		e.Why = WhyToken
	case RefuseFailed:
		e.Why = WhyTheirs
	default:
		e.Why = WhyBroken
	}
	return e
}

const maxWait = 3600 // seconds that a peer can make us wait
