-- +goose Up
-- What somebody told the school. What was said is sealed under keys outside the database; in the clear stand an id, the
-- school, how far it has come, when, and who reads it. Nothing here points at a child's, a parent's or a colleague's record.
CREATE TABLE concerns (
    school_id text NOT NULL REFERENCES schools (id),
    id        text NOT NULL,
    open      boolean NOT NULL,
    at        timestamptz NOT NULL,
    told_at   timestamptz NOT NULL,
    read_at   timestamptz, -- NULL: unread
    step      bigint NOT NULL CHECK (step >= 0),
    due       timestamptz, -- NULL: given to nobody by itself
    alarm     boolean NOT NULL,
    receipt   bytea, -- a keyed digest of the five words; NULL: nobody has any
    data_key  bytea NOT NULL, -- wrapped
    head      bytea NOT NULL, -- sealed
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX concerns_receipt ON concerns (school_id, receipt);
CREATE INDEX concerns_told ON concerns (school_id, open, told_at);

-- What was said and done, in its order, sealed.
CREATE TABLE concern_entries (
    school_id text NOT NULL REFERENCES schools (id),
    concern   text NOT NULL,
    n         bigint NOT NULL CHECK (n > 0),
    at        timestamptz NOT NULL,
    words     bytea NOT NULL,
    PRIMARY KEY (school_id, concern, n),
    FOREIGN KEY (school_id, concern) REFERENCES concerns (school_id, id)
);

CREATE TABLE concern_readers (
    school_id text NOT NULL REFERENCES schools (id),
    concern   text NOT NULL,
    person    text NOT NULL,
    how       text NOT NULL,
    since     timestamptz NOT NULL,
    until     timestamptz, -- NULL: for good
    read_at   timestamptz,
    PRIMARY KEY (school_id, concern, person),
    FOREIGN KEY (school_id, concern) REFERENCES concerns (school_id, id)
);
CREATE INDEX concern_readers_person ON concern_readers (school_id, person, concern);

-- Who never reads it, as keyed digests: whoever has the database alone learns nobody's name.
CREATE TABLE concern_marks (
    school_id text NOT NULL REFERENCES schools (id),
    concern   text NOT NULL,
    mark      bytea NOT NULL,
    PRIMARY KEY (school_id, concern, mark),
    FOREIGN KEY (school_id, concern) REFERENCES concerns (school_id, id)
);

-- Whether a school's button is open, and the key pair to which devices seal what waits for a network.
CREATE TABLE concern_doors (
    school_id text NOT NULL REFERENCES schools (id),
    open      boolean NOT NULL,
    opened_at timestamptz,
    by_person text NOT NULL,
    public    bytea NOT NULL,
    draft_key bytea NOT NULL, -- the secret half, wrapped
    PRIMARY KEY (school_id)
);

-- When readers were last rung, and when they last looked.
CREATE TABLE concern_rings (
    school_id text NOT NULL REFERENCES schools (id),
    person    text NOT NULL,
    at        timestamptz, -- NULL: never
    times     bigint NOT NULL CHECK (times >= 0),
    seen_at   timestamptz,
    PRIMARY KEY (school_id, person)
);

ALTER TABLE concerns ENABLE ROW LEVEL SECURITY;
ALTER TABLE concerns FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON concerns USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE concern_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON concern_entries USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE concern_readers ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_readers FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON concern_readers USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE concern_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON concern_marks USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE concern_doors ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_doors FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON concern_doors USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE concern_rings ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_rings FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON concern_rings USING (school_id = current_setting('lollipop.school', true));

-- A policy says how long what somebody told may stay unread; one that was kept before it did gets the defaults.
ALTER TABLE school_profiles NO FORCE ROW LEVEL SECURITY;
UPDATE school_profiles
SET policy = jsonb_set(policy::jsonb, '{concerns}', '{"read_within":60,"next_after":30}')::text
WHERE policy::jsonb -> 'concerns' IS NULL;
ALTER TABLE school_profiles FORCE ROW LEVEL SECURITY;

-- +goose Down
ALTER TABLE school_profiles NO FORCE ROW LEVEL SECURITY;
UPDATE school_profiles SET policy = (policy::jsonb - 'concerns')::text;
ALTER TABLE school_profiles FORCE ROW LEVEL SECURITY;
DROP TABLE concern_rings;
DROP TABLE concern_doors;
DROP TABLE concern_marks;
DROP TABLE concern_readers;
DROP TABLE concern_entries;
DROP TABLE concerns;
