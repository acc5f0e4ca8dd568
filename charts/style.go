package charts

import "image/color"

// Style is how a chart looks. The zero value is usable: light, at 1x, in the
// font that go-chart brings.
type Style struct {
	// Colors of the chart; the zero value is [Light].
	Colors Colors
	// Scale is device pixels for each point of layout, 0.5 to 4; 0 means 1.
	Scale float64
	// TextScale enlarges text alone, 0.5 to 3; 0 means 1.
	TextScale float64
	// Font and Bold write ordinary text and names. Nil is go-chart's Roboto.
	Font, Bold *Font
}

// Colors are opaque. What must be told apart also differs in shape or has its
// name beside it.
type Colors struct {
	Background color.NRGBA
	Text       color.NRGBA // names: at least 4.5:1 against Background
	Muted      color.NRGBA // axis labels and units: at least 4.5:1
	Grid       color.NRGBA // quiet lines that carry nothing themselves
	Axis       color.NRGBA // the baseline: at least 3:1
	Band       color.NRGBA // fill of a band
	BandEdge   color.NRGBA // its edge: at least 3:1
	Outcomes   [2]color.NRGBA
	Lanes      []color.NRGBA // taken in turn; edges of bars: at least 3:1
}
