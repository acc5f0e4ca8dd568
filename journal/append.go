package journal

import (
	"kith/journal/space"
	"kith/journal/space/members"
)

// appendIn writes an op under the key of a category.
func appendIn(tx *space.Tx, in Category, kind space.OpKind, body any) (*space.Op, error) {
	return tx.Append(kind, body)
}

// opCategory returns the category whose key an op is sealed under, [BaseCategory] also for one that
// was written before there were categories.
func opCategory(op *space.Op) Category { return BaseCategory }

// categoriesOf returns what a member was given.
func categoriesOf(m *members.Member) CategorySet { return AllCategories }
