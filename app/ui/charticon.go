package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// iconChart is a line above a bar: what a chart looks like.
func iconChart() fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource("chart.svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<path fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" d="M3.5 12.5 8.5 6.5 13 10.5 20.5 3.5"/>`+
			`<path fill="#000" d="M4 17h9v4h-9zM15 17h5v4h-5z"/></svg>`)))
}
