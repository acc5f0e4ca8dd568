package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/report"
	"kith/journal"
)

// visitRecord is a journal with something unique in every part of a report, by the
// word that stands for the part.
func visitRecord(t testing.TB) (*app.App, app.Person, map[string]app.Part) {
	t.Helper()
	ctx := context.Background()
	a := newVault(t, "Zebulon")
	p, err := a.ThePerson("Zebulon")
	if err != nil {
		t.Fatal(err)
	}
	today := journal.At(a.Now()).Date
	on := func(back int) journal.When { return journal.OnDay(today-journal.Date(back), a.Zone()) }
	born := journal.NewDate(1980, 2, 3)
	five, range1, range2 := journal.DecimalOf(5), journal.DecimalOf(3), journal.DecimalOf(4)
	score := journal.DecimalOf(11)
	treatment, course := journal.NewID(), journal.NewID()
	entries := []journal.Entry{
		{Kind: journal.KindPerson, Name: "Zebulon", When: on(0), Body: &journal.Person{Birth: &born, Sex: "male"}},
		{Kind: journal.KindCondition, Name: "Wquixotism", When: on(4000), Body: &journal.Condition{Category: "condition", Status: "active"}},
		{Kind: journal.KindCondition, Name: "Wpeanut", When: on(9000), Body: &journal.Condition{Category: "allergy", Reaction: "hives"}},
		{ID: treatment, Kind: journal.KindTreatment, Name: "Wfloxin", When: on(30), Body: &journal.Treatment{Category: "drug"}},
		{ID: course, Kind: journal.KindCourse, Name: "Wfloxin", When: on(30), Body: &journal.Course{Treatment: treatment, Purpose: "calm",
			Amount: &journal.Amount{Number: journal.DecimalOf(20), Unit: "mg"}, Ongoing: true}},
		{Kind: journal.KindPlan, Name: "Wfloxin", When: on(30), Body: &journal.Plan{Course: course, Rule: "FREQ=DAILY", Times: []int{480}}},
		{Kind: journal.KindDose, Name: "Wneeded", When: on(2), Body: &journal.Dose{Status: journal.DoseTaken}},
		{Kind: journal.KindSymptom, Name: "Wache", When: on(3), Note: "Wbesidewords", Body: &journal.Observation{}},
		{Kind: journal.KindFactor, Name: "Wshown", When: on(3), Body: &journal.Observation{Value: journal.Number10(five)}},
		{Kind: journal.KindMeasure, Name: "Wsodium", When: on(5), Body: &journal.Observation{Value: journal.QuantityOf(five, "mmol/L"), RangeLow: &range1, RangeHigh: &range2}},
		{Kind: journal.KindEvaluation, Name: "Whelper", When: on(4), Body: &journal.Evaluation{Benefit: journal.Number10(five)}},
		{Kind: journal.KindEvaluation, Name: "Wculprit", When: on(4), Body: &journal.Evaluation{SideEffects: []string{"Wtingling"}}},
		{Kind: journal.KindResponse, Name: "Wscale", When: on(6), Body: &journal.Response{Instrument: "Wscale", Score: &score, TotalOnly: true}},
		{Kind: journal.KindAppointment, Name: "Check", When: on(-7), Body: &journal.Appointment{Questions: []string{"Wquestion?"}}},
		{Kind: journal.KindEvent, Name: "Wevent", When: on(8), Body: &journal.Event{Category: "life"}},
		{Kind: journal.KindNote, Name: "Wnote", When: on(9), Note: "something"},
	}
	if _, err := a.LogEntries(ctx, p, "log", entries...); err != nil {
		t.Fatal(err)
	}
	return a, p, map[string]app.Part{
		"Zebulon": app.PartWho, "Wquixotism": app.PartConditions, "Wpeanut": app.PartConditions, "Wfloxin": app.PartTreatments,
		"Wneeded": app.PartAdherence, "Wache": app.PartSymptoms, "Wshown": app.PartOutcome, "Wsodium": app.PartMeasurements,
		"Whelper": app.PartHelped, "Wtingling": app.PartSideEffects, "Wscale": app.PartQuestionnaires, "Wquestion": app.PartQuestions,
		"Wevent": app.PartEvents, "Wnote": app.PartNotes, "Wbesidewords": app.PartNotes,
	}
}

