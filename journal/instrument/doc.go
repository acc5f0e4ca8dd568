// Package instrument is about questionnaires with published scores: what they ask,
// how answers become a score, and how often they are to be answered.
package instrument
