package sealdb_test

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"kith/crypto"
	"kith/journal/sealdb"
)

func Example() {
	dir, err := os.MkdirTemp("", "sealdb")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	key, space := crypto.NewKey(), [16]byte{1}

	db, err := sealdb.Open(dir, key, space, sealdb.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.SQL().Exec("CREATE TABLE note(text); INSERT INTO note VALUES('a quiet day')"); err != nil {
		log.Fatal(db.Explain(err))
	}
	var text string
	if err := db.SQL().QueryRow("SELECT text FROM note").Scan(&text); err != nil {
		log.Fatal(db.Explain(err))
	}
	fmt.Println(text)
	if err := db.Close(); err != nil {
		log.Fatal(err)
	}

	data, err := os.ReadFile(filepath.Join(dir, "space.db"))
	fmt.Println(bytes.Contains(data, []byte("quiet")), err)
	_, err = sealdb.Open(dir, crypto.NewKey(), space, sealdb.Options{})
	fmt.Println(err != nil)
	// Output:
	// a quiet day
	// false <nil>
	// true
}
