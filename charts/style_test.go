package charts

import (
	"image/color"
	"testing"
)

func TestContrastRatio(t *testing.T) {
	if got := contrast(rgb(0), rgb(0xFFFFFF)); got < 20.99 || got > 21.01 {
		t.Errorf("black on white is %v, want 21", got)
	}
	if got := contrast(rgb(0x777777), rgb(0xFFFFFF)); got < 4.47 || got > 4.49 {
		t.Errorf("#777 on white is %v, want 4.48", got)
	}
}

// Text is at least 4.5:1 and every line that carries something 3:1; in high
// contrast both are 7:1.
func TestContrast(t *testing.T) {
	for name, c := range map[string]Colors{"light": Light(), "dark": Dark(), "high contrast": HighContrast()} {
		text, lines := 4.5, 3.0
		if name == "high contrast" {
			text, lines = 7, 7
		}
		check := func(what string, a, b color.NRGBA, least float64) {
			t.Helper()
			if got := contrast(a, b); got < least {
				t.Errorf("%s: %s is %.2f:1, want %v:1", name, what, got, least)
			}
		}
		check("text", c.Text, c.Background, text)
		check("quiet text", c.Muted, c.Background, text)
		check("text on a band", c.Text, c.Band, text)
		check("axis", c.Axis, c.Background, lines)
		check("edge of a band", c.BandEdge, c.Background, lines)
		for i, o := range c.Outcomes {
			check("outcome", o, c.Background, lines)
			check("outcome on a band", o, c.Band, 3)
			rim := standOut(mix(c.Background, o, 0.65), c.Background, c.Contrast)
			check("spread of outcome", rim, c.Background, lines)
			if i == 0 {
				check("text of neither is needed to tell them apart, but they differ", o, c.Outcomes[1], 1.02)
			}
		}
		for _, lane := range c.Lanes {
			check("edge of a lane", standOut(lane, c.Background, c.Contrast), c.Background, lines)
			check("amount in a lane", c.Text, mix(c.Background, lane, laneTint), text)
		}
		if c.Contrast != lines {
			t.Errorf("%s promises %v:1 for edges, want %v:1", name, c.Contrast, lines)
		}
	}
}

func TestStandOut(t *testing.T) {
	for _, background := range []color.NRGBA{rgb(0xFFFFFF), rgb(0), rgb(0x15191E), rgb(0x808080), rgb(0xFFF8E7)} {
		for _, c := range []color.NRGBA{orange, sky, yellow, purple, blue, green, vermillion} {
			if got := contrast(standOut(c, background, 3), background); got < 3 {
				t.Errorf("%v on %v is %.2f:1", c, background, got)
			}
		}
	}
	if standOut(blue, rgb(0xFFFFFF), 3) != blue {
		t.Error("a colour that stands out was changed")
	}
}

// The heat scale is monotone in luminance, stands off the background, and text on
// it can be read.
func TestHeat(t *testing.T) {
	for name, c := range map[string]Colors{"light": Light(), "dark": Dark(), "high contrast": HighContrast(), "bare": {Background: rgb(0xFFFFFF), Text: rgb(0)}} {
		st, err := Style{Colors: c}.resolve()
		if err != nil {
			t.Fatal(err)
		}
		last := c.Background
		for i := range 101 {
			got := st.Colors.heat(float64(i) / 100)
			if contrast(got, on(got)) < 4.5 {
				t.Errorf("%s: text on %d%% is %.2f:1", name, i, contrast(got, on(got)))
			}
			if contrast(got, c.Background) < contrast(last, c.Background) {
				t.Errorf("%s: %d%% is nearer to the background than less", name, i)
			}
			last = got
		}
		if low, high := contrast(st.Colors.heat(0), c.Background), contrast(st.Colors.heat(1), c.Background); low < 1.2 || high < 7 {
			t.Errorf("%s: from %.2f:1 to %.2f:1", name, low, high)
		}
		if st.Colors.heat(-1) != st.Colors.heat(0) || st.Colors.heat(9) != st.Colors.heat(1) {
			t.Errorf("%s: a part outside of 0 to 1", name)
		}
	}
}
