package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// chartPicks are the choices of the chart page: the kind of chart, what it is of,
// and over how much time. Only what the kind can use is there.
type chartPicks struct {
	page    *chartPage
	setting bool // the choices are being set, not chosen from

	kind                 *selector
	measures, treatments chartSlots
	lag, side, strength  *selector
	split                *entry
	events               *check
	ranges               map[view.ChartRange]*button
	days                 *chartDays
	row                  *fyne.Container // of what is to be chosen
	built                chartPickers    // in row
	box                  *fyne.Container
}

// chartPickers is all that the row of choices follows from.
type chartPickers struct {
	kind                 app.FigureKind
	measures, treatments int
}

// chartSlots are selectors of one sort, one for each thing that is shown and one
// to add a thing.
type chartSlots struct {
	name   string // for speaking
	choose func(slot int, name string)
	list   []*selector
	shown  int
}

func newChartPicks(p *chartPage) *chartPicks {
	c := &chartPicks{page: p, ranges: map[view.ChartRange]*button{}}
	c.kind = newSelect(nil, func(name string) {
		for _, kind := range app.FigureKinds() {
			if kind.Text() == name && !c.setting && p.model.SetKind(kind) {
				p.load()
			}
		}
	})
	c.kind.name = words.Text("chart.pick.kind")
	slot := func(choose func(int, string)) func(int, string) {
		return func(i int, name string) {
			if !c.setting {
				choose(i, name)
				p.load()
			}
		}
	}
	c.measures = chartSlots{name: words.Text("chart.pick.measure"), choose: slot(p.model.Choose)}
	c.treatments = chartSlots{name: words.Text("chart.pick.treatment"), choose: slot(p.model.ChooseTreatment)}
	c.lag = newSelect(nil, func(text string) {
		if i := slices.Index(lagTexts(), text); i >= 0 && !c.setting {
			p.model.SetLag(i)
			p.load()
		}
	})
	c.lag.name = words.Text("chart.pick.lag")
	c.side = newSelect(nil, func(text string) {
		if i := slices.Index(sideTexts(), text); i >= 0 && !c.setting {
			p.model.SetSide(figureSides[i])
			p.load()
		}
	})
	c.side.name = words.Text("chart.pick.side")
	c.strength = newSelect(nil, func(text string) {
		if !c.setting {
			p.model.SetStrength(text == words.Text("chart.strength.strong"))
			p.load()
		}
	})
	c.strength.name = words.Text("chart.pick.strength")
	c.split = newEntry()
	c.split.name = words.Text("chart.pick.split")
	c.split.SetPlaceHolder(words.Text("chart.pick.split"))
	c.split.OnSubmitted = func(text string) {
		if err := p.model.SetSplit(text); err != nil {
			c.days.problem(err)
			return
		}
		p.load()
	}
	c.events = newCheck(words.Text("chart.pick.events"), func(on bool) {
		if !c.setting {
			p.model.SetEvents(on)
			p.load()
		}
	})
	for _, r := range view.ChartRanges() {
		c.ranges[r] = newButton(r.Text(), nil, func() {
			p.model.SetRange(r)
			p.load()
		})
	}
	c.days = newChartDays(p)
	c.row = container.New(newFlow())
	times := container.New(newFlow())
	for _, r := range view.ChartRanges() {
		times.Add(c.ranges[r])
	}
	times.Add(c.events)
	c.box = container.New(usual, c.row, times, c.days.trouble, c.days.box)
	return c
}

var figureSides = []app.FigureSide{app.FigureBoth, app.FigureFront, app.FigureBack}

func sideTexts() (texts []string) {
	for _, s := range []string{"both", "front", "back"} {
		texts = append(texts, words.Text("chart.side."+s))
	}
	return texts
}

func lagTexts() (texts []string) {
	texts = append(texts, words.Text("chart.lag.same"))
	for days := 1; days <= app.MaxFigureLag; days++ {
		texts = append(texts, words.Text("chart.lag.days", words.Count(int64(days), "day")))
	}
	return texts
}

