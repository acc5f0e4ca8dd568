package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// programDir is where program builds, "" until then.
var programDir string

// program builds the real binary once.
var program = sync.OnceValues(func() (path string, err error) {
	if programDir, err = os.MkdirTemp("", "kith-program"); err != nil {
		return "", err
	}
	path = filepath.Join(programDir, "kith")
	out, err := exec.Command("go", "build", "-tags", "sqlite_fts5,accessibility", "-o", path, "kith").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

// rounds is how many times the plug is pulled in all, KITH_ROUNDS or 200.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("KITH_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 200
}

// victim runs the real program on one vault.
type victim struct {
	t     *testing.T
	path  string // of the program
	dir   string // for files
	vault string
	pass  string // file of the passphrase
	rng   *rand.Rand
}

func newVictim(t *testing.T, seed uint64) *victim {
	t.Helper()
	if testing.Short() || os.Getenv("KITH_RACE") != "" {
		t.Skip("long, and about another process")
	}
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	v := &victim{t: t, path: path, dir: dir, vault: filepath.Join(dir, "vault"), rng: rand.New(rand.NewPCG(seed, 1))}
	v.pass = v.file("pass", "the first passphrase")
	v.must("init", "--work-factor", "10")
	v.must("person", "add", "Anna")
	return v
}

func (v *victim) file(name, content string) string {
	v.t.Helper()
	path := filepath.Join(v.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		v.t.Fatal(err)
	}
	return path
}

func (v *victim) command(args ...string) *exec.Cmd {
	cmd := exec.Command(v.path, append([]string{"--vault", v.vault, "--passphrase-file", v.pass}, args...)...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "KITH_VAULT=", "KITH_PASSPHRASE_FILE=", "KITH_LANGUAGE=en")
	return cmd
}

// try runs a command to its end.
func (v *victim) try(args ...string) (string, error) {
	cmd := v.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("kith %s: %w\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String(), nil
}

func (v *victim) must(args ...string) string {
	v.t.Helper()
	out, err := v.try(args...)
	if err != nil {
		v.t.Fatal(err)
	}
	return out
}

// killed runs a command and kills it after a random time of up to limit. done
// says that it was quicker and succeeded.
func (v *victim) killed(limit time.Duration, args ...string) (done bool) {
	v.t.Helper()
	cmd := v.command(args...)
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(v.rng.Int64N(int64(limit))), func() { _ = cmd.Process.Kill() }) // it may have ended
	defer timer.Stop()
	err := cmd.Wait()
	if err != nil && cmd.ProcessState.Exited() {
		v.t.Fatalf("kith %s: %v", strings.Join(args, " "), err)
	}
	return err == nil
}

// timed returns how long a command takes.
func (v *victim) timed(args ...string) time.Duration {
	v.t.Helper()
	start := time.Now()
	v.must(args...)
	return time.Since(start)
}

// names returns how often each name is listed, after the vault was verified.
func (v *victim) names(args ...string) map[string]int {
	v.t.Helper()
	v.must("verify")
	var list struct {
		Entries []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(v.must(append([]string{"list", "--json"}, args...)...)), &list); err != nil {
		v.t.Fatal(err)
	}
	names := map[string]int{}
	for _, e := range list.Entries {
		names[e.Name]++
	}
	return names
}

// TestKillWhileLogging kills a shell that logs line after line. What it said it
// saved is there, once.
func TestKillWhileLogging(t *testing.T) {
	v := newVictim(t, 1)
	acknowledged := map[string]bool{}
	within := max(120*time.Millisecond, 3*v.timed("list")) // on a busy machine it starts late
	for round := range rounds() * 8 / 20 {
		cmd := v.command("shell")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			for i := range 40 {
				if _, err := fmt.Fprintf(in, "log r%di%d 5\n", round, i); err != nil {
					return // killed
				}
			}
			_ = in.Close() // killed or not
		}()
		time.AfterFunc(time.Duration(v.rng.Int64N(int64(within))), func() { _ = cmd.Process.Kill() })
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if fields := strings.Fields(lines.Text()); len(fields) > 6 && fields[0] == "Saved" {
				acknowledged[fields[6]] = true
			}
		}
		_ = cmd.Wait() // it was killed
		if round%4 == 3 {
			checkNames(t, v.names(), acknowledged)
		}
	}
	checkNames(t, v.names(), acknowledged)
	t.Logf("%d entries acknowledged", len(acknowledged))
	if len(acknowledged) == 0 {
		t.Error("it was always killed before it saved anything")
	}
}

func checkNames(t *testing.T, listed map[string]int, acknowledged map[string]bool) {
	t.Helper()
	for name := range acknowledged {
		if listed[name] != 1 {
			t.Fatalf("%s was acknowledged and is there %d times", name, listed[name])
		}
	}
}

