package store_test

import (
	"database/sql"
	"errors"
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

// raw asks the database itself.
type raw struct {
	t  *testing.T
	tx *sql.Tx
}

func (r raw) exec(query string, args ...any) (int64, error) {
	// A savepoint, since a refusal breaks PostgreSQL's transaction off.
	if _, err := r.tx.Exec("SAVEPOINT raw"); err != nil {
		r.t.Fatal(err)
	}
	result, err := r.tx.Exec(query, args...)
	if err != nil {
		r.tx.Exec("ROLLBACK TO SAVEPOINT raw")
		return 0, err
	}
	return result.RowsAffected()
}

func (r raw) count(query string) (n int) {
	r.t.Helper()
	if err := r.tx.QueryRow(query).Scan(&n); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// storeTables are the schools' tables.
func storeTables(t *testing.T, s *store.Store) map[string][]column {
	found := tables(t, s)
	for table := range store.WithoutSchool {
		delete(found, table)
	}
	return found
}
