// Package report puts things on paper, as PDF.
//
// It promises:
//
//   - The same content makes the same bytes: dates come from the content and
//     nothing from this computer is written into a file.
//   - A page prints whole on A4 and on US Letter.
//   - Nothing is written to disk; the caller gets bytes.
//
// It makes the recovery sheet, and the report for a doctor visit ([VisitPDF]), of
// which [VisitPages] draws the same pages as pictures for a preview.
//
// A report has a title, a language and text that can be selected and is written in
// the order in which it is read. It has no structure tags (ISO 32000-1, section
// 14.8), which fpdf cannot write, so it is no PDF/UA: who uses a screen reader gets
// the same from kith report --text.
package report
