package pair

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kith/p2p/link"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var testRequest = Request{Card: []byte("keys"), Name: "Ana's laptop"}

// complete takes a session from the emoji to the end.
func complete(t *testing.T, joiner, inviter *Session, welcome []byte) {
	t.Helper()
	ctx := t.Context()
	err, otherErr := both(func() error {
		if err := joiner.Confirm(ctx, true); err != nil {
			return err
		}
		got, err := joiner.Request(ctx, testRequest)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, welcome) {
			t.Errorf("the welcome is %d bytes, not %d", len(got), len(welcome))
		}
		return joiner.Finish()
	}, func() error {
		if err := inviter.Confirm(ctx, true); err != nil {
			return err
		}
		r, err := inviter.ReadRequest(ctx)
		if err != nil {
			return err
		}
		if r.Name != testRequest.Name || !bytes.Equal(r.Card, testRequest.Card) {
			t.Errorf("the request is %+v", r)
		}
		return inviter.Welcome(ctx, welcome)
	})
	if err != nil || otherErr != nil {
		t.Fatal(err, otherErr)
	}
}

func TestPairing(t *testing.T) {
	for name, size := range map[string]int{"short": 1, "a chunk": chunk, "over a chunk": chunk + 1, "longest": MaxWelcome} {
		t.Run(name, func(t *testing.T) {
			o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{Greeting: []byte("hello")})
			n := newNet(t, openingOf(testInvitation(t, PurposeMember), otherSecret(), Options{}), o)
			joiner, inviter := n.pairUp()
			if joiner.Emoji() != inviter.Emoji() {
				t.Errorf("%s and %s", names(joiner.Emoji()), names(inviter.Emoji()))
			}
			terms := joiner.Terms()
			if terms.Purpose != PurposeDevice || !terms.Check || !terms.Expires.Equal(o.inv.Expires) ||
				string(terms.Greeting) != "hello" || terms.Skew != 0 {
				t.Errorf("terms: %+v", terms)
			}
			if joiner.Remote() != inviterPeer || inviter.Remote() != joinerPeer {
				t.Error("wrong peers")
			}
			complete(t, joiner, inviter, bytes.Repeat([]byte{7}, size))
			if state, wrong := o.State(testNow); state != StateUsed || wrong != 0 {
				t.Errorf("the invitation is in state %d, with %d wrong tries", state, wrong)
			}
		})
	}
}

func TestNothingFlowsUnchecked(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{}))
	joiner, inviter := n.pairUp()
	if _, err := joiner.Request(t.Context(), testRequest); !errors.Is(err, errUnchecked) {
		t.Errorf("request: %v", err)
	}
	if _, err := inviter.ReadRequest(t.Context()); !errors.Is(err, errUnchecked) {
		t.Errorf("read request: %v", err)
	}
	if err := inviter.Welcome(t.Context(), []byte("secret")); !errors.Is(err, errUnchecked) {
		t.Errorf("welcome: %v", err)
	}
	// One who skips the check is found out: its request is no confirmation.
	joiner.confirmed = true
	err, otherErr := both(
		func() error { _, err := joiner.Request(t.Context(), testRequest); return err },
		func() error { return inviter.Confirm(t.Context(), true) })
	if err == nil || !errors.Is(otherErr, ErrFormat) {
		t.Errorf("skipping the check: %v, %v", err, otherErr)
	}
}

func TestMemberNeedNotCheck(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeMember), testSecret(), Options{}))
	joiner, inviter := n.pairUp()
	err, otherErr := both(func() error {
		if _, err := joiner.Request(t.Context(), testRequest); err != nil {
			return err
		}
		return joiner.Finish()
	}, func() error {
		if _, err := inviter.ReadRequest(t.Context()); err != nil {
			return err
		}
		return inviter.Welcome(t.Context(), []byte("come in"))
	})
	if err != nil || otherErr != nil {
		t.Error(err, otherErr)
	}
}

func TestEmojiNotSame(t *testing.T) {
	for _, joinerSees := range []bool{true, false} {
		o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
		n := newNet(t, o)
		joiner, inviter := n.pairUp()
		err, otherErr := both(
			func() error { return joiner.Confirm(t.Context(), joinerSees) },
			func() error { return inviter.Confirm(t.Context(), !joinerSees) })
		if !errors.Is(err, ErrNotSame) || !errors.Is(otherErr, ErrNotSame) {
			t.Errorf("joiner sees them: %v: %v, %v", joinerSees, err, otherErr)
		}
		if state, _ := o.State(testNow); state != StateOpen {
			t.Errorf("the invitation is in state %d", state)
		}
		joiner, inviter = n.pairUp() // a session that came to nothing does no harm
		complete(t, joiner, inviter, []byte("welcome"))
	}
}

