package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/id"
)

// readMatrix reads the table: route → kind of person → the two signs.
func readMatrix(t *testing.T) map[string]map[string]string {
	t.Helper()
	table, columns := map[string]map[string]string{}, []string{}
	for line := range strings.SplitSeq(matrix, "\n") {
		words := strings.Fields(line)
		if len(words) < len(everybody) {
			continue
		}
		cells := words[len(words)-len(everybody):]
		if words[0] != http.MethodGet && words[0] != http.MethodPost && words[0] != http.MethodPut {
			columns = cells
			continue
		}
		row := map[string]string{}
		for i, cell := range cells {
			row[columns[i]] = cell
		}
		table[words[0]+" "+words[1]] = row
	}
	return table
}

// sign is what the table says at a school with that policy.
func (p *place) sign(cell string) string {
	signs := []rune(cell)
	if p.school.Slug == "beaver-road" {
		return string(signs[len(signs)-1])
	}
	return string(signs[0])
}

// Everything that can be asked, by everybody, of what is theirs, of what is nobody's, and of what is the other
// school's.
func TestWhoMayDoWhat(t *testing.T) {
	h := newHouse(t)
	for _, p := range []*place{h.here, h.there} {
		for short := range p.staff {
			if short != "lft" {
				h.choosePassphrase(p, short)
			}
		}
	}
	table := readMatrix(t)
	nothing := h.do(ask{path: "/api/today", session: h.here.session["tea"]})
	if nothing.status != http.StatusNotFound {
		t.Fatal(nothing.print())
	}
	for _, r := range h.server.routes() {
		name := r.Method + " " + r.Path
		row := table[name]
		if row == nil {
			t.Errorf("%s: nobody has said who may", name)
			continue
		}
		for _, p := range []*place{h.here, h.there} {
			other := h.here
			if p == h.here {
				other = h.there
			}
			for _, short := range everybody {
				h.cell(t, r, p, other, short, p.sign(row[short]), nothing)
			}
			h.stranger(t, r, p, other, p.sign(row["hd"]), nothing)
		}
		delete(table, name)
	}
	if len(table) > 0 {
		t.Errorf("the table speaks of routes that are not there: %v", slices.Collect(maps.Keys(table)))
	}
}

// cell asks one route as one kind of person.
func (h *house) cell(t *testing.T, r Route, p, other *place, short, sign string, nothing answer) {
	t.Helper()
	what := fmt.Sprintf("%s %s as %s of %s", r.Method, r.Path, short, p.school.Slug)
	of := samples[r.Method+" "+r.Path].of
	session := p.session[short]
	if r.changes() && strings.HasPrefix(r.Name, "access.") && session != "" && short != "lft" && short != "bar" {
		session = h.comeIn(p, other, short) // it may end by this
		defer func() { p.session[short] = h.comeIn(p, other, short) }()
	}
	ask := func(of things) answer {
		a := request(r, of)
		a.session = session
		return h.do(a)
	}
	mine := things{}
	switch {
	case of == nil:
	case sign == "." || sign == "?" || !r.changes(): // it stays as it is
		mine = h.standing(r, p)
	default:
		mine = of(h, p)
	}
	if sign != "?" && (sign != "." || r.Proved && r.May.allows(p.who(short))) { // who may ask, and finds nothing, proves too
		h.readies(t, what, r, p, short, session, mine)
	}
	own := ask(mine)
	h.seen(t, what, p, other, short, own)
	if got := signOf(own, nothing); got != sign {
		t.Errorf("%s: %s, and the table says %s: %s", what, got, sign, own.print())
		return
	}
	if of == nil || r.May.anybody {
		return
	}
	absent, foreign := ask(things{}), ask(things{})
	if short != "oth" || sign != "." { // to a parent of the other school, what is the other's is their own
		foreign = ask(h.standing(r, other))
	}
	h.seen(t, what+", of the other school's", p, other, short, foreign)
	switch {
	case absent.print() != foreign.print():
		t.Errorf("%s: what is absent and what is the other school's can be told apart:\n%s\n%s", what, absent.print(),
			foreign.print())
	case sign == "Y" && absent.print() != nothing.print() && (absent.status != 422 || absent.problem(t).Field == ""):
		t.Errorf("%s: what is absent gets another answer than what is forbidden: %s", what, absent.print())
	case sign == "§" && absent.print() != own.print() && absent.print() != nothing.print(),
		(sign == "?" || sign == ".") && absent.print() != own.print():
		t.Errorf("%s: whether it is there can be told:\n%s\n%s", what, own.print(), absent.print())
	}
}

// standing are things of a school that a route's refusals leave as they are: made once.
func (h *house) standing(r Route, p *place) things {
	key := r.Method + r.Path
	if p.standing[key] == nil {
		p.standing[key] = samples[r.Method+" "+r.Path].of(h, p)
	}
	return p.standing[key]
}

// stranger asks as the head of the other school for what is this one's.
func (h *house) stranger(t *testing.T, r Route, p, other *place, sign string, nothing answer) {
	t.Helper()
	of := samples[r.Method+" "+r.Path].of
	if of == nil || r.May.anybody || sign != "Y" {
		return
	}
	a := request(r, h.standing(r, p))
	a.session = other.session["hd"]
	if r.Proved {
		h.proves(other, "hd", a.session)
	}
	got := h.do(a)
	if s := signOf(got, nothing); s == "Y" || strings.Contains(got.body, p.canary) {
		t.Errorf("%s %s: the head of %s reaches what is %s's: %s", r.Method, r.Path, other.school.Slug, p.school.Slug,
			got.print())
	}
}

