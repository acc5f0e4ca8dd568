package app

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"path/filepath"
	"strings"

	"kith/charts"
	"kith/journal/disk"
)

// ChartTheme is how a chart looks.
type ChartTheme string

// The themes, by the names used on the command line.
const (
	ChartLight    ChartTheme = "light"
	ChartDark     ChartTheme = "dark"
	ChartContrast ChartTheme = "contrast"
)

// ChartThemes returns the names of the themes.
func ChartThemes() []string {
	return []string{string(ChartLight), string(ChartDark), string(ChartContrast)}
}

// Colors returns the colours of the theme; a name that is none is light.
func (t ChartTheme) Colors() charts.Colors {
	switch t {
	case ChartDark:
		return charts.Dark()
	case ChartContrast:
		return charts.HighContrast()
	}
	return charts.Light()
}

// ChartFile says how to write a picture of a chart.
type ChartFile struct {
	// Width and Height are pixels, 320 to 8,000 and 200 to 8,000; 0 is 1,200, and
	// the height at which every treatment fits.
	Width, Height int
	Theme         ChartTheme
	Force         bool // replace a file that is there
}

// Limits of a picture, in pixels.
const (
	minChartWidth, minChartHeight = 320, 200
	maxChartSide                  = 8000
	usualChartWidth               = 1200
)

// Errors about pictures of charts.
var (
	ErrChartFormat = errors.New("the name ends neither in .svg nor in .png")
	ErrChartSize   = errors.New("the picture would be too small or too large")
)

// SaveChart writes a picture of the chart to the file at path, an SVG or a PNG by how
// its name ends. The file is whole or not there, and only its owner can read it.
// It fails with [ErrChartFormat], [ErrChartSize] or [ErrFileExists].
func (a *App) SaveChart(c *Chart, path string, o ChartFile) error {
	var draw func(*charts.Timeline, *bytes.Buffer, image.Point, charts.Style) error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".svg":
		draw = func(t *charts.Timeline, b *bytes.Buffer, size image.Point, st charts.Style) error {
			return t.SVG(b, size, st)
		}
	case ".png":
		draw = func(t *charts.Timeline, b *bytes.Buffer, size image.Point, st charts.Style) error {
			return t.PNG(b, size, st)
		}
	default:
		return ErrChartFormat
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := a.opts.FS.Stat(path); err == nil && !o.Force {
		return &fs.PathError{Op: "write", Path: path, Err: ErrFileExists}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	st, size, err := c.picture(o)
	if err != nil {
		return err
	}
	t := *c.Timeline
	t.Words.Title, t.Words.Description = c.Title(), c.Summary()
	var b bytes.Buffer
	if err := draw(&t, &b, size, st); err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	return disk.WriteFile(a.opts.FS, path, b.Bytes())
}

// picture returns the size and style of a picture; a wider one is drawn larger.
func (c *Chart) picture(o ChartFile) (charts.Style, image.Point, error) {
	size := image.Pt(o.Width, o.Height)
	if size.X == 0 {
		size.X = usualChartWidth
	}
	if size.X < minChartWidth || size.X > maxChartSide {
		return charts.Style{}, size, ErrChartSize
	}
	st := charts.Style{Colors: o.Theme.Colors(), Scale: min(max(float64(size.X)/usualChartWidth, 0.5), 4)}
	if size.Y == 0 {
		height, err := c.Timeline.Height(size.X, st)
		if err != nil {
			return st, size, fmt.Errorf("draw chart: %w", err)
		}
		size.Y = min(max(height, size.X/2), maxChartSide)
	}
	if size.Y < minChartHeight || size.Y > maxChartSide {
		return st, size, ErrChartSize
	}
	return st, size, nil
}