func TestCancelIsNoticedWhileThePersonThinks(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{}))
	joiner, inviter := n.pairUp()
	joiner.Cancel()
	<-inviter.Gone()
	if err := inviter.Confirm(t.Context(), true); !errors.Is(err, ErrCancelled) {
		t.Error(err)
	}
	joiner, inviter = n.pairUp()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := inviter.Confirm(ctx, true); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := joiner.Confirm(t.Context(), true); !errors.Is(err, ErrCancelled) {
		t.Error(err)
	}
}

func TestRefuse(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeMember), testSecret(), Options{})
	n := newNet(t, o)
	joiner, inviter := n.pairUp()
	err, otherErr := both(
		func() error { _, err := joiner.Request(t.Context(), testRequest); return err },
		func() error {
			if _, err := inviter.ReadRequest(t.Context()); err != nil {
				return err
			}
			return inviter.Refuse()
		})
	if !errors.Is(err, ErrRefused) || otherErr != nil {
		t.Error(err, otherErr)
	}
	if state, _ := o.State(testNow); state != StateOpen {
		t.Errorf("state %d", state)
	}
}

func TestGoneWithoutAWord(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{}))
	joiner, inviter := n.pairUp()
	if err := joiner.stream.Reset(); err != nil {
		t.Fatal(err)
	}
	<-inviter.Gone()
	if err := inviter.Confirm(t.Context(), true); !errors.Is(err, link.ErrReset) {
		t.Errorf("inviter: %v", err)
	}
	if err := joiner.Confirm(t.Context(), true); err == nil {
		t.Error("the joiner confirmed on a stream that is gone")
	}
}

func TestWrongWordsKillTheInvitation(t *testing.T) {
	var log []State
	o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{Log: func(s State, _ int) { log = append(log, s) }})
	n := newNet(t, o)
	for left := MaxWrong - 1; left >= 0; left-- {
		_, other, err := n.start(n.stranger, otherSecret())
		for _, err := range []error{err, other.err} {
			var wrong *WrongWordsError
			if !errors.As(err, &wrong) || wrong.Left != left || errors.Is(err, ErrTooManyTries) != (left == 0) {
				t.Errorf("with %d left: %v", left, err)
			}
		}
	}
	_, other, err := n.start(n.joiner, testSecret())
	if !errors.Is(err, ErrTooManyTries) || !errors.Is(other.err, ErrTooManyTries) {
		t.Errorf("right words afterwards: %v, %v", err, other.err)
	}
	_, other, err = n.start(n.stranger, otherSecret())
	if !errors.Is(err, ErrNotOpen) || !errors.Is(other.err, ErrNotOpen) {
		t.Errorf("wrong words afterwards: %v, %v", err, other.err)
	}
	if state, wrong := o.State(testNow); state != StateDead || wrong != MaxWrong {
		t.Errorf("state %d after %d wrong tries", state, wrong)
	}
	if len(log) != MaxWrong || log[0] != StateOpen || log[2] != StateDead {
		t.Errorf("log: %v", log)
	}
}

func TestWrongTriesSurviveARestart(t *testing.T) {
	inv := testInvitation(t, PurposeMember)
	o, err := Open(inv, Options{Wrong: MaxWrong - 1})
	if err != nil {
		t.Fatal(err)
	}
	n := newNet(t, o)
	if _, _, err := n.start(n.stranger, otherSecret()); !errors.Is(err, ErrTooManyTries) {
		t.Error(err)
	}
	dead, err := Open(inv, Options{Wrong: MaxWrong})
	if err != nil {
		t.Fatal(err)
	}
	if state, _ := dead.State(testNow); state != StateDead {
		t.Errorf("state %d", state)
	}
}

