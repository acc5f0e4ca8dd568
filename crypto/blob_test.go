package crypto_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kith/crypto"
)

func sealBlob(t testing.TB, k crypto.Key, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := crypto.NewBlobWriter(k, &out)
	if err != nil {
		t.Fatal(err)
	}
	for rest := content; len(rest) > 0; { // in odd pieces
		n := min(len(rest), 40_961)
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openBlob(k crypto.Key, sealed []byte) ([]byte, error) {
	r, err := crypto.OpenBlob(k, bytes.NewReader(sealed), int64(len(sealed)))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r.Content())
}

func blobContent(n int) []byte {
	content := make([]byte, n)
	rng := rand.NewChaCha8([32]byte{1})
	_, _ = rng.Read(content) // ChaCha8.Read never fails
	return content
}

func TestBlobRoundTrip(t *testing.T) {
	k := crypto.NewKey()
	for _, n := range []int{0, 1, 100, crypto.BlobChunk - 1, crypto.BlobChunk, crypto.BlobChunk + 1, 3 * crypto.BlobChunk, 3*crypto.BlobChunk + 17} {
		content := blobContent(n)
		sealed := sealBlob(t, k, content)
		if int64(len(sealed)) != crypto.SealedBlobSize(int64(n)) {
			t.Errorf("%d: %d bytes sealed, not %d", n, len(sealed), crypto.SealedBlobSize(int64(n)))
		}
		got, err := openBlob(k, sealed)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d: %d bytes, %v", n, len(got), err)
		}
		if n > 64 && bytes.Contains(sealed, content[:32]) {
			t.Errorf("%d: content is in the sealed blob", n)
		}
		if _, err := openBlob(crypto.NewKey(), sealed); !errors.Is(err, crypto.ErrDamaged) {
			t.Errorf("%d: another key: %v", n, err)
		}
	}
}

func TestBlobReadAt(t *testing.T) {
	k := crypto.NewKey()
	content := blobContent(5*crypto.BlobChunk + 99)
	sealed := sealBlob(t, k, content)
	r, err := crypto.OpenBlob(k, bytes.NewReader(sealed), int64(len(sealed)))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		from := rng.IntN(len(content))
		p := make([]byte, rng.IntN(2*crypto.BlobChunk))
		n, err := r.ReadAt(p, int64(from))
		want := content[from:min(from+len(p), len(content))]
		if !bytes.Equal(p[:n], want) || (n < len(p)) != errors.Is(err, io.EOF) {
			t.Fatalf("%d bytes from %d: %d, %v", len(p), from, n, err)
		}
	}
}

