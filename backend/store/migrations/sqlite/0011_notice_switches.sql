-- +goose Up
-- A policy says when its school rings nobody's telephone; one that was kept before it did gets the defaults.
UPDATE school_profiles
SET policy = json_set(policy, '$.notices', json('{"quiet_from":"19:00","quiet_until":"07:00"}'))
WHERE json_type(policy, '$.notices') IS NULL;

-- +goose Down
UPDATE school_profiles SET policy = json_remove(policy, '$.notices');
