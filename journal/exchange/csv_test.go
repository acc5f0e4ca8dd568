package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"kith/journal"
	"kith/journal/exchange/sampledata"
)

func TestTableSplitsRecords(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n1,2\n":                  "a|b;1|2",
		"a,b\r\n1,2":                  "a|b;1|2",
		"a,b\r1,2\r":                  "a|b;1|2",
		"a,b\n\n\n1,2\n\n":            "a|b;1|2",
		"\"a,\"\"x\"\"\nz\",b\n1,2\n": "a,\"x\"\nz|b;1|2",
		"a \"b\" c,d\n":               "a \"b\" c|d",
		"\"a\"b,c\n":                  "ab|c",
		"a,\n,b\n":                    "a|;|b",
		"\"unclosed,1\n2,3":           "unclosed,1\n2,3",
		"a\x00b,c\n":                  "ab|c",
	} {
		tab := newTable(strings.NewReader(text), ',', 1<<10)
		var records []string
		for {
			cells, err := tab.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, strings.Join(cells, "|"))
		}
		if got := strings.Join(records, ";"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTableGivesUpLongRecords(t *testing.T) {
	tab := newTable(strings.NewReader("a,b\n"+strings.Repeat("x", 5000)+"\n1,2\n\""+strings.Repeat("y\n", 3000)), ',', 1<<10)
	var got []string
	for {
		cells, err := tab.next()
		if err == io.EOF {
			break
		}
		if errors.Is(err, errRecordTooLong) {
			got = append(got, fmt.Sprint("long at ", tab.line))
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(got) < 4 {
			got = append(got, strings.Join(cells, "|"))
		}
	}
	if s := strings.Join(got, ";"); s != "a|b;long at 2;1|2;long at 4" {
		t.Errorf("%s", s)
	}
}

// utf16le encodes text with its byte order mark.
func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestEncodings(t *testing.T) {
	const text = "date,note\n2020-01-02,Kopfschmerz – müde\n"
	for name, data := range map[string][]byte{
		"utf-8":          []byte(text),
		"utf-8 with BOM": []byte("\ufeff" + text),
		"utf-16le":       utf16le(text),
		"windows-1252":   []byte("date,note\n2020-01-02,Kopfschmerz \x96 m\xfcde\n"),
	} {
		o := mustRead(t, data, testOptions())
		if len(o.entries) != 1 || o.entries[0].Note != "Kopfschmerz – müde" {
			t.Errorf("%s: %+v", name, o.entries)
		}
		if said := len(o.notes) > 0; said != (name == "windows-1252") {
			t.Errorf("%s: notes %v", name, o.notes)
		}
	}
	late := "date,note\n" + strings.Repeat("2020-01-02,x\n", 20_000) + "2020-01-03,m\xfcde\n"
	o := mustRead(t, []byte(late), testOptions())
	if last := o.entries[len(o.entries)-1]; last.Note != "müde" || len(o.notes) != 1 {
		t.Errorf("one foreign line at the end: %q, %v", last.Note, o.notes)
	}
}

func TestDates(t *testing.T) {
	now := testNow
	for _, c := range []struct {
		order dateOrder
		text  string
		want  string
	}{
		{orderYMD, "2003", "2003-01-01 year"},
		{orderYMD, "2003-05", "2003-05-01 month"},
		{orderYMD, "2003-05-12", "2003-05-12 day"},
		{orderYMD, "20030512", "2003-05-12 day"},
		{orderYMD, "2014-07-02T11:45", "2014-07-02 instant 11:45:00"},
		{orderYMD, "2021-02-05T11:10:01.808+01:00", "2021-02-05 instant 11:10:01"},
		{orderYMD, "2021-02-05 11:10:01 -0500", "2021-02-05 instant 11:10:01"},
		{orderYMD, "2021-02-05T11:10:01Z", "2021-02-05 instant 11:10:01"},
		{orderYMD, "2003-UN-UN", "2003-01-01 year"},
		{orderDMY, "13/08/12", "2012-08-13 day"},
		{orderDMY, "13.08.2012 8:30", "2012-08-13 instant 08:30:00"},
		{orderDMY, "05/06/44", "1944-06-05 day"},
		{orderMDY, "08/13/2012", "2012-08-13 day"},
		{orderMDY, "8/3/2012 6:50 PM", "2012-08-03 instant 18:50:00"},
		{orderDMY, "22nd Sep 2020", "2020-09-22 day"},
		{orderDMY, "Tuesday, September 22, 2020", "2020-09-22 day"},
		{orderDMY, "22. März 2020", "2020-03-22 day"},
		{orderDMY, "05-MAY-19", "2019-05-05 day"},
		{orderDMY, "Sep 2020", "2020-09-01 month"},
		{orderDMY, "2012-08-13", "2012-08-13 day"},
		{orderExcel, "43831", "2020-01-01 day"},
		{orderExcel, "43831.5", "2020-01-01 instant 12:00:00"},
		{orderUnix, "1577880000", "2020-01-01 instant 12:00:00"},
		{orderUnixMS, "1577880000000", "2020-01-01 instant 12:00:00"},
		{orderDayCount, "-11", "1999-12-21 day"},
		{orderYMD, "0000-01-01", "year outside 1 to 9999"},
		{orderYMD, "2021-02-30", "no such day in the calendar"},
		{orderYMD, "2021-13-01", "no such day in the calendar"},
		{orderDMY, "1/2/3", "date not understood"},
		{orderDMY, "tomorrow", "date not understood"},
		{orderDMY, "99999999999999999999", "date not understood"},
		{orderUnix, "1e300", "date not understood"},
		{orderDayCount, "3000000", "year outside 1 to 9999"},
		{orderYMD, "2021-02-05T25:00", "date not understood"},
	} {
		st, err := dateReader{order: c.order, start: defaultStart, now: now}.read(c.text)
		got := ""
		if err != nil {
			got = reasonOf(err)
		} else {
			got = fmt.Sprintf("%s %s", st.date(), st.precision)
			if st.precision == journal.Instant {
				got += fmt.Sprintf(" %02d:%02d:%02d", st.clock.hour, st.clock.minute, st.clock.second)
			}
		}
		if got != c.want {
			t.Errorf("%s %q: %s, want %s", c.order, c.text, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	for text, want := range map[string]string{"8:30": "8:30", "6:50 pm": "18:50", "12:46 am": "0:46", "12:20 pm": "12:20", "14:58": "14:58",
		"08:58:56": "8:58", "9am": "9:00", "9 PM": "21:00", "14h30": "14:30", "7h": "7:00", "8.30": "8:30", "0830": "8:30", "24:00": "24:00",
		"pm": "part 19", "mid": "part 13", "Morning": "part 8", "8:30+01:00": "8:30", "8:30 Uhr": "8:30",
		"25:00": "no", "8": "no", "13 pm": "13:00", "0 pm": "no", "x": "no", "8:61": "no", "": "no"} {
		c, ok := readClock(text)
		got := fmt.Sprintf("%d:%02d", c.hour, c.minute)
		if c.part {
			got = fmt.Sprint("part ", c.hour)
		}
		if !ok {
			got = "no"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text  string
		comma bool
		want  string
	}{
		{"72.5", false, "72.5"}, {"72,5", true, "72.5"}, {"1,234.5", false, "1234.5"}, {"1.234,5", true, "1234.5"}, {"<5", false, "<5"},
		{"≥ 3", false, ">=3"}, {"45%", false, "45 %"}, {"72.5 kg", false, "72.5 kg"}, {"-0.50", false, "-0.50"}, {"1e3", false, "1000"},
		{"\u22123", false, "-3"}, {"+4", false, "4"}, {"1'000", false, "1000"}, {"7.0", false, "7.0"},
		{"1e308", false, "number out of range"}, {"NaN", false, "not a number"}, {"1,2,3", false, "not a number"}, {"12,34", false, "not a number"},
		{"", false, "not a number"}, {"5 of 10 pills", false, "not a number"}, {"1e-300", false, "number out of range"},
		{"123456789012345678901234567890", false, "number out of range"}, {"0.1234567890123456789", false, "0.12345678901234568"},
	} {
		n, err := readNumber(c.text, c.comma)
		got := strings.TrimSpace(n.comparator + n.number.String() + " " + n.unit)
		if err != nil {
			got = reasonOf(err)
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
	for text, want := range map[string]string{"1:30": "5400", "2h 15m": "8100", "45 min": "2700", "7.5": "27000", "0:00:30": "30", "1 day": "86400",
		"x": "no", "-1": "no", "1:2:3:4": "no", "": "no"} {
		d, err := readSeconds(text, "h", false)
		got := d.String()
		if err != nil {
			got = "no"
		}
		if got != want {
			t.Errorf("%q: %s s, want %s", text, got, want)
		}
	}
}

// TestPropose: what a table is taken for without a map.
func TestPropose(t *testing.T) {
	for _, c := range []struct {
		name, table, kinds, whole string
		ask                       string
	}{
		{"day first is decided by one row", "Date;Pain;Weight (kg)\n01/02/2020;3;72,5\n02/02/2020;9;72,6\n28/02/2020;10;\n", "measure 2, symptom 3", "", ""},
		{"month first is decided by one row", "date,x\n01/02/2020,3\n02/28/2020,4\n", "measure 2", "", ""},
		{"nothing decides", "date,x\n01/02/2020,3\n02/03/2020,4\n", "", "", "day first or month first"},
		{"dots are day first", "date,x\n01.02.2020,3\n02.03.2020,4\n", "measure 2", "", ""},
		{"no date", "name,x\na,3\nb,4\n", "", "", "No column holds a date"},
		{"persons", "patient,date,x\n1,2020-01-01,3\n1,2020-01-02,4\n2,2020-01-02,4\n", "", "", "--person-column patient"},
		{"blank is missing", "date,x,y\n2020-01-01,,\n2020-01-02,NA,5\n2020-01-03,4,5\n", "measure 3", "nothing recorded in this row 1", ""},
		{"no date in a row", "date,x\n2020-01-01,1\n,2\n2020-01-03,4\n2020-01-04,4\n", "measure 3", "no date 1", ""},
		{"factors", "date,foods\n2020-01-01,egg; milk\n2020-01-02,milk\n2020-01-03,\"egg; rice; tea\"\n", "factor 6", "", ""},
		{"doses", "date,medication,dose\n2020-01-01,Ibuprofen,400 mg\n2020-01-02,Ibuprofen,200 mg\n", "dose 2", "", ""},
		{"courses", "drug,dose,start,end\nIbuprofen,400 mg,2020-01-01,2020-02\nAspirin,1,2019,\n", "course 2", "", ""},
		{"long form", "date,measure,value,unit\n2020-01-01,Weight,72.5,kg\n2020-01-01,Pulse,64,/min\n", "measure 2", "", ""},
		{"symptoms by row", "date,symptom,severity\n2020-01-01,Headache,7\n2020-01-01,Nausea,mild\n", "symptom 2", "", ""},
		{"blood pressure", "date,bp\n2020-01-01,120/80\n2020-01-02,130/85\n", "measure 2", "", ""},
		{"two columns of a blood pressure", "Datum;Uhrzeit;Systolisch;Diastolisch;Kopfschmerzen\n01.05.2023;08:30;120;80;ja\n02.05.2023;08:31;125;;nein\n", "measure 2, symptom 2", "", ""},
		{"start and end time", "Date,Start time,End time,Pain level\n2023-05-01,8:30 AM,11:00 AM,7\n2023-05-09,11:00 PM,1:30 AM,10\n", "symptom 2", "", ""},
		{"a scale in the name", "Entry Date,Symptom,Severity (0-10),Duration,Location\nJan 5 2023,Headache,7,2h,left\nJan 6 2023,Nausea,3,30 min,\n", "measure 2, symptom 2", "", ""},
		{"unix time", "timestamp,x\n1577880000,3\n1577890000,4\n", "measure 2", "", ""},
		{"semicolon line of Excel", "sep=;\ndate;x\n2020-01-01;3\n", "measure 1", "", ""},
		{"bearable", "date,weekday,time of day,category,rating/amount,detail,notes\n22nd Sep 2020,Tuesday,pm,Symptom,2,Headache (Mild),\n" +
			"22nd Sep 2020,Tuesday,03:00,Mood,3,Meh | Anxious,tired\n22nd Sep 2020,Tuesday,am,Medication,,Ibuprofen (400mg),\n" +
			"22nd Sep 2020,Tuesday,mid,Factors,,Alcohol | Stress (High),\n", "dose 1, factor 2, measure 1, symptom 1", "", ""},
		{"track and graph", "FeatureName,Timestamp,Value,Note\nSleep,2021-02-05T11:10:01.808+01:00,07:30:00,ok\nWeather,2021-02-05T11:10:01Z,1:Rainy,\nWeight,2021-02-06T11:10:01Z,72.5,\n",
			"measure 3", "", ""},
		{"laboratory of a trial", "USUBJID,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBORNRLO,LBORNRHI,LBSTAT,LBDTC\n1,GLUC,Glucose,5.1,mmol/L,3.9,5.5,,2004-01-01T10:00\n1,GLUC,Glucose,,,,,NOT DONE,2004-01-02\n",
			"measure 1", "recorded as not done 1", ""},
		{"asked and not had", "USUBJID,MHTERM,MHOCCUR,MHSTDTC\n1,Asthma,N,\n1,Gout,Y,2001\n", "condition 1", "recorded as not having happened 1", ""},
	} {
		r, err := Open(strings.NewReader(c.table), int64(len(c.table)), testOptions())
		var ask *AskError
		if c.ask != "" {
			if !errors.As(err, &ask) || !strings.Contains(err.Error(), c.ask) {
				t.Errorf("%s: %v; it should ask %q", c.name, err, c.ask)
			} else if _, err := ask.Map.JSON(); err != nil || ask.Understanding.Complete {
				t.Errorf("%s: the proposal is %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		o := drain(t, r)
		if got := counts(o.kinds); got != c.kinds || counts(o.whole) != c.whole || len(o.cells) != 0 {
			t.Errorf("%s: %s; skipped %s; cells %s", c.name, got, counts(o.whole), counts(o.cells))
		}
	}
}

// TestProposedMapReads: the proposal, written to a file and read back, gives
// what the import without a map gives.
func TestProposedMapReads(t *testing.T) {
	var diary bytes.Buffer
	if err := sampledata.WriteDiaryCSV(&diary, 500, 3); err != nil {
		t.Fatal(err)
	}
	data := diary.Bytes()
	m, u, err := Propose(bytes.NewReader(data), int64(len(data)), testOptions())
	if err != nil || !u.Complete {
		t.Fatalf("%v, questions %v", err, u.Questions)
	}
	text, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	opts := testOptions()
	if opts.Map, err = ParseMap(text); err != nil {
		t.Fatal(err)
	}
	with, without := mustRead(t, data, opts), mustRead(t, data, testOptions())
	if strings.Join(with.keys, "\n") != strings.Join(without.keys, "\n") || with.read != 500 {
		t.Errorf("%d and %d entries of %d rows", len(with.keys), len(without.keys), with.read)
	}
}

// TestMapWithoutFormat guesses how the dates are written, and asks where the
// file does not say.
func TestMapWithoutFormat(t *testing.T) {
	m, err := ParseMap([]byte(`{"kith_map":1,"date":{"column":"date"},"columns":[{"column":"x","role":"number"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	opts := testOptions()
	opts.Map = m
	o := mustRead(t, []byte("date,x\n02/01/2020,1\n13/01/2020,2\n"), opts)
	if len(o.entries) != 2 || o.entries[0].When.Date.String() != "2020-01-02" {
		t.Errorf("%+v", o.entries)
	}
	for table, want := range map[string]string{"date,x\n02/01/2020,1\n": "day first or month first", "date,x\n17,1\n": "plain numbers"} {
		var ask *AskError
		if _, err := Open(strings.NewReader(table), int64(len(table)), opts); !errors.As(err, &ask) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", table, err)
		}
	}
}

func TestMapErrors(t *testing.T) {
	const table = "date,x\n2020-01-01,1\n"
	for text, want := range map[string]string{
		`{}`:                        "version 1",
		`{"kith_map":1,"colour":1}`: "colour",
		`{"kith_map":1,"date":{"format":"dd.mm"}}`:                         "date format",
		`{"kith_map":1,"date":{"zone":"Mars/Base"}}`:                       "zone",
		`{"kith_map":1,"date":{"start":"soon"}}`:                           "start of the day numbers",
		`{"kith_map":1,"columns":[{"column":"x","role":"magic"}]}`:         "role",
		`{"kith_map":1,"columns":[{"column":"x","role":"score","low":5}]}`: "low and high",
		`{"kith_map":1,"columns":[{"column":"y","role":"number"}]}`:        "no column \"y\"; it has: date, x",
		`{"kith_map":1,"records":[{"kind":"dose"}]}`:                       "name",
		`{"kith_map":1} x`: "follows",
		`[`:                "not as MAP.md",
	} {
		m, err := ParseMap([]byte(text))
		if err == nil {
			opts := testOptions()
			opts.Map = m
			_, err = Open(strings.NewReader(table), int64(len(table)), opts)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; it should say %q", text, err, want)
		}
	}
}

// TestMapRoles reads every role once.
func TestMapRoles(t *testing.T) {
	const table = "when,clock,who,pain,likert,hurts,weight,cups,slept,mild,bp,words,foods,notes,labels,ibu,born\n" +
		"13/08/2012,8:30,A,7,3,no,\"72,50\",2,7:30,moderate,120/80,some words,egg|milk,my own,x|y,400,1980-01-02\n" +
		"14/08/2012,pm,B,11,9,perhaps,heavy,,x,odd,high,,,,,0,\n"
	const text = `{"kith_map":1,"decimal":",","separator":"|","person":"who","date":{"column":"when","time":"clock","format":"day-month-year","zone":"Europe/Berlin"},
	"columns":[{"column":"pain","role":"score"},{"column":"likert","role":"score","low":1,"high":7,"kind":"measure"},{"column":"hurts","role":"yes_no","kind":"symptom"},
	{"column":"weight","role":"number","unit":"kg"},{"column":"cups","role":"count"},{"column":"slept","role":"duration","name":"Sleep"},
	{"column":"mild","role":"ordinal","name":"Nausea","anchors":["none","mild","moderate","severe"]},{"column":"bp","role":"components","name":"Blood pressure"},
	{"column":"words","role":"text"},{"column":"foods","role":"factor"},{"column":"notes","role":"note"},{"column":"labels","role":"tags"},
	{"column":"ibu","role":"dose","name":"Ibuprofen","unit":"mg"},{"column":"born","role":"person","field":"birth"}]}`
	m, err := ParseMap([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	opts := testOptions()
	opts.Map = m
	o := mustRead(t, []byte(table), opts)
	want := map[string]string{"Pain": "7/10", "Likert": "3", "Hurts": "no", "Weight": "72.50 kg", "Cups": "2", "Sleep": "7 h 30 min",
		"Nausea": "moderate (2)", "Blood pressure": "120/80 mm[Hg]", "Words": "some words", "egg": "yes", "milk": "yes"}
	for i := range o.entries {
		e := &o.entries[i]
		if w, ok := want[e.Name]; ok && e.Observation() != nil && e.Value().String() == w {
			delete(want, e.Name)
			if len(e.Tags) != 2 || e.When.Local().Format("2006-01-02 15:04 -0700") != "2012-08-13 08:30 +0200" || e.When.Zone != "Europe/Berlin" {
				t.Errorf("%s at %s with tags %v", e.Name, e.When.Local(), e.Tags)
			}
		}
	}
	if len(want) != 0 {
		t.Errorf("not found: %v", want)
	}
	if d := o.byName(t, journal.KindDose, "Ibuprofen"); d.Dose().Amount.String() != "400 mg" {
		t.Errorf("dose %s", d.Dose().Amount)
	}
	if p := o.byName(t, journal.KindPerson, personEntryName).Body.(*journal.Person); p.Birth.String() != "1980-01-02" {
		t.Errorf("person %+v", p)
	}
	if counts(o.persons) != "A 1, B 1" || o.cells["number out of range"] != 2 || o.cells["neither yes nor no"] != 1 || o.cells["not a number"] != 2 ||
		o.cells["no dose taken"] != 1 || o.cells["not a duration"] != 1 {
		t.Errorf("persons %s, cells %s", counts(o.persons), counts(o.cells))
	}
}

// TestKeys: identical rows are two entries; a file that grew keeps its keys.
func TestKeys(t *testing.T) {
	const a = "date,x\n2020-01-02,5\n2020-01-02,5\n2020-01-03,6\n"
	const b = "date,x\n2020-01-01,1\n2020-01-02,5\n2020-01-02,5\n2020-01-03,6\n2020-01-04,6\n"
	first, second := mustRead(t, []byte(a), testOptions()), mustRead(t, []byte(b), testOptions())
	first.uniqueKeys(t)
	second.uniqueKeys(t)
	later := map[string]bool{}
	for _, k := range second.keys {
		later[k] = true
	}
	for _, k := range first.keys {
		if !later[k] {
			t.Errorf("%q is gone from the longer file", k)
		}
	}
}

func TestDaylio(t *testing.T) {
	const table = "note,mood,activities,full_date,date,weekday,time,note_title\nWords,my own,nap | walk,2020-05-30,30 May,Saturday,1:23 am,Title\n,rad,,2020-05-30,30 May,Saturday,25:00,\n"
	o := mustRead(t, []byte(table), testOptions())
	e := o.byName(t, journal.KindMeasure, moodName)
	if e.Note != "Title\nWords" || e.Value().String() != "my own" || e.When.Date.String() != "2020-05-30" || e.When.Local().Format("15:04") != "01:23" {
		t.Errorf("%+v", e)
	}
	if counts(o.kinds) != "definition 1, factor 2, measure 2" || o.cells["time not understood"] != 1 {
		t.Errorf("%s; %v", counts(o.kinds), o.cells)
	}
	const newer = "full_date,date,weekday,time,mood,activities,note_title,note,scales\n2025-05-30,30 May,Friday,18:50,good,,,<b>Well</b><br>done,Sleep 4\n"
	o = mustRead(t, []byte(newer), testOptions())
	if e := o.byName(t, journal.KindMeasure, moodName); e.Note != "Well\ndone" || o.byName(t, journal.KindFactor, "Scales").Value().String() != "Sleep 4" {
		t.Errorf("a newer export: %q", e.Note)
	}
	const old = "year,date,weekday,time,mood,activities,note\n2018,30 May,Wednesday,18:50,good,a,b\n"
	o = mustRead(t, []byte(old), testOptions())
	if e := o.byName(t, journal.KindMeasure, moodName); e.When.Local().Format("2006-01-02 15:04") != "2018-05-30 18:50" || e.Value().String() != "good (4)" {
		t.Errorf("the old layout: %s %s", e.When.Local(), e.Value())
	}
}

// TestCSVHostile: gigabyte lines, endless quotes and empty files end well.
func TestCSVHostile(t *testing.T) {
	if _, err := Open(strings.NewReader(""), 0, testOptions()); !errors.Is(err, ErrFormat) {
		t.Errorf("an empty file: %v", err)
	}
	long := "date,x\n2020-01-01,1\n2020-01-02," + strings.Repeat("9", 3<<20) + "\n2020-01-03,3\n"
	if o := mustRead(t, []byte(long), testOptions()); o.whole[reasonTooLong] != 1 || o.imported != 2 {
		t.Errorf("a long line: %d, %v", o.imported, o.whole)
	}
	wide := strings.Repeat("a,", 10_000) + "\n"
	if _, err := Open(strings.NewReader(wide), int64(len(wide)), testOptions()); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a wide header: %v", err)
	}
	for _, binary := range []string{"SQLite format 3\x00", "%PDF-1.4", "\x1f\x8b"} {
		if _, err := Open(strings.NewReader(binary), int64(len(binary)), testOptions()); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", binary, err)
		}
	}
	opts := testOptions()
	opts.MaxRecords = 2
	r, err := Open(strings.NewReader("date,x\n2020-01-01,1\n2020-01-02,1\n2020-01-03,1\n"), 47, opts)
	if err != nil {
		t.Fatal(err)
	}
	if o := drain(t, r); !errors.Is(o.err, ErrTooLarge) || o.read != 2 {
		t.Errorf("too many rows: %v after %d", o.err, o.read)
	}
}

// BenchmarkCSV reads a generated diary without a map. The ratio is to splitting
// the same bytes into records and cells alone.
func BenchmarkCSV(b *testing.B) {
	const rows = 20_000
	var file bytes.Buffer
	if err := sampledata.WriteDiaryCSV(&file, rows, 1); err != nil {
		b.Fatal(err)
	}
	data := file.Bytes()
	b.SetBytes(int64(len(data)))
	entries := 0
	for b.Loop() {
		entries = 0
		r, err := Open(bytes.NewReader(data), int64(len(data)), testOptions())
		if err != nil {
			b.Fatal(err)
		}
		for {
			row, err := r.Next()
			if err != nil {
				break
			}
			entries += len(row.Entries)
		}
	}
	perRun := b.Elapsed() / time.Duration(b.N)
	start := time.Now()
	for range 5 {
		tab := newTable(bytes.NewReader(data), ',', 1<<20)
		for {
			if _, err := tab.next(); err != nil {
				break
			}
		}
	}
	b.ReportMetric(float64(entries)/perRun.Seconds(), "entries/s")
	b.ReportMetric(perRun.Seconds()/(time.Since(start).Seconds()/5), "times-splitting-only")
}
