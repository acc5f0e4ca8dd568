package replica

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

func TestMailbox(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := openTestStore(t, StoreConfig{Now: func() time.Time { return now }})
	ctx, hour := t.Context(), now.Add(time.Hour)
	box := func(n byte) Box { return Box{n} }
	if _, err := s.Get(ctx, box(1)); !errors.Is(err, ErrNoBox) {
		t.Errorf("an empty box: %v", err)
	}
	for i, want := range []error{nil, nil, ErrTaken} {
		if err := s.Put(ctx, box(1), []byte{byte(i / 2), 1}, hour, true); !errors.Is(err, want) {
			t.Errorf("put %d: %v, want %v", i, err, want)
		}
	}
	if got, err := s.Get(ctx, box(1)); err != nil || !bytes.Equal(got, []byte{0, 1}) {
		t.Errorf("got %x, %v", got, err)
	}
	for name, err := range map[string]error{
		"empty": s.Put(ctx, box(2), nil, hour, false),
		"large": s.Put(ctx, box(2), make([]byte, MaxBoxSize+1), hour, false),
		"late":  s.Put(ctx, box(2), []byte{1}, now, false),
	} {
		if !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Empty(ctx, box(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(ctx, box(1)); !errors.Is(err, ErrNoBox) {
		t.Errorf("an emptied box: %v", err)
	}
	if err := s.Put(ctx, box(3), []byte("kept"), now.Add(1000*time.Hour), false); err != nil {
		t.Fatal(err)
	}
	now = now.Add(MaxBoxTime - time.Second)
	if _, err := s.Get(ctx, box(3)); err != nil {
		t.Error(err)
	}
	now = now.Add(2 * time.Second)
	if _, err := s.Get(ctx, box(3)); !errors.Is(err, ErrNoBox) {
		t.Errorf("a box whose time is over: %v", err)
	}
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if st, err := s.Status(ctx); err != nil || st.Boxes != 0 {
		t.Errorf("%+v, %v", st, err)
	}
}

// TestMailboxFull: strangers fill half of it, not the rest.
func TestMailboxFull(t *testing.T) {
	s := openTestStore(t, StoreConfig{})
	ctx, later := t.Context(), time.Now().Add(time.Hour)
	content := make([]byte, MaxBoxSize)
	put := func(n int, stranger bool) error {
		return s.Put(ctx, Box{byte(n), byte(n >> 8), 1}, content, later, stranger)
	}
	n := 0
	for ; ; n++ {
		if err := put(n, true); errors.Is(err, ErrQuota) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if want := MaxMailbox / 2 / (MaxBoxSize + boxCost); n != want {
		t.Errorf("strangers put %d boxes, want %d", n, want)
	}
	if err := put(n, false); err != nil {
		t.Errorf("a device of a space: %v", err)
	}
}
