package live

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"image/png"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"kith/app"
	"kith/app/ui"
)

const root = "../../.."

// TestFyneApp holds what Fyne's tools are told to what the program says itself.
func TestFyneApp(t *testing.T) {
	var told struct {
		Details struct{ Icon, Name, ID, Version string }
	}
	if _, err := toml.DecodeFile(filepath.Join(root, "FyneApp.toml"), &told); err != nil {
		t.Fatal(err)
	}
	if told.Details.Version != app.Release || told.Details.ID != ui.ID {
		t.Errorf("FyneApp.toml says %s %s, the program %s %s", told.Details.ID, told.Details.Version, ui.ID, app.Release)
	}
	if _, err := os.Stat(filepath.Join(root, told.Details.Icon)); err != nil {
		t.Error(err)
	}
	out, _ := newHome(t).command(t, "", "version")
	if !strings.HasPrefix(out, "kith "+app.Release) {
		t.Errorf("kith version says %q, FyneApp.toml %s", out, app.Release)
	}
}

// installed is what a package puts below /usr, in order.
func installed() []string {
	files := []string{
		"bin/kith", "lib/systemd/system/kith-node.service", "share/applications/org.kith.kith.desktop", "share/doc/kith/changelog.gz", "share/doc/kith/copyright",
		"share/doc/kith/third-party.gz", "share/icons/hicolor/scalable/apps/org.kith.kith.svg", "share/man/man1/kith.1.gz",
	}
	for _, size := range []int{16, 22, 24, 32, 48, 64, 128, 256, 512} {
		files = append(files, fmt.Sprintf("share/icons/hicolor/%dx%d/apps/org.kith.kith.png", size, size))
	}
	slices.Sort(files)
	return files
}

// TestPackage makes the Debian package and the tarball, unpacks both and runs what
// comes out.
func TestPackage(t *testing.T) {
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		t.Skip("dpkg-deb is not installed")
	}
	deb, tarball := makePackages(t, kith, t.TempDir())
	t.Run("deb", func(t *testing.T) { testDeb(t, deb) })
	t.Run("tarball", func(t *testing.T) { testTarball(t, tarball) })
	t.Run("the same bytes again", func(t *testing.T) {
		const small = "kith/assets/png" // any program will do
		deb, tarball := makePackages(t, small, t.TempDir())
		againDeb, againTarball := makePackages(t, small, t.TempDir())
		for one, other := range map[string]string{deb: againDeb, tarball: againTarball} {
			a, b := content(t, one), content(t, other)
			if !bytes.Equal(a, b) {
				t.Errorf("%s came out otherwise the second time", filepath.Base(one))
			}
		}
	})
}

// makePackages runs .ci/package on a program.
func makePackages(t *testing.T, pkg, folder string) (deb, tarball string) {
	t.Helper()
	cmd := exec.Command(filepath.Join(root, ".ci", "package"), built(t, pkg), folder)
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1795000000", "KITH_LEVEL=1")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	arch := strings.TrimSpace(run(t, "dpkg", "--print-architecture"))
	return filepath.Join(folder, "kith_"+app.Release+"_"+arch+".deb"), filepath.Join(folder, "kith-"+app.Release+"-linux-"+arch+".tar.gz")
}

func testDeb(t *testing.T, deb string) {
	field := func(name string) string { return strings.TrimSpace(run(t, "dpkg-deb", "--field", deb, name)) }
	if field("Package") != "kith" || field("Version") != app.Release {
		t.Errorf("it is called %s %s", field("Package"), field("Version"))
	}
	// What the program is linked with, and what it opens by name when a window opens.
	depends := field("Depends")
	for _, library := range []string{"libc6", "libgl1", "libx11-6", "libxcursor1", "libxi6", "libxinerama1", "libxrandr2", "libxkbcommon0"} {
		if !strings.Contains(depends, library) {
			t.Errorf("it does not ask for %s: %s", library, depends)
		}
	}
	for line := range strings.Lines(run(t, "dpkg-deb", "--contents", deb)) {
		if fields := strings.Fields(line); fields[1] != "root/root" || strings.ContainsAny(fields[0][5:], "w") {
			t.Errorf("not root's, or others may write: %s", line)
		}
	}
	scratch := t.TempDir()
	run(t, "dpkg-deb", "--raw-extract", deb, scratch)
	testInstalled(t, filepath.Join(scratch, "usr"))
	check := exec.Command("md5sum", "--check", "--quiet", "DEBIAN/md5sums")
	check.Dir = scratch
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	if sums := string(content(t, filepath.Join(scratch, "DEBIAN", "md5sums"))); strings.Count(sums, "\n") != len(installed()) {
		t.Errorf("sums of other files than those that are there:\n%s", sums)
	}
}

