// Package members resolves who belongs to a space, from ops that were written
// without anybody's leave: see MEMBERSHIP.md.
package members
