package lan

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"kith/p2p/link"
)

// ServiceName is what is asked for, and answered under.
const ServiceName = "_p2p._udp.local."

const (
	maxPacket  = 1500 // bytes; longer ones are cut by the read, and refused
	maxRecords = 32   // looked at in one packet
	recordTTL  = 120  // seconds
)

// card is what a device shows of itself.
type card struct {
	instance  string // one label
	nonce     [16]byte
	hash      [16]byte
	quic, tcp uint16 // ports; 0 is none
}

func newCard(self link.Peer) card {
	var c card
	rand.Read(c.nonce[:]) // never fails: crypto/rand ends the process instead
	c.hash = blind(c.nonce, self)
	var name [8]byte
	rand.Read(name[:])
	c.instance = hex.EncodeToString(name[:])
	return c
}

// blind is the first 16 bytes of SHA-256("lan v1" 0x00 nonce key).
func blind(nonce [16]byte, p link.Peer) [16]byte {
	sum := sha256.Sum256(append(append([]byte("lan v1\x00"), nonce[:]...), p[:]...))
	return [16]byte(sum[:16])
}

// who returns the one of known that c belongs to.
func (c *card) who(known []link.Peer) (link.Peer, bool) {
	for _, p := range known {
		if blind(c.nonce, p) == c.hash {
			return p, true
		}
	}
	return link.Peer{}, false
}

func question() ([]byte, error) {
	name, err := dnsmessage.NewName(ServiceName)
	if err != nil {
		return nil, err
	}
	m := dnsmessage.Message{Questions: []dnsmessage.Question{
		{Name: name, Type: dnsmessage.TypePTR, Class: dnsmessage.ClassINET},
	}}
	return m.Pack()
}

func answer(c card) ([]byte, error) {
	service, err := dnsmessage.NewName(ServiceName)
	if err != nil {
		return nil, err
	}
	instance, err := dnsmessage.NewName(c.instance + "." + ServiceName)
	if err != nil {
		return nil, err
	}
	head := func(n dnsmessage.Name) dnsmessage.ResourceHeader {
		return dnsmessage.ResourceHeader{Name: n, Class: dnsmessage.ClassINET, TTL: recordTTL}
	}
	text := []string{"n=" + hex.EncodeToString(c.nonce[:]), "h=" + hex.EncodeToString(c.hash[:])}
	if c.quic != 0 {
		text = append(text, "q="+strconv.Itoa(int(c.quic)))
	}
	if c.tcp != 0 {
		text = append(text, "t="+strconv.Itoa(int(c.tcp)))
	}
	m := dnsmessage.Message{
		Header:      dnsmessage.Header{Response: true, Authoritative: true},
		Answers:     []dnsmessage.Resource{{Header: head(service), Body: &dnsmessage.PTRResource{PTR: instance}}},
		Additionals: []dnsmessage.Resource{{Header: head(instance), Body: &dnsmessage.TXTResource{TXT: text}}},
	}
	return m.Pack()
}

var errNotOurs = errors.New("not for this service")

// read takes a packet apart: whether it asks for the service, and the cards in it.
func read(packet []byte) (asks bool, cards []card, err error) {
	if len(packet) > maxPacket {
		return false, nil, errors.New("read a packet: too long")
	}
	var p dnsmessage.Parser
	head, err := p.Start(packet)
	if err != nil {
		return false, nil, fmt.Errorf("read a packet: %w", err)
	}
	if !head.Response {
		for range maxRecords {
			q, err := p.Question()
			if errors.Is(err, dnsmessage.ErrSectionDone) {
				break
			}
			if err != nil {
				return false, nil, fmt.Errorf("read a question: %w", err)
			}
			if strings.EqualFold(q.Name.String(), ServiceName) &&
				(q.Type == dnsmessage.TypePTR || q.Type == dnsmessage.TypeALL) {
				return true, nil, nil
			}
		}
		return false, nil, nil
	}
	if err := p.SkipAllQuestions(); err != nil {
		return false, nil, fmt.Errorf("read an answer: %w", err)
	}
	cards, err = readCards(p.AnswerHeader, p.SkipAnswer, p.TXTResource, cards)
	if err == nil {
		err = p.SkipAllAuthorities()
	}
	if err == nil {
		cards, err = readCards(p.AdditionalHeader, p.SkipAdditional, p.TXTResource, cards)
	}
	if err != nil {
		return false, nil, fmt.Errorf("read an answer: %w", err)
	}
	return false, cards, nil
}

// readCards reads one section of records.
func readCards(head func() (dnsmessage.ResourceHeader, error), skip func() error,
	text func() (dnsmessage.TXTResource, error), cards []card) ([]card, error) {
	for range maxRecords {
		h, err := head()
		if errors.Is(err, dnsmessage.ErrSectionDone) {
			return cards, nil
		}
		if err != nil {
			return nil, err
		}
		name := h.Name.String()
		if h.Type != dnsmessage.TypeTXT || !strings.HasSuffix(strings.ToLower(name), "."+ServiceName) {
			if err := skip(); err != nil {
				return nil, err
			}
			continue
		}
		txt, err := text()
		if err != nil {
			return nil, err
		}
		if c, err := readCard(txt.TXT); err == nil {
			c.instance, _, _ = strings.Cut(name, ".")
			cards = append(cards, c)
		}
	}
	return nil, errors.New("too many records")
}

// readCard reads the strings of a TXT record. Other programs of the same service
// name have others; those are none of ours.
func readCard(text []string) (card, error) {
	var c card
	var parts int
	for _, s := range text {
		k, v, _ := strings.Cut(s, "=")
		var err error
		switch k {
		case "n":
			parts |= 1
			err = readHex(c.nonce[:], v)
		case "h":
			parts |= 2
			err = readHex(c.hash[:], v)
		case "q":
			c.quic, err = readPort(v)
		case "t":
			c.tcp, err = readPort(v)
		}
		if err != nil {
			return card{}, err
		}
	}
	if parts != 3 || c.quic == 0 && c.tcp == 0 {
		return card{}, errNotOurs
	}
	return c, nil
}

func readHex(to []byte, s string) error {
	if len(s) != 2*len(to) {
		return errNotOurs
	}
	_, err := hex.Decode(to, []byte(s))
	return err
}

func readPort(s string) (uint16, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err == nil && n == 0 {
		err = errNotOurs
	}
	return uint16(n), err
}
