package app

import (
	"kith/journal"
	"kith/journal/insight"
)

// InsightDocument is the JSON of an answer, for other programs. Its field names
// stay. Intervals are of 95 %; what could not be computed is left out.
type InsightDocument struct {
	Question  InsightQuestion   `json:"question"`
	Person    string            `json:"person"`
	PersonID  string            `json:"person_id"`
	Measure   InsightMeasured   `json:"measure"`
	Verdict   InsightVerdict    `json:"verdict"`
	Headline  string            `json:"headline"`
	Facts     []InsightFact     `json:"facts"`
	Careful   []InsightCaution  `json:"careful"`
	Next      []InsightStep     `json:"next"`
	NotEnough []InsightShortage `json:"not_enough,omitempty"`

	Helped *InsightHelpedJSON `json:"helped,omitempty"`
	Trend  *InsightTrendJSON  `json:"trend,omitempty"`
	Scan   *InsightScanJSON   `json:"scan,omitempty"`
	Length *InsightLengthJSON `json:"length,omitempty"`
}

// InsightMeasured says what the values of a measure are.
type InsightMeasured struct {
	Name     string   `json:"name"`
	Part     string   `json:"part,omitempty"`
	Kind     string   `json:"kind"`
	Scale    string   `json:"scale"`
	Unit     string   `json:"unit,omitempty"`
	Polarity string   `json:"polarity"`
	Absence  string   `json:"absence"`
	Merged   DayMerge `json:"merged"` // how several values of a day became one
}

// InsightShortage says what there is too little of.
type InsightShortage struct {
	Kind     insight.ShortageKind `json:"kind"`
	Part     insight.Part         `json:"part"`
	Have     int                  `json:"have"`
	Need     int                  `json:"need"`
	MoreDays int                  `json:"more_days,omitempty"`
}

// InsightPhaseJSON is a run of days.
type InsightPhaseJSON struct {
	From     journal.Date `json:"from"`
	To       journal.Date `json:"to"`
	Days     int          `json:"days"`
	DaysWith int          `json:"days_with"`
	Missing  float64      `json:"missing"` // share of days without a value
	Mean     float64      `json:"mean"`
	SD       float64      `json:"sd"`
}

// InsightEstimateJSON is a number with how sure it is.
type InsightEstimateJSON struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	P     float64 `json:"p"`
}

// InsightHelpedJSON compares before and after.
type InsightHelpedJSON struct {
	Treatment string           `json:"treatment,omitempty"`
	Split     journal.Date     `json:"split"` // first day of afterwards
	Before    InsightPhaseJSON `json:"before"`
	After     InsightPhaseJSON `json:"after"`
	// Change is after minus before; Effect the same in standard deviations.
	Change *InsightEstimateJSON `json:"change,omitempty"`
	Effect float64              `json:"effect,omitempty"`
	// Level is the step at the split, SlopeBefore and SlopeChange are for 30 days.
	Level       *InsightEstimateJSON `json:"level,omitempty"`
	SlopeBefore *InsightEstimateJSON `json:"slope_before,omitempty"`
	SlopeChange *InsightEstimateJSON `json:"slope_change,omitempty"`
	// Rho is how much a day is like the one before.
	Rho     float64         `json:"rho"`
	Changes []InsightChange `json:"changes"`
}

// InsightTrendJSON is a straight line through all days.
type InsightTrendJSON struct {
	All   InsightPhaseJSON     `json:"all"`
	First InsightPhaseJSON     `json:"first"`
	Last  InsightPhaseJSON     `json:"last"`
	Slope *InsightEstimateJSON `json:"slope,omitempty"` // for 30 days
	Rho   float64              `json:"rho"`
}

// InsightScanJSON is a search among many things.
type InsightScanJSON struct {
	Outcome     InsightPhaseJSON     `json:"outcome"`
	Lags        []int                `json:"lags"`
	Factors     int                  `json:"factors"` // looked at
	Comparisons int                  `json:"comparisons"`
	Found       int                  `json:"found"`
	Rho         float64              `json:"rho"`
	LeftOut     []string             `json:"left_out"` // too few days
	Findings    []InsightFindingJSON `json:"findings"` // strongest first
}

// InsightFindingJSON is one thing some days before the outcome.
type InsightFindingJSON struct {
	Name     string  `json:"name"`
	Kind     string  `json:"kind"`
	Lag      int     `json:"lag"`  // days before
	Days     int     `json:"days"` // on which both are known
	DaysWith int     `json:"days_with"`
	Missing  float64 `json:"missing"`
	// Difference is the outcome on days with it minus days without; if PerSD, for
	// each standard deviation more. Low and High are for this one alone, JointLow
	// and JointHigh for all that were looked at together.
	Difference  float64 `json:"difference"`
	PerSD       bool    `json:"per_sd"`
	Low         float64 `json:"low"`
	High        float64 `json:"high"`
	JointLow    float64 `json:"joint_low"`
	JointHigh   float64 `json:"joint_high"`
	Correlation float64 `json:"correlation"`
	P           float64 `json:"p"`          // for this one alone
	Familywise  float64 `json:"familywise"` // among all
	Found       bool    `json:"found"`      // familywise at most 0.05
}

