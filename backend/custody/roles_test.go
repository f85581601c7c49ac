package custody_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// roles are all that there are.
var roles = []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
	people.DeputyLead,
	people.OnlineSafetyLead, people.Office, people.Teacher, people.Assistant, people.SENCO, people.Technician,
	people.SiteManager, people.ChairOfGovernors, people.Governor, people.Administrator}

// Who does what, written here a second time on purpose: a role that is added to a verb must be added here too.
const (
	leaders = "head head_of_school deputy_head "
	desk    = leaders + "office "
	inClass = desk + "teacher assistant senco "
	keepers = desk + "dsl deputy_dsl "
	takers  = keepers + "teacher assistant senco osl "
)

// target is what a verb is done to.
type target struct {
	pupil       id.Pupil
	device      id.Device // handed in at AR
	taken, held id.Confiscation
	adult       id.Adult
	class       string
	staff       id.Staff
	exception   id.Op
	use         id.Op
}

// verb is one thing that people do, and who may.
type verb struct {
	name   string
	ar, bg string // the roles, or "-" where the school's policy says no to everybody and that is what they hear
	// others is what everybody else hears, where it is not that nothing is there.
	others string
	do     func(h *house, who people.Who, act event.Act, on target) error
}

// second drops the value.
func second[T any](_ T, err error) error { return err }

func verbs(t *testing.T) []verb {
	ctx := t.Context()
	return []verb{
		{"hand in", desk, "-", "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.HandIn(ctx, who, act, custody.Arriving{Pupil: on.pupil, Kind: school.Console}))
		}},
		{"collect", desk, "-", "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.Collect(ctx, who, act, on.pupil, on.device))
		}},
		{"undo", desk, "-", "", func(h *house, who people.Who, act event.Act, on target) error {
			act.At = at(10, 0)
			return second(h.Undo(ctx, who, act, on.pupil, on.device))
		}},
		{"check a class", "-", inClass, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.CheckClass(ctx, who, act, on.class, nil))
		}},
		{"confiscate", takers, takers, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.Confiscate(ctx, who, act, custody.Taking{Pupil: on.pupil, Kind: school.Console,
				Ground: school.Breach,
				Stored: "safe", Tell: custody.TellNow}))
		}},
		{"log a contact", keepers + "osl", keepers, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.LogContact(ctx, who, act, on.taken, on.adult, custody.ByPhone, custody.Spoke))
		}},
		{"decide on telling", keepers + "osl", "-", "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.DecideTell(ctx, who, act, on.taken, custody.TellNow, ""))
		}},
		{"release", keepers + "osl", keepers, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.Release(ctx, who, act, on.taken, on.adult))
		}},
		{"give to the police", keepers + "osl", keepers, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.GiveToPolice(ctx, who, act, on.taken, "PC Lane", "46/1"))
		}},
		{"set the hold", "dsl deputy_dsl osl", "dsl deputy_dsl", "", func(h *house, who people.Who, act event.Act,
			on target) error {
			return second(h.SetHold(ctx, who, act, on.taken, "why"))
		}},
		{"lift the hold", "dsl deputy_dsl osl", "dsl deputy_dsl", "", func(h *house, who people.Who, act event.Act,
			on target) error {
			return second(h.LiftHold(ctx, who, act, on.held, "why", custody.TellNow))
		}},
		{"search", "-", leaders, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.Search(ctx, who, act, on.taken, found(h, custody.NothingFound)))
		}},
		{"delete", "-", leaders, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.DeleteContent(ctx, who, act, on.taken))
		}},
		{"except a child", "head", "head", "denied custody.exception.approver phones.contact_exception",
			func(h *house, who people.Who, act event.Act, on target) error {
				return second(h.leave.ApproveException(ctx, who, act, custody.Exception{Pupil: on.pupil, Reason: custody.Medical,
					From: monday, Till: monday}))
			}},
		{"end an exception", "head", "head", "denied custody.exception.approver phones.contact_exception",
			func(h *house, who people.Who, act event.Act, on target) error {
				return second(h.leave.EndException(ctx, who, act, on.exception))
			}},
		{"ask for a lesson", inClass, inClass, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.leave.AskUse(ctx, who, act, custody.Use{Class: "Everest", Activity: "Map walk", On: monday,
				RiskAssessed: true}))
		}},
		{"approve a lesson", leaders, leaders, "", func(h *house, who people.Who, act event.Act, on target) error {
			return second(h.leave.ApproveUse(ctx, who, act, on.use))
		}},
		{"permit a colleague", "head", "head", "denied custody.staff_leave.approver phones.staff.permission",
			func(h *house, who people.Who, act event.Act, on target) error {
				return second(h.leave.PermitStaff(ctx, who, act, custody.StaffLeave{Staff: on.staff, Reason: "a sick child",
					InWriting: true, From: monday, Till: monday}))
			}},

		// What is only read.
		{"see the desk", desk, desk, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.Desk(ctx, who, at(16, 0)))
		}},
		{"see a class", takers, takers, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.Class(ctx, who, on.class, at(16, 0)))
		}},
		{"see the checks", inClass, inClass, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.ChecksToday(ctx, who, at(16, 0)))
		}},
		{"see the day", leaders + "dsl deputy_dsl", leaders + "dsl deputy_dsl", "",
			func(h *house, who people.Who, _ event.Act, on target) error {
				return second(h.Today(ctx, who, at(16, 0)))
			}},
		{"list what is kept", takers, takers, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.List(ctx, who, true, time.Time{}))
		}},
		{"read what is kept", keepers + "osl", keepers, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.Read(ctx, who, on.taken, at(16, 0)))
		}},
		{"see the exceptions", leaders + "dsl deputy_dsl", leaders + "dsl deputy_dsl", "",
			func(h *house, who people.Who, _ event.Act, on target) error {
				return second(h.leave.Exceptions(ctx, who))
			}},
		{"see the lessons", takers, takers, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.leave.Uses(ctx, who, at(16, 0)))
		}},
		{"see colleagues' leave", leaders, leaders, "", func(h *house, who people.Who, _ event.Act, on target) error {
			return second(h.leave.StaffLeaves(ctx, who))
		}},
	}
}

