package journal

import "time"

// Amount is how much of something, exactly as it was written.
type Amount struct {
	Number Decimal `cbor:"1,keyasint" json:"number"`
	Unit   string  `cbor:"2,keyasint,omitempty" json:"unit,omitempty"`
}

// String writes 400 mg.
func (a *Amount) String() string {
	if a == nil {
		return ""
	}
	if a.Unit == "" {
		return a.Number.String()
	}
	return a.Number.String() + " " + a.Unit
}

// Treatment is a drug, therapy, device or habit, whether or not it is in use.
type Treatment struct {
	Category string `cbor:"1,keyasint,omitempty" json:"category,omitempty"` // drug, supplement, therapy, device, habit
	Form     string `cbor:"2,keyasint,omitempty" json:"form,omitempty"`
	Strength string `cbor:"3,keyasint,omitempty" json:"strength,omitempty"`
	Class    string `cbor:"4,keyasint,omitempty" json:"class,omitempty"`
	Codes    []Code `cbor:"5,keyasint,omitempty" json:"codes,omitempty"`
}

// Course is one spell of a treatment. The entry's time is its start, or when
// it was written down if StartUnknown.
type Course struct {
	Treatment    ID        `cbor:"1,keyasint,omitzero" json:"treatment,omitzero"`
	Purpose      string    `cbor:"2,keyasint,omitempty" json:"purpose,omitempty"`
	StartUnknown bool      `cbor:"3,keyasint,omitempty" json:"start_unknown,omitempty"`
	End          *Date     `cbor:"4,keyasint,omitempty" json:"end,omitempty"`
	EndPrecision Precision `cbor:"5,keyasint,omitempty" json:"end_precision,omitempty"`
	Ongoing      bool      `cbor:"6,keyasint,omitempty" json:"ongoing,omitempty"`
	StopReason   string    `cbor:"7,keyasint,omitempty" json:"stop_reason,omitempty"`
	Amount       *Amount   `cbor:"8,keyasint,omitempty" json:"amount,omitempty"`
	Frequency    string    `cbor:"9,keyasint,omitempty" json:"frequency,omitempty"`
	Route        string    `cbor:"10,keyasint,omitempty" json:"route,omitempty"`
	Status       string    `cbor:"11,keyasint,omitempty" json:"status,omitempty"`
	Category     string    `cbor:"12,keyasint,omitempty" json:"category,omitempty"`
	Codes        []Code    `cbor:"13,keyasint,omitempty" json:"codes,omitempty"`
	Instructions string    `cbor:"14,keyasint,omitempty" json:"instructions,omitempty"`
	// Pauses are spells in which nothing is due, and nothing is missed.
	Pauses []Pause `cbor:"15,keyasint,omitempty" json:"pauses,omitempty"`
	// Stopped is the instant from which on nothing is due, where a course was
	// stopped during its last day, End.
	Stopped *time.Time `cbor:"16,keyasint,omitempty" json:"stopped,omitempty"`
}

// Pause is a spell of civil days, both included, in which a course rests.
type Pause struct {
	From   Date   `cbor:"1,keyasint" json:"from"`
	To     *Date  `cbor:"2,keyasint,omitempty" json:"to,omitempty"` // nil: until further notice
	Reason string `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`
}

// DoseStep is the amount of a course from the entry's day on.
type DoseStep struct {
	Course ID      `cbor:"1,keyasint" json:"course"`
	Amount *Amount `cbor:"2,keyasint,omitempty" json:"amount,omitempty"`
	// Replaces are the steps of an earlier plan of amounts that do not come any more.
	Replaces []ID `cbor:"3,keyasint,omitempty" json:"replaces,omitempty"`
}

// Plan says when doses of a course are due, from the entry's time on. Package
// schedule reads it and says which plans are sound.
//
// A plan is one of four: Times on the days that Rule, the cycle and Until leave;
// Every so many seconds; After another course's dose; or AsNeeded.
type Plan struct {
	Course ID `cbor:"1,keyasint" json:"course"`
	// Rule chooses the days: an RFC 5545 recurrence rule with FREQ DAILY, WEEKLY,
	// MONTHLY or YEARLY; "" is every day.
	Rule string `cbor:"2,keyasint,omitempty" json:"rule,omitempty"`
	// Times are minutes after midnight by the clock.
	Times       []int   `cbor:"3,keyasint,omitempty" json:"times,omitempty"`
	Amount      *Amount `cbor:"4,keyasint,omitempty" json:"amount,omitempty"`
	AsNeeded    bool    `cbor:"5,keyasint,omitempty" json:"as_needed,omitempty"`
	MinInterval int     `cbor:"6,keyasint,omitempty" json:"min_interval,omitempty"` // seconds
	MaxPerDay   *Amount `cbor:"7,keyasint,omitempty" json:"max_per_day,omitempty"`  // in any 24 hours
	PausedFrom  *Date   `cbor:"8,keyasint,omitempty" json:"paused_from,omitempty"`
	PausedTo    *Date   `cbor:"9,keyasint,omitempty" json:"paused_to,omitempty"`
	// Zone, an IANA name, keeps the plan on that zone's clock; "" follows the
	// clock of wherever the person is.
	Zone string `cbor:"10,keyasint,omitempty" json:"zone,omitempty"`
	// Every is the seconds between doses; with a window it begins anew each day.
	Every int `cbor:"11,keyasint,omitempty" json:"every,omitempty"`
	// WindowFrom and WindowTo are minutes after midnight, both included; a window
	// that ends before it begins goes on past midnight.
	WindowFrom *int `cbor:"12,keyasint,omitempty" json:"window_from,omitempty"`
	WindowTo   *int `cbor:"13,keyasint,omitempty" json:"window_to,omitempty"`
	// FromTaken counts Every from when the dose before was taken.
	FromTaken bool `cbor:"14,keyasint,omitempty" json:"from_taken,omitempty"`
	// CycleOn days with doses and CycleOff days without follow each other.
	CycleOn  int `cbor:"15,keyasint,omitempty" json:"cycle_on,omitempty"`
	CycleOff int `cbor:"16,keyasint,omitempty" json:"cycle_off,omitempty"`
	// Anchor is the day that Rule and the cycle count from; nil is the plan's own.
	Anchor *Date `cbor:"17,keyasint,omitempty" json:"anchor,omitempty"`
	// After is the course whose doses this plan's follow, by Delay seconds.
	After ID  `cbor:"18,keyasint,omitzero" json:"after,omitzero"`
	Delay int `cbor:"19,keyasint,omitempty" json:"delay,omitempty"`
	// Until is the last day; nil is until further notice.
	Until *Date `cbor:"20,keyasint,omitempty" json:"until,omitempty"`
	// Replaces are the plans whose place this one takes from its time on, so that
	// a changed plan leaves what was due before as it was.
	Replaces []ID `cbor:"21,keyasint,omitempty" json:"replaces,omitempty"`
}

