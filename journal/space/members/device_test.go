package members

import (
	"testing"

	"kith/crypto"
)

// TestDeviceOfTwoAuthors has a device that told two authors it was theirs. Only
// the first admission, in order of place, makes it somebody's.
func TestDeviceOfTwoAuthors(t *testing.T) {
	world := newCast(2, 2)
	both := world["ann2"]
	author, device := crypto.SigningKeyFromSeed(seed("bob")), crypto.SigningKeyFromSeed(seed("ann2"))
	both.Author = author.Public()
	both.AuthorSign, both.DeviceSign = author.Sign(DeviceDomain, both.Message()), device.Sign(AcceptDomain, both.Message())

	genesis := Genesis{Space: Record, Founder: world["ann1"]}
	op := func(id byte, by string, body Body, parents ...OpID) Op {
		return Op{ID: OpID{id}, Device: world.device(by), Parents: parents, Body: body}
	}
	ops := []Op{
		op(1, "ann1", genesis),
		op(2, "ann1", AddMember{Role: Viewer, Certificate: world["bob1"]}, OpID{1}),
		op(3, "bob1", AddDevice{Certificate: both}, OpID{2}),
		op(4, "ann1", AddDevice{Certificate: world["ann2"]}, OpID{2}),
		op(5, "ann1", AddDevice{Certificate: world["ann2"]}, OpID{3}, OpID{4}),
	}
	s := Resolve(genesis.SpaceID(), ops, verifyReally)
	if len(s.Rejected) != 1 || s.Rejected[OpID{5}] != Pointless {
		t.Errorf("rejected %v", s.Rejected)
	}
	// Nor does it bring a new member in.
	in := append(ops[:1:1], op(7, "ann1", AddDevice{Certificate: world["ann2"]}, OpID{1}),
		op(8, "ann1", AddMember{Role: Viewer, Certificate: both}, OpID{7}))
	if s := Resolve(genesis.SpaceID(), in, verifyReally); s.Rejected[OpID{8}] != Pointless {
		t.Errorf("admitted with a device of another: %v", s.Rejected)
	}
	shared := world.device("ann2")
	if c, ok := s.Certificate(shared); !ok || c.AuthorID() != world.author("bob") {
		t.Error("the device is not bob's")
	}
	if s.RoleOf(shared) != Viewer || s.Allowed(shared, 1, []OpID{{5}}) != NoRight || s.Allowed(shared, 1, []OpID{{4}}) != Counts {
		t.Error("the device has another's rights")
	}
	if _, ok := s.Certificate(DeviceID{}); ok || s.RoleOf(DeviceID{}) != NoRole {
		t.Error("a device that nobody admitted is known")
	}
	// Once bob's claim is withdrawn, ann's counts.
	s = Resolve(genesis.SpaceID(), append(ops, op(6, "ann1", RemoveMember{Author: world.author("bob")}, OpID{5})), verifyReally)
	if s.RoleOf(shared) != Owner {
		t.Error("the device is not ann's")
	}
}

func TestRoles(t *testing.T) {
	for r := Viewer; r <= Owner; r++ {
		if back, err := ParseRole(r.String()); err != nil || back != r || !r.Valid() {
			t.Errorf("%v came back as %v, %v", r, back, err)
		}
	}
	if Viewer.CanWrite() || !Caregiver.CanWrite() || Caregiver.CanAdmit() || !Owner.CanAdmit() || Role(4).CanWrite() || NoRole.Valid() {
		t.Error("roles may other things than they should")
	}
	if _, err := ParseRole("none"); err == nil {
		t.Error("none is a role")
	}
}
