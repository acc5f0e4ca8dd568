package crypto

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"testing"

	"filippo.io/age"
)

// vectors are the test vectors of FORMATS.md: bytes in hexadecimal, by name.
type vectors map[string]string

func readVectors(t *testing.T) vectors {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	v := vectors{}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func (v vectors) bytes(t *testing.T, name string) []byte {
	t.Helper()
	text, ok := v[name]
	if !ok {
		t.Fatalf("there is no vector %q", name)
	}
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatalf("vector %q: %v", name, err)
	}
	return b
}

// TestVectors checks every vector; those with a random part in the direction of
// opening, all others in that of making.
func TestVectors(t *testing.T) {
	v := readVectors(t)
	key, err := KeyFromBytes(v.bytes(t, "key"))
	if err != nil {
		t.Fatal(err)
	}
	id := [16]byte(v.bytes(t, "id"))
	message, passphrase := v.bytes(t, "message"), v.bytes(t, "passphrase")
	want := func(name string, got []byte, err error) {
		t.Helper()
		if err != nil || !bytes.Equal(got, v.bytes(t, name)) {
			t.Errorf("%s: %x, %v", name, got, err)
		}
	}
	want("derived", key.Derive("purpose", id[:]).Bytes(), nil)
	commitment, tag := Commitment(key, id), EpochTag(key)
	want("commitment", commitment[:], nil)
	want("epoch-tag", tag[:], nil)

	op, err := OpenOp(key, id, v.bytes(t, "sealed-op"))
	want("message", op, err)
	op, err = OpenOp(key, id, v.bytes(t, "sealed-op-2"))
	want("message", op, err)
	if day, err := SealedDay(v.bytes(t, "sealed-op-2")); day != 20600 || err != nil {
		t.Errorf("sealed-op-2 is of day %d, %v", day, err)
	}
	opID := OpID(v.bytes(t, "sealed-op"))
	want("op-id", opID[:], nil)
	root := MerkleRoot([][32]byte{opID, commitment, opID})
	want("merkle-root", root[:], nil)
	file, err := OpenFile(key, "head", v.bytes(t, "sealed-file"))
	want("message", file, err)
	sealedBlob := v.bytes(t, "sealed-blob")
	blob, err := OpenBlob(key, bytes.NewReader(sealedBlob), int64(len(sealedBlob)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(blob.Content())
	want("message", content, err)
	mac := MAC(key, message, id[:])
	want("mac", mac[:], nil)

	signer := SigningKeyFromSeed(key)
	public, signature := signer.Public(), signer.Sign("domain", message)
	publicID := public.ID()
	want("public-key", public[:], nil)
	want("public-key-id", publicID[:], nil)
	want("signature", signature[:], nil)

	hpke, err := HPKEKeyFromSeed(key)
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := Unwrap(hpke, message, v.bytes(t, "wrapped-key"))
	want("key", wrapped.Bytes(), err)

	recovery := &Recovery{seed: key}
	words := recovery.Words()
	for name, text := range map[string]string{"identity": recovery.IdentityString(), "word-1": words[0], "word-24": words[23]} {
		want(name, []byte(text), nil)
	}
	opened, err := OpenSlot(v.bytes(t, "passphrase-slot"), id, PassphraseSecret(passphrase))
	want("key", opened.Bytes(), err)
	opened, err = OpenSlot(v.bytes(t, "recovery-slot"), id, RecoverySecret(recovery))
	want("key", opened.Bytes(), err)
	for name, secret := range map[string]Secret{"by passphrase": PassphraseSecret(passphrase), "by sheet": RecoverySecret(recovery)} {
		content, backup, err := openBackup(v.bytes(t, "backup"), secret)
		want("message", content, err)
		if err == nil {
			want("backup-manifest-key", backup.ManifestKey.Bytes(), nil)
		} else {
			t.Error(name)
		}
	}
}

// TestMakeVectors writes the vectors anew when KITH_VECTORS names a file. The
// format must not change, so this is for new entries only.
func TestMakeVectors(t *testing.T) {
	path := os.Getenv("KITH_VECTORS")
	if path == "" {
		t.Skip("KITH_VECTORS names no file")
	}
	key, id, message, passphrase := fixedKey(0), testVault, []byte("headache 7"), []byte("caf\u00e9 au lait")
	v := vectors{}
	put := func(name string, b []byte) { v[name] = hex.EncodeToString(b) }
	must := func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	put("key", key.Bytes())
	put("id", id[:])
	put("message", message)
	put("passphrase", passphrase)
	put("derived", key.Derive("purpose", id[:]).Bytes())
	commitment, tag := Commitment(key, id), EpochTag(key)
	put("commitment", commitment[:])
	put("epoch-tag", tag[:])
	sealed := sealVersion1(NewOpSealer(key, id), message)
	put("sealed-op-2", must(SealOp(key, id, 20600, message)))
	opID := OpID(sealed)
	root := MerkleRoot([][32]byte{opID, commitment, opID})
	put("sealed-op", sealed)
	put("op-id", opID[:])
	put("merkle-root", root[:])
	put("sealed-file", SealFile(key, "head", message))
	var blob bytes.Buffer
	w, err := NewBlobWriter(key, &blob)
	if err == nil {
		_, err = w.Write(message)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	put("sealed-blob", blob.Bytes())
	mac := MAC(key, message, id[:])
	put("mac", mac[:])
	signer := SigningKeyFromSeed(key)
	public, signature := signer.Public(), signer.Sign("domain", message)
	publicID := public.ID()
	put("public-key", public[:])
	put("public-key-id", publicID[:])
	put("signature", signature[:])
	hpke, err := HPKEKeyFromSeed(key)
	if err != nil {
		t.Fatal(err)
	}
	put("wrapped-key", must(WrapFor(hpke.Public(), message, key)))
	recovery := &Recovery{seed: key}
	words := recovery.Words()
	put("identity", []byte(recovery.IdentityString()))
	put("word-1", []byte(words[0]))
	put("word-24", []byte(words[23]))
	phrase, err := ParsePhrase(knownPhrase)
	if err != nil {
		t.Fatal(err)
	}
	put("phrase-words", []byte(knownPhrase))
	put("phrase", phrase.Bytes())
	put("phrase-key", phrase.Stretch().Bytes())
	recipient, err := recovery.Recipient()
	if err != nil {
		t.Fatal(err)
	}
	slot := must(SealPassphraseSlot(key, id, passphrase, MinWorkFactor))
	sheetSlot := must(SealRecoverySlot(key, id, recipient))
	put("passphrase-slot", slot)
	put("recovery-slot", sheetSlot)
	backup, manifest := makeBackup(t, BackupKeys{
		VaultID: id, VaultKey: key, Slots: [][]byte{slot, sheetSlot}, Recovery: []*age.HybridRecipient{recipient},
	}, message)
	put("backup", backup)
	put("backup-manifest-key", manifest.Bytes())
	if err := os.WriteFile(path, append(must(json.MarshalIndent(v, "", "  ")), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}
