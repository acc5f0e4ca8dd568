package journal

import "kith/journal/space"

// appendIn writes an op for those who read a category.
func appendIn(tx *space.Tx, in Category, kind space.OpKind, body any) (*space.Op, error) {
	return tx.AppendIn(space.Category(in), kind, body)
}

// opCategory returns the category that an op was written in, [BaseCategory] also for
// one that is older than categories.
func opCategory(op *space.Op) Category {
	if op.Category == space.Whole {
		return BaseCategory
	}
	return Category(op.Category)
}
