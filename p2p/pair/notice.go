package pair

import (
	"fmt"

	"kith/crypto"
)

// Notice is what an inviter leaves with a node: where to go, for who has the words
// alone and knows the node, and what a letter's request needs to know.
type Notice struct {
	Invitation Invitation
	Check      bool   // the inviter compares the emoji of a letter before answering
	Greeting   []byte // of [Options]
}

type noticeBody struct {
	Link     []byte `cbor:"1,keyasint"`
	Check    bool   `cbor:"2,keyasint,omitempty"`
	Greeting []byte `cbor:"3,keyasint,omitempty"`
}

// Seal returns the sealed notice, for the [NoticeBox].
func (n Notice) Seal(secret crypto.Key) ([]byte, error) {
	link, err := n.Invitation.encode()
	if err != nil {
		return nil, err
	}
	b, err := marshal(noticeBody{link, n.Check, n.Greeting})
	if err != nil {
		return nil, fmt.Errorf("write notice: %w", err)
	}
	return crypto.SealFile(secret.Derive("pair notice", nil), "notice", pad(b)), nil
}

// OpenNotice opens what lay in the notice box of the words' invitation. What is no
// notice of it is an [ErrFormat].
func OpenNotice(secret crypto.Key, words crypto.Phrase, item []byte) (Notice, error) {
	var body noticeBody
	if err := openItem(secret.Derive("pair notice", nil), "notice", item, &body); err != nil {
		return Notice{}, fmt.Errorf("open notice: %w", err)
	}
	inv, err := decode(body.Link)
	if err != nil || !inv.Phrase.Equal(words) || len(body.Greeting) > MaxGreeting {
		return Notice{}, fmt.Errorf("open notice: %w", ErrFormat)
	}
	return Notice{Invitation: inv, Check: body.Check, Greeting: body.Greeting}, nil
}
