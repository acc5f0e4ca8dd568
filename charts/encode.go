package charts

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/png"
	"io"
	"regexp"
	"strings"

	"github.com/wcharczuk/go-chart/v2"
)

func encodePNG(w io.Writer, img *image.RGBA) error {
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	return nil
}

// SVG writes a figure as an SVG of size pixels, for files and print. Text stays
// text: it can be read aloud, searched and copied. Its title and description are
// those of the figure's Words.
func SVG(w io.Writer, f Figure, size image.Point, st Style) error {
	pl, err := f.plan(size, st)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := render(pl, newSVG, &body); err != nil {
		return err
	}
	words := pl.base().words
	_, inside, ok := bytes.Cut(body.Bytes(), []byte(">"))
	if !ok {
		return fmt.Errorf("write SVG: go-chart wrote no picture")
	}
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" role="img" stroke-linejoin="round" width="%d" height="%d" viewBox="0 0 %d %d">`,
		size.X, size.Y, size.X*fine, size.Y*fine)
	if title := clean(words.Title); title != "" {
		head += "<title>" + escape(title) + "</title>"
	}
	if about := strings.TrimSpace(words.Description); about != "" {
		head += "<desc>" + escape(about) + "</desc>"
	}
	if _, err := io.WriteString(w, head+"\n"); err != nil {
		return fmt.Errorf("write SVG: %w", err)
	}
	if _, err := w.Write(family.ReplaceAll(plainColours(inside), []byte("$1,Roboto,Arial,'Liberation Sans',sans-serif"))); err != nil {
		return fmt.Errorf("write SVG: %w", err)
	}
	return nil
}

// svg is go-chart's SVG renderer with text escaped; its own writes text as it
// is, so that a name with "<" breaks the file.
type svg struct{ chart.Renderer }

func newSVG(width, height int) (chart.Renderer, error) {
	r, err := chart.SVG(width, height)
	return svg{r}, err
}

func (s svg) Text(body string, x, y int) { s.Renderer.Text(escape(body), x, y) }

// escape also hides the colon, so that no text can look like a style below.
func escape(s string) string {
	var b strings.Builder
	// A strings.Builder never fails, and what XML cannot hold becomes U+FFFD.
	_ = xml.EscapeText(&b, []byte(s))
	return strings.ReplaceAll(b.String(), ":", "&#58;")
}

// family finds where go-chart names a font. A file goes to computers that do not
// have it; the fonts put behind it are about as wide, so that nothing collides.
var family = regexp.MustCompile(`(font-family:'[^']*'),sans-serif`)

var rgba = regexp.MustCompile(`(fill|stroke):rgba\((\d+),(\d+),(\d+),([0-9.]+)\)`)

// plainColours rewrites rgba(), which SVG 1.1 does not have and some printers'
// and offices' readers take for black, as a colour and an opacity.
func plainColours(svg []byte) []byte {
	return rgba.ReplaceAllFunc(svg, func(m []byte) []byte {
		g := rgba.FindSubmatch(m)
		out := fmt.Sprintf("%s:rgb(%s,%s,%s)", g[1], g[2], g[3], g[4])
		if alpha := string(g[5]); alpha != "1.0" {
			out += fmt.Sprintf(";%s-opacity:%s", g[1], alpha)
		}
		return []byte(out)
	})
}
