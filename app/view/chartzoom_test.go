package view_test

import (
	"strings"
	"testing"

	"kith/app"
	"kith/app/view"
	"kith/charts"
)

// shownDays is how many days of a timeline are seen.
func shownDays(c *view.Chart) float64 {
	t := c.Shown().Picture.(*charts.Timeline)
	return t.To.Sub(t.From).Hours() / 24
}

// TestChartZoom: a zoom stays within the range, goes with the crosshair, and all of
// it comes back.
func TestChartZoom(t *testing.T) {
	_, c := chartModel(t, 99, 60, 50, 40, 3, 0)
	if changed, _ := c.Zoom(0.5, 0.5); changed {
		t.Error("zoomed into nothing")
	}
	before := loadChart(t, c)
	if shownDays(c) != 100 || before.Zoomed {
		t.Fatalf("%v days", shownDays(c))
	}
	changed, load := c.Zoom(0.5, 1)
	after := c.Shown()
	if !changed || load || shownDays(c) != 50 || !after.Zoomed || after.Revision == before.Revision || after.Days != "2 Oct 2026 to 20 Nov 2026" || after.Rows != 6 {
		t.Errorf("%v days, %+v", shownDays(c), after)
	}
	if changed, _ := c.Pan(1); changed {
		t.Error("past the last day")
	}
	if changed, _ := c.Pan(-0.5); !changed || shownDays(c) != 50 || c.Shown().Days != "7 Sep 2026 to 26 Oct 2026" {
		t.Error(c.Shown().Days)
	}
	if c.StepToLast(); !strings.HasSuffix(c.Shown().Days, "20 Nov 2026") || shownDays(c) != 50 {
		t.Errorf("the crosshair left what is shown: %s", c.Shown().Days)
	}
	for range 30 {
		c.Zoom(0.5, 0.5)
	}
	if d := shownDays(c); d != 0.25 {
		t.Errorf("the closest look is %v days", d)
	}
	for range 30 {
		c.Zoom(2, 0.3)
	}
	if c.Shown().Zoomed || shownDays(c) != 100 {
		t.Errorf("%v days after going back", shownDays(c))
	}
	c.Zoom(0.3, 0.5)
	if changed, load := c.Unzoom(); !changed || load || shownDays(c) != 100 {
		t.Errorf("%v days", shownDays(c))
	}
	if changed, _ := c.Unzoom(); changed {
		t.Error("nothing to go back from")
	}
}

// TestChartKinds loads every kind of chart for somebody with entries and for
// somebody without: each says something, and steps through what can be pointed at.
func TestChartKinds(t *testing.T) {
	_, c := chartModel(t, 99, 60, 50, 40, 3, 0)
	_, empty := chartModel(t)
	for _, kind := range app.FigureKinds() {
		for _, m := range []*view.Chart{c, empty} {
			m.SetKind(kind)
			s := loadChart(t, m)
			if s.Kind != kind || s.Picture == nil || s.Summary == "" || (s.Empty == "") != (s.State == view.ChartDrawn) || kind.Text() == "" {
				t.Errorf("%s: state %d, %q, %q", kind, s.State, s.Empty, s.Summary)
			}
			if len(s.Chosen) > max(s.Needs.Measures, 1) {
				t.Errorf("%s shows %q", kind, s.Chosen)
			}
		}
		s := c.Shown()
		if s.State != view.ChartDrawn || kind == app.KindTimeline {
			continue
		}
		rows := make([]int, s.Rows)
		for i := range rows {
			rows[i] = i
		}
		c.SetSpots(s.Revision-1, rows) // of a picture that is gone
		if c.Step(1); s.Rows > 0 && c.Spot() >= 0 {
			t.Errorf("%s: points at a picture that is gone", kind)
		}
		c.SetSpots(s.Revision, rows)
		c.StepToFirst()
		k, ok := c.Cursor()
		if !ok || k.Text() == "" || len(k.Lines()) == 0 || !strings.HasPrefix(k.Text(), k.Lines()[0]) || k.Row != 0 {
			t.Errorf("%s: %q, %q", kind, k.Text(), k.Lines())
		}
		if c.PointSpot(-1); c.Spot() != -1 {
			t.Errorf("%s: still points at something", kind)
		}
	}
}

// TestChartManyMeasures: a third measure makes small charts below each other.
func TestChartManyMeasures(t *testing.T) {
	a, c := chartModel(t, 9, 3, 0)
	for _, line := range []string{"sleep 7h", "mood 5", "nausea 3"} {
		if _, err := a.Log(t.Context(), a.Persons()[0], line, ""); err != nil {
			t.Fatal(err)
		}
	}
	loadChart(t, c)
	c.Choose(1, "Weight")
	if s := loadChart(t, c); !s.More || s.Kind != app.KindTimeline {
		t.Fatalf("%+v", s)
	}
	c.Choose(2, "Nausea")
	if s := loadChart(t, c); s.Kind != "multiples" || strings.Join(s.Chosen, ",") != "Headache,Weight,Nausea" {
		t.Errorf("%s of %q", s.Kind, s.Chosen)
	}
	c.Choose(1, "")
	if s := loadChart(t, c); strings.Join(s.Chosen, ",") != "Headache,Nausea" {
		t.Errorf("%q", s.Chosen)
	}
}
