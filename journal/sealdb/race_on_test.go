//go:build race

package sealdb

// raceEnabled thins out the tests that try every byte: the detector makes them
// ten times slower and they have one goroutine.
const raceEnabled = true
