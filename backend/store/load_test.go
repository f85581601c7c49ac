package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Whatever is wrong with a dump is said, and nothing of it is kept. The same database then takes the good one.
func TestABadDumpChangesNothing(t *testing.T) {
	from := storetest.Memory(t)
	storetest.Furnish(t, from, "hook-lane", "anthony-roper")
	storetest.Furnish(t, from, "beaver-road", "beaver-green")
	text, dumped := dumpOf(t, from)
	lines := strings.SplitAfter(strings.TrimSuffix(text.String(), "\n"), "\n")
	row := 0 // the first pupil's
	for i, line := range lines {
		if strings.HasPrefix(line, `{"part":{"table":"pupils"`) {
			row = i + 1
			break
		}
	}
	join := func(some ...[]string) string {
		var all strings.Builder
		for _, lines := range some {
			all.WriteString(strings.Join(lines, ""))
		}
		return all.String()
	}
	whole, one, other := text.String(), string(dumped.Head.Schools[0]), string(dumped.Head.Schools[1])
	replaced := func(old, new string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("no %s in the dump", old)
		}
		return strings.Replace(whole, old, new, 1)
	}
	bad := map[string]struct {
		text string
		is   error
	}{
		"nothing":                     {"", store.ErrNotADump},
		"a page":                      {"<!doctype html>\n<p>Sign in", store.ErrNotADump},
		"something else in JSON":      {`{"lollipop":"keys","format":1}` + "\n", store.ErrNotADump},
		"its head alone":              {lines[0], store.ErrNotADump},
		"a newer format":              {replaced(`"format":1`, `"format":2`), store.ErrNewer},
		"a newer schema":              {replaced(fmt.Sprint(`"schema":`, store.Newest), `"schema":9999`), store.ErrNewer},
		"another schema than it says": {replaced(fmt.Sprint(`"schema":`, store.Newest), `"schema":9`), store.ErrNotADump},
		"a column of another name":    {replaced(`"name":"surname"`, `"name":"maiden"`), store.ErrNotADump},
		"a row lost":                  {join(lines[:row], lines[row+1:]), store.ErrNotADump},
		"a row twice":                 {join(lines[:row+1], lines[row:]), nil},
		"a letter changed":            {replaced("Maisie", "Maisle"), store.ErrNotADump},
		"a row that is cut":           {join(lines[:row], []string{"[\"x\"\n"}, lines[row+1:]), store.ErrNotADump},
		"a row with a value too few":  {join(lines[:row], []string{"[\"x\"]\n"}, lines[row+1:]), store.ErrNotADump},
		"a row of another school": {join(lines[:row], []string{strings.ReplaceAll(lines[row], one, other)},
			lines[row+1:]), store.ErrNotADump},
		"a part twice":              {join(lines[:len(lines)-1], lines[1:]), store.ErrNotADump},
		"a table that nobody knows": {replaced(`{"part":{"table":"pupils"`, `{"part":{"table":"pupil"`), store.ErrNotADump},
		"a table without its school": {replaced(`{"table":"schools"}`, `{"table":"schools","school":"x"}`),
			store.ErrNotADump},
		"cut before its last line":   {join(lines[:len(lines)-1]), store.ErrNotADump},
		"cut within its last line":   {whole[:len(whole)-3], store.ErrNotADump},
		"something after its end":    {whole + "\n", store.ErrNotADump},
		"two dumps":                  {whole + whole, store.ErrNotADump},
		"a mark of what comes later": {replaced(`{"end":{`, `{"also":1,"end":{`), store.ErrNotADump},
		"other counts than its own":  {replaced(`{"whole":{"parts":`, `{"whole":{"parts":1`), store.ErrNotADump},
		"a school that is not there": {replaced(`"schools":[`, `"schools":["x",`), store.ErrNotADump},
		"a whole school lost":        {withoutSchool(lines, other), nil},
	}
	for _, name := range []string{"memory", "postgres"} {
		t.Run(name, func(t *testing.T) {
			into := kindNamed(t, name).Open(t)
			try := func(what, text string, is error) {
				t.Helper()
				_, err := into.Load(t.Context(), strings.NewReader(text), nil)
				if err == nil || is != nil && !errors.Is(err, is) {
					t.Errorf("%s: %v, want %v", what, err, is)
				}
				if err := into.Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
				if now, err := into.Tally(t.Context()); err != nil || now.Rows() != 0 {
					t.Fatalf("%s: %d rows are left, %v", what, now.Rows(), err)
				}
			}
			for what, c := range bad {
				try(what, c.text, c.is)
			}
			for i := 1; i < len(lines); i += 7 {
				try(fmt.Sprint("cut before line ", i), join(lines[:i]), store.ErrNotADump)
			}
			broken := errors.New("the disk is broken")
			if _, err := into.Load(t.Context(), io.MultiReader(strings.NewReader(whole[:len(whole)/2]), failing{broken}),
				nil); !errors.Is(err, broken) {
				t.Errorf("a broken disk: %v", err)
			}
			no := errors.New("no")
			refuse := func(store.Dumped) error { return no }
			if _, err := into.Load(t.Context(), strings.NewReader(whole), refuse); !errors.Is(err, no) {
				t.Errorf("whoever is asked last refuses: %v", err)
			}
			if loaded, err := into.Load(t.Context(), strings.NewReader(whole), nil); err != nil || dumped.Same(loaded) != nil {
				t.Errorf("after all that the good one: %v", err)
			}
			_, err := into.Load(t.Context(), strings.NewReader(whole), nil)
			if !errors.Is(err, store.ErrNotEmpty) {
				t.Errorf("into a database with something in it: %v", err)
			}
			if now, err := into.Tally(t.Context()); err != nil || dumped.Same(now) != nil {
				t.Errorf("and then: %v", err)
			}
		})
	}
}

