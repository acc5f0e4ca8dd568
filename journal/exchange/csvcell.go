package exchange

import (
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// column makes the entries of one cell by the role of its column.
func (b *rowBuilder) column(c *columnPlan) {
	s := b.cell(c.index)
	if s == "" || c.Role == RoleTags || c.Role == RolePerson {
		return
	}
	if b.dateErr != "" {
		b.skip(b.dateErr, c.Column)
		return
	}
	switch c.Role {
	case RoleNote:
		b.add(journal.Entry{Kind: journal.KindNote, When: b.when, Note: s}, c.Column, c.Column)
	case RoleFactor:
		for i, item := range b.list(s) {
			b.add(b.observation(c.kind, item, journal.Yes(true)), c.Column, c.Column+":"+strconv.Itoa(i))
		}
	case RoleDose:
		b.doseCell(c, s)
	default:
		v, err := c.value(s, b.c.plan.comma)
		if err != nil {
			b.skip(reasonOf(err), c.Column)
			return
		}
		e := b.observation(c.kind, c.Name, v)
		if c.Role == RoleDuration {
			e.When.Duration = time.Duration(v.Number.Float() * float64(time.Second))
		}
		before := len(b.entries)
		b.add(e, c.Column, c.Column)
		if len(b.entries) > before {
			b.define(c)
		}
	}
}

func (b *rowBuilder) observation(kind journal.Kind, name string, v *journal.Value) journal.Entry {
	return journal.Entry{Kind: kind, When: b.when, Name: name, Body: &journal.Observation{Value: v}}
}

// define adds the definition of a column whose scale has words or bounds of its
// own, once per person.
func (b *rowBuilder) define(c *columnPlan) {
	if len(c.Anchors) == 0 && c.Low == nil {
		return
	}
	bounds := ""
	if c.Low != nil {
		bounds = c.Low.String() + ".." + c.High.String()
	}
	def := &journal.Definition{Of: c.kind, Scale: journal.Ordinal, Unit: c.Unit, Anchors: c.Anchors, First: c.First,
		Low: c.Low, High: c.High, Polarity: c.polarity, Version: 1}
	if len(c.Anchors) == 0 {
		def.Scale = journal.Quantity
	}
	e := journal.Entry{Kind: journal.KindDefinition, When: b.when, Name: c.Name, Body: def}
	b.addOnce(e, "definition", c.kind.String(), c.Name, strings.Join(c.Anchors, "\x00"), bounds)
}

// value reads a cell as the column's role says.
func (c *columnPlan) value(s string, comma bool) (*journal.Value, error) {
	switch c.Role {
	case RoleYesNo:
		yes, ok := readYesNo(s)
		if !ok {
			return nil, faultYesNo
		}
		return journal.Yes(yes), nil
	case RoleDuration:
		d, err := readSeconds(s, c.Unit, comma)
		return &journal.Value{Scale: journal.Duration, Number: &d}, err
	case RoleOrdinal:
		return ordinal(s, c.ranks), nil
	case RoleText:
		return journal.TextOf(s), nil
	case RoleComponents:
		return readPressure(s, c.Unit, comma)
	}
	n, err := readNumber(s, comma)
	if err != nil {
		return nil, err
	}
	return c.number(n)
}

// number puts a number on the column's scale.
func (c *columnPlan) number(n typedNumber) (*journal.Value, error) {
	v := &journal.Value{Scale: journal.Quantity, Number: &n.number, Unit: c.Unit, Comparator: n.comparator}
	switch {
	case c.Role == RoleCount:
		v.Scale = journal.Count
	case c.Role == RoleScore && c.Low == nil:
		if n.unit == "/10" {
			n.unit = ""
		}
		v.Scale, v.Unit = journal.NRS, ""
	case c.Role == RoleScore:
		if n.number.Cmp(*c.Low) < 0 || n.number.Cmp(*c.High) > 0 {
			return nil, faultRange
		}
	}
	if n.unit != "" {
		if c.Role == RoleScore || strings.ContainsAny(n.unit, ";|,") || len(strings.Fields(n.unit)) > 2 {
			return nil, faultNumber
		}
		v.Unit = n.unit
	}
	return v, nil
}

// ordinal returns one of a few words, with its rank where it has one.
func ordinal(s string, ranks map[string]int) *journal.Value {
	v := &journal.Value{Scale: journal.Ordinal, Label: s}
	if rank, ok := ranks[strings.ToLower(s)]; ok {
		n := journal.DecimalOf(int64(rank))
		v.Number = &n
	}
	return v
}

// readPressure reads 120/80 into two components.
func readPressure(s, unit string, comma bool) (*journal.Value, error) {
	high, low, ok := strings.Cut(s, "/")
	if !ok {
		return nil, faultNumber
	}
	a, errA := readNumber(high, comma)
	z, errZ := readNumber(low, comma)
	if errA != nil || errZ != nil || a.unit != "" {
		return nil, faultNumber
	}
	if unit == "" {
		unit = "mm[Hg]"
	}
	return &journal.Value{Scale: journal.Components, Parts: []journal.Part{
		{Name: "Systolic", Number: a.number, Unit: unit}, {Name: "Diastolic", Number: z.number, Unit: unit}}}, nil
}

// doseCell reads a cell that holds the amount taken of a medicine, or yes. No
// and 0 say that nothing was taken, which is no dose.
func (b *rowBuilder) doseCell(c *columnPlan, s string) {
	dose := &journal.Dose{Status: journal.DoseTaken}
	n, err := readNumber(s, b.c.plan.comma)
	yes, isWord := readYesNo(s)
	switch {
	case isWord && !yes, err == nil && n.number.Coef == 0:
		b.skip(reasonNotTaken, c.Column)
		return
	case isWord && (err != nil || c.Unit == ""):
	case err != nil:
		b.skip(reasonOf(err), c.Column)
		return
	default:
		if n.unit == "" {
			n.unit = c.Unit
		}
		dose.Amount = &journal.Amount{Number: n.number, Unit: n.unit}
	}
	b.add(journal.Entry{Kind: journal.KindDose, When: b.when, Name: c.Name, Body: dose}, c.Column, c.Column)
}