// TestKillWhileImporting kills imports. Importing again completes them, and
// nothing is there twice.
func TestKillWhileImporting(t *testing.T) {
	v := newVictim(t, 2)
	const rows = 400
	table := func(round int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "date,Pain %d,Sleep %d\n", round, round)
		for i := range rows {
			fmt.Fprintf(&b, "%s,%d,%d\n", time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("2006-01-02"), i%11, i%9)
		}
		return v.file("table.csv", b.String())
	}
	limit := v.timed("import", table(0)) * 5 / 4
	killed := 0
	for round := 1; round <= rounds()*5/20; round++ {
		file := table(round)
		done := v.killed(limit, "import", file)
		if !done {
			killed++
		}
		if round%3 == 0 || done {
			listed := v.names("--name", fmt.Sprintf("Pain %d", round))
			if n := listed[fmt.Sprintf("Pain %d", round)]; n > rows || done && n != rows {
				t.Fatalf("round %d: done %v, and %d of %d rows are there", round, done, n, rows)
			}
		}
		var report struct{ Read, Imported, Duplicates int }
		if err := json.Unmarshal([]byte(v.must("import", "--json", file)), &report); err != nil {
			t.Fatal(err)
		}
		if report.Read != rows || report.Imported+report.Duplicates != rows || done && report.Imported != 0 {
			t.Fatalf("round %d: done %v, then %+v", round, done, report)
		}
		for _, name := range []string{"Pain", "Sleep"} {
			name = fmt.Sprintf("%s %d", name, round)
			if n := strings.Count(v.must("list", "--name", name), "\n"); n != rows {
				t.Fatalf("%s is there %d times", name, n)
			}
		}
	}
	if killed == 0 {
		t.Error("no import was killed")
	}
}

// TestKillWhileChangingPassphrase kills passphrase changes. One of the two
// passphrases always opens the vault, and it is the new one if that was said.
func TestKillWhileChangingPassphrase(t *testing.T) {
	v := newVictim(t, 3)
	v.must("log", "headache", "7")
	next := v.file("pass0", "passphrase number 0")
	limit := v.timed("passwd", "--work-factor", "10", "--new-passphrase-file", next) * 5 / 4
	v.pass = next
	changed := 0
	for round := 1; round <= rounds()*5/20; round++ {
		old := v.pass
		next := v.file(fmt.Sprintf("pass%d", round), fmt.Sprintf("passphrase number %d", round))
		done := v.killed(limit, "passwd", "--work-factor", "10", "--new-passphrase-file", next)
		_, oldErr := v.try("list")
		v.pass = next
		_, newErr := v.try("list")
		switch {
		case done && (newErr != nil || oldErr == nil):
			t.Fatalf("round %d: it said done; old: %v, new: %v", round, oldErr, newErr)
		case oldErr != nil && newErr != nil:
			t.Fatalf("round %d: no passphrase opens the vault: %v, %v", round, oldErr, newErr)
		case newErr != nil:
			v.pass = old
		default:
			changed++
		}
		v.must("verify")
		v.removeOtherSlots()
	}
	if n := v.names(); n["Headache"] != 1 {
		t.Errorf("%v", n)
	}
	t.Logf("%d changes came through", changed)
}

// removeOtherSlots removes the slots that a killed change may have left.
func (v *victim) removeOtherSlots() {
	v.t.Helper()
	var list struct {
		Slots []struct {
			ID      string
			Current bool
		}
	}
	if err := json.Unmarshal([]byte(v.must("slot", "list", "--json")), &list); err != nil {
		v.t.Fatal(err)
	}
	for _, slot := range list.Slots {
		if !slot.Current {
			v.must("slot", "remove", slot.ID)
		}
	}
}

// TestKillWhileRestoring kills restores. There is no vault or a whole one.
func TestKillWhileRestoring(t *testing.T) {
	v := newVictim(t, 4)
	for i := range 3 {
		v.must("person", "add", fmt.Sprintf("Person %d", i))
		v.must("log", "-p", fmt.Sprintf("Person %d", i), "headache", strconv.Itoa(i))
	}
	want := v.must("list", "--json")
	backup := filepath.Join(v.dir, "backup.age")
	v.must("backup", "--work-factor", "10", backup)
	v.vault = filepath.Join(v.dir, "restored")
	limit := v.timed("restore", "--work-factor", "10", backup) * 5 / 4
	whole := 0
	for round := range rounds() * 2 / 20 {
		if err := os.RemoveAll(v.vault); err != nil {
			t.Fatal(err)
		}
		if round%2 == 1 {
			v.must("init", "--work-factor", "10") // an empty vault may be replaced
		}
		done := v.killed(limit, "restore", "--work-factor", "10", backup)
		got, err := v.try("list", "--json")
		switch {
		case err == nil && got == want:
			whole++
			v.must("verify")
			continue
		case done:
			t.Fatalf("round %d: it said done, and lists %q (%v)", round, got, err)
		case err == nil && got != `{"entries":[]}`+"\n":
			t.Fatalf("round %d: half a vault: %q", round, got)
		}
		v.must("restore", "--work-factor", "10", backup)
		if got := v.must("list", "--json"); got != want {
			t.Fatalf("round %d: the second try lists %q", round, got)
		}
		left, err := filepath.Glob(v.vault + ".*")
		if err != nil || len(left) > 0 {
			t.Fatalf("round %d: left behind: %v %v", round, left, err)
		}
	}
	t.Logf("%d were quicker", whole)
}

// TestKillLeavesNoPlaintext looks into everything that killed processes left.
func TestKillLeavesNoPlaintext(t *testing.T) {
	v := newVictim(t, 5)
	for range 10 {
		v.killed(100*time.Millisecond, "log", "note: zyxwvutsquonk was here")
	}
	err := filepath.WalkDir(v.vault, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		if bytes.Contains(data, []byte("zyxwvutsquonk")) {
			t.Errorf("%s holds plaintext", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