// pairwise returns selections in which every two parts are ticked together, either
// alone, and neither: all of one size, and seeded random ones.
func pairwise(parts []app.Part) [][]app.Part {
	sets := [][]app.Part{{}, parts}
	for i, p := range parts {
		sets = append(sets, []app.Part{p}, slices.Delete(slices.Clone(parts), i, i+1))
		for _, q := range parts[i+1:] {
			sets = append(sets, []app.Part{p, q})
		}
	}
	random := rand.New(rand.NewPCG(6, 6))
	for range 20 {
		var set []app.Part
		for _, p := range parts {
			if random.IntN(2) == 0 {
				set = append(set, p)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// TestVisitTicks holds the report in every form to exactly what was ticked.
func TestVisitTicks(t *testing.T) {
	a, p, planted := visitRecord(t)
	for i, parts := range pairwise(app.ReportParts()) {
		v, err := a.Visit(context.Background(), app.VisitOptions{Selection: app.Selection{Person: p, Include: append([]app.Part{}, parts...)}, Measures: []string{"Wshown"}})
		if err != nil {
			t.Fatal(err)
		}
		doc, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{"JSON": string(doc), "text": visitWords(v)}
		if i < 12 { // the paper says what the text says
			pdf, err := report.VisitPDF(v)
			if err != nil {
				t.Fatal(err)
			}
			if paper, ok := pdfText(t, pdf); ok {
				texts["paper"] = paper
			}
		}
		for form, text := range texts {
			for word, part := range planted {
				// Who took what is said by doses, ratings and treatments alike.
				also := word == "Wfloxin" && v.Has(app.PartAdherence)
				if has := strings.Contains(text, word); has != slices.Contains(parts, part) && !(has && also) {
					t.Errorf("%v as %s: %q of %s is there: %v", parts, form, word, part, has)
				}
			}
		}
	}
}

// visitWords is all that a report says.
func visitWords(v *app.Visit) string {
	text := v.Title() + " " + v.Name() + " " + v.WhoText() + " " + v.RangeText() + "\n"
	for _, s := range v.Sections() {
		text += s.Title + "\n" + s.Note + s.Empty + "\n"
		for _, r := range s.Rows {
			text += strings.Join(r.Cells, " ") + "\n"
		}
	}
	return text
}

// TestVisitAnswers holds the report of the sample diary to the questions that every
// appointment begins with, on paper and as JSON.
func TestVisitAnswers(t *testing.T) {
	a := newVault(t)
	p, err := a.AddSample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	from := journal.At(a.Now()).Date - 270 // the preventive began in these days
	v, err := a.Visit(context.Background(), app.VisitOptions{Selection: app.Selection{Person: p, From: &from}})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := report.VisitPDF(v)
	if err != nil {
		t.Fatal(err)
	}
	paper, ok := pdfText(t, pdf)
	if !ok {
		t.Log("pdftotext is not installed: only the JSON and the words were asked")
		paper = visitWords(v)
	}
	for _, q := range []struct {
		question     string
		paper, found []string
	}{
		{"What is wrong?", []string{"Conditions", "Migraine", "Allergies", "Penicillin"}, []string{`"conditions":[{"name"`, `"allergies":[{"name":"Penicillin"`}},
		{"Since when?", []string{"since 20"}, []string{`"since":"20`}},
		{"What is taken?", []string{"Treatments on", "Topiramate", "75 mg", "once a day: 20:00"}, []string{`"name":"Topiramate"`, `"amount":"75 mg"`}},
		{"What changed?", []string{"Changed since", "100 mg to 75 mg", "Physiotherapy"}, []string{`"before":"100 mg","after":"75 mg"`, `"kind":"stopped"`}},
		{"What is worst?", []string{"Symptoms, most burden first", "Headache", "Not written"}, []string{`"symptoms":{"days":271`, `"burden":`}},
		{"What helped?", []string{"What helped", "said that it helped: 7/10", "The words are back"}, []string{`"helped":[`, `"benefit":"7/10"`}},
		{"What side effects?", []string{"Side effects", "burden 1/10"}, []string{`"side_effects":[`}},
		{"What does the patient ask?", []string{"Questions to ask", "Is 75 mg enough for the winter?"}, []string{`"text":"Is 75 mg enough for the winter?"`}},
	} {
		t.Log(q.question)
		for _, want := range q.paper {
			if !strings.Contains(paper, want) {
				t.Errorf("%s The paper does not say %q", q.question, want)
			}
		}
		for _, want := range q.found {
			if !strings.Contains(string(doc), want) {
				t.Errorf("%s The JSON does not say %q", q.question, want)
			}
		}
	}
	for _, want := range []string{"not a diagnosis", "Page 1 of"} {
		if !strings.Contains(visitWords(v)+v.MadeText()+paper, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if !strings.Contains(string(pdf), "/Lang") || !strings.Contains(string(pdf), "/Title") {
		t.Error("the PDF has no title or no language")
	}
}

// TestVisitRange finds the first day.
func TestVisitRange(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, err := a.ThePerson("Anna")
	if err != nil {
		t.Fatal(err)
	}
	today := journal.At(a.Now()).Date
	look := func(want app.VisitRange, from journal.Date) {
		t.Helper()
		v, err := a.Visit(ctx, app.VisitOptions{Selection: app.Selection{Person: p}})
		if err != nil || v.Range != want || v.From != from || v.To != today {
			t.Fatalf("%+v %v, want %s from %s", v, err, want, from)
		}
	}
	months := journal.DateOf(today.Midnight().AddDate(0, -3, 1))
	look(app.RangeMonths, months)
	visit := func(back int, with, status string) {
		t.Helper()
		_, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: journal.KindAppointment, Name: "Visit", When: journal.OnDay(today-journal.Date(back), a.Zone()),
			Body: &journal.Appointment{With: with, Status: status}})
		if err != nil {
			t.Fatal(err)
		}
	}
	visit(10, "Dr. A", "cancelled")
	look(app.RangeMonths, months)
	visit(20, "Dr. A", "kept")
	look(app.RangeAppointment, today-20)
	visit(40, "Dr. B", "kept")
	look(app.RangeAppointment, today-20)
	visit(-5, "dr. b", "planned") // the next one is with B: since B
	look(app.RangeAppointment, today-40)

	from := today + 1
	if _, err := a.Visit(ctx, app.VisitOptions{Selection: app.Selection{Person: p, From: &from}}); !errors.Is(err, app.ErrChartRange) {
		t.Error(err)
	}
}

// TestVisitCounts checks the numbers of a small record by hand.
func TestVisitCounts(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, err := a.ThePerson("Anna")
	if err != nil {
		t.Fatal(err)
	}
	today := journal.At(a.Now()).Date
	log := func(back int, kind journal.Kind, name string, v *journal.Value) {
		t.Helper()
		_, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: kind, Name: name, When: journal.OnDay(today-journal.Date(back), a.Zone()), Body: &journal.Observation{Value: v}})
		if err != nil {
			t.Fatal(err)
		}
	}
	rated := func(n int64) *journal.Value { return journal.Number10(journal.DecimalOf(n)) }
	for i, n := range []int64{8, 0, 4} {
		log(i, journal.KindSymptom, "Headache", rated(n))
	}
	log(2, journal.KindSymptom, "Headache", rated(6)) // the mean of that day is 5
	log(1, journal.KindSymptom, "Nausea", nil)
	log(11, journal.KindSymptom, "Headache", rated(2))
	for i, n := range []int64{70, 74, 72} {
		log(i, journal.KindMeasure, "Weight", journal.QuantityOf(journal.DecimalOf(n), "kg"))
	}
	from := today - 9
	v, err := a.Visit(ctx, app.VisitOptions{Selection: app.Selection{Person: p, From: &from}})
	if err != nil {
		t.Fatal(err)
	}
	h := v.Symptoms.Listed[0]
	if h.Name != "Headache" || h.DaysWith != 2 || h.Unknown != 7 || h.Entries != 4 || *h.Mean != 6.5 || *h.Worst != 8 || h.Burden != 13 ||
		h.Before == nil || h.Before.DaysWith != 1 || *h.Before.Mean != 2 || h.Before.Unknown != 9 {
		t.Errorf("%+v %+v", h, h.Before)
	}
	n := v.Symptoms.Listed[1]
	if n.DaysWith != 1 || n.Mean != nil || n.Burden != 5 || n.Before != nil || v.Symptoms.Written != 3 {
		t.Errorf("%+v, written on %d", n, v.Symptoms.Written)
	}
	if m := v.Measurements[0]; m.Low != 70 || m.Middle != 72 || m.High != 74 || m.Count != 3 || m.Days != 3 || m.Before != nil {
		t.Errorf("%+v", m)
	}
}

// TestVisitHostile makes a report of names and notes that break what is careless.
func TestVisitHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	ctx := context.Background()
	for i, name := range []string{`A "quoted" <b>&amp;</b> \ (name)`, "שלום עולם", "مرحبا بالعالم", "名前は 日本語", "👩‍👩‍👧 family", strings.Repeat("long ", 150), "a\u202eb\x07c"} {
		a := newVault(t, fmt.Sprint("P", i))
		p, err := a.ThePerson(fmt.Sprint("P", i))
		if err != nil {
			t.Fatal(err)
		}
		when := journal.At(a.Now())
		note := strings.Repeat(name+" ", 5000/len(name)+1)
		short := string([]rune(note)[:200])
		_, err = a.LogEntries(ctx, p, "log",
			journal.Entry{Kind: journal.KindSymptom, Name: name, When: when, Note: note, Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(7))}},
			journal.Entry{Kind: journal.KindCondition, Name: name, When: when, Body: &journal.Condition{Category: "allergy", Reaction: short}},
			journal.Entry{Kind: journal.KindCourse, Name: name, When: when, Body: &journal.Course{Purpose: name, Frequency: short, Ongoing: true}},
			journal.Entry{Kind: journal.KindAppointment, Name: name, When: when, Body: &journal.Appointment{Questions: []string{note}}},
			journal.Entry{Kind: journal.KindNote, When: when, Note: note})
		if err != nil {
			t.Fatal(err)
		}
		v, err := a.Visit(ctx, app.VisitOptions{Selection: app.Selection{Person: p, Include: app.ReportParts()}})
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := report.VisitPDF(v)
		if err != nil {
			t.Fatalf("%.20q: %v", name, err)
		}
		again, err := report.VisitPDF(v)
		if err != nil || string(pdf) != string(again) {
			t.Errorf("%.20q: two reports of the same are not the same: %v", name, err)
		}
		if pages, err := report.VisitPages(v, 3); err != nil || len(pages) < 1 || len(pages) > 2 {
			t.Errorf("%.20q: %d pages, %v", name, len(pages), err)
		}
	}
}

