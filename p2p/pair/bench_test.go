package pair

import (
	"context"
	"testing"
	"time"
)

// BenchmarkHandshake measures a handshake of both sides, as a ratio to the one
// X25519 agreement of both sides that it cannot do without.
func BenchmarkHandshake(b *testing.B) {
	const agreements = 200
	began := time.Now()
	for range agreements {
		if err := bareAgreement(); err != nil {
			b.Fatal(err)
		}
	}
	bare := time.Since(began) / agreements
	opening := openingOf(testInvitation(b, PurposeDevice), testSecret(), Options{})
	for b.Loop() {
		joiner, inviter := pipe()
		done := make(chan *Session, 1)
		go func() {
			s, _, err := Answer(context.Background(), inviter, inviterPeer, []*Opening{opening}, atTestNow)
			if err != nil {
				b.Error(err)
			}
			done <- s
		}()
		s, err := Start(context.Background(), joiner, joinerPeer, testSecret(), testNow)
		if err != nil {
			b.Fatal(err)
		}
		other := <-done
		s.Close()
		other.Close()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(bare), "ratio-vs-x25519")
}
