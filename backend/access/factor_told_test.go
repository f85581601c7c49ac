package access_test

import (
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
)

// Whatever is added, replaced or removed wants a proof once there is a factor, is recorded, ends the other sessions, and
// is told at the next visit.
func TestChangingAFactorIsToldAndEndsTheOthers(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	first, _ := h.app(here)
	second := func() access.Token { return h.signsIn("brown") }
	news := func(token access.Token) string {
		in, err := h.Check(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		n, err := h.News(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		return n.What
	}
	h.later(access.ProofIdle)
	there := second()
	if news(here) != "" || news(there) != "added" {
		t.Errorf("told here %q, there %q", news(here), news(there))
	}
	_, err := h.BeginApp(t.Context(), here, access.Asked{Passphrase: passphrase, From: office})
	is(t, err, fault.Denied, "access.factor.needed")
	_, err = h.NewRecoveryCodes(t.Context(), there)
	is(t, err, fault.Denied, "access.factor.needed")
	view, err := h.OwnFactors(t.Context(), here)
	if err != nil || len(view.Factors) != 1 {
		t.Fatal(err)
	}
	is(t, h.RemoveFactor(t.Context(), there, view.Factors[0].ID), fault.Denied, "access.factor.needed")

	if err := h.Prove(t.Context(), here, h.shows(first), office); err != nil {
		t.Fatal(err)
	}
	replaced, codes := h.app(here)
	if len(codes) != 0 {
		t.Error("the paper's codes were made anew, and nobody asked for it")
	}
	h.later(time.Minute)
	is(t, h.Prove(t.Context(), here, h.shows(first), office), fault.Invalid, "access.factor.wrong")
	if err := h.Prove(t.Context(), here, h.shows(replaced), office); err != nil || h.in(there) {
		t.Error(err, h.in(there))
	}
	there = second()
	is(t, h.RemoveFactor(t.Context(), here, "nobody"), fault.NotFound, "access.factor.unknown")
	if view, err = h.OwnFactors(t.Context(), here); err != nil || len(view.Factors) != 1 || !view.Proved {
		t.Fatalf("%+v %v", view, err)
	}
	said := len(h.store.events)
	if err := h.RemoveFactor(t.Context(), here, view.Factors[0].ID); err != nil || h.in(there) {
		t.Error(err, h.in(there))
	}
	if kinds := h.kinds(said); kinds != "[access.factor_removed]" {
		t.Error(kinds)
	}
	is(t, h.proved(here), fault.Denied, "access.factor.none")
	if view, err = h.OwnFactors(t.Context(), here); err != nil || view.CodesLeft != 0 || view.Proved {
		t.Errorf("%+v %v", view, err)
	}

	// It is told until it was read there; in sessions of the next three days even so, since it may have been read by whoever
	// did it.
	h.later(time.Second)
	there = second()
	read := func(token access.Token) {
		in, err := h.Check(t.Context(), token)
		if err == nil {
			err = h.ReadNews(t.Context(), in, token)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if news(there) != "removed" {
		t.Errorf("told %q", news(there))
	}
	in, err := h.signIn("brown", passphrase) // the answer to coming in says it too
	if err != nil {
		t.Fatal(err)
	}
	if n, err := h.News(t.Context(), in.Presence); err != nil || n.What != "removed" {
		t.Errorf("coming in: %+v %v", n, err)
	}
	if read(there); news(there) != "" || news(second()) != "removed" {
		t.Errorf("told %q, then %q", news(there), news(second()))
	}
	h.later(72 * time.Hour)
	if told := news(second()); told != "" {
		t.Errorf("told %q after it was read", told)
	}
}