// TestVisitOfWords is of somebody who wrote nothing but a long note: every section says
// kindly that it is empty, and the note is there to its last word.
func TestVisitOfWords(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, err := a.ThePerson("Anna")
	if err != nil {
		t.Fatal(err)
	}
	note := strings.Repeat("It was a long night again. ", 100) + "Lastword."
	if _, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: journal.KindNote, When: journal.At(a.Now()), Note: note},
		journal.Entry{Kind: journal.KindCourse, Name: "Hydrochlorothiazide and more", When: journal.At(a.Now()), Body: &journal.Course{Ongoing: true}}); err != nil {
		t.Fatal(err)
	}
	v, err := a.Visit(ctx, app.VisitOptions{Selection: app.Selection{Person: p, Include: app.ReportParts()}})
	if err != nil {
		t.Fatal(err)
	}
	if text := visitWords(v); strings.Contains(text, "%") || !strings.Contains(text, "\nOver time\n") {
		t.Error(text)
	}
	pdf, err := report.VisitPDF(v)
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := pdfText(t, pdf); ok {
		if !strings.Contains(text, "Lastword.") || !strings.Contains(text, "Page 1 of 1") {
			t.Error("there is room for the whole note on a page, but it is cut")
		}
		if !strings.Contains(text, "Hydrochlorothiazide and more") || strings.Contains(text, "How often") {
			t.Error("columns without a word in them take room of a name")
		}
	}
}