// lived is a house on a Monday afternoon: Maryam's phone is in the safe and may go home, Yusuf's tablet is held, her
// wearable was handed in where phones are, and there is leave of each kind.
func lived(t *testing.T, db *store.Store, name string) (*house, target) {
	t.Helper()
	h := furnish(t, db, name, "lived-"+string(id.New[id.School]()))
	on := target{pupil: h.pupil("Maryam"), adult: h.adult("Amina"), class: "Everest",
		staff: id.Staff(h.who("teacher").Person)}
	office, head, dsl, teacher := h.who("office"), h.who("head"), h.who("dsl"), h.who("teacher")
	if name == "AR" {
		shelf := must(h.HandIn(t.Context(), office, h.act(office, at(10, 0), "custody.hand_in"),
			custody.Arriving{Pupil: on.pupil, Kind: school.Wearable}))(t)
		on.device = shelf.Devices[0].ID
	}
	on.taken, on.held = h.take(t, "Maryam", school.Breach, at(10, 0)).ID, h.take(t, "Yusuf", h.hidden(), at(10, 0)).ID
	if name == "BG" {
		must(h.Search(t.Context(), head, h.act(head, at(11, 0), "custody.search"), on.taken, found(h,
			custody.BreachFound)))(t)
	}
	must(h.LogContact(t.Context(), dsl, h.act(dsl, at(12, 0), "custody.contact"), on.taken, on.adult, custody.ByPhone,
		custody.Spoke))(t)
	on.exception = must(h.leave.ApproveException(t.Context(), head, h.act(head, at(9, 0), "custody.except"),
		custody.Exception{Pupil: h.pupil("Yusuf"), Reason: custody.Medical, From: monday, Till: monday}))(t).ID
	on.use = must(h.leave.AskUse(t.Context(), teacher, h.act(teacher, at(9, 0), "custody.ask_use"),
		custody.Use{Class: "Everest", Activity: "Map walk", On: monday, RiskAssessed: true}))(t).ID
	return h, on
}

