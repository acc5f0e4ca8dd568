// Package assets holds what is built into the program: its icon, and the small
// pictures of the kinds of entry.
//
// All of them are SVG and drawn for Kith. They promise to be what Fyne can show
// and recolour: a picture of a kind has filled shapes only (Fyne recolours fills,
// not strokes) and its holes run against the direction of their outline (Fyne
// drops fill-rule). Kinds are told apart by shape; colour is an addition.
package assets

import (
	"embed"
	"fmt"
)

//go:embed icon.svg
var icon []byte

//go:embed icon.png
var iconPNG []byte

//go:embed kinds/*.svg
var kinds embed.FS

// Icon returns the program's icon, an SVG of 512 by 512.
func Icon() []byte { return icon }

// IconPNG returns the program's icon as PNG of 512 by 512, for a window that must
// not wait for the drawing of an SVG.
func IconPNG() []byte { return iconPNG }

// KindIcon returns the picture for a kind of entry by the kind's name, as
// journal.Kind.String writes it: an SVG of 24 by 24 in black. Every kind that
// stands on the timeline has one, and so have "mood", "sleep", "pressure" and
// "needed" (a medicine when needed); another name is an error.
func KindIcon(kind string) ([]byte, error) {
	svg, err := kinds.ReadFile("kinds/" + kind + ".svg")
	if err != nil {
		return nil, fmt.Errorf("assets: no picture for the kind %q: %w", kind, err)
	}
	return svg, nil
}