func testTarball(t *testing.T, tarball string) {
	scratch, prefix := t.TempDir(), filepath.Join(t.TempDir(), "a prefix")
	run(t, "tar", "-xzf", tarball, "-C", scratch)
	folder := filepath.Join(scratch, strings.TrimSuffix(filepath.Base(tarball), ".tar.gz"))
	for _, name := range []string{"README.md", "LICENSE"} {
		if len(content(t, filepath.Join(folder, name))) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	run(t, filepath.Join(folder, "install.sh"), prefix)
	testInstalled(t, prefix)
	run(t, filepath.Join(folder, "install.sh"), "--remove", prefix)
	if left := filesIn(t, prefix); len(left) != 0 {
		t.Errorf("removing leaves %v", left)
	}
	data, err := gzip.NewReader(bytes.NewReader(content(t, tarball)))
	if err != nil {
		t.Fatal(err)
	}
	for entries := tar.NewReader(data); ; {
		header, err := entries.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Uid != 0 || header.Uname != "" || header.ModTime.Unix() != 1795000000 {
			t.Errorf("%s says who made it or when: %d %q %v", header.Name, header.Uid, header.Uname, header.ModTime)
		}
	}
}

// testInstalled checks what was put below a prefix, and that it runs.
func testInstalled(t *testing.T, prefix string) {
	t.Helper()
	if got := filesIn(t, prefix); !slices.Equal(got, installed()) {
		t.Errorf("installed is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(installed(), "\n"))
	}
	cmd := exec.Command(filepath.Join(prefix, "bin", "kith"), "version")
	cmd.Env = newHome(t).env()
	if said, err := cmd.CombinedOutput(); err != nil || !strings.HasPrefix(string(said), "kith "+app.Release) {
		t.Errorf("%v\n%s", err, said)
	}
	share := filepath.Join(prefix, "share")
	desktop := string(content(t, filepath.Join(share, "applications", ui.ID+".desktop")))
	for _, line := range []string{"[Desktop Entry]\n", "\nType=Application\n", "\nExec=kith\n", "\nIcon=" + ui.ID + "\n"} {
		if !strings.Contains(desktop, line) {
			t.Errorf("the desktop file lacks %q:\n%s", line, desktop)
		}
	}
	for _, size := range []int{16, 48, 512} {
		icon := content(t, filepath.Join(share, "icons", "hicolor", fmt.Sprintf("%dx%d", size, size), "apps", ui.ID+".png"))
		if config, err := png.DecodeConfig(bytes.NewReader(icon)); err != nil || config.Width != size || config.Height != size {
			t.Errorf("the icon of %d is %d by %d: %v", size, config.Width, config.Height, err)
		}
	}
	for file, want := range map[string]string{
		"man/man1/kith.1.gz": "Kith " + app.Release, "doc/kith/changelog.gz": "kith (" + app.Release + ")",
		"doc/kith/third-party.gz": "==== github.com/mattn/go-sqlite3: LICENSE",
	} {
		data, err := gzip.NewReader(bytes.NewReader(content(t, filepath.Join(share, file))))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(data)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %q (%v)", file, want, err)
		}
	}
}

func content(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// filesIn lists the files below a folder, in order.
func filesIn(t *testing.T, folder string) (files []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

// run runs a program of the system and returns what it printed.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
