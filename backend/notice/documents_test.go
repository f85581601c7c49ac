package notice_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// publish makes a version the one that is asked.
func (w *world) publish(d aup.Document, when time.Time) aup.Version {
	v := aup.Version{School: w.school.ID, Document: d, At: when, Number: 1}
	if current, ok := w.library.Current(d); ok {
		v.Number = current.Number + 1
	}
	v.ID = string(d) + string(rune('0'+v.Number))
	w.library.Versions = append(w.library.Versions, v)
	return v
}

// published is publish with what follows.
func (w *world) published(t failing, d aup.Document, when time.Time) []notice.Notice {
	t.Helper()
	v := w.publish(d, when)
	return w.did(t, aup.DidPublish, string(d), when, map[string]any{"document": d, "version": v.ID, "number": v.Number})
}

// signed is an adult's yes to the version that is asked, for themselves or a child, with what follows.
func (w *world) signed(t failing, adult id.Adult, d aup.Document, pupil id.Pupil, when time.Time) {
	t.Helper()
	current, _ := w.library.Current(d)
	w.signatures = append(w.signatures, aup.Signature{ID: id.New[id.Signature](), Signer: id.Person(adult), Document: d,
		Version: current.ID, Pupil: pupil, At: when})
	w.follow(t, aup.DidSign, "a signature", when, when, id.Person(adult), map[string]any{"signer": adult})
}

// began is the morning of a school day.
func (w *world) began(t failing, day clock.Date) []notice.Notice {
	t.Helper()
	seven := day.At(7, 0, school.London).UTC()
	return w.follow(t, notice.DidBegin, string(day), seven, seven.Add(time.Second), "", nil)
}

// rung are the adults whose notices have a time to ring, which then has come.
func (w *world) rung() (adults []id.Adult) {
	for i := range w.notices {
		if !w.notices[i].RingAt.IsZero() {
			adults = append(adults, w.notices[i].Adult)
			w.notices[i].RingAt, w.notices[i].Rung = time.Time{}, w.notices[i].Rung+1
		}
	}
	slices.Sort(adults)
	return slices.Compact(adults)
}

func (w *world) open(adult id.Adult) (subjects []string) {
	list, _ := w.Open(adult)
	for _, n := range list {
		subjects = append(subjects, string(n.Kind)+" "+n.Subject)
	}
	return subjects
}

// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func TestADocumentIsToldToWhoeverIsAskedToSignIt(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		early := monday.AddDays(-21).At(10, 0, school.London).UTC()
		only(t, "the first", h.published(t, aup.ForParents, early), notice.ToSign, h.amina, h.daniel)
		only(t, "of a child's", h.published(t, aup.ForUpperKS2, early), notice.ToSign, h.amina, h.daniel)
		if n := h.notices[2]; !slices.Equal(n.Pupils, []id.Pupil{h.maryam}) {
			t.Errorf("it is about %v", n.Pupils)
		}
		h.signed(t, h.amina, aup.ForParents, "", early.Add(time.Hour))
		if got := h.open(h.amina); !slices.Equal(got, []string{"aup_to_sign ks2_upper"}) {
			t.Errorf("one is signed, and %v waits", got)
		}
		h.signed(t, h.amina, aup.ForUpperKS2, h.maryam, early.Add(2*time.Hour))
		h.declines = append(h.declines, aup.Decline{ID: "no", Signer: id.Person(h.daniel), Document: aup.ForParents,
			Version: "parents1", At: early})
		h.did(t, aup.DidDecline, string(h.daniel), early, nil)
		if a, d := h.open(h.amina), h.open(h.daniel); len(a) != 0 || !slices.Equal(d, []string{"aup_to_sign ks2_upper"}) {
			t.Errorf("there wait %v and %v", a, d)
		}
		// A child's own signature, and one of somebody unknown, are nobody's here.
		h.follow(t, aup.DidSign, "x", early, early, id.Person(h.maryam), map[string]any{"signer": h.maryam})
		// The next version: she signed the one before, he never did.
		told := h.published(t, aup.ForParents, at(10, 0))
		for _, n := range told {
			want := map[id.Adult]notice.Kind{h.amina: notice.Replaced, h.daniel: notice.ToSign}[n.Adult]
			if n.Kind != want {
				t.Errorf("to %s it is %s", n.Adult, n.Kind)
			}
		}
		if len(told) != 2 {
			t.Errorf("told are %v", whom(told))
		}
		// One that is replaced before anybody follows is told of once.
		h.publish(aup.ForParents, at(11, 0))
		only(t, "an older one, late", h.did(t, aup.DidPublish, "parents", at(10, 0),
			map[string]any{"document": aup.ForParents, "number": 2}), "")
		told = h.did(t, aup.DidPublish, "parents", at(11, 0), map[string]any{"document": aup.ForParents, "number": 3})
		if open := h.open(h.amina); !slices.Equal(open, []string{"aup_replaced parents"}) || len(told) != 2 {
			t.Errorf("there waits %v", open)
		}
		// What she takes back waits again, and is not told again.
		h.signed(t, h.amina, aup.ForParents, "", at(11, 30))
		h.signatures[len(h.signatures)-1].WithdrawnAt = at(11, 40)
		h.follow(t, aup.DidWithdraw, "x", at(11, 40), at(11, 40), id.Person(h.amina), nil)
		if open := h.open(h.amina); len(open) != 0 {
			t.Errorf("taken back, there waits %v", open)
		}
		// A paper: the office is the actor.
		h.follow(t, aup.DidSign, "paper", at(12, 0), at(12, 0), "office", map[string]any{"signer": h.daniel})
		h.signatures = append(h.signatures, aup.Signature{ID: "paper", Signer: id.Person(h.daniel), Document: aup.ForParents,
			Version: "parents3", At: at(12, 1)})
		h.follow(t, aup.DidSign, "paper", at(12, 1), at(12, 1), "office", map[string]any{"signer": h.daniel})
		if open := h.open(h.daniel); !slices.Equal(open, []string{"aup_to_sign ks2_upper"}) {
			t.Errorf("his paper leaves %v", open)
		}
	})
}

// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func TestWhoeverJoinsIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		h.publish(aup.ForParents, at(10, 0).AddDate(0, -2, 0))
		h.publish(aup.ForUpperKS2, at(10, 0).AddDate(0, -2, 0))
		only(t, "who was here before there were notices", h.began(t, monday), notice.ToSign, h.amina, h.daniel)
		if got := h.rung(); len(got) != 2 {
			t.Errorf("rung are %v", got)
		}
		if got := h.began(t, monday); len(got) != 2 || got[0].Subject != "ks2_upper" {
			t.Errorf("the child's comes with the next morning: %v", got)
		}
		only(t, "and then no more", h.began(t, monday), "")
		kofi, ama := h.child("Kofi", people.Year1), h.adult("Ama")
		h.beside(kofi, ama, people.Mother, "")
		only(t, "a newcomer", h.began(t, monday), notice.ToSign, ama)
		// Yusuf comes up into a class with a document of its own: that is new, and about him alone.
		h.people.Pupils[0].Year = people.Year5
		moved := h.began(t, monday)
		only(t, "a child who moved up", moved, notice.ToSign, h.amina, h.daniel)
		for _, n := range moved {
			if !slices.Equal(n.Pupils, []id.Pupil{h.yusuf}) {
				t.Errorf("about %v", n.Pupils)
			}
		}
		only(t, "a morning that is over", h.follow(t, notice.DidBegin, string(monday), at(7, 0), at(7, 0).AddDate(0, 0, 1),
			"", nil), "")
		// Maryam leaves her band: what nobody is asked any more is over.
		h.people.Pupils[1].Year = people.Year4
		h.began(t, monday)
		for _, n := range h.notices {
			if slices.Contains(n.Pupils, h.maryam) && n.OverAt.IsZero() {
				t.Errorf("nobody is asked for her any more: %+v", n)
			}
		}
	})
}

