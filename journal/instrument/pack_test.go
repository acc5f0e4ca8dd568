package instrument_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kith/journal"
	"kith/journal/instrument"
)

// good is a pack with everything in it; each test of a refusal changes one thing.
const good = `{"kith_instrument":1,"id":"my-week","version":"2","title":"My week","about":"How the week was","language":"en",
"source":"Me","licence":"Mine","recall":"In the last week","answers":[{"value":0,"text":"No"},{"value":1,"text":"Yes"}],
"items":[{"text":"Slept well?"},{"text":"How far did you walk?","number":{"low":0,"high":50,"step":0.5,"unit":"km"}},
{"text":"How was it?","answers":[{"value":1,"text":"Bad"},{"value":2,"text":"Good"}]}],
"score":{"items":[1,2],"weights":[2,1],"cap":40},"subscores":[{"title":"Walks","items":[2]}],
"bands":[{"from":0,"to":10,"text":"few"},{"from":11,"to":40,"text":"many"}],"bands_source":"Me",
"alerts":[{"item":3,"above":1}],"cadence":"FREQ=WEEKLY",
"translations":{"es":{"source":"Yo","recall":"En la última semana","answers":["No","Sí"],
"items":[{"text":"¿Durmió bien?"},{"text":"¿Cuánto caminó?","unit":"km"},{"text":"¿Qué tal?","answers":["Mal","Bien"]}],
"bands":["pocos","muchos"],"subscores":["Caminatas"]}}}`

