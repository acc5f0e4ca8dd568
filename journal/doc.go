// Package journal keeps a person's health record.
//
// It promises that what was acknowledged is kept exactly as it was said:
//
//   - An [Entry] is what the person sees: a symptom score, a dose, a note. It is
//     the newest state of one thing, computed from ops that are signed, sealed and
//     never edited (package space). Undo, edit history and "entered by" follow
//     from that.
//   - [When] stores the instant, the zone, the offset then, the civil date, a
//     precision and a duration, so that travel never moves an old entry.
//   - [Value] keeps digits, unit and label as typed. A missing value is a nil
//     *Value; there is no sentinel anywhere.
//   - [Segment] packs up to 512 samples of a wearable into one op.
//
// A [Record] is one person's journal over an open space. Packages below it:
// space (the op log), sealdb (encrypted SQLite), blobs (attachments), vault (the
// folder and its keys), exchange (other programs' files), quick (the one-line entry),
// instrument (questionnaires and their scores).
// Nothing here knows of windows or networks.
package journal
