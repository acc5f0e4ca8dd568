package app_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kith/app"
	"kith/journal"
	"kith/p2p/link/memlink"
	"kith/p2p/pair"
)

// TestFamilyRecord: a caregiver and a viewer of two categories join the record of a
// patient; each sees what their role allows; one is removed.
func TestFamilyRecord(t *testing.T) {
	ctx := context.Background()
	wire := memlink.New(memlink.Options{})
	a, b, c := newWired(t, wire, "Anna"), newWired(t, wire, "Anna"), newWired(t, wire)
	for w, name := range map[*wired]string{a: "Anna", b: "Ben", c: "Cleo"} {
		if err := w.SetMyName(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	anna := a.Persons()[0]
	visit := logLine(t, a.App, "Anna", "took ibuprofen 400 mg")
	mood := logLine(t, a.App, "Anna", "mood 3")

	inviting, err := a.InviteMember(ctx, anna, app.MemberInvite{Role: app.Caregiver})
	if err != nil {
		t.Fatal(err)
	}
	came, joined := meet(t, inviting, b, "Ben's laptop")
	if !joined.Complete || came.Member != "Ben" || joined.From != "Anna" || joined.Persons[0].Name != "Anna (2)" {
		t.Fatalf("admitted %+v, joined %+v", came, joined)
	}
	if _, err := c.Join(ctx, inviting.Link, app.JoinOptions{}); !errors.Is(err, pair.ErrUsed) {
		t.Fatalf("an invitation is used a second time: %v", err)
	}
	if open, err := a.Invitations(ctx, anna); err != nil || len(open) != 0 {
		t.Fatalf("%+v, %v", open, err)
	}
	here := joined.Persons[0]
	written := logLine(t, b.App, "Anna (2)", "headache 4")
	eventually(t, "the caregiver's entry is at the patient's", func() bool {
		_, err := a.Get(ctx, anna, written.ID)
		return err == nil
	})
	if _, err := b.InviteMember(ctx, here, app.MemberInvite{Role: app.Viewer}); !errors.Is(err, app.ErrNotOwner) {
		t.Fatalf("a caregiver invites: %v", err)
	}
	if err := b.LeaveRecord(ctx, b.Persons()[0]); !errors.Is(err, app.ErrLastOwner) {
		t.Fatalf("the only owner leaves: %v", err)
	}

	if inviting, err = a.InviteMember(ctx, anna, app.MemberInvite{
		Role: app.Viewer, Categories: []app.Category{journal.Treatments, journal.Appointments}, Together: true,
	}); err != nil {
		t.Fatal(err)
	}
	_, joined = meet(t, inviting, c, "")
	part := joined.Persons[0]
	if _, err := c.Get(ctx, part, visit.ID); err != nil {
		t.Fatalf("the viewer does not see a dose: %v", err)
	}
	if _, err := c.Get(ctx, part, mood.ID); !errors.Is(err, journal.ErrNotFound) {
		t.Fatalf("the viewer sees the mood: %v", err)
	}
	if _, err := c.Log(ctx, part, "headache 2", ""); !errors.Is(err, journal.ErrReadOnly) {
		t.Fatalf("a viewer writes: %v", err)
	}
	var sp *app.Space
	eventually(t, "the patient sees what both call themselves", func() bool {
		var err, err2 error
		if sp, err = a.Space(ctx, anna); err == nil {
			_, err = sp.Member("Ben")
			_, err2 = sp.Member("Cleo")
		}
		return errors.Join(err, err2) == nil && len(sp.Members) == 3
	})
	ben, err := sp.Member("ben")
	if err != nil || ben.Role != app.Caregiver || len(ben.Devices) != 1 || ben.Devices[0].Name != "Ben's laptop" || ben.Since.IsZero() {
		t.Fatalf("%+v, %v", ben, err)
	}
	cleo, err := sp.Member("Cleo")
	if err != nil || !slices.Equal(cleo.Categories, []app.Category{journal.Treatments, journal.Appointments}) {
		t.Fatalf("%+v, %v", cleo, err)
	}

	// Ben is removed: what is written then does not reach him, and he is told.
	if err := a.RemoveMember(ctx, anna, ben); err != nil {
		t.Fatal(err)
	}
	after := logLine(t, a.App, "Anna", "took ibuprofen 200 mg")
	eventually(t, "the viewer has what was written after the removal", func() bool {
		_, err := c.Get(ctx, part, after.ID)
		return err == nil
	})
	if _, err := b.Get(ctx, here, after.ID); !errors.Is(err, journal.ErrNotFound) {
		t.Fatalf("who was removed reads on: %v", err)
	}

	// Cleo leaves: her copy goes once somebody knows, and Anna sees it.
	if err := c.LeaveRecord(ctx, part); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the copy of who left is gone, and the others know", func() bool {
		sp, err := a.Space(ctx, anna)
		return err == nil && len(c.Persons()) == 0 && len(sp.Members) == 1 && len(sp.Former) == 2
	})
}
