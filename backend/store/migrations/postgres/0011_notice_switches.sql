-- +goose Up
-- A policy says when its school rings nobody's telephone; one that was kept before it did gets the defaults.
ALTER TABLE school_profiles NO FORCE ROW LEVEL SECURITY;
UPDATE school_profiles
SET policy = jsonb_set(policy::jsonb, '{notices}', '{"quiet_from":"19:00","quiet_until":"07:00"}')::text
WHERE policy::jsonb -> 'notices' IS NULL;
ALTER TABLE school_profiles FORCE ROW LEVEL SECURITY;

-- +goose Down
ALTER TABLE school_profiles NO FORCE ROW LEVEL SECURITY;
UPDATE school_profiles SET policy = (policy::jsonb - 'notices')::text;
ALTER TABLE school_profiles FORCE ROW LEVEL SECURITY;
