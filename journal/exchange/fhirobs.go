package exchange

import (
	"sort"
	"strings"

	"kith/journal"
)

// painScore is LOINC's pain severity from 0 to 10.
const painScore = "72514-3"

// observation makes a measure of an Observation.
func (b *fhirBuilder) observation() {
	res := b.res
	if res.Status == "cancelled" {
		b.reason = "marked as cancelled"
		return
	}
	date := b.first(res.EffectiveDateTime, res.EffectiveInstant)
	p := b.period(res.EffectivePeriod)
	if date == "" && p == nil {
		date = res.Issued
	}
	if !b.named(journal.KindMeasure, res.Code.name()) || !b.when(date, p) {
		return
	}
	v, err := res.fhirValue.value()
	if err != nil {
		b.reason = reasonOf(err)
		return
	}
	o := &journal.Observation{Value: v, Region: names(res.BodySite), Codes: res.Code.codes()}
	var told []string
	if len(res.Component) > 0 {
		told = b.components(o)
	}
	if o.Value == nil && len(told) == 0 {
		b.reason = "the source gives no value"
		return
	}
	if o.Value != nil && o.Value.Scale == journal.Quantity && isPain(o.Codes) && o.Value.Comparator == "" && within10(o.Value.Number) {
		o.Value.Scale, o.Value.Unit = journal.NRS, ""
	}
	if len(res.ReferenceRange) > 0 {
		o.RangeLow, o.RangeHigh = b.bound(res.ReferenceRange[0].Low), b.bound(res.ReferenceRange[0].High)
	}
	for i := range res.Category {
		b.tag(res.Category[i].code())
	}
	for i := range res.Interpretation {
		b.tag(res.Interpretation[i].name())
	}
	if s := b.notes(); s != "" {
		told = append(told, s)
	}
	b.entry.Note = strings.Join(told, "\n")
	b.entry.Body = o
}

func isPain(codes []journal.Code) bool {
	for _, c := range codes {
		if c.System == "loinc" && c.Code == painScore {
			return true
		}
	}
	return false
}

func within10(n *journal.Decimal) bool { return n.Float() >= 0 && n.Float() <= 10 }

func (b *fhirBuilder) tag(s string) {
	if s != "" && len(s) <= journal.MaxTag && len(b.entry.Tags) < journal.MaxTags {
		b.entry.Tags = append(b.entry.Tags, s)
	}
}

func (b *fhirBuilder) bound(q *fhirQuantity) *journal.Decimal {
	if q == nil || q.Value == "" {
		return nil
	}
	n, err := exactNumber(string(q.Value))
	if err != nil {
		b.cell(reasonOf(err), "reference range")
		return nil
	}
	return &n
}

// value reads value[x]; nil without error means that there is none.
func (v *fhirValue) value() (*journal.Value, error) {
	switch {
	case v.ValueQuantity != nil:
		return v.ValueQuantity.value()
	case v.ValueCodeableConcept != nil:
		if s := v.ValueCodeableConcept.name(); s != "" {
			return &journal.Value{Scale: journal.Ordinal, Label: s}, nil
		}
	case v.ValueString != nil:
		if s := plain(*v.ValueString); s != "" {
			return journal.TextOf(s), nil
		}
	case v.ValueBoolean != nil:
		return journal.Yes(*v.ValueBoolean), nil
	case v.ValueInteger != nil:
		n, err := exactNumber(string(*v.ValueInteger))
		return journal.QuantityOf(n, ""), err
	case v.ValueDateTime != nil && plain(*v.ValueDateTime) != "":
		return journal.TextOf(plain(*v.ValueDateTime)), nil
	case v.ValueTime != nil && plain(*v.ValueTime) != "":
		return journal.TextOf(plain(*v.ValueTime)), nil
	case v.ValueRange != nil:
		return twoParts("Low", v.ValueRange.Low, "High", v.ValueRange.High)
	case v.ValueRatio != nil:
		return twoParts("Numerator", v.ValueRatio.Numerator, "Denominator", v.ValueRatio.Denominator)
	}
	return nil, nil
}

func (q *fhirQuantity) value() (*journal.Value, error) {
	if q.Value == "" {
		return nil, nil
	}
	n, err := exactNumber(string(q.Value))
	if err != nil {
		return nil, err
	}
	v := journal.QuantityOf(n, q.unit())
	switch q.Comparator {
	case "<", "<=", ">=", ">":
		v.Comparator = q.Comparator
	}
	return v, nil
}

func twoParts(nameA string, a *fhirQuantity, nameB string, z *fhirQuantity) (*journal.Value, error) {
	v := &journal.Value{Scale: journal.Components}
	for _, p := range []struct {
		name string
		q    *fhirQuantity
	}{{nameA, a}, {nameB, z}} {
		if p.q == nil || p.q.Value == "" {
			continue
		}
		n, err := exactNumber(string(p.q.Value))
		if err != nil {
			return nil, err
		}
		v.Parts = append(v.Parts, journal.Part{Name: p.name, Number: n, Unit: p.q.unit()})
	}
	if len(v.Parts) == 0 {
		return nil, nil
	}
	return v, nil
}

// components puts the numeric components into one value, in the order systolic
// before diastolic, and returns the others in words.
func (b *fhirBuilder) components(o *journal.Observation) (told []string) {
	var parts []journal.Part
	for i := range b.res.Component {
		c := &b.res.Component[i]
		name := c.Code.name()
		v, err := c.value()
		switch {
		case err != nil:
			b.cell(reasonOf(err), "component")
		case v == nil || name == "":
			b.cell("the source gives no value", "component")
		case v.Scale == journal.Quantity && v.Comparator == "" && len(parts) < 64:
			parts = append(parts, journal.Part{Name: partName(c, name), Number: *v.Number, Unit: v.Unit})
		default:
			told = append(told, name+": "+v.String())
		}
	}
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].Name == "Systolic" && parts[j].Name == "Diastolic" })
	if len(parts) == 0 {
		return told
	}
	if o.Value != nil {
		told = append([]string{b.entry.Name + ": " + o.Value.String()}, told...)
	}
	o.Value = &journal.Value{Scale: journal.Components, Parts: parts}
	return told
}

// partName shortens the two parts of a blood pressure to the names that all
// blood pressures have here.
func partName(c *fhirValue, name string) string {
	for _, code := range c.Code.codes() {
		switch {
		case code.System == "loinc" && code.Code == "8480-6":
			return "Systolic"
		case code.System == "loinc" && code.Code == "8462-4":
			return "Diastolic"
		}
	}
	return name
}
