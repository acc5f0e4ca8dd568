package app

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// sniffed is how much of a file is looked at to find out what it is, in bytes.
const sniffed = 512

// unknownMedia is the media type of what is not known.
const unknownMedia = "application/octet-stream"

// magics are what files of a kind hold at a place near their beginning. The first
// that fits counts.
var magics = []struct {
	at    int
	magic string
	media string
}{
	{0, "\xff\xd8\xff", "image/jpeg"},
	{0, "\x89PNG\r\n\x1a\n", "image/png"},
	{0, "GIF8", "image/gif"},
	{8, "WEBP", "image/webp"},
	{0, "BM", "image/bmp"},
	{0, "II*\x00", "image/tiff"},
	{0, "MM\x00*", "image/tiff"},
	{0, "%PDF-", "application/pdf"},
	{4, "ftypheic", "image/heic"},
	{4, "ftypheix", "image/heic"},
	{4, "ftypmif1", "image/heif"},
	{4, "ftypavif", "image/avif"},
	{4, "ftypM4A", "audio/mp4"},
	{4, "ftypqt", "video/quicktime"},
	{4, "ftyp3g", "video/3gpp"},
	{4, "ftyp", "video/mp4"},
	{0, "\x1aE\xdf\xa3", "video/webm"},
	{8, "AVI ", "video/x-msvideo"},
	{8, "WAVE", "audio/wav"},
	{0, "OggS", "audio/ogg"},
	{0, "fLaC", "audio/flac"},
	{0, "ID3", "audio/mpeg"},
	{0, "\xff\xfb", "audio/mpeg"},
	{0, "\xff\xf3", "audio/mpeg"},
	{0, "#!AMR", "audio/amr"},
}

// byExtension are the kinds that their content does not tell.
var byExtension = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".odt":  "application/vnd.oasis.opendocument.text",
	".rtf":  "application/rtf",
	".zip":  "application/zip",
	".dcm":  "application/dicom",
	".csv":  "text/csv",
	".html": "text/html",
}

// mediaType says what a file is, by its beginning and, where that does not tell, by
// its name.
func mediaType(head []byte, name string) string {
	for _, m := range magics {
		if len(head) > m.at && bytes.HasPrefix(head[m.at:], []byte(m.magic)) {
			return m.media
		}
	}
	if media, ok := byExtension[strings.ToLower(filepath.Ext(name))]; ok {
		return media
	}
	if isText(head) {
		return "text/plain"
	}
	return unknownMedia
}

func isText(head []byte) bool {
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		switch {
		case r == utf8.RuneError && n == 1:
			return len(head) < utf8.UTFMax // cut in the middle of a letter
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f':
			return false
		}
		head = head[n:]
	}
	return true
}

// extensions are what files of a kind are called at their end, so that other
// programs know them.
var extensions = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/bmp": ".bmp",
	"image/tiff": ".tif", "image/heic": ".heic", "image/heif": ".heif", "image/avif": ".avif", "application/pdf": ".pdf",
	"audio/mp4": ".m4a", "video/quicktime": ".mov", "video/3gpp": ".3gp", "video/mp4": ".mp4", "video/webm": ".webm",
	"video/x-msvideo": ".avi", "audio/wav": ".wav", "audio/ogg": ".ogg", "audio/flac": ".flac", "audio/mpeg": ".mp3",
	"audio/amr": ".amr", "text/plain": ".txt", "text/csv": ".csv", "text/html": ".html", "application/rtf": ".rtf",
	"application/zip": ".zip", "application/dicom": ".dcm",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"application/vnd.oasis.opendocument.text":                                 ".odt",
}

// extension returns what a file of a media type ends with, ".bin" if that is not
// known.
func extension(media string) string {
	if ext, ok := extensions[media]; ok {
		return ext
	}
	return ".bin"
}
