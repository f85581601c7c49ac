-- +goose Up
-- One message to one adult about one thing that happened. It points at nobody's record: it outlives those that an undone
-- import takes away.
CREATE TABLE notices (
    school_id   text NOT NULL REFERENCES schools (id),
    id          text NOT NULL,
    event       text NOT NULL, -- what it follows from
    kind        text NOT NULL,
    subject     text NOT NULL,
    adult       text NOT NULL,
    pupils      text NOT NULL, -- JSON list of ids
    at          timestamptz NOT NULL,
    urgent      boolean NOT NULL,
    bare        boolean NOT NULL, -- it never says why
    rung        bigint NOT NULL CHECK (rung >= 0),
    ring_at     timestamptz, -- NULL: not at all
    read_at     timestamptz,
    answer      text NOT NULL,
    answered_at timestamptz,
    told_at     timestamptz,
    told_by     text NOT NULL,
    told_how    text NOT NULL,
    over_at     timestamptz,
    taken_back  boolean NOT NULL,
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
    school_id text NOT NULL REFERENCES schools (id),
    event     text NOT NULL,
    person    text NOT NULL,
    channel   text NOT NULL CHECK (channel IN ('inbox', 'push', 'office')),
    state     text NOT NULL,
    result    text NOT NULL,
    at        timestamptz NOT NULL,
    batch     text NOT NULL, -- the ringing that carries it, '' for none
    urgent    boolean NOT NULL, -- that ringing was
    rung_at   timestamptz, -- when that was
    PRIMARY KEY (school_id, event, person, channel)
);
CREATE INDEX deliveries_batch ON deliveries (school_id, batch) WHERE batch <> '';
CREATE INDEX deliveries_person ON deliveries (school_id, person, rung_at) WHERE batch <> '';

-- How far whoever follows a school's daily chain has come. The row without a name is where those begin who have none: a
-- school that is older than following is not told its whole past.
CREATE TABLE followers (
    school_id text NOT NULL REFERENCES schools (id),
    name      text NOT NULL,
    position  bigint NOT NULL CHECK (position >= 0),
    PRIMARY KEY (school_id, name)
);
ALTER TABLE chains NO FORCE ROW LEVEL SECURITY;
INSERT INTO followers (school_id, name, position) SELECT school_id, '', position FROM chains WHERE chain = 'daily';
ALTER TABLE chains FORCE ROW LEVEL SECURITY;

-- Merged records are few, and are asked for wherever an adult's notices are.
CREATE INDEX adults_merged ON adults (school_id, merged_into) WHERE merged_into <> '';

-- Devices that can be rung: of a session, and of no school, as that is. Deleting a session does not reach in here: whoever
-- signs out waits for nobody who rings. One whose session is gone is never rung, and is swept.
CREATE TABLE subscriptions (
    id       text NOT NULL PRIMARY KEY, -- the digest of the endpoint
    endpoint text NOT NULL,
    host     text NOT NULL,
    p256dh   bytea NOT NULL,
    auth     bytea NOT NULL,
    vapid    text NOT NULL, -- our public key
    session  text NOT NULL,
    language text NOT NULL,
    since    timestamptz NOT NULL,
    seen     timestamptz NOT NULL
);
CREATE INDEX subscriptions_session ON subscriptions (session);

-- What push services are to be given, of all schools: ids and times.
CREATE TABLE pushes (
    id       text NOT NULL PRIMARY KEY,
    host     text NOT NULL,
    device   text NOT NULL,
    school   text NOT NULL,
    person   text NOT NULL,
    batch    text NOT NULL,
    topic    text NOT NULL,
    urgent   boolean NOT NULL,
    made     timestamptz NOT NULL,
    expires  timestamptz NOT NULL,
    attempts bigint NOT NULL CHECK (attempts >= 0),
    due      timestamptz NOT NULL, -- when it may be sent; while it is leased, when the lease ends
    leased   boolean NOT NULL,
    done_at  timestamptz,
    result   text NOT NULL
);
CREATE INDEX pushes_due ON pushes (host, due) WHERE done_at IS NULL;
CREATE INDEX pushes_leased ON pushes (host, due) WHERE done_at IS NULL AND leased;
CREATE INDEX pushes_lane ON pushes (host, urgent DESC, due) WHERE done_at IS NULL;
CREATE INDEX pushes_batch ON pushes (school, batch);
-- Devices that their service says are gone: a browser may hold on to the address of one.
CREATE INDEX pushes_gone ON pushes (device) WHERE result = 'gone';
CREATE INDEX pushes_done ON pushes (done_at) WHERE done_at IS NOT NULL;

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON notices USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON deliveries USING (school_id = current_setting('lollipop.school', true));

ALTER TABLE followers ENABLE ROW LEVEL SECURITY;
ALTER TABLE followers FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON followers USING (school_id = current_setting('lollipop.school', true));

-- +goose Down
DROP TABLE pushes;
DROP TABLE subscriptions;
DROP INDEX adults_merged;
DROP TABLE followers;
DROP TABLE deliveries;
DROP TABLE notices;
