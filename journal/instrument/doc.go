// Package instrument is about questionnaires: what they ask, how answers become a
// score, and how often they are to be answered.
//
// It promises:
//
//   - A score is exactly what the published rule says, or there is none: an item of
//     it that was left out makes it nil, never zero.
//   - A range of scores is called what its authors call it, with the source. The
//     package never says what a score means for somebody.
//   - What is built in ([BuiltIn]) may be reproduced by anybody, and each says why.
//     Of others ([TotalsOnly]) there is a name and the range of the total, and not
//     a word of theirs.
//   - A pack that somebody loads ([Decode]) is taken whole or refused with the
//     reason ([PackError]).
//
// A [Pack] is one version of a questionnaire. It is a JSON document, which
// PACK.md describes; what is not known to this version of Kith is an
// error in it, so that no rule of its author is passed over in silence.
package instrument
