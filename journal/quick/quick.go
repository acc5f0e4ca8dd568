package quick

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kith/journal"
)

// Context is what the meaning of a line depends on.
type Context struct {
	Now  time.Time
	Zone *time.Location
	// Known are names that the person has used, with their kinds. A known name
	// wins over every rule.
	Known []Known
	// Ahead reads times for something that is planned: they may lie ahead, and a day
	// or clock that could be either is the next one.
	Ahead bool
}

// Known is a name that was used before.
type Known struct {
	Name string
	// Kind is symptom, measure, factor, or one of treatment, course and dose,
	// which all make a dose.
	Kind journal.Kind
}

// Parsed is what a line means: one entry, ready to be written.
type Parsed struct {
	Entry journal.Entry
	now   time.Time
	zone  *time.Location
}

// MaxLine is how many bytes a line may have.
const MaxLine = 8 << 10

// ErrLine is wrapped by every refusal of Parse, which is an [*Error].
var ErrLine = errors.New("not understood")

// Parse reads one line. The error is an [*Error]: it says which part cannot be
// understood and how to write it better.
func Parse(text string, ctx Context) (Parsed, error) {
	if ctx.Zone == nil {
		ctx.Zone = time.UTC
	}
	ctx.Now = ctx.Now.In(ctx.Zone)
	parsed, err := parse(text, ctx)
	var wrong *Error
	if errors.As(err, &wrong) {
		wrong.suggest(text, ctx)
	}
	return parsed, err
}

// parse reads a line in a context that is complete, without suggestions.
func parse(text string, ctx Context) (Parsed, error) {
	switch {
	case len(text) > MaxLine:
		return Parsed{}, refuse("The line is too long. Write long words as a note in the form, not in one line.")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return Parsed{}, refuse("The line is not readable text.")
	case strings.TrimSpace(text) == "":
		return Parsed{}, refuse(`Nothing was written. Try "headache 7" or "note: a good day".`)
	}
	p := parser{ctx: ctx, words: split(text, 0)}
	e, err := p.parse(text)
	if err != nil {
		return Parsed{}, err
	}
	e.Tags = p.tags
	if err := e.Validate(); err != nil {
		return Parsed{}, refuse("This cannot be kept: %v.", err)
	}
	return Parsed{Entry: e, now: ctx.Now, zone: ctx.Zone}, nil
}

// parser takes the parts of a line out of its words until the name is left.
type parser struct {
	ctx   Context
	words []word
	tags  []string
	when  journal.When

	after    []string
	region   string
	reason   string
	duration time.Duration
	value    *journal.Value
}

func (p *parser) parse(text string) (journal.Entry, error) {
	p.when = journal.At(p.ctx.Now)
	note, isNote := cutNote(text)
	if isNote {
		p.words = split(note, len(text)-len(note))
	}
	if err := p.takeTime(isNote); err != nil {
		return journal.Entry{}, err
	}
	p.takeTags()
	if isNote {
		return p.note()
	}
	all := p.words
	p.takeClauses()
	if len(p.words) == 0 {
		wrong := refuse(`The name is missing. Write what it is first: "headache 7 @8:30 after wine".`)
		for _, name := range p.usual() {
			wrong.try(name + " ")
		}
		return journal.Entry{}, wrong
	}
	first := p.words[0].lower()
	switch {
	case !p.words[0].quoted && len(p.words) > 1 && takenWords[first]:
		p.words = p.words[1:]
		return p.dose(journal.DoseTaken)
	case !p.words[0].quoted && len(p.words) > 1 && skippedWords[first]:
		p.words = p.words[1:]
		return p.dose(journal.DoseSkipped)
	}
	return p.reading(all)
}

// cutNote takes "note:" from the front of a line.
func cutNote(text string) (string, bool) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	if len(text) >= 5 && strings.EqualFold(text[:5], "note:") {
		return text[5:], true
	}
	return text, false
}

func (p *parser) note() (journal.Entry, error) {
	words := joined(p.words)
	if words == "" {
		return journal.Entry{}, refuse(`The note has no words. Write them after the colon: "note: slept badly".`)
	}
	return journal.Entry{Kind: journal.KindNote, When: p.when, Note: words}, nil
}

// known returns the spelling and the kind of a name that was used before.
func (p *parser) known(name string) (Known, bool) {
	for _, k := range p.ctx.Known {
		if strings.EqualFold(k.Name, name) {
			return k, true
		}
	}
	return Known{}, false
}

// usual returns names of symptoms that were used before.
func (p *parser) usual() []string {
	var names []string
	for _, k := range p.ctx.Known {
		if k.Kind == journal.KindSymptom && len(names) < maxTries {
			names = append(names, inLine(k.Name))
		}
	}
	return names
}

// inLine is a name as it is written in a line: in quotes where a word of it would
// be read as something else.
func inLine(name string) string {
	for _, w := range split(name, 0) {
		if clauseWords[w.lower()] || digitsEnd(w.text) > 0 || strings.HasPrefix(w.text, "#") || strings.HasPrefix(w.text, "@") {
			return `"` + name + `"`
		}
	}
	return name
}

// name returns what is left as a name: as spelled before, or with a capital.
func (p *parser) name() (string, Known) {
	name := joined(p.words)
	if k, ok := p.known(name); ok {
		return k.Name, k
	}
	return capital(name), Known{}
}

func capital(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	if r == utf8.RuneError {
		return name
	}
	return strings.ToUpper(string(r)) + name[size:]
}

// takeTags takes the words that begin with #.
func (p *parser) takeTags() {
	var rest []word
	for _, w := range p.words {
		if tag := strings.TrimLeft(w.text, "#"); !w.quoted && tag != "" && tag != w.text {
			p.tags = append(p.tags, tag)
			continue
		}
		rest = append(rest, w)
	}
	p.words = rest
}
