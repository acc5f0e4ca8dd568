// Command png draws Kith's icon as PNG, in the sizes that a desktop and Fyne's
// tools ask for.
//
//	go run ./assets/png FOLDER SIZE...
//
// writes FOLDER/SIZE.png for each size in pixels.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"kith/assets"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "png: a folder and at least one size are needed")
		os.Exit(2)
	}
	for _, arg := range os.Args[2:] {
		if err := write(os.Args[1], arg); err != nil {
			fmt.Fprintln(os.Stderr, "png:", err)
			os.Exit(1)
		}
	}
}

func write(folder, arg string) error {
	size, err := strconv.Atoi(arg)
	if err != nil || size < 8 || size > 2048 {
		return fmt.Errorf("the size %q is not a number from 8 to 2048", arg)
	}
	picture, err := draw(size)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, picture); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, arg+".png"), out.Bytes(), 0o644)
}

// draw returns the icon as a square of size pixels.
func draw(size int) (image.Image, error) {
	drawing, err := oksvg.ReadIconStream(bytes.NewReader(assets.Icon()), oksvg.StrictErrorMode)
	if err != nil {
		return nil, fmt.Errorf("read the icon: %w", err)
	}
	drawing.SetTarget(0, 0, float64(size), float64(size))
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	drawing.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, img, img.Bounds())), 1)
	return img, nil
}
