-- +goose Up
-- A policy says how its school asks for signatures; one that was kept before it did gets the defaults.
UPDATE school_profiles
SET policy = json_set(policy, '$.aup', json('{"sign_drafts":true,"grace_days":14}'))
WHERE json_type(policy, '$.aup') IS NULL;

-- +goose Down
UPDATE school_profiles SET policy = json_remove(policy, '$.aup');
