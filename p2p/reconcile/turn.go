package reconcile

import "context"

// turn is the handling of one message: it takes the answers to what we asked, and
// writes ours to what they ask in turn.
type turn struct {
	s    *Session
	ctx  context.Context
	in   *reader
	room int // bytes of the reply that are free for what need not be said

	answered int    // questions of the message
	tags     []byte // the reply: what is said of each fingerprint
	tagged   int
	body     []byte // the reply: all else
	asked    []question
	have     []ID
	differs  bool
}

// take goes through the message. s.asked says what it has to consist of.
func (t *turn) take() error {
	fingerprints := 0
	for _, q := range t.s.asked {
		if q.ids == nil {
			fingerprints++
		}
	}
	tags := t.in.tags(fingerprints)
	n := 0
	for _, q := range t.s.asked {
		var err error
		if q.ids != nil {
			t.lacked(q.ids)
		} else {
			err = t.answer(q.span, tagAt(tags, n))
			n++
		}
		if err == nil {
			err = t.in.err
		}
		if err != nil {
			return err
		}
	}
	if len(t.in.rest) > 0 {
		t.in.fail("%d bytes too many", len(t.in.rest))
	}
	return t.in.err
}

// lacked takes the answer to a list of ours.
func (t *turn) lacked(ids []ID) {
	bits := t.in.lacks(len(ids))
	for i := range ids {
		if bits[i/8]>>(i%8)&1 == 1 {
			t.found(&ids[i])
		}
	}
}

func (t *turn) found(id *ID) {
	t.differs = true
	if t.s.found == MaxHave {
		t.s.more = true
		return
	}
	t.s.found++
	t.have = append(t.have, *id)
}

// answer takes what the peer says of a span whose fingerprint we gave.
func (t *turn) answer(s span, tag byte) error {
	first := t.s.messages == 1
	if first && tag != tagSplit && tag != tagList {
		t.in.fail("the first message compares nothing")
		return nil
	}
	if !first && tag != tagEqual {
		t.differs = true
	}
	switch tag {
	case tagSplit:
		return t.compare(s, t.in.split(s, first))
	case tagList:
		shorts, size := t.in.list()
		if t.in.err != nil {
			return nil
		}
		if first && len(shorts) > 0 {
			t.in.fail("the first message lists ids")
			return nil
		}
		return t.match(s, shorts, size)
	case tagLater:
		t.s.more = true
	}
	return nil
}

// compare takes the fingerprints of the parts that the peer split s into.
func (t *turn) compare(s span, parts []span) error {
	size := rangeSize
	if t.s.messages == 1 {
		size = wholeSize
	}
	theirs := t.in.bytes(size * len(parts))
	if t.in.err != nil {
		return nil
	}
	ours, err := t.s.ix.totals(t.ctx, s, parts)
	if err != nil {
		return err
	}
	for i, p := range parts {
		fp := t.s.salt.fingerprint(hashRange, ours[i])
		if string(fp[:size]) == string(theirs[i*size:(i+1)*size]) {
			t.tag(tagEqual)
			continue
		}
		t.differs = true
		if err := t.closer(p, ours[i].count); err != nil {
			return err
		}
	}
	return nil
}

// closer answers a fingerprint that differs from ours of count ops.
func (t *turn) closer(s span, count uint64) error {
	if count > listed {
		return t.split(s)
	}
	ids, err := t.s.ix.list(t.ctx, s)
	if err != nil {
		return err
	}
	ahead := t.s.peer - min(t.s.peer, t.s.ix.Count())
	size := shortSize(len(ids), ahead)
	if len(ids) > maxList || !t.fits(1+2+len(ids)*size) { // more than before: they have just arrived
		t.tag(tagLater)
		return nil
	}
	t.tag(tagList)
	t.body = appendList(t.body, ids, size, &t.s.salt)
	if len(ids) > 0 {
		t.asked = append(t.asked, question{s, ids})
	}
	return nil
}

func (t *turn) split(s span) error {
	const largest = 1 + 1 + (ways-1)*5 + ways*rangeSize
	if !t.fits(largest) {
		t.tag(tagLater)
		return nil
	}
	var parts []span
	if s.oneDay() {
		parts = s.atDigits()
	} else {
		parts = s.atDays(t.s.ix.cuts(s))
	}
	totals, err := t.s.ix.totals(t.ctx, s, parts)
	if err != nil {
		return err
	}
	t.tag(tagSplit)
	t.body = appendSplit(t.body, s, parts)
	for i, p := range parts {
		fp := t.s.salt.fingerprint(hashRange, totals[i])
		t.body = append(t.body, fp[:rangeSize]...)
		t.asked = append(t.asked, question{span: p})
	}
	return nil
}

// match answers a list of the peer's ids in s: what it does not list of ours, it
// lacks, and it is told which of its own we lack.
func (t *turn) match(s span, shorts []uint64, size int) error {
	place := make(map[uint64]int, len(shorts))
	for i, short := range shorts {
		place[short] = i
	}
	seen := make([]bool, len(shorts))
	err := t.s.ix.each(t.ctx, s, func(ids []ID) bool {
		for i := range ids {
			if len(shorts) > 0 {
				if at, ok := place[t.s.salt.short(&ids[i], size)]; ok {
					seen[at] = true
					continue
				}
			}
			t.found(&ids[i])
		}
		return len(shorts) > 0 || t.s.found < MaxHave || !t.s.more
	})
	if err != nil || len(shorts) == 0 {
		return err
	}
	t.answered++
	lacks := make([]byte, (len(shorts)+7)/8)
	for i, short := range shorts {
		if !seen[place[short]] {
			lacks[i/8] |= 1 << (i % 8)
		}
	}
	t.body = append(t.body, lacks...)
	return nil
}

// fits takes n bytes of the reply's room, if they are there.
func (t *turn) fits(n int) bool {
	if n > t.room {
		return false
	}
	t.room -= n
	return true
}

// tag says something of the next fingerprint of the peer.
func (t *turn) tag(tag byte) {
	if tag == tagLater {
		t.s.more = true
	}
	if t.tagged%4 == 0 {
		t.tags = append(t.tags, 0)
	}
	t.tags[t.tagged/4] |= tag << (2 * (t.tagged % 4))
	t.tagged++
	t.answered++
}
