-- +goose Up
-- Every table but the few that tenant.go lists leads its key with the school. Times are DATETIME (never STRICT): the
-- driver reads them back as times by that word.
CREATE TABLE schools (
    id         TEXT NOT NULL PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    created_at DATETIME NOT NULL
);

-- What was done under which operation id, so that it is done once.
CREATE TABLE operations (
    school_id TEXT NOT NULL REFERENCES schools (id),
    op        TEXT NOT NULL,
    actor     TEXT NOT NULL,
    command   TEXT NOT NULL,
    hash      BLOB NOT NULL,
    made      TEXT NOT NULL,
    at        DATETIME NOT NULL,
    PRIMARY KEY (school_id, op)
) WITHOUT ROWID;

-- The last position and link of each chain.
CREATE TABLE chains (
    school_id TEXT NOT NULL REFERENCES schools (id),
    chain     TEXT NOT NULL,
    position  BIGINT NOT NULL,
    link      BLOB NOT NULL,
    PRIMARY KEY (school_id, chain)
) WITHOUT ROWID;

-- What happened: audit trail and outbox in one. vouches holds the digests of the rows that the
-- event left behind. body and salt go when retention says so, the link stays.
CREATE TABLE events (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    chain      TEXT NOT NULL,
    position   BIGINT NOT NULL CHECK (position > 0),
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    at         DATETIME NOT NULL,
    actor      TEXT NOT NULL,
    op         TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       BLOB,
    salt       BLOB,
    vouches    TEXT NOT NULL,
    digest     BLOB NOT NULL,
    link       BLOB NOT NULL,
    erased_by  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (school_id, chain, position)
);
CREATE UNIQUE INDEX events_id ON events (school_id, id);
CREATE INDEX events_subject ON events (school_id, subject);
CREATE INDEX events_at ON events (school_id, chain, at);

-- +goose Down
DROP TABLE events;
DROP TABLE chains;
DROP TABLE operations;
DROP TABLE schools;
