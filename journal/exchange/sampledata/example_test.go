package sampledata_test

import (
	"bytes"
	"fmt"

	"kith/journal/exchange/sampledata"
)

func Example() {
	var a, b bytes.Buffer
	if err := sampledata.WriteDiaryCSV(&a, 1000, 7); err != nil {
		fmt.Println(err)
	}
	if err := sampledata.WriteDiaryCSV(&b, 1000, 7); err != nil {
		fmt.Println(err)
	}
	fmt.Println(bytes.Count(a.Bytes(), []byte("\n")), "lines, the same again:", bytes.Equal(a.Bytes(), b.Bytes()))
	// Output:
	// 1001 lines, the same again: true
}
