package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// model is a row struct: one table of the schema, column for column. A test compares them on both engines.
type model interface{ TableName() string }

// models are all of them.
var models = []model{
	schoolRow{}, operationRow{}, chainRow{}, eventRow{}, profileRow{},
	pupilRow{}, adultRow{}, contactRow{}, apartRow{}, staffRow{}, approvalRow{}, declarationRow{}, importRow{},
	mappingRow{},
	deviceRow{}, confiscationRow{}, contactLogRow{}, searchRow{}, checkRow{}, exceptionRow{}, useRow{}, staffLeaveRow{},
	reasonRow{}, versionRow{}, editionRow{}, signatureRow{}, declineRow{}, callRow{},
	passphraseRow{}, linkRow{}, sessionRow{}, seatRow{}, guessRow{}, factRow{},
	codeRow{}, codeSeatRow{}, letterRow{}, classCodeRow{},
	factorRow{}, recoveryRow{}, factorNewsRow{}, challengeRow{},
	noticeRow{}, deliveryRow{}, followerRow{}, subscriptionRow{}, pushRow{},
	concernRow{}, concernEntryRow{}, concernReaderRow{}, concernMarkRow{}, concernDoorRow{}, concernRingRow{},
}

// stamp is a time as a nullable column holds it: NULL for the zero time.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Microsecond)
	return &t
}

// moment is the time that a nullable column holds.
func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// text is a value as a JSON column holds it: lists and objects of the rooms.
func text(value any) (string, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("store: %T: %w", value, err)
	}
	return string(raw), nil
}

// untext reads a JSON column; an empty one leaves into as it is.
func untext(raw string, into any) error {
	if raw == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		return fmt.Errorf("store: %T: %w", into, err)
	}
	return nil
}

var (
	schemas sync.Map
	naming  = schema.NamingStrategy{}
)

// columnsOf are a model's key columns and the others.
func columnsOf(row any) (keys []clause.Column, others []string, err error) {
	parsed, err := schema.Parse(row, &schemas, naming)
	if err != nil {
		return nil, nil, err
	}
	for _, field := range parsed.Fields {
		if field.PrimaryKey {
			keys = append(keys, clause.Column{Name: field.DBName})
		} else if field.DBName != "" {
			others = append(others, field.DBName)
		}
	}
	return keys, others, nil
}

// put writes whole rows by their keys, new and old alike. The key begins with the school, so that the row it meets is
// this school's or none; it names every column, since what GORM calls "all" is banned here.
func put[R model](t *tx, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	keys, others, err := columnsOf(&rows[0])
	if err != nil {
		return err
	}
	onto := clause.OnConflict{Columns: keys, DoUpdates: clause.AssignmentColumns(others), DoNothing: len(others) == 0}
	return t.gorm().Clauses(onto).CreateInBatches(rows, 200).Error
}

// evident is a row that the chain can vouch for: its columns as JSON by name, what is zero left out, so that a column
// that comes later changes no old digest.
func evident(row model, id string) evidence {
	value, said := reflect.ValueOf(row), map[string]any{}
	for i := range value.NumField() {
		field := value.Field(i)
		if field.IsZero() {
			continue
		}
		switch v := reflect.Indirect(field).Interface().(type) {
		case time.Time:
			said[value.Type().Field(i).Name] = v.UTC().Format(time.RFC3339Nano)
		default:
			said[value.Type().Field(i).Name] = v
		}
	}
	canonical, err := json.Marshal(said)
	if err != nil { // a row of text, numbers and times
		panic("store: " + row.TableName() + ": " + err.Error())
	}
	return evidence{table: row.TableName(), id: id, canonical: canonical}
}

// vouch reads some rows of a table as evidence, for audit to compare; column is its id.
func vouch[R model](column string, id func(R) string) func(t *tx, ids []string) (map[string][]byte, error) {
	return func(t *tx, ids []string) (map[string][]byte, error) {
		states := map[string][]byte{}
		for len(ids) > 0 {
			some := ids[:min(200, len(ids))]
			ids = ids[len(some):]
			var rows []R
			if err := t.gorm().Where(column+" IN ?", some).Find(&rows).Error; err != nil {
				return nil, err
			}
			for _, row := range rows {
				states[id(row)] = evident(row, id(row)).canonical
			}
		}
		return states, nil
	}
}

// errMissing is this package's way of saying that there is no such row; the rooms' files give it their phrase.
var errMissing = errors.New("store: no such row")

// first finds one row, or errMissing.
func first[R model](t *tx, where string, args ...any) (row R, err error) {
	var rows []R
	if err = t.gorm().Where(where, args...).Limit(1).Find(&rows).Error; err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, errMissing
	}
	return rows[0], nil
}
