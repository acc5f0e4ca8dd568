package members

import "fmt"

// Reason says why an op has no effect.
type Reason uint8

// The reasons. They are for people and tests and are not part of the format.
const (
	Malformed     Reason = iota + 1 // the body is outside the limits of its format
	WrongSpace                      // a genesis of another space, or an op that no genesis precedes
	Forged                          // the certificate does not hold
	UnknownDevice                   // the device is nobody's by what stands in the op's past
	NotAllowed                      // the author's role does not suffice by what stands in the op's past
	OnOneself                       // an owner's removal or demotion of themselves, or a device's of itself
	Pointless                       // nothing to do: already or no longer a member, or another's device
	Cut                             // its author was removed or demoted, or its device removed, at the same time
	Outranked                       // a removal or demotion that would undo one that precedes it by rule 6
)

// String returns the reason as half a sentence.
func (r Reason) String() string {
	switch r {
	case 0:
		return "stands"
	case Malformed:
		return "malformed"
	case WrongSpace:
		return "of another space"
	case Forged:
		return "forged certificate"
	case UnknownDevice:
		return "unknown device"
	case NotAllowed:
		return "not allowed"
	case OnOneself:
		return "on oneself"
	case Pointless:
		return "pointless"
	case Cut:
		return "cut"
	case Outranked:
		return "outranked"
	}
	return fmt.Sprintf("reason %d", uint8(r))
}
