package view

import (
	"kith/app"
	"kith/app/words"
)

// CategoryName is a part of a record in a word or two, and CategoryWhat what is in it.
func CategoryName(c app.Category) string { return words.Text("people.category." + c.String()) }

// CategoryWhat says what belongs to a part of a record.
func CategoryWhat(c app.Category) string {
	return words.Text("people.category." + c.String() + ".what")
}

func categoriesText(list []app.Category) string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = CategoryName(c)
	}
	return words.List(names)
}