// DoseStatus says what became of a dose.
type DoseStatus uint8

// The dose states. A skipped dose has its own state, never a magic amount.
const (
	DoseTaken DoseStatus = iota + 1
	DoseSkipped
	DoseDue
)

var doseStatusNames = names[DoseStatus]{"", "taken", "skipped", "due"}

// String returns the name used in JSON and map files.
func (s DoseStatus) String() string { return doseStatusNames.of(s) }

// ParseDoseStatus reads a dose state's name.
func ParseDoseStatus(s string) (DoseStatus, error) { return doseStatusNames.parse("dose status", s) }

// MarshalText writes the name.
func (s DoseStatus) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *DoseStatus) UnmarshalText(b []byte) (err error) {
	*s, err = ParseDoseStatus(string(b))
	return err
}

// Dose is one dose due, taken or skipped. It snapshots what the course said
// then and refers to it as well, so that a later change of the course leaves
// old doses as they were.
type Dose struct {
	Status   DoseStatus `cbor:"1,keyasint" json:"status"`
	Amount   *Amount    `cbor:"2,keyasint,omitempty" json:"amount,omitempty"`
	Course   ID         `cbor:"3,keyasint,omitzero" json:"course,omitzero"`
	Plan     ID         `cbor:"4,keyasint,omitzero" json:"plan,omitzero"`
	Due      int64      `cbor:"5,keyasint,omitempty" json:"due,omitempty"` // Unix milliseconds
	AsNeeded bool       `cbor:"6,keyasint,omitempty" json:"as_needed,omitempty"`
	Reason   string     `cbor:"7,keyasint,omitempty" json:"reason,omitempty"`
	Effect   *Value     `cbor:"8,keyasint,omitempty" json:"effect,omitempty"`
	Route    string     `cbor:"9,keyasint,omitempty" json:"route,omitempty"`
	Codes    []Code     `cbor:"10,keyasint,omitempty" json:"codes,omitempty"`
	// NotSame are other doses that somebody looked at beside this one and said that
	// both were taken: they are not one dose written twice.
	NotSame []ID `cbor:"11,keyasint,omitempty" json:"not_same,omitempty"`
}

// Evaluation is how a treatment did in the person's eyes on a day; each part
// is optional and on its own scale.
type Evaluation struct {
	Treatment   ID       `cbor:"1,keyasint,omitzero" json:"treatment,omitzero"`
	Benefit     *Value   `cbor:"2,keyasint,omitempty" json:"benefit,omitempty"`
	SideEffects []string `cbor:"3,keyasint,omitempty" json:"side_effects,omitempty"`
	SideEffect  *Value   `cbor:"4,keyasint,omitempty" json:"side_effect,omitempty"`
	Burden      *Value   `cbor:"5,keyasint,omitempty" json:"burden,omitempty"`
	Cost        *Value   `cbor:"6,keyasint,omitempty" json:"cost,omitempty"`
	Adherence   *Value   `cbor:"7,keyasint,omitempty" json:"adherence,omitempty"`
}

// Stock is one movement of a supply: positive received, negative used or lost;
// a Counted movement states what is there.
type Stock struct {
	Treatment ID      `cbor:"1,keyasint" json:"treatment"`
	Amount    *Amount `cbor:"2,keyasint,omitempty" json:"amount,omitempty"`
	Counted   bool    `cbor:"3,keyasint,omitempty" json:"counted,omitempty"`
	Reason    string  `cbor:"4,keyasint,omitempty" json:"reason,omitempty"`
	// WarnDays is how many days before it runs out to say so; 0 says nothing new.
	WarnDays int `cbor:"5,keyasint,omitempty" json:"warn_days,omitempty"`
}

func (*Treatment) bodyOf(k Kind) bool  { return k == KindTreatment }
func (*Course) bodyOf(k Kind) bool     { return k == KindCourse }
func (*DoseStep) bodyOf(k Kind) bool   { return k == KindDoseStep }
func (*Plan) bodyOf(k Kind) bool       { return k == KindPlan }
func (*Dose) bodyOf(k Kind) bool       { return k == KindDose }
func (*Evaluation) bodyOf(k Kind) bool { return k == KindEvaluation }
func (*Stock) bodyOf(k Kind) bool      { return k == KindStock }