// TestBlobTampering cuts, extends, swaps, drops and changes chunks: none of it goes
// unnoticed.
func TestBlobTampering(t *testing.T) {
	k := crypto.NewKey()
	const full = crypto.BlobChunk + 16
	const header = 27
	content := blobContent(4 * crypto.BlobChunk)
	sealed := sealBlob(t, k, content)
	other := sealBlob(t, k, content) // the same key: only the nonces tell them apart
	chunk := func(b []byte, i int) []byte { return b[header+i*full : header+(i+1)*full] }
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	head := sealed[:header]
	cases := map[string][]byte{
		"nothing":          {},
		"header alone":     head,
		"cut at a chunk":   sealed[:header+3*full],
		"cut in a chunk":   sealed[:len(sealed)-5],
		"extended":         append(bytes.Clone(sealed), 0),
		"a chunk more":     join(sealed, chunk(sealed, 3)),
		"two chunks moved": join(head, chunk(sealed, 1), chunk(sealed, 0), chunk(sealed, 2), chunk(sealed, 3)),
		"one dropped":      join(head, chunk(sealed, 0), chunk(sealed, 2), chunk(sealed, 3)),
		"one of another":   join(head, chunk(other, 0), chunk(sealed, 1), chunk(sealed, 2), chunk(sealed, 3)),
		"header of other":  join(other[:header], sealed[header:]),
	}
	for name, damaged := range cases {
		if _, err := openBlob(k, damaged); !errors.Is(err, crypto.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for at := 0; at < len(sealed); at += 9973 {
		damaged := bytes.Clone(sealed)
		damaged[at] ^= 1
		if _, err := openBlob(k, damaged); !errors.Is(err, crypto.ErrDamaged) && !errors.Is(err, crypto.ErrNewerFormat) {
			t.Errorf("byte %d: %v", at, err)
		}
	}
	newer := bytes.Clone(sealed)
	newer[7]++
	if _, err := openBlob(k, newer); !errors.Is(err, crypto.ErrNewerFormat) {
		t.Errorf("a newer version: %v", err)
	}
}

func TestBlobTooLarge(t *testing.T) {
	w, err := crypto.NewBlobWriter(crypto.NewKey(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	piece := make([]byte, 16<<20)
	for range crypto.MaxBlobSize / len(piece) {
		if _, err := w.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write([]byte{1}); !errors.Is(err, crypto.ErrTooLarge) {
		t.Error(err)
	}
	if err := w.Close(); !errors.Is(err, crypto.ErrTooLarge) {
		t.Error(err)
	}
	sealed := make(zeros, 0)
	if _, err := crypto.OpenBlob(crypto.NewKey(), sealed, crypto.SealedBlobSize(crypto.MaxBlobSize)+1); !errors.Is(err, crypto.ErrDamaged) {
		t.Error(err)
	}
}

// zeros is as many zero bytes as anybody asks for.
type zeros []byte

func (zeros) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

func FuzzOpenBlob(f *testing.F) {
	k, err := crypto.KeyFromBytes([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{})
	f.Add(sealBlob(f, k, nil))
	f.Add(sealBlob(f, k, []byte("a photo")))
	long := sealBlob(f, k, blobContent(crypto.BlobChunk+5))
	f.Add(long)
	f.Add(long[:len(long)-21])
	f.Fuzz(func(t *testing.T, sealed []byte) {
		got, err := openBlob(k, sealed)
		if err != nil {
			if !errors.Is(err, crypto.ErrDamaged) && !errors.Is(err, crypto.ErrNewerFormat) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if int64(len(sealed)) != crypto.SealedBlobSize(int64(len(got))) {
			t.Fatalf("%d bytes of %d", len(got), len(sealed))
		}
	})
}

func ExampleOpenBlob() {
	key := crypto.NewKey() // of this attachment alone
	var sealed bytes.Buffer
	w, err := crypto.NewBlobWriter(key, &sealed)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := io.WriteString(w, "a scanned letter"); err != nil {
		fmt.Println(err)
		return
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
		return
	}
	r, err := crypto.OpenBlob(key, bytes.NewReader(sealed.Bytes()), int64(sealed.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	content, err := io.ReadAll(r.Content())
	fmt.Println(string(content), err)
	// Output: a scanned letter <nil>
}

// BenchmarkBlob seals and opens 32 MiB of a file into a file, beside a plain copy
// of the same file made in the same run.
func BenchmarkBlob(b *testing.B) {
	const size = 32 << 20
	dir := b.TempDir()
	plain, sealed, out := filepath.Join(dir, "plain"), filepath.Join(dir, "sealed"), filepath.Join(dir, "out")
	if err := os.WriteFile(plain, blobContent(size), 0o600); err != nil {
		b.Fatal(err)
	}
	k := crypto.NewKey()
	copyTo := func(path string, r io.Reader, wrap func(io.Writer) (io.WriteCloser, error)) {
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		w, err := wrap(f)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{r}, make([]byte, crypto.BlobChunk)); err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(w.Close(), f.Close()); err != nil {
			b.Fatal(err)
		}
	}
	open := func(path string) *os.File {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		return f
	}
	asIs := func(w io.Writer) (io.WriteCloser, error) { return nopCloser{w}, nil }
	plainCopy := func() { f := open(plain); defer f.Close(); copyTo(out, f, asIs) }
	seal := func() {
		f := open(plain)
		defer f.Close()
		copyTo(sealed, f, func(w io.Writer) (io.WriteCloser, error) { return crypto.NewBlobWriter(k, w) })
	}
	unseal := func() {
		f := open(sealed)
		defer f.Close()
		r, err := crypto.OpenBlob(k, f, crypto.SealedBlobSize(size))
		if err != nil {
			b.Fatal(err)
		}
		copyTo(out, r.Content(), asIs)
	}
	seal()
	for _, bench := range []struct {
		name string
		do   func()
	}{{"seal", seal}, {"open", unseal}} {
		b.Run(bench.name, func(b *testing.B) {
			var copies int64
			b.SetBytes(size)
			for range b.N {
				bench.do()
				b.StopTimer()
				copies += int64(timed(plainCopy))
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed())/float64(max(copies, 1)), "ratio-vs-plain-copy")
		})
	}
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}
