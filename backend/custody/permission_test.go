package custody_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Leave for one child, approved by the head, dated: the desk sees that she keeps it, and not why.
//
// Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4)
func TestAChildKeepsAPhoneAndTheDeskDoesNotLearnWhy(t *testing.T) {
	for _, name := range both {
		t.Run(name, func(t *testing.T) {
			h := open(t, name)
			head := h.who("head")
			approve := func(e custody.Exception) (custody.Exception, error) {
				return h.leave.ApproveException(t.Context(), head, h.act(head, at(8, 0), "custody.except"), e)
			}
			good := custody.Exception{Pupil: h.pupil("Maryam"), Reason: custody.YoungCarer, From: monday,
				Till: monday.AddDays(1)}
			for what, e := range map[string]custody.Exception{
				"without a day":         {Pupil: good.Pupil, Reason: good.Reason},
				"on a day that is none": {Pupil: good.Pupil, Reason: good.Reason, From: monday, Till: "2026-11-31"},
				"to nobody knows when":  {Pupil: good.Pupil, Reason: good.Reason, From: monday},
				"backwards":             {Pupil: good.Pupil, Reason: good.Reason, From: monday, Till: monday.AddDays(-1)},
				"for two years":         {Pupil: good.Pupil, Reason: good.Reason, From: monday, Till: monday.AddDays(730)},
			} {
				_, err := approve(e)
				want(t, what, err, "denied custody.dates phones.contact_exception")
			}
			_, err := approve(custody.Exception{Pupil: good.Pupil, Reason: "fashion", From: monday, Till: monday})
			want(t, "for fashion", err, "denied custody.exception.reason phones.contact_exception")
			_, err = approve(custody.Exception{Pupil: "nobody", Reason: custody.Medical, From: monday, Till: monday})
			want(t, "for a child who is not there", err, notThere)
			deputy := h.who("second")
			_, err = h.leave.ApproveException(t.Context(), deputy, h.act(deputy, at(8, 0), "custody.except"), good)
			want(t, "by the second in command", err, "denied custody.exception.approver phones.contact_exception")
			if kinds := h.events(t); len(kinds) != 0 {
				t.Errorf("refused, and yet %v", kinds)
			}

			e := must(approve(good))(t)
			_, err = h.leave.EndException(t.Context(), deputy, h.act(deputy, at(8, 5), "custody.end"), e.ID)
			want(t, "ended by the second in command", err, "denied custody.exception.approver phones.contact_exception")
			keeps := func(when time.Time) bool {
				t.Helper()
				here := false
				roster := must(h.Desk(t.Context(), h.who("office"), when))(t)
				for _, child := range roster {
					if child.Keeps && child.ID != good.Pupil {
						t.Errorf("%s keeps hers too", child.Name)
					}
					here = here || child.Keeps
				}
				class := must(h.Class(t.Context(), h.who("teacher"), "Everest", when))(t)
				raw, err := json.Marshal([]any{roster, class})
				if err != nil || strings.Contains(string(raw), string(good.Reason)) {
					t.Errorf("the desk learns why: %s %v", raw, err)
				}
				for _, child := range class {
					if child.Keeps != (here && child.ID == good.Pupil) {
						t.Errorf("the class says of %s: %v", child.Name, child.Keeps)
					}
				}
				return here
			}
			day := func(n int) time.Time { return monday.AddDays(n).At(8, 40, school.London) }
			for n, expected := range map[int]bool{-1: false, 0: true, 1: true, 2: false} {
				if keeps(day(n)) != expected {
					t.Errorf("%d days on she keeps it: %v", n, !expected)
				}
			}
			dsl := h.who("dsl")
			all := must(h.leave.Exceptions(t.Context(), dsl))(t)
			if len(all) != 1 || all[0].Reason != custody.YoungCarer || all[0].PupilName != "Maryam Hussain" ||
				all[0].Class != "Everest" ||
				all[0].By != head.Person {
				t.Errorf("the DSL reads %+v", all)
			}
			_, err = h.leave.EndException(t.Context(), head, h.act(head, at(10, 0), "custody.end"), "nothing")
			want(t, "ended, whichever", err, notThere)
			must(h.leave.EndException(t.Context(), head, h.act(head, at(10, 0), "custody.end"), e.ID))(t)
			if keeps(day(0)) || keeps(day(1)) {
				t.Error("it was withdrawn, and she keeps it")
			}
			ended := must(h.leave.EndException(t.Context(), head, h.act(head, at(11, 0), "custody.end"), e.ID))(t)
			if !ended.EndedAt.Equal(at(10, 0)) {
				t.Errorf("ended at ten, and then at %s", ended.EndedAt)
			}
			for _, body := range h.bodies(t) {
				if strings.Contains(body, string(good.Reason)) {
					t.Errorf("an event says why: %s", body)
				}
			}
			h.verify(t)
		})
	}
}

// Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/5), phones.curriculum_use (BG 9.3/7), phones.not_blanket (BG 9.3/6)
func TestALessonIsAskedForAndApproved(t *testing.T) {
	for _, name := range both {
		t.Run(name, func(t *testing.T) {
			h := open(t, name)
			teacher, head := h.who("teacher"), h.who("head")
			ask := func(u custody.Use) (custody.Use, error) {
				return h.leave.AskUse(t.Context(), teacher, h.act(teacher, at(9, 0), "custody.ask_use"), u)
			}
			walk := custody.Use{Class: "Everest", Activity: " Map walk ", On: monday.AddDays(1), RiskAssessed: true}
			for what, row := range map[string]struct {
				change   func(*custody.Use)
				expected string
			}{
				"without a class": {func(u *custody.Use) { u.Class = "" }, "invalid custody.missing"},
				"for no class":    {func(u *custody.Use) { u.Class = "Narwhal" }, "invalid custody.use.class"},
				"for everything":  {func(u *custody.Use) { u.Activity = " " }, "invalid custody.missing"},
				"yesterday":       {func(u *custody.Use) { u.On = monday.AddDays(-1) }, "invalid custody.use.past"},
				"on no day":       {func(u *custody.Use) { u.On = "" }, "invalid custody.use.past"},
				"for ever":        {func(u *custody.Use) { u.On = "always" }, "invalid custody.use.past"},
			} {
				u := walk
				row.change(&u)
				_, err := ask(u)
				want(t, what, err, row.expected)
			}
			unassessed := walk
			unassessed.RiskAssessed = false
			_, err := ask(unassessed)
			want(t, "without a risk assessment", err,
				map[string]string{"AR": "not_yet custody.use.risk phones.curriculum_use", "BG": ""}[name])

			// Who asks does not approve, whatever is sent.
			sly := walk
			sly.ApprovedBy, sly.ApprovedAt, sly.AskedBy, sly.ID = "me", at(9, 0), "somebody", "other"
			asked := must(ask(sly))(t)
			if asked.ApprovedBy != "" || !asked.ApprovedAt.IsZero() || asked.AskedBy != teacher.Person ||
				asked.Activity != "Map walk" || asked.ID == "other" {
				t.Errorf("asked: %+v", asked)
			}
			uses := func(now time.Time) []custody.Use { t.Helper(); return must(h.leave.Uses(t.Context(), teacher, now))(t) }
			p := h.Policy.Phones.Curriculum
			on := walk.On
			if got := custody.MayUse(p, uses(at(9, 0))[0], on); got.OK() {
				t.Error("nobody has approved it, and it may begin")
			}
			approved := must(h.leave.ApproveUse(t.Context(), head, h.act(head, at(10, 0), "custody.approve_use"), asked.ID))(t)
			if approved.ApprovedBy != head.Person || !approved.ApprovedAt.Equal(at(10, 0)) {
				t.Errorf("approved: %+v", approved)
			}
			deputy := h.who("second")
			again := must(h.leave.ApproveUse(t.Context(), deputy, h.act(deputy, at(11, 0), "custody.approve_use"), asked.ID))(t)
			if again.ApprovedBy != head.Person || !again.ApprovedAt.Equal(at(10, 0)) {
				t.Errorf("approved twice: %+v", again)
			}
			_, err = h.leave.ApproveUse(t.Context(), head, h.act(head, at(10, 0), "custody.approve_use"), "nothing")
			want(t, "approved, whichever", err, notThere)
			var stands custody.Use
			for _, u := range uses(at(12, 0)) {
				if u.ID == asked.ID {
					stands = u
				}
			}
			if stands.AskedByName != "Mr Vale" || stands.ApprovedByName != "Dr Okoro" || stands.Activity != "Map walk" {
				t.Errorf("it reads %+v", stands)
			}
			for day, expected := range map[clock.Date]bool{on.AddDays(-1): false, on: true, on.AddDays(1): false} {
				if got := custody.MayUse(p, stands, day); got.OK() != expected {
					t.Errorf("on %s it may be: %v", day, !expected)
				}
			}
			if later := uses(on.AddDays(1).At(9, 0, school.London)); len(later) != 0 {
				t.Errorf("the day after it stands: %+v", later)
			}
			h.verify(t)
		})
	}
}

