-- +goose Up
-- One message to one adult about one thing that happened. It points at nobody's record: it outlives those that an undone
-- import takes away.
CREATE TABLE notices (
    school_id   TEXT NOT NULL REFERENCES schools (id),
    id          TEXT NOT NULL,
    event       TEXT NOT NULL, -- what it follows from
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    adult       TEXT NOT NULL,
    pupils      TEXT NOT NULL, -- JSON list of ids
    at          DATETIME NOT NULL,
    urgent      BOOLEAN NOT NULL,
    bare        BOOLEAN NOT NULL, -- it never says why
    rung        BIGINT NOT NULL CHECK (rung >= 0),
    ring_at     DATETIME, -- NULL: not at all
    read_at     DATETIME,
    answer      TEXT NOT NULL,
    answered_at DATETIME,
    told_at     DATETIME,
    told_by     TEXT NOT NULL,
    told_how    TEXT NOT NULL,
    over_at     DATETIME,
    taken_back  BOOLEAN NOT NULL,
    PRIMARY KEY (school_id, id)
);
-- Of one event an adult gets one.
CREATE UNIQUE INDEX notices_one ON notices (school_id, event, adult);
CREATE INDEX notices_adult ON notices (school_id, adult, at);
CREATE INDEX notices_subject ON notices (school_id, subject);
CREATE INDEX notices_at ON notices (school_id, at);
CREATE INDEX notices_due ON notices (school_id, ring_at) WHERE ring_at IS NOT NULL;

-- Where each way of a notice stands.
CREATE TABLE deliveries (
    school_id TEXT NOT NULL REFERENCES schools (id),
    event     TEXT NOT NULL,
    person    TEXT NOT NULL,
    channel   TEXT NOT NULL CHECK (channel IN ('inbox', 'push', 'office')),
    state     TEXT NOT NULL,
    result    TEXT NOT NULL,
    at        DATETIME NOT NULL,
    batch     TEXT NOT NULL, -- the ringing that carries it, '' for none
    urgent    BOOLEAN NOT NULL, -- that ringing was
    rung_at   DATETIME, -- when that was
    PRIMARY KEY (school_id, event, person, channel)
);
CREATE INDEX deliveries_batch ON deliveries (school_id, batch) WHERE batch <> '';
CREATE INDEX deliveries_person ON deliveries (school_id, person, rung_at) WHERE batch <> '';

-- How far whoever follows a school's daily chain has come. The row without a name is where those begin who have none: a
-- school that is older than following is not told its whole past.
CREATE TABLE followers (
    school_id TEXT NOT NULL REFERENCES schools (id),
    name      TEXT NOT NULL,
    position  BIGINT NOT NULL CHECK (position >= 0),
    PRIMARY KEY (school_id, name)
);
INSERT INTO followers (school_id, name, position) SELECT school_id, '', position FROM chains WHERE chain = 'daily';

-- Merged records are few, and are asked for wherever an adult's notices are.
CREATE INDEX adults_merged ON adults (school_id, merged_into) WHERE merged_into <> '';

-- Devices that can be rung: of a session, and of no school, as that is. Deleting a session does not reach in here: whoever
-- signs out waits for nobody who rings. One whose session is gone is never rung, and is swept.
CREATE TABLE subscriptions (
    id       TEXT NOT NULL PRIMARY KEY, -- the digest of the endpoint
    endpoint TEXT NOT NULL,
    host     TEXT NOT NULL,
    p256dh   BLOB NOT NULL,
    auth     BLOB NOT NULL,
    vapid    TEXT NOT NULL, -- our public key
    session  TEXT NOT NULL,
    language TEXT NOT NULL,
    since    DATETIME NOT NULL,
    seen     DATETIME NOT NULL
);
CREATE INDEX subscriptions_session ON subscriptions (session);

-- What push services are to be given, of all schools: ids and times.
CREATE TABLE pushes (
    id       TEXT NOT NULL PRIMARY KEY,
    host     TEXT NOT NULL,
    device   TEXT NOT NULL,
    school   TEXT NOT NULL,
    person   TEXT NOT NULL,
    batch    TEXT NOT NULL,
    topic    TEXT NOT NULL,
    urgent   BOOLEAN NOT NULL,
    made     DATETIME NOT NULL,
    expires  DATETIME NOT NULL,
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    due      DATETIME NOT NULL, -- when it may be sent; while it is leased, when the lease ends
    leased   BOOLEAN NOT NULL,
    done_at  DATETIME,
    result   TEXT NOT NULL
);
CREATE INDEX pushes_due ON pushes (host, due) WHERE done_at IS NULL;
CREATE INDEX pushes_leased ON pushes (host, due) WHERE done_at IS NULL AND leased;
CREATE INDEX pushes_lane ON pushes (host, urgent DESC, due) WHERE done_at IS NULL;
CREATE INDEX pushes_batch ON pushes (school, batch);
-- Devices that their service says are gone: a browser may hold on to the address of one.
CREATE INDEX pushes_gone ON pushes (device) WHERE result = 'gone';
CREATE INDEX pushes_done ON pushes (done_at) WHERE done_at IS NOT NULL;

-- +goose Down
DROP TABLE pushes;
DROP TABLE subscriptions;
DROP INDEX adults_merged;
DROP TABLE followers;
DROP TABLE deliveries;
DROP TABLE notices;
