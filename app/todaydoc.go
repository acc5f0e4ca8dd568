package app

import (
	"time"

	"kith/app/words"
	"kith/journal"
)

// TodayDocument is the JSON of a day. Its field names stay; the README describes them.
type TodayDocument struct {
	Person         string              `json:"person"`
	PersonID       string              `json:"person_id"`
	Date           journal.Date        `json:"date"`
	Doses          []TodayDoseJSON     `json:"doses"`
	Questionnaires []QuestionnaireJSON `json:"questionnaires"`
	Appointments   []Document          `json:"appointments"`
	Ask            []Document          `json:"ask"`
	Checkin        []CheckinJSON       `json:"checkin"`
	Gaps           GapsJSON            `json:"gaps"`
	Experiments    []ExperimentJSON    `json:"experiments,omitempty"`
	Conflicts      []ConflictJSON      `json:"conflicts,omitempty"`
	Reviewed       bool                `json:"reviewed"`
	Changes        string              `json:"changes"` // RFC 3339, UTC
}

// TodayDoseJSON is a dose of a day.
type TodayDoseJSON struct {
	Name      string          `json:"name"`
	Amount    *journal.Amount `json:"amount,omitempty"`
	Due       string          `json:"due"`       // RFC 3339, UTC
	LocalTime string          `json:"due_local"` // RFC 3339
	Urgency   Urgency         `json:"urgency"`
	Status    string          `json:"status"`
	Double    bool            `json:"double,omitempty"`
	Plan      string          `json:"plan"`
	Slot      int64           `json:"slot"`
	Entry     string          `json:"entry,omitempty"`
}

// QuestionnaireJSON is a questionnaire that is due.
type QuestionnaireJSON struct {
	ID    string        `json:"id"`
	Title string        `json:"title"`
	Due   journal.Date  `json:"due"`
	Last  *journal.Date `json:"last,omitempty"`
}

// CheckinJSON is an item of a check-in.
type CheckinJSON struct {
	Name    string       `json:"name"`
	Kind    journal.Kind `json:"kind"`
	Usual   bool         `json:"usual"`
	Pinned  bool         `json:"pinned"`
	Entries int          `json:"entries"`
	Value   *ValueJSON   `json:"value,omitempty"`
	Before  *BeforeJSON  `json:"before,omitempty"`
}

// BeforeJSON is the last value of an item; no value is that it was there.
type BeforeJSON struct {
	Date  journal.Date `json:"date"`
	Value *ValueJSON   `json:"value,omitempty"`
}

// GapsJSON is what the day before has nothing of.
type GapsJSON struct {
	Checkin int `json:"checkin"`
	Doses   int `json:"doses"`
}

// TodayDocumentOf returns the document of a day.
func TodayDocumentOf(t *Today) TodayDocument {
	d := TodayDocument{
		Person: t.Person.Name, PersonID: t.Person.ID.String(), Date: t.Day, Reviewed: t.Reviewed != nil,
		Doses: []TodayDoseJSON{}, Questionnaires: []QuestionnaireJSON{},
		Appointments: documentsOf(t.Person, t.Appointments), Ask: documentsOf(t.Person, t.Ask),
		Checkin: CheckinDocumentOf(t.Checkin), Gaps: GapsJSON{t.Gaps, t.GapDoses}, Changes: stamp(t.Changes.UTC()),
	}
	for _, dose := range t.Doses {
		j := TodayDoseJSON{
			Name: dose.Name, Amount: dose.Amount, Due: stamp(dose.At.UTC()), LocalTime: dose.At.Format(time.RFC3339),
			Urgency: dose.Urgency, Status: dose.Status.String(), Double: dose.Double, Plan: dose.Plan.String(), Slot: dose.Slot,
		}
		if dose.Dose != nil {
			j.Entry = dose.Dose.ID.String()
		}
		d.Doses = append(d.Doses, j)
	}
	for i := range t.Experiments {
		x := &t.Experiments[i]
		d.Experiments = append(d.Experiments, ExperimentDocumentOf(t.Person, &x.Experiment, &ExperimentProgress{Today: x.Kept}))
		last := &d.Experiments[len(d.Experiments)-1]
		last.Blocks, last.Progress = nil, nil // the command experiment show has them
	}
	for i := range t.Conflicts {
		d.Conflicts = append(d.Conflicts, ConflictDocumentOf(&t.Conflicts[i]))
	}
	for _, q := range t.Questionnaires {
		d.Questionnaires = append(d.Questionnaires, QuestionnaireJSON{q.ID, q.Title, q.Due, q.Last})
	}
	return d
}

func documentsOf(p Person, entries []journal.Entry) []Document {
	list := make([]Document, len(entries))
	for i := range entries {
		list[i] = DocumentOf(p.Name, &entries[i])
	}
	return list
}

// CheckinDocumentOf returns the documents of a check-in.
func CheckinDocumentOf(items []CheckinItem) []CheckinJSON {
	value := func(e *journal.Entry) *ValueJSON {
		if v := e.Value(); v != nil {
			return &ValueJSON{Value: v, Text: v.String()}
		}
		return nil
	}
	list := make([]CheckinJSON, len(items))
	for i := range items {
		item := &items[i]
		j := CheckinJSON{Name: item.Name, Kind: item.Kind, Usual: item.Usual, Pinned: item.Pinned, Entries: item.Entries}
		if item.On != nil {
			j.Value = value(item.On)
		}
		if item.Before != nil {
			j.Before = &BeforeJSON{item.Before.When.Date, value(item.Before)}
		}
		list[i] = j
	}
	return list
}

