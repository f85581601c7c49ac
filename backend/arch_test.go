package backend_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/token"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The rooms of the house, and who may walk into whose. This map is the authority: a package that is not in it fails the
// test, and so does an import that its line does not allow. A package of the map that does not exist yet is fine.

var (
	kernel = []string{"clause", "clock", "event", "fault", "id", "phrase"}
	rooms  = []string{"school", "people", "intake", "access", "custody", "aup", "calls", "concern", "notice", "courier", "audit"}
	halls  = []string{"web", "store", "translate", "sheet", "signin", "push", "vault", "meter"}
	base   = with(kernel, "school", "people")
	all    = slices.Concat(kernel, rooms, halls, []string{"store/storetest", "house", "/locales", "/pwa"})
)

// allowed says which packages each may import; names are of folders of backend/, a leading slash is the module's root.
var allowed = map[string][]string{
	// The kernel imports only itself, and no more of it than stands here.
	"clock":  {},
	"id":     {},
	"phrase": {},
	"clause": {"phrase"},
	"event":  {"id"},
	"fault":  {"clause", "phrase"},

	// school and people import the kernel, and not each other; the other rooms those two as well; audit events alone, and
	// intake no policy.
	"school":  kernel,
	"people":  kernel,
	"intake":  with(kernel, "people"),
	"access":  base,
	"custody": base,
	"aup":     base,
	"calls":   base,
	"concern": base,
	"courier": base,
	"audit":   kernel,
	// notice alone may also import the rooms whose events it reads.
	"notice": with(base, "access", "custody", "aup", "calls", "intake"),

	// Halls import rooms and the kernel, never each other.
	"web":       slices.Concat(kernel, rooms, []string{"/locales", "/pwa"}),
	"store":     slices.Concat(kernel, rooms),
	"translate": with(kernel, "/locales"),
	"sheet":     with(kernel, "intake"),
	"signin":    with(base, "access"),
	"push":      with(kernel, "courier"),
	"vault":     {},
	"meter":     {},

	// Everything that furnishes and composes. Only cmd imports halls; the rest here is for tests and the demo.
	"store/storetest": slices.Concat(kernel, rooms, []string{"store"}),
	"house":           all,
	"cmd/lollipop":    all,
	"cmd/house":       all,

	"/locales": {},
	"/pwa":     {},
}

// outsiders are the libraries that one hall hides from the others: a prefix of an import path, and who may use it. A
// library that is not here may be used by cmd alone.
var outsiders = []struct {
	prefix string
	by     []string
}{
	{"github.com/gofiber/", []string{"web"}},
	{"github.com/danielgtaylor/huma/", []string{"web"}},
	{"github.com/valyala/fasthttp", []string{"web"}},
	{"gorm.io/", []string{"store"}},
	{"github.com/pressly/goose/", []string{"store"}},
	{"github.com/jackc/pgx/", []string{"store", "store/storetest"}},
	{"modernc.org/", []string{"store"}},
	{"github.com/nicksnyder/go-i18n/", []string{"translate"}},
	{"golang.org/x/text/language", []string{"translate"}},
	{"golang.org/x/text/encoding", []string{"sheet"}},
	{"rsc.io/qr", []string{"web"}},
	{"golang.org/x/crypto/argon2", []string{"signin"}},
	{"github.com/pquerna/otp", []string{"signin"}},
	{"github.com/go-webauthn/webauthn", []string{"signin"}},
	{"github.com/SherClockHolmes/webpush-go", []string{"push"}},
	{"filippo.io/age", []string{"vault"}},
	{"github.com/klauspost/compress/", []string{"vault"}},
	{"github.com/tink-crypto/", []string{"vault"}},
	{"github.com/prometheus/", []string{"meter"}},
	{"encoding/csv", []string{"sheet"}},
}

// outside are packages of the standard library that reach out of the process: no room and no kernel package has them.
var outside = []string{"net/http", "net", "os", "os/exec", "database/sql", "database/sql/driver"}

func with(list []string, more ...string) []string { return slices.Concat(list, more) }

type listed struct {
	ImportPath string
	Imports    []string
	Error      *struct{ Err string }
}

