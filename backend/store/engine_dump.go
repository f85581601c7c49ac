package store

import (
	"errors"
	"fmt"

	"lollipop/backend/id"
)

// This file goes with engine.go: what the two databases do differently where everything in them is read or written.

// catalogue are the questions for every column (table, name, type) and every foreign key (table, table referred to).
func (e *engine) catalogue() (columns, references string) {
	if e.postgres {
		return `SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c
				JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
				WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
				ORDER BY c.relname COLLATE "C"`,
			`SELECT c.relname, t.relname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
				JOIN pg_class t ON t.oid = f.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE f.contype = 'f' AND n.nspname = 'public'`
	}
	return `SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_xinfo(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY m.name`,
		`SELECT m.name, f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`
}

// migrated asks for the number of goose's tables.
func (e *engine) migrated() string {
	if e.postgres {
		return `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND c.relname = 'goose_db_version'`
	}
	return "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'"
}

// name is the engine's, for a person.
func (e *engine) name() string {
	if e.postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

// wall is the condition of the one policy that each school's table has, as PostgreSQL prints it.
const wall = `(school_id = current_setting('lollipop.school'::text, true))`

// seesAll makes sure that a transaction which names a school sees all of its rows. PostgreSQL hides rows without a
// word: under another policy, or where row-level security is on and there is none, a table would be read as empty, and that
// would look like a good backup.
func (e *engine) seesAll(t *tx) error {
	if !e.postgres {
		return nil
	}
	return t.each(`SELECT c.relname, COALESCE(p.polname, ''), c.relrowsecurity,
			COALESCE(p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}'
				AND pg_get_expr(p.polqual, p.polrelid) = ?, NOT c.relrowsecurity),
			has_table_privilege(c.oid, 'SELECT')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_policy p ON p.polrelid = c.oid
		WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')`, []any{wall}, func(scan func(...any) error) error {
		var table, policy string
		var on, whole, reads bool
		switch err := scan(&table, &policy, &on, &whole, &reads); {
		case err != nil:
			return err
		case table == "goose_db_version":
			return nil
		case !whole:
			return fmt.Errorf("%s: row-level security (policy %q) may hide rows of it from this role; lollipop migrate, run as "+
				"the owner, made it otherwise", table, policy)
		case !reads:
			return fmt.Errorf("%s: this role may not read it; run lollipop migrate as the owner", table)
		}
		return nil
	})
}

// named makes sure that the transaction has named that school to PostgreSQL.
func (e *engine) named(t *tx, school id.School) error {
	if !e.postgres {
		return nil
	}
	var said string
	err := t.each("SELECT COALESCE(current_setting('lollipop.school', true), '')", nil,
		func(scan func(...any) error) error { return scan(&said) })
	if err == nil && said != string(school) {
		err = errors.New("the transaction is another school's")
	}
	return err
}

// others asks how many other programs use this database under this role, where the database knows.
func (e *engine) others() string {
	if !e.postgres {
		return "SELECT 0"
	}
	return `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
		AND pid <> pg_backend_pid() AND application_name <> current_setting('application_name')`
}

// examinations are questions to which a sound database has no answer; PostgreSQL holds itself to all of this.
func (e *engine) examinations() map[string]string {
	if e.postgres {
		return nil
	}
	return map[string]string{
		"the file is damaged": `SELECT integrity_check FROM pragma_integrity_check
			WHERE integrity_check <> 'ok'`,
		"a row refers to one that is gone": `SELECT "table" FROM pragma_foreign_key_check`,
	}
}
