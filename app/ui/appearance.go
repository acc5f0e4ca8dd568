package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Look is light, dark or high contrast, or as the system has it.
type Look string

// The looks.
const (
	System   Look = "system"
	Light    Look = "light"
	Dark     Look = "dark"
	Contrast Look = "contrast"
)

// looks are the looks in the order in which they are offered.
var looks = []Look{System, Light, Dark, Contrast}

// Limits of the size of text, in per cent, and of a step.
const (
	minText, maxText, textStep = 100, 200, 25
)

// defaultIdle is after how many minutes without a key or a mouse the window locks.
const defaultIdle = 10

// appearance is what is known of a person before the journal is unlocked. It is
// kept in Fyne's preferences, which anybody can read: nothing about health may
// ever be added here.
type appearance struct {
	app fyne.App
}

const (
	keyLook, keyText, keyIdle   = "look", "text", "idle"
	keyVault                    = "vault"
	keyLanguage                 = "language"
	keySpeak, keySleep          = "speak", "sleep"
	keyWidth, keyHeight         = "width", "height"
	defaultWidth, defaultHeight = 1100, 720
)

func (a appearance) look() Look {
	l := Look(a.app.Preferences().StringWithFallback(keyLook, string(System)))
	if _, known := schemes[l]; !known {
		return System
	}
	return l
}

// resolved is the look with System replaced by what the system has.
func (a appearance) resolved() Look {
	l := a.look()
	if l != System {
		return l
	}
	if a.app.Settings().ThemeVariant() == theme.VariantDark {
		return Dark
	}
	return Light
}

// text is the size of text in per cent.
func (a appearance) text() int {
	return min(max(a.app.Preferences().IntWithFallback(keyText, minText), minText), maxText)
}

// idle is after how many minutes the window locks, 0 for never.
func (a appearance) idle() int {
	return min(max(a.app.Preferences().IntWithFallback(keyIdle, defaultIdle), 0), 24*60)
}

func (a appearance) size() fyne.Size {
	p := a.app.Preferences()
	return fyne.NewSize(float32(max(p.FloatWithFallback(keyWidth, defaultWidth), 480)),
		float32(max(p.FloatWithFallback(keyHeight, defaultHeight), 360)))
}

// vault is the folder of the journal that was chosen in the window, "" for the
// usual one.
func (a appearance) vault() string { return a.app.Preferences().String(keyVault) }

// language is the code of the language that was chosen in the window, "" for that
// of the computer.
func (a appearance) language() string { return a.app.Preferences().String(keyLanguage) }

func (a appearance) setLanguage(code string) { a.app.Preferences().SetString(keyLanguage, code) }

// speak says whether the unlock page speaks; the journal has a setting of its own.
func (a appearance) speak() bool { return a.app.Preferences().Bool(keySpeak) }

// lockOnSleep says whether the journal is locked before the computer sleeps.
func (a appearance) lockOnSleep() bool {
	return a.app.Preferences().BoolWithFallback(keySleep, true)
}

func (a appearance) setSpeak(on bool)       { a.app.Preferences().SetBool(keySpeak, on) }
func (a appearance) setLockOnSleep(on bool) { a.app.Preferences().SetBool(keySleep, on) }

func (a appearance) setVault(dir string) { a.app.Preferences().SetString(keyVault, dir) }

func (a appearance) setLook(l Look) { a.app.Preferences().SetString(keyLook, string(l)); a.apply() }
func (a appearance) setText(n int)  { a.app.Preferences().SetInt(keyText, n); a.apply() }
func (a appearance) setIdle(n int)  { a.app.Preferences().SetInt(keyIdle, n) }
func (a appearance) setSize(s fyne.Size) {
	a.app.Preferences().SetFloat(keyWidth, float64(s.Width))
	a.app.Preferences().SetFloat(keyHeight, float64(s.Height))
}

// apply draws everything anew in the chosen look.
func (a appearance) apply() {
	a.app.Settings().SetTheme(kithTheme{look: a.resolved(), text: a.text()})
}
