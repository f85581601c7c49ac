-- +goose Up
-- The classes of a school and how many they are: every screen of the staff begins with them.
CREATE INDEX pupils_class ON pupils (school_id, class, year, left_on);
-- A parent's children: with the child in it, SQLite no longer prefers to read the contacts of the whole school.
DROP INDEX contacts_adult;
CREATE INDEX contacts_adult ON contacts (school_id, adult, pupil);

-- +goose Down
DROP INDEX contacts_adult;
CREATE INDEX contacts_adult ON contacts (school_id, adult);
DROP INDEX pupils_class;
