package space

// schemaVersion is the version of the tables below. It is local: peers and
// backups only ever see ops.
const schemaVersion = 2

const schema = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

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

-- Ops that are in place: open, authentic, and after all that they build on.
CREATE TABLE op(
	no     INTEGER PRIMARY KEY,   -- order of arrival, always after its parents
	id     BLOB NOT NULL UNIQUE,
	device INTEGER NOT NULL,
	seq    INTEGER NOT NULL,      -- and above 40 bits, the branch of a forked chain
	hlc    INTEGER NOT NULL,
	kind   INTEGER NOT NULL,
	past   INTEGER NOT NULL,
	counts INTEGER NOT NULL,      -- 0 where the members' rules, or a fork, say it has no effect
	sealed BLOB NOT NULL,
	day    INTEGER NOT NULL DEFAULT 0,
	UNIQUE(device, seq)
);
` + schemaSince2

// schemaSince2 is what version 1 did not have.
const schemaSince2 = `
-- Wire keys: of a whole epoch (category 255) or of one category. They are
-- separate from the key that this file is sealed under.
CREATE TABLE wirekey(epoch BLOB NOT NULL, category INTEGER NOT NULL, key BLOB NOT NULL,
	PRIMARY KEY(epoch, category)) WITHOUT ROWID;

CREATE INDEX op_base ON op(no) WHERE kind < 16;
CREATE INDEX op_day ON op(day);

-- Ops that are kept without effect. no goes on where that of op ends.
CREATE TABLE waiting(
	no     INTEGER PRIMARY KEY,
	id     BLOB NOT NULL UNIQUE,
	day    INTEGER NOT NULL,
	need   BLOB NOT NULL,         -- what it waits for; empty for ever
	why    TEXT NOT NULL,
	sealed BLOB NOT NULL
);
CREATE INDEX waiting_need ON waiting(need);
CREATE INDEX waiting_day ON waiting(day);

-- How many ops there are of each day, in place or waiting, and the sum of their ids.
CREATE TABLE day(day INTEGER PRIMARY KEY, ops INTEGER NOT NULL, sum BLOB NOT NULL);

-- The branches of a device that wrote two histories; no rows for all others.
CREATE TABLE branch(
	device INTEGER NOT NULL,
	no     INTEGER NOT NULL,
	parent INTEGER NOT NULL,      -- the branch that it leaves
	base   INTEGER NOT NULL,      -- after the op of this number
	first  BLOB NOT NULL,         -- its first op
	seq    INTEGER NOT NULL,      -- its last
	last   BLOB NOT NULL,
	PRIMARY KEY(device, no)
) WITHOUT ROWID;

-- What members say of devices, authors, nodes and invitations; see about.go.
CREATE TABLE about(
	topic  INTEGER NOT NULL,
	key    BLOB NOT NULL,
	value  BLOB NOT NULL,
	device BLOB NOT NULL,
	hlc    INTEGER NOT NULL,
	op     BLOB NOT NULL,
	PRIMARY KEY(topic, key)
) WITHOUT ROWID;

-- Keys of single ops; see reveal.go.
CREATE TABLE single(id BLOB PRIMARY KEY, revealed BLOB NOT NULL) WITHOUT ROWID;

-- Until where the fingerprints of a peer and this computer were the same.
CREATE TABLE confirmation(peer BLOB PRIMARY KEY, upto INTEGER NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
`
