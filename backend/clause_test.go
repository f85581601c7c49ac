package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lollipop/backend/clause"
	"lollipop/backend/school"
)

// This file holds the walk from a sentence of a policy to its rule and its test, and back: a citation names a clause
// that exists, and a clause that is called executed has both.

// later is what the product itself says that it cannot do yet (school.Later, which the policy page shows): the clauses
// of the built rooms that wait for a room of a later issue. It is repeated here so that it cannot grow unseen.
var later = map[clause.Key]string{
	"access.record":                  "register",  // the register of access is derived from signatures
	"aup.sign_before_access":         "register",  // there is no access to give or refuse yet
	"education.precedes_access":      "guidance",  // the class talk is logged in the education log
	"email.children.gate":            "register",  // signature and talk
	"official_social.staff.sign_aup": "register",  // the staff's documents are not there
	"phones.visitors.aup":            "visit",     // visitors sign when they come
	"platform.current_members":       "register",  // who is entitled to the platform stands in the register
	"platform.leavers":               "register",  // leaving opens a task in the register
	"platform.visitors":              "register",  // an invitation with an end date is an entry of the register
	"review.governor_report":         "procedure", // it counts concerns by what came of them
	"roles.dsl.trends":               "procedure", // the same
}

// cited is one citation: a key at a place of the source.
type cited struct {
	key   clause.Key
	ids   []string
	place string
	test  bool
}

// index is every sentence of every preset.
func index(t *testing.T) []clause.Clause {
	t.Helper()
	var all []clause.Clause
	for _, name := range school.Presets() {
		p, err := school.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Index()...)
	}
	return all
}

