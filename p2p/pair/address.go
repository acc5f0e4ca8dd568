package pair

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/btcsuite/btcd/btcutil/base58"

	"kith/p2p/link"
)

// The kinds of a packed address: what the host is, and what listens at its port.
const (
	hostIP4  = 0
	hostIP6  = 1
	hostName = 2 // then the bits of hostNameKind
	hostText = 3 // a multiaddr as it is, of another shape
	hostMask = 3

	overQUIC = 1 << 2
	overTCP  = 1 << 3

	nameShift = 4 // 0 dns, 1 dns4, 2 dns6
	nameMask  = 3 << nameShift
)

var nameKinds = [...]string{"dns", "dns4", "dns6"}

// maxAddrText is the length of the longest host name and of the longest address
// of another shape that an invitation carries.
const maxAddrText = 100

// entry is one packed address: a host, a port, and QUIC or TCP or both.
type entry struct {
	kind byte
	host string     // as in a multiaddr; the whole multiaddr for hostText
	ip   netip.Addr // of hostIP4 and hostIP6
	port uint16
}

// peerText returns the libp2p text of a peer: base58 of the identity multihash of
// its protobuf-wrapped Ed25519 key (libp2p specs, peer-ids).
func peerText(p link.Peer) string {
	return base58.Encode(append([]byte{0x00, 0x24, 0x08, 0x01, 0x12, 0x20}, p[:]...))
}

// parseAddr reads a multiaddr. It is not ok if it is none that can be carried, or
// one through a relay: those follow from the nodes.
func parseAddr(text string) (e entry, ok bool) {
	if len(text) > maxAddrText || !strings.HasPrefix(text, "/") || strings.Contains(text, "/p2p-circuit") {
		return entry{}, false
	}
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return entry{}, false
		}
	}
	other := entry{kind: hostText, host: text}
	parts := strings.Split(text[1:], "/")
	switch {
	case len(parts) == 4 && parts[2] == "tcp":
		e.kind = overTCP
	case len(parts) == 5 && parts[2] == "udp" && parts[4] == "quic-v1":
		e.kind = overQUIC
	default:
		return other, true
	}
	port, err := strconv.ParseUint(parts[3], 10, 16)
	if err != nil || strconv.FormatUint(port, 10) != parts[3] {
		return other, true
	}
	e.port, e.host = uint16(port), parts[1]
	ip, ipErr := netip.ParseAddr(e.host)
	plain := ipErr == nil && ip.Zone() == "" && ip.String() == e.host && !ip.Is4In6()
	switch name := slices.Index(nameKinds[:], parts[0]); {
	case parts[0] == "ip4" && plain && ip.Is4():
		e.kind, e.ip = e.kind|hostIP4, ip
	case parts[0] == "ip6" && plain && ip.Is6():
		e.kind, e.ip = e.kind|hostIP6, ip
	case name >= 0 && e.host != "":
		e.kind |= hostName | byte(name)<<nameShift
	default:
		return other, true
	}
	return e, true
}

// texts returns the multiaddrs of an entry, QUIC first.
func (e entry) texts() []string {
	if e.kind&hostMask == hostText {
		return []string{e.host}
	}
	family := [...]string{"ip4", "ip6", ""}[e.kind&hostMask]
	if e.kind&hostMask == hostName {
		family = nameKinds[e.kind&nameMask>>nameShift]
	}
	host, port := "/"+family+"/"+e.host, strconv.Itoa(int(e.port))
	var texts []string
	if e.kind&overQUIC != 0 {
		texts = append(texts, host+"/udp/"+port+"/quic-v1")
	}
	if e.kind&overTCP != 0 {
		texts = append(texts, host+"/tcp/"+port)
	}
	return texts
}

// packAddrs joins addresses that differ in QUIC and TCP alone, in the order of
// their first. What cannot be carried is left out.
func packAddrs(addrs []string) []entry {
	var entries []entry
	for _, text := range addrs {
		e, ok := parseAddr(text)
		if !ok {
			continue
		}
		const over = overQUIC | overTCP
		same := func(o entry) bool { return o.host == e.host && o.port == e.port && o.kind&^over == e.kind&^over }
		if i := slices.IndexFunc(entries, same); i >= 0 {
			entries[i].kind |= e.kind
		} else {
			entries = append(entries, e)
		}
	}
	return entries
}

// append adds the packed entry to b; see PAIRING.md, "Link".
func (e entry) append(b []byte) []byte {
	b = append(b, e.kind)
	switch e.kind & hostMask {
	case hostIP4, hostIP6:
		b = append(b, e.ip.AsSlice()...)
	default:
		b = append(append(b, byte(len(e.host))), e.host...)
	}
	if e.kind&hostMask == hostText {
		return b
	}
	return binary.BigEndian.AppendUint16(b, e.port)
}

// entry reads what append wrote.
func (r *reader) entry() entry {
	e := entry{kind: r.byte()}
	switch e.kind & hostMask {
	case hostIP4:
		e.ip = netip.AddrFrom4([4]byte(r.take(4)))
		e.host = e.ip.String()
	case hostIP6:
		e.ip = netip.AddrFrom16([16]byte(r.take(16)))
		e.host = e.ip.String()
	default:
		e.host = string(r.take(int(r.byte())))
	}
	if e.kind&hostMask != hostText {
		e.port = binary.BigEndian.Uint16(r.take(2))
	}
	// Nothing is taken that would not be written.
	if texts := e.checkedTexts(); r.bad || len(texts) == 0 {
		r.bad = true
		return entry{kind: hostText}
	}
	return e
}

func (e entry) checkedTexts() []string {
	if e.kind&nameMask>>nameShift >= byte(len(nameKinds)) {
		return nil
	}
	texts := e.texts()
	if again := packAddrs(texts); len(again) != 1 || again[0] != e {
		return nil
	}
	return texts
}

// comfortable keeps the places and addresses that fit into a QR code which is
// easily read: hosts that others may reach first, loopback last, and addresses of
// another shape only where there is nothing else. The first may be found by more
// addresses than the others.
func comfortable(places []Place, limit int) []Place {
	const others = 2 // addresses of those after the first
	var kept []Place
	most := MaxAddrs
	for _, p := range places[:min(len(places), limit)] {
		entries := packAddrs(p.Addrs)
		slices.SortStableFunc(entries, func(a, b entry) int { return a.rank() - b.rank() })
		if i := slices.IndexFunc(entries, func(e entry) bool { return e.kind&hostMask == hostText }); i > 0 {
			entries = entries[:i]
		}
		place := Place{Peer: p.Peer}
		for _, e := range entries[:min(len(entries), most)] {
			place.Addrs = append(place.Addrs, e.texts()...)
		}
		kept, most = append(kept, place), others
	}
	return kept
}

func (e entry) rank() int {
	switch {
	case e.kind&hostMask == hostText:
		return 4
	case e.ip.IsLoopback():
		return 3
	case e.ip.IsLinkLocalUnicast():
		return 2
	case e.ip.IsValid():
		return 1
	}
	return 0 // a name
}
