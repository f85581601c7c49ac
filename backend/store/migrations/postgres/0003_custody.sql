-- +goose Up
-- Where each device is now. No serial number, photo or content of one is ever kept.
CREATE TABLE devices (
    school_id    text NOT NULL REFERENCES schools (id),
    id           text NOT NULL,
    pupil        text NOT NULL,
    kind         text NOT NULL,
    label        text NOT NULL,
    colour       text NOT NULL,
    state        text NOT NULL CHECK (state IN ('with_child', 'handed_in', 'confiscated', 'with_police')),
    slot         bigint CHECK (slot > 0),
    condition    text NOT NULL,
    since        timestamptz NOT NULL,
    by_person    text NOT NULL,
    before       text NOT NULL, -- the state that an undo goes back to, '' for none
    before_slot  bigint,
    open         text NOT NULL, -- the confiscation that keeps it, '' for none
    made         bigint NOT NULL, -- the order in which the child's devices came
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id),
    CHECK (slot IS NULL OR state = 'handed_in'),
    CHECK ((open <> '') = (state = 'confiscated') OR state = 'with_police')
);
CREATE UNIQUE INDEX devices_slot ON devices (school_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX devices_pupil ON devices (school_id, pupil, made);

CREATE TABLE confiscations (
    school_id        text NOT NULL REFERENCES schools (id),
    id               text NOT NULL,
    device           text NOT NULL,
    pupil            text NOT NULL,
    kind             text NOT NULL,
    ground           text NOT NULL,
    secret           boolean NOT NULL,
    stored           text NOT NULL,
    at               timestamptz NOT NULL,
    by_person        text NOT NULL,
    held             boolean NOT NULL,
    hold_reason      text NOT NULL,
    tell             text NOT NULL,
    tell_reason      text NOT NULL,
    tell_by          text NOT NULL,
    tell_at          timestamptz,
    contact_at       timestamptz,
    released_to      text NOT NULL,
    released_by      text NOT NULL,
    released_at      timestamptz,
    police_officer   text NOT NULL,
    police_reference text NOT NULL,
    police_by        text NOT NULL,
    police_at        timestamptz,
    indecent         boolean NOT NULL,
    searched         timestamptz,
    deleted          timestamptz,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, device) REFERENCES devices (school_id, id),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id),
    CHECK (released_at IS NULL OR police_at IS NULL)
);
-- Of two people who confiscate one phone at once, one does.
CREATE UNIQUE INDEX confiscations_open ON confiscations (school_id, device)
    WHERE released_at IS NULL AND police_at IS NULL;
CREATE INDEX confiscations_pupil ON confiscations (school_id, pupil, at);
CREATE INDEX confiscations_at ON confiscations (school_id, at);

CREATE TABLE contact_log (
    school_id    text NOT NULL REFERENCES schools (id),
    confiscation text NOT NULL,
    op           text NOT NULL,
    n            bigint NOT NULL,
    adult        text NOT NULL,
    how          text NOT NULL,
    outcome      text NOT NULL,
    at           timestamptz NOT NULL,
    by_person    text NOT NULL,
    PRIMARY KEY (school_id, confiscation, op, n),
    FOREIGN KEY (school_id, confiscation) REFERENCES confiscations (school_id, id)
);
CREATE INDEX contact_log_adult ON contact_log (school_id, adult);

-- Who searched a device, with whose agreement, before whom, and how it ended. What was seen is not described.
CREATE TABLE searches (
    school_id    text NOT NULL REFERENCES schools (id),
    confiscation text NOT NULL,
    op           text NOT NULL,
    n            bigint NOT NULL,
    at           timestamptz NOT NULL,
    by_person    text NOT NULL,
    consent      text NOT NULL,
    parent       text NOT NULL,
    how          text NOT NULL,
    witness      text NOT NULL,
    outcome      text NOT NULL,
    PRIMARY KEY (school_id, confiscation, op, n),
    FOREIGN KEY (school_id, confiscation) REFERENCES confiscations (school_id, id)
);

CREATE TABLE class_checks (
    school_id  text NOT NULL REFERENCES schools (id),
    on_day     text NOT NULL,
    class      text COLLATE "C" NOT NULL,
    at         timestamptz NOT NULL,
    by_person  text NOT NULL,
    exceptions text NOT NULL, -- JSON: pupil -> what was found
    PRIMARY KEY (school_id, on_day, class)
);

-- A child who may keep a phone on some days. The reason is not the desk's to read.
CREATE TABLE exceptions (
    school_id text NOT NULL REFERENCES schools (id),
    id        text NOT NULL,
    pupil     text NOT NULL,
    reason    text NOT NULL,
    from_day  text NOT NULL,
    till_day  text NOT NULL, -- the last day
    by_person text NOT NULL,
    at        timestamptz NOT NULL,
    ended_at  timestamptz,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id)
);
CREATE INDEX exceptions_pupil ON exceptions (school_id, pupil);

-- A lesson that uses the children's own devices.
CREATE TABLE curriculum_uses (
    school_id     text NOT NULL REFERENCES schools (id),
    id            text NOT NULL,
    class         text COLLATE "C" NOT NULL,
    activity      text NOT NULL,
    on_day        text NOT NULL,
    asked_by      text NOT NULL,
    asked_at      timestamptz NOT NULL,
    risk_assessed boolean NOT NULL,
    approved_by   text NOT NULL,
    approved_at   timestamptz,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX curriculum_uses_day ON curriculum_uses (school_id, on_day);

-- Leave for a member of staff to use their own device.
CREATE TABLE staff_leaves (
    school_id  text NOT NULL REFERENCES schools (id),
    id         text NOT NULL,
    staff      text NOT NULL,
    reason     text NOT NULL,
    in_writing boolean NOT NULL,
    from_day   text NOT NULL,
    till_day   text NOT NULL,
    by_person  text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX staff_leaves_staff ON staff_leaves (school_id, staff);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['devices', 'confiscations', 'contact_log', 'searches', 'class_checks', 'exceptions',
        'curriculum_uses', 'staff_leaves'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY school ON %I USING (school_id = current_setting(''lollipop.school'', true))', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE staff_leaves;
DROP TABLE curriculum_uses;
DROP TABLE exceptions;
DROP TABLE class_checks;
DROP TABLE searches;
DROP TABLE contact_log;
DROP TABLE confiscations;
DROP TABLE devices;
