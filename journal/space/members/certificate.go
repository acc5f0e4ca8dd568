package members

import "fmt"

// HPKEPublicSize is the length of a device's HPKE public key (MLKEM768-X25519,
// X-Wing), in bytes.
const HPKEPublicSize = 1216

// The domains under which a certificate is signed (crypto.SigningKey.Sign).
const (
	DeviceDomain = "device"        // by the author: this device is mine
	AcceptDomain = "device accept" // by the device: I belong to this author
)

// Verifier reports whether sig is the signature of msg for domain by the
// Ed25519 key pub. It wraps crypto.Verify, and may remember its answers: every
// Resolve asks again about every certificate. It must not keep msg.
type Verifier func(pub [32]byte, domain string, msg, sig []byte) bool

// Certificate says that a device belongs to an author. Both sign it, so that
// nobody can claim another's device. It is the same in every space.
type Certificate struct {
	Author     [32]byte `cbor:"1,keyasint"` // the author's Ed25519 public key
	Device     [32]byte `cbor:"2,keyasint"` // the device's Ed25519 public key
	HPKE       []byte   `cbor:"3,keyasint"` // the device's HPKE public key, [HPKEPublicSize] bytes
	AuthorSign [64]byte `cbor:"4,keyasint"` // of Message, for DeviceDomain, by the author
	DeviceSign [64]byte `cbor:"5,keyasint"` // of Message, for AcceptDomain, by the device
}

// Message returns what both sign: author key, device key, HPKE key, in this
// order and nothing between them.
func (c Certificate) Message() []byte {
	return c.appendMessage(make([]byte, 0, len(c.Author)+len(c.Device)+len(c.HPKE)))
}

func (c *Certificate) appendMessage(b []byte) []byte {
	b = append(b, c.Author[:]...)
	b = append(b, c.Device[:]...)
	return append(b, c.HPKE...)
}

// AuthorID returns the id of the certificate's author.
func (c Certificate) AuthorID() AuthorID { return AuthorIDOf(c.Author) }

// DeviceID returns the id of the certificate's device.
func (c Certificate) DeviceID() DeviceID { return DeviceIDOf(c.Device) }

// Verify reports whether both signatures hold.
func (c Certificate) Verify(verify Verifier) bool { return c.signed(verify, c.Message()) }

func (c *Certificate) signed(verify Verifier, msg []byte) bool {
	return verify(c.Author, DeviceDomain, msg, c.AuthorSign[:]) &&
		verify(c.Device, AcceptDomain, msg, c.DeviceSign[:])
}

func (c Certificate) check() error {
	if len(c.HPKE) != HPKEPublicSize {
		return fmt.Errorf("HPKE key of %d bytes, not %d", len(c.HPKE), HPKEPublicSize)
	}
	if c.Author == c.Device {
		return fmt.Errorf("one key for author and device")
	}
	return nil
}
