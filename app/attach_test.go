package app_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
	"kith/journal/blobs"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// photo is a JPEG of the given size, red at the left and blue at the right, whose
// camera was held as orientation (Exif) says; 0 says nothing.
func photo(t testing.TB, w, h int, orientation byte) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 220, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 220, A: 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	if orientation == 0 {
		return b.Bytes()
	}
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[6+8+2+8] = orientation
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	segment = append(segment, exif...)
	return append(append(bytes.Clone(b.Bytes()[:2]), segment...), b.Bytes()[2:]...)
}

func letter() []byte {
	return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("a letter of the clinic. "), 9000)...)
}

func attach(t testing.TB, a *app.App, name string, content []byte, of journal.ID) journal.Entry {
	t.Helper()
	p, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	e, err := a.Attach(context.Background(), p, bytes.NewReader(content), app.AttachOptions{Name: name, Of: of})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func contentOf(t testing.TB, a *app.App, e *journal.Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := a.CopyAttachment(context.Background(), app.Person{ID: e.Person}, e.ID, &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func blobFiles(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "spaces", "*", "blobs", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAttach(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	anna, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	rash := logLine(t, a, "", "rash 4")
	pic := photo(t, 640, 400, 6)
	e := attach(t, a, "/home/anna/DCIM/IMG_0001.JPG", pic, rash.ID)
	body := e.Body.(*journal.Attachment)
	if e.Name != "IMG_0001.JPG" || body.MediaType != "image/jpeg" || body.Of != rash.ID || body.Size != int64(len(pic)) {
		t.Errorf("%q %+v", e.Name, body)
	}
	if body.Width != 400 || body.Height != 640 {
		t.Errorf("a picture held upright is %d times %d", body.Width, body.Height)
	}
	if got := contentOf(t, a, &e); !bytes.Equal(got, pic) {
		t.Errorf("%d bytes came back of %d", len(got), len(pic))
	}
	small, err := a.Preview(ctx, anna, &e)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Dx() != 160 || m.Bounds().Dy() != app.PreviewSize || bytes.Contains(small, []byte("Exif")) {
		t.Errorf("the preview is %v", m.Bounds())
	}
	// Turned by a quarter to the right, what was at the left is above.
	if r, _, b, _ := m.At(80, 20).RGBA(); r < b {
		t.Error("the preview is not turned")
	}
	whole, err := a.Picture(ctx, anna, e.ID)
	if err != nil || whole.Width != 400 || whole.Image.Bounds().Dy() != 640 {
		t.Error(whole, err)
	}
	doc := attach(t, a, "letter.pdf", letter(), journal.ID{})
	if body := doc.Body.(*journal.Attachment); body.MediaType != "application/pdf" || body.Preview != nil {
		t.Errorf("%+v", body)
	}
	if _, err := a.Picture(ctx, anna, doc.ID); !errors.Is(err, app.ErrPicture) {
		t.Error(err)
	}
	again := attach(t, a, "copy of the letter.pdf", letter(), rash.ID)
	if got := contentOf(t, a, &again); !bytes.Equal(got, letter()) {
		t.Error("the copy is not the letter")
	}
	if n := len(blobFiles(t, a.Dir())); n != 3 {
		t.Errorf("%d files for a photo, its preview and a letter", n)
	}
	counts, err := a.AttachedTo(ctx, anna)
	if err != nil || counts[rash.ID] != 2 || counts[doc.ID] != 1 {
		t.Error(counts, err)
	}
	list, err := a.Attachments(ctx, anna, rash.ID)
	if err != nil || len(list) != 2 {
		t.Error(len(list), err)
	}
	plainNowhere(t, a.Dir(), pic[200:240], letter()[100:140], small[300:330], []byte("IMG_0001"), []byte("letter"))
}

// plainNowhere looks for plain bytes in all files below dir, and in their names.
func plainNowhere(t testing.TB, dir string, secrets ...[]byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for i, secret := range secrets {
			if bytes.Contains(data, secret) || strings.Contains(path, string(secret)) {
				t.Errorf("secret %d is plain in %s", i, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAttachRefuses(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	anna, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	before := listing(t, a)
	dir := t.TempDir()
	large := filepath.Join(dir, "large.mov")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, app.MaxAttachment+1); err != nil { // a hole: it takes no room
		t.Fatal(err)
	}
	if _, err := a.AttachFile(ctx, anna, large, app.AttachOptions{}); !errors.Is(err, blobs.ErrTooLarge) {
		t.Error(err)
	}
	if _, err := a.AttachFile(ctx, anna, dir, app.AttachOptions{}); app.Explain(err).Code != app.Usage {
		t.Error(err)
	}
	if _, err := a.AttachFile(ctx, anna, filepath.Join(dir, "none"), app.AttachOptions{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	for name, o := range map[string]app.AttachOptions{"unknown entry": {Of: journal.NewID()}, "a time ahead": {At: "2999-01-01"}} {
		if _, err := a.Attach(ctx, anna, bytes.NewReader([]byte("x")), o); err == nil {
			t.Error(name)
		}
	}
	if _, err := a.Attach(ctx, anna, bytes.NewReader(nil), app.AttachOptions{Name: "empty.txt"}); app.Explain(err).Code != app.Usage {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := a.Attach(stopped, anna, bytes.NewReader(letter()), app.AttachOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if after := listing(t, a); after != before || len(blobFiles(t, a.Dir())) > 0 {
		t.Errorf("something was left: %s %v", after, blobFiles(t, a.Dir()))
	}
	e := logLine(t, a, "", "rash 4")
	if err := a.SaveAttachment(ctx, anna, e.ID, filepath.Join(dir, "out"), nil); !errors.Is(err, app.ErrNotAttachment) {
		t.Error(err)
	}
}

// TestPictures: whatever the beginning of a file promises, a picture is decoded
// within its limits or not at all.
func TestPictures(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	anna, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(huge.Bytes())
	binary.BigEndian.PutUint32(bomb[16:], 100_000) // IHDR promises ten gigapixels
	binary.BigEndian.PutUint32(bomb[20:], 100_000)
	cut := photo(t, 300, 300, 0)
	for name, content := range map[string][]byte{
		"bomb.png": bomb, "cut.jpg": cut[:len(cut)/2], "words.jpg": []byte("not a picture at all"), "three.jpg": {0xff, 0xd8, 0xff},
	} {
		e := attach(t, a, name, content, journal.ID{})
		if e.Body.(*journal.Attachment).Preview != nil {
			t.Errorf("%s has a preview", name)
		}
		if _, err := a.Picture(ctx, anna, e.ID); !errors.Is(err, app.ErrPicture) {
			t.Errorf("%s: %v", name, err)
		}
		if got := contentOf(t, a, &e); !bytes.Equal(got, content) {
			t.Errorf("%s is not what it was", name)
		}
	}
	wide := attach(t, a, "wide.jpg", photo(t, 5000, 20, 0), journal.ID{})
	pic, err := a.Picture(ctx, anna, wide.ID)
	if err != nil || pic.Width != 5000 || pic.Image.Bounds().Dx() != app.MaxShown {
		t.Error(pic, err)
	}
}

// TestAttachmentReturns: undo takes an attachment back and redo brings it again
// with its content, whatever was verified and rebuilt between.
func TestAttachmentReturns(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	anna, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	e := attach(t, a, "rash.jpg", photo(t, 300, 200, 0), journal.ID{})
	if err := a.Delete(ctx, anna, e.ID); err != nil {
		t.Fatal(err)
	}
	gone := attach(t, a, "letter.pdf", letter(), journal.ID{})
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	v, err := a.Verify(ctx, true, nil)
	if err != nil || !v.OK || v.Records[0].Attachments != 2 {
		t.Fatalf("%+v %v", v, err)
	}
	if _, err := a.Undo(ctx, true); err != nil {
		t.Fatal(err)
	}
	if got := contentOf(t, a, &gone); !bytes.Equal(got, letter()) {
		t.Error("redo brought something else")
	}
	for range 2 {
		if _, err := a.Undo(ctx, false); err != nil {
			t.Fatal(err)
		}
	}
	if got := contentOf(t, a, &e); len(got) == 0 {
		t.Error("undo brought nothing")
	}
	if err := a.ErasePerson(anna); err != nil {
		t.Fatal(err)
	}
	if files := blobFiles(t, a.Dir()); len(files) > 0 {
		t.Errorf("erasing the person left %v", files)
	}
}

// TestVerifyAttachments: a missing and a damaged file are named, with whose they
// are; the rest is whole; a stray file is named, and removed by a rebuild.
func TestVerifyAttachments(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	one := attach(t, a, "one.pdf", letter(), journal.ID{})
	before := blobFiles(t, a.Dir())
	attach(t, a, "two.txt", []byte("two"), journal.ID{})
	attach(t, a, "three.txt", []byte("three"), journal.ID{})
	if err := os.Truncate(before[0], 1000); err != nil {
		t.Fatal(err)
	}
	for _, file := range blobFiles(t, a.Dir()) {
		if info, err := os.Stat(file); err == nil && info.Size() == crypto.SealedBlobSize(3) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	stray := filepath.Join(filepath.Dir(before[0]), strings.Repeat("ab", 32))
	if err := os.WriteFile(stray, []byte("stray"), 0o600); err != nil {
		t.Fatal(err)
	}
	told := int64(0)
	v, err := a.Verify(ctx, false, func(done, total int64) { told = max(told, total) })
	if err != nil || v.OK || len(v.Problems) != 2 || v.Records[0].Attachments != 1 || told < int64(len(letter())) {
		t.Fatalf("%+v %d %v", v, told, err)
	}
	for _, p := range v.Problems {
		if p.Person != "Anna" || !strings.Contains(p.File, "/blobs/") {
			t.Errorf("%+v", p)
		}
	}
	if len(v.Notes) != 1 || !strings.Contains(v.Notes[0], "1 file") {
		t.Errorf("%q", v.Notes)
	}
	if _, err := a.Verify(ctx, true, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stray); !errors.Is(err, os.ErrNotExist) {
		t.Error("the stray file stays", err)
	}
	err = a.CopyAttachment(ctx, app.Person{ID: one.Person}, one.ID, &bytes.Buffer{}, nil)
	if x := app.Explain(err); x.Code != app.Damaged || !strings.Contains(x.What, "attachment") {
		t.Errorf("%+v", x)
	}
	attach(t, a, "one.pdf", letter(), journal.ID{}) // heals it
	if got := contentOf(t, a, &one); !bytes.Equal(got, letter()) {
		t.Error("attached again, and still damaged")
	}
}

// TestBackupAttachments: a backup has the files, and a restore brings them back
// byte for byte, also those of deleted entries.
func TestBackupAttachments(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	pic := photo(t, 500, 300, 8)
	e, deleted := attach(t, a, "rash.jpg", pic, journal.ID{}), attach(t, a, "letter.pdf", letter(), journal.ID{})
	lost := attach(t, a, "lost.txt", []byte("lost"), journal.ID{})
	for _, file := range blobFiles(t, a.Dir()) {
		if info, err := os.Stat(file); err == nil && info.Size() == crypto.SealedBlobSize(4) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	anna, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Delete(ctx, anna, deleted.ID); err != nil {
		t.Fatal(err)
	}
	want := listing(t, a)
	small, err := a.Preview(ctx, anna, &e)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.age")
	made, err := a.Backup(ctx, file, app.BackupOptions{Passphrase: passphrase})
	if err != nil || made.Attachments != 2 || made.AttachmentsLeftOut != 1 {
		t.Fatalf("%+v %v", made, err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dir := filepath.Join(t.TempDir(), "restored")
	result, err := app.Restore(ctx, dir, f, withPassphrase(), fast)
	if err != nil || result.Attachments != 2 || result.AttachmentsMissing != 1 || len(result.Different) > 0 {
		t.Fatalf("%+v %v", result, err)
	}
	b, err := app.Open(dir, crypto.PassphraseSecret(passphrase), fast)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got := listing(t, b); got != want {
		t.Errorf("restored\n%s\nwant\n%s", got, want)
	}
	if got := contentOf(t, b, &e); !bytes.Equal(got, pic) {
		t.Error("the photo is another one")
	}
	if got, err := b.Preview(ctx, anna, &e); err != nil || !bytes.Equal(got, small) {
		t.Error("the preview is another one", err)
	}
	// The deleted letter is a change of the old device; its file is there all the same.
	left, err := b.Blobs(ctx, anna)
	if err != nil || len(left) != 4 {
		t.Errorf("%d files belong to the record, %v", len(left), err)
	}
	if err := b.CopyAttachment(ctx, anna, lost.ID, &bytes.Buffer{}, nil); !errors.Is(err, blobs.ErrMissing) {
		t.Error(err)
	}
	v, err := b.Verify(ctx, false, nil)
	if err != nil || len(v.Problems) != 1 || v.Records[0].Attachments != 2 || len(v.Notes) > 0 {
		t.Errorf("%+v %v", v, err)
	}
	same := attach(t, b, "again.pdf", pic, journal.ID{})
	if n := len(blobFiles(t, b.Dir())); n > 4 {
		t.Errorf("%d files: the same photo twice", n)
	}
	if got := contentOf(t, b, &same); !bytes.Equal(got, pic) {
		t.Error("the same photo is another one")
	}
}

// TestAttachOnFailingDisk fails each operation of the disk while a photo is
// attached: either it is there whole, or nothing changed.
func TestAttachOnFailingDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	ctx := context.Background()
	base := faulty.NewPower()
	a, err := app.Init(vaultDir, passphrase, options(base, 0))
	if err != nil {
		t.Fatal(err)
	}
	anna, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	pic := photo(t, 500, 300, 0)
	open := func(fsys disk.FS) *app.App {
		t.Helper()
		a, err := app.Open(vaultDir, crypto.PassphraseSecret(passphrase), options(fsys, 1))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	try := func(a *app.App) error {
		_, err := a.Attach(ctx, anna[0], bytes.NewReader(pic), app.AttachOptions{Name: "rash.jpg"})
		return err
	}
	check := func(a *app.App, acknowledged bool) {
		t.Helper()
		list, err := a.Attachments(ctx, anna[0], journal.ID{})
		if err != nil || acknowledged && len(list) != 1 {
			t.Fatalf("%d attachments, %v", len(list), err)
		}
		for i := range list {
			if !bytes.Equal(contentOf(t, a, &list[i]), pic) {
				t.Fatal("half a photo")
			}
		}
		v, err := a.Verify(ctx, true, nil)
		if err != nil || !v.OK {
			t.Fatalf("%+v %v", v, err)
		}
		if v, err = a.Verify(ctx, false, nil); err != nil || len(v.Notes) > 0 {
			t.Fatalf("%+v %v", v, err)
		}
	}
	points := 0
	for _, fault := range []faulty.Fault{
		{Ops: faulty.Space, Err: syscall.ENOSPC, Sticky: true, Torn: true}, {Err: syscall.EIO},
	} {
		for at := 1; ; at++ {
			in := faulty.NewInjector(base.Clone())
			a := open(in)
			if _, err := a.Attachments(ctx, anna[0], journal.ID{}); err != nil { // the record is open now
				t.Fatal(err)
			}
			fault.At = at
			in.Arm(fault)
			err := try(a)
			hit := in.Failed() > 0
			in.Heal()
			if err != nil && errors.Is(fault.Err, syscall.ENOSPC) && app.Explain(err).What != app.Explain(syscall.ENOSPC).What {
				t.Fatalf("operation %d: %v", at, err)
			}
			if cerr := a.Close(); cerr != nil && err == nil {
				t.Fatal(cerr)
			}
			b := open(in)
			check(b, err == nil)
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			if !hit {
				break
			}
			points++
		}
	}
	for at := 1; ; at++ { // and the power, at every change
		power := base.Clone()
		a := open(power)
		if _, err := a.Attachments(ctx, anna[0], journal.ID{}); err != nil {
			t.Fatal(err)
		}
		power.OffAfter(at)
		err := try(a)
		b := open(power.Cut(rand.New(rand.NewPCG(uint64(at), 3))))
		check(b, err == nil)
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if err == nil {
			break
		}
		points++
	}
	t.Logf("failed at %d places", points)
	if points < 30 {
		t.Errorf("only %d places", points)
	}
}
