// Package members decides who belongs to a space.
//
// Membership is made of ops that anybody may write at any time, offline and
// without asking: found, admit, remove, change a role, rotate the epoch key.
// [Resolve] takes a set of them and promises:
//
//   - The same set of ops gives the same members, roles, devices and epoch on
//     every replica, in whatever order, with whatever gaps and doubles it arrived.
//   - No clock is asked: only ids, and who knew of what.
//   - A space always has an owner with a device.
//   - What stands is never the concurrent act of somebody whose removal stands.
//   - An op that knows of everything before it changes no verdict on the past.
//
// It is a pure function: no I/O, and signatures are checked by a [Verifier] that
// is passed in. MEMBERSHIP.md holds the formats, test vectors and the reasons.
//
// # The rules
//
// The past of an op is every op that its writer knew of, directly or through
// others. Two ops are concurrent if neither is in the other's past. The place of
// an op is its generation (0 without parents, else one more than its highest
// parent's), then its id as a number: lower comes first.
//
//  1. Founding. A [Genesis] has no parents, is signed by the device that it
//     certifies, and its hash is the space's id; all other ops have parents.
//     Certificates need both signatures. An op of which part of the past is
//     missing waits, without effect.
//  2. Members. In any view, that is a set of standing ops, an admission, role
//     change or device counts only if every removal of that author (or device)
//     in the view is in its past. An author is a member if an admission counts.
//     Their role is the lowest among the causally last role changes that count;
//     without any, the highest admission that counts. What they may read is what
//     all of these changes, or any of these admissions, let them.
//  3. Seniority. A member counts from their admission of the first place that
//     counts. Who has the lower place is senior. A device belongs to the author
//     whose admission of it has the first place.
//  4. Rights. An op is lawful by the view of its own past: its device belongs to
//     a member, whose role suffices; or it adds the very device that signs it,
//     for a member who certified it, and that device was never removed. Owners
//     may do everything; any member may add and remove their own devices, and
//     leave if they are no owner. Nobody
//     removes the device in hand, and no owner removes or demotes themselves:
//     another owner does. The op must have something to do: who is admitted is
//     no member yet, who is removed or changed is one, a device is not
//     another's, an epoch is new.
//  5. Cuts. RemoveMember, RemoveDevice, and ChangeRole to less than owner are
//     cuts. A cut hits each concurrent op by the author (or device) concerned
//     that took more than the cut leaves them.
//  6. Standing. An op stands if it is lawful, no settled cut hits it, and it is
//     not void. Cuts are settled one by one. A cut is open while it stands,
//     unsettled, and hits an op that stands. Until no cut is open:
//     (a) open cuts that would keep a settled cut from standing are void;
//     (b) otherwise, of the open cuts that would still stand if all of them were
//     settled, the one by the most senior author (then of the first place) is
//     settled;
//     (c) if there is none, the same choice is made among the cuts in a knot:
//     those that are threatened only by cuts which they threaten back, be it
//     through others. A cut threatens what it hits and what that is in the past of.
//  7. Epochs. A Genesis or Rotate that stands is an epoch. Writers use, of those
//     that no standing Rotate knows of, the one that knows of most removals (and
//     role changes that leave somebody fewer categories), then
//     that of the most senior author, then of the first place.
//  8. Content. An op of content counts if by the view of its own past its device
//     belongs to an owner or caregiver, and no standing cut that it does not know
//     of takes that away, unless the cut says to have seen it ([Head]).
//
// Rules 5 and 6 are the design's "removal beats concurrent acts of the removed,
// then seniority, then hash": (b) is the first, (c) the other two.
//
// # A worked example
//
// Ann founds a record (g) and admits Bob (b) and Cat (c) as owners. Then, all
// offline: Ann removes Bob (x); Bob removes Cat (y) and then admits Dan (d).
//
//	g --- b --- c --+-- x        Ann removes Bob
//	                +-- y -- d   Bob removes Cat, admits Dan
//
// All are lawful. The cuts are x and y. x hits y and d, Bob's acts that are
// concurrent with it; y hits nothing, as Cat did nothing, so only x is open.
// Nothing hits x or its past: it is settled by (b), and y and d fall. Members are
// Ann and Cat; [State.RotationDue] names x.
//
// Had Cat removed Ann at the same time (z), then z would hit x, x would hit y and
// d, and y would hit z. None of the three would stand if all were settled; they
// are a knot, and Ann is the most senior. So x is settled by (c), y and d fall,
// and z, which would undo x, is void by (a). Ann and Cat are left again.
//
// # Parents
//
// Ordinary ops carry causality too, but the resolver does not see them. So the
// caller keeps, for every op, its frontier: a set of membership ops whose pasts,
// with themselves, are all the membership ops that the op's writer knew of. It is
// computed once, when the op is stored, from the ops it names (its previous op
// and its parents):
//
//	known(p) = {p} if p is a membership op, else frontier(p)
//	frontier(op) = the union of known(p) over all p that op names
//
// Members of the union that are in the past of another may be dropped; keeping
// them changes nothing. The frontier of a membership op is [Op.Parents]; that of
// an op of content is the context that [State.Allowed] asks for. Almost all ops
// name ops of one and the same frontier, which is then shared. Verdicts play no
// part: an op that is rejected is in the past all the same.
package members
