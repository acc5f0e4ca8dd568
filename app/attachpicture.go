package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// Limits of pictures, in pixels.
const (
	// MaxPixels is how many a picture may have that is decoded; a larger one can be
	// saved, not shown.
	MaxPixels = 50_000_000
	// MaxShown is how long the longer side of a decoded picture is at most; a longer
	// one is made smaller.
	MaxShown = 4096
	// PreviewSize is how long the longer side of a preview is at most.
	PreviewSize = 256

	maxPreview = 1 << 20 // bytes
)

// ErrPicture says that something is no picture that Kith can show.
var ErrPicture = errors.New("not a picture that can be shown here")

// Picture is a decoded attachment, as it is looked at.
type Picture struct {
	Image image.Image
	// Width and Height are those of the attachment, in pixels; the image may be
	// smaller.
	Width, Height int
}

// pictureFormat is how one kind of picture is read.
type pictureFormat struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// pictureFormats are the pictures that can be shown, by what they begin with. A
// WebP in the extended form may be larger than its head says, so it is none.
var pictureFormats = []struct {
	magic string
	at    int
	pictureFormat
}{
	{"\xff\xd8\xff", 0, pictureFormat{jpeg.DecodeConfig, jpeg.Decode}},
	{"\x89PNG\r\n\x1a\n", 0, pictureFormat{png.DecodeConfig, png.Decode}},
	{"GIF8", 0, pictureFormat{gif.DecodeConfig, gif.Decode}},
	{"WEBPVP8 ", 8, pictureFormat{webp.DecodeConfig, webp.Decode}},
	{"WEBPVP8L", 8, pictureFormat{webp.DecodeConfig, webp.Decode}},
	{"BM", 0, pictureFormat{bmp.DecodeConfig, bmp.Decode}},
}

// decodePicture decodes what r reads from its beginning, within the limits.
func decodePicture(ctx context.Context, r io.ReadSeeker) (*Picture, error) {
	head := make([]byte, 16)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, notPicture(ctx, err)
	}
	for _, f := range pictureFormats {
		if bytes.HasPrefix(head[f.at:], []byte(f.magic)) {
			return f.read(ctx, r)
		}
	}
	return nil, ErrPicture
}

// notPicture gives the error of a decoder its kind; what is wrong with the disk or
// the attachment keeps its own.
func notPicture(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if isBlobError(err) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrPicture, err)
}

func (f pictureFormat) read(ctx context.Context, r io.ReadSeeker) (*Picture, error) {
	again := func() (io.Reader, error) {
		_, err := r.Seek(0, io.SeekStart)
		return &contextReader{ctx, r}, err
	}
	from, err := again()
	if err != nil {
		return nil, err
	}
	c, err := f.config(from)
	if err != nil {
		return nil, notPicture(ctx, err)
	}
	if c.Width < 1 || c.Height < 1 || int64(c.Width)*int64(c.Height) > MaxPixels {
		return nil, fmt.Errorf("%w: it has %d times %d pixels, and %d can be shown", ErrPicture, c.Width, c.Height, MaxPixels)
	}
	if from, err = again(); err != nil {
		return nil, err
	}
	turned := orientation(from)
	if from, err = again(); err != nil {
		return nil, err
	}
	m, err := f.decode(from)
	if err != nil {
		return nil, notPicture(ctx, err)
	}
	size := m.Bounds().Size()
	if turned >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return &Picture{Image: turn(shrink(m, MaxShown), turned), Width: size.X, Height: size.Y}, nil
}

// shrink returns m, or a copy that is no longer than limit on its longer side.
func shrink(m image.Image, limit int) image.Image {
	b := m.Bounds()
	longer := max(b.Dx(), b.Dy())
	if longer <= limit {
		return m
	}
	small := image.NewNRGBA(image.Rect(0, 0, max(b.Dx()*limit/longer, 1), max(b.Dy()*limit/longer, 1)))
	// The better scalers hold a row of floats for each row of the picture, so they
	// are for what is small already.
	var scaler xdraw.Scaler = xdraw.ApproxBiLinear
	if longer <= 4*PreviewSize {
		scaler = xdraw.CatmullRom
	}
	scaler.Scale(small, small.Bounds(), m, b, xdraw.Src, nil)
	return small
}

// turn returns m as it is looked at; how is an orientation of Exif 2.3 (4.6.4 A).
func turn(m image.Image, how int) image.Image {
	if how < 2 || how > 8 {
		return m
	}
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	from := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(from, from.Bounds(), m, b.Min, draw.Src)
	tw, th := w, h
	if how >= 5 {
		tw, th = h, w
	}
	to := image.NewNRGBA(image.Rect(0, 0, tw, th))
	for y := range th {
		for x := range tw {
			sx, sy := x, y
			switch how {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(to.Pix[to.PixOffset(x, y):][:4], from.Pix[from.PixOffset(sx, sy):][:4])
		}
	}
	return to
}

// preview is a small picture.
type preview struct {
	jpeg          []byte
	width, height int // of the whole picture
}

// newPreview makes the small picture of what r reads. Photos carry in their head
// where and with what they were taken; a preview has none of that.
func newPreview(ctx context.Context, r io.ReadSeeker) (*preview, error) {
	pic, err := decodePicture(ctx, r)
	if err != nil {
		return nil, err
	}
	small := shrink(shrink(pic.Image, 4*PreviewSize), PreviewSize)
	ground := image.NewRGBA(image.Rect(0, 0, small.Bounds().Dx(), small.Bounds().Dy())) // JPEG knows no transparency
	draw.Draw(ground, ground.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(ground, ground.Bounds(), small, small.Bounds().Min, draw.Over)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, ground, &jpeg.Options{Quality: 80}); err != nil {
		return nil, err
	}
	return &preview{jpeg: out.Bytes(), width: pic.Width, height: pic.Height}, nil
}

// Bounds on what is looked through for the orientation of a photo.
const (
	maxSegments  = 64
	maxExif      = 64 << 10
	maxExifItems = 512
)

// orientation returns how a JPEG says that its camera was held: 1 to 8, 1 if it
// does not say.
func orientation(r io.Reader) int {
	var marker [4]byte
	if _, err := io.ReadFull(r, marker[:2]); err != nil || marker[0] != 0xff || marker[1] != 0xd8 {
		return 1
	}
	for range maxSegments {
		if _, err := io.ReadFull(r, marker[:]); err != nil || marker[0] != 0xff || marker[1] == 0xda {
			return 1
		}
		n := int64(binary.BigEndian.Uint16(marker[2:])) - 2
		if n < 0 {
			return 1
		}
		if marker[1] != 0xe1 {
			if _, err := io.CopyN(io.Discard, r, n); err != nil {
				return 1
			}
			continue
		}
		segment := make([]byte, min(n, maxExif))
		if _, err := io.ReadFull(r, segment); err != nil {
			return 1
		}
		if rest, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok {
			return exifOrientation(rest)
		}
	}
	return 1
}

// exifOrientation reads tag 0x0112 of the first directory of a TIFF structure
// (TIFF 6.0, section 2).
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	items := int(order.Uint16(tiff[at:]))
	for i := range min(items, maxExifItems) {
		item := at + 2 + int64(i)*12
		if item+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[item:]) == 0x0112 {
			if how := int(order.Uint16(tiff[item+8:])); how >= 1 && how <= 8 {
				return how
			}
			return 1
		}
	}
	return 1
}
