package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// iconLock is the icon for locking.
func iconLock() fyne.Resource { return theme.LogoutIcon() }

// dimmed is what lies over the window behind a sheet.
func dimmed() color.Color { return color.NRGBA{A: 0x99} }
