package exchange

import (
	"bytes"
	"errors"
	"testing"

	"kith/journal/exchange/sampledata"
)

// readAny reads data in one format. Any error is fine as long as it is one of
// those that Open and Next promise; what was read must be accounted for.
func readAny(t *testing.T, data []byte, opts Options) {
	r, err := Open(bytes.NewReader(data), int64(len(data)), opts)
	if err != nil {
		if err.Error() == "" {
			t.Fatal("an error without words")
		}
		return
	}
	o := drain(t, r)
	if o.err != nil && !errors.Is(o.err, ErrDamaged) && !errors.Is(o.err, ErrTooLarge) && !errors.Is(o.err, ErrFormat) {
		t.Fatalf("an error of no kind: %v", o.err)
	}
	skipped := 0
	for _, n := range o.whole {
		skipped += n
	}
	if o.read != o.imported+skipped {
		t.Fatalf("read %d, imported %d, skipped %d", o.read, o.imported, skipped)
	}
}

func fuzzOptions(format string) Options {
	opts := testOptions()
	opts.Format, opts.MaxRecord, opts.MaxRecords, opts.MaxBytes = format, 1<<12, 2000, 1<<24
	return opts
}

func FuzzCSV(f *testing.F) {
	var diary bytes.Buffer
	if err := sampledata.WriteDiaryCSV(&diary, 8, 1); err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{diary.String(),
		"id,time,headache,sex\n1,-1,yes,f\n1,0,no,f\n2,1,NA,m\n",
		"date;weight (kg);mood\n13.08.2012;72,5;6\n0000-01-01;1e308;NaN\n",
		"USUBJID,DOMAIN,MHTERM,MHSTDTC,MHDTC\n1,MH,x,2003,2004-01\n",
		"USUBJID,DOMAIN,CMTRT,CMDOSE,CMDOSU,CMSTDTC,CMENDTC\n1,CM,x,1,mg,2003-UN-UN,2004-01\n",
		"USUBJID,LBTEST,LBTESTCD,LBORRES,LBORRESU,LBDTC\n1,Glucose,GLUC,<5,mg/dL,2004-01-01T10:00\n",
		"date,weekday,time of day,category,rating/amount,detail,notes\n22nd Sep 2020,Tue,pm,Symptom,2,Headache (Mild),\n22nd Sep 2020,Tue,mid,Mood,3,Meh | Anxious,x\n",
		"FeatureName,Timestamp,Value,Note\nSleep,2021-02-05T11:10:01.808+01:00,00:30:00,x\nRain,2021-02-05T11:10:01Z,1:Rainy,\n",
		"medication,dose,unit,date\nx,400,mg,2020-01-02\n", "symptom,severity,date\nx,4,2020-01-02\n",
		"name,value,unit,date\nx,4,kg,2020-01-02\n", "\xff\xfed\x00a\x00t\x00e\x00", "date,x\n\"unclosed\n", "a,b\r2020,1\r",
		"date,bp,slept,tags\n2020-12-31,120/80,7:30,a|b\n01/02/2020,1/2,1h,x\n", "sep=;\ndate;x\n2020-01-01;1\n", "timestamp,x\n1600000000,1\n",
	} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, one bool) {
		opts := fuzzOptions(FormatCSV)
		opts.OnePerson = one
		readAny(t, data, opts)
	})
}

// FuzzMap reads a fixed table with any map.
func FuzzMap(f *testing.F) {
	const table = "date,time,who,pain,ok,drug,dose,words,bp,start,end\n" +
		"2020-01-02,8:30,a,7,yes,x,400 mg,a|b,120/80,2019,2020-01\n2020-01-03,pm,b,99,maybe,y,NaN,,1/2,0000,31/31/2020\n,,,,,,,,,,\n"
	f.Add([]byte(`{"kith_map":1,"date":{"column":"date","time":"time","format":"year-month-day"},"person":"who","separator":"|","columns":[` +
		`{"column":"pain","role":"score"},{"column":"ok","role":"yes_no"},{"column":"words","role":"factor"},{"column":"bp","role":"components"},` +
		`{"column":"dose","role":"dose","name":"x","unit":"mg"},{"column":"drug","role":"ordinal","anchors":["x","y"]},{"column":"time","role":"duration"}]}`))
	f.Add([]byte(`{"kith_map":1,"date":{"column":"start","format":"day-month-year"},"records":[{"kind":"course","name_from":["drug"],"amount":"dose","start":"start","end":"end"},` +
		`{"kind":"condition","name_from":["words"],"start":"start","end":"end","severity":"pain"},{"kind":"measure","name":"x","value":"pain","scale":"auto"}]}`))
	f.Add([]byte(`{"kith_map":1,"date":{"column":"pain","format":"day_number","start":"2020-01-01"},"columns":[{"column":"pain","role":"score","low":1,"high":5}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseMap(data)
		if err != nil {
			return
		}
		text, err := m.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseMap(text); err != nil {
			t.Fatalf("a map that was written cannot be read: %v\n%s", err, text)
		}
		opts := fuzzOptions(FormatCSV)
		opts.Map = m
		readAny(t, []byte(table), opts)
	})
}

func FuzzDaylio(f *testing.F) {
	f.Add([]byte("full_date,date,weekday,time,mood,activities,note_title,note\n2020-05-30,30 May,Saturday,6:50 pm,rad,friends | nap,,Awesome\n2020-05-25,25 May,Monday,14:58,my own,,x,\n"))
	f.Add([]byte("year,date,weekday,time,mood,activities,note\n2018,30 May,Saturday,6:50 pm,rad,friends | nap,Awesome\n"))
	f.Fuzz(func(t *testing.T, data []byte) { readAny(t, data, fuzzOptions(FormatDaylio)) })
}

func FuzzApple(f *testing.F) {
	var export bytes.Buffer
	if err := sampledata.WriteApple(&export, 1, 1); err != nil {
		f.Fatal(err)
	}
	f.Add(export.Bytes())
	f.Add([]byte(appleSample))
	f.Add([]byte("<HealthData><Record type='HKQuantityTypeIdentifierX' value=\"1e308\" startDate=\"0000-01-01 00:00:00 +0000\"/><Record"))
	f.Add([]byte("<!DOCTYPE x [<!ENTITY a \"&b;\">]><HealthData>&a;<![CDATA[<Record>]]><!-- <Record> --></HealthData>"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) { readAny(t, data, fuzzOptions(FormatApple)) })
}

func FuzzFHIR(f *testing.F) {
	for _, s := range []string{fhirSample, fhirLines,
		`{"data":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1","birthDate":"1980"}}]}}`,
		`[{"resourceType":"Observation","code":{"text":"x"},"valueQuantity":{"value":1e999},"effectiveDateTime":"0000"}]`,
		`{"resourceType":"Bundle","entry":[`, `{"resourceType":"Observation","status":{}}`, `{"a":[[[[[[[[]]]]]]]]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAny(t, data, fuzzOptions(FormatFHIR)) })
}
