package pair

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// ErrNobody says that nobody who could answer the invitation was found.
var ErrNobody = errors.New("nobody answers the invitation")

// How long a joiner tries and waits.
const (
	// ReachTime bounds the attempt to reach one computer.
	ReachTime = 30 * time.Second
	firstWait = 5 * time.Second
	lastWait  = 2 * time.Minute
)

// Stage says what a [Join] is doing.
type Stage uint8

// The stages. They may come in any order and again.
const (
	StageAsking   Stage = 1 // nodes, where the inviter is
	StageReaching Stage = 2 // one of the computers that may answer
	StageWriting  Stage = 3 // a letter, since none of them is there
	StageWaiting  Stage = 4 // for somebody to come, or to answer the letter
)

// Join follows an invitation to its end: it asks the nodes where the inviter is,
// tries the inviter's computers and those of other owners, leaves a letter if none
// is there, and tries again until one answers. Fields are set before Run.
type Join struct {
	Network    link.Network
	Invitation Invitation
	// Places and Nodes are further ones than those of the invitation: addresses
	// that were typed, nodes that are known.
	Places, Nodes []Place
	Now           func() time.Time
	// Progress is told the stage, and whom it is about; may be nil.
	Progress func(Stage, link.Peer)

	// Session follows a session to its end; the caller of it closes it. What it
	// returns, Run returns.
	Session func(ctx context.Context, s *Session) error

	// Mailbox is for letters; nil writes none.
	Mailbox Mailbox
	// Device signs the letter: the key of [link.Network.Self].
	Device crypto.SigningKey
	// Request makes the request of the letter. Nil writes none.
	Request func(Notice) (Request, error)
	// Wrote is called before a letter is left, to show its emoji where the notice
	// asks for a check and to keep it ([Mail.Encode]) for a later run; may be nil.
	Wrote func(*Mail, Notice) error
	// Mail is the letter of an earlier run.
	Mail *Mail
	// Welcome takes what answered the letter. What it returns, Run returns.
	Welcome func(ctx context.Context, welcome []byte) error

	secret crypto.Key
	notice *Notice
}

// Run joins. It ends with what Session or Welcome returned; with what the inviter
// said ([ErrWrongWords], [ErrUsed] and the like); with an [ExpiredError]; with
// [ErrNobody] and why, if nobody is there and no letter can be left; or with ctx's
// error.
func (j *Join) Run(ctx context.Context) error {
	if j.secret.IsZero() { // of an earlier run
		j.secret = j.Invitation.Phrase.Stretch()
	}
	for wait := firstWait; ; wait = min(wait*3/2, lastWait) {
		if err := j.Invitation.CheckTime(j.Now()); err != nil {
			return fmt.Errorf("join: %w", err)
		}
		done, err := j.round(ctx)
		if done {
			return err
		}
		if err := context.Cause(ctx); err != nil {
			return fmt.Errorf("join: %w", err)
		}
		if j.Mail == nil {
			return errors.Join(fmt.Errorf("join: %w", ErrNobody), err)
		}
		j.tell(StageWaiting, link.Peer{})
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fmt.Errorf("join: %w", context.Cause(ctx))
		}
	}
}

func (j *Join) tell(s Stage, p link.Peer) {
	if j.Progress != nil {
		j.Progress(s, p)
	}
}

// round tries every way once. It is done if err is the end of it.
func (j *Join) round(ctx context.Context) (done bool, err error) {
	nodes := j.nodes()
	done, err = j.visit(ctx)
	if done || j.Mailbox == nil || ctx.Err() != nil {
		return done, err
	}
	failed := []error{err}
	if j.notice == nil {
		failed = append(failed, j.ask(ctx, nodes))
		if j.notice != nil && j.Invitation.Purpose == 0 { // only now it is known whom to visit
			if done, err = j.visit(ctx); done {
				return true, err
			}
			failed = append(failed, err)
		}
	}
	answered, err := j.write(ctx, nodes)
	if answered {
		return true, err
	}
	return false, errors.Join(append(failed, err)...)
}

// visit tries everybody who may answer.
func (j *Join) visit(ctx context.Context) (done bool, err error) {
	var failed []error
	var wrong error // from one that may have missed this invitation and have another
	for _, p := range j.routes() {
		j.tell(StageReaching, p.Peer)
		s, err := j.reach(ctx, p)
		switch {
		case err == nil:
			return true, j.follow(ctx, s)
		case errors.Is(err, ErrWrongWords):
			wrong = err
		case final(err):
			return true, fmt.Errorf("join: %w", err)
		}
		failed = append(failed, err)
	}
	if wrong != nil && j.notice == nil && j.Mail == nil {
		return true, fmt.Errorf("join: %w", wrong)
	}
	return false, errors.Join(failed...)
}

