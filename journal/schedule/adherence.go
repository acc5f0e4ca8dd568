package schedule

// Adherence counts what became of the doses that were due. Doses in a pause are
// none of them. An open dose is unknown: nobody logged it, which is not the same
// as missed, so two shares are given.
type Adherence struct {
	Due     int `json:"due"`
	Taken   int `json:"taken"`
	Skipped int `json:"skipped"`
	Open    int `json:"unlogged"`
	Double  int `json:"double,omitempty"` // of the taken ones, those logged more than once
}

// Count adds up what Match found.
func Count(logged []Logged) Adherence {
	a := Adherence{Due: len(logged)}
	for i := range logged {
		switch logged[i].Status {
		case Taken:
			a.Taken++
			if logged[i].Double() {
				a.Double++
			}
		case Skipped:
			a.Skipped++
		default:
			a.Open++
		}
	}
	return a
}

// OfDue returns the taken doses as a share of those due, 0 to 1: at least so
// much was taken. It is nil if none was due.
func (a Adherence) OfDue() *float64 { return share(a.Taken, a.Due) }

// OfLogged returns the taken doses as a share of those that something is known
// of, 0 to 1; nil if there are none.
func (a Adherence) OfLogged() *float64 { return share(a.Taken, a.Taken+a.Skipped) }

func share(n, of int) *float64 {
	if of == 0 {
		return nil
	}
	s := float64(n) / float64(of)
	return &s
}
