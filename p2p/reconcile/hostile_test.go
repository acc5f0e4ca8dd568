package reconcile

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func someSet(n, days int) *memory {
	r := rand.New(rand.NewPCG(3, 4))
	m := newMemory()
	for i := range n {
		m.add(item{20000 + r.Uint32N(uint32(days)), nth(i)})
	}
	return m
}

// first is the first message of a session with the given parts of everything.
func first(count uint64, body ...byte) []byte {
	msg := append([]byte{version}, make([]byte, 16)...)
	return append(binary.AppendUvarint(msg, count), body...)
}

func TestFirstMessagesThatAreNone(t *testing.T) {
	set := someSet(100, 3)
	_, good := newInitiator(index(t, set), salt{})
	fps := make([]byte, 17*wholeSize)
	for name, c := range map[string]struct {
		msg  []byte
		want error
	}{
		"empty":                 {nil, ErrMessage},
		"another version":       {append([]byte{2}, good[1:]...), ErrVersion},
		"cut":                   {good[:len(good)-1], ErrMessage},
		"too long":              {append(slices.Clone(good), 0), ErrMessage},
		"oversized":             {make([]byte, MaxMessage+1), ErrMessage},
		"equal, out of the air": {first(1, tagEqual), ErrMessage},
		"later":                 {first(1, tagLater), ErrMessage},
		"unused bits":           {first(1, tagList|4, 0), ErrMessage},
		"a list":                {first(1, tagList, 1, 4, 1, 2, 3, 4), ErrMessage},
		"no parts":              {first(1, tagSplit, 0), ErrMessage},
		"17 parts":              {first(1, append(append([]byte{tagSplit, 17}, []byte(strings.Repeat("\x01", 16))...), fps...)...), ErrMessage},
		"a part of no days":     {first(1, append([]byte{tagSplit, 2, 0}, fps[:16]...)...), ErrMessage},
		"beyond all days":       {first(1, append([]byte{tagSplit, 2, 0x80, 0x80, 0x80, 0x80, 0x10}, fps[:16]...)...), ErrMessage},
		"an endless number":     {append([]byte{version}, []byte(strings.Repeat("\xff", 40))...), ErrMessage},
	} {
		s := NewResponder(index(t, set))
		step, err := s.Step(t.Context(), c.msg)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if step.Reply != nil || step.Have != nil || step.Equal {
			t.Errorf("%s: something came of it all the same", name)
		}
	}
}

// TestCutAndChangedMessages: each message of a real session, cut at each byte and
// with each byte changed. Nothing but an error or another outcome may come of it.
func TestCutAndChangedMessages(t *testing.T) {
	a, b := someSet(900, 5), someSet(1000, 5)
	real := session(t, a, b, salt{}).messages
	if len(real) < 4 {
		t.Fatal("the session is too short for this test")
	}
	try := func(at int, msg []byte) {
		sa, _ := newInitiator(index(t, a), salt{})
		sides := [2]*Session{NewResponder(index(t, b)), sa}
		for i := range at {
			if _, err := sides[i%2].Step(t.Context(), real[i]); err != nil {
				t.Fatal(err)
			}
		}
		step, err := sides[at%2].Step(t.Context(), msg)
		if err == nil && len(step.Reply) > MaxMessage {
			t.Fatal("the reply is too large")
		}
		if step.Equal {
			t.Fatalf("message %d changed: sets that differ are called equal", at)
		}
		if err != nil && len(msg) < len(real[at]) && !errors.Is(err, ErrMessage) {
			t.Fatalf("message %d cut: %v", at, err)
		}
		if err == nil && len(msg) < len(real[at]) {
			t.Fatalf("message %d cut at %d is accepted", at, len(msg))
		}
	}
	for at, msg := range real {
		step := max(1, len(msg)/60)
		for n := 0; n < len(msg); n += step {
			try(at, msg[:n])
			changed := slices.Clone(msg)
			changed[n] ^= 1 << (n % 8)
			try(at, changed)
		}
	}
}

// TestEqualIsNotTakenOnTrust: who calls sets equal has to know the sum of ours.
func TestEqualIsNotTakenOnTrust(t *testing.T) {
	set := someSet(100, 3)
	s, msg := newInitiator(index(t, set), salt{})
	parts := len(s.asked)
	lie := append(binary.AppendUvarint(nil, 100), make([]byte, wholeSize+(parts+3)/4)...)
	step, err := s.Step(t.Context(), lie)
	if !errors.Is(err, ErrMessage) || step.Equal {
		t.Errorf("%v, %+v", err, step)
	}

	// One that has less may see that it differs, or say so, but not that it is equal.
	less := NewResponder(index(t, someSet(99, 3)))
	if step, err := less.Step(t.Context(), msg); err != nil || step.Equal {
		t.Errorf("%v, %+v", err, step)
	}
}

