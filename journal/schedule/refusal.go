package schedule

import (
	"errors"
	"fmt"
)

// Kinds of refusal; each comes as a [Refusal].
var (
	ErrPlan   = errors.New("the plan cannot be followed")
	ErrCourse = errors.New("the course cannot be kept")
	ErrTaper  = errors.New("the steps cannot be made")
)

// Refusal says why something that a person wants to write cannot be: in English
// by Error, and by Reason and Args for whoever says it in another language.
type Refusal struct {
	Kind   error // ErrPlan, ErrCourse or ErrTaper
	Reason string
	Args   []any
	text   string
}

// Error returns the kind and the reason.
func (r *Refusal) Error() string { return r.Kind.Error() + ": " + r.text }

// Unwrap returns the kind.
func (r *Refusal) Unwrap() error { return r.Kind }

func refusal(kind error, reason, format string, args []any) error {
	return &Refusal{Kind: kind, Reason: reason, Args: args, text: fmt.Sprintf(format, args...)}
}

func refuse(reason, format string, args ...any) error { return refusal(ErrPlan, reason, format, args) }

func contradicts(reason, format string, args ...any) error {
	return refusal(ErrCourse, reason, format, args)
}

func cannotStep(reason, format string, args ...any) error {
	return refusal(ErrTaper, reason, format, args)
}
