package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"lollipop/backend/id"
)

// What can be wrong with what Load is given.
var (
	// ErrNotADump says that it is none, or not whole.
	ErrNotADump = errors.New("this is no whole dump of Lollipop's")
	// ErrNewer says that a newer program made it.
	ErrNewer = errors.New("a newer Lollipop made it: restore it with that one or a newer one")
	// ErrNotEmpty says that the database has something in it.
	ErrNotEmpty = errors.New("the database is not empty")
)

// Load writes a dump into an empty database, all of it or nothing: the schema is brought to the dump's own version
// (Migrate goes on from there), every row is written in one transaction, and then everything is read back and compared
// with the dump. sure, unless nil, is asked last, and may still refuse. What is wrong with the dump wraps ErrNotADump
// or ErrNewer; a database with anything in it is ErrNotEmpty. Tables may have been made even so.
func (s *Store) Load(ctx context.Context, from io.Reader, sure func(Dumped) error) (dumped Dumped, err error) {
	l := &loader{from: bufio.NewReaderSize(from, 1<<16), dumped: Dumped{Parts: map[Part]Tally{}}}
	if err := l.head(); err != nil {
		return l.dumped, fmt.Errorf("store: %w", err)
	}
	defer s.forgetProfiles()
	if err := s.makeReady(ctx, l.dumped.Head.Schema); err != nil {
		return l.dumped, err
	}
	begun, err := s.engine.begin(ctx, "", false)
	if err != nil {
		return l.dumped, fmt.Errorf("store: %w", err)
	}
	defer begun.Rollback() // after Commit it does nothing
	l.tx = &tx{ctx: ctx, sql: begun, store: s}
	err = l.load()
	if err == nil && sure != nil {
		err = sure(l.dumped)
	}
	if err == nil {
		err = begun.Commit()
	}
	if err != nil {
		err = fmt.Errorf("store: %w", err)
	}
	return l.dumped, err
}

func (s *Store) forgetProfiles() {
	s.profiles.mu.Lock()
	defer s.profiles.mu.Unlock()
	s.profiles.read = nil
}

// makeReady brings an empty database to that schema.
func (s *Store) makeReady(ctx context.Context, version int64) error {
	var now int64
	err := s.look(ctx, func(t *tx) (err error) {
		if err = t.empty(); err == nil {
			now, err = t.schema()
		}
		return err
	})
	if err != nil || now == version {
		return err
	}
	return s.MigrateTo(ctx, version)
}

// Empty is ErrNotEmpty where Load would refuse: where there is a row in any table, or a table that is not the
// product's.
func (s *Store) Empty(ctx context.Context) error { return s.look(ctx, (*tx).empty) }

// empty refuses a database with a row in it. A school's tables are empty where there are no schools: each refers to
// them.
func (t *tx) empty() error {
	tables, err := t.catalogue()
	if errors.Is(err, errForeign) {
		return fmt.Errorf("%w: %w", ErrNotEmpty, err)
	}
	if err != nil {
		return err
	}
	for _, in := range tables {
		rows, err := t.number("SELECT count(*) FROM " + quoted(in.Name))
		if err != nil {
			return err
		}
		if rows > 0 {
			return fmt.Errorf("%w: %d rows in %s", ErrNotEmpty, rows, in.Name)
		}
	}
	return nil
}

// loader is a load under way.
type loader struct {
	*tx
	from   *bufio.Reader
	line   []byte // as last read
	dumped Dumped
	rows   int64 // in all
}

