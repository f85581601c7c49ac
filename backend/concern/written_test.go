package concern_test

import (
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/event"
)

// Whoever writes is shown all of it, and so has read it: that is recorded, once, and ends the time after which it goes to
// the next reader.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func TestWhoeverWritesHasReadIt(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	words := a.say(a.tell(aChild), "en")
	lead, which := a.who("lead"), a.list("lead")[0].ID
	write := func() {
		t.Helper()
		o, err := a.Reply(t.Context(), lead, a.act("lead", "concern.reply"), which, concern.Answer{Reply: "thank_you"})
		if err != nil || o.Unread || o.Status != concern.Read {
			t.Errorf("%+v, %v", o.Summary, err)
		}
	}
	write()
	write()
	a.clock.Move(2 * time.Hour)
	a.round()
	if got := a.seen(); got != "lead" {
		t.Errorf("it was answered, and goes on to %q", got)
	}
	if _, err := a.AddMore(t.Context(), a.act("", "concern.add"), words, "Again.", "en"); err != nil {
		t.Fatal(err)
	}
	a.clock.Move(time.Minute)
	write()
	records, err := a.store.Audit().Records(t.Context(), a.place.School.ID, "concern", 0, 100)
	did := map[event.Kind]int{}
	for _, r := range records {
		did[r.Event.Kind]++
	}
	if err != nil || did[concern.DidRead] != 2 || did[concern.DidReply] != 3 {
		t.Errorf("recorded %v, %v", did, err)
	}
}
