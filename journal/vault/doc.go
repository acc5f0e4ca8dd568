// Package vault is the folder that holds everything: who may open it, the keys
// of what is inside, and where each space keeps its files.
//
//	VAULT/
//	  vault.json        what this folder is, and a commitment to the vault key
//	  slots/<id>.age    ways in: a passphrase, a recovery sheet
//	  keyring.sealed    signing keys and the key of each space
//	  local/            sealed settings of this computer; no backup has them
//	  spaces/<random>/  one folder for each space; what is in it is not ours
//	  lock              held by the one process that has the vault open
//
// It promises:
//
//   - A vault opens with any of its slots, and a slot that opens is always left:
//     a new one is on disk, read back and tried before an old one goes. One that
//     could not be tried, a restored sheet's, replaces none until it was.
//   - Nothing changes until the right secret was given. A wrong passphrase writes
//     not one byte. (What is left of a vault that was erased is no vault.)
//   - A crash at any moment leaves the state before or after the call, never one
//     between. What an interrupted call leaves behind is cleared by the next.
//   - One process at a time: a second one is told [ErrInUse].
//   - Nothing is removed or replaced that is not the vault's own.
//   - Damage is found, named by file, and never answered with wrong data.
//   - No name, word or count of what is inside can be read without a secret,
//     save the number of spaces and slots.
//
// FORMAT.md describes the files for another program. All disk access goes
// through journal/disk.
package vault
