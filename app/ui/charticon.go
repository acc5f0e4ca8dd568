package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// iconChart is a line above a bar: what a chart looks like.
func iconChart() fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource("chart.svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<path fill="#000" d="M2.6 12.2 8.4 5.1 13 8.9 19.8 2.6 21.2 4.1 13.1 11.6 8.7 7.9 4.2 13.4Z"/>`+
			`<path fill="#000" d="M3 16.5h10v4.5H3zM15 16.5h6v4.5h-6z"/></svg>`)))
}
