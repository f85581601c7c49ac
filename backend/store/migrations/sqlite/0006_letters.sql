-- +goose Up
-- A session is of staff, of a family or of a pupil. Each seat of a family's has its own beginning: that of its letter.
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'staff';
ALTER TABLE seats ADD COLUMN since DATETIME; -- NULL: the session's

-- Without a school, as links: ids, times and digests under a key that is not here.
CREATE TABLE codes (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    school  TEXT NOT NULL,
    person  TEXT NOT NULL, -- a letter's adult; who made it, of the others
    made    DATETIME NOT NULL,
    ends    DATETIME NOT NULL,
    used    DATETIME
);
CREATE INDEX codes_person ON codes (school, person, purpose);
CREATE INDEX codes_ends ON codes (ends);

-- Who a hand-over code lets in.
CREATE TABLE code_seats (
    code   TEXT NOT NULL REFERENCES codes (hash) ON DELETE CASCADE,
    n      BIGINT NOT NULL,
    school TEXT NOT NULL,
    person TEXT NOT NULL,
    since  DATETIME NOT NULL,
    PRIMARY KEY (code, n)
);

-- The office's own record of each letter. It outlives its code, and the records of people that an undone import takes
-- away: so it points at none of them.
CREATE TABLE letters (
    school_id TEXT NOT NULL REFERENCES schools (id),
    id        TEXT NOT NULL,
    op        TEXT NOT NULL, -- the printing: the code follows from it
    hash      TEXT NOT NULL,
    adult     TEXT NOT NULL,
    child     TEXT NOT NULL, -- whose birthday it asks
    at        DATETIME NOT NULL,
    by_person TEXT NOT NULL,
    ends      DATETIME NOT NULL,
    used      DATETIME,
    ended     DATETIME,
    why       TEXT NOT NULL,
    misses    BIGINT NOT NULL CHECK (misses >= 0),
    PRIMARY KEY (school_id, id)
);
CREATE INDEX letters_adult ON letters (school_id, adult, at);
CREATE INDEX letters_op ON letters (school_id, op);
CREATE UNIQUE INDEX letters_hash ON letters (school_id, hash);

-- Which class a class code is for.
CREATE TABLE class_codes (
    school_id TEXT NOT NULL REFERENCES schools (id),
    hash      TEXT NOT NULL,
    class     TEXT NOT NULL,
    PRIMARY KEY (school_id, hash)
);

-- +goose Down
DROP TABLE class_codes;
DROP TABLE letters;
DROP TABLE code_seats;
DROP TABLE codes;
DELETE FROM sessions WHERE kind <> 'staff'; -- an older version would look for their people among the staff
ALTER TABLE seats DROP COLUMN since;
ALTER TABLE sessions DROP COLUMN kind;
