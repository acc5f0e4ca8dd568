package quick

import (
	"fmt"
	"slices"
	"strings"
)

// Error says which part of a line is not understood, why, and how it could be
// written. It wraps [ErrLine].
type Error struct {
	// Text is for the person: what is wrong and how to write it.
	Text string
	// Line is what was read. Text is about its bytes from From up to To; where
	// these are equal it is about the whole.
	Line     string
	From, To int
	// Suggestions are whole lines, the likeliest first, at most three. Each is
	// understood; whether it is what was meant only the person knows.
	Suggestions []string

	instead []string // of the part that is marked
}

// Error implements error.
func (e *Error) Error() string { return e.Text }

// Unwrap returns [ErrLine].
func (e *Error) Unwrap() error { return ErrLine }

func refuse(format string, args ...any) *Error { return &Error{Text: fmt.Sprintf(format, args...)} }

// at marks the words that are not understood.
func (e *Error) at(words ...word) *Error {
	for _, w := range words {
		if w.to == 0 {
			continue // not of the line
		}
		if e.To == 0 || w.from < e.From {
			e.From = w.from
		}
		e.To = max(e.To, w.to)
	}
	return e
}

// try says what could stand in place of the part that is marked.
func (e *Error) try(instead ...string) *Error {
	e.instead = append(e.instead, instead...)
	return e
}

// maxTries is how many lines a refusal suggests.
const maxTries = 3

// suggest makes whole lines of what could stand instead, of those that are
// understood.
func (e *Error) suggest(line string, ctx Context) {
	e.Line = line
	for _, part := range e.instead {
		tried := strings.TrimSpace(line[:e.From] + part + line[e.To:])
		if tried == line || slices.Contains(e.Suggestions, tried) || len(e.Suggestions) == maxTries {
			continue
		}
		if _, err := parse(tried, ctx); err == nil {
			e.Suggestions = append(e.Suggestions, tried)
		}
	}
}

// nearest returns the words that typed is within two slips of a finger of (a
// letter too many, too few, wrong, or two the wrong way round), nearest first.
func nearest(typed string, words []string) []string {
	type found struct {
		word string
		far  int
	}
	var near []found
	for _, w := range words {
		if far := slips(typed, w); far <= 2 && far < len(typed)/2+1 && far < len(w)/2 {
			near = append(near, found{w, far})
		}
	}
	slices.SortFunc(near, func(a, b found) int {
		if a.far != b.far {
			return a.far - b.far
		}
		return strings.Compare(a.word, b.word)
	})
	var out []string
	for _, n := range near {
		out = append(out, n.word)
	}
	return out
}

// slips counts how many letters must be put in, taken out, changed or swapped with
// their neighbour to make b of a: the optimal string alignment distance. Texts of
// more than 24 bytes are no slip of a finger.
func slips(a, b string) int {
	const most = 24
	if len(a) > most || len(b) > most {
		return most
	}
	rows := [3][most + 1]int{}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		now, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		now[0] = i
		for j := 1; j <= len(b); j++ {
			changed := 0
			if a[i-1] != b[j-1] {
				changed = 1
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
