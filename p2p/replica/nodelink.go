package replica

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"kith/p2p/link"
)

// Link is all that is needed to use a node: who it is, where, and the operator's
// token. Whoever has it can add spaces to the node. Its form is in NODE.md, "Link".
type Link struct {
	Peer  link.Peer
	Addrs []string // multiaddr text, 1 to [MaxAddrs]
	Token Token
}

// Bounds of a link.
const (
	// MaxAddrs is how many addresses a link has at most.
	MaxAddrs = 8
	// MaxAddr is the length of the longest address, in bytes.
	MaxAddr = 256

	linkPrefix  = "kith:node#"
	linkVersion = 1
	maxLink     = 4096 // length of its text
	checkSize   = 4
)

// ErrLink says that a text is no link of a node, or not all of it.
var ErrLink = errors.New("this is not the whole link of a node")

// linkBody is the CBOR form.
type linkBody struct {
	Version uint64   `cbor:"1,keyasint"`
	Peer    []byte   `cbor:"2,keyasint"`
	Addrs   []string `cbor:"3,keyasint"`
	Token   []byte   `cbor:"4,keyasint"`
}

func (l Link) check() error {
	if l.Peer.IsZero() || len(l.Addrs) == 0 || len(l.Addrs) > MaxAddrs {
		return fmt.Errorf("%w: %d addresses", ErrLink, len(l.Addrs))
	}
	for _, a := range l.Addrs {
		if !strings.HasPrefix(a, "/") || len(a) > MaxAddr || strings.ContainsFunc(a, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return fmt.Errorf("%w: an address is none", ErrLink)
		}
	}
	return nil
}

// Text returns the link as people paste it. Addresses beyond [MaxAddrs] are an
// error.
func (l Link) Text() (string, error) {
	if err := l.check(); err != nil {
		return "", err
	}
	body, err := encMode.Marshal(linkBody{linkVersion, l.Peer[:], l.Addrs, l.Token[:]})
	if err != nil {
		return "", fmt.Errorf("link of the node: %w", err)
	}
	sum := linkSum(body)
	return linkPrefix + base64.RawURLEncoding.EncodeToString(append(sum[:checkSize], body...)), nil
}

func linkSum(body []byte) [32]byte {
	return sha256.Sum256(append([]byte("kith node link v1\x00"), body...))
}

// ParseLink reads what [Link.Text] wrote, with white space around and in it, as
// mail programs leave it. What is not whole is [ErrLink], one of a later version
// [ErrVersion].
func ParseLink(text string) (Link, error) {
	text = strings.Join(strings.Fields(text), "")
	code, ok := strings.CutPrefix(text, linkPrefix)
	if !ok || len(text) > maxLink {
		return Link{}, fmt.Errorf("%w: it begins with %s", ErrLink, linkPrefix)
	}
	data, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil || len(data) < checkSize {
		return Link{}, ErrLink
	}
	body := data[checkSize:]
	if sum := linkSum(body); !bytes.Equal(sum[:checkSize], data[:checkSize]) {
		return Link{}, ErrLink
	}
	var b linkBody
	if err := decMode.Unmarshal(body, &b); err != nil {
		return Link{}, fmt.Errorf("%w: %w", ErrLink, err)
	}
	if b.Version > linkVersion {
		return Link{}, fmt.Errorf("%w: link version %d", ErrVersion, b.Version)
	}
	l := Link{Addrs: b.Addrs}
	if b.Version != linkVersion || copy(l.Peer[:], b.Peer) != len(l.Peer) || len(b.Peer) != len(l.Peer) ||
		copy(l.Token[:], b.Token) != len(l.Token) || len(b.Token) != len(l.Token) {
		return Link{}, ErrLink
	}
	return l, l.check()
}

var (
	encMode = must(cbor.CoreDetEncOptions().EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
		MaxNestedLevels:  4,
		MaxArrayElements: 16,
		MaxMapPairs:      16,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("replica: " + err.Error()) // the options above are constants
	}
	return v
}

// ErrListen says that a text is no address to listen on.
var ErrListen = errors.New("this is no address to listen on; write it like 0.0.0.0:4001 or [::]:4001")

// ListenAddrs turns HOST:PORT into the addresses of QUIC and TCP there, as
// multiaddr text: HOST is an IP address, in announced addresses also a name;
// without HOST it is every interface. Text that begins with "/" is one already.
// Port 0 lets the system choose.
func ListenAddrs(text string, announced bool) ([]string, error) {
	if strings.HasPrefix(text, "/") {
		return []string{text}, nil
	}
	host, portText, err := net.SplitHostPort(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrListen, text)
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrListen, text)
	}
	var places []string
	switch ip := net.ParseIP(host); {
	case host == "" && !announced:
		places = []string{"/ip4/0.0.0.0", "/ip6/::"}
	case ip != nil && ip.To4() != nil:
		places = []string{"/ip4/" + ip.To4().String()}
	case ip != nil:
		places = []string{"/ip6/" + ip.String()}
	case announced && isName(host):
		places = []string{"/dns/" + host}
	default:
		return nil, fmt.Errorf("%w: %q", ErrListen, text)
	}
	var addrs []string
	for _, p := range places {
		addrs = append(addrs, fmt.Sprintf("%s/udp/%d/quic-v1", p, port), fmt.Sprintf("%s/tcp/%d", p, port))
	}
	return addrs, nil
}

// isName reports whether a text can be the name of a host (RFC 1123, section 2.1).
func isName(text string) bool {
	if len(text) > 253 {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		if label == "" || len(label) > 63 || strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}