// days runs mornings, and says on which the adult is rung.
func (h *household) days(t *testing.T, from clock.Date, n int, adult id.Adult, also func(clock.Date)) (on []clock.Date) {
	h.rung()
	for day := from.AddDays(1); day <= from.AddDays(n); day = day.AddDays(1) {
		if !h.school.Calendar.Expected(day).Open {
			continue
		}
		h.began(t, day)
		if slices.Contains(h.rung(), adult) {
			on = append(on, day)
		}
		also(day)
	}
	return on
}

// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func TestRemindersStopWhenTheThingIsDone(t *testing.T) {
	from := clock.Date("2026-11-02")
	ten := from.At(10, 0, school.London).UTC()
	for what, row := range map[string]struct {
		also func(t *testing.T, h *household, day clock.Date)
		want []clock.Date
	}{
		"nothing happens": {func(*testing.T, *household, clock.Date) {}, []clock.Date{"2026-11-09", "2026-11-16"}},
		"she reads it": {func(_ *testing.T, h *household, day clock.Date) {
			h.read(h.amina, day.At(8, 0, school.London))
		}, []clock.Date{"2026-11-09", "2026-11-16"}},
		"she signs after the first": {func(t *testing.T, h *household, day clock.Date) {
			if day == "2026-11-09" {
				h.signed(t, h.amina, aup.ForParents, "", day.At(9, 0, school.London))
			}
		}, []clock.Date{"2026-11-09"}},
		"she signs at once": {func(t *testing.T, h *household, day clock.Date) {
			if day == from.AddDays(1) {
				h.signed(t, h.amina, aup.ForParents, "", day.At(9, 0, school.London))
			}
		}, nil},
		"she says no": {func(t *testing.T, h *household, day clock.Date) {
			if day == from.AddDays(1) {
				h.declines = append(h.declines, aup.Decline{ID: "no", Signer: id.Person(h.amina), Document: aup.ForParents,
					Version: "parents1", At: ten})
				h.did(t, aup.DidDecline, string(h.amina), ten, nil)
			}
		}, nil},
		"an order comes": {func(_ *testing.T, h *household, day clock.Date) {
			h.read(h.amina, day.At(8, 0, school.London))
			for i := range h.people.Contacts {
				h.people.Contacts[i].CourtOrder = "No contact"
			}
		}, nil},
	} {
		t.Run(what, func(t *testing.T) {
			each(t, func(t *testing.T, h *household) {
				h.published(t, aup.ForParents, ten)
				if got := h.days(t, from, 28, h.amina, func(day clock.Date) { row.also(t, h, day) }); !slices.Equal(got, row.want) {
					t.Errorf("she is rung on %v, not %v", got, row.want)
				}
			})
		})
	}
	each(t, func(t *testing.T, h *household) { // a phone: once, on the next morning, if she has not looked
		for what, row := range map[string]struct {
			read bool
			want []clock.Date
		}{"unread": {false, []clock.Date{"2026-11-03"}}, "read": {true, nil}} {
			h.notices = nil
			taken := h.take(what, h.yusuf, school.Breach, "yes", ten)
			h.confiscated(t, taken, ten)
			if row.read {
				h.read(h.amina, ten)
			}
			if got := h.days(t, from, 28, h.amina, func(clock.Date) {}); !slices.Equal(got, row.want) {
				t.Errorf("%s: she is rung on %v", what, got)
			}
		}
	})
	each(t, func(t *testing.T, h *household) { // a new text: in time before the old signature counts no more
		h.published(t, aup.ForParents, ten.AddDate(0, -1, 0))
		h.signed(t, h.amina, aup.ForParents, "", ten.AddDate(0, -1, 0))
		h.published(t, aup.ForParents, ten)
		if got := h.days(t, from, 28, h.amina, func(clock.Date) {}); !slices.Equal(got,
			[]clock.Date{"2026-11-09", "2026-11-13"}) {
			t.Errorf("she is rung on %v", got)
		}
	})
}
