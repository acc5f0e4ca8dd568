package journal

import (
	"errors"
	"strings"

	"kith/journal/space"
)

// filing gathers what one act says and writes it as ops, one or more for each
// category, since an op is sealed under the key of one.
type filing struct {
	r      *Record
	tx     *space.Tx
	change change // its Act is chosen when it is needed
	puts   [space.MaxCategory + 1][]put
	made   map[ID]Category // the entries that this act made
	// someHidden says whether any entry is hidden, nil before it was asked.
	someHidden *bool
}

// Bounds of an op that Kith writes. Compressed it fits the padding.
const (
	bytesPerOp = 36 << 10
	putsPerOp  = 1024
)

func (r *Record) file(tx *space.Tx, act ID, title string) *filing {
	// The name of a file need not be text, and an op with what is none cannot be read.
	return &filing{r: r, tx: tx, change: change{Act: act, Title: strings.ToValidUTF8(title, "\uFFFD")}}
}

// add files what is said about an entry, which is new or stands as e says.
func (f *filing) add(e *Entry, p put) error {
	in, err := f.categoryOf(e)
	if err != nil {
		return err
	}
	f.puts[in] = append(f.puts[in], p)
	if !p.Edit {
		if f.made == nil {
			f.made = map[ID]Category{}
		}
		f.made[p.ID] = in
	}
	return nil
}

// addNew files a new entry, and before it what it is measured on if that was never
// defined.
func (f *filing) addNew(e *Entry, known definitions) error {
	if err := f.define(e, known); err != nil {
		return err
	}
	p, err := newPut(e)
	if err != nil {
		return err
	}
	return f.add(e, p)
}

func (f *filing) define(e *Entry, known definitions) error {
	definition, err := f.r.define(f.tx, e, known)
	if err != nil || definition == nil {
		return err
	}
	p, err := newPut(definition)
	if err != nil {
		return err
	}
	return f.add(definition, p)
}

// categoryOf returns where an entry is, or where a new one belongs. What was written
// before there were categories has none of its own, and goes on where it belongs now.
func (f *filing) categoryOf(e *Entry) (Category, error) {
	if e.Category != BaseCategory {
		return e.Category, nil
	}
	if in, ok := f.made[e.ID]; ok {
		return in, nil
	}
	if in, err := f.hiddenIn(e.ID); err != nil || in != BaseCategory {
		return in, err
	}
	a, ok := e.Body.(*Attachment)
	if !ok || a.Of.IsZero() || a.Of == e.ID {
		return CategoryOf(e), nil
	}
	if in, ok := f.made[a.Of]; ok {
		return in, nil
	}
	of, err := getEntry(f.tx, a.Of)
	if errors.Is(err, ErrNotFound) {
		return Documents, nil // it comes later, or never came
	}
	if err != nil {
		return 0, err
	}
	if _, nested := of.Body.(*Attachment); nested && of.Category == BaseCategory {
		return Documents, nil
	}
	return f.categoryOf(&of)
}

// hiddenIn returns the category of an entry that is written again after it was
// deleted or undone, [BaseCategory] if it was not.
func (f *filing) hiddenIn(id ID) (in Category, err error) {
	if f.someHidden == nil {
		some, err := f.tx.Row(`SELECT 1 FROM hidden LIMIT 1`, nil, new(int))
		if err != nil {
			return 0, err
		}
		f.someHidden = &some
	}
	if !*f.someHidden {
		return BaseCategory, nil
	}
	_, err = f.tx.Row(`SELECT category FROM hidden WHERE id = ?`, []any{id[:]}, &in)
	return in, err
}

// write writes the ops, those of lower categories first.
func (f *filing) write() error {
	type part struct {
		in   Category
		puts []put
	}
	var parts []part
	for in, puts := range f.puts {
		for len(puts) > 0 {
			n, size := 0, 0
			for n < len(puts) && n < putsPerOp && size < bytesPerOp {
				size += len(puts[n].Head) + len(puts[n].Body) + 24
				n++
			}
			parts = append(parts, part{Category(in), puts[:n]})
			puts = puts[n:]
		}
	}
	if len(parts) == 0 {
		return ErrUnchanged
	}
	if len(parts) > 1 && f.change.Act.IsZero() {
		f.change.Act = NewID()
	}
	for _, part := range parts {
		c := f.change
		c.Puts = part.puts
		if err := c.pack(); err != nil {
			return err
		}
		if _, err := appendIn(f.tx, part.in, opChange, c); err != nil {
			return err
		}
	}
	return nil
}
