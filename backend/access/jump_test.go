package access_test

import (
	"fmt"
	"testing"
	"time"

	"lollipop/backend/access"
)

// The machine's clock jumps: somebody sets it, or it was wrong when the machine started. Nobody is signed in for longer
// because of it, nor locked out until it has caught up.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestTheMachinesClockJumps(t *testing.T) {
	const day = 24 * time.Hour
	for _, jump := range []time.Duration{-10 * time.Minute, 10 * time.Minute, -time.Hour, time.Hour, -13 * time.Hour,
		13 * time.Hour, -3 * day, 3 * day} {
		t.Run(fmt.Sprint(jump), func(t *testing.T) {
			h := furnish(t)
			brown := h.enter("Brown")
			h.enter("Taylor")
			h.guess(12, office, "taylor@hook-lane.sch.example")
			h.wall.Move(jump)
			if in, want := h.in(brown.Token), jump.Abs() < access.SessionIdle; in != want {
				t.Errorf("whoever was in a moment ago is in: %v", in)
			}
			_, err := h.signIn("taylor", passphrase)
			if err != nil {
				until := slow(t, err)
				if wait := until.Sub(h.wall.Now()); wait > access.AccountPace.Most {
					t.Errorf("after somebody guessed, she waits %s", wait)
				}
				h.wall.Set(until)
				_, err = h.signIn("taylor", passphrase)
			}
			if err != nil {
				t.Errorf("she never comes in: %v", err)
			}
			again := h.enter("Brown")
			for range 29 { // and everything goes on as on any day
				h.wall.Move(time.Minute)
			}
			if !h.in(again.Token) {
				t.Error("out after 29 minutes")
			}
			h.wall.Move(access.SessionIdle)
			if h.in(again.Token) {
				t.Error("in after half an hour of nothing")
			}
		})
	}
}