func TestWhyItWorksNoMore(t *testing.T) {
	expired := testInvitation(t, PurposeDevice)
	expired.Expires = testNow.Add(-time.Minute)
	cancelled := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	cancelled.Cancel()
	elsewhere := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	elsewhere.MarkUsed()
	elsewhere.Cancel() // changes nothing
	for name, c := range map[string]struct {
		opening *Opening
		want    error
	}{
		"expired":        {openingOf(expired, testSecret(), Options{}), ErrExpired},
		"cancelled":      {cancelled, ErrCancelled},
		"used elsewhere": {elsewhere, ErrUsed},
	} {
		n := newNet(t, c.opening)
		_, other, err := n.start(n.joiner, testSecret())
		if !errors.Is(err, c.want) || !errors.Is(other.err, c.want) {
			t.Errorf("%s: %v, %v", name, err, other.err)
		}
		// Who has other words learns nothing of it.
		if _, _, err := n.start(n.stranger, otherSecret()); !errors.Is(err, ErrNotOpen) {
			t.Errorf("%s, wrong words: %v", name, err)
		}
	}
}

func TestOneUse(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeMember), testSecret(), Options{})
	n := newNet(t, o)
	joiner, inviter := n.pairUp()
	if _, _, err := n.start(n.stranger, testSecret()); !errors.Is(err, ErrBusy) {
		t.Errorf("two at once: %v", err)
	}
	// The welcome is lost on the way.
	err, otherErr := both(
		func() error { return joiner.write(typeRequest, mustEncode(t, testRequest)) },
		func() error {
			if _, err := inviter.ReadRequest(t.Context()); err != nil {
				return err
			}
			return errors.Join(joiner.stream.Reset(), inviter.Welcome(t.Context(), []byte("welcome")))
		})
	if err != nil || otherErr == nil {
		t.Fatal(err, otherErr)
	}
	if _, _, err := n.start(n.stranger, testSecret()); !errors.Is(err, ErrUsed) {
		t.Errorf("another computer afterwards: %v", err)
	}
	joiner, inviter = n.pairUp()
	complete(t, joiner, inviter, []byte("welcome"))
	o.Cancel()
	if state, _ := o.State(o.inv.Expires); state != StateUsed {
		t.Errorf("state %d", state)
	}
}

func mustEncode(t *testing.T, r Request) []byte {
	t.Helper()
	b, err := r.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSamePeerComesAnew(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{}))
	_, first := n.pairUp() // its joiner has lost the connection and does not know
	joiner, inviter := n.pairUp()
	<-first.Gone()
	if err := first.Confirm(t.Context(), true); err == nil {
		t.Error("the session that was given up goes on")
	}
	complete(t, joiner, inviter, []byte("welcome"))
}

func TestCancelBeforeWelcome(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeMember), testSecret(), Options{})
	n := newNet(t, o)
	joiner, inviter := n.pairUp()
	err, otherErr := both(
		func() error { _, err := joiner.Request(t.Context(), testRequest); return err },
		func() error {
			if _, err := inviter.ReadRequest(t.Context()); err != nil {
				return err
			}
			o.Cancel()
			return inviter.Welcome(t.Context(), []byte("welcome"))
		})
	if !errors.Is(err, ErrCancelled) || !errors.Is(otherErr, ErrCancelled) {
		t.Error(err, otherErr)
	}
}

func TestClockSkewIsSaid(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{}))
	late := testNow.Add(25 * time.Hour)
	if err := testInvitation(t, PurposeDevice).CheckTime(late); err != nil {
		t.Errorf("a clock a day ahead: %v", err)
	}
	s, err := Start(t.Context(), n.open(n.joiner, inviterPeer), joinerPeer, testSecret(), late)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other := <-n.sessions
	defer other.s.Close()
	if got := s.Terms().Skew; got != -25*time.Hour {
		t.Errorf("skew %v", got)
	}
	var expired *ExpiredError
	if err := testInvitation(t, PurposeDevice).CheckTime(testNow.Add(28 * time.Hour)); !errors.As(err, &expired) || !strings.Contains(err.Error(), "the clock says") {
		t.Errorf("two days later: %v", err)
	}
}

func TestHandshakeTakesNotForever(t *testing.T) {
	n := newNet(t, openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{}))
	ctx, cancel := context.WithCancel(t.Context())
	n.inviter.Handle(Protocol, func(s link.Stream) {
		cancel() // the joiner's person gives up; nobody answers
		_, _ = io.Copy(io.Discard, s)
		_ = s.Close()
	})
	if _, err := Start(ctx, n.open(n.joiner, inviterPeer), joinerPeer, testSecret(), testNow); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
