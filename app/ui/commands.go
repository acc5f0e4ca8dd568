package ui

import (
	"kith/app"
)

// binding is what a command of app.Commands does in the window.
type binding struct {
	run func(*Window)
	// enabled says whether it can be done now; nil is whenever the journal is
	// open, or always for a command that needs no journal.
	enabled func(*Window) bool
	// overSheet says that it can be given while a sheet is open.
	overSheet bool
}

// bindings returns what the commands do, by their ID. A test holds it to exactly
// those that stand in a menu.
func bindings() map[string]binding {
	return map[string]binding{
		"today":           {run: func(w *Window) { w.show("today") }},
		"today review":    {run: (*Window).reviewDay, enabled: hasPersons},
		"checkin":         {run: (*Window).openCheckin, enabled: hasPersons},
		"checkin repeat":  {run: (*Window).repeatCheckin, enabled: hasPersons},
		"day before":      {run: func(w *Window) { w.stepDay(-1) }, enabled: hasPersons},
		"day after":       {run: func(w *Window) { w.stepDay(1) }, enabled: canStepOn},
		"space list":      {run: func(w *Window) { w.show("space list") }},
		"device add":      {run: (*Window).openDeviceAdd},
		"join":            {run: (*Window).openJoin},
		"sync":            {run: (*Window).syncNow},
		"overview":        {run: func(w *Window) { w.show("overview") }},
		"list":            {run: func(w *Window) { w.show("list") }},
		"log":             {run: (*Window).writeLine, enabled: hasPersons},
		"find":            {run: (*Window).find},
		"delete":          {run: (*Window).deleteSelected, enabled: hasSelected},
		"chart timeline":  {run: func(w *Window) { w.showFigure(app.KindTimeline) }},
		"insight":         {run: func(w *Window) { w.show("insight") }},
		"chart adherence": {run: func(w *Window) { w.showFigure(app.KindAdherence) }},
		"chart together":  {run: func(w *Window) { w.showFigure(app.KindTogether) }},
		"chart body":      {run: func(w *Window) { w.showFigure(app.KindBody) }},
		"chart compare":   {run: func(w *Window) { w.showFigure(app.KindCompare) }},
		"chart scatter":   {run: func(w *Window) { w.showFigure(app.KindScatter) }},
		"treatment list":  {run: func(w *Window) { w.show("treatment list") }},
		"treatment add":   {run: (*Window).newTreatment, enabled: hasPersons},
		"ask list":        {run: func(w *Window) { w.show("ask list") }},
		"entry form":      {run: (*Window).openEntryNew, enabled: hasPersons},
		"edit":            {run: (*Window).editSelected, enabled: hasSelected},
		"history":         {run: (*Window).showHistory, enabled: hasSelected},
		"conflict list":   {run: (*Window).openConflicts, enabled: hasPersons},
		"trash list":      {run: (*Window).openTrash, enabled: hasPersons},
		"list recorded":   {run: (*Window).openRecorded, enabled: hasPersons},
		"undo":            {run: func(w *Window) { w.undo(false) }},
		"redo":            {run: func(w *Window) { w.undo(true) }},
		"attach add":      {run: (*Window).attachFile, enabled: hasPersons},
		"report":          {run: func(w *Window) { w.show("report") }},
		"export":          {run: (*Window).openExport},
		"terms list":      {run: (*Window).openTerms},
		"lock":            {run: (*Window).lock, overSheet: true},
		"quit":            {run: (*Window).quit, overSheet: true},
		"low energy":      {run: func(w *Window) { w.setLow(w.shell.front != lowPage) }},
		"speak":           {run: (*Window).toggleSpeak, overSheet: true},
		"speak again":     {run: func(w *Window) { w.speech.again() }, overSheet: true},
		"text larger":     {run: func(w *Window) { w.stepText(textStep) }, overSheet: true},
		"text smaller":    {run: func(w *Window) { w.stepText(-textStep) }, overSheet: true},
		"theme":           {run: (*Window).nextLook, overSheet: true},

		"experiment plan":     {run: (*Window).openExperimentPlan, enabled: hasPersons},
		"experiment list":     {run: (*Window).openExperiments, enabled: hasPersons},
		"import":              {run: func(w *Window) { w.show("import") }},
		"person switch":       {run: (*Window).openPersonSwitch, enabled: hasPersons},
		"person add":          {run: (*Window).openPersonAdd},
		"person rename":       {run: func(w *Window) { w.pickPerson("settings.person.choose.rename", w.openPersonRename) }, enabled: hasPersons},
		"person erase":        {run: func(w *Window) { w.pickPerson("settings.person.choose.erase", w.openPersonErase) }, enabled: hasPersons},
		"backup":              {run: (*Window).openBackup},
		"backup auto":         {run: (*Window).openAutoBackup},
		"backup drill":        {run: (*Window).openDrill},
		"restore":             {run: (*Window).openRestore},
		"verify":              {run: (*Window).openCheck},
		"passwd":              {run: func(w *Window) { w.openPassphrase(false) }},
		"slot list":           {run: (*Window).showWays},
		"slot add-passphrase": {run: func(w *Window) { w.openPassphrase(true) }},
		"slot add-recovery":   {run: (*Window).openRecoverySheet},
		"erase":               {run: (*Window).openEraseAll},
		"settings":            {run: func(w *Window) { w.show("settings") }},
		"palette":             {run: (*Window).openPalette},
		"shortcuts":           {run: (*Window).openShortcuts},
		"about":               {run: (*Window).openAbout},

		"chart multiples": {run: func(w *Window) { w.showFigure(app.KindMultiples) }},
		"chart calendar":  {run: func(w *Window) { w.showFigure(app.KindCalendar) }},
		"chart hours":     {run: func(w *Window) { w.showFigure(app.KindHours) }},
		"chart scores":    {run: func(w *Window) { w.showFigure(app.KindScores) }},
	}
}

func hasPersons(w *Window) bool { return len(w.shown.All()) > 0 }

// can reports whether a command can be given now.
func (w *Window) can(c app.Command) bool {
	b, ok := bindings()[c.ID]
	if !ok || c.Vault && w.app == nil || len(w.sheets) > 0 && !b.overSheet {
		return false
	}
	return b.enabled == nil || b.enabled(w)
}

// do gives the command of an ID, if it can be given now.
func (w *Window) do(id string) {
	w.idle.touch()
	for _, c := range app.Commands() {
		if c.ID == id && w.can(c) {
			bindings()[id].run(w)
			w.menu.refresh()
			return
		}
	}
}

// stepText makes all text larger or smaller by so many per cent.
func (w *Window) stepText(by int) {
	w.appearance.setText(min(max(w.appearance.text()+by, minText), maxText))
}

// nextLook goes on to the next look.
func (w *Window) nextLook() {
	for i, l := range looks {
		if l == w.appearance.look() {
			w.appearance.setLook(looks[(i+1)%len(looks)])
			return
		}
	}
}
