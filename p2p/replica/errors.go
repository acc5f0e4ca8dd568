package replica

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// Errors of a node, to be asked for with errors.Is, on both sides of the wire.
var (
	// ErrRefused says that the node does not let this device in: it does not have
	// the space, the proof is wrong, or the device was taken off its list. Which of
	// them is not said.
	ErrRefused = errors.New("the node does not let this device in")
	// ErrToken says that the operator's token is not that of the node.
	ErrToken = errors.New("this is not the link of the node: its token is another")
	// ErrTaken says that the node has this space already with another set of
	// devices, or that a box of the mailbox holds something else.
	ErrTaken = errors.New("there is one at the node already")
	// ErrQuota says that the node keeps nothing more of this space, or of this
	// device; what it has stays.
	ErrQuota = errors.New("the node's quota is used up")
	// ErrDiskFull says that the node's disk has no room.
	ErrDiskFull = errors.New("the node's disk is full")
	// ErrBusy says that the node was asked too much in too short a time.
	ErrBusy = errors.New("the node was asked too much, try again later")
	// ErrNoBox says that a box of the mailbox is empty, or was emptied.
	ErrNoBox = errors.New("there is nothing in this box of the node")
	// ErrVersion says that the node speaks no version that we do.
	ErrVersion = errors.New("the node speaks another version")
	// ErrMessage says that what came is no message of the protocol, or one
	// beyond its limits.
	ErrMessage = errors.New("this is no message of the node protocol")
	// ErrInternal says that the node has a fault of its own, which stands in its
	// log.
	ErrInternal = errors.New("the node has a fault")
	// ErrDamaged says that something in the data folder is not what a node wrote.
	ErrDamaged = errors.New("this is not what a node wrote")
	// ErrInUse says that another process runs a node from this folder.
	ErrInUse = errors.New("another node runs from this folder")
	// ErrNoNode says that there is no node in a folder.
	ErrNoNode = errors.New("there is no node in this folder")
	// ErrNoSpace says that the node has no space of this handle.
	ErrNoSpace = errors.New("the node has no space of this handle")
)

// explain gives an error of SQLite its kind.
func explain(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT {
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	}
	return err
}

// explainFile gives an error of the file system its kind.
func explainFile(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	}
	return err
}
