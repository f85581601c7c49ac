-- +goose Up
-- A policy says how its school asks for signatures; one that was kept before it did gets the defaults.
ALTER TABLE school_profiles NO FORCE ROW LEVEL SECURITY;
UPDATE school_profiles
SET policy = jsonb_set(policy::jsonb, '{aup}', '{"sign_drafts":true,"grace_days":14}')::text
WHERE policy::jsonb -> 'aup' IS NULL;
ALTER TABLE school_profiles FORCE ROW LEVEL SECURITY;

-- +goose Down
ALTER TABLE school_profiles NO FORCE ROW LEVEL SECURITY;
UPDATE school_profiles SET policy = (policy::jsonb - 'aup')::text;
ALTER TABLE school_profiles FORCE ROW LEVEL SECURITY;
