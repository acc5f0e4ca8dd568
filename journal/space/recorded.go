package space

import (
	"context"
	"fmt"
	"time"
)

// Recorded returns when an op was written, by the clock of the device that wrote it;
// the zero time if the op is not here.
func (s *Space) Recorded(ctx context.Context, id OpID) (at time.Time, err error) {
	err = s.View(ctx, func(q Querier) error {
		var hlc int64
		found, err := q.Row(`SELECT hlc FROM op WHERE id = ?`, []any{id[:]}, &hlc)
		if found {
			at = Timestamp(hlc).Time()
		}
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("when an op was written: %w", err)
	}
	return at, nil
}
