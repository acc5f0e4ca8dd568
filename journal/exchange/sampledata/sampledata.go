// Package sampledata writes files in the shape of other programs' exports, of
// any size and the same for the same seed, for benchmarks and tests. Nothing in
// them was measured on anybody.
package sampledata

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// counter counts what was written, to stop at a size.
type counter struct {
	*bufio.Writer
	n int64
}

func (c *counter) printf(format string, args ...any) {
	n, _ := fmt.Fprintf(c.Writer, format, args...) // bufio keeps the error for Flush
	c.n += int64(n)
}

// Diary columns are what WriteDiaryCSV writes.
const diaryHeader = "date,time,headache,mood,sleep_hours,wine,medication,dose_mg,weight (kg),notes\n"

// WriteDiaryCSV writes a table of rows diary rows, a few a day, ending in
// November 2026. About a fifth of the cells are blank.
func WriteDiaryCSV(w io.Writer, rows int, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 1))
	out := &counter{Writer: bufio.NewWriterSize(w, 1<<16)}
	out.printf("%s", diaryHeader)
	words := []string{"slept badly", "long walk", "rain all day", "visitors, and late", `felt "off"`, "quiet day", "worked from home"}
	drugs := []string{"ibuprofen", "sumatriptan", "paracetamol"}
	const perDay = 4
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -rows/perDay)
	cell := func(chance float64, s string) string {
		if r.Float64() > chance {
			return ""
		}
		return s
	}
	for i := range rows {
		at := day.AddDate(0, 0, i/perDay).Add(time.Duration(7+i%perDay*4)*time.Hour + time.Duration(r.IntN(180))*time.Minute)
		drug := cell(0.3, drugs[r.IntN(len(drugs))])
		dose := ""
		if drug != "" {
			dose = fmt.Sprint(100 * (1 + r.IntN(6)))
		}
		note := words[r.IntN(len(words))]
		if note == `felt "off"` {
			note = `felt ""off""`
		}
		out.printf("%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", at.Format("2006-01-02"), at.Format("15:04"),
			cell(0.8, fmt.Sprint(r.IntN(11))), cell(0.9, fmt.Sprint(1+r.IntN(10))), cell(0.3, fmt.Sprintf("%.1f", 4+r.Float64()*5)),
			cell(0.8, []string{"yes", "no"}[r.IntN(2)]), drug, dose,
			cell(0.2, fmt.Sprintf("%.1f", 70+r.Float64()*4)), cell(0.3, `"`+note+`"`))
	}
	return out.Flush()
}
