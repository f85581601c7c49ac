package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"lollipop/backend/store"
)

// forms are the ways in which a word may stand in a file: as it is or in other cases, in UTF-16, as hexadecimal digits,
// and within base64 at each of the three places where it can begin.
func forms(word string) (all [][]byte) {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(word)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	digits := hex.EncodeToString([]byte(word))
	for _, form := range []string{word, strings.ToLower(word), strings.ToUpper(word), string(wide), digits,
		strings.ToUpper(digits)} {
		all = append(all, []byte(form))
	}
	for before := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + word))
		all = append(all, []byte(text[[]int{0, 2, 3}[before]:len(text)-2]))
	}
	return all
}

// hiding is where a word may have got to.
type hiding struct {
	name string
	text []byte
}

// nowhere fails where a planted word stands, and where the one in the clear does not, where it should.
func nowhere(t *testing.T, overtly bool, places ...hiding) {
	t.Helper()
	for _, p := range places {
		for _, form := range forms(planted) {
			if at := bytes.Index(p.text, form); at >= 0 {
				t.Errorf("%s, %d bytes: at %d stands %q", p.name, len(p.text), at, form)
			}
		}
		found := false
		for _, form := range forms(overt) {
			found = found || bytes.Contains(p.text, form)
		}
		if found != overtly {
			t.Errorf("%s: what stands in the clear was found: %v; whoever looks would see nothing", p.name, found)
		}
	}
}

// files are all that lies below a folder, as one.
func files(t *testing.T, folder string) hiding {
	t.Helper()
	var all bytes.Buffer
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) { // the server tidies up meanwhile
			return nil
		}
		all.WriteString(path)
		all.Write(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hiding{folder, all.Bytes()}
}

// everyRow is each value of each table, as the database has it.
func everyRow(t *testing.T, s *store.Store) hiding {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	var all bytes.Buffer
	for table := range tables(t, s) {
		rows, err := hand.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				fmt.Fprintf(&all, "%s ", *v.(*any)) // bytes as they are
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return hiding{"every row", all.Bytes()}
}