// endless answers every fingerprint with a split into parts that differ from
// anything: the most that a peer can do to keep a session going.
func endless(asked []question, header []byte, root bool) []byte {
	msg := header
	var body []byte
	tags := make([]byte, 0, len(asked)/4+1)
	n := 0
	for _, q := range asked {
		if q.ids != nil {
			body = append(body, make([]byte, (len(q.ids)+7)/8)...)
			continue
		}
		if n%4 == 0 {
			tags = append(tags, 0)
		}
		size, tag := ways*rangeSize, byte(tagSplit)
		switch {
		case q.span.oneDay() && q.span.depth == 64:
			tag = tagLater
		case q.span.oneDay():
		default:
			// One day more of the front each time, to make it last.
			body = append(body, 2, 1)
			size = 2 * rangeSize
			if root {
				size = 2 * wholeSize
			}
		}
		if tag == tagSplit {
			for range size {
				body = append(body, byte(len(body)*7+1))
			}
		}
		tags[n/4] |= tag << (2 * (n % 4))
		n++
	}
	return append(append(msg, tags...), body...)
}

func TestEndlessRounds(t *testing.T) {
	for _, days := range []int{1, 5, 400} {
		t.Run(fmt.Sprint(days), func(t *testing.T) {
			set := someSet(20_000, days)
			s := NewResponder(index(t, set))
			msg := endless(s.asked, first(1<<40), true)
			rounds := 0
			for {
				if len(msg) > MaxMessage {
					t.Logf("after %d messages the peer's own are too large", rounds)
					break
				}
				step, err := s.Step(t.Context(), msg)
				if errors.Is(err, ErrRounds) || errors.Is(err, ErrWork) || step.Done {
					t.Logf("ended after %d messages: %v", rounds, err)
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if rounds++; rounds > MaxMessages {
					t.Fatal("it does not end")
				}
				msg = endless(s.asked, nil, false)
			}
			if most := readings*20_000 + cachedIDs + 20_000; set.reads > most {
				t.Errorf("%d ids read, at most %d are meant", set.reads, most)
			}
		})
	}
}

// TestReadingIsBounded: days that do not fit the cache are read again with every
// message. A peer that goes a digit deeper each time makes us do that, not for long.
func TestReadingIsBounded(t *testing.T) {
	set := newMemory()
	for day := range uint32(3) { // three days, two of which do not fit together
		for i := range cachedIDs * 2 / 3 {
			set.add(item{day, nth(int(day)<<20 + i)})
		}
	}
	s := NewResponder(index(t, store(t, set)))
	msg := first(9, append([]byte{tagSplit, 1}, make([]byte, wholeSize)...)...)
	var err error
	var step Step
	for rounds := 0; err == nil && !step.Done; rounds++ {
		if step, err = s.Step(t.Context(), msg); err != nil {
			break
		}
		// Answer with a split of the first part of each day, as deep as it goes.
		var body []byte
		tags := make([]byte, (len(s.asked)+3)/4)
		seen := map[uint32]bool{}
		for n, q := range s.asked {
			if q.ids != nil || seen[q.span.lo] || !q.span.oneDay() {
				continue
			}
			seen[q.span.lo] = true
			tags[n/4] |= tagSplit << (2 * (n % 4))
			body = append(body, make([]byte, ways*rangeSize)...)
		}
		msg = append(tags, body...)
		if s.messages == 2 {
			msg = append(append(binary.AppendUvarint(nil, 9), make([]byte, wholeSize)...), msg...)
		}
	}
	count := cachedIDs * 2 / 3 * 3
	if most := readings*count + cachedIDs + count; set.reads > most {
		t.Errorf("%d ids read, at most %d are meant", set.reads, most)
	}
}

// TestGuards: the last lines of defence. Spans that narrow with each message and
// lists that end them keep a session from ever getting there.
func TestGuards(t *testing.T) {
	_, msg := newInitiator(index(t, someSet(900, 1)), salt{})
	late := NewResponder(index(t, someSet(1000, 1)))
	late.messages = MaxMessages
	if _, err := late.Step(t.Context(), msg); !errors.Is(err, ErrRounds) {
		t.Errorf("after too many messages: %v", err)
	}
	busy := NewResponder(index(t, someSet(1000, 1)))
	busy.ix.read = 1 << 40
	if _, err := busy.Step(t.Context(), msg); !errors.Is(err, ErrWork) {
		t.Errorf("after too much reading: %v", err)
	}
}

// TestMemoryIsBounded: a large set against a peer that says that all of it differs.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("a set of 400,000")
	}
	src := store(t, someSet(400_000, 40))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := NewResponder(index(t, src))
	msg := endless(s.asked, first(1), true)
	for rounds := 0; rounds < MaxMessages && len(msg) <= MaxMessage; rounds++ {
		step, err := s.Step(t.Context(), msg)
		if err != nil || step.Done {
			break
		}
		msg = endless(s.asked, nil, false)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 24<<20 {
		t.Errorf("the session holds %d KiB", grown>>10)
	} else {
		t.Logf("the session holds %d KiB", grown>>10)
	}
	runtime.KeepAlive(s)
	runtime.KeepAlive(src)
}

