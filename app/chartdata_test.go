package app_test

import (
	"context"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/charts"
	"kith/journal"
)

// realChart is a chart of a file that another program wrote.
type realChart struct {
	measures []string
	points   []int
	says     []string
}

// TestChartRealData draws charts of files that other people's programs wrote and
// counts their points against how many the files have.
func TestChartRealData(t *testing.T) {
	for _, test := range []struct {
		file, column, person string
		charts               []realChart
	}{
		{"csv/migraine_diaries_kostecki_dillon.csv", "id", "2", []realChart{
			{nil, []int{45}, []string{"Headache: 45 values on 45 days", "yes 43 times and no 2 times", "No value on 39 days"}},
			{[]string{"headache", "airq"}, []int{45, 45}, []string{"Headache and Airq of 2", "Lowest: 12 on 20 Jan 2000. Highest: 41 on 22 Mar 2000"}}}},
		{"csv/mood_esm_one_patient.csv", "", "Anna", []realChart{
			{[]string{"Mood down"}, []int{1476}, []string{"1476 values on 238 days", "No value on 1 day"}}}},
		{"csv/daylio.csv", "", "Anna", []realChart{{nil, []int{32}, []string{"rad 19 times"}}}},
		{"apple/export6s3sample.xml", "", "Anna", []realChart{{[]string{"steps"}, []int{1}, []string{"the total of a day"}}}},
		{"fhir/Adalberto_Hartmann_44ec4447-9e2c-4eb9-bd4f-0bdb416b806e.json", "", "Anna", []realChart{
			{[]string{"Blood Pressure"}, []int{10, 10}, []string{"Systolic: 10 values", "Highest: 194.15 mmHg",
				"Diazepam [Valium], since 28 Nov 1959", "Galantamine 4 MG Oral Tablet, from 25 Mar 2020, end not known"}}}},
	} {
		t.Run(filepath.Base(test.file), func(t *testing.T) {
			if testing.Short() && strings.HasPrefix(test.file, "csv/m") {
				t.Skip("long")
			}
			path := realData(t, test.file)
			a := newVault(t)
			o := app.ImportOptions{PersonColumn: test.column}
			if test.column == "" {
				o.Person = test.person
				if _, err := a.AddPersons(context.Background(), test.person); err != nil {
					t.Fatal(err)
				}
			}
			mustImport(t, a, path, o)
			p, err := a.Person(test.person)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range test.charts {
				want.check(t, a, p)
			}
		})
	}
}

func (want realChart) check(t *testing.T, a *app.App, p app.Person) {
	t.Helper()
	c, err := a.Chart(context.Background(), app.ChartOptions{Person: p, Measures: want.measures})
	if err != nil {
		t.Fatal(err)
	}
	var points []int
	for _, o := range c.Timeline.Outcomes {
		points = append(points, len(o.Points))
	}
	if !slices.Equal(points, want.points) {
		t.Errorf("%v: %v points, want %v", want.measures, points, want.points)
	}
	for _, says := range want.says {
		if !strings.Contains(c.Summary(), says) {
			t.Errorf("%q is not in: %s", says, c.Summary())
		}
	}
	if picture, err := charts.Draw(c.Timeline, image.Pt(900, 500), charts.Style{}); err != nil || picture.Image.Bounds().Dx() != 900 {
		t.Errorf("%v: picture: %v", want.measures, err)
	}
}

// longRecord is a journal in which the first person rated one symptom n times.
func longRecord(b *testing.B, n int) (*app.App, app.Person) {
	b.Helper()
	a := newVault(b, "Anna")
	var csv strings.Builder
	csv.WriteString("date,headache\n")
	at := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&csv, "%s,%d\n", at.Add(time.Duration(i)*50*time.Minute).Format("2006-01-02 15:04"), (i*7+i/1000)%11)
	}
	r, err := a.Import(context.Background(), app.ImportOptions{File: strings.NewReader(csv.String()), Size: int64(csv.Len()), Name: "long.csv", Person: "Anna"})
	if err != nil || r.Entries != n {
		b.Fatal(r, err)
	}
	return a, a.Persons()[0]
}

// BenchmarkChart gathers and draws 100,000 readings, in turn with a plain list of
// the same entries.
func BenchmarkChart(b *testing.B) {
	const n = 100_000
	ctx := context.Background()
	a, p := longRecord(b, n)
	var gather, draw, summary, plain []float64
	for b.Loop() {
		start := time.Now()
		c, err := a.Chart(ctx, app.ChartOptions{Person: p})
		if err != nil || c.Points() != n {
			b.Fatal(c.Points(), err)
		}
		gather = append(gather, time.Since(start).Seconds())
		start = time.Now()
		if _, err := charts.Draw(c.Timeline, image.Pt(1100, 500), charts.Style{}); err != nil {
			b.Fatal(err)
		}
		draw = append(draw, time.Since(start).Seconds())
		start = time.Now()
		if text, rows := c.Summary(), c.Table().Len(); text == "" || rows != n {
			b.Fatal(text, rows)
		}
		summary = append(summary, time.Since(start).Seconds())
		start = time.Now()
		list, err := a.List(ctx, []app.Person{p}, journal.Query{Name: "headache"})
		if err != nil || len(list) < n {
			b.Fatal(len(list), err)
		}
		plain = append(plain, time.Since(start).Seconds())
	}
	middle := func(x []float64) float64 {
		slices.Sort(x)
		return x[len(x)/2]
	}
	b.ReportMetric(middle(gather)*1000, "gather-ms")
	b.ReportMetric(middle(draw)*1000, "draw-ms")
	b.ReportMetric(middle(summary)*1000, "words-ms")
	b.ReportMetric(middle(gather)/middle(plain), "gather-vs-list")
	b.ReportMetric((middle(gather)+middle(draw))/middle(plain), "chart-vs-list")
}
