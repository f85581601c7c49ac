package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"

	"lollipop/backend/id"
)

// withoutSchool are the tables that belong to no school, each with its reason: the one list that a test compares with
// the schema. They hold ids, times and digests, and nothing about a child.
var withoutSchool = map[string]string{
	"schools":          "the directory: ids and the slugs of public addresses",
	"goose_db_version": "goose's own list of migrations",
	"links":            "one-time links: no school is known before one is read; digests",
	"sessions":         "sessions: the same; digests and times",
	"seats":            "who sits in a session, maybe at several schools: ids and digests",
	"challenges":       "what a session was asked to prove, of that session: sealed, and times",
	"codes":            "codes that a person can type: no school is known before one is read; digests and times",
	"code_seats":       "who a hand-over code lets in, maybe at several schools: ids",
	"guesses":          "counters of guesses, which count at schools that do not exist too: digests",
	"subscriptions":    "devices that can be rung, of a session, as that of no school: addresses, keys and digests",
	"pushes":           "what push services are to be given, of all schools lane by lane: ids and times",
	"facts":            "what this database is as a whole: that the demo furnished it",
}

// errNoSchool and errOtherSchool are mistakes of this package, never of a person: the statement was not sent.
var (
	errNoSchool    = errors.New("store: a statement on a school's table without a school")
	errOtherSchool = errors.New("store: a row of another school than the transaction's")
)

type schoolKey struct{}

// inSchool returns the context of a transaction for that school; the empty school is none.
func inSchool(ctx context.Context, school id.School) context.Context {
	return context.WithValue(ctx, schoolKey{}, school)
}

func schoolOf(ctx context.Context) id.School {
	school, _ := ctx.Value(schoolKey{}).(id.School)
	return school
}

// SchoolID is the type of every row's school. As gorm.DeletedAt hides what was deleted, it hides the other schools:
// every query, update and delete of a row that has it gets the transaction's school as a condition, and none is sent
// where the transaction has no school.
type SchoolID id.School

// QueryClauses implements schema.QueryClausesInterface.
func (SchoolID) QueryClauses(f *schema.Field) []clause.Interface {
	return []clause.Interface{ofSchool{field: f}}
}

// UpdateClauses implements schema.UpdateClausesInterface.
func (SchoolID) UpdateClauses(f *schema.Field) []clause.Interface {
	return []clause.Interface{ofSchool{field: f, update: true}}
}

// DeleteClauses implements schema.DeleteClausesInterface.
func (SchoolID) DeleteClauses(f *schema.Field) []clause.Interface {
	return []clause.Interface{ofSchool{field: f}}
}

// ofSchool is the condition. GORM calls ModifyStatement before it writes the SQL.
type ofSchool struct {
	field  *schema.Field
	update bool
}

func (ofSchool) Name() string                 { return "" }
func (ofSchool) Build(clause.Builder)         {}
func (ofSchool) MergeClause(c *clause.Clause) {}

// scoped marks a statement as done. It is GORM's own mark of a soft delete: with it, an update or delete that names no
// condition of its own is still refused.
const scoped = "soft_delete_enabled"

// ModifyStatement implements gorm.StatementModifier.
func (o ofSchool) ModifyStatement(stmt *gorm.Statement) {
	if _, done := stmt.Clauses[scoped]; done {
		return
	}
	school := schoolOf(stmt.Context)
	if school == "" {
		stmt.DB.AddError(fmt.Errorf("%w: %s", errNoSchool, stmt.Table))
		return
	}
	if set, ok := stmt.Dest.(map[string]any); o.update && ok {
		for column := range set {
			if strings.EqualFold(column, o.field.DBName) || strings.EqualFold(column, o.field.Name) {
				stmt.DB.AddError(fmt.Errorf("%w: %s moved to another", errOtherSchool, stmt.Table))
				return
			}
		}
	}
	// "a OR b AND school" would let every a through: what stands there goes into brackets first.
	if c, ok := stmt.Clauses["WHERE"]; ok {
		if where, ok := c.Expression.(clause.Where); ok && len(where.Exprs) > 0 {
			where.Exprs = []clause.Expression{clause.And(where.Exprs...)}
			c.Expression = where
			stmt.Clauses["WHERE"] = c
		}
	}
	stmt.AddClause(clause.Where{Exprs: []clause.Expression{clause.Eq{
		Column: clause.Column{Table: clause.CurrentTable, Name: o.field.DBName}, Value: string(school),
	}}})
	stmt.Clauses[scoped] = clause.Clause{}
}

// addCallbacks adds the check on creation: a row says the transaction's school, or is not created.
func addCallbacks(db *gorm.DB) error {
	return db.Callback().Create().Before("gorm:create").Register("lollipop:school", func(db *gorm.DB) {
		if db.Error != nil || db.Statement.Schema == nil {
			return
		}
		for _, field := range db.Statement.Schema.Fields {
			if field.FieldType != reflect.TypeFor[SchoolID]() {
				continue
			}
			if err := ownRows(db.Statement, field); err != nil {
				db.AddError(fmt.Errorf("%w: %s", err, db.Statement.Table))
			}
			return
		}
	})
}

func ownRows(stmt *gorm.Statement, field *schema.Field) error {
	school := schoolOf(stmt.Context)
	if school == "" {
		return errNoSchool
	}
	rows := reflect.Indirect(stmt.ReflectValue)
	switch rows.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range rows.Len() {
			if value, _ := field.ValueOf(stmt.Context, reflect.Indirect(rows.Index(i))); value != SchoolID(school) {
				return errOtherSchool
			}
		}
		return nil
	case reflect.Struct:
		if value, _ := field.ValueOf(stmt.Context, rows); value == SchoolID(school) {
			return nil
		}
	}
	return errOtherSchool
}

// guard reads the final SQL of what GORM's callbacks cannot see (Raw, Exec, joins written as text) and refuses a
// statement that names a school's table and no school_id. It proves that the word is there, not that it is right: that
// is the canary test's work and, on PostgreSQL, the database's. A pointer, since GORM asks it whether it is nil.
type guard struct {
	*sql.Tx
}

// PrepareContext implements gorm.ConnPool.
func (g *guard) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := inspect(query); err != nil {
		return nil, err
	}
	return g.Tx.PrepareContext(ctx, query)
}

// ExecContext implements gorm.ConnPool.
func (g *guard) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := inspect(query); err != nil {
		return nil, err
	}
	return g.Tx.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (g *guard) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := inspect(query); err != nil {
		return nil, err
	}
	return g.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool. A *sql.Row cannot be made with an error in it: a refused one is asked under
// a context that has ended.
func (g *guard) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := inspect(query); err != nil {
		over, cancel := context.WithCancelCause(ctx)
		cancel(err)
		ctx = over
	}
	return g.Tx.QueryRowContext(ctx, query, args...)
}

// inspect finds a statement that names a school's table and no school_id.
func inspect(query string) error {
	named, scoped := "", false
	word := func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}
	for w := range strings.FieldsFuncSeq(query, word) {
		w = strings.ToLower(w)
		if w == "school_id" {
			scoped = true
		} else if schoolTables[w] {
			named = w
		}
	}
	if named != "" && !scoped {
		return fmt.Errorf("%w: raw SQL on %s", errNoSchool, named)
	}
	return nil
}

// schoolTables are the tables of models that are a school's.
var schoolTables = func() map[string]bool {
	tables := map[string]bool{}
	for _, m := range models {
		if name := m.TableName(); withoutSchool[name] == "" {
			tables[name] = true
		}
	}
	return tables
}()
