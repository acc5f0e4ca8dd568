package pair

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // pictures of a telephone
	_ "image/png"  // pictures of a screen, and what is pasted
	"io"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

const (
	// MaxPictureBytes is the length of the longest picture file that is read.
	MaxPictureBytes = 32 << 20
	// MaxPicturePixels is how many pixels the largest picture has.
	MaxPicturePixels = 50_000_000
)

// pictureSides are the lengths, in pixels, that the longer side of a picture is
// brought to before a code is looked for, one after the other: fine detail first
// is in the way as often as it helps.
var pictureSides = [...]int{1000, 1800, 600, 2800}

// smallSide is the longer side of a picture that is also tried at double size.
const smallSide = 1500

// ReadQR returns the text of the QR code in a picture, PNG or JPEG: a photo or a
// part of the screen, turned, and seen from the side within reason. Errors are
// [ErrPicture], [ErrTooLarge] or [ErrNoQR], or those of the reader.
func ReadQR(r io.Reader) (string, error) {
	file, err := io.ReadAll(io.LimitReader(r, MaxPictureBytes+1))
	if err != nil {
		return "", fmt.Errorf("read picture: %w", err)
	}
	if len(file) > MaxPictureBytes {
		return "", fmt.Errorf("read picture: more than %d bytes: %w", MaxPictureBytes, ErrTooLarge)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return "", fmt.Errorf("read picture: %w: %w", ErrPicture, err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > MaxPicturePixels/config.Height {
		return "", fmt.Errorf("read picture of %d x %d pixels: %w", config.Width, config.Height, ErrTooLarge)
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return "", fmt.Errorf("read picture: %w: %w", ErrPicture, err)
	}
	return FindQR(img)
}

// FindQR is [ReadQR] for a picture that is in memory, such as a pasted one.
func FindQR(img image.Image) (string, error) {
	size := img.Bounds().Size()
	if size.X < 1 || size.Y < 1 || size.X > MaxPicturePixels/size.Y {
		return "", fmt.Errorf("read picture of %d x %d pixels: %w", size.X, size.Y, ErrTooLarge)
	}
	whole := grey(img)
	longer := max(size.X, size.Y)
	for i, side := range pictureSides {
		if i > 0 && longer <= min(side, pictureSides[0]) {
			continue // the first try was in full size already
		}
		if text, ok := decodeQR(shrink(whole, side)); ok {
			return text, nil
		}
	}
	smooth := soften(shrink(whole, pictureSides[0])) // without the grain
	if text, ok := decodeQR(smooth); ok {
		return text, nil
	}
	if longer <= smallSide {
		if text, ok := decodeQR(double(whole)); ok {
			return text, nil
		}
	}
	return "", ErrNoQR
}

func decodeQR(img *image.Gray) (string, bool) {
	source := gozxing.NewLuminanceSourceFromImage(img)
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, binarizer := range []gozxing.Binarizer{
		gozxing.NewHybridBinarizer(source),          // shadows
		gozxing.NewGlobalHistgramBinarizer(source),  // soft or small
		gozxing.NewHybridBinarizer(source.Invert()), // light on dark
	} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
		if err == nil && result.GetText() != "" {
			return result.GetText(), true
		}
	}
	return "", false
}

// grey returns the brightness of every pixel, over white where the picture is
// transparent.
func grey(img image.Image) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		row := out.Pix[y*out.Stride : y*out.Stride+b.Dx()]
		switch src := img.(type) {
		case *image.YCbCr:
			copy(row, src.Y[src.YOffset(b.Min.X, b.Min.Y+y):])
		case *image.Gray:
			copy(row, src.Pix[src.PixOffset(b.Min.X, b.Min.Y+y):])
		default:
			for x := range row {
				row[x] = overWhite(img.At(b.Min.X+x, b.Min.Y+y))
			}
		}
	}
	return out
}

func overWhite(c color.Color) byte {
	r, g, b, a := c.RGBA() // premultiplied, 16 bits
	white := 0xffff - a
	return byte(((r+white)*299 + (g+white)*587 + (b+white)*114) / 1000 >> 8)
}

// shrink brings the longer side to at most side pixels, by the mean of the pixels
// that become one.
func shrink(img *image.Gray, side int) *image.Gray {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	longer := max(w, h)
	if longer <= side {
		return img
	}
	nw, nh := max(1, w*side/longer), max(1, h*side/longer)
	out := image.NewGray(image.Rect(0, 0, nw, nh))
	for y := range nh {
		y0, y1 := y*h/nh, max(y*h/nh+1, (y+1)*h/nh)
		for x := range nw {
			x0, x1 := x*w/nw, max(x*w/nw+1, (x+1)*w/nw)
			sum := 0
			for sy := y0; sy < y1; sy++ {
				for _, p := range img.Pix[sy*img.Stride+x0 : sy*img.Stride+x1] {
					sum += int(p)
				}
			}
			out.Pix[y*out.Stride+x] = byte(sum / ((x1 - x0) * (y1 - y0)))
		}
	}
	return out
}

// soften makes every pixel the mean of itself and its eight neighbours.
func soften(img *image.Gray) *image.Gray {
	out := image.NewGray(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			sum, n := 0, 0
			for sy := max(y-1, 0); sy <= min(y+1, img.Rect.Dy()-1); sy++ {
				for sx := max(x-1, 0); sx <= min(x+1, img.Rect.Dx()-1); sx++ {
					sum, n = sum+int(img.Pix[sy*img.Stride+sx]), n+1
				}
			}
			out.Pix[y*out.Stride+x] = byte(sum / n)
		}
	}
	return out
}

// double makes four pixels of each.
func double(img *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, 2*img.Rect.Dx(), 2*img.Rect.Dy()))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+x] = img.Pix[y/2*img.Stride+x/2]
		}
	}
	return out
}
