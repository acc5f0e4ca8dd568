package blobs_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/blobs"
	"kith/journal/disk"
)

// BenchmarkStore keeps and reads 16 MiB, beside a plain file that is written and
// synced, or read, in the same run.
func BenchmarkStore(b *testing.B) {
	const size = 16 << 20
	dir := b.TempDir()
	plain := content(size)
	s := blobs.New(disk.OS{}, dir, crypto.NewKey())
	ref := refOf(b, s, plain)
	path := filepath.Join(dir, "plain")
	writePlain := func() {
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(f, bytes.NewReader(plain))
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			b.Fatal(err)
		}
	}
	readPlain := func() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(io.Discard, f)
		if err := errors.Join(err, f.Close()); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("put", func(b *testing.B) {
		var plainTime time.Duration
		b.SetBytes(size)
		for range b.N {
			if _, err := s.Put(ctx, ref, bytes.NewReader(plain), nil); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(s.Name(ref)))); err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			writePlain()
			plainTime += time.Since(start)
			b.StartTimer()
		}
		b.ReportMetric(float64(b.Elapsed())/float64(plainTime), "ratio-vs-plaintext")
	})
	put(b, s, plain)
	writePlain()
	b.Run("read", func(b *testing.B) {
		var plainTime time.Duration
		b.SetBytes(size)
		for range b.N {
			if err := s.Copy(ctx, io.Discard, ref, nil); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			start := time.Now()
			readPlain()
			plainTime += time.Since(start)
			b.StartTimer()
		}
		b.ReportMetric(float64(b.Elapsed())/float64(plainTime), "ratio-vs-plaintext")
	})
}
