-- +goose Up
-- What staff prove themselves by beside the passphrase. What is kept is sealed under keys that are outside the database.
CREATE TABLE factors (
    school_id TEXT NOT NULL REFERENCES schools (id),
    id        TEXT NOT NULL,
    staff     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    kept      BLOB NOT NULL,
    step      BIGINT NOT NULL,
    made      DATETIME NOT NULL,
    last      DATETIME,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX factors_staff ON factors (school_id, staff);

CREATE TABLE recovery_codes (
    school_id TEXT NOT NULL REFERENCES schools (id),
    staff     TEXT NOT NULL,
    hash      TEXT NOT NULL, -- a keyed digest; the key is outside the database
    used      DATETIME,
    PRIMARY KEY (school_id, staff, hash),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);

-- The newest change of somebody's factors, for them to be told.
CREATE TABLE factor_news (
    school_id TEXT NOT NULL REFERENCES schools (id),
    staff     TEXT NOT NULL,
    what      TEXT NOT NULL,
    at        DATETIME NOT NULL,
    read_at   DATETIME,
    PRIMARY KEY (school_id, staff),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);

-- What a session was asked to prove: as sessions are, of no school.
CREATE TABLE challenges (
    session TEXT NOT NULL PRIMARY KEY REFERENCES sessions (hash) ON DELETE CASCADE,
    what    TEXT NOT NULL,
    kept    BLOB NOT NULL,
    ends    DATETIME NOT NULL
);

ALTER TABLE sessions ADD COLUMN proved DATETIME;
ALTER TABLE sessions ADD COLUMN renewed DATETIME;
ALTER TABLE sessions ADD COLUMN told DATETIME;

-- +goose Down
ALTER TABLE sessions DROP COLUMN told;
ALTER TABLE sessions DROP COLUMN renewed;
ALTER TABLE sessions DROP COLUMN proved;
DROP TABLE challenges;
DROP TABLE factor_news;
DROP TABLE recovery_codes;
DROP TABLE factors;
