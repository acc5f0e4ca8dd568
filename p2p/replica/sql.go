package replica

import (
	"context"
	"database/sql"
)

// conn is one database connection with its prepared statements. Statements run
// under context.Background: the driver starts a goroutine for every statement
// whose context can end, so callers look at theirs in between. It is for one
// goroutine at a time.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

func newConn(db *sql.DB) (*conn, error) {
	c, err := db.Conn(context.Background())
	if err != nil {
		return nil, explain(err)
	}
	return &conn{c: c, stmts: map[string]*sql.Stmt{}}, nil
}

func (c *conn) stmt(query string) (*sql.Stmt, error) {
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	s, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, explain(err)
	}
	c.stmts[query] = s
	return s, nil
}

// exec runs a statement and returns how many rows it changed.
func (c *conn) exec(query string, args ...any) (int64, error) {
	s, err := c.stmt(query)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, explain(err)
	}
	n, err := r.RowsAffected()
	return n, explain(err)
}

// row scans the single row that query leads to; found says whether there was one.
func (c *conn) row(query string, args []any, dest ...any) (found bool, err error) {
	s, err := c.stmt(query)
	if err != nil {
		return false, err
	}
	switch err := s.QueryRowContext(context.Background(), args...).Scan(dest...); err {
	case nil:
		return true, nil
	case sql.ErrNoRows:
		return false, nil
	default:
		return false, explain(err)
	}
}

// each calls fn for every row that query leads to. scan is the row's; a []byte
// that it fills as sql.RawBytes is valid until fn returns.
func (c *conn) each(query string, args []any, fn func(scan func(...any) error) error) (err error) {
	s, err := c.stmt(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(context.Background(), args...)
	if err != nil {
		return explain(err)
	}
	defer func() {
		if cerr := rows.Close(); err == nil {
			err = explain(cerr)
		}
	}()
	for rows.Next() {
		if err := fn(func(dest ...any) error { return explain(rows.Scan(dest...)) }); err != nil {
			return err
		}
	}
	return explain(rows.Err())
}

func (c *conn) close() error {
	for _, s := range c.stmts {
		_ = s.Close() // its connection is closed next, which says whether that went well
	}
	return explain(c.c.Close())
}
