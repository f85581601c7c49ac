package notice_test

import (
	"testing"

	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

func TestOthersNoticesAreNotThere(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		h.take(t, "Yusuf", school.Breach)
		h.round(t)
		one := h.newest(t, "Amina")
		const absent = "not_found people.not_found"
		elsewhere := h.who("Amina")
		elsewhere.School = "another"
		for what, who := range map[string]people.Who{"the barred father": h.who("Karim"), "another mother": h.who("Ewa"),
			"their stepfather": h.who("Daniel"), "the office": h.who("office"), "nobody": {},
			"a child": people.Pupil{ID: h.pupil("Yusuf"), School: h.ID}.Who()} {
			_, read := h.Read(t.Context(), who, h.act(who), one)
			_, opened := h.Open(t.Context(), who, one, h.now)
			_, answered := h.Answer(t.Context(), who, h.act(who), one, notice.WillCome, "en")
			for verb, err := range map[string]error{"read": read, "open": opened, "answer": answered} {
				if heard(err) != absent {
					t.Errorf("%s can %s it: %v", what, verb, err)
				}
			}
		}
		amina := h.who("Amina")
		if _, err := h.Read(t.Context(), amina, h.act(h.who("Daniel")), one); heard(err) != absent {
			t.Errorf("in another's name: %v", err)
		}
		for _, who := range []people.Who{h.who("office"), {}, elsewhere} {
			if _, err := h.Inbox(t.Context(), who, "", 10, h.now); err == nil {
				t.Errorf("%v has an inbox", who)
			}
		}
		// What was read is gone with the mark, and comes back with it: the office has corrected a mistake.
		if _, err := h.Read(t.Context(), amina, h.act(amina), one); err != nil {
			t.Fatal(err)
		}
		h.bar(t, "Amina", "No contact")
		for range 2 {
			if got := h.box(t, "Amina"); got != "0 new: " {
				t.Errorf("barred, she has %s", got)
			}
			if _, err := h.Open(t.Context(), amina, one, h.now); heard(err) != absent {
				t.Errorf("barred, she reads it: %v", err)
			}
			h.round(t)
		}
		h.bar(t, "Amina", "")
		h.round(t)
		if got := h.box(t, "Amina"); got != "0 new: confiscated Yusuf read" {
			t.Errorf("no longer barred, she has %s", got)
		}
	})
}

// What one of two records was told, the adult reads who they both turn out to be.
func TestAMergedAdultReadsBoth(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		h.take(t, "Kuba", school.Breach)
		h.clock(11, 11)
		h.take(t, "Yusuf", school.Breach)
		h.round(t)
		h.roll(t, people.Merged, func(s people.State) (c people.Changes) {
			for _, a := range s.Adults {
				if a.ID == h.adult("Ewa") {
					a.MergedInto = h.adult("Amina")
					c.Adults = append(c.Adults, a)
				}
			}
			return c
		})
		h.round(t)
		if got := h.box(t, "Amina"); got != "2 new: confiscated Yusuf, confiscated Kuba" {
			t.Errorf("she has %s", got)
		}
		// A page at a time, whatever is left out of it.
		amina := h.who("Amina")
		first, err := h.Inbox(t.Context(), amina, "", 1, h.now)
		if err != nil || len(first.Items) != 1 || !first.More || first.Unread != 2 {
			t.Fatalf("the first page: %+v (%v)", first, err)
		}
		second, err := h.Inbox(t.Context(), amina, first.Items[0].ID, 1, h.now)
		if err != nil || len(second.Items) != 1 || second.More || second.Items[0].Children[0].Preferred != "Kuba" {
			t.Errorf("the second page: %+v (%v)", second, err)
		}
	})
}

func TestAPageIsFullWhateverMayNotBeRead(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(9, 0)
		h.take(t, "Maryam", school.Breach)
		for minute := range 5 {
			h.clock(10, minute)
			h.take(t, "Yusuf", school.Breach)
		}
		h.round(t)
		amina := h.who("Amina")
		for _, item := range must(h.Inbox(t.Context(), amina, "", 50, h.now))(t).Items {
			if _, err := h.Read(t.Context(), amina, h.act(amina), item.ID); err != nil {
				t.Fatal(err)
			}
		}
		h.roll(t, people.Left, func(s people.State) (c people.Changes) {
			for _, p := range s.Pupils {
				if p.ID == h.pupil("Yusuf") {
					p.LeftOn = monday
					c.Pupils = append(c.Pupils, p)
				}
			}
			return c
		})
		h.round(t)
		box := must(h.Inbox(t.Context(), amina, "", 2, h.now))(t)
		if len(box.Items) != 1 || box.More || box.Items[0].Children[0].Preferred != "Maryam" {
			t.Errorf("the page is %+v", box)
		}
	})
}