// Policy: phones.staff.permission (AR 9.2/6, BG 9.2/6)
func TestAColleagueMayUseTheirOwn(t *testing.T) {
	const inWriting = "not_yet custody.staff_leave.in_writing phones.staff.permission"
	for _, name := range both {
		h := open(t, name)
		head := h.who("head")
		permit := func(change func(*custody.StaffLeave)) (custody.StaffLeave, error) {
			leave := custody.StaffLeave{Staff: id.Staff(h.who("teacher").Person), Reason: " a sick child ", From: monday,
				Till: monday}
			change(&leave)
			return h.leave.PermitStaff(t.Context(), head, h.act(head, at(8, 0), "custody.permit"), leave)
		}
		written := func(change func(*custody.StaffLeave)) func(*custody.StaffLeave) {
			return func(l *custody.StaffLeave) { l.InWriting = true; change(l) }
		}
		for _, row := range []struct {
			what   string
			change func(*custody.StaffLeave)
			ar, bg string
		}{
			{"said", func(*custody.StaffLeave) {}, "", inWriting},
			{"written", written(func(*custody.StaffLeave) {}), "", ""},
			{"without a reason", written(func(l *custody.StaffLeave) { l.Reason = "" }), "invalid custody.missing",
				"invalid custody.missing"},
			{"without a day", written(func(l *custody.StaffLeave) { l.From, l.Till = "", "" }),
				"denied custody.dates phones.staff.permission", "denied custody.dates phones.staff.permission"},
			{"to somebody who is not there", written(func(l *custody.StaffLeave) { l.Staff = "nobody" }), notThere, notThere},
		} {
			_, err := permit(row.change)
			want(t, name+" "+row.what, err, map[string]string{"AR": row.ar, "BG": row.bg}[name])
		}
		leaves := must(h.leave.StaffLeaves(t.Context(), h.who("second")))(t)
		if len(leaves) != map[string]int{"AR": 2, "BG": 1}[name] || leaves[0].StaffName != "Mr Vale" ||
			leaves[0].Reason != "a sick child" ||
			leaves[0].By != head.Person {
			t.Errorf("%s: it reads %+v", name, leaves)
		}
		h.verify(t)
	}
}

// Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4)
func TestExceptionsAreTheHeadsAndDated(t *testing.T) {
	head := people.Who{Roles: []people.Role{people.Head}}
	deputy := people.Who{Roles: []people.Role{people.DeputyHead}}
	good := custody.Exception{Reason: custody.Medical, From: monday, Till: "2026-12-18"}
	backwards, endless, odd := good, good, good
	backwards.Till, endless.Till, odd.Reason = "2026-11-22", "2028-01-01", "fashion"
	for name, place := range schools {
		phones := place.Policy.Phones
		check(t, name+" head", custody.MayExcept(phones, good, head), clause.Allowed, "phones.contact_exception")
		check(t, name+" deputy", custody.MayExcept(phones, good, deputy), clause.Denied, "phones.contact_exception")
		check(t, name+" backwards", custody.MayExcept(phones, backwards, head), clause.Denied, "phones.contact_exception")
		check(t, name+" endless", custody.MayExcept(phones, endless, head), clause.Denied, "phones.contact_exception")
		check(t, name+" no reason", custody.MayExcept(phones, odd, head), clause.Denied, "phones.contact_exception")
	}
	for day, want := range map[clock.Date]bool{"2026-11-22": false, monday: true, "2026-12-18": true,
		"2026-12-19": false} {
		if good.Stands(day) != want {
			t.Errorf("on %s it stands: %v", day, !want)
		}
	}
	good.EndedAt = at(10, 0)
	if good.Stands(monday) {
		t.Error("an exception that was withdrawn stands")
	}
}

// Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/5), phones.not_blanket (BG 9.3/6), phones.curriculum_use (BG 9.3/7)
func TestUseInALessonIsForOneClassActivityAndDay(t *testing.T) {
	use := custody.Use{Class: "Oak", Activity: "Map walk", On: monday, AskedBy: "teacher", RiskAssessed: true,
		ApprovedBy: "head"}
	unassessed, unapproved, unled, general := use, use, use, use
	unassessed.RiskAssessed, unapproved.ApprovedBy, unled.AskedBy, general.Activity = false, "", "", ""
	for _, row := range []struct {
		name   string
		use    custody.Use
		on     clock.Date
		ar, bg clause.Verdict
		arKey  clause.Key
		bgKey  clause.Key
	}{
		{"approved", use, monday, clause.Allowed, clause.Allowed, "phones.curriculum_use", "phones.curriculum_use"},
		{"without a risk assessment", unassessed, monday, clause.NotYet, clause.Allowed, "phones.curriculum_use",
			"phones.curriculum_use"},
		{"without leadership", unapproved, monday, clause.NotYet, clause.NotYet, "phones.curriculum_use",
			"phones.curriculum_use"},
		{"led by nobody", unled, monday, clause.NotYet, clause.NotYet, "phones.curriculum_use", "phones.curriculum_use"},
		{"the day after", use, "2026-11-24", clause.Denied, clause.Denied, "phones.curriculum_use", "phones.not_blanket"},
		{"for everything", general, monday, clause.Denied, clause.Denied, "phones.curriculum_use", "phones.not_blanket"},
	} {
		check(t, "AR "+row.name, custody.MayUse(schools["AR"].Policy.Phones.Curriculum, row.use, row.on), row.ar, row.arKey)
		check(t, "BG "+row.name, custody.MayUse(schools["BG"].Policy.Phones.Curriculum, row.use, row.on), row.bg, row.bgKey)
	}
}

// Policy: phones.staff.permission (AR 9.2/6, BG 9.2/6)
func TestStaffAskTheHeadAndInWritingWhereThePolicySaysSo(t *testing.T) {
	head := people.Who{Roles: []people.Role{people.Head}}
	said := custody.StaffLeave{From: monday, Till: monday}
	written := said
	written.InWriting = true
	check(t, "AR said", custody.MayPermitStaff(schools["AR"].Policy.Phones, said, head), clause.Allowed,
		"phones.staff.permission")
	check(t, "BG said", custody.MayPermitStaff(schools["BG"].Policy.Phones, said, head), clause.NotYet,
		"phones.staff.permission")
	check(t, "BG written", custody.MayPermitStaff(schools["BG"].Policy.Phones, written, head), clause.Allowed,
		"phones.staff.permission")
	deputy := people.Who{Roles: []people.Role{people.DeputyHead}}
	check(t, "AR deputy", custody.MayPermitStaff(schools["AR"].Policy.Phones, said, deputy), clause.Denied,
		"phones.staff.permission")
}
