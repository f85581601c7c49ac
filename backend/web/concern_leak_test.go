package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// subjects are all of whom something can be told that keeps it from somebody on the staff, with who they are in the house.
var subjects = []struct {
	about concern.About
	short string
}{
	{concern.TheHead, "hd"}, {concern.HeadOfSite, "hos"}, {concern.Deputy, "dep"}, {concern.TheLead, "dsl"},
	{concern.DeputyLead, "dds"}, {concern.OnlineLead, "osl"}, {concern.TheChair, "chr"}, {concern.AGovernor, "gov"},
}

// leaks are what each of the staff asks of a school at which something was told: everything that there is to read, what
// concerns have of lists, searches and acts, and the one concern by its id.
func (h *house) leaks(told id.Concern) []ask {
	asks := []ask{{path: "/openapi.json"}, {path: "/today"}, {path: "/"}, {path: "/api/class?class=RobinA"},
		{path: "/api/confiscations?open=false"}, {path: "/api/concerns?finished=true"},
		{method: "POST", path: "/api/concerns/search", body: `{"text":"narwhal"}`},
		{method: "POST", path: "/api/concerns/glass", body: `{"reason":"Nobody answers."}`},
		{path: "/api/concerns"}, // what the glass has opened
		{path: "/api/concerns/" + string(told)}}
	for act, body := range map[string]string{"print": `{}`, "reply": `{"phrase":"thank_you"}`, "note": `{"words":"a"}`,
		"status": `{"status":"read"}`, "hand": `{"to":"` + string(h.here.staff["tea"].ID) + `"}`,
		"keep-from": `{"person":"` + string(h.here.staff["tea"].ID) + `"}`, "parents": `{"tell":"no","reason":"a"}`,
		"interpreter": `{"language":"ur"}`} {
		asks = append(asks, ask{method: "POST", path: "/api/concerns/" + string(told) + "/" + act, body: body})
	}
	for _, r := range h.server.routes() {
		if r.Method == http.MethodGet && !strings.Contains(r.Path, "{") && !strings.HasPrefix(r.Path, "/api/demo") {
			asks = append(asks, ask{path: r.Path})
		}
	}
	slices.SortStableFunc(asks, func(a, b ask) int { return strings.Compare(a.method, b.method) })
	return asks
}

// hears is all that somebody gets for all that they can ask, before and after they broke the glass.
func (h *house) hears(p *place, short string, told id.Concern) map[string]string {
	h.t.Helper()
	session, heard := p.session[short], map[string]string{}
	h.proves(p, short, session)
	for _, round := range []string{"first ", "then "} {
		for _, a := range h.leaks(told) {
			if (round == "then " || h.asksLess) && !strings.HasPrefix(a.path, "/api/concerns") && a.path != "/api/today" && a.path != "/api/me" {
				continue
			}
			a.session, a.header = session, sent("Accept-Language", "en")
			heard[round+strings.ReplaceAll(a.method+" "+a.path, string(told), "{id}")] = drawn.ReplaceAllString(h.do(a).print(), "$1")
		}
	}
	return heard
}

// drawn is what is drawn anew for each house, whatever was told in it: the id of a factor, and the code at the head of the
// record of the day. How far that record has come is compared.
var drawn = regexp.MustCompile(`("items":\[{"id":|"code":)"[^"]*"`)

