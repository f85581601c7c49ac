package store_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// version is one of the place's, and an edition of it.
func version(p storetest.Place, number int, name string) (aup.Version, aup.Edition) {
	at := storetest.At.Add(time.Duration(number) * time.Hour)
	v := aup.Version{School: p.School.ID, Document: aup.ForParents, ID: name, Number: number, Proposed: "proposed",
		Text: aup.Text{Title: tag(p, "Our part"), Intro: tag(p, "Read this."), Statements: []aup.Statement{
			{Key: "kind", Symbol: "heart", Text: tag(p, "I am kind."), Fixed: true}}},
		At: at, By: id.Person(p.Staff[3].ID)}
	line := func(key, text string) aup.Line {
		return aup.Line{Key: key, Text: tag(p, text), Language: "ur", Status: aup.Draft}
	}
	e := aup.Edition{School: p.School.ID, Document: aup.ForParents, Version: name, ID: "edition of " + name, Number: 1,
		Language: "ur", Status: aup.Draft, VerifiedBy: tag(p, "M. Khan"), VerifiedOn: "2026-11-20", Title: line("", "حصہ"),
		Intro: line("", "پڑھیں"), Statements: []aup.Line{line("kind", "مہربان")}, Since: at}
	return v, e
}

// signature is an adult's of the place.
func signature(p storetest.Place, adult int, name string) aup.Signature {
	return aup.Signature{ID: id.Signature(name), School: p.School.ID, Signer: id.Person(p.Adults[adult].ID),
		Capacity: aup.ForChild, Pupil: p.Pupils[adult].ID, Document: aup.ForParents, Version: "v", Edition: "edition of v",
		Language: "ur", Status: aup.Draft, How: aup.OnPaper, Talked: true, At: storetest.At, SignedOn: "2026-11-20",
		RecordedBy: id.Person(p.Staff[0].ID)}
}

func decline(p storetest.Place, adult int, name string) aup.Decline {
	return aup.Decline{ID: id.Signature(name), School: p.School.ID, Signer: id.Person(p.Adults[adult].ID),
		Pupil: p.Pupils[adult].ID, Document: aup.ForParents, Version: "v", Reason: aup.TalkFirst, At: storetest.At}
}

func parent(p storetest.Place, adult int) aup.Signer {
	return aup.Signer{Kind: people.ParentKind, Person: id.Person(p.Adults[adult].ID)}
}

func callOf(p storetest.Place, adult int, name string) calls.Entry {
	return calls.Entry{ID: id.Call(name), School: p.School.ID, Adult: p.Adults[adult].ID, About: calls.Number,
		Document: "parents", Statements: []string{"kind"}, Language: "ur", Words: tag(p, "Ring me."),
		Pupils: []id.Pupil{p.Pupils[adult].ID}, At: storetest.At, Again: storetest.At}
}

