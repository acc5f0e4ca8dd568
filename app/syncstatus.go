package app

import (
	"context"
	"fmt"
	"time"

	"kith/journal"
	"kith/journal/space"
	"kith/p2p/link"
	psync "kith/p2p/sync"
)

// SyncStatus returns where every record is, from what was confirmed before and, if
// syncing runs, from what goes on now.
func (a *App) SyncStatus(ctx context.Context) (*SyncStatus, error) {
	settings, err := a.Settings()
	if err != nil {
		return nil, err
	}
	status := &SyncStatus{On: settings.Sync}
	if s := a.Syncing(); s != nil {
		status.Running, status.Addresses = true, s.Addresses()
	}
	changed, err := a.changedContacts(ctx)
	if err != nil {
		return nil, err
	}
	live := a.liveStatus()
	for _, p := range a.Persons() {
		one, err := a.spaceStatus(ctx, p, live[p.ID], changed)
		switch {
		case err == nil:
			status.Spaces = append(status.Spaces, *one)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !isDamage(err):
			return nil, err
		}
	}
	return status, nil
}

// SpaceStatus is SyncStatus for the record of one person.
func (a *App) SpaceStatus(ctx context.Context, p Person) (*SpaceStatus, error) {
	changed, err := a.changedContacts(ctx)
	if err != nil {
		return nil, err
	}
	return a.spaceStatus(ctx, p, a.liveStatus()[p.ID], changed)
}

// liveStatus is what the engine knows, if syncing runs.
func (a *App) liveStatus() map[journal.ID]*psync.SpaceStatus {
	live := map[journal.ID]*psync.SpaceStatus{}
	if s := a.Syncing(); s != nil {
		for _, sp := range s.engine.core.Status() {
			live[sp.ID] = &sp
		}
	}
	return live
}

func (a *App) spaceStatus(ctx context.Context, p Person, live *psync.SpaceStatus, changed map[journal.ID]Contact) (*SpaceStatus, error) {
	var status *SpaceStatus
	err := a.with(ctx, p, func(r *journal.Record) error {
		sp, err := a.spaceOf(ctx, p, r.Space())
		if err != nil {
			return err
		}
		known, err := confirmedOf(ctx, r.Space())
		if err != nil {
			return err
		}
		status = &SpaceStatus{Person: p, Role: sp.Role, Peers: known.peers(sp, live)}
		status.Copies = copiesOf(status.Peers)
		waiting, refused := r.Space().Kept()
		status.Notices = noticesOf(sp, live, changed, waiting, refused)
		if state := r.Space().Members(); state != nil && len(state.RotationDue) > 0 {
			status.Notices = append(status.Notices, Notice{Kind: NoticeRotate})
		}
		return nil
	})
	return status, err
}

// confirmed is what is known of peers without asking them.
type confirmed struct {
	top int64 // the newest op here
	of  map[[16]byte]space.Confirmation
}

func confirmedOf(ctx context.Context, s *space.Space) (confirmed, error) {
	c := confirmed{of: map[[16]byte]space.Confirmation{}}
	list, err := s.Confirmed(ctx)
	if err != nil {
		return c, err
	}
	for _, one := range list {
		c.of[one.Peer] = one
	}
	c.top, err = s.Newest(ctx)
	return c, err
}

// peers lists the devices and nodes of a record with what is known of each.
func (c confirmed) peers(sp *Space, live *psync.SpaceStatus) []PeerStatus {
	var list []PeerStatus
	add := func(name PeerName) {
		p := PeerStatus{PeerName: name, Why: WhyNever}
		if known, ok := c.of[name.Device]; ok {
			p.LastContact, p.LastMatch, p.Complete, p.Why = known.At, known.At, known.UpTo >= c.top, WhyBehind
		}
		if live != nil {
			p.add(live, c.top)
		}
		if p.Complete || p.This {
			p.Complete, p.Why = true, WhyNothing
		}
		list = append(list, p)
	}
	for _, m := range sp.Members {
		for _, d := range m.Devices {
			add(d.peerName())
		}
	}
	for _, n := range sp.Nodes {
		add(n.peerName())
	}
	return list
}

