package faulty

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// sectorSize is what a disk writes whole or not at all, in bytes.
const sectorSize = 512

// A node is a file or a folder: what programs see of it now, what is safe, and
// what has happened since.
type node struct {
	data  []byte           // a file's content now
	names map[string]*node // a folder's names now; nil for a file

	safeData  []byte
	sectors   map[int][]sector // versions of a sector since the last sync
	sizes     []size           // sizes since the last sync
	era       int              // truncations since the last sync
	safeNames map[string]*node
}

// A sector is its content after one unsynced write or truncation. A disk may
// have written any of these versions when the power goes, but a truncation is
// one step of the file system's own journal: nothing later survives without it.
type sector struct {
	era  int
	cut  bool // this version is the truncation's
	data [sectorSize]byte
}

type size struct{ era, bytes int }

// A nameChange is a create, remove or rename.
type nameChange struct {
	n        *node
	from, to *node // folders; from is nil for a create, to for a remove
	oldName  string
	newName  string
}

func newDir() *node {
	return &node{names: map[string]*node{}, safeNames: map[string]*node{}}
}

// see makes the change visible to programs.
func (c nameChange) see() {
	if c.from != nil {
		delete(c.from.names, c.oldName)
	}
	if c.to != nil {
		c.to.names[c.newName] = c.n
	}
}

// save makes the change survive a power cut.
func (c nameChange) save() {
	if c.from != nil && c.from.safeNames[c.oldName] == c.n {
		delete(c.from.safeNames, c.oldName)
	}
	if c.to != nil {
		c.to.safeNames[c.newName] = c.n
	}
}

func (n *node) syncData() {
	n.safeData = resize(n.safeData, len(n.data))
	for i := range n.sectors {
		if from := i * sectorSize; from < len(n.data) {
			to := min(from+sectorSize, len(n.data))
			copy(n.safeData[from:to], n.data[from:to])
		}
	}
	n.sectors, n.sizes, n.era = nil, nil, 0
}

func (n *node) write(b []byte, off int) {
	if len(b) == 0 {
		return
	}
	end := off + len(b)
	n.data = resize(n.data, max(end, len(n.data)))
	copy(n.data[off:], b)
	n.note(off/sectorSize, (end-1)/sectorSize, false)
}

func (n *node) truncate(bytes int) {
	n.era++
	last := (max(bytes, len(n.data)) - 1) / sectorSize
	n.data = resize(n.data, bytes)
	n.note(bytes/sectorSize, last, true)
}

// resize cuts b, or extends it with zeros.
func resize(b []byte, n int) []byte {
	if n <= len(b) {
		clear(b[n:])
		return b[:n]
	}
	return append(b, make([]byte, n-len(b))...)
}

// note remembers the sectors from first to last, and the size, as they are now.
func (n *node) note(first, last int, cut bool) {
	if n.sectors == nil {
		n.sectors = map[int][]sector{}
	}
	for i := first; i <= last; i++ {
		v := sector{era: n.era, cut: cut}
		if i*sectorSize < len(n.data) {
			copy(v.data[:], n.data[i*sectorSize:])
		}
		n.sectors[i] = append(n.sectors[i], v)
	}
	n.sizes = append(n.sizes, size{n.era, len(n.data)})
}

// copyWith returns a copy of the tree below n, all of it safe, made of the
// content and the names that the two functions choose.
func (n *node) copyWith(data func(*node) []byte, names func(*node) map[string]*node, done map[*node]*node) *node {
	if c, ok := done[n]; ok {
		return c
	}
	c := &node{}
	done[n] = c
	if n.names == nil {
		c.safeData = data(n)
		c.data = slices.Clone(c.safeData)
		return c
	}
	c.names, c.safeNames = map[string]*node{}, map[string]*node{}
	from := names(n)
	for _, name := range slices.Sorted(maps.Keys(from)) {
		child := from[name].copyWith(data, names, done)
		c.names[name], c.safeNames[name] = child, child
	}
	return c
}

// clone returns the tree as programs see it.
func (n *node) clone() *node {
	return n.copyWith(
		func(n *node) []byte { return slices.Clone(n.data) },
		func(n *node) map[string]*node { return n.names },
		map[*node]*node{})
}

// survive returns the tree as found after a power cut.
func (n *node) survive(rng *rand.Rand) *node {
	return n.copyWith(
		func(n *node) []byte { return n.surviveData(rng) },
		func(n *node) map[string]*node { return n.safeNames },
		map[*node]*node{})
}

func (n *node) surviveData(rng *rand.Rand) []byte {
	era := rng.IntN(n.era + 1)
	sizes := []int{}
	if era == 0 {
		sizes = append(sizes, len(n.safeData))
	}
	for _, s := range n.sizes {
		if s.era == era {
			sizes = append(sizes, s.bytes)
		}
	}
	data := make([]byte, sizes[rng.IntN(len(sizes))])
	copy(data, n.safeData)
	for i := 0; i*sectorSize < len(data); i++ {
		first, count := -1, 0 // versions that may be found; -1 is the safe one
		for j, v := range n.sectors[i] {
			if v.era > era {
				break
			}
			if v.cut {
				first = j
			}
			count = j + 1
		}
		if pick := first + rng.IntN(count-first); pick >= 0 {
			copy(data[i*sectorSize:], n.sectors[i][pick].data[:])
		}
	}
	return data
}

func (n *node) info(name string) fs.FileInfo {
	return nodeInfo{name, int64(len(n.data)), n.names != nil}
}

type nodeInfo struct {
	name string
	size int64
	dir  bool
}

func (i nodeInfo) Name() string { return i.name }
func (i nodeInfo) Size() int64  { return i.size }
func (i nodeInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o700
	}
	return 0o600
}
func (i nodeInfo) ModTime() time.Time { return time.Time{} }
func (i nodeInfo) IsDir() bool        { return i.dir }
func (i nodeInfo) Sys() any           { return nil }
