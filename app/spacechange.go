package app

import (
	"context"
	"fmt"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
)

// Less reports whether a role and categories are less than what a member has: what
// they had cannot be taken back then, and a person should be asked.
func Less(m Member, role Role, categories []Category) bool {
	if role != m.Role {
		return role < m.Role
	}
	if categories == nil {
		return false
	}
	had := m.Categories
	if had == nil {
		had = Categories()
	}
	return slices.ContainsFunc(had, func(c Category) bool { return !slices.Contains(categories, c) })
}

// ChangeRole gives a member another role and, as a viewer, other categories; nil
// is all of them. Who loses something keeps what they had; see [ChangeRoleWords].
// It fails with [ErrNotOwner], [ErrOneself] or [ErrCategories].
func (a *App) ChangeRole(ctx context.Context, p Person, m Member, role Role, categories []Category) error {
	return a.changeMembers(ctx, p, "change role", func(s *space.Space, me Member) error {
		switch {
		case !me.Role.CanAdmit():
			return ErrNotOwner
		case m.Me:
			return ErrOneself
		case categories != nil && role != Viewer:
			return ErrCategories
		}
		return s.SetRole(ctx, m.Author, role, spaceCategories(categoryNumbers(categories)))
	})
}

// RemoveMember takes somebody and all their devices out of a record and changes
// its wire key. It fails with [ErrNotOwner] or [ErrOneself].
func (a *App) RemoveMember(ctx context.Context, p Person, m Member) error {
	return a.changeMembers(ctx, p, "remove member", func(s *space.Space, me Member) error {
		switch {
		case m.Me:
			return ErrOneself
		case !me.Role.CanAdmit():
			return ErrNotOwner
		}
		return s.RemoveMember(ctx, m.Author)
	})
}

// changeMembers runs fn on the space of a person with what the vault's owner is in
// it, and does what has to follow.
func (a *App) changeMembers(ctx context.Context, p Person, what string, fn func(*space.Space, Member) error) error {
	err := a.with(ctx, p, func(r *journal.Record) error {
		s := r.Space()
		me := Member{}
		for _, m := range s.Members().Members {
			if m.Author == members.AuthorID(a.self.Author.Public().ID()) {
				me = Member{Author: journal.ID(m.Author), Me: true, Role: m.Role}
			}
		}
		if err := fn(s, me); err != nil {
			return err
		}
		return a.tend(ctx, s)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// tend does what an owner's device owes a space: once somebody was removed, the
// wire key is changed. Whoever sees it first does it.
func (a *App) tend(ctx context.Context, s *space.Space) error {
	_, err := s.RotateIfDue(ctx)
	return err
}

func spaceCategories(numbers []uint8) []space.Category {
	var categories []space.Category
	for _, n := range numbers {
		categories = append(categories, space.Category(n))
	}
	return categories
}

func categoryNumbers(categories []Category) []uint8 {
	var numbers []uint8
	for _, c := range categories {
		numbers = append(numbers, uint8(c))
	}
	return numbers
}

// LeaveRecord says to the others that the vault's owner leaves, and then erases the
// record here. As long as nobody else could be told, it stays, and is erased when
// syncing has told one; leaving again erases it at once. An owner cannot leave:
// [ErrLastOwner] if there is no other, else [ErrOneself].
func (a *App) LeaveRecord(ctx context.Context, p Person) error {
	sp, err := a.Space(ctx, p)
	if err != nil {
		return err
	}
	if sp.Role == Owner {
		owners := 0
		for _, m := range sp.Members {
			if m.Role == Owner {
				owners++
			}
		}
		if owners == 1 {
			return fmt.Errorf("leave record: %w", ErrLastOwner)
		}
		return fmt.Errorf("leave record: %w", ErrOneself)
	}
	if sp.Role != members.NoRole {
		err := a.with(ctx, p, func(r *journal.Record) error {
			return r.Space().RemoveMember(ctx, a.self.Author.Public().ID())
		})
		if err != nil {
			return fmt.Errorf("leave record: %w", err)
		}
		err = a.changeSyncBook(func(b *syncBook) bool {
			b.Leaving = append(b.Leaving, p.ID.String())
			return true
		})
		if err != nil || a.Syncing() == nil {
			return err
		}
		if _, err := a.Syncing().Now(ctx); err != nil {
			return err
		}
		return a.finishLeaving(ctx)
	}
	return a.ErasePerson(p)
}

// finishLeaving erases the records that were left and of which somebody else knows
// by now: who has everything that is here, who says that we are out, and who had the
// same as we once and does not let us in any more: what it said when it heard of the
// leaving may have got lost.
func (a *App) finishLeaving(ctx context.Context) error {
	a.leaving.Lock()
	defer a.leaving.Unlock()
	b, err := a.syncBook()
	if err != nil || len(b.Leaving) == 0 {
		return err
	}
	live := a.liveStatus()
	var back []string
	for _, p := range a.Persons() {
		if !slices.Contains(b.Leaving, p.ID.String()) {
			continue
		}
		status, err := a.spaceStatus(ctx, p, live[p.ID], nil)
		if err != nil {
			return err
		}
		switch {
		case status.Role.Valid(): // they were let in again
			back = append(back, p.ID.String())
		case slices.ContainsFunc(status.Peers, knowsWeLeft):
			if err := a.ErasePerson(p); err != nil {
				return err
			}
		}
	}
	return a.changeSyncBook(func(b *syncBook) bool {
		before := len(b.Leaving)
		b.Leaving = slices.DeleteFunc(b.Leaving, func(id string) bool {
			return slices.Contains(back, id) ||
				!slices.ContainsFunc(a.Persons(), func(p Person) bool { return p.ID.String() == id })
		})
		return len(b.Leaving) != before
	})
}

func knowsWeLeft(p PeerStatus) bool {
	return !p.This && (p.Complete || p.Why == WhyRemoved || p.Why == WhyRefused && !p.LastMatch.IsZero())
}

// RemoveMemberWords says what removing somebody does and what it cannot take back.
func RemoveMemberWords(m Member) string { return words.Text("space.remove.means", m.Label()) }

// ChangeRoleWords is RemoveMemberWords for a lower role or fewer categories.
func ChangeRoleWords(m Member) string { return words.Text("space.role.means", m.Label()) }

// LeaveWords says what leaving a record does.
func LeaveWords(p Person) string { return words.Text("space.leave.means", p.Name) }

// RoleWords says what a role may do, in a sentence.
func RoleWords(r Role) string {
	if !r.Valid() {
		return words.Text("space.role.none.does")
	}
	return words.Text("space.role." + r.String() + ".does")
}

// RoleName is a role in a word or two.
func RoleName(r Role) string {
	if !r.Valid() {
		return words.Text("space.role.none")
	}
	return words.Text("space.role." + r.String())
}
