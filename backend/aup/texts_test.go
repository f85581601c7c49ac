package aup_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lollipop/backend/aup"
)

// What the product brings is whole: both documents of this issue, of the length that a family reads, each with a
// picture of its own set beside every statement, and the statement that use is monitored.
//
// Policy: aup.monitored_statement (AR 5.1/9, BG 5.1/9), monitoring.users_informed (AR 7.3.4/3, BG 7.3.4/5)
func TestShippedTexts(t *testing.T) {
	texts, err := aup.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(texts.Shipped(), []aup.Document{aup.ForParents, aup.ForUpperKS2}) {
		t.Errorf("the documents are %v", texts.Shipped())
	}
	for d, length := range map[aup.Document][2]int{aup.ForParents: {10, 16}, aup.ForUpperKS2: {6, 10}} {
		text, _ := texts.Proposed(d)
		if n := len(text.Statements); n < length[0] || n > length[1] {
			t.Errorf("%s has %d statements", d, n)
		}
		if !slices.ContainsFunc(text.Statements, func(s aup.Statement) bool { return s.Fixed }) {
			t.Errorf("%s does not say that use is monitored", d)
		}
		v := aup.Version{Document: d, Text: text, ID: aup.VersionID(d, text)}
		for _, e := range texts.Editions(v, monday) {
			for i, line := range e.Statements {
				if line.Key != text.Statements[i].Key || line.Text == "" || e.Language != aup.English &&
					line.Status == aup.Original {
					t.Errorf("%s in %s: %q stands in English", d, e.Language, line.Key)
				}
			}
			if e.Language != aup.English && (e.Title.Status == aup.Original || e.Intro.Status == aup.Original) {
				t.Errorf("%s in %s: title or intro stand in English", d, e.Language)
			}
		}
	}
}

// The digests can be worked out by anybody: these were, with node: sha256(JSON.stringify([...])).
func TestDigestsAreOfTheText(t *testing.T) {
	text := aup.Text{Title: "A <b> & “title”", Intro: "Intro.", Statements: []aup.Statement{
		{Key: "kind", Symbol: "heart", Text: "I am kind.", Fixed: true}}}
	v := aup.VersionID(aup.ForParents, text)
	if v != versionByNode {
		t.Errorf("the version is %s", v)
	}
	line := func(key, text string) aup.Line {
		return aup.Line{Key: key, Text: text, Language: "pl", Status: aup.Draft}
	}
	e := aup.EditionID(aup.Edition{Version: v, Language: "pl", Status: aup.Draft, Title: line("", "Tytuł"),
		Intro: line("", "Wstęp."), Statements: []aup.Line{line("kind", "Jestem miły.")}})
	if e != editionByNode {
		t.Errorf("the edition is %s", e)
	}
	if !aup.IsDigest(e) || aup.IsDigest(strings.ToUpper(e)) || aup.IsDigest(e[1:]) || aup.IsDigest("") {
		t.Error("what a digest looks like is not known")
	}
	other := text
	other.Statements = []aup.Statement{{Key: "kind", Symbol: "star", Text: "I am kind.", Fixed: true}}
	if aup.VersionID(aup.ForParents, other) == v || aup.VersionID(aup.ForKS1, text) == v {
		t.Error("two versions have one digest")
	}
}