// publishes adds a version and its edition.
func publishes(t *testing.T, s *store.Store, p storetest.Place, v aup.Version, e ...aup.Edition) {
	t.Helper()
	act := p.Act("test.publish")
	_, err := s.AUP().ChangeLibrary(t.Context(), act, func(l *aup.Library) ([]event.Event, error) {
		l.Versions, l.Editions = append(l.Versions, v), append(l.Editions, e...)
		return []event.Event{act.Did(aup.DidPublish, "parents", nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is kept is what was given: versions, editions, signatures and declines, whole; a withdrawal and a newest again
// are all that changes.
func TestDocumentsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		v, e := version(p, 1, "v")
		publishes(t, s, p, v, e)
		again := v // the same text, published a second time
		again.Number, again.At = 2, v.At.Add(time.Microsecond)
		publishes(t, s, p, again)
		l, err := s.AUP().Library(t.Context(), p.School.ID)
		v.ByName, again.ByName = p.Staff[3].Called(), p.Staff[3].Called()
		if err != nil || !reflect.DeepEqual(l.Versions, []aup.Version{v, again}) || !reflect.DeepEqual(l.Editions,
			[]aup.Edition{e}) {
			t.Fatalf("%v\nkept %+v\n and %+v\nwant %+v\n and %+v", err, l.Versions, l.Editions, v, e)
		}

		g, n := signature(p, 0, "one"), decline(p, 0, "no")
		act := p.Act("aup.sign")
		sign := func(x *aup.Sitting) ([]event.Event, error) {
			x.Signatures, x.Declines = append(x.Signatures, g), append(x.Declines, n)
			x.Made = []id.Signature{g.ID}
			return []event.Event{act.Did(aup.DidSign, string(g.ID), nil)}, nil
		}
		if _, err := s.AUP().ChangeSitting(t.Context(), act, parent(p, 0), sign); err != nil {
			t.Fatal(err)
		}
		replayed, err := s.AUP().ChangeSitting(t.Context(), act, parent(p, 0), func(*aup.Sitting) ([]event.Event, error) {
			t.Error("a replay runs the change")
			return nil, nil
		})
		if err != nil || !slices.Equal(replayed.Made, []id.Signature{g.ID}) || !slices.Equal(replayed.Signatures,
			[]aup.Signature{g}) {
			t.Errorf("a replay answers %+v: %v", replayed, err)
		}
		x, err := s.AUP().Sitting(t.Context(), p.School.ID, parent(p, 0))
		if err != nil || !slices.Equal(x.Signatures, []aup.Signature{g}) || !slices.Equal(x.Declines, []aup.Decline{n}) ||
			len(x.Families) != 1 || x.Families[0].Pupil != p.Pupils[0] {
			t.Errorf("%v: %+v", err, x)
		}
		for who, signer := range map[string]aup.Signer{"another adult": parent(p, 1), "nobody": {Kind: people.ParentKind,
			Person: "x"}, "no pupil": {Kind: people.PupilKind, Person: "x"}, "staff": {Kind: people.StaffKind,
			Person: id.Person(p.Staff[0].ID)}} {
			other, err := s.AUP().Sitting(t.Context(), p.School.ID, signer)
			if err != nil || len(other.Signatures)+len(other.Declines) > 0 || len(other.Families) > map[string]int{
				"another adult": 1}[who] {
				t.Errorf("%s: %+v, %v", who, other, err)
			}
		}
		pupil, err := s.AUP().Sitting(t.Context(), p.School.ID, aup.Signer{Kind: people.PupilKind,
			Person: id.Person(p.Pupils[0].ID)})
		if err != nil || len(pupil.Families) != 1 || len(pupil.Signatures) > 0 {
			t.Errorf("the pupil's: %+v, %v", pupil, err)
		}
		if proof, err := s.AUP().Proof(t.Context(), p.School.ID, g.ID); err != nil || proof.Position == 0 ||
			len(proof.Link) != 32 {
			t.Errorf("proof %+v, %v", proof, err)
		}
		if _, err := s.AUP().Proof(t.Context(), p.School.ID, "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("the proof of nothing: %v", err)
		}

		// What fails keeps nothing, and two of one version for one child cannot stand.
		twice := p.Act("aup.sign")
		_, err = s.AUP().ChangeSitting(t.Context(), twice, parent(p, 0), func(x *aup.Sitting) ([]event.Event, error) {
			second := g
			second.ID = "two"
			x.Signatures = append(x.Signatures, second)
			return []event.Event{twice.Did(aup.DidSign, "two", nil)}, nil
		})
		if err == nil {
			t.Error("two signatures of one version stand")
		}
		back := p.Act("aup.withdraw")
		x, err = s.AUP().ChangeSitting(t.Context(), back, parent(p, 0), func(x *aup.Sitting) ([]event.Event, error) {
			x.Signatures[0].WithdrawnAt = back.At
			return []event.Event{back.Did(aup.DidWithdraw, "one", nil)}, nil
		})
		g.WithdrawnAt = back.At
		if err != nil || !slices.Equal(x.Signatures, []aup.Signature{g}) {
			t.Errorf("taken back: %+v, %v", x.Signatures, err)
		}
	})
}

// A signature by a record that is merged since is its head's, and is its own again when they are parted.
func TestASignatureFollowsAMerge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		fillAUP(t, s, p)
		merge := func(into id.Adult) {
			change(t, s, p, func(people.State) people.Changes {
				p.Adults[0].MergedInto = into
				return people.Changes{Adults: p.Adults[:1]}
			})
		}
		count := func(adult int) [2]int {
			t.Helper()
			x, err := s.AUP().Sitting(t.Context(), p.School.ID, parent(p, adult))
			if err != nil {
				t.Fatal(err)
			}
			return [2]int{len(x.Signatures), len(x.Families)}
		}
		if count(0) != [2]int{1, 1} || count(1) != [2]int{0, 1} {
			t.Errorf("before: %v, %v", count(0), count(1))
		}
		merge(p.Adults[1].ID)
		if count(1) != [2]int{1, 2} {
			t.Errorf("merged: %v", count(1))
		}
		l, err := s.AUP().Ledger(t.Context(), p.School.ID)
		if _, ok := l.Questions[p.Adults[1].ID]; err != nil || !ok {
			t.Errorf("the question waits for %v: %v", l.Questions, err)
		}
		lines, err := s.Calls().List(t.Context(), p.School.ID, time.Time{})
		if err != nil || lines[0].Adult != p.Adults[1].ID || lines[0].AdultName != p.Adults[1].Called() {
			t.Errorf("the list rings %+v: %v", lines, err)
		}
		merge("")
		if count(0) != [2]int{1, 1} || count(1) != [2]int{0, 1} {
			t.Errorf("parted: %v, %v", count(0), count(1))
		}
	})
}

// An import that made people who have signed, or wait for a call, is not undone: their answers hang on them.
func TestAnswersHangOnPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		apply := func(to intake.ImportState) (hanging []intake.Hanging) {
			t.Helper()
			act := p.Act("test.import")
			_, err := s.Intake().ChangeImport(t.Context(), act, "one", func(i *intake.Import, _ people.State,
				h []intake.Hanging) (intake.Changes, []event.Event, error) {
				hanging, i.Kind, i.State, i.At, i.By = h, intake.PupilFile, to, act.At, act.Actor
				i.Done.Made = people.Keys{Pupils: []id.Pupil{p.Pupils[0].ID}, Adults: []id.Adult{p.Adults[0].ID}}
				return intake.Changes{}, []event.Event{act.Did("test.imported", "one", nil)}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return hanging
		}
		apply(intake.Applied)
		if h := apply(intake.Applied); len(h) != 0 {
			t.Errorf("nobody has answered, and %v hangs", h)
		}
		fillAUP(t, s, p)
		h := apply(intake.Applied)
		for _, person := range []id.Person{id.Person(p.Pupils[0].ID), id.Person(p.Adults[0].ID)} {
			if !slices.Contains(h, intake.Hanging{Person: person, What: intake.HangRecord}) {
				t.Errorf("nothing hangs on %s: %v", person, h)
			}
		}
	})
}
