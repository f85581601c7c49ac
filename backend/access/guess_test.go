package access_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
)

// slow returns until when a fault slows down.
func slow(t *testing.T, err error) time.Time {
	t.Helper()
	var s access.Slow
	if !fault.Is(err, fault.TooMany) || !errors.As(err, &s) {
		t.Fatalf("not slowed down: %v", err)
	}
	return s.Until
}

func (h *house) guess(times int, from netip.Addr, email string) (refused int) {
	for range times {
		_, err := h.SignIn(h.t.Context(), access.Attempt{School: "hook-lane", Email: email, Passphrase: "a wrong guess",
			From: from})
		if fault.Is(err, fault.TooMany) {
			refused++
		} else if !fault.Is(err, fault.SignedOut) {
			h.t.Fatal(err)
		}
	}
	return refused
}

// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestGuessingOnePersonGetsSlowerAndNeverLocks(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	if refused := h.guess(5, office, "brown@hook-lane.sch.example"); refused != 0 {
		t.Fatalf("%d of the first five were refused", refused)
	}
	var waits []time.Duration
	for range 12 {
		until := slow(t, func() error { _, err := h.signIn("brown", passphrase); return err }())
		waits = append(waits, until.Sub(h.wall.Now()))
		h.wall.Set(until)
		h.guess(1, office, "brown@hook-lane.sch.example")
	}
	want := "[1s 2s 4s 8s 16s 32s 1m4s 2m8s 4m16s 5m0s 5m0s 5m0s]"
	if got := fmt.Sprint(waits); got != want {
		t.Errorf("the waits are %s, want %s", got, want)
	}
	_, err := h.signIn("brown", passphrase)
	h.wall.Set(slow(t, err))
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Errorf("after the wait, with the right one: %v", err)
	}
	if refused := h.guess(5, office, "brown@hook-lane.sch.example"); refused != 0 {
		t.Errorf("getting in did not start anew: %d refused", refused)
	}
}

func TestARefusedTryCostsNoHashAndNoMoreWaiting(t *testing.T) {
	h := furnish(t)
	h.guess(5, office, "brown@hook-lane.sch.example")
	before := h.hasher.verified.Load()
	_, err := h.signIn("brown", passphrase)
	until := slow(t, err)
	if refused := h.guess(1000, office, "brown@hook-lane.sch.example"); refused != 1000 {
		t.Errorf("%d of 1000 were refused", refused)
	}
	if _, err := h.signIn("brown", passphrase); !slow(t, err).Equal(until) {
		t.Error("tries that were refused made the wait longer")
	}
	if h.hasher.verified.Load() != before {
		t.Error("a refused try was verified")
	}
}

func TestAThousandGuessesAtOnceAreAThousand(t *testing.T) {
	h := furnish(t)
	var all sync.WaitGroup
	var listened atomic.Int64
	for range 200 {
		all.Go(func() {
			_, err := h.SignIn(t.Context(), access.Attempt{School: "hook-lane", Email: "brown@hook-lane.sch.example",
				Passphrase: "a wrong guess", From: office})
			if !fault.Is(err, fault.TooMany) {
				listened.Add(1)
			}
		})
	}
	all.Wait()
	if listened.Load() != 5 {
		t.Errorf("%d of 200 guesses at once were listened to", listened.Load())
	}
}

func TestOneNetworkGuessingManyPeople(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	for i := range 30 {
		from := netip.AddrFrom4([4]byte{198, 51, 100, byte(i)})
		if refused := h.guess(1, from, fmt.Sprintf("p%d@x.example", i)); refused != 0 {
			t.Fatalf("the %d. was refused", i+1)
		}
	}
	_, err := h.SignIn(t.Context(), access.Attempt{School: "hook-lane", Email: "p31@x.example",
		From: netip.MustParseAddr("198.51.100.200")})
	slow(t, err)
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Errorf("another network: %v", err)
	}
	h.wall.Move(20 * time.Second)
	if refused := h.guess(1, netip.MustParseAddr("198.51.100.1"), "p32@x.example"); refused != 0 {
		t.Error("nothing was forgiven in twenty seconds")
	}
}

// A school's staff share one address: their mistakes on a Monday must not lock the building out.
func TestAWholeStaffroomMistypes(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	for i := range 100 { // one mistake every fifteen seconds, for twenty-five minutes
		if refused := h.guess(1, office, fmt.Sprintf("p%d@hook-lane.sch.example", i)); refused != 0 {
			t.Fatalf("the %d. mistake was not listened to", i+1)
		}
		h.wall.Move(15 * time.Second)
	}
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Error(err)
	}
}

func TestOneRightPassphraseDoesNotWashTheNetwork(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	for i := range 29 {
		h.guess(1, office, fmt.Sprintf("p%d@x.example", i))
		if _, err := h.signIn("brown", passphrase); err != nil {
			t.Fatal(err)
		}
	}
	h.guess(1, office, "p30@x.example")
	_, err := h.signIn("brown", passphrase)
	slow(t, err)
}

func TestGuessesCostTheDatabaseOneWriteASecond(t *testing.T) {
	h := furnish(t)
	for i := range 1000 {
		from := netip.AddrFrom4([4]byte{198, 51, byte(i >> 4), byte(i)})
		h.guess(1, from, fmt.Sprintf("p%d@x.example", i%50))
	}
	if h.store.saves != 0 {
		t.Fatalf("%d writes before the second is over", h.store.saves)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ticks, done := make(chan time.Time), make(chan struct{})
	go func() { h.Guard.Run(ctx, ticks, func(err error) { t.Error(err) }); close(done) }()
	ticks <- monday
	ticks <- monday // the second is taken only once the first was served
	if h.store.saves != 1 {
		t.Errorf("%d writes", h.store.saves)
	}
	h.guess(1, office, "last@x.example")
	cancel()
	<-done
	if h.store.saves != 2 {
		t.Errorf("the last guesses are lost at the end: %d writes", h.store.saves)
	}
}

func TestTwoProcessesCountTogether(t *testing.T) {
	h := furnish(t)
	other := *h.Service
	other.Guard = access.NewGuard(h.store, h.wall)
	both := []*house{h, {Service: &other, t: t, store: h.store}}
	for i := range 5 {
		if refused := both[i%2].guess(1, office, "brown@hook-lane.sch.example"); refused != 0 {
			t.Fatalf("the %d. was refused", i+1)
		}
		if err := both[i%2].Guard.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if refused := both[0].guess(1, office, "brown@hook-lane.sch.example"); refused != 1 {
		t.Error("the sixth is listened to")
	}
	third := *h.Service
	third.Guard = access.NewGuard(h.store, h.wall) // started anew
	if refused := (&house{Service: &third, t: t}).guess(1, office, "brown@hook-lane.sch.example"); refused != 1 {
		t.Error("a restart forgets")
	}
}

func TestAFlushThatFailsIsTriedAgain(t *testing.T) {
	h := furnish(t)
	h.guess(3, office, "brown@hook-lane.sch.example")
	h.store.full = errors.New("disk full")
	if err := h.Guard.Flush(t.Context()); err == nil {
		t.Fatal("no error")
	}
	h.store.full = nil
	h.guess(1, office, "brown@hook-lane.sch.example")
	if err := h.Guard.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := *h.Service
	again.Guard = access.NewGuard(h.store, h.wall) // another process, which knows only what was kept
	other := &house{Service: &again, t: t}
	if refused := other.guess(2, office, "brown@hook-lane.sch.example"); refused != 1 {
		t.Errorf("%d of two more were refused: three guesses and one should be kept", refused)
	}
}
