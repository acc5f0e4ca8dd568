// Package sample writes the sample diary: a year of entries of an invented
// person with migraine and poor sleep, for looking around in Kith without
// typing anything in.
//
// It promises:
//
//   - The same record, seed and end give the same diary, entry by entry.
//   - The year hangs together: attacks come more often after short nights, wine,
//     stress and skipped meals, and less often while the preventive medicine is
//     at its full dose. A chart of it shows something.
//   - It is honest about what a diary is: there are days without entries, scores
//     that nobody wrote down and times that are only roughly known. A missing
//     score is no entry; nothing stands in for it.
//   - Every entry validates and has a Key, so that [journal.Batch] takes it and
//     adding the diary twice adds nothing.
//
// The person, their doctors and their friends are invented. Medicines and doses
// are there to make charts worth looking at and are no advice.
package sample
