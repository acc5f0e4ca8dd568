// Package blobs keeps the attachments of one space: photos, documents, recordings,
// and the small pictures made of them. Each is one sealed file below the space's
// folder:
//
//	blobs/<two digits>/<64 digits>
//
// It promises:
//
//   - Content is sealed as it is read ([crypto.BlobWriter]): never whole in memory,
//     never plain on the disk, not even while it is written.
//
//   - What [Store.Put] returned for is safe on the disk and was proven to have the
//     length and the hash that its [Ref] says. A Put that fails, or that a crash
//     interrupts, leaves at most a file that [Store.Sweep] finds.
//
//   - The same content under the same key is stored once; a damaged copy of it is
//     replaced by a whole one.
//
//   - A file's name says nothing: it is a MAC of the blob's key under a key of the
//     space.
//
//   - The sealed bytes are the same everywhere: [Store.SealedReader] gives them to a
//     peer or a node, which knows a blob by its [WireName], and [Store.Receive] takes
//     them in, goes on where it was interrupted, and shows nothing before all is proven.
//
// Which blobs there should be is not known here: an op of the space says so, with
// the key of each. See FORMAT.md of package vault for the place, FORMATS.md of
// package crypto for the bytes.
package blobs
