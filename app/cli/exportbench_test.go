package cli_test

import (
	"fmt"
	"io"
	"slices"
	"testing"
	"time"
)

// BenchmarkProcessExport exports 100,000 readings and ratings in each form, as whole
// processes, against the form that is nearest to what is stored.
func BenchmarkProcessExport(b *testing.B) {
	p := benchProgram(b)
	const rows = 34_000
	file := p.write(b, "diary.csv", func(w io.Writer) error {
		if _, err := io.WriteString(w, "time,weight (kg),heart rate,headache\n"); err != nil {
			return err
		}
		start := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		for i := range rows {
			if _, err := fmt.Fprintf(w, "%s,%d.%d,%d,%d\n", start.Add(time.Duration(i)*time.Hour).Format("2006-01-02 15:04"), 70+i%9, i%10, 60+i%37, i%11); err != nil {
				return err
			}
		}
		return nil
	})
	p.init(b)
	p.run(b, "import", "--person", "Ada", file)
	n := p.entries(b)
	formats := []string{"ndjson", "fhir", "ips", "phenopacket", "csv"}
	took, memory := map[string][]float64{}, map[string][]float64{}
	for b.Loop() {
		for _, format := range formats {
			target := p.path("out." + map[bool]string{true: "zip", false: "json"}[format == "csv" || format == "ndjson"])
			seconds, mb := p.run(b, "export", "--force", "--format", format, target)
			took[format], memory[format] = append(took[format], seconds), append(memory[format], mb)
		}
	}
	b.ReportMetric(float64(n), "entries")
	for _, format := range formats {
		b.ReportMetric(middle(took[format]), format+"-s")
		b.ReportMetric(middle(took[format])/middle(took["ndjson"]), format+"-vs-ndjson")
		b.ReportMetric(slices.Max(memory[format]), format+"-peak-MB")
	}
}