// play gives a session the messages that data is cut into: two bytes of length, then
// the message.
func play(ctx context.Context, s *Session, data []byte) (replies [][]byte, have []ID) {
	for len(data) >= 2 {
		n := min(int(binary.BigEndian.Uint16(data)), len(data)-2)
		step, err := s.Step(ctx, data[2:2+n])
		if err != nil || step.Done {
			return append(replies, step.Reply), append(have, step.Have...)
		}
		replies, have = append(replies, step.Reply), append(have, step.Have...)
		data = data[2+n:]
	}
	return replies, have
}

func frames(messages ...[]byte) []byte {
	var data []byte
	for _, m := range messages {
		data = binary.BigEndian.AppendUint16(data, uint16(len(m)))
		data = append(data, m...)
	}
	return data
}

func mustBeOurs(t *testing.T, set *memory, replies [][]byte, have []ID) {
	for _, r := range replies {
		if len(r) > MaxMessage {
			t.Fatal("a reply is too large")
		}
	}
	all := map[ID]bool{}
	for _, ids := range set.days {
		for _, id := range ids {
			all[id] = true
		}
	}
	for _, id := range have {
		if !all[id] {
			t.Fatal("an id is reported that is not ours, or twice")
		}
		all[id] = false
	}
}

// FuzzResponder gives a responder whatever comes.
func FuzzResponder(f *testing.F) {
	a, b := someSet(250, 4), someSet(300, 4)
	var from [][]byte
	for i, m := range session(f, a, b, salt{}).messages {
		if i%2 == 0 {
			from = append(from, m)
		}
	}
	f.Add(frames(from...))
	f.Add(frames(first(0, tagList, 0)))
	f.Add(frames(first(1, append([]byte{tagSplit, 1}, make([]byte, 8)...)...)))
	f.Fuzz(func(t *testing.T, data []byte) {
		replies, have := play(t.Context(), NewResponder(index(t, b)), data)
		mustBeOurs(t, b, replies, have)
	})
}

// FuzzInitiator gives an initiator whatever comes.
func FuzzInitiator(f *testing.F) {
	a, b := someSet(250, 4), someSet(300, 4)
	var from [][]byte
	for i, m := range session(f, a, b, salt{}).messages {
		if i%2 == 1 {
			from = append(from, m)
		}
	}
	f.Add(frames(from...))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, _ := newInitiator(index(t, a), salt{})
		replies, have := play(t.Context(), s, data)
		mustBeOurs(t, a, replies, have)
	})
}

// FuzzSession changes one byte of one message of a whole session between two real
// sides, and lets it go on.
func FuzzSession(f *testing.F) {
	a, b := someSet(250, 4), someSet(300, 4)
	f.Add(uint8(0), uint16(20), uint8(1))
	f.Add(uint8(1), uint16(9), uint8(3))
	f.Add(uint8(2), uint16(0), uint8(0x40))
	f.Fuzz(func(t *testing.T, which uint8, at uint16, by uint8) {
		sa, msg := newInitiator(index(t, a), salt{})
		sides := [2]*Session{NewResponder(index(t, b)), sa}
		sets := [2]*memory{b, a}
		var have [2][]ID
		for turn := 0; msg != nil; turn++ {
			if turn == int(which) && len(msg) > 0 {
				msg = slices.Clone(msg)
				msg[int(at)%len(msg)] ^= by
			}
			step, err := sides[turn%2].Step(t.Context(), msg)
			if err != nil {
				break
			}
			if step.Equal {
				t.Fatal("sets that differ are called equal")
			}
			have[turn%2] = append(have[turn%2], step.Have...)
			msg = step.Reply
		}
		for i := range sets {
			mustBeOurs(t, sets[i], nil, have[i])
		}
	})
}
