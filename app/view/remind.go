package view

import (
	"errors"
	"time"

	"kith/app"
	"kith/app/desk"
	"kith/app/words"
	"kith/journal"
)

// Waiting says for the window what waits, by person: "Due for Anna: 2 doses. Due for
// Ben: the check-in." It is "" if nothing does.
func Waiting(waiting []app.Reminder) string {
	if len(waiting) == 0 {
		return ""
	}
	type needs struct{ doses, questionnaires, checkins int64 }
	var order []journal.ID
	names, of := map[journal.ID]string{}, map[journal.ID]*needs{}
	for _, r := range waiting {
		n := of[r.Person.ID]
		if n == nil {
			n = new(needs)
			of[r.Person.ID], names[r.Person.ID] = n, r.Person.Name
			order = append(order, r.Person.ID)
		}
		switch r.Sort {
		case app.RemindDose:
			n.doses++
		case app.RemindQuestionnaire:
			n.questionnaires++
		case app.RemindCheckin:
			n.checkins++
		}
	}
	text := ""
	for _, id := range order {
		var parts []string
		n := of[id]
		if n.doses > 0 {
			parts = append(parts, words.Count(n.doses, "dose"))
		}
		if n.questionnaires > 0 {
			parts = append(parts, words.Count(n.questionnaires, "questionnaire"))
		}
		if n.checkins > 0 {
			parts = append(parts, words.Text("remind.sort.checkin"))
		}
		if text != "" {
			text += " "
		}
		text += words.Text("remind.waiting", names[id], words.List(parts))
	}
	return text
}

// PutOff says until when reminders were put off.
func PutOff(until, now time.Time) string {
	day := dayText(journal.DateOf(until), journal.DateOf(now))
	return words.Text("remind.until", day, until.Format("15:04"))
}

// Desktop says what the desktop does not offer, a line each; none if all is there.
func Desktop(s desk.Services) []string {
	var lines []string
	add := func(err error, key string) {
		switch {
		case err == nil:
		case errors.Is(err, desk.ErrNoBus):
			lines = append(lines, words.Text(key, words.Text("remind.desk.no_bus")))
		default:
			lines = append(lines, words.Text(key, words.Text("remind.desk.no_service")))
		}
	}
	add(s.Notifications, "remind.desk.notifications")
	add(s.Tray, "remind.desk.tray")
	return lines
}
