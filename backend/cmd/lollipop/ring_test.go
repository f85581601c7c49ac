package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/push"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// standing makes the product of this process reach no push service but that one.
func standing(t *testing.T, service *house.PushService) {
	before := pushing
	t.Cleanup(func() { pushing = before })
	pushing = func(c push.Config) push.Config {
		c.Subject = "mailto:office@lollipop.org"
		return reach(c, service.Address(), service.Roots())
	}
}

// ringing runs the product's rings until the end of the test, or until the function that it returns is called.
func ringing(t *testing.T, p *product) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { p.rings.run(ctx) })
	stop = func() { cancel(); all.Wait() }
	t.Cleanup(stop)
	return stop
}

// soon waits until something is so.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	late := time.After(30 * time.Second)
	for !is() {
		select {
		case <-time.After(5 * time.Millisecond):
		case <-late:
			t.Fatalf("never: %s", what)
		}
	}
}

// morning is the product over a database, on a school morning whenever the test runs: no quiet hours.
func morning(t *testing.T, config Config, db store.Config) *product {
	t.Helper()
	watch := &notice.Watch{}
	db.Changed = watch.Wake
	s, err := store.Open(t.Context(), db)
	must(t, err)
	must(t, s.Migrate(t.Context()))
	p, err := wire(config, s, db.ChainKey, someSeals(t), clock.NewMovable(storetest.At), watch, newLog(config, slog.LevelError))
	must(t, err)
	return p
}

// telephone is one that rings, and whose.
type telephone struct{ endpoint, session string }

// phoneOf signs an adult in and subscribes their telephone.
func phoneOf(t *testing.T, p *product, service *house.PushService, place storetest.Place, adult int, lang string,
) telephone {
	t.Helper()
	who := place.Staff[3].Who()
	act := place.Act("access.print_letters")
	act.Actor = who.Person
	letters, _, err := p.access.Print(t.Context(), act, who, access.Order{Adults: []id.Adult{place.Adults[adult].ID},
		Yes: []id.Adult{place.Adults[adult].ID}})
	if err != nil || len(letters) != 1 {
		t.Fatalf("no letter: %v", err)
	}
	entry, err := p.access.UseLetter(t.Context(), event.Act{Op: id.New[id.Op](), Command: "access.use_letter"},
		access.Try{Code: string(letters[0].Code), From: netip.MustParseAddr("192.0.2.9")}, 4, 5)
	must(t, err)
	device, err := service.Subscribe(house.PushHosts[adult%len(house.PushHosts)], p.sender.Key())
	must(t, err)
	phone := telephone{device.Endpoint, string(entry.Token.Hash())}
	keeps(t, p, phone.session, device, lang, "")
	return phone
}

func keeps(t *testing.T, p *product, session string, d house.PushTarget, lang, replaces string) {
	t.Helper()
	encode := base64.RawURLEncoding.EncodeToString
	must(t, p.courier.Keep(t.Context(), session, courier.Wanted{Endpoint: d.Endpoint, P256dh: encode(d.P256dh),
		Auth: encode(d.Auth), Key: p.sender.Key(), Language: lang, Replaces: replaces}))
}

// From the teacher's tap to the telephone, on every engine and under both policies: the mother is rung in Urdu; the
// father, from whom contact is barred since, is not, and has nothing in his inbox; a hold tells nobody; the answer of the
// one lets the school release where its policy waits for contact; and all that was ever sent is one sentence a language.
//
// Policy: phones.parents_told (AR 9.3/10), email.encrypted (AR 7.8/3, BG 7.8/4)
func TestFromTheTapToTheTelephone(t *testing.T) {
	for _, kind := range storetest.Kinds {
		for _, preset := range []string{"anthony-roper", "beaver-green"} {
			t.Run(kind.Name+" "+preset, func(t *testing.T) { fromTheTap(t, kind, preset) })
		}
	}
}