func TestDecode(t *testing.T) {
	p, err := instrument.Decode([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	q, err := instrument.Decode(again)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := q.Encode()
	if err != nil || !bytes.Equal(again, twice) {
		t.Errorf("a pack does not read back as it was written: %s (%v)", twice, err)
	}
}

// TestRefusals: each of these changes to a good pack is refused for its reason.
func TestRefusals(t *testing.T) {
	for _, c := range []struct{ old, new, code string }{
		{`"kith_instrument":1`, `"kith_instrument":2`, "format"},
		{`"kith_instrument":1,`, ``, "format"},
		{`"id":"my-week"`, `"id":"My week"`, "id"},
		{`"id":"my-week"`, `"id":"../x"`, "id"},
		{`"language":"en"`, `"language":""`, "language"},
		{`"title":"My week"`, `"title":" "`, "empty"},
		{`"title":"My week"`, `"title":"` + strings.Repeat("x", 81) + `"`, "long"},
		{`"about":"How`, `"about":"How`, "control"},
		{`"version":"2"`, `"version":2`, "kind"},
		{`"licence":"Mine"`, `"license":"Mine"`, "unknown"},
		{`"cadence":"FREQ=WEEKLY"`, `"cadence":"sometimes"`, "cadence"},
		{`"low":0,"high":50`, `"low":50,"high":0`, "range"},
		{`"low":0,"high":50`, `"low":50,"high":50`, "range"},
		{`"high":50`, `"high":"many"`, "number"},
		{`"high":50`, `"high":1e300`, "number"},
		{`"high":50`, `"high":100001`, "number_size"},
		{`"high":50`, `"high":50.12345`, "number_size"},
		{`"step":0.5`, `"step":0`, "step"},
		{`"step":0.5`, `"step":0.3`, "step"},
		{`[{"value":0,"text":"No"},{"value":1,"text":"Yes"}]`, `[{"value":0,"text":"No"}]`, "answers"},
		{`{"value":1,"text":"Yes"}`, `{"value":0.0,"text":"Yes"}`, "same_value"},
		{`"answers":[{"value":0,"text":"No"},{"value":1,"text":"Yes"}],`, ``, "no_answers"},
		{`"number":{"low"`, `"answers":[{"value":0,"text":"a"},{"value":1,"text":"b"}],"number":{"low"`, "two_scales"},
		{`"items":[1,2],"weights"`, `"items":[1,4],"weights"`, "rule_item"},
		{`"items":[1,2],"weights"`, `"items":[0,2],"weights"`, "rule_item"},
		{`"items":[1,2],"weights"`, `"items":[1,1],"weights"`, "rule_twice"},
		{`"weights":[2,1]`, `"weights":[2]`, "weights"},
		{`"weights":[2,1]`, `"weights":[2,0]`, "weight_zero"},
		{`"weights":[2,1]`, `"weights":[2,10000]`, "number_size"},
		{`"weights":[2,1]`, `"max_missing":2`, "max_missing"},
		{`"weights":[2,1]`, `"weights":[2,1],"max_missing":1`, "missing_weights"},
		{`"cap":40`, `"cap":0`, "cap"},
		{`"cap":40`, `"cap":53`, "cap"},
		{`"from":0,"to":10`, `"from":10,"to":0`, "band_order"},
		{`"from":0,"to":10`, `"from":0,"to":11`, "band_overlap"},
		{`"from":11,"to":40`, `"from":11,"to":41`, "band_range"},
		{`"from":0,"to":10`, `"from":-1,"to":10`, "band_range"},
		{`"bands_source":"Me",`, ``, "bands_source"},
		{`"score":{"items":[1,2],"weights":[2,1],"cap":40},`, ``, "bands_score"},
		{`"alerts":[{"item":3`, `"alerts":[{"item":9`, "rule_item"},
		{`{"text":"Slept well?"},`, ``, "band_range"},
		{`"cadence"`, `"total":{"low":0,"high":9},"cadence"`, "total_and_items"},
		{`["No","Sí"]`, `["No"]`, "translation"},
		{`{"text":"¿Durmió bien?"},`, ``, "translation"},
		{`["pocos","muchos"]`, `["pocos"]`, "translation"},
		{`"source":"Yo",`, ``, "empty"},
		{`"es":{`, `"not a language":{`, "language"},
		{`"recall":"In the last week"`, `"recall":"In the last \u202eweek"`, "control"},
		{`Slept`, "Sl\xffpt", "not_text"},
		{`{"kith`, `[{"kith`, "json"},
		{`}}}`, `}}} {}`, "json"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if c.code == "control" && c.old == c.new {
			text = strings.Replace(good, c.old, `"about":"\u0007How`, 1)
		}
		_, err := instrument.Decode([]byte(text))
		if c.code == "" && err != nil || c.code != "" && !isProblem(err, c.code) {
			t.Errorf("%s -> %s: %v, want %q", c.old, c.new, err, c.code)
		}
	}
	if _, err := instrument.Decode(make([]byte, instrument.MaxPack+1)); !isProblem(err, "size") {
		t.Error("too large:", err)
	}
}

// TestIn: a translation replaces what it has and nothing else.
func TestIn(t *testing.T) {
	p, err := instrument.Decode([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	es, ok := p.In("es-MX")
	if !ok || es.Items[0].Text != "¿Durmió bien?" || es.AnswersOf(0)[1].Text != "Sí" || es.AnswersOf(2)[0].Text != "Mal" ||
		es.Bands[1].Text != "muchos" || es.Subscores[0].Title != "Caminatas" || es.About != "How the week was" || es.Language != "es" {
		t.Errorf("%v %+v", ok, es)
	}
	if p.Items[0].Text != "Slept well?" || p.Answers[1].Text != "Yes" || p.Bands[0].Text != "few" {
		t.Error("the pack itself changed")
	}
	if q, ok := p.In("de"); ok || q != p {
		t.Error("a translation into German from nowhere")
	}
	if q, ok := p.In("en-GB"); !ok || q != p {
		t.Error("its own language")
	}
}

// TestBuiltIn: each says who published it and why it may be here; in Spanish there
// are the official words or none.
func TestBuiltIn(t *testing.T) {
	packs, err := instrument.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	if packs[0].ID != "phq-8" || packs[len(packs)-1].ID != "phq-9" {
		t.Error("the PHQ-8 comes first, the PHQ-9 last")
	}
	seen := map[string]bool{}
	totals, err := instrument.TotalsOnly()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(totals, packs...) {
		if seen[p.ID] || seen[journal.Fold(p.Title)] {
			t.Errorf("%s is there twice", p.ID)
		}
		seen[p.ID], seen[journal.Fold(p.Title)] = true, true
	}
	for _, p := range packs {
		if p.Source == "" || p.Licence == "" || p.About == "" || p.Cadence == "" {
			t.Errorf("%s does not say where it is from", p.ID)
		}
		es, ok := p.In("es")
		if ok != (p.ID != "hrqol-4") {
			t.Errorf("%s in Spanish: %v", p.ID, ok)
		}
		for i := range es.Items {
			if ok && es.Items[i].Text == p.Items[i].Text {
				t.Errorf("%s: item %d is not translated", p.ID, i+1)
			}
		}
	}
	phq9, phq8 := builtIn(t, "phq-9"), builtIn(t, "phq-8")
	for i := range 8 {
		if phq9.Items[i].Text != phq8.Items[i].Text {
			t.Errorf("item %d of the PHQ-8 is not that of the PHQ-9", i+1)
		}
	}
}

func TestDescribe(t *testing.T) {
	p, err := instrument.Decode([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	one, walked := journal.DecimalOf(1), journal.Decimal{Coef: 35, Exp: -1}
	r := journal.Response{Instrument: "my-week", Version: "2", Answers: []*journal.Decimal{&one, &walked, nil}}
	lines := p.Describe(&r)
	if len(lines) != 3 || lines[0] != (instrument.Line{Question: "Slept well?", Answer: "Yes"}) || lines[1].Answer != "3.5 km" || lines[2].Answer != "" {
		t.Errorf("%+v", lines)
	}
	r.Version = "1"
	if p.Describe(&r) != nil {
		t.Error("answers of another version are put to the wrong questions")
	}
}

func TestCadence(t *testing.T) {
	for typed, want := range map[string]string{
		"14d": "FREQ=DAILY;INTERVAL=14", "1d": "FREQ=DAILY", "daily": "FREQ=DAILY", "2 weeks": "FREQ=WEEKLY;INTERVAL=2", "Weekly": "FREQ=WEEKLY",
		"monthly": "FREQ=MONTHLY", "every 3 months": "FREQ=MONTHLY;INTERVAL=3", "off": "", "": "", "FREQ=WEEKLY;INTERVAL=4": "FREQ=WEEKLY;INTERVAL=4",
	} {
		c, err := instrument.ParseCadence(typed)
		if err != nil || c.String() != want {
			t.Errorf("%q: %q (%v)", typed, c, err)
		}
		for _, text := range []string{c.String(), c.Short()} {
			if again, err := instrument.ParseCadence(text); err != nil || again != c {
				t.Errorf("%q reads back as %v (%v)", text, again, err)
			}
		}
	}
	for _, typed := range []string{"0d", "-1d", "14", "d", "99999d", "FREQ=HOURLY", "FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;INTERVAL=x", "14d 3"} {
		if c, err := instrument.ParseCadence(typed); !isProblem(err, "cadence") {
			t.Errorf("%q: %v (%v)", typed, c, err)
		}
	}
	for _, c := range []struct{ every, last, next string }{
		{"14d", "2026-12-25", "2027-01-08"}, {"1w", "2024-02-26", "2024-03-04"}, {"1m", "2026-01-31", "2026-02-28"},
		{"1m", "2028-01-31", "2028-02-29"}, {"13m", "2026-12-15", "2028-01-15"},
	} {
		every, err := instrument.ParseCadence(c.every)
		if err != nil {
			t.Fatal(err)
		}
		last, err := journal.ParseDate(c.last)
		if err != nil {
			t.Fatal(err)
		}
		if got := every.Next(last).String(); got != c.next {
			t.Errorf("%s after %s: %s, want %s", c.every, c.last, got, c.next)
		}
	}
}

// TestCrisis: every country has a number to call and its zones exist.
func TestCrisis(t *testing.T) {
	c, err := instrument.CrisisNumbers()
	if err != nil || c.AsOf == "" {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, country := range c.Countries {
		if country.Name == "" || country.Emergency == "" || country.Names["es"] == "" || len(country.Zones) == 0 {
			t.Errorf("%+v", country)
		}
		if len(country.Lines) == 0 && country.Code != "EU" {
			t.Errorf("%s has nobody to call", country.Code)
		}
		for _, line := range country.Lines {
			if line.Name == "" || strings.Trim(line.Number, "*0123456789 ") != "" || line.Number == "" {
				t.Errorf("%s: %+v", country.Code, line)
			}
		}
		for _, zone := range country.Zones {
			if seen[zone] {
				t.Errorf("%s is in two countries", zone)
			}
			seen[zone] = true
			if _, err := time.LoadLocation(zone); err != nil && !strings.HasSuffix(zone, "/") {
				t.Error(err)
			}
		}
	}
	for zone, code := range map[string]string{
		"Europe/Berlin": "DE", "America/Indiana/Knox": "US", "Australia/Perth": "AU", "Europe/Rome": "EU", "Europe/Madrid": "ES",
	} {
		if country := c.In(zone); country == nil || country.Code != code {
			t.Errorf("%s: %+v", zone, country)
		}
	}
	for _, zone := range []string{"", "Antarctica/Troll", "Australia"} {
		if country := c.In(zone); country != nil {
			t.Errorf("%q: %s", zone, country.Code)
		}
	}
	if c.In("Europe/Berlin").In("es-MX") != "Alemania" || c.In("Europe/Berlin").In("fr") != "Germany" {
		t.Error("the name of the country")
	}
}

// FuzzDecode: whatever is read is taken whole or refused; what is taken reads back
// as itself, and any answers it allows have a score of at most 18 digits.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"kith_instrument":1,"id":"a","version":"1","title":"a","language":"en","total":{"low":0,"high":1}}`))
	f.Add([]byte(`{"items":[{"number":{"low":-1e5,"high":1e5}}],"score":{"weights":[-999.999]}}`))
	packs, err := instrument.BuiltIn()
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range packs {
		data, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := instrument.Decode(data)
		if err != nil {
			if !isProblem(err, err.(*instrument.PackError).Code) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		encoded, err := p.Encode()
		if err != nil {
			t.Fatal(err)
		}
		q, err := instrument.Decode(encoded)
		if len(encoded) <= instrument.MaxPack && err != nil {
			t.Fatalf("written but not read: %v\n%s", err, encoded)
		}
		if err == nil {
			if twice, err := q.Encode(); err != nil || !bytes.Equal(encoded, twice) {
				t.Fatalf("differs: %s\n%s (%v)", encoded, twice, err)
			}
		}
		if p.TotalOnly() {
			if _, err := p.TotalResult(p.Total.High); err != nil {
				t.Fatal(err)
			}
			return
		}
		list := make([]*journal.Decimal, len(p.Items))
		for i := range p.Items {
			if r := p.Items[i].Number; r != nil {
				list[i] = &r.High
			} else {
				list[i] = &p.AnswersOf(i)[0].Value
			}
		}
		res, err := p.Result(list)
		if err != nil || p.Score != nil && res.Score == nil {
			t.Fatalf("%v: %v (%v)", list, res, err)
		}
		for _, name := range []string{"en", "es", "zz"} {
			in, _ := p.In(name)
			if len(in.Items) != len(p.Items) {
				t.Fatal("a translation has other items")
			}
		}
	})
}
