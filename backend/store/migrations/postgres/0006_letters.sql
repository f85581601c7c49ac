-- +goose Up
-- A session is of staff, of a family or of a pupil. Each seat of a family's has its own beginning: that of its letter.
ALTER TABLE sessions ADD COLUMN kind text NOT NULL DEFAULT 'staff';
ALTER TABLE seats ADD COLUMN since timestamptz; -- NULL: the session's

-- Without a school, as links: ids, times and digests under a key that is not here.
CREATE TABLE codes (
    hash    text NOT NULL PRIMARY KEY,
    purpose text NOT NULL,
    school  text NOT NULL,
    person  text NOT NULL, -- a letter's adult; who made it, of the others
    made    timestamptz NOT NULL,
    ends    timestamptz NOT NULL,
    used    timestamptz
);
CREATE INDEX codes_person ON codes (school, person, purpose);
CREATE INDEX codes_ends ON codes (ends);

-- Who a hand-over code lets in.
CREATE TABLE code_seats (
    code   text NOT NULL REFERENCES codes (hash) ON DELETE CASCADE,
    n      bigint NOT NULL,
    school text NOT NULL,
    person text NOT NULL,
    since  timestamptz NOT NULL,
    PRIMARY KEY (code, n)
);

-- The office's own record of each letter. It outlives its code, and the records of people that an undone import takes
-- away: so it points at none of them.
CREATE TABLE letters (
    school_id text NOT NULL REFERENCES schools (id),
    id        text NOT NULL,
    op        text NOT NULL, -- the printing: the code follows from it
    hash      text NOT NULL,
    adult     text NOT NULL,
    child     text NOT NULL, -- whose birthday it asks
    at        timestamptz NOT NULL,
    by_person text NOT NULL,
    ends      timestamptz NOT NULL,
    used      timestamptz,
    ended     timestamptz,
    why       text NOT NULL,
    misses    bigint NOT NULL CHECK (misses >= 0),
    PRIMARY KEY (school_id, id)
);
CREATE INDEX letters_adult ON letters (school_id, adult, at);
CREATE INDEX letters_op ON letters (school_id, op);
CREATE UNIQUE INDEX letters_hash ON letters (school_id, hash);

-- Which class a class code is for.
CREATE TABLE class_codes (
    school_id text NOT NULL REFERENCES schools (id),
    hash      text NOT NULL,
    class     text NOT NULL,
    PRIMARY KEY (school_id, hash)
);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['letters', 'class_codes'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY school ON %I USING (school_id = current_setting(''lollipop.school'', true))', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE class_codes;
DROP TABLE letters;
DROP TABLE code_seats;
DROP TABLE codes;
DELETE FROM sessions WHERE kind <> 'staff'; -- an older version would look for their people among the staff
ALTER TABLE seats DROP COLUMN since;
ALTER TABLE sessions DROP COLUMN kind;
