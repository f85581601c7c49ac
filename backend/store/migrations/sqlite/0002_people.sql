-- +goose Up
CREATE TABLE school_profiles (
    school_id  TEXT NOT NULL PRIMARY KEY REFERENCES schools (id),
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL,
    policy     TEXT NOT NULL, -- JSON, strictly decoded
    calendar   TEXT NOT NULL, -- JSON, strictly decoded
    changed_at DATETIME NOT NULL
);

CREATE TABLE pupils (
    school_id      TEXT NOT NULL REFERENCES schools (id),
    id             TEXT NOT NULL,
    upn            TEXT NOT NULL,
    surname        TEXT NOT NULL,
    forename       TEXT NOT NULL,
    preferred      TEXT NOT NULL,
    dob            TEXT NOT NULL,
    year           TEXT NOT NULL,
    class          TEXT NOT NULL,
    first_language TEXT NOT NULL,
    language_code  TEXT NOT NULL,
    eal            BOOLEAN NOT NULL,
    sen            TEXT NOT NULL,
    left_on        TEXT NOT NULL, -- '' while on the roll
    sort_name      TEXT NOT NULL, -- folded surname, then folded preferred forename
    search_text    TEXT NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX pupils_upn ON pupils (school_id, upn) WHERE upn <> '';
-- The desk reads nothing of a child but these.
CREATE INDEX pupils_desk ON pupils (school_id, class, sort_name, id, left_on, preferred, surname, year);
CREATE INDEX pupils_name ON pupils (school_id, sort_name, id);

CREATE TABLE adults (
    school_id     TEXT NOT NULL REFERENCES schools (id),
    id            TEXT NOT NULL,
    title         TEXT NOT NULL,
    forename      TEXT NOT NULL,
    surname       TEXT NOT NULL,
    mobile        TEXT NOT NULL,
    email         TEXT NOT NULL,
    language      TEXT NOT NULL,
    language_code TEXT NOT NULL,
    merged_into   TEXT NOT NULL, -- '' while the record stands for itself
    search_text   TEXT NOT NULL,
    PRIMARY KEY (school_id, id)
);

CREATE TABLE contacts (
    school_id               TEXT NOT NULL REFERENCES schools (id),
    pupil                   TEXT NOT NULL,
    adult                   TEXT NOT NULL,
    relationship            TEXT NOT NULL,
    priority                BIGINT NOT NULL,
    parental_responsibility BOOLEAN NOT NULL,
    same_address            BOOLEAN NOT NULL,
    court_order             TEXT NOT NULL,
    gone_since              TEXT NOT NULL,
    corrected_at            DATETIME, -- NULL while the office has not decided; then the next six are empty
    corrected_by            TEXT NOT NULL,
    corrected_told          BOOLEAN NOT NULL,
    corrected_collect       BOOLEAN NOT NULL,
    corrected_no_contact    BOOLEAN NOT NULL,
    corrected_order         TEXT NOT NULL,
    corrected_gone          TEXT NOT NULL,
    PRIMARY KEY (school_id, pupil, adult),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id),
    FOREIGN KEY (school_id, adult) REFERENCES adults (school_id, id)
);
CREATE INDEX contacts_adult ON contacts (school_id, adult);

-- Pairs of adults that the office said are two people; a stands before b.
CREATE TABLE adults_apart (
    school_id TEXT NOT NULL REFERENCES schools (id),
    a         TEXT NOT NULL,
    b         TEXT NOT NULL,
    PRIMARY KEY (school_id, a, b),
    CHECK (a < b)
);

CREATE TABLE staff (
    school_id    TEXT NOT NULL REFERENCES schools (id),
    id           TEXT NOT NULL,
    code         TEXT NOT NULL,
    title        TEXT NOT NULL,
    forename     TEXT NOT NULL,
    surname      TEXT NOT NULL,
    email        TEXT NOT NULL,
    issued_phone TEXT NOT NULL,
    roles        TEXT NOT NULL, -- JSON list
    classes      TEXT NOT NULL, -- JSON list
    left_on      TEXT NOT NULL,
    sort_name    TEXT NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX staff_email ON staff (school_id, email) WHERE email <> '' AND left_on = '';

CREATE TABLE approvals (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    op         TEXT NOT NULL,
    staff      TEXT NOT NULL,
    pupil      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    by_person  TEXT NOT NULL,
    at         DATETIME NOT NULL,
    from_day   TEXT NOT NULL,
    until_day  TEXT NOT NULL,
    PRIMARY KEY (school_id, op),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX approvals_staff ON approvals (school_id, staff, at);

CREATE TABLE declarations (
    school_id      TEXT NOT NULL REFERENCES schools (id),
    op             TEXT NOT NULL,
    staff          TEXT NOT NULL,
    pupil          TEXT NOT NULL,
    kind           TEXT NOT NULL,
    discussed_with TEXT NOT NULL,
    outcome        TEXT NOT NULL,
    on_day         TEXT NOT NULL,
    by_person      TEXT NOT NULL,
    at             DATETIME NOT NULL,
    PRIMARY KEY (school_id, op),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX declarations_staff ON declarations (school_id, staff, at);

CREATE TABLE imports (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('read', 'applied', 'undone')),
    name       TEXT NOT NULL,
    by_person  TEXT NOT NULL,
    at         DATETIME NOT NULL,
    applied_by TEXT NOT NULL,
    applied_at DATETIME,
    undone_by  TEXT NOT NULL,
    undone_at  DATETIME,
    mapping    TEXT NOT NULL, -- JSON
    seen       TEXT NOT NULL,
    content    TEXT NOT NULL, -- the file as JSON, '' once applied
    done       TEXT NOT NULL, -- JSON for the undo, '' while there is nothing to undo
    counts     TEXT NOT NULL, -- JSON
    PRIMARY KEY (school_id, id)
);
CREATE INDEX imports_at ON imports (school_id, at);

CREATE TABLE import_mappings (
    school_id TEXT NOT NULL REFERENCES schools (id),
    kind      TEXT NOT NULL,
    headers   TEXT NOT NULL,
    mapping   TEXT NOT NULL, -- JSON
    PRIMARY KEY (school_id, kind, headers)
);

-- +goose Down
DROP TABLE import_mappings;
DROP TABLE imports;
DROP TABLE declarations;
DROP TABLE approvals;
DROP TABLE staff;
DROP TABLE adults_apart;
DROP TABLE contacts;
DROP TABLE adults;
DROP TABLE pupils;
DROP TABLE school_profiles;
