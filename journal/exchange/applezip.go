package exchange

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"
)

// maxZipFiles bounds the directory of an archive: an Apple Health export holds
// one file per workout route.
const maxZipFiles = 200_000

// appleXML finds the health record in an archive: a file called export.xml
// (its name is translated on some phones) in any folder.
func appleXML(r io.ReaderAt, size int64) (*zip.File, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("the zip archive cannot be read (%w): %w", err, ErrDamaged)
	}
	if len(z.File) > maxZipFiles {
		return nil, fmt.Errorf("the zip archive has %d files: %w", len(z.File), ErrTooLarge)
	}
	var best *zip.File
	for _, f := range z.File {
		name := strings.ToLower(path.Base(f.Name))
		switch {
		case strings.HasSuffix(name, "_cda.xml") || !strings.HasSuffix(name, ".xml") || strings.HasPrefix(name, "._"):
		case name == "export.xml":
			return f, nil
		case best == nil && strings.Contains(f.Name, "apple_health_export/"):
			best = f
		}
	}
	if best == nil {
		return nil, fmt.Errorf("the zip archive holds no export.xml of Apple Health: %w", ErrFormat)
	}
	return best, nil
}

func detectZip(r io.ReaderAt, size int64) (format, why string, err error) {
	if isKithZip(r, size) {
		return FormatKith, "it is an archive that Kith exported", nil
	}
	f, err := appleXML(r, size)
	if err != nil {
		return "", "", err
	}
	return FormatApple, "it is a zip archive with " + path.Base(f.Name), nil
}
