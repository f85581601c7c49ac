package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// kind is what a column holds, whichever database has it.
type kind string

const (
	ofText kind = "text"
	ofInt  kind = "int" // 64 bits
	ofBool kind = "bool"
	ofTime kind = "time" // whole microseconds
	ofBlob kind = "blob"
)

// kindOf are the types of both databases by the names that their catalogues give them.
var kindOf = map[string]kind{
	"text": ofText, "bigint": ofInt, "boolean": ofBool,
	"datetime": ofTime, "timestamp with time zone": ofTime,
	"blob": ofBlob, "bytea": ofBlob,
}

// column is a column of a table.
type column struct {
	Name string `json:"name"`
	Kind kind   `json:"kind"`
}

// table is a table as the database's own catalogue has it: not as our models do, so that an older schema can be read.
type table struct {
	Name string `json:"name"`
	// Columns are in the order of their names: the same in both databases.
	Columns []column `json:"columns"`
	refers  []string // to other tables
}

// ofSchool reports whether its rows belong to schools.
func (t table) ofSchool() bool {
	return slices.ContainsFunc(t.Columns, func(c column) bool { return c.Name == "school_id" })
}

// names are the columns' names for a statement.
func (t table) names() string {
	var all []string
	for _, c := range t.Columns {
		all = append(all, quoted(c.Name))
	}
	return strings.Join(all, ", ")
}

// quoted is a name of the catalogue as a statement has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// errForeign says that something in the database is not the product's.
var errForeign = errors.New("is not of the product's schema: what is not its own belongs into another database")

// catalogue are the product's tables, each after those that its foreign keys refer to. A table that is not the
// product's is an error, as is a column of a type that the product does not use: leaving it out would be a loss that
// nobody sees.
func (t *tx) catalogue() ([]table, error) {
	ours := map[string]bool{}
	for _, m := range models {
		ours[m.TableName()] = true
	}
	byName := map[string]*table{}
	var found []*table
	columns, references := t.store.engine.catalogue()
	err := t.each(columns, nil, func(scan func(...any) error) error {
		var name, has, typed string
		if err := scan(&name, &has, &typed); err != nil || name == "goose_db_version" {
			return err
		}
		known, ok := kindOf[strings.ToLower(typed)]
		if !ours[name] || !ok {
			return fmt.Errorf("%s.%s (%s) %w", name, has, typed, errForeign)
		}
		if byName[name] == nil {
			byName[name] = &table{Name: name}
			found = append(found, byName[name])
		}
		byName[name].Columns = append(byName[name].Columns, column{has, known})
		return nil
	})
	if err == nil {
		err = t.each(references, nil, func(scan func(...any) error) error {
			var from, to string
			if err := scan(&from, &to); err != nil || from == to || byName[from] == nil {
				return err
			}
			byName[from].refers = append(byName[from].refers, to)
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	var sorted []table
	done := map[string]bool{}
	for len(sorted) < len(found) {
		before := len(sorted)
		for _, one := range found {
			waits := slices.ContainsFunc(one.refers, func(to string) bool { return !done[to] })
			if done[one.Name] || waits {
				continue
			}
			slices.SortFunc(one.Columns, func(a, b column) int { return strings.Compare(a.Name, b.Name) })
			sorted, done[one.Name] = append(sorted, *one), true
		}
		if len(sorted) == before {
			return nil, errors.New("the tables refer to each other in a circle")
		}
	}
	return sorted, nil
}

// each runs a statement that is made for the catalogue's names, and takes the rows of its answer.
func (t *tx) each(text string, args []any, row func(scan func(...any) error) error) error {
	rows, err := t.sql.QueryContext(t.ctx, t.store.engine.sql(text), args...)
	return t.walk(rows, err, row)
}

// number asks a question whose answer is one number.
func (t *tx) number(text string, args ...any) (n int64, err error) {
	err = t.each(text, args, func(scan func(...any) error) error { return scan(&n) })
	return n, err
}

// schema is the schema's version; 0 before the first Migrate.
func (t *tx) schema() (int64, error) {
	tables, err := t.number(t.store.engine.migrated())
	if err != nil || tables == 0 {
		return 0, err
	}
	return t.number("SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied")
}
