package space

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space/members"
)

// benchOps returns a space of n ops of 256 bytes and how to join it. Most ops were
// written in transactions of ten.
func benchOps(b *testing.B, n int) (Welcome, Identity, crypto.PublicKey, [][]byte) {
	b.Helper()
	owner, guest := newIdentity(b), newIdentity(b)
	s, _ := newSpace(b, owner)
	w, err := s.Admit(context.Background(), guest.Certificate(), members.Writer, nil, true)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i < n; i += 1000 {
		err := s.Update(context.Background(), func(tx *Tx) error {
			for k := range 1000 {
				if _, err := tx.AppendIn(Category(1+k%8), opLine, fmt.Sprint("Headache 7, after a long walk in the rain, no. ", i+k)); err != nil {
					return err
				}
				if k%10 == 9 {
					if err := tx.finish(); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return w, guest, owner.Device.Public(), sealedOps(b, s)
}

// BenchmarkReceive takes 100,000 ops of one device into a joined space, in parts
// of 4096 as syncing hands them over: opened, authenticated and stored, with a
// projection of one row for each. Beside it, in the same run, what opening the
// same ops and nothing else takes on one processor.
func BenchmarkReceive(b *testing.B) {
	const n = 100_000
	w, guest, writer, ops := benchOps(b, n)
	keys := wireKeys{}
	for _, k := range w.Keys {
		keys = keys.with(w.Space, k.Epoch, k.Category, k.Key)
	}
	var receiving, opening, verifying time.Duration
	rounds := 0
	for b.Loop() {
		rounds++
		cfg := config(b, w.Space, guest)
		s, err := Join(context.Background(), cfg, w)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		for from := 0; from < len(ops); from += 4096 {
			r, err := s.Receive(context.Background(), ops[from:min(from+4096, len(ops))])
			if err != nil || r.Waiting+len(r.Refused) > 0 {
				b.Fatal(r, err)
			}
		}
		receiving += time.Since(start)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		for _, op := range ops {
			o, err := keys.read(w.Space, op)
			if err != nil || o.op == nil {
				b.Fatal(err)
			}
		}
		opening += time.Since(start)
		o, err := keys.read(w.Space, ops[len(ops)-1])
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		for range len(ops) / 100 {
			if !crypto.Verify(writer, opDomain, o.signed, o.signature) {
				b.Fatal("signature")
			}
		}
		verifying += time.Since(start) * 100
	}
	b.ReportMetric(receiving.Seconds()/float64(rounds), "s-received")
	b.ReportMetric(float64(len(ops)*rounds)/receiving.Seconds(), "ops/s")
	b.ReportMetric(float64(receiving)/float64(opening), "ratio-vs-opening-alone")
	b.ReportMetric(float64(receiving)/float64(verifying), "ratio-vs-a-signature-for-each")
}