func TestEveryVerbIsForTheRolesThatItIsFor(t *testing.T) {
	for _, name := range both {
		db := storetest.Memory(t)
		quiet, on := lived(t, db, name) // of those who are refused
		before := quiet.everything(t)
		for _, v := range verbs(t) {
			may := map[string]string{"AR": v.ar, "BG": v.bg}[name]
			refused := v.others
			if refused == "" {
				refused = notThere
			}
			for _, role := range roles {
				who := people.Who{School: quiet.ID, Person: id.Named[id.Person]("one " + string(role)), Roles: []people.Role{role}}
				what := name + ": " + v.name + ", by " + string(role)
				act := quiet.act(who, at(15, 30), "custody."+v.name)
				switch {
				case may == "-":
					// The policy's own no is said to those whose work it is; nobody gets a yes.
					if got := heard(v.do(quiet, who, act, on)); got == "" || !strings.HasPrefix(got, "denied ") && got != notThere {
						t.Errorf("%s: heard %q", what, got)
					}
				case slices.Contains(strings.Fields(may), string(role)):
					h, on := lived(t, db, name)
					who.School, act.School = h.ID, h.ID
					if err := v.do(h, who, act, on); err != nil {
						t.Errorf("%s: %v", what, err)
					}
				default:
					got := heard(v.do(quiet, who, act, on))
					// A keeper knows that the device is there; to search it is leadership's alone, and the screen says so.
					if (v.name == "search" || v.name == "delete") && slices.Contains(strings.Fields(keepers), string(role)) {
						refused := "denied custody.search.leadership phones.search.consent"
						if got != refused {
							t.Errorf("%s: heard %q, want %q", what, got, refused)
						}
					} else if got != refused {
						t.Errorf("%s: heard %q, want %q", what, got, refused)
					}
				}
			}
			if after := quiet.everything(t); after != before {
				t.Fatalf("%s: %s: somebody who was refused changed something", name, v.name)
			}
		}
	}
}

// Whoever may do everything at one school finds nothing of another there.
func TestAnotherSchoolsThingsAreNotThere(t *testing.T) {
	for _, name := range both {
		h, mine := lived(t, storetest.Memory(t), name)
		// The other school is of the same kind and in the same database, so that only the school stands between.
		other := furnish(t, h.db, name, "other-"+strings.ToLower(name))
		on := target{pupil: other.pupil("Maryam"), adult: other.adult("Amina"), class: "Kestrel",
			staff: id.Staff(other.who("teacher").Person)}
		if name == "AR" {
			on.device = other.arrive(t, "Maryam", "", at(8, 40)).ID
		}
		on.taken = other.take(t, "Maryam", school.Breach, at(10, 0)).ID
		on.held = other.take(t, "Yusuf", other.hidden(), at(10, 0)).ID
		head, teacher := other.who("head"), other.who("teacher")
		on.exception = must(other.leave.ApproveException(t.Context(), head, other.act(head, at(9, 0), "custody.except"),
			custody.Exception{Pupil: other.pupil("Yusuf"), Reason: custody.Medical, From: monday, Till: monday}))(t).ID
		on.use = must(other.leave.AskUse(t.Context(), teacher, other.act(teacher, at(9, 0), "custody.ask_use"),
			custody.Use{Class: "Everest", Activity: "Map walk", On: monday, RiskAssessed: true}))(t).ID

		all := h.who("head")
		all.Roles = roles
		here, there := h.everything(t), other.everything(t)
		for _, v := range verbs(t) {
			policySaysNo := map[string]string{"AR": v.ar, "BG": v.bg}[name] == "-"
			if strings.HasPrefix(v.name, "see ") || v.name == "list what is kept" || v.name == "ask for a lesson" {
				continue // they name nothing of a school's
			}
			got := heard(v.do(h, all, h.act(all, at(15, 30), "custody."+v.name), on))
			if got != notThere && !(policySaysNo && strings.HasPrefix(got, "denied ")) {
				t.Errorf("%s: %s of another school: heard %q", name, v.name, got)
			}
		}
		// An adult of the other school is nobody to a child of this one.
		office := h.who("office")
		_, err := h.LogContact(t.Context(), office, h.act(office, at(15, 30), "custody.contact"), mine.taken, on.adult,
			custody.ByPhone, custody.Spoke)
		want(t, name+" speaks to the other school's mother", err, "denied custody.adult_unknown")
		_, err = h.Release(t.Context(), office, h.act(office, at(15, 30), "custody.release"), mine.taken, on.adult)
		want(t, name+" releases to the other school's mother", err, "denied custody.adult_unknown phones.release")
		if h.everything(t) != here {
			t.Errorf("%s: something changed here", name)
		}
		if other.everything(t) != there {
			t.Errorf("%s: the other school changed", name)
		}
		for _, child := range must(h.Desk(t.Context(), all, at(16, 0)))(t) {
			if child.ID == on.pupil {
				t.Error("the other school's child stands at the desk")
			}
		}
		if kept := must(h.Class(t.Context(), all, "Kestrel", at(16, 0)))(t); len(kept) != 0 {
			t.Errorf("a class that is not there: %v", kept)
		}
	}
}