// load writes every part, and compares what is there then.
func (l *loader) load() error {
	if err := l.empty(); err != nil { // once more: somebody may have come
		return err
	}
	tables, err := l.catalogue()
	if err != nil {
		return err
	}
	into := map[string]table{}
	for _, has := range tables {
		into[has.Name] = has
	}
	if len(tables) != len(l.dumped.Head.Tables) {
		return fmt.Errorf("%w: it has %d tables, schema %d has %d", ErrNotADump, len(l.dumped.Head.Tables),
			l.dumped.Head.Schema, len(tables))
	}
	for _, from := range l.dumped.Head.Tables {
		if has, there := into[from.Name]; !there || !reflect.DeepEqual(has.Columns, from.Columns) {
			return fmt.Errorf("%w: the table %s is another than that of schema %d", ErrNotADump, from.Name,
				l.dumped.Head.Schema)
		}
	}
	for {
		if err := l.must(); err != nil {
			return err
		}
		line, err := l.mark()
		if err != nil {
			return err
		}
		if line.Whole != nil {
			if *line.Whole != (whole{len(l.dumped.Parts), l.rows}) {
				return fmt.Errorf("%w: its parts are not all there", ErrNotADump)
			}
			break
		}
		if line.Part == nil {
			return fmt.Errorf("%w: a line that belongs to nothing", ErrNotADump)
		}
		table, known := into[line.Part.Table]
		if _, twice := l.dumped.Parts[*line.Part]; twice || !known || table.ofSchool() == (line.Part.School == "") {
			return fmt.Errorf("%w: a part that does not belong there: %s", ErrNotADump, line.Part.Table)
		}
		if err := l.part(table, *line.Part); err != nil {
			return fmt.Errorf("%s: %w", line.Part.Table, err)
		}
	}
	switch err := l.next(); err { // which is also where a locked file is known as whole
	case io.EOF:
	case nil:
		return fmt.Errorf("%w: something follows its end", ErrNotADump)
	default:
		return err
	}
	l.school, l.ctx = "", inSchool(l.ctx, "")
	there, err := l.dump(io.Discard, Head{})
	if err != nil {
		return err
	}
	if was, is := l.dumped.Head.Schools, there.Head.Schools; !slices.Equal(sorted(was), sorted(is)) {
		return fmt.Errorf("%w: its head names other schools than it holds", ErrNotADump)
	}
	return l.dumped.Same(there)
}

// sorted are ids in one order: each database has its own.
func sorted(schools []id.School) []id.School { return slices.Sorted(slices.Values(schools)) }

// together bounds how many rows and bytes one statement writes: memory stays small however large a table is.
const (
	rowsTogether  = 100
	bytesTogether = 1 << 20
)

// part writes one part's rows.
func (l *loader) part(into table, part Part) error {
	if part.School != "" {
		in, err := l.in(part.School)
		if err != nil {
			return err
		}
		l.tx = in
	}
	var tally Tally
	var waiting []any
	bytes := 0
	flush := func() error {
		err := l.insert(into, waiting)
		waiting, bytes = waiting[:0], 0
		return err
	}
	for {
		if err := l.must(); err != nil {
			return err
		}
		if len(l.line) == 0 || l.line[0] != '[' {
			break
		}
		row, err := l.row(into, part.School)
		if err != nil {
			return err
		}
		l.line = append(l.line, '\n') // as it was written
		tally.Rows++
		tally.Sum.add(l.line)
		waiting, bytes = append(waiting, row...), bytes+len(l.line)
		if len(waiting) >= rowsTogether*len(into.Columns) || bytes >= bytesTogether {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	line, err := l.mark()
	if err != nil {
		return err
	}
	if line.End == nil || *line.End != tally {
		return fmt.Errorf("%w: it has not the rows that it says", ErrNotADump)
	}
	l.dumped.Parts[part] = tally
	l.rows += tally.Rows
	return nil
}

// insert writes rows, whose values follow each other.
func (l *loader) insert(into table, values []any) error {
	if len(values) == 0 {
		return nil
	}
	row := "(?" + strings.Repeat(", ?", len(into.Columns)-1) + ")"
	text := "INSERT INTO " + quoted(into.Name) + " (" + into.names() + ") VALUES " + row +
		strings.Repeat(", "+row, len(values)/len(into.Columns)-1)
	_, err := l.sql.ExecContext(l.ctx, l.store.engine.sql(text), values...)
	return l.store.engine.translate(err)
}