func fromTheTap(t *testing.T, kind storetest.Kind, preset string) {
	service, err := house.NewPushService()
	must(t, err)
	t.Cleanup(func() { service.Close() })
	standing(t, service)
	config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
	must(t, err)
	p := morning(t, config, kind.Config(t))
	t.Cleanup(p.close)
	place := storetest.Furnish(t, p.store, "hook-lane", preset)
	// Maisie's mother, and her father before the court spoke.
	mother, father := place.Adults[2], place.Adults[3]
	order := place.Contacts[3]
	free := order
	free.CourtOrder = ""
	mark := func(c people.Contact) {
		act := place.Act("test.mark")
		must(t, p.store.People().ChangeRoll(t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
			return people.Changes{Contacts: []people.Contact{c}},
				[]event.Event{act.Did(people.NoContactCame, string(c.Adult), map[string]any{"pupil": c.Pupil})}, nil
		}))
	}
	mark(free)
	hers := phoneOf(t, p, service, place, 2, "ur")
	his := phoneOf(t, p, service, place, 3, "pl")
	mark(order)
	ringing(t, p)

	teacher := place.Staff[1].Who()
	take := func(ground school.Ground) custody.Confiscation {
		act := place.Act("custody.confiscate")
		act.Actor = teacher.Person
		c, err := p.custody.Confiscate(t.Context(), teacher, act, custody.Taking{Pupil: place.Pupils[2].ID, Another: true,
			Ground: ground, Stored: "safe", Tell: custody.TellNow})
		must(t, err)
		return c
	}
	take(place.School.Policy.Phones.HoldGrounds[0])
	c := take(school.Breach)
	soon(t, "she is rung", func() bool { return len(service.Arrivals(hers.endpoint)) == 1 })
	at := place.School.ID
	list, _, err := p.store.Notices().Of(t.Context(), at, mother.ID, "", 50)
	must(t, err)
	kept := slices.DeleteFunc(list, func(n notice.Notice) bool { return n.Kind != notice.Confiscated })
	if len(kept) != 1 || kept[0].Subject != string(c.ID) {
		t.Fatalf("she has %d notices of a device that is kept, and one is held", len(kept))
	}
	if list, _, err := p.store.Notices().Of(t.Context(), at, father.ID, "", 50); err != nil || slices.ContainsFunc(list,
		func(n notice.Notice) bool { return n.Kind == notice.Confiscated }) {
		t.Errorf("the father: %v %v", list, err)
	}
	who := people.Who{School: at, Person: id.Person(mother.ID), Kind: people.ParentKind}
	act := place.Act("notice.answer")
	act.Actor = who.Person
	_, err = p.notices.Answer(t.Context(), who, act, kept[0].ID, notice.WillCome, "ur")
	must(t, err)
	head := place.Staff[3].Who()
	release := func() error {
		act := place.Act("custody.release")
		act.Actor, act.At = head.Person, p.clock.Now()
		_, err := p.custody.Release(t.Context(), head, act, c.ID, mother.ID)
		return err
	}
	soon(t, "her answer is contact", func() bool {
		record, err := p.store.Custody().Confiscation(t.Context(), at, c.ID)
		return err == nil && !record.ContactAt.IsZero()
	})
	switch place.School.Policy.Phones.Release {
	case school.ContactMade:
		must(t, release())
		soon(t, "it is told that it went home", func() bool {
			n, err := p.store.Notices().Notice(t.Context(), at, mother.ID, kept[0].ID)
			return err == nil && !n.OverAt.IsZero()
		})
	case school.EndOfDay:
		if err := release(); storetest.Heard(err) != "not_yet custody.release.end_of_day phones.release" {
			t.Errorf("before the end of the day: %v", err)
		}
	}
	if got := service.Arrivals(his.endpoint); len(got) != 0 {
		t.Errorf("the father was rung %d times", len(got))
	}
	said := map[string]bool{}
	for _, a := range service.Arrivals("") {
		said[a.Plain] = true
		if a.Status != http.StatusCreated || strings.Contains(a.Plain, "Maisie") || strings.Contains(a.Plain, place.School.Name) {
			t.Errorf("%d %s: %s", a.Status, a.Why, a.Plain)
		}
		var message struct {
			Push         int `json:"web_push"`
			Notification struct{ Lang, Dir string }
		}
		if json.Unmarshal([]byte(a.Plain), &message) != nil || message.Push != 8030 || message.Notification.Lang != "ur" ||
			message.Notification.Dir != "rtl" {
			t.Errorf("not hers: %s", a.Plain)
		}
	}
	if len(said) != 1 {
		t.Errorf("a lock screen showed %d different things", len(said))
	}
}

