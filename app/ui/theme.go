package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// scheme is a set of colours.
type scheme struct {
	background, surface, input         color.NRGBA // pages; rail, cards and sheets; fields
	text, faint, disabled              color.NRGBA
	primary, onPrimary                 color.NRGBA
	button, hover, pressed, focus      color.NRGBA
	selection, separator, border       color.NRGBA
	success, warning, danger, onDanger color.NRGBA
	scroll                             color.NRGBA
	dark                               bool
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func alpha(hex uint32, a uint8) color.NRGBA {
	c := rgb(hex)
	c.A = a
	return c
}

var schemes = map[Look]scheme{
	Light: {
		background: rgb(0xfbfaf7), surface: rgb(0xf1efe9), input: rgb(0xffffff),
		text: rgb(0x1c2529), faint: rgb(0x566267), disabled: rgb(0x7f898d),
		primary: rgb(0x0a6570), onPrimary: rgb(0xffffff),
		button: rgb(0xe6e4dc), hover: alpha(0x0a6570, 0x14), pressed: alpha(0x0a6570, 0x33), focus: alpha(0x0a6570, 0x59),
		selection: alpha(0x0a6570, 0x2b), separator: rgb(0xdedbd2), border: rgb(0x7a8488),
		success: rgb(0x1f7a3d), warning: rgb(0x9a5b00), danger: rgb(0xb3261e), onDanger: rgb(0xffffff),
		scroll: alpha(0x1c2529, 0x66),
	},
	Dark: {
		background: rgb(0x12181b), surface: rgb(0x1b2327), input: rgb(0x0d1214),
		text: rgb(0xe8edee), faint: rgb(0xa3b0b5), disabled: rgb(0x77858a),
		primary: rgb(0x63c7cf), onPrimary: rgb(0x06262a),
		button: rgb(0x2a353a), hover: alpha(0x63c7cf, 0x1c), pressed: alpha(0x63c7cf, 0x3d), focus: alpha(0x63c7cf, 0x66),
		selection: alpha(0x63c7cf, 0x33), separator: rgb(0x2c373c), border: rgb(0x6f7f85),
		success: rgb(0x7ccf95), warning: rgb(0xf2b85c), danger: rgb(0xff8a80), onDanger: rgb(0x3b0907),
		scroll: alpha(0xe8edee, 0x66), dark: true,
	},
	Contrast: {
		background: rgb(0x000000), surface: rgb(0x000000), input: rgb(0x000000),
		text: rgb(0xffffff), faint: rgb(0xf0f0f0), disabled: rgb(0xb8b8b8),
		primary: rgb(0xffd60a), onPrimary: rgb(0x000000),
		button: rgb(0x2b2b2b), hover: alpha(0xffd60a, 0x33), pressed: alpha(0xffd60a, 0x66), focus: alpha(0xffd60a, 0x99),
		selection: alpha(0xffd60a, 0x55), separator: rgb(0xffffff), border: rgb(0xffffff),
		success: rgb(0x7dff9b), warning: rgb(0xffd60a), danger: rgb(0xffa39b), onDanger: rgb(0x000000),
		scroll: rgb(0xffffff), dark: true,
	},
}

// Names of colours that Fyne has no name for.
const (
	colorFaint   fyne.ThemeColorName = "kith-faint"   // text that is less important
	colorSurface fyne.ThemeColorName = "kith-surface" // cards and the rail
)

// Sizes of text beside those of Fyne, in units of Fyne at 100%.
const (
	sizeSmall fyne.ThemeSizeName = theme.SizeNameCaptionText
	sizeTitle fyne.ThemeSizeName = theme.SizeNameHeadingText
)

// kithTheme is the look of the window.
type kithTheme struct {
	look Look // never System
	text int  // per cent
}

var _ fyne.Theme = kithTheme{}

// Color implements fyne.Theme. The variant of the system does not matter: System
// was resolved before.
func (t kithTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	s := schemes[t.look]
	switch name {
	case theme.ColorNameBackground:
		return s.background
	case colorSurface, theme.ColorNameHeaderBackground, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground:
		return s.surface
	case theme.ColorNameInputBackground:
		return s.input
	case theme.ColorNameInputBorder:
		return s.border
	case theme.ColorNameForeground:
		return s.text
	case colorFaint, theme.ColorNamePlaceHolder:
		return s.faint
	case theme.ColorNameDisabled:
		return s.disabled
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return s.primary
	case theme.ColorNameForegroundOnPrimary:
		return s.onPrimary
	case theme.ColorNameButton, theme.ColorNameDisabledButton:
		return s.button
	case theme.ColorNameHover:
		return s.hover
	case theme.ColorNamePressed:
		return s.pressed
	case theme.ColorNameFocus:
		return s.focus
	case theme.ColorNameSelection:
		return s.selection
	case theme.ColorNameSeparator, theme.ColorNameInnerWindowBorder, theme.ColorNameInnerWindowBorderInactive:
		return s.separator
	case theme.ColorNameSuccess:
		return s.success
	case theme.ColorNameWarning:
		return s.warning
	case theme.ColorNameError:
		return s.danger
	case theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return s.onDanger
	case theme.ColorNameScrollBar:
		return s.scroll
	case theme.ColorNameScrollBarBackground, theme.ColorNameShadow:
		return color.Transparent
	}
	variant := theme.VariantLight
	if s.dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font implements fyne.Theme.
func (t kithTheme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon implements fyne.Theme.
func (t kithTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme. Text and icons grow with the person's choice, the
// space around them half as much.
func (t kithTheme) Size(name fyne.ThemeSizeName) float32 {
	grow := float32(t.text) / 100
	switch name {
	case theme.SizeNameText:
		return 15 * grow
	case theme.SizeNameCaptionText:
		return 13 * grow
	case theme.SizeNameSubHeadingText:
		return 18 * grow
	case theme.SizeNameHeadingText:
		return 24 * grow
	case theme.SizeNameInlineIcon:
		return 20 * grow
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameScrollBarSmall:
		return 5
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 6
	case theme.SizeNamePadding:
		return 4 * (1 + grow) / 2
	case theme.SizeNameInnerPadding:
		return 8 * (1 + grow) / 2
	}
	return theme.DefaultTheme().Size(name)
}
