-- +goose Up
-- What a school asks its families and children to read and to sign. A version is frozen: its row is never changed.
CREATE TABLE aup_versions (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    document   TEXT NOT NULL,
    number     BIGINT NOT NULL CHECK (number > 0),
    id         TEXT NOT NULL, -- the digest of the text; the same text published again has the same
    title      TEXT NOT NULL,
    intro      TEXT NOT NULL,
    statements TEXT NOT NULL, -- JSON, in order
    proposed   TEXT NOT NULL, -- the digest of the product's own text then
    at         DATETIME NOT NULL,
    by_person  TEXT NOT NULL,
    PRIMARY KEY (school_id, document, number)
);

-- A version as it is read in one language. A corrected translation is another edition; old ones are kept.
CREATE TABLE aup_editions (
    school_id   TEXT NOT NULL REFERENCES schools (id),
    id          TEXT NOT NULL, -- the digest of what it says
    document    TEXT NOT NULL,
    version     TEXT NOT NULL,
    number      BIGINT NOT NULL CHECK (number > 0),
    language    TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('original', 'draft', 'verified')),
    verified_by TEXT NOT NULL,
    verified_on TEXT NOT NULL,
    title       TEXT NOT NULL, -- JSON, as are the next two
    intro       TEXT NOT NULL,
    statements  TEXT NOT NULL,
    since       DATETIME NOT NULL, -- when it became the newest of its language
    PRIMARY KEY (school_id, id)
);

-- Who signed what. But for the withdrawal a row is never changed.
CREATE TABLE aup_signatures (
    school_id    TEXT NOT NULL REFERENCES schools (id),
    id           TEXT NOT NULL,
    signer       TEXT NOT NULL, -- an adult or a pupil
    capacity     TEXT NOT NULL CHECK (capacity IN ('self', 'for_child')),
    pupil        TEXT NOT NULL, -- whom an adult signs for, '' for oneself
    document     TEXT NOT NULL,
    version      TEXT NOT NULL,
    edition      TEXT NOT NULL,
    language     TEXT NOT NULL,
    status       TEXT NOT NULL,
    how          TEXT NOT NULL CHECK (how IN ('own_device', 'class_device', 'paper')),
    talked       BOOLEAN NOT NULL,
    at           DATETIME NOT NULL,
    signed_on    TEXT NOT NULL, -- the day on a paper
    recorded_by  TEXT NOT NULL,
    withdrawn_at DATETIME,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, edition) REFERENCES aup_editions (school_id, id),
    CHECK ((pupil <> '') = (capacity = 'for_child')),
    CHECK ((how = 'paper') = (recorded_by <> ''))
);
CREATE INDEX aup_signatures_signer ON aup_signatures (school_id, signer, at);
-- One signature of a version for one child stands, whoever sends it twice.
CREATE UNIQUE INDEX aup_signatures_one ON aup_signatures (school_id, signer, document, version, pupil)
    WHERE withdrawn_at IS NULL;

-- Who declined what, and why by code. What they wrote stands on the call list alone.
CREATE TABLE aup_declines (
    school_id TEXT NOT NULL REFERENCES schools (id),
    id        TEXT NOT NULL,
    signer    TEXT NOT NULL,
    pupil     TEXT NOT NULL,
    document  TEXT NOT NULL,
    version   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        DATETIME NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX aup_declines_signer ON aup_declines (school_id, signer, at);

-- Families who want to be rung.
CREATE TABLE calls (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    id         TEXT NOT NULL,
    adult      TEXT NOT NULL,
    about      TEXT NOT NULL,
    document   TEXT NOT NULL,
    statements TEXT NOT NULL, -- JSON list of keys
    language   TEXT NOT NULL,
    words      TEXT NOT NULL, -- what the family wrote: here and nowhere else
    pupils     TEXT NOT NULL, -- JSON list of ids
    at         DATETIME NOT NULL,
    again      DATETIME NOT NULL,
    tried_at   DATETIME,
    tried_by   TEXT NOT NULL,
    done_at    DATETIME,
    done_by    TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, adult) REFERENCES adults (school_id, id),
    CHECK ((done_at IS NULL) = (outcome = ''))
);
CREATE UNIQUE INDEX calls_open ON calls (school_id, adult, about, document) WHERE done_at IS NULL;
CREATE INDEX calls_done ON calls (school_id, done_at);

-- +goose Down
DROP TABLE calls;
DROP TABLE aup_declines;
DROP TABLE aup_signatures;
DROP TABLE aup_editions;
DROP TABLE aup_versions;