// A new key loses nobody: telephones ring under the old one until their app is opened, and under the new one then. The
// old key goes when nobody has it any more, and not before.
func TestANewKeyOfOursLosesNobody(t *testing.T) {
	service, err := house.NewPushService()
	must(t, err)
	t.Cleanup(func() { service.Close() })
	standing(t, service)
	folder := t.TempDir()
	elsewhere(t, folder)
	config, err := readConfig(in(folder))
	must(t, err)
	key, err := readChainKey(config)
	must(t, err)
	var place storetest.Place
	open(t, folder, func(s *store.Store) { place = storetest.Furnish(t, s, "hook-lane", "beaver-green") })
	again := func() (*product, func()) {
		p := morning(t, config, store.Config{DSN: dsn(config), ChainKey: key})
		stop := ringing(t, p)
		return p, func() { stop(); p.close() }
	}
	p, end := again()
	one, other := phoneOf(t, p, service, place, 0, "en"), phoneOf(t, p, service, place, 1, "en")
	old := p.sender.Key()
	end()
	if out := well(t, in(folder), "push", "keys"); !strings.Contains(out, old+"  in use  telephones: 2") {
		t.Fatalf("before: %s", out)
	}
	well(t, in(folder), "push", "rotate")

	p, end = again()
	if p.sender.Key() == old || !p.sender.Known(old) {
		t.Fatal("the key is the same, or the old one is forgotten")
	}
	take := func(pupil int) {
		act := place.Act("custody.confiscate")
		act.At = p.clock.Now()
		_, err := p.custody.Confiscate(t.Context(), place.Staff[3].Who(), act, custody.Taking{Pupil: place.Pupils[pupil].ID,
			Another: true, Ground: school.Breach, Stored: "safe"})
		must(t, err)
	}
	rungUnder := func(endpoint, key string) {
		t.Helper()
		soon(t, "a telephone rings under "+key, func() bool {
			return slices.ContainsFunc(service.Arrivals(endpoint), func(a house.Arrival) bool {
				return a.Key == key && a.Status == http.StatusCreated
			})
		})
	}
	take(0)
	rungUnder(one.endpoint, old)
	// Its app is opened: it subscribes anew, and says in place of what.
	device, err := service.Subscribe(house.PushHosts[0], p.sender.Key())
	must(t, err)
	keeps(t, p, one.session, device, "en", one.endpoint)
	take(1)
	rungUnder(other.endpoint, old)
	if trial, err := p.courier.Try(t.Context(), one.session, device.Endpoint, false); err != nil || trial.Advice != "ok" {
		t.Errorf("under the new key: %+v %v", trial, err)
	}
	rungUnder(device.Endpoint, p.sender.Key())
	fresh := p.sender.Key()
	if got := ask(t, in(folder), "push", "drop", old); got.code != 1 || !strings.Contains(got.errs, "still subscribed") {
		t.Errorf("a key that somebody has: %+v", got)
	}
	must(t, p.courier.Forget(t.Context(), other.session, other.endpoint))
	end()
	if got := ask(t, in(folder), "doctor"); !strings.Contains(got.out, "lollipop push drop "+old) {
		t.Errorf("the doctor says nothing of it: %s", got.out)
	}
	well(t, in(folder), "push", "drop", old)
	if out := well(t, in(folder), "push", "keys"); strings.Contains(out, old) || !strings.Contains(out, fresh) {
		t.Errorf("after: %s", out)
	}
	if got := ask(t, in(folder), "push", "drop", fresh); got.code != 1 {
		t.Errorf("the key in use: %+v", got)
	}
}
