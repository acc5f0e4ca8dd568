package journal

import (
	"fmt"
	"strings"
)

// names maps a small enumeration to the words that JSON, map files and the
// command line use for it; index 0 is "not set".
type names[T ~uint8] []string

func (n names[T]) of(v T) string {
	if int(v) < len(n) {
		return n[v]
	}
	return fmt.Sprintf("unknown-%d", v)
}

func (n names[T]) parse(what, s string) (T, error) {
	for i, name := range n {
		if i > 0 && name == s {
			return T(i), nil
		}
	}
	return 0, fmt.Errorf("%.40q is no %s: it is one of %s", s, what, strings.Join(n[1:], ", "))
}
