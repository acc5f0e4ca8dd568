// Package live holds the tests and benchmarks of the built program: it runs kith
// as a person would, on a screen of its own (Xvfb) with the mouse and keys of
// xdotool, and looks at it from outside: its pixels, its files, its exit code and
// what the system says of its time and memory.
//
// It promises that the program which is tested is the one that "make build"
// makes, that nothing is read but what is on the screen and on the disk, and that
// nothing waits for a fixed time: it waits for pixels or files, with a limit. When
// a test fails it keeps a picture of the screen and prints where.
//
// The folder testdata holds the programs that kith is measured against: hello, the
// smallest window, and scroll, which times the frames of kith's timeline.
package live
