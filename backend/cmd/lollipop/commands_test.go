package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/house"
	"lollipop/backend/store"
)

const header = "UPN,Legal Surname,Legal Forename,DOB,Year Group,Registration Group\n"

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func count(t *testing.T, folder string) (n int) {
	t.Helper()
	open(t, folder, func(s *store.Store) {
		ids, err := s.Schools().IDs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range ids {
			state, err := s.People().State(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			n += len(state.Pupils) + len(state.Staff)
		}
	})
	return n
}

func TestImportLooksFirst(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	data := "../../house/data/"
	for _, kind := range []struct{ name, file, says string }{
		{"staff", "hook-lane-staff.csv", "38 new"}, {"pupils", "hook-lane-pupils.csv", "318 new"},
	} {
		before := count(t, folder)
		out := well(t, in(folder), "import", kind.name, data+kind.file, "--school", "st-elsewhere")
		if !strings.Contains(out, kind.says) || !strings.Contains(out, "Nothing has changed") ||
			count(t, folder) != before {
			t.Errorf("looking at %s: %s", kind.name, out)
		}
		out = well(t, in(folder), "import", kind.name, data+kind.file, "--school", "st-elsewhere", "--apply")
		if !strings.Contains(out, "Taken: "+kind.says) || count(t, folder) == before {
			t.Errorf("taking %s: %s", kind.name, out)
		}
	}
	if n := count(t, folder); n != 318+38 {
		t.Errorf("%d people", n)
	}
	well(t, in(folder), "audit", "verify")
}

func TestImportSaysWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	file := write(t, header+
		"P886234526013,Brown,Isla,06/09/2021,Reception,Robin\n"+
		"U886234526035,Silva,Tiago,30/02/2022,Reception,Robin\n"+
		"P886234526000,Nowak,Kuba,06/09/2021,Year 9,Robin\n")
	args := []string{"import", "pupils", file, "--school", "st-elsewhere"}
	out := well(t, in(folder), args...)
	for _, want := range []string{`(?m)^3 +DOB +30/02/2022 +The calendar has no such day`,
		`(?m)^4 +UPN +P886234526000 +.*check letter`,
		`(?m)^4 +Year Group +Year 9 +`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("no line like %s in\n%s", want, out)
		}
	}
	if got := ask(t, in(folder), append(args, "--apply")...); got.code != 1 || count(t, folder) != 0 ||
		!strings.Contains(got.errs, "--good-rows-only") {
		t.Errorf("%+v", got)
	}
	out = well(t, in(folder), append(args, "--apply", "--good-rows-only")...)
	if !strings.Contains(out, "Taken: 1 new") || count(t, folder) != 1 {
		t.Errorf("%s", out)
	}
}

func TestImportRefuses(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	good := write(t, header+"P886234526013,Brown,Isla,06/09/2021,Reception,Robin\n")
	for name, row := range map[string]struct{ file, school, says string }{
		"no such file":            {filepath.Join(folder, "none.csv"), "st-elsewhere", "none.csv"},
		"no such school":          {good, "hook-lane", "(there is: st-elsewhere)"},
		"a workbook renamed .csv": {write(t, "PK\x03\x04\x14\x00\x06\x00\x08\x00"), "st-elsewhere", "lollipop: "},
		"columns missing":         {write(t, "Name,Age\nIsla,5\n"), "st-elsewhere", ""},
		"nothing in it":           {write(t, ""), "st-elsewhere", "lollipop: "},
	} {
		got := ask(t, in(folder), "import", "pupils", row.file, "--school", row.school, "--apply")
		if got.code != 1 || !strings.Contains(got.errs, row.says) || count(t, folder) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if strings.Contains(got.errs, "people.") {
			t.Errorf("%s: it says a key, not a sentence: %s", name, got.errs)
		}
	}
	other := write(t, "Name,Age\nIsla,5\n")
	got := ask(t, in(folder), "import", "pupils", other, "--school", "st-elsewhere")
	if !strings.Contains(got.out, `"UPN"`) {
		t.Errorf("missing columns are not named: %+v", got)
	}
}

var printedHead = regexp.MustCompile(`daily head (\S+)`)

