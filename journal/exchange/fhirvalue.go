package exchange

import (
	"kith/journal"
)

// The units that say which scale a number is on.
const (
	unitScore = "{score}" // 0 to 10
	unitCount = "1"
	unitTime  = "s"
)

// valueOf writes a reading. A missing one is written as missing, never as a number.
func valueOf(v *journal.Value) (out outValue) {
	switch {
	case v == nil:
		out.DataAbsentReason = codedConcept(systemTHO+"data-absent-reason", "unknown")
	case v.Scale == journal.NRS:
		out.ValueQuantity = &outQuantity{Value: v.Number, Comparator: v.Comparator, Unit: "of 10", System: systemUCUM, Code: unitScore}
	case v.Scale == journal.YesNo:
		yes := v.Number.Coef != 0
		out.ValueBoolean = &yes
	case v.Scale == journal.Count && v.Unit == "":
		out.ValueQuantity = &outQuantity{Value: v.Number, Comparator: v.Comparator, System: systemUCUM, Code: unitCount}
	case v.Scale == journal.Count, v.Scale == journal.Quantity:
		out.ValueQuantity = quantityOf(v.Number, v.Unit, v.Comparator)
	case v.Scale == journal.Duration:
		out.ValueQuantity = &outQuantity{Value: v.Number, Comparator: v.Comparator, Unit: unitTime, System: systemUCUM, Code: unitTime}
	case v.Scale == journal.Ordinal:
		out.ValueCodeableConcept = rankOf(v)
	case fhirText(v.Label) != "":
		out.ValueString = fhirText(v.Label)
	default: // words that FHIR cannot hold, or parts, which are components
		out.DataAbsentReason = codedConcept(systemTHO+"data-absent-reason", "unknown")
	}
	return out
}

// rankOf writes a rank: its words, and its number as FHIR's extension for it.
func rankOf(v *journal.Value) *outConcept {
	label := fhirText(v.Label)
	if v.Number == nil {
		return &outConcept{Text: label}
	}
	c := &outConcept{Text: label, Coding: []outCoding{{Display: label, Extension: []outExtension{{URL: extOrdinal, ValueDecimal: v.Number}}}}}
	if label == "" {
		c.Text = v.Number.String()
	}
	return c
}

// value reads what valueOf writes; nil is missing.
func (o *outValue) value() *journal.Value {
	switch q := o.ValueQuantity; {
	case q != nil && q.Value == nil:
		return nil
	case q != nil:
		v := &journal.Value{Scale: journal.Quantity, Number: q.Value, Unit: q.unitOf(), Comparator: q.Comparator}
		scales := map[string]journal.Scale{unitScore: journal.NRS, unitCount: journal.Count, unitTime: journal.Duration}
		if scale := scales[v.Unit]; scale != 0 && q.System == systemUCUM {
			v.Scale, v.Unit = scale, ""
		}
		return v
	case o.ValueBoolean != nil:
		return journal.Yes(*o.ValueBoolean)
	case o.ValueString != "":
		return journal.TextOf(o.ValueString)
	case o.ValueCodeableConcept != nil:
		v := &journal.Value{Scale: journal.Ordinal, Label: o.ValueCodeableConcept.Text}
		for _, c := range o.ValueCodeableConcept.Coding {
			for _, x := range c.Extension {
				if x.URL == extOrdinal && x.ValueDecimal != nil {
					v.Number, v.Label = x.ValueDecimal, c.Display
				}
			}
		}
		return v
	}
	return nil
}

// components writes the parts of a value that has several.
func components(v *journal.Value) []outValueOf {
	if v == nil || v.Scale != journal.Components {
		return nil
	}
	var out []outValueOf
	for i := range v.Parts {
		p := &v.Parts[i]
		code := outConcept{Text: fhirText(p.Name)}
		if code.Text == "" {
			code = *absent()
		}
		if codes := partCodes[p.Name]; codes != "" && p.Unit == "mm[Hg]" {
			code.Coding = []outCoding{{System: systemLOINC, Code: codes}}
		}
		out = append(out, outValueOf{Code: code, outValue: outValue{ValueQuantity: quantityOf(&p.Number, p.Unit, "")}})
	}
	return out
}

// partCodes are the LOINC codes of the two numbers of a blood pressure.
var partCodes = map[string]string{"Systolic": "8480-6", "Diastolic": "8462-4"}

// ownComponents reads what components writes, nil if there are none.
func ownComponents(list []outValueOf) *journal.Value {
	v := &journal.Value{Scale: journal.Components}
	for _, c := range list {
		if c.ValueQuantity == nil || c.ValueQuantity.Value == nil {
			return nil
		}
		v.Parts = append(v.Parts, journal.Part{Name: c.Code.Text, Number: *c.ValueQuantity.Value, Unit: c.ValueQuantity.unitOf()})
	}
	if len(v.Parts) == 0 {
		return nil
	}
	return v
}
