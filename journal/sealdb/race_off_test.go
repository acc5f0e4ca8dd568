//go:build !race

package sealdb

const raceEnabled = false
