-- +goose Up
CREATE TABLE passphrases (
    school_id text NOT NULL REFERENCES schools (id),
    staff     text NOT NULL,
    kept      text NOT NULL, -- the hasher's string
    set_at    timestamptz NOT NULL,
    PRIMARY KEY (school_id, staff),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);

-- Without a school, since none is known before they are read: ids, times and digests, nothing else. A hash is of a
-- secret that we do not keep.
CREATE TABLE links (
    hash    text NOT NULL PRIMARY KEY,
    purpose text NOT NULL,
    school  text NOT NULL,
    person  text NOT NULL,
    made    timestamptz NOT NULL,
    ends    timestamptz NOT NULL,
    used    timestamptz
);
CREATE INDEX links_person ON links (school, person, purpose);

CREATE TABLE sessions (
    hash  text NOT NULL PRIMARY KEY,
    since timestamptz NOT NULL,
    seen  timestamptz NOT NULL
);
CREATE INDEX sessions_since ON sessions (since);

CREATE TABLE seats (
    session  text NOT NULL REFERENCES sessions (hash) ON DELETE CASCADE,
    n        bigint NOT NULL,
    school   text NOT NULL,
    person   text NOT NULL,
    standing text NOT NULL,
    PRIMARY KEY (session, n)
);
CREATE INDEX seats_person ON seats (school, person);

CREATE TABLE guesses (
    hash     text NOT NULL PRIMARY KEY,
    failures bigint NOT NULL CHECK (failures >= 0),
    last     timestamptz NOT NULL
);
CREATE INDEX guesses_last ON guesses (last);

-- What this database is, as a whole: that the demo furnished it, for one.
CREATE TABLE facts (
    name  text NOT NULL PRIMARY KEY,
    value text NOT NULL
);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['passphrases'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY school ON %I USING (school_id = current_setting(''lollipop.school'', true))', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE facts;
DROP TABLE guesses;
DROP TABLE seats;
DROP TABLE sessions;
DROP TABLE links;
DROP TABLE passphrases;
