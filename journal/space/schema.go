package space

// schemaVersion is the version of the tables below. It is local: peers and
// backups only ever see ops.
const schemaVersion = 1

const schema = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Wire keys. They are separate from the key this file is sealed under.
CREATE TABLE epoch(tag BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;

-- Every device that ever wrote here, and where its chain ends.
CREATE TABLE device(
	no     INTEGER PRIMARY KEY,
	id     BLOB NOT NULL UNIQUE,
	pub    BLOB NOT NULL,
	author BLOB NOT NULL,
	seq    INTEGER NOT NULL,      -- of its newest op, 0 for none
	last   BLOB NOT NULL,         -- id of its newest op
	signed INTEGER NOT NULL       -- the seq up to which a checkpoint covers its ops
);

-- A set of membership ops that nothing else in it builds on: what an op's
-- writer knew of the members when it wrote. Most ops share one.
CREATE TABLE past(no INTEGER PRIMARY KEY, ops BLOB NOT NULL UNIQUE);

CREATE TABLE op(
	no     INTEGER PRIMARY KEY,   -- order of arrival, always after its parents
	id     BLOB NOT NULL UNIQUE,
	device INTEGER NOT NULL,
	seq    INTEGER NOT NULL,
	hlc    INTEGER NOT NULL,
	kind   INTEGER NOT NULL,
	past   INTEGER NOT NULL,
	counts INTEGER NOT NULL,      -- 0 where the members' rules say it has no effect
	sealed BLOB NOT NULL,
	UNIQUE(device, seq)
);
CREATE INDEX op_membership ON op(no) WHERE kind < 8;
`
