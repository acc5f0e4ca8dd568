package charts

import (
	"fmt"

	"github.com/golang/freetype/truetype"
)

// Font is a parsed TrueType font.
type Font struct{ ttf *truetype.Font }

// ParseFont reads a TrueType font, such as the one the window uses.
func ParseFont(ttf []byte) (*Font, error) {
	f, err := truetype.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return &Font{ttf: f}, nil
}