// name is a package's name in the map.
func name(path string) (string, bool) {
	if inside, ok := strings.CutPrefix(path, "lollipop/backend/"); ok {
		return inside, true
	}
	if root, ok := strings.CutPrefix(path, "lollipop/"); ok && root != "backend" {
		return "/" + root, true
	}
	return "", false
}

// packages are those of the backend, and what they embed, as go list gives them.
func packages(t *testing.T) []listed {
	t.Helper()
	list := []string{"list", "-e", "-json=ImportPath,Imports,Error", "./...", "lollipop/locales", "lollipop/pwa"}
	out, err := exec.Command("go", list...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for in := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		switch err := in.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		if p.ImportPath != "lollipop/backend" { // this folder, which holds tests alone
			all = append(all, p)
		}
	}
}

func TestEveryPackageImportsWhatItMay(t *testing.T) {
	found := packages(t)
	if len(found) < len(kernel)+len(rooms) {
		t.Fatalf("go list found %d packages", len(found))
	}
	for _, p := range found {
		who, _ := name(p.ImportPath)
		may, known := allowed[who]
		if !known {
			t.Errorf("%s is not in the map of arch_test.go: say what it may import", p.ImportPath)
			continue
		}
		if p.Error != nil && !strings.HasPrefix(who, "/") { // what is embedded may not be there before it is built
			t.Errorf("%s cannot be read: %s", p.ImportPath, p.Error.Err)
		}
		for _, path := range p.Imports {
			if whom, ours := name(path); ours {
				if !slices.Contains(may, whom) {
					t.Errorf("%s imports %s, which the map does not allow", who, whom)
				}
				continue
			}
			outsider(t, who, path)
		}
	}
}

func outsider(t *testing.T, who, path string) {
	t.Helper()
	inner := slices.Contains(rooms, who) || slices.Contains(kernel, who)
	if inner && slices.Contains(outside, path) {
		t.Errorf("%s imports %s: rooms and kernel reach out only through their store", who, path)
	}
	for _, library := range outsiders {
		if strings.HasPrefix(path, library.prefix) {
			if !slices.Contains(library.by, who) && who != "house" {
				t.Errorf("%s imports %s, which is %v's", who, path, library.by)
			}
			return
		}
	}
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") && !strings.HasPrefix(who, "cmd/") {
		t.Errorf("%s imports %s, a library that arch_test.go does not know", who, path)
	}
}

func TestTheMapIsOfThisHouse(t *testing.T) {
	for who, may := range allowed {
		for _, whom := range may {
			if _, known := allowed[whom]; !known {
				t.Errorf("%s may import %s, which is nowhere", who, whom)
			}
			if strings.HasPrefix(whom, "cmd/") {
				t.Errorf("%s may import a command", who)
			}
			if slices.Contains(halls, who) && slices.Contains(halls, whom) {
				t.Errorf("the hall %s may import the hall %s", who, whom)
			}
		}
	}
}

// Rules get now as an argument; services get a clock. A hall may time its own work where the line says
// "//lollipop:clock" and why.
func TestOnlyTheClockAsksForTheTime(t *testing.T) {
	source(t, func(path string, set *token.FileSet, file *ast.File) {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "clock/") || strings.HasPrefix(path, "cmd/") {
			return
		}
		excused := map[int]bool{}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if why, ok := strings.CutPrefix(comment.Text, "//lollipop:clock "); ok && strings.TrimSpace(why) != "" {
					excused[set.Position(comment.Pos()).Line] = true
				}
			}
		}
		hall, _, _ := strings.Cut(path, "/")
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			from, ok := call.X.(*ast.Ident)
			if !ok || from.Name != "time" {
				return true
			}
			at := set.Position(call.Pos())
			switch call.Sel.Name {
			case "Now", "Until":
				if !excused[at.Line] || !slices.Contains(halls, hall) {
					t.Errorf("%s asks time.%s: the time comes from the clock", at, call.Sel.Name)
				}
			case "Since":
				if len(excused) == 0 || !slices.Contains(halls, hall) {
					t.Errorf("%s asks time.Since: the time comes from the clock", at)
				}
			}
			return true
		})
	})
}
