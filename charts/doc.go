// Package charts draws plain series as pictures: pixels for the screen, PNG and
// SVG for files. It imports no other room of Kith and has no words of its own.
//
// The first chart is the [Timeline]. It is drawn, and asked, through
//
//	func (t *Timeline) Image(size image.Point, st Style) (*image.RGBA, *Layout, error)
//	func (t *Timeline) PNG(w io.Writer, size image.Point, st Style) error
//	func (t *Timeline) SVG(w io.Writer, size image.Point, st Style) error
//	func (t *Timeline) Height(width int, st Style) (int, error)   // at which every lane fits
//	func (t *Timeline) Extent() (from, to time.Time, ok bool)     // of everything in it
//	func (t *Timeline) Summary(outcome int) (Summary, error)      // numbers for the words below a chart
//	func (t *Timeline) Table() []Row                              // every point in the range
//
//	func Light() Colors
//	func Dark() Colors
//	func HighContrast() Colors
//	func ParseFont(ttf []byte) (*Font, error)
//
//	func (l *Layout) X(at time.Time) float64
//	func (l *Layout) Time(x float64) time.Time
//	func (l *Layout) Y(outcome int, value float64) float64
//	func (l *Layout) Value(outcome int, y float64) float64
//	func (l *Layout) Nearest(x float64) (Hit, bool)               // the point drawn nearest to x
//	func (l *Layout) Step(from time.Time, by int) (time.Time, bool) // for arrow keys
//	func (l *Layout) At(at time.Time) Reading                     // for the tooltip
package charts
