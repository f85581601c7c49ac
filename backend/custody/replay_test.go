package custody_test

import (
	"context"
	"encoding/json"
	"sync"
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

// deed is a verb with the one who may do it and what it answers, as text.
type deed struct {
	name, only string // only at "AR" or "BG"; empty for both
	by         string
	at         time.Time
	do         func(h *house, who people.Who, act event.Act, on target) (any, error)
}

var deeds = []deed{
	{"hand in", "AR", "office", at(15, 30), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.HandIn(ctx, who, act, custody.Arriving{Pupil: on.pupil, Kind: school.Tablet, Colour: "green"})
	}},
	{"collect", "AR", "office", at(15, 30), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.Collect(ctx, who, act, on.pupil, on.device)
	}},
	{"undo", "AR", "office", at(10, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.Undo(ctx, who, act, on.pupil, on.device)
	}},
	{"check a class", "BG", "teacher", at(9, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.CheckClass(ctx, who, act, on.class, map[id.Pupil]custody.Found{on.pupil: custody.InUse})
	}},
	{"confiscate", "", "teacher", at(11, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.Confiscate(ctx, who, act, custody.Taking{Pupil: on.pupil, Kind: school.Tablet, Ground: school.Breach,
			Stored: "safe",
			Tell:   custody.TellNow})
	}},
	{"confiscate under the hold", "", "teacher", at(11, 0), func(h *house, who people.Who, act event.Act,
		on target) (any, error) {
		return h.Confiscate(ctx, who, act, custody.Taking{Pupil: on.pupil, Kind: school.Tablet, Ground: h.hidden(),
			Stored: "safe"})
	}},
	{"log a contact", "", "office", at(12, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.LogContact(ctx, who, act, on.taken, on.adult, custody.ByPhone, custody.Spoke)
	}},
	{"decide on telling", "AR", "office", at(12, 0), func(h *house, who people.Who, act event.Act, on target) (any,
		error) {
		return h.DecideTell(ctx, who, act, on.taken, custody.NotYet, "at work")
	}},
	{"release", "", "office", at(15, 30), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.Release(ctx, who, act, on.taken, on.adult)
	}},
	{"give to the police", "", "head", at(15, 30), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.GiveToPolice(ctx, who, act, on.held, "PC Lane", "46/1")
	}},
	{"set the hold", "", "dsl", at(15, 30), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.SetHold(ctx, who, act, on.taken, "there may be more")
	}},
	{"lift the hold", "", "deputy", at(15, 30), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.LiftHold(ctx, who, act, on.held, "clear", custody.NotYet)
	}},
	{"search", "BG", "head", at(13, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.Search(ctx, who, act, on.taken, found(h, custody.CouldBeIndecent))
	}},
	{"delete", "BG", "second", at(13, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.DeleteContent(ctx, who, act, on.taken)
	}},
	{"except a child", "", "head", at(9, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.leave.ApproveException(ctx, who, act, custody.Exception{Pupil: on.pupil, Reason: custody.WalkingHome,
			From: monday, Till: monday})
	}},
	{"end an exception", "", "head", at(9, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.leave.EndException(ctx, who, act, on.exception)
	}},
	{"ask for a lesson", "", "teacher", at(9, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.leave.AskUse(ctx, who, act, custody.Use{Class: "Everest", Activity: "Map walk", On: monday,
			RiskAssessed: true})
	}},
	{"approve a lesson", "", "head", at(9, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.leave.ApproveUse(ctx, who, act, on.use)
	}},
	{"permit a colleague", "", "head", at(9, 0), func(h *house, who people.Who, act event.Act, on target) (any, error) {
		return h.leave.PermitStaff(ctx, who, act, custody.StaffLeave{Staff: on.staff, Reason: "a sick child",
			InWriting: true, From: monday, Till: monday})
	}},
}

// Bad wi-fi sends everything twice. The second time answers as the first did and does nothing; and one operation never
// means two things, nor two people.
func TestAReplayAnswersAsTheFirstTimeAndDoesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		for _, name := range both {
			for _, d := range deeds {
				if d.only != "" && d.only != name {
					continue
				}
				h, on := lived(t, db, name)
				who := h.who(d.by)
				act := h.act(who, d.at, "custody."+d.name, "what was asked")
				before := len(h.events(t))
				first, err := d.do(h, who, act, on)
				if err != nil {
					t.Errorf("%s: %s: %v", name, d.name, err)
					continue
				}
				after := h.everything(t)
				for again := range 2 {
					second, err := d.do(h, who, act, on)
					if one, two := text(t, first), text(t, second); err != nil || one != two {
						t.Errorf("%s: %s, time %d: %v\n%s\n%s", name, d.name, again+2, err, one, two)
					}
				}
				if n := len(h.events(t)) - before; n != 1 || h.everything(t) != after {
					t.Errorf("%s: %s three times: %d events, or something changed", name, d.name, n)
				}

				other, command, somebody := act, act, act
				other.Hash = event.HashOf([]byte("something else"))
				command.Command = "custody.other"
				somebody.Actor = "somebody"
				for what, reused := range map[string]event.Act{"another body": other, "another verb": command,
					"another person": somebody} {
					_, err := d.do(h, who, reused, on)
					want(t, name+": "+d.name+" with "+what, err, "conflict web.operation_reused")
				}
				if h.everything(t) != after {
					t.Errorf("%s: %s: a reused operation changed something", name, d.name)
				}
			}
		}
	})
}

// text is an answer as text; of a shelf, what lies on it: which slot is free is nobody's answer.
func text(t *testing.T, v any) string {
	t.Helper()
	if shelf, ok := v.(custody.Shelf); ok {
		shelf.Free = 0
		v = shelf
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// One tap, sent 32 times at once: one phone, one slot, one event, one answer.
func TestOneHandInReplayedThirtyTwoTimesAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		h := furnish(t, db, "AR", "replayed")
		who := h.who("office")
		act := h.act(who, at(8, 40), "custody.hand_in")
		var answers [32]string
		together(len(answers), func(i int) {
			shelf, err := h.HandIn(context.Background(), who, act, custody.Arriving{Pupil: h.pupil("Yusuf"), Label: "blue"})
			if err != nil {
				t.Errorf("tap %d: %v", i, err)
				return
			}
			answers[i] = text(t, shelf)
		})
		for i, answer := range answers {
			if answer != answers[0] {
				t.Errorf("tap %d is told %s, tap 0 %s", i, answer, answers[0])
			}
		}
		if kinds := h.events(t); len(kinds) != 1 || kinds[0] != custody.DidHandIn {
			t.Errorf("events %v", kinds)
		}
		h.verify(t)
	})
}

// together runs do n times at once: all begin when all are ready, and it returns when all have ended.
func together(n int, do func(i int)) {
	start := make(chan struct{})
	var ready, done sync.WaitGroup
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			do(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}
