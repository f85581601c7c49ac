-- +goose Up
-- A letter that was printed although a no-contact mark stood in the family, with the office's yes: one without it stops
-- working when such a mark comes.
ALTER TABLE letters ADD COLUMN despite boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE letters DROP COLUMN despite;