// A file that says something odd is refused when the product starts, and not shown to a family.
func TestTextsAreReadStrictly(t *testing.T) {
	if _, err := aup.Load(files()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]struct{ path, from, to string }{
		"an unknown field":         {"en/parents.json", `"intro"`, `"lead":"x","intro"`},
		"another document":         {"en/parents.json", `"document":"parents"`, `"document":"ks1"`},
		"an unknown symbol":        {"en/parents.json", `"heart"`, `"skull"`},
		"a key twice":              {"en/parents.json", `"key":"ask"`, `"key":"kind"`},
		"a key of a school's own":  {"en/parents.json", `"key":"ask"`, `"key":"own_1"`},
		"no text":                  {"en/parents.json", `"I am kind."`, `""`},
		"a space at the end":       {"en/parents.json", `"I am kind."`, `"I am kind. "`},
		"nobody says monitored":    {"en/parents.json", `,"fixed":true`, ``},
		"something after it":       {"en/parents.json", "}]}", "}]} {}"},
		"another language":         {"pl/parents.json", `"language":"pl"`, `"language":"ur"`},
		"an unknown status":        {"pl/parents.json", `"status":"draft"`, `"status":"checked"`},
		"verified by nobody":       {"pl/parents.json", `"status":"draft"`, `"status":"verified"`},
		"a translation of nothing": {"pl/parents.json", `"english":"I am kind."`, `"english":""`},
		"a translated key twice":   {"pl/parents.json", `"key":"ask"`, `"key":"kind"`},
	} {
		fs := files()
		was := string(fs[change.path].Data)
		now := strings.Replace(was, change.from, change.to, 1)
		if now == was {
			t.Errorf("%s: the test changes nothing", name)
		}
		fs[change.path] = &fstest.MapFile{Data: []byte(now)}
		if _, err := aup.Load(fs); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	alone := files()
	delete(alone, "en/ks1.json")
	if _, err := aup.Load(alone); err == nil {
		t.Error("a translation without its English is taken")
	}
	alone = files()
	alone["en/year7.json"] = alone["en/ks1.json"]
	if _, err := aup.Load(alone); err == nil {
		t.Error("a document that nobody signs is taken")
	}
}

// A translation applies only to what it translates: a statement that the school worded anew, or whose English the
// product changed since, stands in English and says so.
func TestATranslationIsOfItsOwnEnglish(t *testing.T) {
	texts := texts(t, files())
	text, _ := texts.Proposed(aup.ForParents)
	v := aup.Version{Document: aup.ForParents, Text: text, ID: aup.VersionID(aup.ForParents, text)}
	editions := texts.Editions(v, monday)
	tags := func(all []aup.Edition) (tags []string) {
		for _, e := range all {
			tags = append(tags, e.Language+" "+string(e.Status))
		}
		return tags
	}
	if got := tags(editions); !slices.Equal(got, []string{"en original", "pl draft", "ur draft"}) {
		t.Fatalf("the editions are %v", got)
	}
	polish := editions[1]
	for i, want := range []aup.Line{{Key: "kind", Text: "Jestem miły.", Language: "pl", Status: aup.Draft},
		{Key: "ask", Text: "I ask first.", Language: "en", Status: aup.Original},
		{Key: "monitored", Text: "School checks.", Language: "en", Status: aup.Original}} {
		if polish.Statements[i] != want {
			t.Errorf("statement %d is %+v", i, polish.Statements[i])
		}
	}
	if polish.Title.Language != "pl" || polish.Version != v.ID || polish.ID != aup.EditionID(polish) {
		t.Errorf("the edition is %+v", polish)
	}
	text.Statements[0].Text = "I am kind, always."
	v.Text = text
	if got := tags(texts.Editions(v, monday)); !slices.Equal(got, []string{"en original"}) {
		t.Errorf("editions of which no statement is translated: %v", got)
	}

	checked := files()
	checked["pl/parents.json"] = translation("parents", "pl", "verified", "Jestem miły.")
	text.Statements[0].Text = "I am kind."
	for _, e := range must(aup.Load(checked))(t).Editions(v, monday) {
		if e.Language == "pl" && (e.Status != aup.Verified || e.VerifiedBy != "M. Nowak" || e.VerifiedOn != "2026-11-20" ||
			e.ID == polish.ID) {
			t.Errorf("a verified edition is %+v", e)
		}
	}
}

func must[T any](made T, err error) func(failing) T {
	return func(t failing) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
}

// What node makes of the same texts.
const (
	versionByNode = "521dbbe931f4bb00a7af19fbc8236ff52535198e3ef9dcff49c46be51897a734"
	editionByNode = "f725806807e16023c7af3adeb99e453ca34297aa164ca5c5dffd68e40bf5df81"
)
