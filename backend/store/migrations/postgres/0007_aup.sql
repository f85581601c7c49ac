-- +goose Up
-- What a school asks its families and children to read and to sign. A version is frozen: its row is never changed.
CREATE TABLE aup_versions (
    school_id  text NOT NULL REFERENCES schools (id),
    document   text NOT NULL,
    number     bigint NOT NULL CHECK (number > 0),
    id         text NOT NULL, -- the digest of the text; the same text published again has the same
    title      text NOT NULL,
    intro      text NOT NULL,
    statements text NOT NULL, -- JSON, in order
    proposed   text NOT NULL, -- the digest of the product's own text then
    at         timestamptz NOT NULL,
    by_person  text NOT NULL,
    PRIMARY KEY (school_id, document, number)
);

-- A version as it is read in one language. A corrected translation is another edition; old ones are kept.
CREATE TABLE aup_editions (
    school_id   text NOT NULL REFERENCES schools (id),
    id          text NOT NULL, -- the digest of what it says
    document    text NOT NULL,
    version     text NOT NULL,
    number      bigint NOT NULL CHECK (number > 0),
    language    text NOT NULL,
    status      text NOT NULL CHECK (status IN ('original', 'draft', 'verified')),
    verified_by text NOT NULL,
    verified_on text NOT NULL,
    title       text NOT NULL, -- JSON, as are the next two
    intro       text NOT NULL,
    statements  text NOT NULL,
    since       timestamptz NOT NULL, -- when it became the newest of its language
    PRIMARY KEY (school_id, id)
);

-- Who signed what. But for the withdrawal a row is never changed.
CREATE TABLE aup_signatures (
    school_id    text NOT NULL REFERENCES schools (id),
    id           text NOT NULL,
    signer       text NOT NULL, -- an adult or a pupil
    capacity     text NOT NULL CHECK (capacity IN ('self', 'for_child')),
    pupil        text NOT NULL, -- whom an adult signs for, '' for oneself
    document     text NOT NULL,
    version      text NOT NULL,
    edition      text NOT NULL,
    language     text NOT NULL,
    status       text NOT NULL,
    how          text NOT NULL CHECK (how IN ('own_device', 'class_device', 'paper')),
    talked       boolean NOT NULL,
    at           timestamptz NOT NULL,
    signed_on    text NOT NULL, -- the day on a paper
    recorded_by  text NOT NULL,
    withdrawn_at timestamptz,
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
    school_id text NOT NULL REFERENCES schools (id),
    id        text NOT NULL,
    signer    text NOT NULL,
    pupil     text NOT NULL,
    document  text NOT NULL,
    version   text NOT NULL,
    reason    text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX aup_declines_signer ON aup_declines (school_id, signer, at);

-- Families who want to be rung.
CREATE TABLE calls (
    school_id  text NOT NULL REFERENCES schools (id),
    id         text NOT NULL,
    adult      text NOT NULL,
    about      text NOT NULL,
    document   text NOT NULL,
    statements text NOT NULL, -- JSON list of keys
    language   text NOT NULL,
    words      text NOT NULL, -- what the family wrote: here and nowhere else
    pupils     text NOT NULL, -- JSON list of ids
    at         timestamptz NOT NULL,
    again      timestamptz NOT NULL,
    tried_at   timestamptz,
    tried_by   text NOT NULL,
    done_at    timestamptz,
    done_by    text NOT NULL,
    outcome    text NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, adult) REFERENCES adults (school_id, id),
    CHECK ((done_at IS NULL) = (outcome = ''))
);
CREATE UNIQUE INDEX calls_open ON calls (school_id, adult, about, document) WHERE done_at IS NULL;
CREATE INDEX calls_done ON calls (school_id, done_at);

ALTER TABLE aup_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE aup_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON aup_versions USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE aup_editions ENABLE ROW LEVEL SECURITY;
ALTER TABLE aup_editions FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON aup_editions USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE aup_signatures ENABLE ROW LEVEL SECURITY;
ALTER TABLE aup_signatures FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON aup_signatures USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE aup_declines ENABLE ROW LEVEL SECURITY;
ALTER TABLE aup_declines FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON aup_declines USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE calls FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON calls USING (school_id = current_setting('lollipop.school', true));

-- +goose Down
DROP TABLE calls;
DROP TABLE aup_declines;
DROP TABLE aup_signatures;
DROP TABLE aup_editions;
DROP TABLE aup_versions;
