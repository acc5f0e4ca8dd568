// Package quick reads the one-line entry, the fastest way to log something:
//
//	headache 7 @8:30 after wine #sleep     a symptom, 7 of 10, at 8:30
//	headache                               a symptom without a score
//	no headache                            a symptom that was looked for: no
//	mild nausea for 2h in stomach          a word for the severity, how long, where
//	bp 120/80                              a measure with two parts
//	weight 72.5 kg   temp 38.2 C           a measure with its unit
//	slept 7.5h       mood 6                measures with their own scale
//	took ibuprofen 400 mg for headache     a dose, and why
//	ibuprofen 400mg                        a dose, by its unit
//	skipped ibuprofen                      a dose not taken
//	note: a good day, all in all           free words
//
// The parts may come in any order after the name. A name of several words that
// holds one of the small words (after, for, in) goes in quotes. Numbers have a
// point or a comma: 7.5 or 7,5.
//
// # Time
//
// Without @ it is now. With a clock time alone (@8:30, @8pm) it is today, and
// yesterday if today's would lie more than an hour ahead, so that @23:00 said
// after midnight is last evening. A part of the day (@morning, @evening) is
// today's if it has begun and else yesterday's. A day may stand before the
// time: @yesterday 22:00, @monday, @2026-11-20, @20.11. 8:30 (day first; the
// last one that was). @-2h, @-30min, @-3d count back from now. What lies ahead
// is refused.
//
// # What it is
//
// A name that was used before keeps its kind and spelling ([Context.Known]).
// Otherwise a unit of medicines makes a dose, the name of a common measure a
// measure, and anything else a symptom; a line of more than four words that
// fits no form is kept as a note. Nothing is guessed silently: [Parsed.Explain]
// says what was understood.
package quick