// OverviewDocument is the JSON of what every person needs.
type OverviewDocument struct {
	Persons []NeedsJSON `json:"persons"`
}

// NeedsJSON is what one person needs now.
type NeedsJSON struct {
	Person            string              `json:"person"`
	PersonID          string              `json:"person_id"`
	Overdue           int                 `json:"overdue"`
	Due               int                 `json:"due"`
	Later             int                 `json:"later"`
	Questionnaires    []QuestionnaireJSON `json:"questionnaires"`
	Appointments      []Document          `json:"appointments"`
	Ask               int                 `json:"ask"`
	Low               []LowJSON           `json:"low"`
	Last              *Document           `json:"last,omitempty"`
	YesterdayReviewed bool                `json:"yesterday_reviewed"`
	Trouble           string              `json:"trouble,omitempty"`
}

// LowJSON is a supply that runs out soon.
type LowJSON struct {
	Name    string        `json:"name"`
	RunsOut *journal.Date `json:"runs_out,omitempty"`
}

// OverviewDocumentOf returns the document of an overview.
func OverviewDocumentOf(needs []PersonNeeds) OverviewDocument {
	d := OverviewDocument{Persons: []NeedsJSON{}}
	for i := range needs {
		n := &needs[i]
		j := NeedsJSON{
			Person: n.Person.Name, PersonID: n.Person.ID.String(), Overdue: n.Overdue, Due: n.Due, Later: n.Later,
			Questionnaires: []QuestionnaireJSON{}, Appointments: []Document{}, Low: []LowJSON{}, YesterdayReviewed: n.YesterdayReviewed,
		}
		for _, low := range n.Low {
			j.Low = append(j.Low, LowJSON{low.Regimen.Course.Name, low.RunsOut})
		}
		if n.Trouble != nil {
			j.Trouble = Explain(n.Trouble).What
		}
		if n.Today != nil {
			today := TodayDocumentOf(n.Today)
			j.Questionnaires, j.Appointments, j.Ask = today.Questionnaires, today.Appointments, len(n.Today.Ask)
		}
		if n.Last != nil {
			last := DocumentOf(n.Person.Name, n.Last)
			j.Last = &last
		}
		d.Persons = append(d.Persons, j)
	}
	return d
}

// Needs says what the person needs, each thing in a short sentence; of a record that
// cannot be read, nothing.
func (n *PersonNeeds) Needs() []string {
	if n.Today == nil {
		return nil
	}
	var lines []string
	add := func(count int, noun, key string) {
		if count > 0 {
			lines = append(lines, words.Text(key, words.Count(int64(count), noun)))
		}
	}
	add(n.Overdue, "dose", "overview.overdue")
	add(n.Due, "dose", "overview.due")
	add(len(n.Today.Questionnaires), "questionnaire", "overview.questionnaires")
	add(len(n.Today.Appointments), "appointment", "overview.appointments")
	add(len(n.Today.Ask), "dose", "overview.ask")
	if len(n.Low) > 0 {
		lines = append(lines, words.Text("overview.low", words.List(n.lowNames())))
	}
	if len(lines) == 0 {
		lines = append(lines, words.Text("overview.nothing"))
	}
	if !n.YesterdayReviewed && n.Last != nil {
		lines = append(lines, words.Text("overview.unreviewed"))
	}
	return lines
}

func (n *PersonNeeds) lowNames() []string {
	names := make([]string, len(n.Low))
	for i := range n.Low {
		names[i] = n.Low[i].Regimen.Course.Name
	}
	return names
}

// Lines is Needs and when something was written down last, or why the record cannot
// be read.
func (n *PersonNeeds) Lines() []string {
	switch {
	case n.Trouble != nil:
		return []string{Explain(n.Trouble).What}
	case n.Last == nil:
		return append(n.Needs(), words.Text("overview.empty"))
	}
	return append(n.Needs(), words.Text("overview.last", WhenText(n.Last.When)))
}

// RemindDocument is the JSON of what waits, without a word of any record.
type RemindDocument struct {
	On      bool           `json:"on"`
	Quiet   bool           `json:"quiet"`
	Show    bool           `json:"show"` // a reminder would be shown now
	Waiting []ReminderJSON `json:"waiting"`
	PutOff  []ReminderJSON `json:"put_off"`
	Next    string         `json:"next,omitempty"` // RFC 3339, UTC
}

// ReminderJSON is one thing that waits.
type ReminderJSON struct {
	Person   string       `json:"person"`
	PersonID string       `json:"person_id"`
	Sort     ReminderSort `json:"sort"`
	At       string       `json:"at"` // RFC 3339, UTC
}

// RemindDocumentOf returns the document of what waits.
func RemindDocumentOf(s RemindStep, on, quiet bool) RemindDocument {
	list := func(reminders []Reminder) []ReminderJSON {
		found := []ReminderJSON{}
		for _, r := range reminders {
			found = append(found, ReminderJSON{r.Person.Name, r.Person.ID.String(), r.Sort, stamp(r.At.UTC())})
		}
		return found
	}
	d := RemindDocument{On: on, Quiet: quiet, Show: s.Show, Waiting: list(s.Waiting), PutOff: list(s.Held)}
	if !s.Next.IsZero() {
		d.Next = stamp(s.Next.UTC())
	}
	return d
}
