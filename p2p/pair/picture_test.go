package pair

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// photo is how a QR code was photographed.
type photo struct {
	width, height int     // pixels of the picture
	module        float64 // pixels of a module in the middle of the picture
	turn          float64 // degrees
	tilt          float64 // perspective: by how much one side is farther, as a share
	blur          int     // pixels to each side
	noise         float64 // standard deviation, of 255
	dark, light   float64 // brightness of the modules, of 255
	shadow        float64 // how much darker the lower right is, as a share
	jpeg          int     // quality; 0 is PNG
	mirror        bool
}

// take makes the picture, with two by two samples for each pixel.
func (p photo) take(t testing.TB, code [][]bool) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	sin, cos := math.Sincos(p.turn * math.Pi / 180)
	half := float64(len(code)) / 2
	const quiet = 4
	at := func(px, py float64) float64 {
		x, y := px-float64(p.width)/2, py-float64(p.height)/2
		if p.mirror {
			x = -x
		}
		depth := 1 + p.tilt*(x/float64(p.width)+0.6*y/float64(p.height))
		x, y = x*depth/p.module, y*depth/p.module
		mx, my := x*cos+y*sin+half, y*cos-x*sin+half
		switch {
		case mx < -quiet || my < -quiet || mx >= 2*half+quiet || my >= 2*half+quiet:
			return 110 + 40*math.Sin(px/17)*math.Cos(py/23) // the table
		case mx < 0 || my < 0 || mx >= 2*half || my >= 2*half || !code[int(my)][int(mx)]:
			return p.light
		}
		return p.dark
	}
	sharp := make([]float64, p.width*p.height)
	for y := range p.height {
		for x := range p.width {
			for _, d := range [4][2]float64{{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}} {
				sharp[y*p.width+x] += at(float64(x)+d[0], float64(y)+d[1]) / 4
			}
		}
	}
	img := image.NewRGBA(image.Rect(0, 0, p.width, p.height))
	for y := range p.height {
		for x := range p.width {
			sum, n := 0.0, 0.0
			for dy := -p.blur; dy <= p.blur; dy++ {
				for dx := -p.blur; dx <= p.blur; dx++ {
					if sx, sy := x+dx, y+dy; sx >= 0 && sy >= 0 && sx < p.width && sy < p.height {
						sum, n = sum+sharp[sy*p.width+sx], n+1
					}
				}
			}
			v := sum / n * (1 - p.shadow*float64(x+y)/float64(p.width+p.height))
			v += random.NormFloat64() * p.noise
			b := byte(min(max(v, 0), 255))
			img.SetRGBA(x, y, color.RGBA{b, b, byte(float64(b) * 0.9), 255}) // lamplight
		}
	}
	var file bytes.Buffer
	var err error
	if p.jpeg > 0 {
		err = jpeg.Encode(&file, img, &jpeg.Options{Quality: p.jpeg})
	} else {
		err = png.Encode(&file, img)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestReadQR(t *testing.T) {
	code, err := testInvitation(t, PurposeDevice).QRCode()
	if err != nil {
		t.Fatal(err)
	}
	want, err := testInvitation(t, PurposeDevice).QRText()
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		t.Skip("draws many photos")
	}
	for name, p := range map[string]photo{
		"screenshot":        {width: 400, height: 300, module: 4, light: 255},
		"in a large one":    {width: 1400, height: 800, module: 3, light: 255},
		"small":             {width: 200, height: 200, module: 3, light: 255},
		"white on black":    {width: 400, height: 400, module: 5, dark: 240, light: 20},
		"turned 90":         {width: 500, height: 500, module: 6, turn: 90, light: 255},
		"turned 180":        {width: 500, height: 500, module: 6, turn: 180, light: 255},
		"turned 17":         {width: 700, height: 700, module: 7, turn: 17, light: 240, dark: 30, jpeg: 85},
		"turned 45":         {width: 800, height: 800, module: 7, turn: 45, light: 240, dark: 30, jpeg: 85},
		"noise":             {width: 600, height: 600, module: 7, noise: 35, light: 220, dark: 40, jpeg: 80},
		"blur":              {width: 600, height: 600, module: 8, blur: 2, light: 230, dark: 30, jpeg: 80},
		"pale":              {width: 600, height: 600, module: 7, light: 190, dark: 120, noise: 4, jpeg: 85},
		"shadow":            {width: 800, height: 800, module: 8, light: 240, dark: 30, shadow: 0.7, noise: 4, jpeg: 80},
		"from the side":     {width: 900, height: 900, module: 9, tilt: 0.25, light: 230, dark: 30, jpeg: 85},
		"from the side, 30": {width: 900, height: 900, module: 9, tilt: 0.2, turn: 30, light: 230, dark: 30, noise: 10, jpeg: 80},
		"everything":        {width: 1000, height: 900, module: 9, tilt: 0.15, turn: 8, blur: 1, noise: 12, shadow: 0.4, light: 225, dark: 45, jpeg: 70},
		"telephone":         {width: 1600, height: 1200, module: 8, tilt: 0.1, turn: 12, noise: 15, light: 210, dark: 50, jpeg: 80},
		"coarse jpeg":       {width: 500, height: 500, module: 6, light: 240, dark: 20, jpeg: 25},
		"mirrored":          {width: 500, height: 500, module: 6, light: 255, mirror: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadQR(bytes.NewReader(p.take(t, code)))
			if err != nil || got != want {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestReadQRExplains(t *testing.T) {
	blank := photo{width: 300, height: 300, module: 1, light: 255}.take(t, [][]bool{{false}})
	bomb := bytes.Clone(blank) // a PNG that says it is 60,000 pixels wide and high
	copy(bomb[16:], []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60})
	fixCRC(bomb)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"no code":      {blank, ErrNoQR},
		"no picture":   {[]byte("kith:join#abc"), ErrPicture},
		"nothing":      {nil, ErrPicture},
		"cut off":      {blank[:len(blank)/2], ErrPicture},
		"huge":         {bomb, ErrTooLarge},
		"a long file":  {make([]byte, MaxPictureBytes+1), ErrTooLarge},
		"another kind": {[]byte("GIF89a\x01\x00\x01\x00"), ErrPicture},
	} {
		if text, err := ReadQR(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if _, err := FindQR(image.NewGray(image.Rect(0, 0, 0, 5))); !errors.Is(err, ErrTooLarge) {
		t.Errorf("an empty picture: %v", err)
	}
}

// TestFindQRInEveryKindOfImage, among them part of a larger one, and one that is
// transparent where it is light.
func TestFindQRInEveryKindOfImage(t *testing.T) {
	safety := SafetyNumber(publicOf(1), publicOf(2))
	code, err := safety.QRCode()
	if err != nil {
		t.Fatal(err)
	}
	side := len(code)*4 + 32
	window := image.Rect(100, 60, 100+side, 60+side)
	nrgba := image.NewNRGBA(image.Rect(0, 0, 400, 400))
	for y, row := range code {
		for x, dark := range row {
			for i := range 16 {
				if dark {
					nrgba.SetNRGBA(116+4*x+i%4, 76+4*y+i/4, color.NRGBA{0, 0, 0, 255})
				}
			}
		}
	}
	gray, ycbcr := image.NewGray(nrgba.Rect), image.NewYCbCr(nrgba.Rect, image.YCbCrSubsampleRatio420)
	for y := range 400 {
		for x := range 400 {
			v := 255 - nrgba.NRGBAAt(x, y).A
			gray.SetGray(x, y, color.Gray{v})
			ycbcr.Y[ycbcr.YOffset(x, y)] = v
		}
	}
	for name, img := range map[string]image.Image{
		"transparent": nrgba.SubImage(window), "grey": gray.SubImage(window), "ycbcr": ycbcr.SubImage(window),
	} {
		text, err := FindQR(img)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, err := ParseSafety(text); err != nil || got != safety || !strings.HasPrefix(text, safetyPrefix) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

// fixCRC writes the checksum of a PNG's first chunk anew.
func fixCRC(file []byte) {
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
}

func FuzzReadQR(f *testing.F) {
	code, err := SafetyNumber(publicOf(1), publicOf(2)).QRCode()
	if err != nil {
		f.Fatal(err)
	}
	p := photo{width: 90, height: 90, module: 2, light: 255}
	f.Add(p.take(f, code))
	p.jpeg = 50
	f.Add(p.take(f, code))
	f.Fuzz(func(t *testing.T, file []byte) {
		// What a hostile file may cost is bounded by its pixels; here by few.
		config, _, err := image.DecodeConfig(bytes.NewReader(file))
		if err == nil && (config.Width > 300 || config.Height > 300) {
			return
		}
		_, err = ReadQR(bytes.NewReader(file))
		if err != nil && !errors.Is(err, ErrPicture) && !errors.Is(err, ErrNoQR) && !errors.Is(err, ErrTooLarge) {
			t.Error(err)
		}
	})
}