func TestTheIndexIsTheNumberedList(t *testing.T) {
	raw, err := os.ReadFile("testdata/clauses.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] // the first names the columns
	if len(lines) != 876 {
		t.Errorf("the list has %d sentences, not 876", len(lines))
	}
	all := index(t)
	if len(all) != len(lines) {
		t.Fatalf("the presets have %d sentences, the list %d", len(all), len(lines))
	}
	for i, line := range lines {
		if got := all[i].ID + "\t" + string(all[i].Key); got != line {
			t.Errorf("sentence %d is %q, in the list %q", i+1, got, line)
		}
	}
}

var (
	citationStart = regexp.MustCompile(`(?m)^Policy: `)
	citation      = regexp.MustCompile(`^\s*([a-z0-9_]+(?:\.[a-z0-9_]+)+) \(([^)]*)\)`)
)

// read returns every citation of one comment, and what follows "Policy:" but is none.
func read(comment string) (found []cited, unreadable []string) {
	for _, start := range citationStart.FindAllStringIndex(comment, -1) {
		rest := comment[start[1]:]
		for {
			match := citation.FindStringSubmatch(rest)
			if match == nil {
				unreadable = append(unreadable, strings.SplitN(rest, "\n", 2)[0])
				break
			}
			c := cited{key: clause.Key(match[1])}
			for id := range strings.SplitSeq(match[2], ",") {
				c.ids = append(c.ids, strings.Join(strings.Fields(id), " "))
			}
			found = append(found, c)
			rest = rest[len(match[0]):]
			if !strings.HasPrefix(rest, ",") {
				break
			}
			rest = rest[1:]
		}
	}
	return found, unreadable
}

func TestACitationIsReadWhole(t *testing.T) {
	found, bad := read("Release rules.\n\nPolicy: phones.release (AR 9.3/9, BG 9.3/12), phones.to_police (AR 9.3/11,\n" +
		"BG 9.3/13). More.\n")
	if len(bad) != 0 || len(found) != 2 || found[0].key != "phones.release" ||
		!slices.Equal(found[1].ids, []string{"AR 9.3/11", "BG 9.3/13"}) {
		t.Errorf("read as %v, unreadable %v", found, bad)
	}
	if _, bad := read("Policy: §9.3 says so"); len(bad) != 1 {
		t.Errorf("what is no citation passes: %v", bad)
	}
	if found, bad := read("The Policy: a struct."); len(found)+len(bad) != 0 {
		t.Errorf("plain words are taken for a citation: %v %v", found, bad)
	}
}

// source is every Go file of the backend.
func source(t *testing.T, do func(path string, set *token.FileSet, file *ast.File)) {
	t.Helper()
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		do(filepath.ToSlash(path), set, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// citations are all of the backend's; a comment that says "Policy:" and cites nothing readable fails the test.
func citations(t *testing.T) []cited {
	t.Helper()
	var all []cited
	source(t, func(path string, set *token.FileSet, file *ast.File) {
		for _, group := range file.Comments {
			found, unreadable := read(group.Text())
			place := path + ":" + strconv.Itoa(set.Position(group.Pos()).Line)
			for _, text := range unreadable {
				t.Errorf("%s: no citation can be read in %q", place, text)
			}
			for _, c := range found {
				c.place, c.test = place, strings.HasSuffix(path, "_test.go")
				all = append(all, c)
			}
		}
	})
	return all
}

func TestCitationsNameClausesThatExist(t *testing.T) {
	keyOf, known := map[string]clause.Key{}, map[clause.Key]bool{}
	for _, c := range index(t) {
		keyOf[c.ID], known[c.Key] = c.Key, true
	}
	for _, c := range citations(t) {
		if !known[c.key] {
			t.Errorf("%s cites %s, which is no clause", c.place, c.key)
		}
		for _, id := range c.ids {
			if key, ok := keyOf[id]; !ok {
				t.Errorf("%s cites %s (%s), which is no sentence", c.place, c.key, id)
			} else if key != c.key {
				t.Errorf("%s cites %s (%s), but that sentence is %s", c.place, c.key, id, key)
			}
		}
	}
	// A ruling names its clause as well: "Why?" opens nothing where that is no clause.
	source(t, func(_ string, set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(node ast.Node) bool {
			if key, at := rulingKey(node); at != nil && key != "" && !known[clause.Key(key)] {
				t.Errorf("%s rests on %q, which is no clause", set.Position(at.Pos()), key)
			}
			return true
		})
	})
}

// rulingKey is the literal key that a call of clause.Allow, Deny or Wait rests on.
func rulingKey(node ast.Node) (string, ast.Node) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", nil
	}
	verb, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains([]string{"Allow", "Deny", "Wait"}, verb.Sel.Name) {
		return "", nil
	}
	from, ok := verb.X.(*ast.Ident)
	text, literal := call.Args[0].(*ast.BasicLit)
	if !ok || from.Name != "clause" || !literal || text.Kind != token.STRING {
		return "", nil
	}
	key, err := strconv.Unquote(text.Value)
	if err != nil {
		return "", nil
	}
	return key, call
}

func TestExecutedClausesHaveARuleAndATest(t *testing.T) {
	ruled, tested := map[clause.Key]bool{}, map[clause.Key]bool{}
	for _, c := range citations(t) {
		if c.test {
			tested[c.key] = true
		} else {
			ruled[c.key] = true
		}
	}
	executed := map[clause.Key]bool{}
	for _, c := range index(t) {
		if c.Status != clause.Executed || !slices.Contains(school.BuiltRooms(), c.Room) || executed[c.Key] {
			continue
		}
		executed[c.Key] = true
		if _, waits := later[c.Key]; waits {
			if ruled[c.Key] {
				t.Errorf("%s has a rule: take it out of the table of what waits, here and in school/built.go", c.Key)
			}
			continue
		}
		if !ruled[c.Key] {
			t.Errorf("%s (%s, %s) is called executed and no rule cites it", c.Key, c.ID, c.Room)
		}
		if !tested[c.Key] {
			t.Errorf("%s (%s, %s) is called executed and no test cites it", c.Key, c.ID, c.Room)
		}
	}
	for key := range later {
		if !executed[key] {
			t.Errorf("%s waits, but no built room is to execute it", key)
		}
	}
	product := school.Later()
	for key, room := range later {
		if product[key] != room {
			t.Errorf("%s waits for %s here and for %q on the policy page", key, room, product[key])
		}
	}
	for key := range product {
		if later[key] == "" {
			t.Errorf("the policy page says that %s waits; this table does not", key)
		}
	}
}
