package app

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/journal/vault"
	"kith/p2p/link"
)

// syncBook is what this computer remembers of others for itself: it is sealed in
// the vault's folder, in no backup, and goes to nobody.
type syncBook struct {
	Device string `json:"device,omitempty"` // what this computer is called
	Me     string `json:"me,omitempty"`     // what the vault's owner is called
	// MeAt is when Me was chosen, on whichever of their computers. The latest counts.
	MeAt time.Time `json:"me_at,omitzero"`
	Port int       `json:"port,omitempty"` // chosen once, so that addresses stay good
	// Peers are where devices and nodes were reached, by their key.
	Peers map[string]peerBook `json:"peers,omitempty"`
	// Contacts are the other authors that were seen, by their key.
	Contacts map[string]contactBook `json:"contacts,omitempty"`
	// Joining is a join whose keys have arrived and that is not done.
	Joining *joinBook `json:"joining,omitempty"`
	// Mail is a letter to an invitation that waits for its answer.
	Mail *mailBook `json:"mail,omitempty"`
	// Hosts are who handed over a record, by its id: its own ops say who has it only
	// once they have arrived.
	Hosts map[string][]string `json:"hosts,omitempty"`
	// HostNodes are the links of the nodes that came with a record, likewise.
	HostNodes map[string][]string `json:"host_nodes,omitempty"`
	// Leaving are records that were left while nobody could be told: in hex.
	Leaving []string `json:"leaving,omitempty"`
}

type peerBook struct {
	Addrs []string  `json:"addrs"`
	At    time.Time `json:"at"` // when they were learned
}

type contactBook struct {
	Name     string    `json:"name,omitempty"`
	Named    time.Time `json:"named"`              // when they were first seen under this name
	Compared time.Time `json:"compared,omitzero"`  // that a person said the safety number is right
	Accepted bool      `json:"accepted,omitempty"` // that a person was told of another key of this name
}

// Limits of the book: what peers say must not make it grow for ever.
const (
	maxBookPeers    = 1024
	maxBookAddrs    = 16
	maxBookContacts = 4096
)

const syncDocument = "syncing"

func (a *App) syncBook() (*syncBook, error) {
	a.book.Lock()
	defer a.book.Unlock()
	return a.readSyncBook()
}

// readSyncBook reads the book; the caller holds a.book. One that is damaged is
// begun anew: it is needed for no record. A join on its way is lost with it.
func (a *App) readSyncBook() (*syncBook, error) {
	b := new(syncBook)
	data, err := a.vault.ReadLocal(syncDocument)
	if err != nil && !errors.Is(err, vault.ErrDamaged) {
		return nil, err
	}
	defer clear(data)
	if len(data) > 0 {
		if err := json.Unmarshal(data, b); err != nil {
			b = new(syncBook)
		}
	}
	if b.Peers == nil {
		b.Peers = map[string]peerBook{}
	}
	if b.Contacts == nil {
		b.Contacts = map[string]contactBook{}
	}
	return b, nil
}

// changeSyncBook changes the book and keeps it. change reports whether it did
// change anything.
func (a *App) changeSyncBook(change func(*syncBook) bool) error {
	a.book.Lock()
	defer a.book.Unlock()
	b, err := a.readSyncBook()
	if err != nil {
		return err
	}
	if !change(b) {
		return nil
	}
	b.bound()
	data, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("remember what syncing needs: %w", err)
	}
	defer clear(data)
	return a.vault.WriteLocal(syncDocument, data)
}

// bound drops what was learned first where there is too much.
func (b *syncBook) bound() {
	for len(b.Peers) > maxBookPeers {
		oldest, at := "", time.Time{}
		for key, p := range b.Peers {
			if oldest == "" || p.At.Before(at) {
				oldest, at = key, p.At
			}
		}
		delete(b.Peers, oldest)
	}
	for key, c := range b.Contacts {
		if len(b.Contacts) <= maxBookContacts {
			break
		}
		if c.Compared.IsZero() {
			delete(b.Contacts, key)
		}
	}
}

// learn notes addresses of a peer, the newest first, and reports whether any is new.
func (b *syncBook) learn(peer link.Peer, addrs []string, now time.Time) bool {
	known := b.Peers[peer.String()]
	var fresh []string
	for _, addr := range addrs {
		if len(addr) <= 512 && !slices.Contains(known.Addrs, addr) && !slices.Contains(fresh, addr) {
			fresh = append(fresh, addr)
		}
	}
	if len(fresh) == 0 {
		return false
	}
	known.Addrs = append(fresh, known.Addrs...)
	known.Addrs = known.Addrs[:min(len(known.Addrs), maxBookAddrs)]
	known.At = now
	b.Peers[peer.String()] = known
	return true
}

func peerOf(key string) (p link.Peer, ok bool) {
	raw, err := hex.DecodeString(key)
	if err != nil || len(raw) != len(p) {
		return p, false
	}
	return link.Peer(raw), true
}
