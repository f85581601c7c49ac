package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"lollipop/backend/id"
)

// Dump writes everything in the database, of one moment, whatever goes on beside it; made is what time it is. An error
// leaves half a dump behind, which Load knows as such. The database may be at an older schema; one without a schema
// and one that is newer than this program are errors.
func (s *Store) Dump(ctx context.Context, to io.Writer, made time.Time, build string) (dumped Dumped, err error) {
	err = s.look(ctx, func(t *tx) error {
		dumped, err = t.dump(to, Head{Made: made.UTC(), Build: build})
		return err
	})
	return dumped, err
}

// Tally says what the database holds, of one moment, as a dump of it would.
func (s *Store) Tally(ctx context.Context) (Dumped, error) {
	return s.Dump(ctx, io.Discard, time.Time{}, "")
}

func (t *tx) dump(to io.Writer, head Head) (dumped Dumped, err error) {
	head.Lollipop, head.Format, head.Engine = "dump", DumpFormat, t.store.engine.name()
	if head.Schema, err = t.schema(); err != nil {
		return dumped, err
	}
	if head.Schema < 1 || head.Schema > Newest {
		return dumped, fmt.Errorf("the schema is at version %d, this program knows 1 to %d", head.Schema, Newest)
	}
	if head.Tables, err = t.catalogue(); err != nil {
		return dumped, err
	}
	if err := t.store.engine.seesAll(t); err != nil {
		return dumped, err
	}
	err = t.each("SELECT id FROM schools ORDER BY id", nil, func(scan func(...any) error) error {
		var school id.School
		err := scan(&school)
		head.Schools = append(head.Schools, school)
		return err
	})
	if err != nil {
		return dumped, err
	}
	d := &dumper{tx: t, to: bufio.NewWriterSize(to, 1<<16), dumped: Dumped{Head: head, Parts: map[Part]Tally{}}}
	d.lines = json.NewEncoder(&d.line)
	d.lines.SetEscapeHTML(false)
	if err := d.write(head); err != nil {
		return dumped, err
	}
	if err := d.parts(); err != nil {
		return dumped, err
	}
	if err := d.write(dumpLine{Whole: &whole{len(d.dumped.Parts), d.dumped.Rows()}}); err != nil {
		return dumped, err
	}
	return d.dumped, d.to.Flush()
}

// dumper is a dump under way.
type dumper struct {
	*tx
	to     *bufio.Writer
	line   bytes.Buffer // that is being written
	lines  *json.Encoder
	dumped Dumped
}

// write writes one line and leaves it in d.line.
func (d *dumper) write(value any) error {
	d.line.Reset()
	if err := d.lines.Encode(value); err != nil {
		return err
	}
	if d.line.Len() > longestLine {
		return errors.New("a row is too long")
	}
	_, err := d.to.Write(d.line.Bytes())
	return err
}

// parts writes the tables without a school, schools themselves among them, and then each school.
func (d *dumper) parts() error {
	for _, from := range d.dumped.Head.Tables {
		if from.ofSchool() {
			lost, err := d.number("SELECT count(*) FROM " + quoted(from.Name) +
				" WHERE school_id NOT IN (SELECT id FROM schools)")
			if err == nil && lost > 0 {
				err = fmt.Errorf("%s: %d rows are of no school", from.Name, lost)
			}
			if err != nil {
				return err
			}
		} else if err := d.part(from, ""); err != nil {
			return fmt.Errorf("%s: %w", from.Name, err)
		}
	}
	for _, school := range d.dumped.Head.Schools {
		in, err := d.in(school)
		if err == nil {
			err = d.store.engine.named(in, school)
		}
		if err != nil {
			return err
		}
		for _, from := range d.dumped.Head.Tables {
			if from.ofSchool() {
				if err := d.part(from, school); err != nil {
					return fmt.Errorf("%s of school %s: %w", from.Name, school, err)
				}
			}
		}
	}
	return nil
}

// part writes a table's rows of one school. They are counted by a question of their own as well: an answer that
// ends too soon is no smaller table.
func (d *dumper) part(from table, school id.School) error {
	part, tally := Part{from.Name, school}, Tally{}
	if err := d.write(dumpLine{Part: &part}); err != nil {
		return err
	}
	rest, args := " FROM "+quoted(from.Name), []any(nil)
	if from.ofSchool() {
		rest, args = rest+" WHERE school_id = ?", []any{string(school)}
	}
	values, into := make([]any, len(from.Columns)), make([]any, len(from.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	err := d.each("SELECT "+from.names()+rest, args, func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		for i, c := range from.Columns {
			var err error
			if values[i], err = toLine(c.Kind, values[i]); err != nil {
				return fmt.Errorf("%s: %w", c.Name, err)
			}
		}
		if err := d.write(values); err != nil {
			return err
		}
		tally.Rows++
		tally.Sum.add(d.line.Bytes())
		return nil
	})
	if err != nil {
		return err
	}
	counted, err := d.number("SELECT count(*)"+rest, args...)
	if err == nil && counted != tally.Rows {
		err = fmt.Errorf("%d rows were read of %d", tally.Rows, counted)
	}
	if err != nil {
		return err
	}
	d.dumped.Parts[part] = tally
	return d.write(dumpLine{End: &tally})
}
