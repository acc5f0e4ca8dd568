package p2p

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kith/p2p/link"
)

func TestGossip(t *testing.T) {
	leakCheck(t)
	const n, messages = 12, 40
	hs := kin(t, n)
	for i, h := range hs { // a ring, and one chord each: nobody knows everybody
		for _, step := range []int{1, 4} {
			to := hs[(i+step)%n]
			h.Learn(to.Self(), to.Addresses())
		}
	}
	var mu sync.Mutex
	got := make([]map[string]int, n)
	topics := make([]link.Topic, n)
	for i, h := range hs {
		got[i] = map[string]int{}
		topic, err := h.Topic("3f1c")
		if err != nil {
			t.Fatal(err)
		}
		topics[i] = topic
		topic.Messages(func(_ link.Peer, data []byte) {
			mu.Lock()
			got[i][string(data)]++
			mu.Unlock()
		})
	}
	if _, err := hs[0].Topic("3f1c"); err == nil {
		t.Error("a topic is joined twice")
	}
	eventually(t, "everybody has neighbours in the topic", func() bool {
		for _, joined := range topics {
			if len(joined.(*topic).t.ListPeers()) < 2 {
				return false
			}
		}
		return true
	})
	time.Sleep(1200 * time.Millisecond) // one heartbeat, which makes the mesh
	for m := range messages {
		if err := topics[m%n].Publish(fmt.Appendf(nil, "message %d", m)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "all messages are everywhere", func() bool {
		mu.Lock()
		defer mu.Unlock()
		for i := range got {
			want := messages
			for m := range messages {
				if m%n == i {
					want-- // its own are not told
				}
			}
			if len(got[i]) != want {
				return false
			}
		}
		return true
	})
	mu.Lock()
	for i := range got {
		for m, times := range got[i] {
			if times != 1 {
				t.Errorf("host %d got %q %d times", i, m, times)
			}
		}
	}
	mu.Unlock()
	if err := topics[0].Publish([]byte(strings.Repeat("x", maxGossip))); err == nil {
		t.Error("a message without end is published")
	}
	if err := topics[0].Close(); err != nil {
		t.Fatal(err)
	}
	if err := topics[0].Publish([]byte("x")); err == nil {
		t.Error("publish in a topic that was left")
	}
	if _, err := hs[0].Topic("3f1c"); err != nil {
		t.Errorf("join again: %v", err)
	}
}
