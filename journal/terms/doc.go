// Package terms knows what conditions, symptoms, treatments and measures are
// called, by people and by public vocabularies.
//
// It promises:
//
//   - A term is only taken for what was typed if a name or a code of it is what
//     was typed: case, accents, punctuation, plural and US or UK spelling do not
//     count ([Fold], [Vocabulary.Match]). Everything that merely resembles it is
//     offered ([Vocabulary.Suggest]) and never put in its place.
//   - The tables built into the program ([Builtin]) are in our own words; the ids
//     of their terms never change. Their form is in assets/terms/README.md.
//   - A file in OBO form that the person has ([ReadOBO]) can stand beside them. It
//     is read, not changed.
//   - A table is indexed when it is first asked. A suggestion among 20,000 terms
//     takes a few milliseconds.
//
// # How a text is found
//
// Exact, then synonym, then code. What is left is scored: texts that are the same
// once the order of words, small words (of, the, my) and words that mean the same
// in a complaint (tummy and stomach, ache and pain) are set aside come first;
// then texts that share most of their telling words, whole, begun or nearly
// spelled so. Which names are scored at all is decided by shared trigrams.
//
// People write symptoms among their conditions and the other way round, so a text
// that no name of the table asked for has is looked up in the other tables: the
// term found says by its id and kind where it stands.
package terms
