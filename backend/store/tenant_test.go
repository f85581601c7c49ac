package store_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"gorm.io/gorm"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Whatever GORM is asked, it answers for one school, and without one it does not ask the database.
func TestEveryStatementIsOfOneSchool(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ar := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		bg := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		find := map[string]func(db *gorm.DB) (n int, err error){
			"find": func(db *gorm.DB) (int, error) {
				var rows []store.PupilRow
				err := db.Find(&rows).Error
				return len(rows), err
			},
			"or": func(db *gorm.DB) (int, error) {
				var rows []store.PupilRow
				err := db.Where("class = ?", "Robin").Or("class = ?", "Wren").Find(&rows).Error
				return len(rows), err
			},
			"unscoped": func(db *gorm.DB) (int, error) {
				var rows []store.PupilRow
				err := db.Unscoped().Find(&rows).Error
				return len(rows), err
			},
			"count": func(db *gorm.DB) (int, error) {
				var n int64
				err := db.Model(&store.PupilRow{}).Count(&n).Error
				return int(n), err
			},
			"alias": func(db *gorm.DB) (int, error) {
				var rows []store.PupilRow
				err := db.Table("pupils AS p").Find(&rows).Error
				return len(rows), err
			},
			"subquery": func(db *gorm.DB) (int, error) {
				var rows []store.PupilRow
				err := db.Where("id IN (?)", db.Model(&store.PupilRow{}).Select("id")).Find(&rows).Error
				return len(rows), err
			},
			"update": func(db *gorm.DB) (int, error) {
				done := db.Model(&store.PupilRow{}).Where("id <> ''").Update("class", "Robin")
				return int(done.RowsAffected), done.Error
			},
			"updates": func(db *gorm.DB) (int, error) {
				done := db.Model(&store.PupilRow{}).Where("id <> ''").Updates(map[string]any{"class": "Robin"})
				return int(done.RowsAffected), done.Error
			},
		}
		for name, ask := range find {
			err := s.In(t.Context(), ar.School.ID, true, func(db *gorm.DB) error {
				n, err := ask(db)
				if n != 3 {
					t.Errorf("%s meets %d pupils of a school of three", name, n)
				}
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			err = s.In(t.Context(), "", true, func(db *gorm.DB) error {
				_, err := ask(db)
				return err
			})
			if !errors.Is(err, store.ErrNoSchool) {
				t.Errorf("%s without a school: %v", name, err)
			}
		}
		refused := map[string]struct {
			do   func(db *gorm.DB) error
			want error
		}{
			"a row of another school": {func(db *gorm.DB) error {
				return db.Create(&store.PupilRow{SchoolID: store.SchoolID(bg.School.ID), ID: "x"}).Error
			}, store.ErrOther},
			"one among several": {func(db *gorm.DB) error {
				return db.Create([]store.PupilRow{{SchoolID: store.SchoolID(ar.School.ID), ID: "x"},
					{SchoolID: store.SchoolID(bg.School.ID), ID: "y"}}).Error
			}, store.ErrOther},
			"a row without a school": {func(db *gorm.DB) error { return db.Create(&store.PupilRow{ID: "x"}).Error },
				store.ErrOther},
			"a move to another school": {func(db *gorm.DB) error {
				return db.Model(&store.PupilRow{}).Where("id <> ''").
					Updates(map[string]any{"school_id": string(bg.School.ID)}).Error
			}, store.ErrOther},
			"an update of everything": {func(db *gorm.DB) error {
				return db.Model(&store.PupilRow{}).Update("class", "x").Error
			}, gorm.ErrMissingWhereClause},
			"a delete of everything": {func(db *gorm.DB) error { return db.Delete(&store.DeviceRow{}).Error },
				gorm.ErrMissingWhereClause},
			"raw": {func(db *gorm.DB) error {
				var n int
				return db.Raw("SELECT COUNT(*) FROM pupils").Scan(&n).Error
			}, store.ErrNoSchool},
			"exec": {func(db *gorm.DB) error { return db.Exec("DELETE FROM devices").Error }, store.ErrNoSchool},
			"a join as text": {func(db *gorm.DB) error {
				var n int64
				return db.Table("schools").Joins("JOIN pupils ON 1 = 1").Count(&n).Error
			}, store.ErrNoSchool},
			"rows": {func(db *gorm.DB) error {
				rows, err := db.Raw("SELECT id FROM pupils").Rows()
				if err == nil {
					rows.Close()
				}
				return err
			}, store.ErrNoSchool},
			"a table without a model": {func(db *gorm.DB) error {
				var n int64
				return db.Table("pupils").Count(&n).Error
			}, store.ErrNoSchool},
		}
		for name, c := range refused {
			err := s.In(t.Context(), ar.School.ID, true, func(db *gorm.DB) error { return c.do(db) })
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		err := s.In(t.Context(), ar.School.ID, false, func(db *gorm.DB) error {
			var n int
			return db.Raw("SELECT COUNT(*) FROM pupils").Row().Scan(&n) // a *sql.Row can say no only by its context
		})
		if err == nil {
			t.Error("one raw row without a school is answered")
		}
	})
}

// On PostgreSQL the wall stands without our guards too: no other school's row is seen, written, changed or deleted.
func TestTheWallStandsWithoutOurGuards(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	ar := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	bg := storetest.Furnish(t, s, "beaver-road", "beaver-green")
	begin := func(school string) (tx interface {
		exec(string, ...any) (int64, error)
		count(string) int
	}, end func()) {
		begun, err := s.App().BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if school != "" {
			if _, err := begun.Exec("SELECT set_config('lollipop.school', $1, true)", school); err != nil {
				t.Fatal(err)
			}
		}
		return raw{t, begun}, func() { begun.Rollback() }
	}
	for table := range storeTables(t, s) {
		tx, end := begin("")
		if n := tx.count("SELECT COUNT(*) FROM " + table); n != 0 {
			t.Errorf("%s shows %d rows to nobody", table, n)
		}
		end()
		tx, end = begin(string(ar.School.ID))
		if n := tx.count("SELECT COUNT(*) FROM " + table + " WHERE school_id <> '" + string(ar.School.ID) + "'"); n != 0 {
			t.Errorf("%s shows %d of the other school's rows", table, n)
		}
		if n, err := tx.exec("DELETE FROM "+table+" WHERE school_id = $1", string(bg.School.ID)); err != nil || n != 0 {
			t.Errorf("%s: %d of the other school's rows deleted, %v", table, n, err)
		}
		end()
	}
	tx, end := begin(string(ar.School.ID))
	defer end()
	_, err := tx.exec("INSERT INTO adults_apart (school_id, a, b) VALUES ($1, 'a', 'b')", string(bg.School.ID))
	if err == nil || !strings.Contains(err.Error(), "42501") {
		t.Errorf("a row of the other school is written: %v", err)
	}
}

// A role that the wall does not hold is refused at the door.
func TestASuperuserIsRefused(t *testing.T) {
	config := storetest.Kinds[2].Config(t)
	config.DSN = strings.Replace(config.DSN, "lollipop_app@", "super@", 1)
	if s, err := store.Open(t.Context(), config); err == nil {
		s.Close()
		t.Error("a superuser is let in")
	} else if !strings.Contains(err.Error(), "superuser") {
		t.Error(err)
	}
}

func TestInspect(t *testing.T) {
	for query, ok := range map[string]bool{
		"SELECT 1":                                              true,
		"SELECT * FROM sessions":                                true,
		"SELECT * FROM pupils":                                  false,
		"SELECT * FROM \"pupils\" p":                            false,
		"select * from links l, PUPILS p":                       false,
		"UPDATE devices SET slot = 1":                           false,
		"INSERT INTO events VALUES (1)":                         false,
		"DELETE FROM contacts":                                  false,
		"SELECT * FROM pupils WHERE school_id = ?":              true,
		"INSERT INTO events (school_id, id) VALUES (?, ?)":      true,
		"SELECT * FROM links WHERE x IN (SELECT id FROM staff)": false,
	} {
		if err := store.Inspect(query); (err == nil) != ok {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// Some ways of asking GORM cannot be guarded, so the source may not contain them: Save (which upserts past every
// condition), conflicts that update everything, conditions made of a struct (a zero value drops them in silence) and
// conditions written into First and its kin (where a person's text would be SQL).
func TestBannedWaysOfAsking(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files++
			for _, found := range banned(t, name, nil) {
				t.Error(found)
			}
		}
	}
	if files < 10 {
		t.Errorf("only %d files were read", files)
	}
	for _, bad := range []string{"db.Save(&r)", "db.Clauses(clause.OnConflict{UpdateAll: true})", "db.Where(&row{A: 1})",
		"db.Where(row{A: 1})", "db.Or(map[string]any{})", "db.Not(row{})", "db.First(&r, x)", "db.Find(&r, \"a = ?\", 1)",
		"db.Take(&r, 1)", "db.Last(&r, 1)", "db.Delete(&r, 1)", "db.AutoMigrate(&r)", "db.Preload(\"X\")",
		"db.Where(fmt.Sprintf(\"a = %s\", x))", "db.Raw(\"SELECT \" + x)", "db.Exec(fmt.Sprint(x))"} {
		if len(banned(t, "bad.go", "package p\nfunc f() { "+bad+" }")) == 0 {
			t.Errorf("%s is not found", bad)
		}
	}
}

func banned(t *testing.T, name string, source any) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	say := func(n ast.Node, what string) { found = append(found, set.Position(n.Pos()).String()+": "+what) }
	ast.Inspect(file, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "UpdateAll" {
				say(n, "a conflict that updates everything")
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := method.X.(*ast.Ident); ok && of.Name == "cmp" {
			return true // the standard library's
		}
		switch method.Sel.Name {
		case "Save", "AutoMigrate", "Preload", "Association", "FirstOrCreate", "FirstOrInit":
			say(n, method.Sel.Name)
		case "First", "Take", "Last", "Find", "Delete":
			if len(call.Args) > 1 {
				say(n, "a condition inside "+method.Sel.Name)
			}
		case "Where", "Or", "Not", "Having":
			if len(call.Args) > 0 && !textual(call.Args[0]) {
				say(n, "a condition that is not text")
			}
		case "Raw", "Exec":
			if len(call.Args) > 0 && !constant(call.Args[0]) {
				say(n, "SQL that is not constant")
			}
		}
		return true
	})
	return found
}

// textual is a condition as text: a literal, a name, or some of those joined. Not a struct, a map or a call.
func textual(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.Ident:
		return true
	case *ast.BinaryExpr:
		return textual(e.X) && textual(e.Y)
	}
	return false
}

// constant is SQL that no person's text can be in: a literal, or a field of a list of literals.
func constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit, *ast.FuncLit: // database/sql's Conn.Raw takes a function
		return true
	case *ast.SelectorExpr:
		return e.Sel.Name == "sql"
	}
	return false
}
