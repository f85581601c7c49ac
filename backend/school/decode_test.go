package school

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"lollipop/backend/fault"
)

func TestPolicyRoundTrips(t *testing.T) {
	for _, name := range Presets() {
		p := preset(t, name)
		p.Phones.Mode, p.Version = HandIn, 2 // a school's own version
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(raw)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(p, again) {
			t.Errorf("%s came back as %+v", name, again)
		}
	}
}

// broken returns the embedded files with one text replaced in one of them.
func broken(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(presets, "presets", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := presets.ReadFile(path)
		files[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	at := "presets/" + file
	if !strings.Contains(string(files[at].Data), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	files[at].Data = []byte(strings.Replace(string(files[at].Data), old, new, 1))
	return files
}

func TestBrokenPresetsNameThePlace(t *testing.T) {
	const policy, index, text = "beaver-green/policy.json", "beaver-green/clauses.json", "beaver-green/text.json"
	for _, mistake := range []struct{ name, file, old, new, key, at string }{
		{"unknown field", policy, `"version": 1,`, `"version": 1, "colour": "red",`, "unknown_field", "colour"},
		{"unknown nested field", policy, `"head_of_school": true`, `"head_of_school": true, "x": 1`,
			"unknown_field", "terms.x"},
		{"another case", policy, `"mode":`, `"Mode":`, "missing", "phones.mode"},
		{"missing switch", policy, `"release": "contact_made",`, ``, "missing", "phones.release"},
		{"missing part", policy, `"video": {"on": true},`, ``, "missing", "video"},
		{"unknown value", policy, `"class_check"`, `"pile"`, "unknown_value", "phones.mode"},
		{"unknown item", policy, `["dsl", "deputy_dsl"]`, `["dsl", "caretaker"]`, "unknown_value", "safeguarding_team.1"},
		{"item twice", policy, `["dsl", "deputy_dsl"]`, `["dsl", "dsl"]`, "duplicate", "safeguarding_team.1"},
		{"field twice", policy, `"on": true`, `"on": true, "on": false`, "twice", "video.on"},
		{"text for yes", policy, `"on": true`, `"on": "true"`, "wrong_type", "video.on"},
		{"null for a list", policy, `["dsl", "deputy_dsl"]`, `null`, "wrong_type", "safeguarding_team"},
		{"text for a list", policy, `["dsl", "deputy_dsl"]`, `"dsl"`, "wrong_type", "safeguarding_team"},
		{"list for a part", policy, `{"on": true}`, `[]`, "wrong_type", "video"},
		{"number for text", policy, `"class_check"`, `7`, "wrong_type", "phones.mode"},
		{"a month that is none", policy, `"2023-03"`, `"2023-13"`, "unknown_value", "review.next"},
		{"half a version", policy, `"version": 1`, `"version": 1.5`, "wrong_type", "version"},
		{"version nought", policy, `"version": 1`, `"version": 0`, "contradicts", "version"},
		{"empty name", policy, `"British Telecom"`, `""`, "unknown_value", "filtering.provider"},
		{"another preset's name", policy, `"preset": "beaver-green"`, `"preset": "anthony-roper"`, "unknown_value", "preset"},
		{"no lead", policy, `["dsl", "deputy_dsl"]`, `["deputy_dsl"]`, "contradicts", "safeguarding_team"},
		{"quiet from no time", policy, `"quiet_from": "19:00"`, `"quiet_from": "7pm"`, "unknown_value",
			"notices.quiet_from"},
		{"quiet all day, or never", policy, `"quiet_until": "07:00"`, `"quiet_until": "19:00"`, "contradicts",
			"notices.quiet_until"},
		{"unread for a week", policy, `"read_within": 60`, `"read_within": 2400`, "contradicts", "concerns.read_within"},
		{"the next at once", policy, `"next_after": 30`, `"next_after": 0`, "contradicts", "concerns.next_after"},
		{"review before it was agreed", policy, `"next": "2023-03"`, `"next": "2022-02"`, "contradicts", "review.next"},
		{"hold on no ground", policy, `"hold_grounds": ["imagery"]`, `"hold_grounds": ["child_protection"]`,
			"contradicts", "phones.hold_grounds.0"},
		{"text after the end", policy, "\n}\n", "\n}\n{}", "not_json", ""},
		{"not JSON", policy, `"version": 1,`, `"version": 1`, "not_json", ""},
		{"duplicate id", index, `"id": "BG 1/2"`, `"id": "BG 1/1"`, "duplicate", "clauses.1.id"},
		{"unknown status", index, `"status": "shown"`, `"status": "done"`, "unknown_value", "clauses.0.status"},
		{"no key", index, `"key": "aims.authorship"`, `"key": "Aims"`, "unknown_value", "clauses.0.key"},
		{"no sentence", index, `"sentence": "This`, `"sentenc": "This`, "missing", "clauses.0.sentence"},
		{"no such section", index, `"section": "1", "sentence"`, `"section": "99", "sentence"`,
			"unknown_value", "clauses.0.section"},
		{"fault of no sentence", text, `"BG 4.2/11"`, `"BG 4.2/99"`, "unknown_value", "faults.0.clauses.0"},
		{"citation of no sentence", text, `"BG 1/2"`, `"BG 1/99"`, "unknown_value", "cites.2.clauses.0"},
	} {
		t.Run(mistake.name, func(t *testing.T) {
			_, err := loadLibrary(broken(t, mistake.file, mistake.old, mistake.new), "presets")
			if err == nil {
				t.Fatal("was accepted")
			}
			found := err.(*fault.Fault)
			want := strings.TrimSuffix(mistake.file+": "+mistake.at, ": ")
			for _, f := range append([]*fault.Fault{found}, found.Parts...) {
				if f.Kind == fault.Invalid && f.Say.Key == "school.decode."+mistake.key && f.Field == want {
					return
				}
			}
			t.Errorf("no %s at %q, but %v %v", mistake.key, want, found, found.Parts)
		})
	}
	files := broken(t, policy, "{", "{").(fstest.MapFS)
	delete(files, "presets/"+index)
	if _, err := loadLibrary(files, "presets"); err == nil || err.(*fault.Fault).Field != index {
		t.Errorf("a missing file gives %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range Presets() {
		raw, err := presets.ReadFile("presets/" + name + "/policy.json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"preset":"anthony-roper"}`))
	f.Add([]byte(`[[[[[[[[[[[[[[[[[[[[`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Decode(raw)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%q gives %v", raw, err)
			}
			return
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if q, err := Decode(again); err != nil || !reflect.DeepEqual(p, q) {
			t.Errorf("%q came back as %s (%v)", raw, again, err)
		}
	})
}
