-- +goose Up
CREATE TABLE school_profiles (
    school_id  text NOT NULL PRIMARY KEY REFERENCES schools (id),
    name       text NOT NULL,
    phone      text NOT NULL,
    policy     text NOT NULL, -- JSON, strictly decoded
    calendar   text NOT NULL, -- JSON, strictly decoded
    changed_at timestamptz NOT NULL
);

CREATE TABLE pupils (
    school_id      text NOT NULL REFERENCES schools (id),
    id             text NOT NULL,
    upn            text NOT NULL,
    surname        text NOT NULL,
    forename       text NOT NULL,
    preferred      text NOT NULL,
    dob            text NOT NULL,
    year           text NOT NULL,
    class          text COLLATE "C" NOT NULL,
    first_language text NOT NULL,
    language_code  text NOT NULL,
    eal            boolean NOT NULL,
    sen            text NOT NULL,
    left_on        text NOT NULL, -- '' while on the roll
    sort_name      text COLLATE "C" NOT NULL, -- folded surname, then folded preferred forename
    search_text    text COLLATE "C" NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX pupils_upn ON pupils (school_id, upn) WHERE upn <> '';
-- The desk reads nothing of a child but these.
CREATE INDEX pupils_desk ON pupils (school_id, class, sort_name, id, left_on, preferred, surname, year);
CREATE INDEX pupils_name ON pupils (school_id, sort_name, id);

CREATE TABLE adults (
    school_id     text NOT NULL REFERENCES schools (id),
    id            text NOT NULL,
    title         text NOT NULL,
    forename      text NOT NULL,
    surname       text NOT NULL,
    mobile        text NOT NULL,
    email         text NOT NULL,
    language      text NOT NULL,
    language_code text NOT NULL,
    merged_into   text NOT NULL, -- '' while the record stands for itself
    search_text   text COLLATE "C" NOT NULL,
    PRIMARY KEY (school_id, id)
);

CREATE TABLE contacts (
    school_id               text NOT NULL REFERENCES schools (id),
    pupil                   text NOT NULL,
    adult                   text NOT NULL,
    relationship            text NOT NULL,
    priority                bigint NOT NULL,
    parental_responsibility boolean NOT NULL,
    same_address            boolean NOT NULL,
    court_order             text NOT NULL,
    gone_since              text NOT NULL,
    corrected_at            timestamptz, -- NULL while the office has not decided; then the next six are empty
    corrected_by            text NOT NULL,
    corrected_told          boolean NOT NULL,
    corrected_collect       boolean NOT NULL,
    corrected_no_contact    boolean NOT NULL,
    corrected_order         text NOT NULL,
    corrected_gone          text NOT NULL,
    PRIMARY KEY (school_id, pupil, adult),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id),
    FOREIGN KEY (school_id, adult) REFERENCES adults (school_id, id)
);
CREATE INDEX contacts_adult ON contacts (school_id, adult);

-- Pairs of adults that the office said are two people; a stands before b.
CREATE TABLE adults_apart (
    school_id text NOT NULL REFERENCES schools (id),
    a         text NOT NULL,
    b         text NOT NULL,
    PRIMARY KEY (school_id, a, b),
    CHECK (a < b)
);

CREATE TABLE staff (
    school_id    text NOT NULL REFERENCES schools (id),
    id           text NOT NULL,
    code         text NOT NULL,
    title        text NOT NULL,
    forename     text NOT NULL,
    surname      text NOT NULL,
    email        text NOT NULL,
    issued_phone text NOT NULL,
    roles        text NOT NULL, -- JSON list
    classes      text NOT NULL, -- JSON list
    left_on      text NOT NULL,
    sort_name    text COLLATE "C" NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX staff_email ON staff (school_id, email) WHERE email <> '' AND left_on = '';

CREATE TABLE approvals (
    school_id  text NOT NULL REFERENCES schools (id),
    op         text NOT NULL,
    staff      text NOT NULL,
    pupil      text NOT NULL,
    reason     text NOT NULL,
    by_person  text NOT NULL,
    at         timestamptz NOT NULL,
    from_day   text NOT NULL,
    until_day  text NOT NULL,
    PRIMARY KEY (school_id, op),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX approvals_staff ON approvals (school_id, staff, at);

CREATE TABLE declarations (
    school_id      text NOT NULL REFERENCES schools (id),
    op             text NOT NULL,
    staff          text NOT NULL,
    pupil          text NOT NULL,
    kind           text NOT NULL,
    discussed_with text NOT NULL,
    outcome        text NOT NULL,
    on_day         text NOT NULL,
    by_person      text NOT NULL,
    at             timestamptz NOT NULL,
    PRIMARY KEY (school_id, op),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX declarations_staff ON declarations (school_id, staff, at);

CREATE TABLE imports (
    school_id  text NOT NULL REFERENCES schools (id),
    id         text NOT NULL,
    kind       text NOT NULL,
    state      text NOT NULL CHECK (state IN ('read', 'applied', 'undone')),
    name       text NOT NULL,
    by_person  text NOT NULL,
    at         timestamptz NOT NULL,
    applied_by text NOT NULL,
    applied_at timestamptz,
    undone_by  text NOT NULL,
    undone_at  timestamptz,
    mapping    text NOT NULL, -- JSON
    seen       text NOT NULL,
    content    text NOT NULL, -- the file as JSON, '' once applied
    done       text NOT NULL, -- JSON for the undo, '' while there is nothing to undo
    counts     text NOT NULL, -- JSON
    PRIMARY KEY (school_id, id)
);
CREATE INDEX imports_at ON imports (school_id, at);

CREATE TABLE import_mappings (
    school_id text NOT NULL REFERENCES schools (id),
    kind      text NOT NULL,
    headers   text NOT NULL,
    mapping   text NOT NULL, -- JSON
    PRIMARY KEY (school_id, kind, headers)
);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['school_profiles', 'pupils', 'adults', 'contacts', 'adults_apart', 'staff',
        'approvals', 'declarations', 'imports', 'import_mappings'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY school ON %I USING (school_id = current_setting(''lollipop.school'', true))', t);
    END LOOP;
END $$;
-- +goose StatementEnd

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