// lives has the product do what it does by itself in two days in which nobody reads anything: the next reader is added,
// and then everybody who may be one.
func (h *house) lives() {
	h.t.Helper()
	for range 16 {
		h.clock.Move(3 * time.Hour)
		for _, p := range []*place{h.here, h.there} {
			if _, err := h.server.Concerns.Round(h.t.Context(), p.school.ID, h.clock.Now()); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

// comes reports whether somebody stands on a concern's path, so that it may come to them.
func (h *house) comes(p *place, short string, subject concern.About, keptFrom id.Person) bool {
	h.t.Helper()
	staff, err := h.store.People().StaffList(h.t.Context(), p.school.ID)
	path := concern.Route(p.school.Policy, concern.Head{Box: concern.Conduct, About: []concern.About{subject},
		KeptFrom: []id.Person{keptFrom}}, made(h, staff, err), clock.DateOf(h.clock.Now(), school.London))
	return slices.Contains(path.Readers, p.who(short).Person)
}

// Whatever is told about whom: they, and everybody else who is not to read it, get to the byte what they would get if
// nothing had ever been told, from everything that they can ask, after two days in which nobody read it, and after they
// broke the glass. A twin of the school, where nothing was told, is asked the same. Each role as subject, each as reader,
// both policies, both engines.
func TestNobodyLearnsOfAConcernWhoIsNotToReadIt(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name == "file" {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			twin := houseOn(t, kind.Open(t))
			twin.asksLess = kind.Name != "memory" // of the engine is what stands in the store
			twin.lives()
			heard := map[string]map[string]string{}
			without := func(p *place, short string) map[string]string {
				key := p.school.Slug + " " + short
				if heard[key] == nil {
					same := map[bool]*place{true: twin.here, false: twin.there}[p.school.Slug == twin.here.school.Slug]
					heard[key] = twin.hears(same, short, id.New[id.Concern]())
				}
				return heard[key]
			}
			for _, s := range subjects {
				h := houseOn(t, kind.Open(t))
				h.asksLess = twin.asksLess
				told := map[*place]id.Concern{}
				for _, p := range []*place{h.here, h.there} {
					_, told[p] = h.told(p, concern.Telling{Form: concern.ForAdults, About: []concern.About{s.about},
						Kinds: []concern.Kind{concern.Secret}, Danger: true, Story: "A narwhal in the corridor.", Language: "en"})
				}
				h.lives()
				for _, p := range []*place{h.here, h.there} {
					readers, at := 0, told[p]
					for _, short := range everybody { // in one order, since each who proves themselves adds to the record
						if _, here := p.staff[short]; !here || short == "lft" {
							continue
						}
						reads := h.comes(p, short, s.about, p.who(s.short).Person)
						differs := h.differs(t, p, short, at, without(p, short))
						switch {
						case reads:
							readers++
							if len(differs) == 0 {
								t.Errorf("%s at %s: %s may read it and hears nothing", s.about, p.school.Slug, short)
							}
						case len(differs) > 0:
							t.Errorf("%s at %s: %s hears of it: %v", s.about, p.school.Slug, short, differs)
						}
					}
					if readers == 0 {
						t.Errorf("%s at %s: nobody reads it", s.about, p.school.Slug)
					}
				}
			}
		})
	}
}

// differs are the questions that somebody gets another answer to than without.
func (h *house) differs(t *testing.T, p *place, short string, told id.Concern, without map[string]string) (all []string) {
	t.Helper()
	heard := h.hears(p, short, told)
	if len(heard) != len(without) || len(heard) < 25 {
		t.Errorf("%d questions, and %d without", len(heard), len(without))
	}
	for question, got := range heard {
		if got != without[question] {
			all = append(all, question)
		}
		if strings.Contains(got, "narwhal") && !strings.Contains(question, "{id}") {
			t.Errorf("the words stand in the answer to %s", question)
		}
	}
	return all
}

// From whom a reader keeps a child's concern, to them it is as if it had never been told: even if they had it before, and
// to whoever breaks the glass.
func TestNobodyLearnsOfAConcernThatIsKeptFromThem(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name == "file" {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			twin, h := houseOn(t, kind.Open(t)), houseOn(t, kind.Open(t))
			told := map[*place]id.Concern{}
			for _, p := range []*place{h.here, h.there} {
				_, told[p] = h.told(p, aChilds)
			}
			for _, p := range []*place{twin.here, twin.there} { // as many who prove themselves
				twin.reads(p, "dsl", "GET", "/api/concerns", "")
				twin.reads(p, "dds", "GET", "/api/concerns", "")
				twin.reads(p, "dsl", "GET", "/api/concerns", "")
			}
			for p, at := range told {
				h.reads(p, "dsl", "POST", "/api/concerns/"+string(at)+"/hand", `{"to":"`+string(p.staff["dds"].ID)+`"}`)
				if got := h.reads(p, "dds", "GET", "/api/concerns/"+string(at), ""); got.status != http.StatusOK {
					t.Fatal(got.print())
				}
				kept := h.reads(p, "dsl", "POST", "/api/concerns/"+string(at)+"/keep-from", `{"person":"`+string(p.staff["dds"].ID)+`"}`)
				if kept.status != http.StatusOK {
					t.Fatal(kept.print())
				}
			}
			twin.lives()
			h.lives()
			for _, p := range []*place{h.here, h.there} {
				at, same := told[p], map[bool]*place{true: twin.here, false: twin.there}[p == h.here]
				if differs := h.differs(t, p, "dds", at, twin.hears(same, "dds", id.New[id.Concern]())); len(differs) > 0 {
					t.Errorf("at %s: %v", p.school.Slug, differs)
				}
			}
		})
	}
}

// appoints gives somebody another role, and signs them in again.
func (h *house) appoints(p *place, short string, role people.Role) {
	h.t.Helper()
	one := p.staff[short]
	one.Roles = []people.Role{role}
	p.staff[short] = one
	h.roll(p, people.Changes{Staff: []people.Staff{one}})
	p.session[short] = h.session(p, short)
}

// Of two new leads the one from whom a child's concern was kept before hears nothing of it, as everybody else who is not to
// read it; the other reads it, and so does the deputy who has held it meanwhile.
func TestANewLeadLearnsOfNothingThatIsKeptFromThem(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name == "file" {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			twin, h := houseOn(t, kind.Open(t)), houseOn(t, kind.Open(t))
			twin.asksLess, h.asksLess = true, true
			told := map[*place]id.Concern{}
			for _, h := range []*house{twin, h} {
				for _, p := range []*place{h.here, h.there} {
					path := "/api/concerns/" + string(id.New[id.Concern]())
					if h != twin {
						_, told[p] = h.told(p, aChilds)
						path = "/api/concerns/" + string(told[p])
					}
					h.reads(p, "dsl", "POST", path+"/hand", `{"to":"`+string(p.staff["dds"].ID)+`"}`)
					h.reads(p, "dsl", "POST", path+"/keep-from", `{"person":"`+string(p.staff["ast"].ID)+`"}`)
					h.reads(p, "dds", "GET", path, "")
					h.appoints(p, "dsl", people.Teacher)
					h.appoints(p, "ast", people.SafeguardingLead)
					h.appoints(p, "sen", people.SafeguardingLead)
				}
				h.lives()
			}
			for _, p := range []*place{h.here, h.there} {
				same := map[bool]*place{true: twin.here, false: twin.there}[p == h.here]
				for _, short := range everybody {
					if _, here := p.staff[short]; !here || short == "lft" {
						continue
					}
					differs := h.differs(t, p, short, told[p], twin.hears(same, short, id.New[id.Concern]()))
					if reads := short == "sen" || short == "dds"; reads != (len(differs) > 0) {
						t.Errorf("at %s %s is to read it: %v, and hears otherwise than without: %v", p.school.Slug, short, reads, differs)
					}
				}
			}
		})
	}
}
