package members

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"kith/crypto"
)

// A cast is the people of the tests and their devices: "ann1" is the first
// device of "ann". Keys and signatures are real and the same in every run.
type cast map[string]Certificate

func seed(name string) crypto.Key {
	sum := sha256.Sum256([]byte("kith members test " + name))
	key, err := crypto.KeyFromBytes(sum[:])
	if err != nil {
		panic(err)
	}
	return key
}

// owner returns "ann" for "ann1".
func owner(device string) string { return strings.TrimRight(device, "0123456789") }

func certify(device string) Certificate {
	author, key := crypto.SigningKeyFromSeed(seed(owner(device))), crypto.SigningKeyFromSeed(seed(device))
	c := Certificate{Author: author.Public(), Device: key.Public(), HPKE: make([]byte, HPKEPublicSize)}
	copy(c.HPKE, device)
	c.AuthorSign = author.Sign(DeviceDomain, c.Message())
	c.DeviceSign = key.Sign(AcceptDomain, c.Message())
	return c
}

func newCast(authors, devices int) cast {
	all := make(cast)
	for _, name := range strings.Fields("ann bob cat dan eve fay")[:authors] {
		for d := 1; d <= devices; d++ {
			device := fmt.Sprintf("%s%d", name, d)
			all[device] = certify(device)
		}
	}
	return all
}

func (c cast) author(name string) AuthorID { return c[name+"1"].AuthorID() }
func (c cast) device(name string) DeviceID { return c[name].DeviceID() }
func (c cast) name(id AuthorID) string {
	return c.find(func(x Certificate) bool { return x.AuthorID() == id }, owner)
}
func (c cast) deviceName(id DeviceID) string {
	return c.find(func(x Certificate) bool { return x.DeviceID() == id }, nil)
}

func (c cast) find(is func(Certificate) bool, as func(string) string) string {
	for name, certificate := range c {
		if is(certificate) {
			if as != nil {
				return as(name)
			}
			return name
		}
	}
	return "?"
}

// verifyReally is the verifier that package space passes in.
func verifyReally(pub [32]byte, domain string, msg, sig []byte) bool {
	return len(sig) == crypto.SignatureSize && crypto.Verify(pub, domain, msg, [crypto.SignatureSize]byte(sig))
}

// trusting believes every signature: for tests that are not about signatures.
func trusting([32]byte, string, []byte, []byte) bool { return true }

func TestIDsAreThoseOfCrypto(t *testing.T) {
	key := crypto.SigningKeyFromSeed(seed("ann")).Public()
	if AuthorIDOf(key) != AuthorID(key.ID()) || DeviceIDOf(key) != DeviceID(key.ID()) {
		t.Error("package crypto names keys differently")
	}
}
