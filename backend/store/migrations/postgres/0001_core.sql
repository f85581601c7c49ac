-- +goose Up
-- Every table but the few that tenant.go lists leads its key with the school, and shows a row only to a transaction
-- that has named its school. FORCE holds the owner to it as well: a data migration lifts it (NO FORCE), changes, and
-- puts it back, all in one transaction.
CREATE TABLE schools (
    id         text NOT NULL PRIMARY KEY,
    slug       text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);

-- What was done under which operation id, so that it is done once.
CREATE TABLE operations (
    school_id text NOT NULL REFERENCES schools (id),
    op        text NOT NULL,
    actor     text NOT NULL,
    command   text NOT NULL,
    hash      bytea NOT NULL,
    made      text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (school_id, op)
);

-- The last position and link of each chain.
CREATE TABLE chains (
    school_id text NOT NULL REFERENCES schools (id),
    chain     text NOT NULL,
    position  bigint NOT NULL,
    link      bytea NOT NULL,
    PRIMARY KEY (school_id, chain)
);

-- What happened: audit trail and outbox in one. vouches holds the digests of the rows that the
-- event left behind. body and salt go when retention says so, the link stays.
CREATE TABLE events (
    school_id  text NOT NULL REFERENCES schools (id),
    chain      text NOT NULL,
    position   bigint NOT NULL CHECK (position > 0),
    id         text NOT NULL,
    kind       text NOT NULL,
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    op         text NOT NULL,
    subject    text NOT NULL,
    body       bytea,
    salt       bytea,
    vouches    text NOT NULL,
    digest     bytea NOT NULL,
    link       bytea NOT NULL,
    erased_by  text NOT NULL DEFAULT '',
    PRIMARY KEY (school_id, chain, position)
);
CREATE UNIQUE INDEX events_id ON events (school_id, id);
CREATE INDEX events_subject ON events (school_id, subject);
CREATE INDEX events_at ON events (school_id, chain, at);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['operations', 'chains', 'events'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY school ON %I USING (school_id = current_setting(''lollipop.school'', true))', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE events;
DROP TABLE chains;
DROP TABLE operations;
DROP TABLE schools;
