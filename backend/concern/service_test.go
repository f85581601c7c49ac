package concern_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
	"lollipop/backend/vault"
	"lollipop/locales"
)

// heard is what a person is told.
var heard = storetest.Heard

// monday is a school day at ten, London's winter.
var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// at is a school with its staff, one clock, and the room.
type at struct {
	*testing.T
	*concern.Service
	place storetest.Place
	store *store.Store
	clock *clock.Movable
	staff *staff
}

// staff is a school's, as a test has it.
type staff struct{ all []people.Staff }

func (s *staff) StaffList(context.Context, id.School) ([]people.Staff, error) { return s.all, nil }

// hookLane has a head who is the lead; beaverRoad a Head of School who is.
func hookLane() []people.Staff {
	return []people.Staff{person("head", people.Head, people.SafeguardingLead), person("osl", people.OnlineSafetyLead),
		person("deputy", people.DeputyLead), person("chair", people.ChairOfGovernors), person("teacher", people.Teacher),
		person("technician", people.Technician), person("admin", people.Administrator)}
}

func beaverRoad() []people.Staff {
	return []people.Staff{person("head", people.Head), person("lead", people.HeadOfSchool, people.SafeguardingLead),
		person("deputy1", people.DeputyLead), person("deputy2", people.DeputyLead), person("chair", people.ChairOfGovernors)}
}

func person(name string, roles ...people.Role) people.Staff {
	return people.Staff{ID: id.Named[id.Staff](name), Title: "Ms", Surname: strings.ToUpper(name[:1]) + name[1:], Roles: roles}
}

func open(t *testing.T, preset string, all []people.Staff) *at {
	t.Helper()
	return openOn(t, storetest.Memory(t), preset, all)
}

func openOn(t *testing.T, s *store.Store, preset string, all []people.Staff) *at {
	t.Helper()
	p := storetest.Furnish(t, s, preset, preset)
	for i := range all {
		all[i].School = p.School.ID
	}
	seals, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	words, err := concern.ReadWords(locales.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.NewFrozen(monday)
	team := &staff{all}
	a := &at{T: t, place: p, store: s, clock: now, staff: team, Service: &concern.Service{Store: s.Concerns(),
		Rings: s.Concerns(), Schools: s.Schools(), Staff: team, Vault: seals, Words: words,
		Guesses: concern.NewGuesses(now), Clock: now}}
	if err := a.SetDoor(t.Context(), a.who("head"), a.act("head", "concern.set_door"), true); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *at) who(name string) people.Who {
	for _, s := range a.staff.all {
		if s.ID == id.Named[id.Staff](name) {
			return s.Who()
		}
	}
	a.Fatalf("nobody is called %s", name)
	return people.Who{}
}

// act is something that somebody does now; nobody is whoever tells.
func (a *at) act(name, command string) event.Act {
	act := event.Act{School: a.place.School.ID, At: a.clock.Now(), Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command))}
	if name != "" {
		act.Actor = id.Named[id.Person](name)
	}
	return act
}

func (a *at) tell(t concern.Telling) concern.Receipt {
	a.Helper()
	r, err := a.Tell(a.Context(), a.act("", "concern.tell"), t)
	if err != nil {
		a.Fatal(err)
	}
	return r
}

func (a *at) list(name string) []concern.Summary {
	a.Helper()
	all, err := a.List(a.Context(), a.who(name), false)
	if err != nil {
		a.Fatal(err)
	}
	return all
}

// read opens the first of somebody's list.
func (a *at) read(name string) concern.Opened {
	a.Helper()
	all := a.list(name)
	if len(all) == 0 {
		a.Fatalf("%s has nothing to read", name)
	}
	o, err := a.Read(a.Context(), a.who(name), all[0].ID, false)
	if err != nil {
		a.Fatal(err)
	}
	return o
}

// seen are those who have something in their list.
func (a *at) seen() string {
	a.Helper()
	var names []string
	for _, s := range a.staff.all {
		all, err := a.List(a.Context(), s.Who(), false)
		if err != nil {
			a.Fatal(err)
		}
		if len(all) > 0 {
			names = append(names, strings.ToLower(s.Surname))
		}
	}
	return strings.Join(names, " ")
}

func (a *at) round() time.Time {
	a.Helper()
	next, err := a.Round(a.Context(), a.place.School.ID, a.clock.Now())
	if err != nil {
		a.Fatal(err)
	}
	return next
}

func (a *at) say(r concern.Receipt, language string) string {
	return strings.Join(a.Words.Say(language, r), " ")
}

