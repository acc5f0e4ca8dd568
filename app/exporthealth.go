package app

import (
	"context"
	"io"
	"path/filepath"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/exchange"
	"kith/journal/instrument"
	"kith/journal/terms"
)

// healthOptions gathers what the formats for other health programs are written with.
func (x *exporter) healthOptions(ctx context.Context) (exchange.FHIROptions, error) {
	p := x.o.Persons[0]
	o := exchange.FHIROptions{Record: p.ID, Who: x.who, Now: x.a.Now(), Program: "Kith " + Version(),
		Has: func(id journal.ID) bool { return x.focus[id] },
		PlanText: func(plan *journal.Plan) string {
			return PlanText(plan, func(journal.ID) string { return words.Text("export.other_treatment") })
		}}
	if slices.Contains(x.parts, PartWho) {
		o.Person = p.Name
	}
	if x.who != nil && !slices.Contains(x.parts, PartNotes) {
		who := *x.who
		who.Note, o.Who = "", &who
	}
	v, err := x.a.Vocabulary()
	if err != nil {
		return o, err
	}
	o.Codes, o.Category = vocabularyCodes(v), vocabularyCategory(v)
	regimens, err := x.a.Regimens(ctx, p)
	if err != nil {
		return o, err
	}
	today := journal.DateOf(x.a.Now().In(x.a.Zone()))
	o.Regimen = exchange.Regimen{Category: map[journal.ID]string{}, Plans: map[journal.ID][]*journal.Plan{}, Amount: map[journal.ID]*journal.Amount{}}
	for i := range regimens {
		r := &regimens[i]
		id := r.Course.ID
		if c, ok := r.Course.Body.(*journal.Course); ok {
			o.Regimen.Category[id] = c.Category
		}
		if t, ok := r.Treatment.Body.(*journal.Treatment); ok && o.Regimen.Category[id] == "" {
			o.Regimen.Category[id] = t.Category
		}
		if !slices.Contains(x.parts, PartTreatments) {
			continue
		}
		for _, e := range r.Running(today) {
			if plan, ok := e.Body.(*journal.Plan); ok {
				o.Regimen.Plans[id] = append(o.Regimen.Plans[id], plan)
			}
		}
		o.Regimen.Amount[id] = r.AmountOn(today, nil)
	}
	list, err := x.a.Instruments(ctx, p)
	if err != nil {
		return o, err
	}
	o.Questions = func(r *journal.Response) []string { return questionsAsked(list, r) }
	return o, nil
}

// vocabularyCodes returns the codes of the term that a name is one of, with the
// term's label. Names that merely resemble one have none.
func vocabularyCodes(v *terms.Vocabulary) func(journal.Kind, string) []journal.Code {
	return func(kind journal.Kind, name string) []journal.Code {
		if table := termKind(kind); table != 0 {
			if t := v.Find(table, name); t != nil {
				codes := slices.Clone(t.Codes)
				for i := range codes {
					codes[i].Display = t.Label
				}
				return codes
			}
		}
		return nil
	}
}

func vocabularyCategory(v *terms.Vocabulary) func(journal.Kind, string) string {
	return func(kind journal.Kind, name string) string {
		if kind != journal.KindMeasure {
			return ""
		}
		if t := v.Find(kind, name); t != nil {
			return t.Category
		}
		return ""
	}
}

// questionsAsked returns the questions of an answered questionnaire, in its language
// where that is known; nil if they are not.
func questionsAsked(list []Questionnaire, r *journal.Response) []string {
	i := slices.IndexFunc(list, func(q Questionnaire) bool {
		return q.Pack != nil && q.Pack.ID == r.Instrument && (r.Version == "" || q.Pack.Version == r.Version)
	})
	if i < 0 {
		return nil
	}
	pack := list[i].Pack
	if said, ok := pack.In(r.Language); ok {
		pack = said
	}
	return itemTexts(pack)
}

func itemTexts(p *instrument.Pack) []string {
	var texts []string
	for _, item := range p.Items {
		texts = append(texts, item.Text)
	}
	return texts
}

// oneFile is the name of the only file of an export.
func (x *exporter) oneFile() string {
	name := filepath.Base(x.result.Path)
	if x.result.Path == "" { // of a preview
		name = string(x.o.Format) + x.o.Format.Extensions()[0]
	}
	x.result.Files = append(x.result.Files, name)
	return name
}

func (x *exporter) fhir(ctx context.Context) error {
	o, err := x.healthOptions(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(x.parts, PartDocuments) {
		if o.Content, err = x.inline(ctx, x.o.Persons[0]); err != nil {
			return err
		}
	}
	return x.file(x.oneFile(), func(w io.Writer) error {
		out, err := exchange.NewFHIRWriter(w, o)
		if err != nil {
			return err
		}
		err = x.entries(ctx, allKinds(), func(_ string, e *journal.Entry) error {
			if x.who != nil && e.ID == x.who.ID {
				return nil // it is the patient
			}
			return out.Add(e)
		})
		if err != nil {
			return err
		}
		return out.Close()
	})
}

func (x *exporter) ips(ctx context.Context) error {
	o, err := x.healthOptions(ctx)
	if err != nil {
		return err
	}
	s := exchange.NewIPS(exchange.IPSOptions{FHIROptions: o, Language: words.Language(),
		Text: func(key string) string { return words.Text("ips." + key) },
		Day: func(d journal.Date, precision journal.Precision) string {
			return WhenText(journal.When{Date: d, Precision: max(precision, journal.Day)})
		}})
	err = x.entries(ctx, allKinds(), func(_ string, e *journal.Entry) error {
		if describes(e) {
			return nil
		}
		return s.Add(*e)
	})
	if err != nil {
		return err
	}
	err = x.file(x.oneFile(), s.Write)
	x.result.Entries = s.In
	x.leave(s.LeftOut)
	return err
}

func (x *exporter) phenopacket(ctx context.Context) error {
	o, err := x.healthOptions(ctx)
	if err != nil {
		return err
	}
	p := exchange.NewPhenopacket(o)
	err = x.entries(ctx, allKinds(), func(_ string, e *journal.Entry) error {
		if !describes(e) {
			p.Add(e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = x.file(x.oneFile(), p.Write)
	x.result.Entries = p.In
	x.leave(p.LeftOut)
	return err
}

// leave counts what a writer left out.
func (x *exporter) leave(counts map[string]int64) {
	for reason, n := range counts {
		x.left[reason] += n
	}
	if x.o.Format == ExportPhenopacket {
		delete(x.left, "note") // there is no place for words in it at all
	}
}