// TestVisitOfOneSection: what stands in columns is not written past the end of a page.
func TestVisitOfOneSection(t *testing.T) {
	day := journal.NewDate(2026, 11, 20)
	v := &app.Visit{Made: day, From: day - 60, To: day, Days: 61, Range: app.RangeChosen, Parts: []app.Part{app.PartConditions, app.PartQuestions}}
	for i := range 130 {
		v.Conditions = append(v.Conditions, app.VisitCondition{Name: fmt.Sprint("Condition ", i), Since: "2020"})
	}
	v.Questions = append(v.Questions, app.VisitQuestion{Text: "Why?", Day: day})
	pdf, err := report.VisitPDF(v)
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := pdfText(t, pdf); ok && !strings.Contains(text, "more in the journal") {
		t.Error("130 conditions have no room, and it is not said")
	}
}

// TestVisitPages holds reports of all sizes to one or two pages, on which what is
// missing is counted.
func TestVisitPages(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	random := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString([]string{"pain ", "in ", "the ", "extraordinarily ", "long ", "night ", "again "}[random.IntN(7)])
		}
		return b.String()
	}
	day := journal.NewDate(2026, 11, 20)
	for range 12 {
		many := func() int { return []int{0, 1, 3, 9, 40, 300}[random.IntN(6)] }
		v := &app.Visit{Made: day, From: day - 60, To: day, Days: 61, Range: app.RangeChosen, Parts: app.ReportParts(),
			Who: &app.VisitWho{Name: words(3)}, Symptoms: &app.VisitSymptoms{Days: 61}}
		size := func() int { return 1 + random.IntN(30) }
		for range many() {
			v.Conditions = append(v.Conditions, app.VisitCondition{Name: words(size()), Since: "2020"})
		}
		for range many() {
			v.Allergies = append(v.Allergies, app.VisitCondition{Name: words(size())})
		}
		for range many() {
			v.Treatments = append(v.Treatments, app.VisitTreatment{Name: words(size()), Amount: "5 mg", Often: words(size()), Purpose: words(size()), State: 1})
		}
		for range many() {
			v.Changes = append(v.Changes, app.VisitChange{Day: day, Name: words(2), Kind: app.ChangeStopped, Reason: words(size())})
		}
		for range many() {
			v.Symptoms.Listed = append(v.Symptoms.Listed, app.VisitSymptom{Name: words(size()), DaysWith: 9})
		}
		for range many() {
			v.Measurements = append(v.Measurements, app.VisitMeasurement{Name: words(size()), Count: 2, Newest: "1", NewestDay: day})
		}
		for range many() {
			v.Questions = append(v.Questions, app.VisitQuestion{Text: words(size()), Day: day})
		}
		for range many() {
			v.Notes = append(v.Notes, app.VisitNote{Day: day, Text: words(20 * size())})
		}
		pages, err := report.VisitPages(v, 3)
		if err != nil || len(pages) < 1 || len(pages) > 2 {
			t.Fatalf("%d pages, %v", len(pages), err)
		}
		pdf, err := report.VisitPDF(v)
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := pdfText(t, pdf); ok && len(v.Notes) == 300 && !strings.Contains(text, "more in the journal") {
			t.Error("300 notes of which nothing is said to be missing")
		}
	}
}