func TestAuditVerify(t *testing.T) {
	folder := t.TempDir()
	furnished(t, folder)
	out := well(t, in(folder), "audit", "verify")
	heads := printedHead.FindAllStringSubmatch(out, -1)
	if len(heads) != 2 || strings.Count("\n"+out, "\nok ") != 2 {
		t.Fatalf("%s", out)
	}
	well(t, in(folder), "audit", "verify", "--school", "hook-lane", "--head", strings.ToUpper(heads[0][1]))

	for name, row := range map[string]struct {
		args []string
		says string
	}{
		"a code of the other school": {[]string{"--school", "beaver-road", "--head", heads[0][1]}, ""},
		"a code and no school":       {[]string{"--head", heads[0][1]}, "--school"},
		"no code":                    {[]string{"--school", "hook-lane", "--head", "118"}, "printed code"},
		"no such school":             {[]string{"--school", "nowhere"}, "nowhere"},
	} {
		if got := ask(t, in(folder), append([]string{"audit", "verify"}, row.args...)...); got.code != 1 ||
			!strings.Contains(got.errs, row.says) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAuditVerifyNamesTheFirstBrokenRecord(t *testing.T) {
	for name, row := range map[string]struct{ sql, says string }{
		"a record changed": {`UPDATE events SET subject = 'x' WHERE school_id = ? AND position = 30`,
			"record 30 (event "},
		"a record gone": {`DELETE FROM events WHERE school_id = ? AND position = 40`, "record 40: "},
		"a phone let go": {`UPDATE devices SET state = 'with_child', open = ''
			WHERE school_id = ? AND state = 'confiscated'`, "devices"},
	} {
		folder := t.TempDir()
		furnished(t, folder)
		db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db"))
		if err != nil {
			t.Fatal(err)
		}
		done, err := db.Exec(row.sql, string(house.HookLane))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := done.RowsAffected(); n != 1 || err != nil {
			t.Fatalf("%s: %d rows, %v", name, n, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		got := ask(t, in(folder), "audit", "verify")
		if got.code != 1 || !strings.Contains(got.out, "BROKEN  Hook Lane") || !strings.Contains(got.out, row.says) ||
			!strings.Contains(got.out, "ok      Beaver Road") || got.errs != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := audit.ParseCode("30:0000-0000-0000-0000-0000"); !ok {
		t.Error("the form of a printed code has changed: see the help of audit verify")
	}
}

func TestAuditVerifyWithoutASchool(t *testing.T) {
	folder := t.TempDir()
	well(t, in(folder), "migrate")
	if out := well(t, in(folder), "audit", "verify"); !strings.Contains(out, "no school") {
		t.Errorf("%s", out)
	}
}

// A database that is not there, or is none yet, is said in words, and nothing is made by looking.
func TestNothingIsMadeByLooking(t *testing.T) {
	folder := t.TempDir()
	well(t, in(folder), "migrate")
	missing, empty := filepath.Join(folder, "missing.db"), filepath.Join(folder, "empty.db")
	must(t, os.WriteFile(empty, nil, 0o600))
	for _, args := range [][]string{{"audit", "verify"}, {"serve"},
		{"import", "pupils", "../../house/data/hook-lane-pupils.csv", "--school", "x", "--apply"}} {
		for path, says := range map[string]string{missing: "not there", empty: "not ready"} {
			got := ask(t, in(folder, "LOLLIPOP_DATABASE=sqlite:"+path), args...)
			if got.code != 1 || !strings.Contains(got.errs, says) || !strings.Contains(got.errs, "lollipop migrate") {
				t.Errorf("%v on %s: %+v", args, path, got)
			}
		}
		if _, err := os.Stat(missing); err == nil {
			t.Fatalf("%v made a database", args)
		}
	}
}

// The database is for the user who runs lollipop alone, whatever folder it lies in.
func TestTheDatabaseIsPrivate(t *testing.T) {
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o755))
	furnished(t, folder)
	open(t, folder, func(*store.Store) {
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil || len(files) < 3 {
			t.Fatalf("%v, %v", files, err)
		}
		for _, path := range files {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	})
}

func TestDoctor(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	got := ask(t, in(folder), "doctor")
	if got.code != 1 || strings.Count(got.out, "\n") != 11 || !strings.Contains(got.out, "lollipop migrate") {
		t.Errorf("on nothing: %+v", got)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the doctor made the folder")
	}
	well(t, in(folder), "migrate")
	if out := well(t, in(folder), "doctor"); strings.Count(out, "ok    ") != 14 {
		t.Errorf("after migrate: %s", out)
	}
	ill := func(name, says string, more ...string) {
		t.Helper()
		if got := ask(t, in(folder, more...), "doctor"); got.code != 1 || !strings.Contains(got.out, says) ||
			strings.Count(got.out, "FIX ") != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	ill("no TLS", "LOLLIPOP_ORIGIN", "LOLLIPOP_LISTEN=0.0.0.0:8080")
	must(t, os.Chmod(folder, 0o755))
	ill("an open folder", "chmod 700")
	must(t, os.Chmod(folder, 0o700))
	must(t, os.Chmod(filepath.Join(folder, chainKeyFile), 0o644))
	ill("an open key", "chmod 600")
	must(t, os.Chmod(filepath.Join(folder, chainKeyFile), 0o600))
	ill("another database", "it is not there", "LOLLIPOP_DATABASE=sqlite:"+filepath.Join(folder, "other.db"))

	db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`DELETE FROM goose_db_version
		WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)`); err != nil {
		t.Fatal(err)
	}
	must(t, db.Close())
	ill("an old schema", "lollipop migrate")
}

// The clock is held against the record: a machine that believes in yesterday would write a record that runs backwards.
func TestDoctorFindsAClockThatIsBehind(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	elsewhere(t, folder)
	must(t, noteBackup(Config{Data: folder}, clock.System{}.Now()))
	well(t, in(folder), "concerns", "card")
	well(t, in(folder), "doctor")
	db, err := sql.Open("sqlite", filepath.Join(folder, "lollipop.db")+"?_time_format=sqlite&_timezone=UTC")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE events SET at = '2999-01-01 00:00:00+00:00'`); err != nil {
		t.Fatal(err)
	}
	must(t, db.Close())
	if got := ask(t, in(folder), "doctor"); got.code != 1 || !strings.Contains(got.out, "2999-01-01") {
		t.Errorf("%+v", got)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
