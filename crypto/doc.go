// Package crypto holds Kith's keys and seals things with them. It works on bytes
// only: it knows no database, network, window or file.
//
// Everything here is put together from published parts: age-encryption.org/v1,
// XChaCha20-Poly1305, HKDF-SHA256, HMAC-SHA256, Ed25519, HPKE with
// ML-KEM-768 and X25519, BIP39, and the Merkle tree of RFC 6962. FORMATS.md has
// each format byte by byte, with test vectors, for a second implementation.
//
// # Keys at rest
//
// A vault has one random key. It is never stored but in slots, small age files
// that each give it to one secret: [SealPassphraseSlot] to a passphrase,
// [SealRecoverySlot] to the recovery sheet that [Sheet] prints. [Commitment] pins
// the key, so that a slot made by somebody else is not taken for one of ours.
//
//	passphrase --scrypt--> slot \                  / keyring, backups
//	                             >-- vault key ---<
//	recovery sheet ------> slot /                  \ (space key in the keyring)
//	                                                    |
//	                     space key --Derive--> page, WAL, blob, head keys
//
// Every other key at rest comes from [Key.Derive] with a constant purpose, so
// that no key is used for two things.
//
// # Keys on the wire
//
// Ops do not depend on the vault. Each space has epoch keys, shared by its
// members; an op is sealed once, under the newest, by [OpSealer], and those bytes
// are what is stored, sent and kept by replicas. [WrapFor] hands an epoch key to
// one device; [Unwrap] receives it. Who wrote an op is told by a [SigningKey]'s
// signature inside it.
//
// # Invitations
//
// Who is invited gets a [Phrase], seven words for one use. Its key, by
// [Phrase.Stretch], takes a moment to find, for whoever guesses too.
//
// # Attachments
//
// A photo or a document is a blob: [BlobWriter] seals it in chunks as it is read,
// and [BlobReader] opens any part of it. Each has a key of its own, which stands in
// the op that refers to it, so the same sealed bytes can be stored, sent and kept.
//
// # Backups
//
// A backup is one age file that [EncryptBackup] writes. With a recovery sheet the
// stock age program opens it too; what Kith adds to its header lets a passphrase
// of the vault open it as well.
//
// # What is hidden and what is not
//
// The length of a sealed op tells only its bucket. Its epoch tag tells which ops
// share an epoch. A slot tells its kind; a passphrase slot, how much work a guess
// costs. Passphrases can be guessed offline by whoever has the folder: their
// strength, and scrypt, are all that stands against it. Keys are wiped where that
// is cheap, but a garbage collector may have copied them; what must not stay in
// memory needs a new process.
//
// # Secrets in programs
//
// [Key], [SigningKey], [HPKEKey], [Recovery], [Phrase] and [Secret] print as a
// placeholder with every verb and refuse to be marshalled. Keep them in exported
// fields or give the struct around them a Format method of its own: package fmt
// does not ask unexported fields for theirs.
//
// # Compatibility
//
// What one version sealed, every later one opens. A format that must change gets
// a new version byte; the old one stays readable. Bytes of a version that this
// package does not know fail with [ErrNewerFormat], and nothing is guessed.
package crypto
