package journal

// projectionVersion is the version of the tables below. They hold nothing that
// the ops do not say, so a new version is a rebuild.
const projectionVersion = 5

const projectionSchema = `
-- What entries are about: one row per kind and folded name.
CREATE TABLE subject(
	no     INTEGER PRIMARY KEY,
	kind   INTEGER NOT NULL,
	folded TEXT NOT NULL,
	name   TEXT NOT NULL,
	UNIQUE(kind, folded)
);

-- Entries that are shown, newest last.
CREATE TABLE entry(
	pos      INTEGER PRIMARY KEY,
	id       BLOB NOT NULL UNIQUE,
	kind     INTEGER NOT NULL,
	subject  INTEGER NOT NULL,
	op       INTEGER NOT NULL,     -- the first that made it
	device   BLOB NOT NULL,        -- that wrote that op
	recorded INTEGER NOT NULL,     -- when, Unix milliseconds
	edited   INTEGER NOT NULL,
	category INTEGER NOT NULL,     -- of that op, 0 if it has none
	data     BLOB NOT NULL         -- CBOR [head, body]
);
CREATE INDEX entry_subject ON entry(subject);
CREATE INDEX entry_kind ON entry(kind);

-- Entries deleted or undone; their ops can bring them back.
CREATE TABLE hidden(
	id      BLOB PRIMARY KEY,
	op      INTEGER NOT NULL,      -- the first that made it
	deleted INTEGER NOT NULL,      -- hlc of the op that put it into the trash, 0 if it was undone
	category INTEGER NOT NULL      -- of that op, 0 if it has none
) WITHOUT ROWID;
CREATE INDEX hidden_deleted ON hidden(deleted) WHERE deleted > 0;

-- Every undo and redo of an act.
CREATE TABLE decision(act BLOB NOT NULL, hlc INTEGER NOT NULL, retracted INTEGER NOT NULL, PRIMARY KEY(act, hlc)) WITHOUT ROWID;

-- Ops that touch an entry after the first that made it.
CREATE TABLE touch(entry BLOB NOT NULL, op INTEGER NOT NULL, PRIMARY KEY(entry, op)) WITHOUT ROWID;

-- What undo takes back as a whole.
CREATE TABLE act(
	no        INTEGER PRIMARY KEY,
	id        BLOB NOT NULL UNIQUE,
	title     TEXT NOT NULL,
	op        INTEGER NOT NULL,    -- its first
	entries   INTEGER NOT NULL,
	device    BLOB NOT NULL,
	hlc       INTEGER NOT NULL,    -- of its newest op
	retracted INTEGER NOT NULL,
	stamp     INTEGER NOT NULL     -- hlc of the newest undo or redo, 0 for none
);
CREATE TABLE act_op(act INTEGER NOT NULL, op INTEGER NOT NULL, PRIMARY KEY(act, op)) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1,
	tokenize="unicode61 remove_diacritics 0", detail=none);

-- Every word that was ever indexed, so that a beginning of a word can be looked
-- up as the words it stands for: FTS5 by itself reads all hits of a prefix.
CREATE TABLE word(text TEXT PRIMARY KEY) WITHOUT ROWID;
`

const dropProjection = `
DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS word; DROP TABLE IF EXISTS act_op; DROP TABLE IF EXISTS act; DROP TABLE IF EXISTS touch;
DROP TABLE IF EXISTS decision; DROP TABLE IF EXISTS hidden; DROP TABLE IF EXISTS entry; DROP TABLE IF EXISTS subject;
`
