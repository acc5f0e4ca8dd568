package exchange

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"kith/journal"
)

// isDaylio reports whether header is that of Daylio's CSV export, in any order:
// full_date,date,weekday,time,mood,activities,note_title,note. Older versions
// had year,date,weekday,time,mood,activities,note.
func isDaylio(header []string) bool {
	return hasColumns(header, "mood", "activities", "date") && (hasColumns(header, "full_date") || hasColumns(header, "year"))
}

// moodName and moodAnchors are Daylio's scale from its worst.
const moodName = "Mood"

var moodAnchors = []string{"awful", "bad", "meh", "good", "rad"}

// openDaylio reads the export as a table whose rows have a shape of their own.
func openDaylio(r io.ReaderAt, size int64, opts Options) (Reader, error) {
	m := &Map{Version: 1, Separator: "|", Missing: []string{}}
	_, _, header, err := startTable(r, size, opts, m)
	if err != nil {
		return nil, err
	}
	if !isDaylio(header) {
		return nil, fmt.Errorf("the columns are not those of Daylio (full_date, mood, activities and so on): %w", ErrFormat)
	}
	m.Date = DateMap{Column: columnIf(header, "full_date"), Time: columnIf(header, "time"), Format: string(orderYMD)}
	if m.Date.Column == "" {
		m.Date.Column = columnIf(header, "date")
	}
	c, err := openTable(r, size, opts, m, FormatDaylio)
	if err != nil {
		return nil, err
	}
	d := daylio{ranks: ranksOf(moodAnchors, 1)}
	find := finder{header: header}
	at := func(name string) int {
		if columnIf(header, name) == "" {
			return -1
		}
		return find.column(name)
	}
	d.mood, d.activities, d.title, d.note = at("mood"), at("activities"), at("note_title"), at("note")
	d.year, d.day = at("year"), at("date")
	for i, h := range header {
		if !strings.Contains(daylioColumns, " "+strings.ToLower(h)+" ") {
			d.others = append(d.others, i)
		}
	}
	c.bearer = d.row
	return c, nil
}

// daylioColumns are the columns whose meaning is known; what newer versions add
// is kept as words.
const daylioColumns = " full_date date weekday time mood activities note_title note year "

// noteMarkup are the tags that newer versions put into notes.
var noteMarkup = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "<b>", "", "</b>", "", "<i>", "", "</i>", "",
	"<u>", "", "</u>", "", "<s>", "", "</s>", "", "<div>", "", "</div>", "\n", "<p>", "", "</p>", "\n",
	"<ul>", "", "</ul>", "", "<li>", "- ", "</li>", "\n", "&nbsp;", " ", "&amp;", "&", "&lt;", "<", "&gt;", ">")

// daylio makes the entries of one row: the mood with its note, and one factor
// for each activity.
type daylio struct {
	ranks                                    map[string]int
	mood, activities, title, note, year, day int
	others                                   []int
}

func (d daylio) row(b *rowBuilder) {
	if b.dateErr != "" && d.year >= 0 {
		d.oldDate(b)
	}
	if b.dateErr != "" {
		b.nothing = b.dateErr
		return
	}
	note := strings.TrimSpace(b.cell(d.title) + "\n" + noteMarkup.Replace(b.cell(d.note)))
	mood := b.cell(d.mood)
	if mood != "" {
		e := b.observation(journal.KindMeasure, moodName, ordinal(mood, d.ranks))
		e.Note = note
		before := len(b.entries)
		b.add(e, "mood", "mood")
		if len(b.entries) > before {
			d.define(b)
		}
	} else if note != "" {
		b.add(journal.Entry{Kind: journal.KindNote, When: b.when, Note: note}, "note", "note")
	}
	for i, activity := range b.list(b.cell(d.activities)) {
		b.add(b.observation(journal.KindFactor, activity, journal.Yes(true)), "activities", "activity"+strconv.Itoa(i))
	}
	for _, i := range d.others {
		if s := b.cell(i); s != "" {
			name := b.c.plan.header[i]
			b.add(b.observation(journal.KindFactor, displayName(name), journal.TextOf(s)), name, name)
		}
	}
}

// define says once what the mood is measured on. Moods that the person made up
// keep their word and have no rank.
func (d daylio) define(b *rowBuilder) {
	def := &journal.Definition{Of: journal.KindMeasure, Scale: journal.Ordinal, Polarity: journal.HigherIsBetter,
		Anchors: moodAnchors, First: 1, Version: 1}
	b.addOnce(journal.Entry{Kind: journal.KindDefinition, When: b.when, Name: moodName, Body: def}, "definition", moodName)
}

// oldDate puts year and "30 May" together, as old exports have them.
func (d daylio) oldDate(b *rowBuilder) {
	st, err := dateReader{order: orderDMY}.read(b.cell(d.day) + " " + b.cell(d.year))
	if err != nil {
		return
	}
	if c, ok := readClock(b.cell(b.c.plan.clock)); ok && st.precision == journal.Day {
		st = st.withClock(c)
	}
	b.when, b.dateErr = st.when(b.c.plan.zone), ""
}
