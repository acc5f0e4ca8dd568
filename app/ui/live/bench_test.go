package live

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/journal/exchange/sampledata"
)

// The figures of the window, from outside and on software rendering. Each is set
// against hello, the smallest window, in the same run.

const passphrase = "correct horse battery"

// filled makes a vault with a diary of at least n entries, whose key costs next to
// nothing to derive.
func (h *home) filled(b *testing.B, n int) {
	b.Helper()
	h.must(b, "init", "--work-factor", "10")
	h.must(b, "person", "add", "Ada")
	if n == 0 {
		return
	}
	file := filepath.Join(h.folder, "diary.csv")
	out, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	// A row of the table makes three entries, about.
	if err := sampledata.WriteDiaryCSV(out, max(1, 2*n/5), 1); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	h.must(b, "import", "--person", "Ada", file)
	list, _ := h.command(b, passphrase, "list")
	if got := strings.Count(list, "\n"); got < n {
		b.Fatalf("the diary has %d entries instead of %d", got, n)
	}
}

func (h *home) must(t testing.TB, args ...string) string {
	t.Helper()
	out, code := h.command(t, passphrase, args...)
	if code != 0 {
		t.Fatalf("kith %s ended with %d:\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// watch looks at the screen as often as it can from the moment of began, until it
// has stood still for a while. It returns when the last picture was complete, and the
// processor time that the program had used by then. What blinks does not count.
func (w *window) watch(before *image.RGBA, began time.Time, quiet time.Duration) (took, cpu time.Duration) {
	t, d := w.t, w.on
	t.Helper()
	type frame struct {
		at, cpu time.Duration
		data    []byte
	}
	frames := []frame{{0, 0, d.raw(t)}}
	changed := false
	lively := began // when more than a cursor last changed
	for !changed || time.Since(lively) < quiet {
		if time.Since(began) > patience {
			t.Fatal("waited in vain for the screen to change and to stand still")
		}
		data := d.raw(t)
		last := frames[len(frames)-1].data
		if !bytes.Equal(data, last) {
			frames = append(frames, frame{time.Since(began), w.cpu(), data})
			if small := differing(data, last); small > 400 {
				changed, lively = true, time.Now()
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	final, err := decode(frames[len(frames)-1].data)
	if err != nil {
		t.Fatal(err)
	}
	box := changedBox(before, final)
	final = cut(final, box)
	for _, f := range frames {
		img, err := decode(f.data)
		if err != nil {
			t.Fatal(err)
		}
		if difference(cut(img, box), final) < 0.005 {
			return f.at, f.cpu
		}
	}
	t.Fatal("the last picture is not like itself")
	return 0, 0
}

// differing counts the bytes in which two pictures of the same size differ.
func differing(a, b []byte) (n int) {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// changedBox is the smallest rectangle around what differs.
func changedBox(a, b *image.RGBA) (box image.Rectangle) {
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func middle(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// BenchmarkStart is from the start of the program to the first complete frame: the
// unlock page against hello.
func BenchmarkStart(b *testing.B) {
	h := newHome(b)
	h.filled(b, 0)
	d := newDisplay(b)
	wall, work := map[string][]float64{}, map[string][]float64{}
	once := func(pkg string) {
		blank := d.picture(b)
		w := start(b, pkg, h, d)
		took, cpu := w.watch(blank, w.began, 500*time.Millisecond)
		w.kill()
		waitFor(b, patience, "the window to go", func() bool { return difference(d.picture(b), blank) == 0 })
		wall[pkg], work[pkg] = append(wall[pkg], took.Seconds()), append(work[pkg], cpu.Seconds())
	}
	once(hello) // what is read from the disk for the first time
	once(kith)
	clear(wall)
	clear(work)
	for b.Loop() {
		for range 5 {
			once(hello)
			once(kith)
		}
	}
	// The fastest, because what slows a start down is the rest of the machine; and
	// the work, which does not depend on it so much.
	b.ReportMetric(1000*slices.Min(wall[hello]), "hello-ms")
	b.ReportMetric(1000*slices.Min(wall[kith]), "unlock-ms")
	b.ReportMetric(slices.Min(wall[kith])/slices.Min(wall[hello]), "time-vs-hello")
	b.ReportMetric(middle(wall[kith])/middle(wall[hello]), "middle-time-vs-hello")
	b.ReportMetric(middle(work[kith])/middle(work[hello]), "cpu-vs-hello")
}

// cpu returns the processor time that the threads of a program have used.
func (w *window) cpu() (used time.Duration) {
	w.t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", w.cmd.Process.Pid))
	if err != nil || len(threads) == 0 {
		w.t.Fatalf("the system does not say how long the program ran: %v", err)
	}
	for _, thread := range threads {
		data, err := os.ReadFile(thread)
		if err != nil {
			continue // it ended just now
		}
		var ns int64 // the first number, of three
		if _, err := fmt.Sscan(string(data), &ns); err != nil {
			w.t.Fatal(err)
		}
		used += time.Duration(ns)
	}
	return used
}

// idle returns the share of one processor that a program uses while nobody
// touches it.
func (w *window) idle(length time.Duration) float64 {
	w.settle(time.Second)
	before, from := w.cpu(), time.Now()
	time.Sleep(length)
	return float64(w.cpu()-before) / float64(time.Since(from))
}

// memory returns the anonymous memory of a program in MB: what is its own, without
// the files that it has mapped.
func (w *window) memory() float64 {
	w.t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
	if err != nil {
		w.t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			var kb float64
			if _, err := fmt.Sscan(value, &kb); err != nil {
				w.t.Fatal(err)
			}
			return kb / 1024
		}
	}
	w.t.Fatal("the system does not say RssAnon")
	return 0
}

// unlock types the passphrase and waits for what comes then.
func (w *window) unlock() {
	w.t.Helper()
	locked := w.settle(300 * time.Millisecond)
	w.write(passphrase)
	w.key("Return")
	w.changes(locked, 0.02, "the journal to open")
	w.settle(500 * time.Millisecond)
}

// BenchmarkIdle is the processor time and the memory of a window that nobody
// touches: hello, the unlock page, and the timeline of 100,000 entries.
func BenchmarkIdle(b *testing.B) {
	h := newHome(b)
	h.filled(b, 100_000)
	d := newDisplay(b)
	const length = 5 * time.Second
	var cpu, memory [3][]float64
	for b.Loop() {
		w := start(b, hello, h, d)
		w.find()
		cpu[0], memory[0] = append(cpu[0], w.idle(length)), append(memory[0], w.memory())
		w.kill()

		w = start(b, kith, h, d)
		w.find()
		cpu[1], memory[1] = append(cpu[1], w.idle(length)), append(memory[1], w.memory())
		w.unlock()
		cpu[2], memory[2] = append(cpu[2], w.idle(length)), append(memory[2], w.memory())
		w.kill()
	}
	for i, name := range []string{"hello", "unlock", "timeline"} {
		b.ReportMetric(100*middle(cpu[i]), name+"-cpu-%")
		b.ReportMetric(middle(memory[i]), name+"-anon-MB")
	}
	b.ReportMetric(middle(memory[2])/middle(memory[0]), "memory-vs-hello")
}

// BenchmarkScroll draws 1,000 frames of scrolling through 100,000 rows: by the
// wheel, and from one end to the other. A list of as many bare labels is set
// against it.
func BenchmarkScroll(b *testing.B) {
	h := newHome(b)
	h.filled(b, 100_000)
	d := newDisplay(b)
	frames := func(w *window) map[string][]float64 {
		if code := w.wait(10 * patience); code != 0 {
			b.Fatalf("it ended with %d", code)
		}
		all := map[string][]float64{}
		for line := range strings.Lines(w.stderr.String()) {
			words := strings.Fields(line)
			if len(words) < 3 || words[0] != "frames" {
				continue
			}
			for _, word := range words[2:] {
				var ms float64
				if _, err := fmt.Sscan(word, &ms); err != nil {
					b.Fatal(err)
				}
				all[words[1]] = append(all[words[1]], ms)
			}
		}
		return all
	}
	for b.Loop() {
		plain := start(b, scroll, h, d, "plain")
		bare := frames(plain)
		w := start(b, scroll, h, d)
		w.find()
		w.settle(300 * time.Millisecond)
		w.write(passphrase)
		w.key("Return")
		ours := frames(w)
		for _, way := range []string{"smooth", "far"} {
			if len(ours[way]) != 1000 || len(bare[way]) != 1000 {
				b.Fatalf("%d and %d frames of scrolling, %s", len(ours[way]), len(bare[way]), way)
			}
			slices.Sort(ours[way])
			b.ReportMetric(slices.Max(ours[way]), way+"-slowest-ms")
			b.ReportMetric(middle(ours[way]), way+"-middle-ms")
			b.ReportMetric(ours[way][990], way+"-99%-ms")
			b.ReportMetric(slices.Max(ours[way])/slices.Max(bare[way]), way+"-slowest-vs-labels")
		}
	}
}

// keyboard is one xdotool that stays, so that pressing a key takes no time.
type keyboard struct {
	t  testing.TB
	in io.WriteCloser
}

func newKeyboard(t testing.TB, d *display) *keyboard {
	t.Helper()
	cmd := exec.Command("xdotool", "-")
	cmd.Env = append(os.Environ(), "DISPLAY="+d.name, "KITH_LANGUAGE=en")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	return &keyboard{t, in}
}

// press presses a key and returns when.
func (k *keyboard) press(key string) time.Time {
	k.t.Helper()
	began := time.Now()
	if _, err := fmt.Fprintln(k.in, "key", key); err != nil {
		k.t.Fatal(err)
	}
	return began
}

// BenchmarkUnlock is from Enter behind the passphrase to the complete timeline,
// with a key that costs nothing to derive: with 100,000 entries against hardly any.
func BenchmarkUnlock(b *testing.B) {
	d := newDisplay(b)
	keys := newKeyboard(b, d)
	once := func(h *home) float64 {
		w := start(b, kith, h, d)
		w.find()
		w.sees(word("unlock.title"))
		w.write(passphrase)
		before := d.picture(b)
		w.settle(300 * time.Millisecond)
		took, _ := w.watch(before, keys.press("Return"), time.Second)
		w.sees(word("command.list"))
		w.kill()
		return took.Seconds()
	}
	few, many := newHome(b), newHome(b)
	few.filled(b, 50)
	many.filled(b, 100_000)
	once(few)
	var small, large []float64
	for b.Loop() {
		for range 3 {
			small, large = append(small, once(few)), append(large, once(many))
		}
	}
	b.ReportMetric(1000*slices.Min(small), "50-entries-ms")
	b.ReportMetric(1000*slices.Min(large), "100k-entries-ms")
	b.ReportMetric(1000*middle(large), "100k-middle-ms")
	b.ReportMetric(slices.Min(large)/slices.Min(small), "time-vs-50-entries")
}

// BenchmarkSave is from Enter on the quick line to the entry in the list of
// 100,000, against a letter that is typed and appears.
func BenchmarkSave(b *testing.B) {
	h, d := newHome(b), newDisplay(b)
	h.filled(b, 100_000)
	keys := newKeyboard(b, d)
	w := start(b, kith, h, d)
	w.find()
	w.sees(word("unlock.title"))
	w.write(passphrase)
	w.key("Return")
	w.sees(word("command.list"))
	var letter, save []float64
	for b.Loop() {
		for range 5 {
			w.write("nausea ")
			w.settle(500 * time.Millisecond)
			before := d.picture(b)
			took, _ := w.watch(before, keys.press("3"), 300*time.Millisecond)
			letter = append(letter, took.Seconds())
			w.settle(500 * time.Millisecond)
			before = d.picture(b)
			took, _ = w.watch(before, keys.press("Return"), 300*time.Millisecond)
			save = append(save, took.Seconds())
		}
	}
	b.ReportMetric(1000*slices.Min(letter), "letter-ms")
	b.ReportMetric(1000*slices.Min(save), "save-ms")
	b.ReportMetric(1000*middle(save), "save-middle-ms")
	b.ReportMetric(slices.Min(save)/slices.Min(letter), "time-vs-a-letter")
}
