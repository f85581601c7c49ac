-- +goose Up
-- Why a school keeps to its own way where its policy differs from guidance: the head's words about one finding.
CREATE TABLE policy_reasons (
    school_id      text NOT NULL REFERENCES schools (id),
    code           text NOT NULL, -- the finding's
    why            text NOT NULL,
    by_person      text NOT NULL,
    at             timestamptz NOT NULL,
    policy_version bigint NOT NULL,
    verified_on    text NOT NULL, -- '' where the finding rests on no guidance
    withdrawn_at   timestamptz,
    PRIMARY KEY (school_id, code)
);

ALTER TABLE policy_reasons ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_reasons FORCE ROW LEVEL SECURITY;
CREATE POLICY school ON policy_reasons USING (school_id = current_setting('lollipop.school', true));

-- +goose Down
DROP TABLE policy_reasons;
