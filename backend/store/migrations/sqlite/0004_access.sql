-- +goose Up
CREATE TABLE passphrases (
    school_id TEXT NOT NULL REFERENCES schools (id),
    staff     TEXT NOT NULL,
    kept      TEXT NOT NULL, -- the hasher's string
    set_at    DATETIME NOT NULL,
    PRIMARY KEY (school_id, staff),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);

-- Without a school, since none is known before they are read: ids, times and digests, nothing else. A hash is of a
-- secret that we do not keep.
CREATE TABLE links (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    school  TEXT NOT NULL,
    person  TEXT NOT NULL,
    made    DATETIME NOT NULL,
    ends    DATETIME NOT NULL,
    used    DATETIME
);
CREATE INDEX links_person ON links (school, person, purpose);

CREATE TABLE sessions (
    hash  TEXT NOT NULL PRIMARY KEY,
    since DATETIME NOT NULL,
    seen  DATETIME NOT NULL
);
CREATE INDEX sessions_since ON sessions (since);

CREATE TABLE seats (
    session  TEXT NOT NULL REFERENCES sessions (hash) ON DELETE CASCADE,
    n        BIGINT NOT NULL,
    school   TEXT NOT NULL,
    person   TEXT NOT NULL,
    standing TEXT NOT NULL,
    PRIMARY KEY (session, n)
);
CREATE INDEX seats_person ON seats (school, person);

CREATE TABLE guesses (
    hash     TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    last     DATETIME NOT NULL
);
CREATE INDEX guesses_last ON guesses (last);

-- What this database is, as a whole: that the demo furnished it, for one.
CREATE TABLE facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE facts;
DROP TABLE guesses;
DROP TABLE seats;
DROP TABLE sessions;
DROP TABLE links;
DROP TABLE passphrases;
