package cli

import (
	"errors"
	"strings"

	"kith/app/words"
)

// split cuts a line into words as a shell does: at spaces, except inside 'single'
// and "double" quotes; a backslash takes the next character as it is, outside
// single quotes. A line that begins with # is a comment. There are no variables,
// patterns or pipes.
func split(line string) ([]string, error) {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return nil, nil
	}
	var list []string
	var word strings.Builder
	inWord := false
	quote := rune(0)
	escaped := false
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, inWord = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, inWord = r, true
		case r == ' ' || r == '\t' || r == '\r':
			if inWord {
				list = append(list, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	if quote != 0 || escaped {
		return nil, errors.New(words.Text("shell.quote"))
	}
	if inWord {
		list = append(list, word.String())
	}
	return list, nil
}