// signOf is an answer in the table's signs.
func signOf(a, nothing answer) string {
	switch {
	case a.status == http.StatusOK:
		return "Y"
	case a.print() == nothing.print():
		return "."
	case a.status == http.StatusNotFound && strings.Contains(a.body, "This link does not work"):
		return "L"
	case a.status == http.StatusConflict && strings.Contains(a.body, "A parent or carer is signed in"):
		return "F"
	case a.status == http.StatusUnauthorized && strings.Contains(a.body, `"kind":"signed_out"`):
		return "?"
	case a.status == http.StatusForbidden || a.status == http.StatusConflict &&
		strings.Contains(a.body, `"kind":"not_yet"`):
		return "§"
	}
	return fmt.Sprint(a.status)
}

// seen holds for every answer: nobody reads a name of the other school, and those who have nothing to do with
// children's names read none but, in a family, their own.
func (h *house) seen(t *testing.T, what string, p, other *place, short string, a answer) {
	t.Helper()
	if short == "oth" {
		other = p
	}
	if strings.Contains(a.body, other.canary) && !opensNames(what) {
		t.Errorf("%s: a name of %s is in the answer: %s", what, other.school.Slug, a.body)
	}
	if slices.Contains([]string{"out", "lft", "gov", "chr", "tec", "sit", "par", "stf", "bar", "pup", "oth"}, short) &&
		(strings.Contains(a.body, "KidA") || strings.Contains(a.body, "KidB")) && !opensNames(what) {
		t.Errorf("%s: a child's name is in the answer: %s", what, a.body)
	}
}

// opensNames: whoever has such a code reads the names behind it, signed in as whomever.
func opensNames(what string) bool {
	return strings.Contains(what, "/api/tell/") || // at whose door anybody reads who is behind it
		strings.Contains(what, "/api/links/") || strings.Contains(what, "/api/sign-in ") ||
		strings.Contains(what, "/api/letters/") || strings.Contains(what, "/api/hand-over/use") ||
		strings.Contains(what, "/api/class-codes/look") || strings.Contains(what, "/api/class-codes/use")
}

// The addresses outside the API: every one that is served is known here, and gives nobody somebody else's.
func TestThePagesAreForAnybody(t *testing.T) {
	h := newHouse(t)
	app, err := New(h.server)
	if err != nil {
		t.Fatal(err)
	}
	api := map[string]bool{}
	for _, r := range h.server.routes() {
		api[placeholder.ReplaceAllString(r.Path, ":$1")] = true
	}
	for _, route := range app.fiber.GetRoutes(true) {
		if _, ok := pagesTable[route.Path]; !ok && !api[route.Path] {
			t.Errorf("%s %s: nobody has said who may", route.Method, route.Path)
		}
	}
	for pattern, path := range pagesTable {
		if path == "" {
			continue
		}
		for _, short := range everybody {
			got := h.do(ask{path: path, session: h.here.session[short]})
			if got.status != http.StatusOK {
				t.Errorf("%s as %s: %d", pattern, short, got.status)
			}
			others := h.here.ownNames(h.there, short).Replace(got.body)
			if strings.Contains(others, h.here.canary) || strings.Contains(others, h.there.canary) {
				t.Errorf("%s as %s: somebody's name is in the page", pattern, short)
			}
		}
	}
}

// What stands second in a request (the adult to whom a device goes, the witness of a search) is looked for in one's own
// school alone: another school's is answered as one who does not exist.
func TestSecondThingsAreOnesOwnToo(t *testing.T) {
	h := newHouse(t)
	for name, row := range map[string]struct{ at, other *place }{"AR": {h.here, h.there}, "BG": {h.there, h.here}} {
		for _, r := range h.server.routes() {
			s := samples[r.Method+" "+r.Path]
			if s.of == nil || r.May.anybody {
				continue
			}
			for _, second := range []string{"adult", "staff", "keep", "pupil", "device"} {
				if !strings.Contains(s.body, "{"+second+"}") || !strings.Contains(r.Path+s.body, "{id}") && second != "device" {
					continue
				}
				var got [2]string
				for i := range got {
					own, wanted := s.of(h, row.at), s.of(h, row.other)[second]
					if i == 0 {
						wanted = string(id.New[id.Event]())
					}
					own[second] = wanted
					a := request(r, own)
					a.session = row.at.session["hd"]
					if r.Proved {
						h.proves(row.at, "hd", a.session)
					}
					answered := h.do(a)
					got[i] = answered.print()
					if answered.status == http.StatusOK {
						t.Errorf("%s: %s %s with a %s that is not there is done", name, r.Method, r.Path, second)
					}
				}
				if got[0] != got[1] {
					t.Errorf("%s: %s %s tells whether another school has that %s:\n%s\n%s", name, r.Method, r.Path, second, got[0],
						got[1])
				}
			}
		}
	}
}

// choosePassphrase gives somebody the passphrase of the tests.
func (h *house) choosePassphrase(p *place, short string) {
	h.t.Helper()
	entry, err := h.server.Access.UseLink(h.t.Context(), h.link(p, short, access.ForPassphrase), passphrase, "")
	if err != nil {
		h.t.Fatal(err)
	}
	p.session[short] = entry.Token
}