// add lays what goes on now over what was confirmed before.
func (p *PeerStatus) add(live *psync.SpaceStatus, top int64) {
	for _, now := range live.Peers {
		if now.Peer != p.Peer {
			continue
		}
		p.Connected, p.Next = now.Connected, now.Next
		p.LastContact = latest(p.LastContact, now.LastContact)
		p.LastMatch = latest(p.LastMatch, now.LastMatch)
		p.Complete = p.Complete || !now.LastMatch.IsZero() && now.UpTo >= top
		switch why := whyOf(now.Why); {
		case why == WhyNever && !p.LastContact.IsZero():
			p.Why = WhyBehind
		case why == WhyNothing && !p.Complete:
			p.Why = WhyBehind
		default:
			p.Why = why
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// copiesOf counts who has everything that is here.
func copiesOf(peers []PeerStatus) Copies {
	var c Copies
	for _, p := range peers {
		of, has := &c.OfDevices, &c.Devices
		if p.Node {
			of, has = &c.OfNodes, &c.Nodes
		}
		*of++
		if p.Complete {
			*has++
		}
	}
	return c
}

// noticesOf says what a person should know of a record.
func noticesOf(sp *Space, live *psync.SpaceStatus, changed map[journal.ID]Contact, waiting, refused int64) []Notice {
	var notices []Notice
	devices := map[journal.ID]Device{}
	for _, m := range sp.Members {
		if c, is := changed[m.Author]; is {
			notices = append(notices, Notice{Kind: NoticeKey, Author: c.Label()})
		}
		for _, d := range m.Devices {
			devices[d.ID] = d
			if d.Waiting && !d.This {
				notices = append(notices, Notice{Kind: NoticeDevice, Device: d, Author: m.Label()})
			}
		}
	}
	if !sp.Role.Valid() && len(sp.Members) > 0 {
		notices = append(notices, Notice{Kind: NoticeRemoved})
	}
	if live != nil {
		told := map[journal.ID]bool{}
		for _, f := range live.Forks {
			if id := journal.ID(f.Device); !told[id] {
				told[id] = true
				d, known := devices[id]
				if !known {
					d = Device{ID: id}
				}
				notices = append(notices, Notice{Kind: NoticeFork, Device: d})
			}
		}
	}
	if waiting > 0 && sp.Categories == nil { // whoever is given a part keeps the rest sealed, which is as it should be
		notices = append(notices, Notice{Kind: NoticeWaiting, Count: int(waiting)})
	}
	if refused > 0 {
		notices = append(notices, Notice{Kind: NoticeRefused, Count: int(refused)})
	}
	return notices
}

// EntryStatus returns where one entry is, as it stands now. A peer that has an older
// state of it does not count.
func (a *App) EntryStatus(ctx context.Context, p Person, entry journal.ID) (Copies, error) {
	var copies Copies
	live := a.liveStatus()[p.ID]
	err := a.with(ctx, p, func(r *journal.Record) error {
		touched, err := r.Touched(ctx, entry)
		if err != nil {
			return err
		}
		sp, err := a.spaceOf(ctx, p, r.Space())
		if err != nil {
			return err
		}
		known, err := confirmedOf(ctx, r.Space())
		if err != nil {
			return err
		}
		known.top = touched
		copies = copiesOf(known.peers(sp, live))
		return nil
	})
	if err != nil {
		return Copies{}, fmt.Errorf("where an entry is: %w", err)
	}
	return copies, nil
}

// changedContacts returns those whose key is another than that of somebody of the
// same name before.
func (a *App) changedContacts(ctx context.Context) (map[journal.ID]Contact, error) {
	contacts, err := a.Contacts(ctx)
	changed := map[journal.ID]Contact{}
	for _, c := range contacts {
		if c.Replaces != nil {
			changed[c.Author] = c
		}
	}
	return changed, err
}

// peerName is the device as a peer.
func (d Device) peerName() PeerName {
	owner := d.Owner
	if d.Mine {
		owner = ""
	}
	return PeerName{Peer: d.peer, Device: d.ID, Name: d.Name, Owner: owner, This: d.This}
}

// peerNames are the devices and nodes of a record by their key.
type peerNames map[link.Peer]PeerName

func (a *App) peerNames(ctx context.Context, p Person) (peerNames, error) {
	sp, err := a.Space(ctx, p)
	if err != nil {
		return nil, err
	}
	names := peerNames{}
	for _, m := range sp.Members {
		for _, d := range m.Devices {
			names[d.peer] = d.peerName()
		}
	}
	for _, n := range sp.Nodes {
		names[n.Peer] = n.peerName()
	}
	return names, nil
}

// of names a peer; one that has left meanwhile by its key alone.
func (n peerNames) of(peer link.Peer, node bool) PeerName {
	if name, ok := n[peer]; ok {
		return name
	}
	return PeerName{Peer: peer, Device: keyID(peer), Node: node, Name: peer.String()[:8]}
}

// whyOf is the engine's reason as this package says it.
func whyOf(w psync.Why) Why {
	if w > psync.WhyInterrupted {
		return WhyBroken
	}
	return Why(w) // the first ones are the same, which a test holds them to
}