func (j *Join) nodes() []Place {
	nodes := append(slices.Clone(j.Invitation.Nodes), j.Nodes...)
	for _, n := range nodes {
		j.Network.Learn(n.Peer, n.Addrs)
	}
	return nodes
}

// routes are all that may answer, each once.
func (j *Join) routes() []Place {
	inv := j.Invitation
	if inv.Purpose == 0 && j.notice != nil {
		inv = j.notice.Invitation
	}
	routes := append(slices.Clone(j.Places), inv.Routes()...)
	return slices.DeleteFunc(routes, func(p Place) bool { return p.Peer == j.Network.Self() })
}

// ask looks for the notice of the inviter.
func (j *Join) ask(ctx context.Context, nodes []Place) error {
	var failed []error
	for _, n := range nodes {
		j.tell(StageAsking, n.Peer)
		item, err := j.get(ctx, n.Peer, NoticeBox(j.secret))
		if err != nil || item == nil {
			failed = append(failed, err)
			continue
		}
		notice, err := OpenNotice(j.secret, j.Invitation.Phrase, item)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		j.notice = &notice
		return nil
	}
	return errors.Join(failed...)
}

func (j *Join) get(ctx context.Context, node link.Peer, box [32]byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, ReachTime)
	defer cancel()
	return j.Mailbox.Get(ctx, node, box)
}

func (j *Join) reach(ctx context.Context, p Place) (*Session, error) {
	ctx, cancel := context.WithTimeout(ctx, ReachTime)
	defer cancel()
	j.Network.Learn(p.Peer, p.Addrs)
	stream, err := j.Network.Open(ctx, p.Peer, Protocol)
	if err != nil {
		return nil, err
	}
	return Start(ctx, stream, j.Network.Self(), j.secret, j.Now())
}

func (j *Join) follow(ctx context.Context, s *Session) error {
	defer s.Close()
	return j.Session(ctx, s)
}

// final reports whether an error is what the inviter said of the invitation, and
// trying elsewhere or again would be of no use.
func final(err error) bool {
	for _, kind := range []error{ErrTooManyTries, ErrUsed, ErrExpired, ErrCancelled, ErrRefused, ErrVersion} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// write leaves the letter with every node, and looks for its answer.
func (j *Join) write(ctx context.Context, nodes []Place) (answered bool, err error) {
	if j.Mail == nil {
		if j.Request == nil || j.notice == nil {
			return false, nil
		}
		if err := j.compose(); err != nil {
			return true, err
		}
	}
	var failed []error
	for _, n := range nodes {
		j.tell(StageWriting, n.Peer)
		item, err := j.get(ctx, n.Peer, j.Mail.AnswerBox())
		if err == nil && item == nil {
			failed = append(failed, j.leave(ctx, n.Peer))
			continue
		}
		if err != nil {
			failed = append(failed, err)
			continue
		}
		welcome, err := j.Mail.OpenAnswer(item)
		if errors.Is(err, ErrFormat) {
			failed = append(failed, err) // the node's own doing; another may have the true one
			continue
		}
		if err != nil {
			return true, fmt.Errorf("join: %w", err)
		}
		if err := j.Welcome(ctx, welcome); err != nil {
			return true, err
		}
		// The welcome is kept: what is left in the box only takes room until then.
		_ = j.Mailbox.Empty(ctx, n.Peer, j.Mail.AnswerBox())
		return true, nil
	}
	return false, errors.Join(failed...)
}

// compose writes the letter, and has it kept before anybody can answer it.
func (j *Join) compose() error {
	r, err := j.Request(*j.notice)
	if err != nil {
		return err
	}
	m, err := NewMail(j.secret, j.Device, r, j.Now())
	if err != nil {
		return err
	}
	if j.Wrote != nil {
		if err := j.Wrote(m, *j.notice); err != nil {
			return err
		}
	}
	j.Mail = m
	return nil
}

// leave puts the letter into the first box that takes it; where it is already
// that is no error.
func (j *Join) leave(ctx context.Context, node link.Peer) error {
	ctx, cancel := context.WithTimeout(ctx, ReachTime)
	defer cancel()
	expires := j.Invitation.Expires
	if j.notice != nil {
		expires = j.notice.Invitation.Expires
	}
	if expires.IsZero() {
		expires = j.Now().Add(MaxLife)
	}
	for n := range RequestBoxes {
		err := j.Mailbox.Put(ctx, node, RequestBox(j.secret, n), j.Mail.Letter(), expires)
		if !errors.Is(err, ErrTaken) {
			return err
		}
	}
	return ErrTaken
}
