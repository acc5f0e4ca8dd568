// Package schedule turns what a person takes, and how often, into the doses that
// are due. It is pure: entries in, doses out; it reads no clock and no disk.
//
// A [Regimen] is one course with the entries that belong to it. Its plans are
// those of [journal.Plan]: times of day on the days that an RFC 5545 rule and a
// cycle choose, every so many hours, after another dose, or as needed.
//
// It promises:
//
//   - A plan follows the clock of wherever the person is, unless it names a zone.
//     A clock time that does not exist, because clocks went forward, is the same
//     time by the offset before: 02:30 becomes 03:30. One that exists twice is
//     the first of the two. Doses of a plan that come to the same instant are
//     one. (RFC 5545, section 3.3.5, says the same.) A civil day that a zone left
//     out has no doses of its own.
//   - No dose comes twice, doses come by time, and the doses of a range are those
//     of its parts.
//   - A pause takes away the doses of its days and no others; what is unlogged is
//     unknown, not missed.
//   - Day 31 is what the rule says: BYMONTHDAY=31 leaves out shorter months, as RFC
//     5545 has it; [MonthDay] writes the rule that takes their last day instead.
//   - A dose is known by its plan and its slot ([Due.Slot], which [journal.Dose]
//     keeps in Due). Whoever flew on between taking a dose and looking has still
//     taken it: on a plan that follows the clock, the same clock time of the same
//     day is the same dose if the two are at most twelve hours apart.
//   - Plans come from other devices as well: reading one costs a bounded amount of
//     work whatever it says, and [Check] says what is wrong in plain words.
package schedule
