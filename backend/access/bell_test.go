package access_test

import (
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/people"
)

// A reader's telephone rings when nobody is signed in on it, until they leave, change, or sign out everywhere.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestABellRingsAndLetsNobodyIn(t *testing.T) {
	leave := func(h *house) {
		hall := h.staff("Hall")
		hall.LeftOn = "2026-11-23"
		h.keep(hall)
	}
	for why, row := range map[string]struct {
		do    func(*house)
		rings bool
	}{
		"half an hour later":   {func(h *house) { h.wall.Move(access.SessionIdle) }, true},
		"at night":             {func(h *house) { h.wall.Move(access.SessionLasts) }, true},
		"two months later":     {func(h *house) { h.wall.Move(60 * 24 * time.Hour) }, true},
		"a term without it":    {func(h *house) { h.wall.Move(access.FamilyIdle) }, false},
		"she left":             {leave, false},
		"she is another's now": {func(h *house) { hall := h.staff("Hall"); hall.Roles = []people.Role{people.Head}; h.keep(hall) }, false},
		"signed out everywhere": {func(h *house) {
			if err := h.EndSessionsOf(t.Context(), h.act(""), hookLane, h.staff("Hall").Who().Person); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		h := furnish(t)
		entry := h.enter("Hall")
		hash, err := h.Bell(t.Context(), entry.Token, "device")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := h.Bell(t.Context(), entry.Token, "device"); err != nil || again != hash || hash != access.BellOf(entry.Who, "device") {
			t.Fatalf("one device has two: %v", err)
		}
		row.do(h)
		if rings, err := h.Sits(t.Context(), hash, entry.Who); err != nil || rings != row.rings {
			t.Errorf("%s it rings: %v, %v", why, rings, err)
		}
		if rings, _ := h.Sits(t.Context(), hash, h.staff("Brown").Who()); rings {
			t.Errorf("%s it rings for a colleague", why)
		}
	}
	h := furnish(t)
	_, err := h.Bell(t.Context(), access.NewToken(), "device")
	is(t, err, fault.SignedOut, "access.session.over")
}
