package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"lollipop/backend/id"
)

// next reads a line, without its end, into l.line. The dump's end is io.EOF.
func (l *loader) next() error {
	l.line = l.line[:0]
	for {
		piece, err := l.from.ReadSlice('\n')
		l.line = append(l.line, piece...)
		switch {
		case len(l.line) > longestLine:
			return fmt.Errorf("%w: a line is too long", ErrNotADump)
		case err == nil:
			l.line = l.line[:len(l.line)-1]
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF && len(l.line) > 0:
			return fmt.Errorf("%w: it ends within a line", ErrNotADump)
		default:
			return err
		}
	}
}

// must is next where the dump may not end.
func (l *loader) must() error {
	err := l.next()
	if err == io.EOF {
		err = fmt.Errorf("%w: it is cut off", ErrNotADump)
	}
	return err
}

func (l *loader) head() error {
	if err := l.must(); err != nil {
		return err
	}
	head := &l.dumped.Head
	if len(l.line) > longestHead || json.Unmarshal(l.line, head) != nil || head.Lollipop != "dump" || head.Format < 1 ||
		head.Schema < 1 {
		return ErrNotADump
	}
	if head.Format > DumpFormat || head.Schema > Newest {
		return fmt.Errorf("%w (format %d, schema %d; this program reads up to %d and %d)", ErrNewer, head.Format, head.Schema,
			DumpFormat, Newest)
	}
	return nil
}

// mark reads a line that is no row.
func (l *loader) mark() (line dumpLine, err error) {
	in := json.NewDecoder(bytes.NewReader(l.line))
	in.DisallowUnknownFields()
	if err := in.Decode(&line); err != nil {
		return line, fmt.Errorf("%w: a line that cannot be read", ErrNotADump)
	}
	return line, nil
}

// row reads the line as a row of that school.
func (l *loader) row(into table, school id.School) ([]any, error) {
	in := json.NewDecoder(bytes.NewReader(l.line))
	in.UseNumber()
	var row []any
	if len(l.line) > longLine && !fewer(l.line, 2+4*len(into.Columns)) {
		return nil, fmt.Errorf("%w: a row of too many values", ErrNotADump)
	}
	if err := in.Decode(&row); err != nil || len(row) != len(into.Columns) {
		return nil, fmt.Errorf("%w: a row that cannot be read", ErrNotADump)
	}
	for i, c := range into.Columns {
		value, ok := fromLine(c.Kind, row[i])
		if !ok || c.Name == "school_id" && value != string(school) {
			return nil, fmt.Errorf("%w: %s is not what the column holds", ErrNotADump, c.Name)
		}
		row[i] = value
	}
	return row, nil
}

// longestHead is far beyond what names all tables, and the schools of a country.
const longestHead = 8 << 20

// longLine is one whose values are counted before they are read: each takes twenty times its text.
const longLine = 1 << 20

// fewer reports whether a line has no more of JSON's tokens than that. Where it is no JSON, whoever reads it says so.
func fewer(line []byte, tokens int) bool {
	in := json.NewDecoder(bytes.NewReader(line))
	for range tokens + 1 {
		if _, err := in.Token(); err != nil {
			return true
		}
	}
	return false
}
