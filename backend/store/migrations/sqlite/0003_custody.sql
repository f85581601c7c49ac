-- +goose Up
-- Where each device is now. No serial number, photo or content of one is ever kept.
CREATE TABLE devices (
    school_id    TEXT NOT NULL REFERENCES schools (id),
    id           TEXT NOT NULL,
    pupil        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    label        TEXT NOT NULL,
    colour       TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('with_child', 'handed_in', 'confiscated', 'with_police')),
    slot         BIGINT CHECK (slot > 0),
    condition    TEXT NOT NULL,
    since        DATETIME NOT NULL,
    by_person    TEXT NOT NULL,
    before       TEXT NOT NULL, -- the state that an undo goes back to, '' for none
    before_slot  BIGINT,
    open         TEXT NOT NULL, -- the confiscation that keeps it, '' for none
    made         BIGINT NOT NULL, -- the order in which the child's devices came
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id),
    CHECK (slot IS NULL OR state = 'handed_in'),
    CHECK ((open <> '') = (state = 'confiscated') OR state = 'with_police')
);
CREATE UNIQUE INDEX devices_slot ON devices (school_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX devices_pupil ON devices (school_id, pupil, made);

CREATE TABLE confiscations (
    school_id        TEXT NOT NULL REFERENCES schools (id),
    id               TEXT NOT NULL,
    device           TEXT NOT NULL,
    pupil            TEXT NOT NULL,
    kind             TEXT NOT NULL,
    ground           TEXT NOT NULL,
    secret           BOOLEAN NOT NULL,
    stored           TEXT NOT NULL,
    at               DATETIME NOT NULL,
    by_person        TEXT NOT NULL,
    held             BOOLEAN NOT NULL,
    hold_reason      TEXT NOT NULL,
    tell             TEXT NOT NULL,
    tell_reason      TEXT NOT NULL,
    tell_by          TEXT NOT NULL,
    tell_at          DATETIME,
    contact_at       DATETIME,
    released_to      TEXT NOT NULL,
    released_by      TEXT NOT NULL,
    released_at      DATETIME,
    police_officer   TEXT NOT NULL,
    police_reference TEXT NOT NULL,
    police_by        TEXT NOT NULL,
    police_at        DATETIME,
    indecent         BOOLEAN NOT NULL,
    searched         DATETIME,
    deleted          DATETIME,
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
    school_id    TEXT NOT NULL REFERENCES schools (id),
    confiscation TEXT NOT NULL,
    op           TEXT NOT NULL,
    n            BIGINT NOT NULL,
    adult        TEXT NOT NULL,
    how          TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    at           DATETIME NOT NULL,
    by_person    TEXT NOT NULL,
    PRIMARY KEY (school_id, confiscation, op, n),
    FOREIGN KEY (school_id, confiscation) REFERENCES confiscations (school_id, id)
);
CREATE INDEX contact_log_adult ON contact_log (school_id, adult);

-- Who searched a device, with whose agreement, before whom, and how it ended. What was seen is not described.
CREATE TABLE searches (
    school_id    TEXT NOT NULL REFERENCES schools (id),
    confiscation TEXT NOT NULL,
    op           TEXT NOT NULL,
    n            BIGINT NOT NULL,
    at           DATETIME NOT NULL,
    by_person    TEXT NOT NULL,
    consent      TEXT NOT NULL,
    parent       TEXT NOT NULL,
    how          TEXT NOT NULL,
    witness      TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    PRIMARY KEY (school_id, confiscation, op, n),
    FOREIGN KEY (school_id, confiscation) REFERENCES confiscations (school_id, id)
);

CREATE TABLE class_checks (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    on_day     TEXT NOT NULL,
    class      TEXT NOT NULL,
    at         DATETIME NOT NULL,
    by_person  TEXT NOT NULL,
    exceptions TEXT NOT NULL, -- JSON: pupil -> what was found
    PRIMARY KEY (school_id, on_day, class)
);

-- A child who may keep a phone on some days. The reason is not the desk's to read.
CREATE TABLE exceptions (
    school_id TEXT NOT NULL REFERENCES schools (id),
    id        TEXT NOT NULL,
    pupil     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    from_day  TEXT NOT NULL,
    till_day  TEXT NOT NULL, -- the last day
    by_person TEXT NOT NULL,
    at        DATETIME NOT NULL,
    ended_at  DATETIME,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, pupil) REFERENCES pupils (school_id, id)
);
CREATE INDEX exceptions_pupil ON exceptions (school_id, pupil);

-- A lesson that uses the children's own devices.
CREATE TABLE curriculum_uses (
    school_id     TEXT NOT NULL REFERENCES schools (id),
    id            TEXT NOT NULL,
    class         TEXT NOT NULL,
    activity      TEXT NOT NULL,
    on_day        TEXT NOT NULL,
    asked_by      TEXT NOT NULL,
    asked_at      DATETIME NOT NULL,
    risk_assessed BOOLEAN NOT NULL,
    approved_by   TEXT NOT NULL,
    approved_at   DATETIME,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX curriculum_uses_day ON curriculum_uses (school_id, on_day);

-- Leave for a member of staff to use their own device.
CREATE TABLE staff_leaves (
    school_id  TEXT NOT NULL REFERENCES schools (id),
    id         TEXT NOT NULL,
    staff      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    in_writing BOOLEAN NOT NULL,
    from_day   TEXT NOT NULL,
    till_day   TEXT NOT NULL,
    by_person  TEXT NOT NULL,
    at         DATETIME NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, staff) REFERENCES staff (school_id, id)
);
CREATE INDEX staff_leaves_staff ON staff_leaves (school_id, staff);

-- +goose Down
DROP TABLE staff_leaves;
DROP TABLE curriculum_uses;
DROP TABLE exceptions;
DROP TABLE class_checks;
DROP TABLE searches;
DROP TABLE contact_log;
DROP TABLE confiscations;
DROP TABLE devices;