type failing struct{ why error }

func (f failing) Read([]byte) (int, error) { return 0, f.why }

// withoutSchool leaves a school's parts out and makes the counts at the end fit.
func withoutSchool(lines []string, school string) string {
	var left strings.Builder
	parts, rows, skips := 0, 0, false
	for _, line := range lines[:len(lines)-1] {
		if strings.HasPrefix(line, `{"part"`) {
			if skips = strings.Contains(line, school); !skips {
				parts++
			}
		}
		if skips {
			continue
		}
		if line[0] == '[' {
			rows++
		}
		left.WriteString(line)
	}
	fmt.Fprintf(&left, `{"whole":{"parts":%d,"rows":%d}}`+"\n", parts, rows)
	return left.String()
}

// One row that somebody added by hand, of no school, is enough to refuse.
func TestOneRowIsNotEmpty(t *testing.T) {
	text, _ := dumpOf(t, furnished(t))
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if err := s.SetFact(t.Context(), "x", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load(t.Context(), bytes.NewReader(text.Bytes()), nil); !errors.Is(err, store.ErrNotEmpty) ||
			!strings.Contains(err.Error(), "facts") {
			t.Errorf("%v", err)
		}
	})
}

func furnished(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Memory(t)
	storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	return s
}

// A dump of an older schema comes back at that schema, in a database that had none or a newer one, and migrates from
// there.
func TestADumpOfAnOlderSchema(t *testing.T) {
	const older = 9 // before notices
	for _, way := range between[:2] {
		t.Run(way[0]+" to "+way[1], func(t *testing.T) {
			from := storetest.Reopen(t, kindNamed(t, way[0]).Config(t))
			if err := from.MigrateTo(t.Context(), older); err != nil {
				t.Fatal(err)
			}
			rows := furnishAll(t, from)
			text, dumped := dumpOf(t, from)
			for name, into := range map[string]*store.Store{"no schema": storetest.Reopen(t, kindNamed(t, way[1]).Config(t)),
				"a newer schema": kindNamed(t, way[1]).Open(t)} {
				if _, err := into.Load(t.Context(), bytes.NewReader(text.Bytes()), nil); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if version, err := into.Version(t.Context()); err != nil || version != older || dumped.Head.Schema != older {
					t.Errorf("%s: version %d, %v", name, version, err)
				}
				rows.want(t, into)
				if err := into.Migrate(t.Context()); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if now, err := into.Tally(t.Context()); err != nil || now.Rows() < dumped.Rows() {
					t.Errorf("%s: %d rows of %d after the migrations, %v", name, now.Rows(), dumped.Rows(), err)
				}
			}
		})
	}
}

// There is nothing to dump before the first migration, and a database of a newer program is left alone.
func TestADumpNeedsASchemaThatItKnows(t *testing.T) {
	for _, kind := range storetest.Kinds {
		s := storetest.Reopen(t, kind.Config(t))
		if _, err := s.Tally(t.Context()); err == nil {
			t.Errorf("%s: nothing was dumped", kind.Name)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		hand, done := s.Hand()
		exec(t, hand, "UPDATE goose_db_version SET version_id = 9999 WHERE version_id = 1")
		done()
		if _, err := s.Tally(t.Context()); err == nil || !strings.Contains(err.Error(), "9999") {
			t.Errorf("%s: a newer schema: %v", kind.Name, err)
		}
	}
}

func TestSoundFindsWhatIsNot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		if err := s.Sound(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s.Postgres() {
			return // which holds itself to it
		}
		hand, done := s.Hand()
		defer done()
		exec(t, hand, "PRAGMA foreign_keys = off; DELETE FROM pupils")
		if err := s.Sound(t.Context()); err == nil || !strings.Contains(err.Error(), "contacts") {
			t.Errorf("contacts of children who are gone: %v", err)
		}
	})
}

// PostgreSQL says who else is there.
func TestOthersAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		config := s.AsIs()
		if s.Postgres() {
			config.DSN += "&application_name=somebody+else"
		}
		other := storetest.Reopen(t, config)
		if err := other.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := s.Others(t.Context())
		if err != nil || s.Postgres() != (n > 0) {
			t.Errorf("%d others, %v", n, err)
		}
	})
}

// Whoever has the public key can lock a line of millions of values: it is refused before each of them takes memory.
func TestALineOfManyValuesTakesLittleMemory(t *testing.T) {
	const values = 5_000_000
	text, _ := dumpOf(t, furnished(t))
	head, rest, _ := strings.Cut(text.String(), "\n")
	part, _, _ := strings.Cut(rest, "\n")
	for name, bad := range map[string]string{
		"a row":  head + "\n" + part + "\n[[1" + strings.Repeat(",1", values) + "]]\n",
		"a head": strings.Replace(head, `"tables":[`, `"tables":[{}`+strings.Repeat(",{}", values)+",", 1) + "\n",
	} {
		into := storetest.Memory(t)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := into.Load(t.Context(), strings.NewReader(bad), nil)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, store.ErrNotADump) || took > 20*values {
			t.Errorf("%s: %d MB, %v", name, took>>20, err)
		}
	}
}
