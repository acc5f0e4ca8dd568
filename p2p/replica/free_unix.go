//go:build unix

package replica

import "golang.org/x/sys/unix"

// freeBytes returns how much the disk that holds dir still takes.
func freeBytes(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
