package members_test

import (
	"crypto/sha256"
	"fmt"

	"kith/crypto"
	"kith/journal/space/members"
)

// Ann founds a record, admits Bob as a second owner, and then the two remove
// each other while both are offline. Every replica comes to the same end.
func Example() {
	certify := func(name string) members.Certificate {
		author, device := crypto.SigningKeyFromSeed(seed(name)), crypto.SigningKeyFromSeed(seed(name+" laptop"))
		c := members.Certificate{Author: author.Public(), Device: device.Public(), HPKE: make([]byte, members.HPKEPublicSize)}
		c.AuthorSign = author.Sign(members.DeviceDomain, c.Message())
		c.DeviceSign = device.Sign(members.AcceptDomain, c.Message())
		return c
	}
	ann, bob := certify("ann"), certify("bob")
	genesis := members.Genesis{Space: members.Record, Founder: ann}

	op := func(id byte, by members.Certificate, body members.Body, parents ...members.OpID) members.Op {
		return members.Op{ID: members.OpID{id}, Device: by.DeviceID(), Parents: parents, Body: body}
	}
	ops := []members.Op{
		op(1, ann, genesis),
		op(2, ann, members.AddMember{Role: members.Owner, Certificate: bob}, members.OpID{1}),
		op(3, ann, members.RemoveMember{Author: bob.AuthorID()}, members.OpID{2}),
		op(4, bob, members.RemoveMember{Author: ann.AuthorID()}, members.OpID{2}),
	}
	verify := func(pub [32]byte, domain string, msg, sig []byte) bool {
		return crypto.Verify(pub, domain, msg, [64]byte(sig))
	}
	state := members.Resolve(genesis.SpaceID(), ops, verify)

	fmt.Println("ann:", state.Members[ann.AuthorID()].Role)
	fmt.Println("bob:", state.Members[bob.AuthorID()].Role)
	fmt.Println("bob's removal of ann:", state.Rejected[members.OpID{4}])
	fmt.Println("rotations due:", len(state.RotationDue))
	fmt.Println("bob's next note:", state.Allowed(bob.DeviceID(), 9, []members.OpID{{2}}))
	// Output:
	// ann: owner
	// bob: none
	// bob's removal of ann: cut
	// rotations due: 1
	// bob's next note: late
}

func seed(name string) crypto.Key {
	sum := sha256.Sum256([]byte(name))
	key, err := crypto.KeyFromBytes(sum[:])
	if err != nil {
		panic(err)
	}
	return key
}
