package app

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"testing"

	"kith/crypto"
	"kith/journal/disk/faulty"
)

// FuzzRestore restores backups whose seals hold and whose content is anything:
// it is refused or makes a vault that verifies.
func FuzzRestore(f *testing.F) {
	identity, keys, ops := sampleBackup(f)
	f.Add(identity, keys, ops)
	f.Add([]byte(`{}`), keys, ops)
	f.Add(identity, []byte(`{"space":"00","epochs":["AA=="]}`), ops)
	f.Add(identity, keys, []byte("\"\"\n"))
	f.Add(identity, keys, []byte("nonsense"))
	f.Add(identity, keys, ops[:len(ops)/2])
	f.Fuzz(func(t *testing.T, identity, keys, ops []byte) {
		key := crypto.NewKey()
		b, err := readHead(bytes.NewReader(sealedTar(t, key, identity, keys, ops)), key)
		if err != nil {
			t.Fatalf("the head is as it must be: %v", err)
		}
		fsys := faulty.NewPower()
		opts := Options{FS: fsys, WorkFactor: crypto.MinWorkFactor}.withDefaults()
		if _, err := build(context.Background(), "/vault", []byte("x"), b, RestoreOptions{}, opts); err != nil {
			if code := Explain(err).Code; code != Damaged && code != Failed {
				t.Fatalf("code %d: %v", code, err)
			}
			return
		}
		a, err := Open("/vault", crypto.PassphraseSecret([]byte("x")), opts)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if v, err := a.Verify(context.Background(), false, nil); err != nil || !v.OK {
			t.Fatalf("%+v %v", v, err)
		}
	})
}

// FuzzManifest reads heads of backups whose seal holds.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"kith_backup":1,"files":[{"path":"identity.json","size":0,"sha256":""}]}`), []byte{})
	f.Add([]byte(`{"kith_backup":2}`), []byte{})
	f.Add([]byte(`[`), []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, manifest, rest []byte) {
		key := crypto.NewKey()
		var head bytes.Buffer
		w := tar.NewWriter(&head)
		writeMembers(t, w, readmeName, nil, manifestName, manifest, macName, []byte(hex.EncodeToString(macOf(key, manifest))))
		head.Write(rest)
		b, err := readHead(&head, key)
		if err != nil {
			return
		}
		total := 0
		_ = b.each(context.Background(), func(_ fileJSON, content io.Reader) error { // any answer will do, but no panic
			n, err := io.Copy(io.Discard, content)
			total += int(n)
			return err
		})
		if total > len(rest) {
			t.Fatalf("%d bytes out of %d", total, len(rest))
		}
	})
}

func writeMembers(t testing.TB, w *tar.Writer, members ...any) {
	t.Helper()
	for i := 0; i < len(members); i += 2 {
		data, _ := members[i+1].([]byte)
		err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: members[i].(string), Size: int64(len(data)), Mode: 0o600})
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// sealedTar is the inside of a backup of one person with a manifest that fits.
func sealedTar(t testing.TB, key crypto.Key, identity, keys, ops []byte) []byte {
	t.Helper()
	members := []any{identityName, identity, personDir(0) + keysName, keys, personDir(0) + opsName, ops, personDir(0) + entriesName, []byte{}}
	m := manifestJSON{Version: backupVersion}
	for i := 0; i < len(members); i += 2 {
		sum := sha256.Sum256(members[i+1].([]byte))
		m.Files = append(m.Files, fileJSON{members[i].(string), int64(len(members[i+1].([]byte))), hex.EncodeToString(sum[:])})
	}
	manifest, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	writeMembers(t, w, readmeName, nil, manifestName, manifest, macName, []byte(hex.EncodeToString(macOf(key, manifest))))
	writeMembers(t, w, members...)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sampleBackup returns the parts of a real backup.
func sampleBackup(f *testing.F) (identity, keys, ops []byte) {
	f.Helper()
	ctx := context.Background()
	a, err := Init("/sample", []byte("x"), Options{FS: faulty.NewPower(), WorkFactor: crypto.MinWorkFactor})
	if err != nil {
		f.Fatal(err)
	}
	defer a.Close()
	persons, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		f.Fatal(err)
	}
	if _, err := a.Log(ctx, persons[0], "headache 7", ""); err != nil {
		f.Fatal(err)
	}
	parts, err := a.backupParts(ctx, new(BackupResult))
	if err != nil {
		f.Fatal(err)
	}
	var texts [3]bytes.Buffer
	for i := range texts {
		if err := parts[i].write(&texts[i]); err != nil {
			f.Fatal(err)
		}
	}
	return texts[0].Bytes(), texts[1].Bytes(), texts[2].Bytes()
}