// pdfText reads what is written in a PDF, as poppler does; false if that is not
// installed.
func pdfText(t testing.TB, pdf []byte) (string, bool) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return "", false
	}
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out), true
}

// BenchmarkVisit is a report of 100,000 entries, against reading them once.
func BenchmarkVisit(b *testing.B) {
	ctx := context.Background()
	const entries = 100_000
	a := bigVault(b, entries, 1)
	p := a.Persons()[0]
	from, to := journal.NewDate(2005, 1, 1), journal.NewDate(2005, 12, 31) // all of them
	o := app.VisitOptions{Selection: app.Selection{Person: p, From: &from, To: &to, Include: app.ReportParts()}}
	b.ResetTimer()
	for b.Loop() {
		v, err := a.Visit(ctx, o)
		if err == nil {
			_, err = report.VisitPDF(v)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	per := b.Elapsed() / time.Duration(b.N)
	start := time.Now()
	if _, err := a.CountParts(ctx, o.Selection); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(per.Seconds()/time.Since(start).Seconds(), "ratio-vs-reading-all")
	b.ReportMetric(per.Seconds(), "s/report")
}

// TestVisitOfReadings: readings with digits that no meter has are written shorter, and
// the chart is of what was measured on several days rather than once.
func TestVisitOfReadings(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, err := a.ThePerson("Anna")
	if err != nil {
		t.Fatal(err)
	}
	long, err := journal.ParseDecimal("175.98241711129813")
	if err != nil {
		t.Fatal(err)
	}
	reading := func(name, unit string, days int, d journal.Decimal) journal.Entry {
		return journal.Entry{Kind: journal.KindMeasure, Name: name, When: journal.At(a.Now().AddDate(0, 0, -days)),
			Body: &journal.Observation{Value: &journal.Value{Scale: journal.Quantity, Number: &d, Unit: unit}}}
	}
	entries := []journal.Entry{reading("Height", "cm", 1, long)}
	for days := range 20 { // most readings of all, but long ago
		entries = append(entries, reading("Chloride", "mmol/L", 200+days, journal.DecimalOf(101)))
	}
	entries = append(entries, reading("Chloride", "mmol/L", 2, journal.DecimalOf(101)))
	for days := range 5 {
		entries = append(entries, reading("Weight", "kg", days+1, journal.DecimalOf(70)))
	}
	if _, err := a.LogEntries(ctx, p, "log", entries...); err != nil {
		t.Fatal(err)
	}
	from := journal.At(a.Now()).Date - 60
	v, err := a.Visit(ctx, app.VisitOptions{Selection: app.Selection{Person: p, From: &from}})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Outcome) != 1 || v.Outcome[0].Name != "Weight" {
		t.Errorf("the chart is of %+v", v.Outcome)
	}
	var text strings.Builder
	for _, s := range v.Sections() {
		fmt.Fprintf(&text, "%+v\n", s)
	}
	if !strings.Contains(text.String(), "175.98 cm") || strings.Contains(text.String(), "175.982") {
		t.Errorf("the height is written otherwise:\n%s", text.String())
	}
}
