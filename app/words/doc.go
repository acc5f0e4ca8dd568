// Package words holds every sentence that Kith says on a screen, under keys, so
// that another language is another table and no other change.
//
// A key names the place and the thing: "error.in_use.what", "help.log.long". A
// text is a format for fmt.Sprintf. The tables are in plain English that a
// reader of fourteen understands: short sentences, no jargon, and for an error
// what happened, what it means and what to do.
package words
