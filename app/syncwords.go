package app

import "kith/app/words"

// Why says why a peer does not have everything that is here, or we not what is
// there.
type Why uint8

// The reasons. Their words are under "sync.why.<name>" and "sync.why.<name>.do".
const (
	WhyNothing     Why = iota
	WhyNever           // it was not reached yet
	WhyAsleep          // it cannot be reached: off, asleep or without a network
	WhyRefused         // it does not know the record, or not us in it
	WhyRemoved         // it says that this computer was removed
	WhyKeys            // one of both has not heard of the newest key
	WhyQuota           // the node has no room left
	WhyOlder           // its program is too old for ours
	WhyNewer           // ours is too old for its program
	WhyBusy            // it has too much to do
	WhyToken           // the node does not accept its link any more
	WhyWithheld        // it does not show what it was given
	WhyDiffers         // both still differed at the end
	WhyBroken          // it does not keep to the rules
	WhyTheirs          // it has trouble of its own, such as a full disk
	WhyOurs            // this computer has, such as a full disk
	WhyInterrupted     // the exchange broke off
	WhyBehind          // nothing is wrong, something was added since
)

var whyNames = [...]string{
	"nothing", "never", "asleep", "refused", "removed", "keys", "quota", "older", "newer", "busy", "token", "withheld",
	"differs", "broken", "theirs", "ours", "interrupted", "behind",
}

// String returns the name that JSON and the keys of the words have.
func (w Why) String() string { return whyNames[w] }

// Text says what is the matter, "" for WhyNothing.
func (w Why) Text() string { return w.words("") }

// Do says what to do about it, "" if nothing is to be done.
func (w Why) Do() string { return w.words(".do") }

func (w Why) words(part string) string {
	if key := "sync.why." + w.String() + part; words.Has(key) {
		return words.Text(key)
	}
	return ""
}

// NoticeKind is what a [Notice] is about.
type NoticeKind string

// The kinds. Their words are under "sync.notice.<kind>" and "sync.notice.<kind>.do".
const (
	NoticeDevice  NoticeKind = "device"  // a device added itself and waits for a yes: [App.ConfirmDevice]
	NoticeFork    NoticeKind = "fork"    // a device wrote two histories
	NoticeKey     NoticeKind = "key"     // an author has another key than before
	NoticeRemoved NoticeKind = "removed" // this computer, or its owner, was removed
	NoticeRefused NoticeKind = "refused" // somebody sent what is not allowed
	NoticeRotate  NoticeKind = "rotate"  // somebody was removed and the wire key is still the old one
	NoticeWaiting NoticeKind = "waiting" // changes arrived that build on others which did not
)

// Notice is something that a person should know of a record that others have.
type Notice struct {
	Kind   NoticeKind
	Device Device // that it is about; may be zero
	Author string // the name of whom it is about; may be ""
	Count  int    // how many, where that is of interest
}

// Text says what happened.
func (n Notice) Text() string {
	who := n.Author
	if n.Device.Name != "" {
		who = n.Device.Label()
	}
	switch n.Kind {
	case NoticeRemoved, NoticeRotate, NoticeWaiting:
		return words.Text("sync.notice." + string(n.Kind)) // it is about nobody
	case NoticeRefused:
		if who == "" {
			who = words.Text("sync.somebody")
		}
	}
	return words.Text("sync.notice."+string(n.Kind), who)
}

// Do says what to do, "" for nothing.
func (n Notice) Do() string {
	if key := "sync.notice." + string(n.Kind) + ".do"; words.Has(key) {
		return words.Text(key)
	}
	return ""
}

// Text says where something is: "on this computer, on the node and on 3 of 5
// devices".
func (c Copies) Text() string {
	parts := []string{}
	if c.OfDevices <= 1 || c.Devices <= 1 {
		parts = append(parts, words.Text("sync.copies.here"))
	}
	switch {
	case c.Nodes == 0:
	case c.OfNodes == 1:
		parts = append(parts, words.Text("sync.copies.node"))
	default:
		parts = append(parts, words.Text("sync.copies.nodes", c.Nodes, c.OfNodes))
	}
	switch {
	case c.OfDevices <= 1 || c.Devices <= 1:
	case c.Devices == c.OfDevices:
		parts = append(parts, words.Text("sync.copies.all", c.OfDevices))
	default:
		parts = append(parts, words.Text("sync.copies.devices", c.Devices, c.OfDevices))
	}
	return words.List(parts)
}
