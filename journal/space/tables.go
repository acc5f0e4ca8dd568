package space

// Tables returns the statements that make a space's tables, so that benchmarks
// can write the same rows to plain SQLite.
func Tables() string { return schema }
