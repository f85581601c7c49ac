-- +goose Up
-- Why a school keeps to its own way where its policy differs from guidance: the head's words about one finding.
CREATE TABLE policy_reasons (
    school_id      TEXT NOT NULL REFERENCES schools (id),
    code           TEXT NOT NULL, -- the finding's
    why            TEXT NOT NULL,
    by_person      TEXT NOT NULL,
    at             DATETIME NOT NULL,
    policy_version BIGINT NOT NULL,
    verified_on    TEXT NOT NULL, -- '' where the finding rests on no guidance
    withdrawn_at   DATETIME,
    PRIMARY KEY (school_id, code)
);

-- +goose Down
DROP TABLE policy_reasons;
