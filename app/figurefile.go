package app

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
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

// Errors about files of charts.
var (
	ErrChartFormat = errors.New("the name ends neither in .svg, .png, .pdf nor .csv")
	ErrChartSize   = errors.New("the picture would be too small or too large")
)

// FigureFormats returns how the name of a file of a chart can end.
func FigureFormats() []string { return []string{".svg", ".png", ".pdf", ".csv"} }

// SaveFigure writes a figure to the file at path, by how its name ends: a picture
// as .svg, .png or .pdf, the table as .csv. The file is whole or not there, and
// only its owner can read it. It fails with [ErrChartFormat], [ErrChartSize] or
// [ErrFileExists].
func (a *App) SaveFigure(f *Figure, path string, o ChartFile) error {
	var draw func(io.Writer, charts.Figure, image.Point, charts.Style) error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".svg":
		draw = charts.SVG
	case ".png":
		draw = charts.PNG
	case ".pdf":
		draw = charts.PDF
	case ".csv":
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
	var b bytes.Buffer
	if draw == nil {
		err = f.WriteCSV(&b)
	} else {
		err = f.draw(draw, &b, o)
	}
	if err != nil {
		return err
	}
	return disk.WriteFile(a.opts.FS, path, b.Bytes())
}

// draw draws a picture; a wider one is drawn larger.
func (f *Figure) draw(draw func(io.Writer, charts.Figure, image.Point, charts.Style) error, b *bytes.Buffer, o ChartFile) error {
	size := image.Pt(o.Width, o.Height)
	if size.X == 0 {
		size.X = usualChartWidth
	}
	if size.X < minChartWidth || size.X > maxChartSide {
		return ErrChartSize
	}
	st := charts.Style{Colors: o.Theme.Colors(), Scale: min(max(float64(size.X)/usualChartWidth, 0.5), 4)}
	if size.Y == 0 {
		height, err := f.Picture.Height(size.X, st)
		if err != nil {
			return fmt.Errorf("draw chart: %w", err)
		}
		if f.Chart != nil {
			height = max(height, size.X/2) // a line is read best at about this slope
		}
		size.Y = min(max(height, minChartHeight), maxChartSide)
	}
	if size.Y < minChartHeight || size.Y > maxChartSide {
		return ErrChartSize
	}
	if err := draw(b, f.Picture, size, st); err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	return nil
}