// A child tells, is read, answered, comes back and writes more; nobody else ever sees it.
//
// Policy: roles.children.seek_help (AR 4.5/6, BG 4.5/6), roles.parents.seek_help (AR 4.6/5, BG 4.6/6)
// Policy: concerns.confidentiality (AR 10/2, BG 10/2), concerns.welfare.parents (AR 10.1/4, BG 10.1/4)
func TestAChildTells(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	r := a.tell(concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.Myself}, Kinds: []concern.Kind{concern.Picture},
		Feel: concern.Scared, Story: "Somebody wants a photo of me.", Language: "pl", Naming: concern.LeadOnly,
		Name: "Maisie", Class: "Wren"})
	if got := a.seen(); got != "head" {
		t.Fatalf("%q read it", got)
	}
	words := a.say(r, "pl")
	back, err := a.Return(t.Context(), a.place.School.ID, strings.ToUpper(words), a.clock.Now())
	if err != nil || back.Status != concern.Told || !back.ReadAt.IsZero() || len(back.Lines) != 1 || !back.Lines[0].Mine {
		t.Fatalf("%+v, %v", back, err)
	}
	a.clock.Move(time.Minute)
	o := a.read("head")
	if !o.First || o.Head.Box != concern.Welfare || o.Urgency != concern.Soon || len(o.Entries) != 2 ||
		o.Entries[1].Words != "Maisie" || o.Entries[0].Words != "Somebody wants a photo of me." {
		t.Fatalf("%+v", o)
	}
	head := a.who("head")
	steps := []func() (concern.Opened, error){
		func() (concern.Opened, error) {
			return a.Reply(t.Context(), head, a.act("head", "concern.reply"), o.ID, concern.Answer{Reply: "believe_you"})
		},
		func() (concern.Opened, error) {
			return a.Reply(t.Context(), head, a.act("head", "concern.reply"), o.ID, concern.Answer{Words: "Come to me.", Language: "en"})
		},
		func() (concern.Opened, error) {
			return a.Note(t.Context(), head, a.act("head", "concern.note"), o.ID, "Ring the mother? No.")
		},
		func() (concern.Opened, error) {
			return a.AskInterpreter(t.Context(), head, a.act("head", "concern.interpreter"), o.ID, "pl")
		},
		func() (concern.Opened, error) {
			return a.SetStatus(t.Context(), head, a.act("head", "concern.status"), o.ID, concern.Helping)
		},
	}
	for i, step := range steps {
		if _, err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	_, err = a.SetStatus(t.Context(), head, a.act("head", "concern.status"), o.ID, concern.Finished)
	if got := heard(err); got != "not_yet concern.finish.parents concerns.welfare.parents" {
		t.Errorf("finished before the parents were decided: %q", got)
	}
	back, err = a.Return(t.Context(), a.place.School.ID, words, a.clock.Now())
	if err != nil || back.Status != concern.Helping || back.ReadAt.IsZero() || len(back.Lines) != 3 ||
		back.Lines[1].Phrase != "concern.reply.believe_you" || back.Lines[2].Words != "Come to me." {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, err = a.DecideParents(t.Context(), head, a.act("head", "concern.parents"), o.ID, concern.No, "She asked us to wait."); err != nil {
		t.Fatal(err)
	}
	if o, err = a.SetStatus(t.Context(), head, a.act("head", "concern.status"), o.ID, concern.Finished); err != nil || len(a.list("head")) != 0 {
		t.Fatalf("%v, %d open", err, len(a.list("head")))
	}
	a.clock.Move(time.Hour)
	more := a.act("", "concern.add")
	for range 2 { // a retry
		if back, err = a.AddMore(t.Context(), more, words, "It happened again.", "pl"); err != nil || len(back.Lines) != 4 ||
			back.Status != concern.Told || !back.ReadAt.IsZero() {
			t.Fatalf("%+v, %v", back, err)
		}
	}
	if all := a.list("head"); len(all) != 1 || !all[0].Unread || !all[0].First {
		t.Errorf("what was added is not there: %+v", all)
	}
}

// Scenario 5, and more: whoever it is about finds nothing by any way; somebody else reads it.
func TestWhoeverItIsAboutFindsNothing(t *testing.T) {
	for _, row := range []struct {
		preset string
		staff  func() []people.Staff
		about  concern.About
		reads  string
	}{
		{"anthony-roper", hookLane, concern.TheHead, "chair"},
		{"anthony-roper", hookLane, concern.TheLead, "chair"},
		{"anthony-roper", hookLane, concern.OnlineLead, "head"},
		{"anthony-roper", hookLane, concern.TheChair, "head"},
		{"beaver-green", beaverRoad, concern.HeadOfSite, "head"},
		{"beaver-green", beaverRoad, concern.TheLead, "head"},
		{"beaver-green", beaverRoad, concern.TheHead, "chair"},
		{"beaver-green", beaverRoad, concern.DeputyLead, "head"},
	} {
		t.Run(row.preset+" "+string(row.about), func(t *testing.T) {
			a := open(t, row.preset, row.staff())
			a.tell(concern.Telling{Form: concern.ForAdults, About: []concern.About{row.about}, Story: "Zanzibar.", Danger: true})
			first, _, _ := strings.Cut(a.seen(), " ")
			if got := a.seen(); first != row.reads && !strings.HasSuffix(got, row.reads) {
				t.Fatalf("%q read it, not %s", got, row.reads)
			}
			o := a.read(row.reads)
			// However long it stays unread, and whoever breaks the glass.
			for range 20 {
				a.clock.Move(6 * time.Hour)
				a.round()
			}
			for _, s := range a.staff.all {
				_ = a.BreakGlass(t.Context(), s.Who(), a.act(strings.ToLower(s.Surname), "concern.glass"), "At night.")
			}
			for _, s := range a.staff.all {
				if slices.ContainsFunc(o.Readers, func(r concern.ReaderLine) bool { return r.Person == id.Person(s.ID) }) {
					continue
				}
				who, name := s.Who(), strings.ToLower(s.Surname)
				_, err := a.Read(t.Context(), who, o.ID, false)
				_, never := a.Read(t.Context(), who, id.New[id.Concern](), false)
				waits, werr := a.Waiting(t.Context(), who)
				found, serr := a.Search(t.Context(), who, "zanzibar")
				if err == nil && slices.Contains(o.Head.KeptFrom, who.Person) {
					t.Fatalf("%s reads it", name)
				}
				if !slices.Contains(o.Head.KeptFrom, who.Person) {
					continue
				}
				if heard(err) != heard(never) || werr != nil || waits != (concern.Waiting{}) || serr != nil || len(found) != 0 {
					t.Errorf("%s: %v / %v, waiting %+v, found %d", name, err, never, waits, len(found))
				}
			}
		})
	}
}

// Policy: roles.dsl.report_up (AR 4.2/8, BG 4.2/11), roles.dsl.deputies (BG 4.2/2)
func TestHandingKeepingAndGlass(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS1, Kinds: []concern.Kind{concern.Unkind}, Story: "They laugh."})
	ctx := t.Context()
	deputy := a.who("deputy1")
	if got := heard(a.BreakGlass(ctx, deputy, a.act("deputy1", "concern.glass"), " ")); got != "invalid concern.nothing_said" {
		t.Errorf("without a reason: %q", got)
	}
	act := a.act("deputy1", "concern.glass")
	for range 2 {
		if err := a.BreakGlass(ctx, deputy, act, "The police ring, Ms Lead does not answer."); err != nil {
			t.Fatal(err)
		}
	}
	if got := a.seen(); got != "lead deputy1" {
		t.Fatalf("%q", got)
	}
	if w, _ := a.Waiting(ctx, a.who("lead")); !w.Glass {
		t.Error("the lead is not told that the glass was broken")
	}
	o := a.read("lead")
	if n := len(o.Entries); n != 2 || o.Entries[1].Kind != concern.Glass || o.Names[o.Entries[1].By] != "Ms Deputy1" {
		t.Errorf("the lead reads %+v", o.Entries)
	}
	a.clock.Move(concern.GlassLasts)
	if got := a.seen(); got != "lead" {
		t.Errorf("after an hour %q", got)
	}
	lead := a.who("lead")
	to := func(name string) id.Person { return id.Person(id.Named[id.Staff](name)) }
	if _, err := a.Hand(ctx, lead, a.act("lead", "concern.hand"), o.ID, to("deputy2"), "Your class."); err != nil {
		t.Fatal(err)
	}
	if got := a.seen(); got != "lead deputy2" {
		t.Errorf("handed, and %q", got)
	}
	if _, err := a.KeepFrom(ctx, a.who("deputy2"), a.act("deputy2", "concern.keep"), o.ID, to("lead"), "It is her niece."); err != nil {
		t.Fatal(err)
	}
	if got := a.seen(); got != "deputy2" {
		t.Errorf("kept from the lead, and %q", got)
	}
	_, err := a.Hand(ctx, a.who("deputy2"), a.act("deputy2", "concern.hand"), o.ID, to("lead"), "")
	if got := heard(err); got != "denied concern.hand.kept_from concerns.confidentiality" {
		t.Errorf("handed to whom it is kept from: %q", got)
	}
	// The colleague to whom it was handed leaves: it goes to who stands first and is not kept from it.
	a.staff.all = slices.DeleteFunc(a.staff.all, func(s people.Staff) bool { return s.ID == id.Named[id.Staff]("deputy2") })
	a.round()
	if got := a.seen(); got != "deputy1" {
		t.Errorf("its last reader left, and %q", got)
	}
}

// Policy: procedure.nudes.store_device (AR 11.1.1/4, BG 11.2/13)
func TestADeviceRaisesOne(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	act := a.act("", "concern.raise")
	for range 2 {
		if err := a.Raise(t.Context(), act, concern.Raised{Pupil: a.place.Pupils[2].ID, Confiscation: "c"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := a.seen(); got != "lead" {
		t.Fatalf("%q", got)
	}
	if o := a.read("lead"); o.Head.Pupil != a.place.Pupils[2].ID || o.Head.Confiscation != "c" || len(o.Entries) != 0 || o.Urgency != concern.Soon {
		t.Errorf("%+v", o)
	}
}
