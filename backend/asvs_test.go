package backend_test

import (
	"encoding/csv"
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
)

// This file holds deploy/asvs.csv to what it says: each requirement of the OWASP Application Security Verification
// Standard 5.0 of level 1 and 2 stands there once, and whatever is called met names a test that exists.

// requirements are the sections of the standard with the level of each requirement in order: "1.2: 11" has 1.2.1 and
// 1.2.2, both of level 1. A dash is one of level 3, which is not asked for.
const requirements = `
1.1: 22          1.2: 111112222-  1.3: 11222222222-  1.4: 222         1.5: 12-
2.1: 122         2.2: 112         2.3: 1222-           2.4: 2-
3.1: -           3.2: 11-         3.3: 1222-           3.4: 112222--    3.5: 11122---  3.6: -   3.7: 22---
4.1: 122--       4.2: 2----       4.3: 22              4.4: 1222
5.1: 2           5.2: 112---      5.3: 11-             5.4: 222
6.1: 122         6.2: 111111112222  6.3: 1122----      6.4: 1122--      6.5: 22222---  6.6: 222-
6.7: --          6.8: 2222
7.1: 222         7.2: 1111        7.3: 22              7.4: 11222       7.5: 22-       7.6: 22
8.1: 12--        8.2: 112-        8.3: 1--             8.4: 2-
9.1: 111         9.2: 1222
10.1: 22         10.2: 22-        10.3: 2222-          10.4: 11111222222-----  10.5: 22222  10.6: 22  10.7: 222
11.1: 22--       11.2: 222--      11.3: 112--          11.4: 1222       11.5: 2-       11.6: 2-  11.7: --
12.1: 122--      12.2: 11         12.3: 2222-
13.1: 2---       13.2: 22222-     13.3: 22--           13.4: 12222--
14.1: 22         14.2: 1222----   14.3: 122
15.1: 122--      15.2: 122--      15.3: 1222222        15.4: ----
16.1: 2          16.2: 22222      16.3: 2222           16.4: 222        16.5: 222-
17.1: 2-         17.2: 2222----   17.3: 22
`

// readRequirements are the levels by id.
func readRequirements(t *testing.T) map[string]string {
	t.Helper()
	levels := map[string]string{}
	for _, found := range regexp.MustCompile(`(\d+\.\d+):\s+([12-]+)`).FindAllStringSubmatch(requirements, -1) {
		for i, level := range strings.Split(found[2], "") {
			if level != "-" {
				levels[found[1]+"."+strconv.Itoa(i+1)] = level
			}
		}
	}
	return levels
}

func TestEveryRequirementOfASVSIsAnswered(t *testing.T) {
	levels := readRequirements(t)
	if first := len(slices.DeleteFunc(values(levels), func(level string) bool { return level != "1" })); len(levels) != 253 ||
		first != 70 {
		t.Fatalf("the table has %d requirements, %d of level 1: the standard has 253, and 70", len(levels), first)
	}
	f, err := os.Open("../deploy/asvs.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "id,level,what,status,proof,note" {
		t.Fatalf("the columns are %s", got)
	}
	known, seen, count := provers(t), map[string]bool{}, map[string]int{}
	for _, row := range rows[1:] {
		id, level, what, status, note := row[0], row[1], row[2], row[3], row[5]
		if seen[id] || levels[id] != level || what == "" {
			t.Errorf("%s: it stands there twice, or with another level, or says nothing", id)
		}
		seen[id] = true
		count[status]++
		proofs := 0
		for _, proof := range splitProofs(row[4], known) {
			if proofs++; !known[proof] {
				t.Errorf("%s names %q, which does not exist", id, proof)
			}
		}
		switch status {
		case "met":
			if proofs == 0 {
				t.Errorf("%s is called met and names nothing that shows it", id)
			}
		case "partly", "not met", "not applicable":
			if note == "" {
				t.Errorf("%s is %s, and does not say why or what is missing", id, status)
			}
		default:
			t.Errorf("%s: nobody knows the status %q", id, status)
		}
	}
	for id := range levels {
		if !seen[id] {
			t.Errorf("%s is missing", id)
		}
	}
	t.Logf("%v", count)
}

func values(of map[string]string) (all []string) {
	for _, value := range of {
		all = append(all, value)
	}
	return all
}

// splitProofs parts what stands in a row by "; ", but where a title itself has that.
func splitProofs(text string, known map[string]bool) (all []string) {
	parts := strings.Split(text, "; ")
	for i := 0; i < len(parts); i++ {
		whole := parts[i]
		for j := i + 1; !known[whole] && j < len(parts); j++ {
			if longer := strings.Join(parts[i:j+1], "; "); known[longer] {
				whole, i = longer, j
			}
		}
		if whole != "" {
			all = append(all, whole)
		}
	}
	return all
}

var (
	goTest  = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(\w+ \*testing\.[TF]\)`)
	pwTest  = regexp.MustCompile(`(?m)^\s*(?:test|it)\(\s*"((?:[^"\\]|\\.)*)"`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
)

// provers are all that a row may name: "web.TestX" by the folder under backend, "pw:" and the title of a test of the
// app, "doc:" and a heading of a document as a link has it.
func provers(t *testing.T) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	read := func(root, suffix string, take func(path, text string)) {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, suffix) {
				return err
			}
			raw, err := os.ReadFile(path)
			take(path, string(raw))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read(".", "_test.go", func(path, text string) {
		folder := filepath.ToSlash(filepath.Dir(path))
		if folder == "." {
			folder = "backend"
		}
		for _, found := range goTest.FindAllStringSubmatch(text, -1) {
			known[folder+"."+found[1]] = true
		}
	})
	read("../pwa/test/e2e", ".spec.ts", func(_, text string) {
		for _, found := range pwTest.FindAllStringSubmatch(text, -1) {
			known["pw:"+found[1]] = true
		}
	})
	for _, name := range []string{"README.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md", "deploy/README.md"} {
		raw, err := os.ReadFile("../" + name)
		if err != nil && name != "deploy/README.md" {
			t.Fatal(err)
		}
		for _, found := range heading.FindAllStringSubmatch(string(raw), -1) {
			known["doc:"+name+"#"+strings.ReplaceAll(strings.ToLower(found[1]), " ", "-")] = true
		}
	}
	return known
}

// dangerous are packages of the standard library that open what ASVS wants shut, with who may have them and for what.
var dangerous = map[string][]string{
	"os/exec":        nil, // programs of the operating system
	"unsafe":         nil,
	"plugin":         nil,
	"crypto/md5":     nil,
	"crypto/sha1":    nil,
	"crypto/des":     nil,
	"crypto/rc4":     nil,
	"encoding/xml":   nil,
	"encoding/gob":   nil,
	"net/smtp":       nil,
	"math/rand":      nil,
	"math/rand/v2":   {"courier", "store"}, // chance that can be guessed: how long to wait before another try
	"net/http/pprof": nil,
	"expvar":         nil,
	"text/template":  nil, // escapes nothing
	"net/http/cgi":   nil,
	"net/rpc":        nil,
}

// No package of the server imports what it could be turned against.
func TestNothingDangerousIsImported(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.Contains(filepath.ToSlash(path), "/storetest/") {
			return err
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, one := range parsed.Imports {
			name, _ := strconv.Unquote(one.Path.Value)
			who := filepath.ToSlash(filepath.Dir(path))
			if by, bad := dangerous[name]; bad && !slices.Contains(by, who) {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatal(files, err)
	}
}
