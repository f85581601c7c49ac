-- +goose Up
-- What staff prove themselves by beside the passphrase. What is kept is sealed under keys that are outside the database.
CREATE TABLE factors (
    school_id text NOT NULL REFERENCES schools (id),
    id        text NOT NULL,
    staff     text NOT NULL,
    kind      text NOT NULL,
    name      text NOT NULL,
    kept      bytea NOT NULL,
    step      bigint NOT NULL,
    made      timestamptz NOT NULL,
    last      timestamptz,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX factors_staff ON factors (school_id, staff);

CREATE TABLE recovery_codes (
    school_id text NOT NULL REFERENCES schools (id),
    staff     text NOT NULL,
    hash      text NOT NULL, -- a keyed digest; the key is outside the database
    used      timestamptz,
    PRIMARY KEY (school_id, staff, hash),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);

-- The newest change of somebody's factors, for them to be told.
CREATE TABLE factor_news (
    school_id text NOT NULL REFERENCES schools (id),
    staff     text NOT NULL,
    what      text NOT NULL,
    at        timestamptz NOT NULL,
    read_at   timestamptz,
    PRIMARY KEY (school_id, staff),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);

-- What a session was asked to prove: as sessions are, of no school.
CREATE TABLE challenges (
    session text NOT NULL PRIMARY KEY REFERENCES sessions (hash) ON DELETE CASCADE,
    what    text NOT NULL,
    kept    bytea NOT NULL,
    ends    timestamptz NOT NULL
);

ALTER TABLE sessions ADD COLUMN proved timestamptz;
ALTER TABLE sessions ADD COLUMN renewed timestamptz;
ALTER TABLE sessions ADD COLUMN told timestamptz;

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['factors', 'recovery_codes', 'factor_news'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY school ON %I USING (school_id = current_setting(''lollipop.school'', true))', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE sessions DROP COLUMN told;
ALTER TABLE sessions DROP COLUMN renewed;
ALTER TABLE sessions DROP COLUMN proved;
DROP TABLE challenges;
DROP TABLE factor_news;
DROP TABLE recovery_codes;
DROP TABLE factors;