// show sets the choices to what is shown.
func (c *chartPicks) show(s view.ChartShown) {
	c.setting = true
	defer func() { c.setting = false }()
	var kinds []string
	for _, kind := range app.FigureKinds() {
		kinds = append(kinds, kind.Text())
	}
	fill(c.kind, kinds, s.Kind.Text())
	c.kind.Hidden = len(kinds) < 2
	blank := ""
	if s.Kind == app.KindTimeline && len(s.Chosen) == 1 {
		blank = words.Text("chart.no_second")
	}
	if len(s.Chosen) == 0 {
		blank = words.Text("chart.pick.all")
	}
	c.measures.show(s.Names, s.Chosen, s.More, blank, s.Needs.LeastMeasures == 0)
	blank = ""
	if len(s.ChosenTreatments) == 0 {
		blank = words.Text("chart.pick.untreated")
		if s.Needs.Measures == 0 { // of treatments alone
			blank = words.Text("chart.pick.all")
		}
	}
	c.treatments.show(s.Treatments, s.ChosenTreatments, s.MoreTreatments, blank, !s.Needs.Split)
	fill(c.lag, lagTexts(), lagTexts()[s.Lag])
	c.lag.Hidden = !s.Needs.Lag
	fill(c.side, sideTexts(), sideTexts()[max(slices.Index(figureSides, s.Side), 0)])
	c.side.Hidden = !s.Needs.Side
	often := []string{words.Text("chart.strength.often"), words.Text("chart.strength.strong")}
	fill(c.strength, often, often[0])
	if s.Strength {
		fill(c.strength, often, often[1])
	}
	c.strength.Hidden = !s.Needs.Strength
	c.split.Hidden = !s.Needs.Split
	c.events.SetChecked(s.Events)
	c.events.Hidden = !s.Needs.Events
	if c.split.Text != s.Split && c.page.w.win.Canvas().Focused() != c.split {
		c.split.SetText(s.Split)
	}
	if now := (chartPickers{s.Kind, c.measures.shown, c.treatments.shown}); len(c.row.Objects) == 0 || now != c.built {
		c.built = now
		c.build()
	}
	for r, b := range c.ranges {
		importance := widget.MediumImportance
		if r == s.Range {
			importance = widget.HighImportance
		}
		if b.Importance != importance {
			b.Importance = importance
			b.Refresh()
		}
	}
	c.days.show(s)
	c.row.Refresh()
}

// build puts what is to be chosen in its order.
func (c *chartPicks) build() {
	c.row.Objects = nil
	add := func(o fyne.CanvasObject) {
		if o.Visible() {
			c.row.Add(container.New(pickerSize{}, o))
		}
	}
	if c.kind.Visible() {
		c.row.Add(container.New(pickerSize{kindWidth}, c.kind))
	}
	for _, slots := range []*chartSlots{&c.measures, &c.treatments} {
		for _, s := range slots.list[:slots.shown] {
			add(s)
		}
	}
	add(c.lag)
	add(c.side)
	add(c.strength)
	add(c.split)
}

// show has a selector for each thing that is chosen, and one more if there is room;
// blank is what that says, "" is the usual. Where none is allowed the last one can be
// taken away too.
func (c *chartSlots) show(names, chosen []string, more bool, blank string, none bool) {
	c.shown = min(len(chosen), len(names))
	if more {
		c.shown++
	}
	for len(c.list) < c.shown {
		slot := len(c.list)
		s := newSelect(nil, nil)
		s.OnChanged = func(name string) {
			if slices.Contains([]string{words.Text("chart.no_second"), words.Text("chart.pick.add"), words.Text("chart.pick.remove"),
				words.Text("chart.pick.all"), words.Text("chart.pick.untreated")}, name) {
				name = ""
			}
			c.choose(slot, name)
		}
		s.name = words.Text("chart.pick.numbered", c.name, strconv.Itoa(slot+1))
		if slot == 0 {
			s.name = c.name
		}
		c.list = append(c.list, s)
	}
	for i, s := range c.list[:c.shown] {
		options := slices.DeleteFunc(slices.Clone(names), func(n string) bool {
			at := slices.Index(chosen, n)
			return at >= 0 && at != i && i > 0
		})
		if i >= len(chosen) {
			text := blank
			if text == "" {
				text = words.Text("chart.pick.add")
			}
			fill(s, append([]string{text}, options...), text)
			continue
		}
		if i > 0 || len(chosen) > 1 || none {
			options = append([]string{words.Text("chart.pick.remove")}, options...)
		}
		fill(s, options, chosen[i])
	}
}

// fill sets the options of a selector and what is chosen.
func fill(b *selector, options []string, chosen string) {
	if !slices.Equal(b.Options, options) {
		b.SetOptions(options)
	}
	if b.Selected != chosen {
		b.SetSelected(chosen)
	}
}
