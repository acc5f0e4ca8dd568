package instrument

import "fmt"

// PackError says why a pack, an answer or a cadence is refused. Its text is in
// package words, under "instrument.problem." and Code, with Args filled in.
type PackError struct {
	Code string
	Args []any
}

// Error names the code and what it is about.
func (e *PackError) Error() string {
	if len(e.Args) == 0 {
		return "questionnaire: " + e.Code
	}
	return fmt.Sprintf("questionnaire: %s %v", e.Code, e.Args)
}

func problem(code string, args ...any) error { return &PackError{code, args} }
