package replica

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Quotas bound what a node keeps, in bytes on the disk: an op counts its sealed
// bytes and [OpCost] for what finds it again.
type Quotas struct {
	Total int64 // of all spaces together
	Space int64 // of one space
	Peer  int64 // of what one device brought, to all spaces
}

// OpCost is what an op takes on the disk beside its own bytes, in bytes: rows and
// indexes as measured on a store of 10^6 ops, rounded up.
const OpCost = 160

// DefaultQuota is the total if nobody says: 10 GiB.
const DefaultQuota = 10 << 30

// WithDefaults fills in what is zero: [DefaultQuota] in total, and of the total a
// quarter for one space and half for one device, so that nobody fills the node
// alone.
func (q Quotas) WithDefaults() Quotas {
	if q.Total == 0 {
		q.Total = DefaultQuota
	}
	if q.Space == 0 {
		q.Space = q.Total / 4
	}
	if q.Peer == 0 {
		q.Peer = q.Total / 2
	}
	return q
}

// units are the endings of a size, longest first.
var units = []struct {
	name  string
	bytes float64
}{
	{"KIB", 1 << 10}, {"MIB", 1 << 20}, {"GIB", 1 << 30}, {"TIB", 1 << 40},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1},
}

// ErrSize says that a text is no size.
var ErrSize = errors.New("this is no size; write it like 500M, 20GiB or 1.5 GB")

// ParseSize reads a size as people write it: "500M", "20 GiB", "1.5GB", "4096".
// K, M, G, T and KiB... are powers of 1024, KB... of 1000. Zero, a negative size
// and one beyond 2^62 are [ErrSize].
func ParseSize(text string) (int64, error) {
	number, factor := strings.ToUpper(strings.TrimSpace(text)), 1.0
	for _, u := range units {
		if head, found := strings.CutSuffix(number, u.name); found {
			number, factor = strings.TrimSpace(head), u.bytes
			break
		}
	}
	if number == "" || strings.Trim(number, "0123456789.") != "" {
		return 0, fmt.Errorf("%w: %q", ErrSize, text)
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n*factor < 1 || n*factor > math.MaxInt64/2 {
		return 0, fmt.Errorf("%w: %q", ErrSize, text)
	}
	return int64(n * factor), nil
}
