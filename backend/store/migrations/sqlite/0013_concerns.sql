-- +goose Up
-- What somebody told the school. What was said is sealed under keys outside the database; in the clear stand an id, the
-- school, how far it has come, when, and who reads it. Nothing here points at a child's, a parent's or a colleague's record.
CREATE TABLE concerns (
    school_id TEXT NOT NULL REFERENCES schools (id),
    id        TEXT NOT NULL,
    open      BOOLEAN NOT NULL,
    at        DATETIME NOT NULL,
    told_at   DATETIME NOT NULL,
    read_at   DATETIME, -- NULL: unread
    step      BIGINT NOT NULL CHECK (step >= 0),
    due       DATETIME, -- NULL: given to nobody by itself
    alarm     BOOLEAN NOT NULL,
    receipt   BLOB, -- a keyed digest of the five words; NULL: nobody has any
    data_key  BLOB NOT NULL, -- wrapped
    head      BLOB NOT NULL, -- sealed
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX concerns_receipt ON concerns (school_id, receipt);
CREATE INDEX concerns_told ON concerns (school_id, open, told_at);

-- What was said and done, in its order, sealed.
CREATE TABLE concern_entries (
    school_id TEXT NOT NULL REFERENCES schools (id),
    concern   TEXT NOT NULL,
    n         BIGINT NOT NULL CHECK (n > 0),
    at        DATETIME NOT NULL,
    words     BLOB NOT NULL,
    PRIMARY KEY (school_id, concern, n),
    FOREIGN KEY (school_id, concern) REFERENCES concerns (school_id, id)
);

CREATE TABLE concern_readers (
    school_id TEXT NOT NULL REFERENCES schools (id),
    concern   TEXT NOT NULL,
    person    TEXT NOT NULL,
    how       TEXT NOT NULL,
    since     DATETIME NOT NULL,
    until     DATETIME, -- NULL: for good
    read_at   DATETIME,
    PRIMARY KEY (school_id, concern, person),
    FOREIGN KEY (school_id, concern) REFERENCES concerns (school_id, id)
);
CREATE INDEX concern_readers_person ON concern_readers (school_id, person, concern);

-- Who never reads it, as keyed digests: whoever has the database alone learns nobody's name.
CREATE TABLE concern_marks (
    school_id TEXT NOT NULL REFERENCES schools (id),
    concern   TEXT NOT NULL,
    mark      BLOB NOT NULL,
    PRIMARY KEY (school_id, concern, mark),
    FOREIGN KEY (school_id, concern) REFERENCES concerns (school_id, id)
);

-- Whether a school's button is open, and the key pair to which devices seal what waits for a network.
CREATE TABLE concern_doors (
    school_id TEXT NOT NULL REFERENCES schools (id),
    open      BOOLEAN NOT NULL,
    opened_at DATETIME,
    by_person TEXT NOT NULL,
    public    BLOB NOT NULL,
    draft_key BLOB NOT NULL, -- the secret half, wrapped
    PRIMARY KEY (school_id)
);

-- When readers were last rung, and when they last looked.
CREATE TABLE concern_rings (
    school_id TEXT NOT NULL REFERENCES schools (id),
    person    TEXT NOT NULL,
    at        DATETIME, -- NULL: never
    times     BIGINT NOT NULL CHECK (times >= 0),
    seen_at   DATETIME,
    PRIMARY KEY (school_id, person)
);

-- A policy says how long what somebody told may stay unread; one that was kept before it did gets the defaults.
UPDATE school_profiles
SET policy = json_set(policy, '$.concerns', json('{"read_within":60,"next_after":30}'))
WHERE json_type(policy, '$.concerns') IS NULL;

-- +goose Down
UPDATE school_profiles SET policy = json_remove(policy, '$.concerns');
DROP TABLE concern_rings;
DROP TABLE concern_doors;
DROP TABLE concern_marks;
DROP TABLE concern_readers;
DROP TABLE concern_entries;
DROP TABLE concerns;
