// Package report puts things on paper, as PDF.
//
// It promises:
//
//   - The same content makes the same bytes: dates come from the content and
//     nothing from this computer is written into a file.
//   - A page prints whole on A4 and on US Letter.
//   - Nothing is written to disk; the caller gets bytes.
//
// For now it makes the recovery sheet.
package report
