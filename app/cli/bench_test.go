package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"kith/journal/exchange/sampledata"
)

// The benchmarks of this file run the real program, because memory and start-up
// are figures of a process. The large ones need KITH_BENCH_FULL=1.

func full() bool { return os.Getenv("KITH_BENCH_FULL") != "" }

type benchedProgram struct {
	binary, dir string
}

func benchProgram(b *testing.B) benchedProgram {
	b.Helper()
	p := benchedProgram{dir: b.TempDir()}
	p.binary = filepath.Join(p.dir, "kith")
	build := exec.Command("go", "build", "-tags", "sqlite_fts5,accessibility", "-o", p.binary, "kith")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(p.path("pass"), []byte("correct horse battery\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	return p
}

func (p benchedProgram) path(name string) string { return filepath.Join(p.dir, name) }

// run runs one command and returns how long it took and its peak memory in MB.
func (p benchedProgram) run(b *testing.B, args ...string) (seconds, megabytes float64) {
	b.Helper()
	cmd := exec.Command(p.binary, append([]string{"--vault", p.path("vault"), "--passphrase-file", p.path("pass")}, args...)...)
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("kith %v: %v\n%s", args, err, stderr.String())
	}
	seconds = time.Since(start).Seconds()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		megabytes = float64(usage.Maxrss) / 1024
	}
	return seconds, megabytes
}

func (p benchedProgram) init(b *testing.B) {
	b.Helper()
	if err := os.RemoveAll(p.path("vault")); err != nil {
		b.Fatal(err)
	}
	p.run(b, "init", "--work-factor", "10")
	p.run(b, "person", "add", "Ada")
}

func (p benchedProgram) write(b *testing.B, name string, fill func(io.Writer) error) string {
	b.Helper()
	f, err := os.Create(p.path(name))
	if err != nil {
		b.Fatal(err)
	}
	if err := fill(f); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return f.Name()
}

func middle(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}

// plainInsert is the yardstick of imports: n rows of the size of an entry with
// its index, and its words in FTS5, into plain SQLite in one transaction.
func plainInsert(b *testing.B, n int) float64 {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "plain.db")+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	start := time.Now()
	if _, err := db.Exec(`CREATE TABLE entry(pos INTEGER PRIMARY KEY, id BLOB UNIQUE, kind INT, subject INT, op INT, data BLOB);
		CREATE INDEX s ON entry(subject); CREATE INDEX k ON entry(kind);
		CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, detail=none)`); err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	entry, err := tx.Prepare(`INSERT INTO entry VALUES(?,?,?,?,?,?)`)
	if err != nil {
		b.Fatal(err)
	}
	text, err := tx.Prepare(`INSERT INTO words(rowid, text) VALUES(?,?)`)
	if err != nil {
		b.Fatal(err)
	}
	data := make([]byte, 90)
	for i := range n {
		id := []byte(fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15))
		if _, err := entry.Exec(i, id, 4, i%20, i/100, data); err != nil {
			b.Fatal(err)
		}
		if _, err := text.Exec(i, "headache woke early with a dull ache"); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start).Seconds()
}

// entries counts what a vault's list holds.
func (p benchedProgram) entries(b *testing.B) int {
	b.Helper()
	cmd := exec.CommandContext(context.Background(), p.binary, "--vault", p.path("vault"), "--passphrase-file", p.path("pass"), "list")
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	return bytes.Count(out, []byte("\n"))
}

// BenchmarkProcessImportCSV imports a diary of 100,000 entries and more.
func BenchmarkProcessImportCSV(b *testing.B) {
	p := benchProgram(b)
	const rows = 40_000
	file := p.write(b, "diary.csv", func(w io.Writer) error { return sampledata.WriteDiaryCSV(w, rows, 1) })
	var took, memory, plain []float64
	n := 0
	for b.Loop() {
		p.init(b)
		seconds, mb := p.run(b, "import", "--person", "Ada", file)
		if n == 0 {
			n = p.entries(b)
		}
		took, memory, plain = append(took, seconds), append(memory, mb), append(plain, plainInsert(b, n))
	}
	b.ReportMetric(float64(n), "entries")
	b.ReportMetric(float64(n)/middle(took), "entries/s")
	b.ReportMetric(middle(plain)/middle(took), "rate-vs-plaintext-sqlite")
	b.ReportMetric(slices.Max(memory), "peak-MB")
}

// BenchmarkProcessImportApple imports a generated Apple Health export.
func BenchmarkProcessImportApple(b *testing.B) {
	size := int64(64 << 20)
	if full() {
		size = 1 << 30
	}
	p := benchProgram(b)
	file := p.write(b, "export.xml", func(w io.Writer) error { return sampledata.WriteApple(w, size, 1) })
	var took, memory, plain []float64
	for b.Loop() {
		p.init(b)
		start := time.Now()
		data, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, data); err != nil {
			b.Fatal(err)
		}
		data.Close()
		plain = append(plain, time.Since(start).Seconds())
		seconds, mb := p.run(b, "import", "--person", "Ada", file)
		took, memory = append(took, seconds), append(memory, mb)
	}
	b.ReportMetric(middle(took), "s")
	b.ReportMetric(float64(size)/1e6/middle(took), "MB/s")
	b.ReportMetric(middle(took)/middle(plain), "time-vs-reading-the-file")
	b.ReportMetric(slices.Max(memory), "peak-MB")
}

// BenchmarkProcessList runs kith list --limit 50 as a whole process, against
// kith version, which opens nothing.
func BenchmarkProcessList(b *testing.B) {
	sizes := []int{4_000}
	if full() {
		sizes = []int{4_000, 400_000}
	}
	p := benchProgram(b)
	for _, rows := range sizes {
		file := p.write(b, "diary.csv", func(w io.Writer) error { return sampledata.WriteDiaryCSV(w, rows, 1) })
		p.init(b)
		p.run(b, "import", "--person", "Ada", file)
		n := p.entries(b)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var list, search, version []float64
			for b.Loop() {
				seconds, _ := p.run(b, "version")
				version = append(version, seconds)
				seconds, _ = p.run(b, "list", "--limit", "50")
				list = append(list, seconds)
				seconds, _ = p.run(b, "list", "--limit", "50", "--search", "headache")
				search = append(search, seconds)
			}
			b.ReportMetric(1000*middle(list), "list-ms")
			b.ReportMetric(1000*middle(search), "search-ms")
			b.ReportMetric(middle(list)/middle(version), "list-vs-kith-version")
		})
	}
}
