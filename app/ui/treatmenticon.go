package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// iconTreatment is a capsule.
func iconTreatment() fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource("treatment.svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<path fill="#000" d="M4.2 12.1 12.1 4.2A5.5 5.5 0 0 1 19.8 12L12 19.8A5.5 5.5 0 0 1 4.2 12.1ZM9.6 9.5 14.5 14.4 18.4 10.5A3.5 3.5 0 0 0 13.5 5.6Z"/></svg>`)))
}
