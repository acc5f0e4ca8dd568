// Package view is what the pages of the window show, as plain Go: the words, the
// numbers and the choices, and what becomes of them. It knows nothing of widgets,
// so that everything but the drawing is tested without a window, and another
// surface could show the same.
//
// It promises:
//
//   - Texts are ready to be read: through package words, in plain language, with
//     units and days as people write them. What is missing is missing: never a
//     zero, never a guess.
//   - A model of a page is a struct made by NewX. Its methods that only change what
//     is shown are quick and belong to the goroutine of the window. Those that take
//     a context read or write the journal: they may take long, may be called from
//     another goroutine, and end soon after their context does.
//   - Nothing is done that the person did not ask for, and what was done can be
//     undone or says before that it cannot.
//   - An error is one of package app: [kith/app.Explain] says what it means.
//
// Long lists are never held whole: a [Timeline] of a million rows keeps some
// thousand of them in memory, and knows the day of every other.
package view
