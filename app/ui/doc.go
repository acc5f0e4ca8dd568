// Package ui is the window: it shows what package view says and hands what people
// do to package app. It has no SQL, no crypto and no sockets.
//
// It promises:
//
//   - The window answers at once. What may take longer than a frame runs through
//     [Window.run], which is the only place that starts goroutines (a test holds
//     it to that), shows progress, can be cancelled, comes back on the goroutine
//     of the window and shows the error in words.
//   - Esc closes whatever opened last. Tab reaches every control and nothing
//     keeps it.
//   - No word of a record leaves memory: not in titles, notifications,
//     preferences or logs.
//   - What a person can do is in one table, [app.Commands]; menus, shortcuts, the
//     command palette and the page of shortcuts are made from it.
//
// # How it is built
//
// A Window is either closed (first run, unlock) or open. Open, it has a rail of
// pages, one of which is in front, a toast for what was just done, and sheets:
// panels over everything else. A page is a file with a type that implements page:
//
//	type xPage struct{ w *Window; ... }
//	func newXPage(w *Window) page
//	func (p *xPage) content() fyne.CanvasObject // once, when first shown
//	func (p *xPage) reload()                    // the journal, person or day changed
//
// and a line in pageMakers. It asks w.app for what it shows, through its model in
// package view. A command is bound to what it does in commands.go.
//
// Use the widgets of widgets.go, never Fyne's own focusable ones: they hand Esc
// on to the window, and their multi-line entry lets Tab through.
//
// While it is closed a front fills it (first*.go, unlock*.go): a card in the middle,
// made by newFrontCard. Locking starts the program anew, so what holds something that
// was typed and not saved says so: a page as a drafter, a sheet by its unsaved.
//
//	w.run(task{
//		do:   func(ctx context.Context, p *progress) error { ... }, // not on the window's goroutine
//		then: func(err error) { ... },                              // on it
//	})
//	w.toast(words.Text("..."), undo)      // what was done, with its Undo
//	w.showError(err)                      // a toast in words; nearer to the cause is better
//	w.openSheet(&sheet{title: ..., body: ..., actions: ...})
//	w.changed()                           // the journal changed: pages reload
//
// # Tests
//
// Tests never make a real window. newTestWindow makes one on Fyne's test driver
// with a fixed clock and zone, in which work runs at once; golden compares a page
// with its pictures in light, dark and high contrast, at 1x and 2x, and with its
// markup. KITH_UPDATE=1 writes them anew: look at them before you commit them.
package ui
