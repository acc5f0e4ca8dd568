package crypto

import (
	"fmt"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

// SingleKey returns the key that opens this one sealed op and no other:
// XChaCha20-Poly1305 derives one from the epoch's op key and the first 16 bytes of
// the nonce (draft-irtf-cfrg-xchacha-03, section 2.3). Handing it out reveals the
// op, and nothing of the rest.
func (s *OpSealer) SingleKey(sealed []byte) (Key, error) {
	h, err := readOpHeader(sealed)
	if err != nil {
		return Key{}, err
	}
	if h.tag != s.tag {
		return Key{}, fmt.Errorf("key of one op: %w (epoch %x)", ErrWrongKey, h.tag)
	}
	nonce := sealed[h.size-chacha20poly1305.NonceSizeX : h.size]
	sub, err := chacha20.HChaCha20(s.op.b[:], nonce[:16])
	if err != nil {
		return Key{}, fmt.Errorf("key of one op: %w", err)
	}
	return KeyFromBytes(sub)
}

// OpenSingle opens a sealed op with its own key; see [OpSealer.SingleKey]. It fails
// like [OpSealer.Open].
func OpenSingle(single Key, space [16]byte, sealed []byte) ([]byte, error) {
	h, err := readOpHeader(sealed)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(single.b[:])
	if err != nil {
		return nil, fmt.Errorf("open op: %w", err)
	}
	nonce := make([]byte, chacha20poly1305.NonceSize) // four zeros, then the rest of the long nonce
	copy(nonce[4:], sealed[h.size-8:h.size])
	plain, err := aead.Open(nil, nonce, sealed[h.size:], opAAD(space, sealed[:h.size]))
	if err != nil {
		return nil, fmt.Errorf("open op: %w", ErrDamaged)
	}
	return unpadOp(plain)
}
