package aup_test

import (
	"fmt"
	"sync"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Two publish and many sign at once: every signature is of the version that was current when it was kept, and numbers
// have no gap. The record's order is that of the commits.
func TestNobodySignsWhatWasReplaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := furnish(t, s, "AR", "race")
		h.publishes(t, aup.ForParents, wording("Text 0."))
		var publishers, signers sync.WaitGroup
		var lock sync.Mutex
		acts := func(who people.Who, command string) event.Act {
			lock.Lock()
			defer lock.Unlock()
			return h.act(who, command)
		}
		head := h.staff["head"]
		for publisher := range 2 {
			publishers.Go(func() {
				for i := range 5 {
					_, err := h.Publish(t.Context(), head, acts(head, "aup.publish"), aup.ForParents,
						wording(fmt.Sprintf("Text %d of %d.", i, publisher)))
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		published := make(chan struct{})
		families := []string{"Amina", "Daniel", "Grace", "Ewa"}
		for _, name := range families {
			signers.Go(func() {
				// Whoever was too late every time signs once more when nothing is replaced any longer.
				for last := false; !last; {
					select {
					case <-published:
						last = true
					default:
					}
					l, err := h.Public(t.Context(), h.ID)
					if err != nil {
						t.Error(err)
						return
					}
					v, _ := l.Current(aup.ForParents)
					e, _ := l.Newest(v.ID, "en")
					who := h.parent(name)
					_, err = h.Sign(t.Context(), who, acts(who, "aup.sign"), true,
						[]aup.Answer{{Document: aup.ForParents, Version: v.ID, Edition: e.ID}})
					if err != nil && !fault.Is(err, fault.Conflict) {
						t.Error(err)
					}
				}
			})
		}
		publishers.Wait()
		close(published)
		signers.Wait()
		records, err := s.Audit().Records(t.Context(), h.ID, "daily", 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		current, number, signed := "", 0, 0
		for _, r := range records {
			var body struct {
				Version string
				Number  int
			}
			read(t, r.Event.Body, &body)
			switch r.Event.Kind {
			case aup.DidPublish:
				if number++; body.Number != number {
					t.Errorf("version %d is number %d", number, body.Number)
				}
				current = body.Version
			case aup.DidSign:
				if signed++; body.Version != current {
					t.Errorf("signature at %d is of a version that was not current", r.Event.Position)
				}
			}
		}
		if number != 11 || signed < len(families) {
			t.Errorf("%d versions and %d signatures", number, signed)
		}
	})
}
