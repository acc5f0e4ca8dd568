//go:build !unix

package replica

import "errors"

// freeBytes is not known here; SQLite still says when the disk is full.
func freeBytes(string) (int64, error) { return 0, errors.ErrUnsupported }
