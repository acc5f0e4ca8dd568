package pair

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// The texts of a link. The second, in capitals, takes the least room in a QR code,
// which has no '#'.
const (
	linkPrefix = "kith:join#"
	qrPrefix   = "KITH:JOIN/"
)

const (
	linkVersion  = 0x01
	checkSize    = 4
	maxLinkBytes = 1024     // of a decoded link
	maxText      = 64 << 10 // of a text that may hold an invitation
)

var linkCoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Link returns the invitation as a link, kith:join#... It does not care for case.
func (inv Invitation) Link() (string, error) {
	b, err := inv.encode()
	if err != nil {
		return "", err
	}
	return linkPrefix + strings.ToLower(linkCoding.EncodeToString(b)), nil
}

// QRText returns what the QR code of the invitation holds: the link, spelled in
// the letters that a QR code packs best.
func (inv Invitation) QRText() (string, error) {
	b, err := inv.encode()
	if err != nil {
		return "", err
	}
	return qrPrefix + linkCoding.EncodeToString(b), nil
}

// QRCode returns the QR code of the invitation as rows of modules, true where it
// is dark, without the quiet zone of four.
func (inv Invitation) QRCode() ([][]bool, error) {
	text, err := inv.QRText()
	if err != nil {
		return nil, err
	}
	return crypto.QRCode(text)
}

// encode returns version | checksum | body; see PAIRING.md, "Link".
func (inv Invitation) encode() ([]byte, error) {
	minutes := inv.Expires.Unix() / 60
	if inv.Phrase.IsZero() || inv.Purpose == 0 || minutes <= 0 || minutes > 1<<32-1 {
		return nil, errors.New("an invitation that was read from words alone has no link")
	}
	if len(inv.Peers) > MaxPeers || len(inv.Nodes) > MaxNodes {
		return nil, fmt.Errorf("encode invitation: %w", ErrTooLarge)
	}
	body := append([]byte{byte(inv.Purpose)}, inv.Phrase.Bytes()...)
	body = binary.BigEndian.AppendUint32(body, uint32(minutes))
	for _, places := range [][]Place{inv.Peers, inv.Nodes} {
		body = append(body, byte(len(places)))
		for _, p := range places {
			entries := packAddrs(p.Addrs)
			if len(entries) > MaxAddrs {
				return nil, fmt.Errorf("encode invitation: %d addresses of one computer: %w", len(entries), ErrTooLarge)
			}
			body = append(append(body, p.Peer[:]...), byte(len(entries)))
			for _, e := range entries {
				body = e.append(body)
			}
		}
	}
	b := append(append([]byte{linkVersion}, linkCheck(body)...), body...)
	if len(b) > maxLinkBytes {
		return nil, fmt.Errorf("encode invitation of %d bytes: %w", len(b), ErrTooLarge)
	}
	return b, nil
}

func linkCheck(body []byte) []byte {
	sum := sha256.Sum256(append([]byte("kith link v1\x00"), body...))
	return sum[:checkSize]
}

// errCut is what every mistake in a link looks like: its checksum tells no more.
var errCut = fmt.Errorf("%w: the link is cut off or has a mistake; copy all of it again", ErrText)

// decode reads what encode wrote.
func decode(b []byte) (Invitation, error) {
	if len(b) < 1+checkSize || len(b) > maxLinkBytes || !bytes.Equal(linkCheck(b[1+checkSize:]), b[1:1+checkSize]) {
		return Invitation{}, errCut
	}
	if b[0] != linkVersion {
		return Invitation{}, fmt.Errorf("the link: %w", &VersionError{Theirs: b[0]})
	}
	r := reader{b: b[1+checkSize:]}
	inv := Invitation{Purpose: Purpose(r.byte())}
	phrase := r.take(crypto.PhraseSize)
	inv.Expires = time.Unix(int64(binary.BigEndian.Uint32(r.take(4)))*60, 0).UTC()
	inv.Peers = r.places(MaxPeers)
	inv.Nodes = r.places(MaxNodes)
	if r.bad || len(r.b) != 0 {
		return Invitation{}, errCut
	}
	if inv.Purpose != PurposeDevice && inv.Purpose != PurposeMember {
		return Invitation{}, fmt.Errorf("%w: it is for something that this version does not know", ErrText)
	}
	var err error
	if inv.Phrase, err = crypto.PhraseFromBytes(phrase); err != nil {
		return Invitation{}, errCut
	}
	return inv, nil
}

// reader takes bytes off the front. Once they do not suffice it is bad, and gives
// zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || len(r.b) < n {
		r.bad = true
		return make([]byte, n)
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) byte() byte { return r.take(1)[0] }

func (r *reader) places(limit int) []Place {
	n := int(r.byte())
	if n > limit {
		r.bad = true
	}
	var places []Place
	for i := 0; i < n && !r.bad; i++ {
		p := Place{Peer: link.Peer(r.take(len(link.Peer{})))}
		entries := int(r.byte())
		if entries > MaxAddrs {
			r.bad = true
		}
		for e := 0; e < entries && !r.bad; e++ {
			p.Addrs = append(p.Addrs, r.entry().texts()...)
		}
		places = append(places, p)
	}
	return places
}

// ParseInvitation reads an invitation from what a person has of it: the link,
// what a QR code holds, a message that has the link in it, or the seven words.
// Case, line breaks and spaces do not matter; see [crypto.ParsePhrase] for the
// words. Errors wrap [ErrText] and say what is wrong, or [ErrVersion].
func ParseInvitation(text string) (Invitation, error) {
	if len(text) > maxText {
		return Invitation{}, fmt.Errorf("%w: the text is too long", ErrText)
	}
	if rest, ok := afterLink(text); ok {
		return parseLink(rest)
	}
	if _, rest, ok := strings.Cut(lowerASCII(text), "kith:"); ok {
		kind, _, _ := strings.Cut(rest, "#")
		return Invitation{}, fmt.Errorf("%w: it is another kind of link, kith:%.16s", ErrText, kind)
	}
	phrase, err := crypto.ParsePhrase(text)
	if err != nil {
		return Invitation{}, fmt.Errorf("%w: %w", ErrText, err)
	}
	return Invitation{Phrase: phrase}, nil
}

// afterLink returns what follows the beginning of the first link in a text.
func afterLink(text string) (rest string, ok bool) {
	lower := lowerASCII(text)
	for _, prefix := range []string{linkPrefix, strings.ToLower(qrPrefix)} {
		if i := strings.Index(lower, prefix); i >= 0 {
			return text[i+len(prefix):], true
		}
	}
	return "", false
}

// lowerASCII is strings.ToLower without changing the length of the text.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}

// parseLink reads the letters of a link that may be broken over lines and be
// followed by prose: it takes one run of letters more until the checksum is right.
func parseLink(rest string) (Invitation, error) {
	const maxRuns = 64
	var letters strings.Builder
	for i, run := range strings.Fields(rest) {
		cut := strings.IndexFunc(run, func(r rune) bool { return !strings.ContainsRune(linkLetters, r) })
		if cut >= 0 {
			run = run[:cut]
		}
		letters.WriteString(strings.ToUpper(strings.ReplaceAll(run, "-", "")))
		if i == maxRuns || letters.Len() > maxLinkBytes*8/5+8 {
			break
		}
		if b, err := linkCoding.DecodeString(letters.String()); err == nil {
			inv, err := decode(b)
			if err == nil {
				return inv, nil
			}
			if !errors.Is(err, errCut) { // the checksum was right
				return Invitation{}, err
			}
		}
		if cut >= 0 {
			break
		}
	}
	return Invitation{}, errCut
}

const linkLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567-"
