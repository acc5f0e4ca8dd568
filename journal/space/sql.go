package space

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"kith/journal/sealdb"
)

// conn is the space's single database connection with its prepared statements.
// Statements run under context.Background: the driver starts a goroutine for
// every statement whose context can end, so callers check theirs in between.
type conn struct {
	db    *sealdb.DB
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

func newConn(db *sealdb.DB) (*conn, error) {
	c, err := db.SQL().Conn(context.Background())
	if err != nil {
		return nil, db.Explain(err)
	}
	return &conn{db: db, c: c, stmts: map[string]*sql.Stmt{}}, nil
}

func (c *conn) stmt(query string) (*sql.Stmt, error) {
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	s, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, c.explain(err)
	}
	c.stmts[query] = s
	return s, nil
}

func (c *conn) exec(query string, args ...any) (sql.Result, error) {
	s, err := c.stmt(query)
	if err != nil {
		return nil, err
	}
	r, err := s.ExecContext(context.Background(), args...)
	return r, c.explain(err)
}

// execOnce runs a statement, or several, that will not come again.
func (c *conn) execOnce(query string) error {
	_, err := c.c.ExecContext(context.Background(), query)
	return c.explain(err)
}

func (c *conn) query(query string, args ...any) (*sql.Rows, error) {
	s, err := c.stmt(query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(context.Background(), args...)
	return rows, c.explain(err)
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
		return false, c.explain(err)
	}
}

func (c *conn) explain(err error) error {
	if err == nil {
		return nil
	}
	return c.db.Explain(err)
}

// inTransaction asks SQLite whether a transaction is still open; some failures
// end it by themselves.
func (c *conn) inTransaction() (open bool) {
	err := c.c.Raw(func(driver any) error {
		open = !driver.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return open || err != nil
}

// dropStatements forgets prepared statements, before the schema changes.
func (c *conn) dropStatements() error {
	for query, s := range c.stmts {
		if err := s.Close(); err != nil {
			return fmt.Errorf("close statement: %w", c.explain(err))
		}
		delete(c.stmts, query)
	}
	return nil
}

// lend gives the only connection back to the pool while fn runs.
func (c *conn) lend(fn func() error) error {
	if err := c.dropStatements(); err != nil {
		return err
	}
	if err := c.c.Close(); err != nil {
		return c.explain(err)
	}
	err := fn()
	again, cerr := c.db.SQL().Conn(context.Background())
	if cerr != nil {
		return errors.Join(err, c.explain(cerr))
	}
	c.c = again
	return err
}

func (c *conn) close() error {
	err := c.dropStatements()
	if cerr := c.c.Close(); err == nil && cerr != nil {
		err = c.explain(cerr)
	}
	if cerr := c.db.Close(); err == nil {
		err = cerr
	}
	return err
}