// InsightLengthJSON says how long to log.
type InsightLengthJSON struct {
	SD      float64                `json:"sd"`
	Rho     float64                `json:"rho"`
	Missing float64                `json:"missing"`
	Power   float64                `json:"power"`
	Rows    []InsightLengthRowJSON `json:"rows"`
}

// InsightLengthRowJSON is for one size of change.
type InsightLengthRowJSON struct {
	Effect float64 `json:"effect"` // in standard deviations
	Change float64 `json:"change"` // in the unit of the measure
	Days   int     `json:"days"`   // before, and again after; 0 is more than a year
}

// Document returns the document of the answer.
func (x *Insight) Document() *InsightDocument {
	s := x.Measure
	d := &InsightDocument{Question: x.Question, Person: x.Person.Name, PersonID: x.Person.ID.String(), Verdict: x.Verdict, Headline: x.Headline,
		Measure: InsightMeasured{Name: s.Name, Part: s.Part, Kind: s.Kind.String(), Scale: s.Scale.String(), Unit: s.Unit,
			Polarity: s.Polarity.String(), Absence: s.Absence.String(), Merged: s.Merged},
		Facts: append([]InsightFact{}, x.Facts...), Careful: append([]InsightCaution{}, x.Careful...), Next: append([]InsightStep{}, x.Next...)}
	for _, w := range x.Short {
		d.NotEnough = append(d.NotEnough, InsightShortage(w))
	}
	if h := x.Helped; h != nil {
		d.Helped = h.document()
	}
	if t := x.Trend; t != nil {
		d.Trend = &InsightTrendJSON{All: phaseJSON(t.All, s.From), First: phaseJSON(t.First, s.From),
			Last: phaseJSON(t.Last, s.To()+1-journal.Date(t.Last.Days)), Rho: t.Rho}
		if t.Enough {
			d.Trend.Slope = estimateJSON(t.Slope)
		}
	}
	if x.Scan != nil {
		d.Scan = x.Scan.document()
	}
	if l := x.Length; l != nil {
		d.Length = &InsightLengthJSON{SD: l.SD, Rho: l.Rho, Missing: l.Missing, Power: l.Power, Rows: []InsightLengthRowJSON{}}
		for _, row := range l.Rows {
			d.Length.Rows = append(d.Length.Rows, InsightLengthRowJSON(row))
		}
	}
	return d
}

func phaseJSON(p insight.Phase, from journal.Date) InsightPhaseJSON {
	return InsightPhaseJSON{From: from, To: from + journal.Date(p.Days) - 1, Days: p.Days, DaysWith: p.N, Missing: p.Missing, Mean: p.Mean, SD: p.SD}
}

func estimateJSON(e insight.Estimate) *InsightEstimateJSON {
	return &InsightEstimateJSON{Value: e.Value, Low: e.Interval.Low, High: e.Interval.High, P: e.P}
}

func (h *InsightHelp) document() *InsightHelpedJSON {
	d := &h.Difference
	doc := &InsightHelpedJSON{Treatment: h.Treatment, Split: h.Split, Before: phaseJSON(d.Before, h.From), After: phaseJSON(d.After, h.Split),
		Rho: d.Rho, Changes: append([]InsightChange{}, h.Changes...)}
	if d.Enough {
		doc.Change = &InsightEstimateJSON{Value: d.Change, Low: d.Interval.Low, High: d.Interval.High, P: d.P}
		doc.Effect = d.Effect
	}
	if i := &h.Interrupted; i.Enough {
		doc.Level, doc.SlopeBefore, doc.SlopeChange = estimateJSON(i.Level), estimateJSON(i.SlopeBefore), estimateJSON(i.Slope)
	}
	return doc
}

func (s *InsightScan) document() *InsightScanJSON {
	doc := &InsightScanJSON{Outcome: phaseJSON(s.Scanned.Outcome, s.From), Lags: s.Lags, Factors: s.lookedAt(),
		Comparisons: len(s.Scanned.Findings), Found: s.Found(), Rho: s.Scanned.Rho, LeftOut: []string{}, Findings: []InsightFindingJSON{}}
	for _, o := range s.Scanned.LeftOut {
		doc.LeftOut = append(doc.LeftOut, s.Factors[o.Factor].Name)
	}
	for _, f := range s.Scanned.Findings {
		factor := s.Factors[f.Factor]
		doc.Findings = append(doc.Findings, InsightFindingJSON{Name: factor.Name, Kind: factor.Kind.String(), Lag: f.Lag, Days: f.N, DaysWith: f.With,
			Missing: f.Missing, Difference: f.Difference, PerSD: f.PerSD, Low: f.Interval.Low, High: f.Interval.High,
			JointLow: f.Joint.Low, JointHigh: f.Joint.High, Correlation: f.Correlation, P: f.P, Familywise: f.Familywise, Found: f.Found})
	}
	return doc
}
