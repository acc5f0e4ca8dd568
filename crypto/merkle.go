package crypto

import (
	"crypto/sha256"
	"math/bits"
)

// MerkleRoot returns the Merkle tree hash of a list of op ids, in order, as RFC
// 6962, section 2.1 defines it, with each id as the leaf's data. The root of an
// empty list is SHA-256 of nothing.
func MerkleRoot(ids [][32]byte) [32]byte {
	if len(ids) == 0 {
		return sha256.Sum256(nil)
	}
	hashes := make([][32]byte, len(ids))
	for i := range ids {
		hashes[i] = merkleLeaf(ids[i][:])
	}
	return merkleTree(hashes)
}

func merkleLeaf(data []byte) [32]byte {
	return sha256.Sum256(append([]byte{0x00}, data...))
}

// merkleTree folds at least one leaf hash: the left side takes the largest power
// of two smaller than the number of leaves.
func merkleTree(leaves [][32]byte) [32]byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	split := 1 << (bits.Len(uint(len(leaves)-1)) - 1)
	left, right := merkleTree(leaves[:split]), merkleTree(leaves[split:])
	var node [65]byte
	node[0] = 0x01
	copy(node[1:], left[:])
	copy(node[33:], right[:])
	return sha256.Sum256(node[:])
}
