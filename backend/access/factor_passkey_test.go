package access_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
)

// wooden are passkeys that a test can cut by itself: a record is the word on it, and to say the word again is the proof.
// The real ones are tried in the signin hall.
type wooden struct{}

func (wooden) Register(user []byte, name string, have [][]byte) (asks, state []byte, err error) {
	return append([]byte(name+" "), bytes.Join(have, []byte(","))...), user, nil
}

func (wooden) Registered(user, state, answer []byte) ([]byte, bool) {
	return answer, bytes.Equal(user, state) && len(answer) > 0
}

func (wooden) Ask(user []byte, have [][]byte) (asks, state []byte, err error) {
	return bytes.Join(have, []byte(",")), user, nil
}

func (wooden) Answered(user []byte, have [][]byte, state, answer []byte) (int, []byte, bool) {
	for i, record := range have {
		if bytes.Equal(user, state) && bytes.Equal(record, answer) {
			return i, append(bytes.Clone(record), '!'), true
		}
	}
	return 0, nil, false
}

// cut adds a passkey for a session.
func (h *house) cut(token access.Token, word, name string) ([]access.Code, error) {
	h.t.Helper()
	if _, err := h.BeginPasskey(h.t.Context(), token, access.Asked{Passphrase: passphrase, From: office}); err != nil {
		return nil, err
	}
	return h.ConfirmPasskey(h.t.Context(), token, []byte(word), name)
}

// Passkeys have names and are five at most; each proves by itself, and its record is renewed by it.
func TestPasskeys(t *testing.T) {
	h := proving(t)
	here, elsewhere := h.member("Brown", "brown")
	_, err := h.BeginPasskey(t.Context(), here, access.Asked{From: office})
	is(t, err, fault.Denied, "access.factor.no_passkeys")
	h.Passkeys = wooden{}
	if codes, err := h.cut(here, "oak", "  Blue   key "); err != nil || len(codes) != access.RecoveryCodes {
		t.Fatal(len(codes), err)
	}
	if err := h.proved(here); err != nil || h.in(elsewhere) {
		t.Error(err, h.in(elsewhere))
	}
	_, err = h.cut(here, "", "x")
	is(t, err, fault.Invalid, "access.factor.passkey_wrong")
	_, err = h.cut(here, "ash", strings.Repeat("é", 61))
	is(t, err, fault.Invalid, "access.factor.name")
	for _, word := range []string{"ash", "elm", "yew", "fir"} {
		if codes, err := h.cut(here, word, word); err != nil || codes != nil {
			t.Fatal(word, codes, err)
		}
	}
	_, err = h.cut(here, "box", "box")
	is(t, err, fault.Conflict, "access.factor.enough")
	view, err := h.OwnFactors(t.Context(), here)
	if err != nil || len(view.Factors) != access.MostPasskeys || !view.Passkeys ||
		!slices.ContainsFunc(view.Factors, func(f access.Factor) bool { return f.Name == "Blue key" }) {
		t.Errorf("%+v %v", view, err)
	}

	h.later(access.ProofIdle)
	is(t, h.proved(here), fault.Denied, "access.factor.needed")
	prove := func(word string) error {
		if _, err := h.AskProof(t.Context(), here); err != nil {
			t.Fatal(err)
		}
		return h.ProveByPasskey(t.Context(), here, []byte(word), office)
	}
	is(t, prove("box"), fault.Invalid, "access.factor.passkey_wrong")
	if err := prove("elm"); err != nil || h.proved(here) != nil {
		t.Error(err)
	}
	is(t, prove("elm"), fault.Invalid, "access.factor.passkey_wrong") // its record is another by now
	if err := prove("elm!"); err != nil {
		t.Error(err)
	}
	is(t, h.ProveByPasskey(t.Context(), here, []byte("elm!!"), office), fault.Conflict, "access.factor.expired")
}

// A challenge is answered once, also by two at once, and not after its time; nor does a key prove that was taken away.
func TestAPasskeysChallengeIsAnsweredOnce(t *testing.T) {
	h := proving(t)
	h.Passkeys = wooden{}
	here, _ := h.member("Brown", "brown")
	if _, err := h.cut(here, "oak", ""); err != nil {
		t.Fatal(err)
	}
	ask := func() {
		if _, err := h.AskProof(t.Context(), here); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	var done atomic.Int64
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			switch err := h.ProveByPasskey(t.Context(), here, []byte("oak"), office); {
			case err == nil:
				done.Add(1)
			case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooMany):
				t.Error(err)
			}
		})
	}
	if all.Wait(); done.Load() != 1 {
		t.Errorf("%d were proved by one challenge", done.Load())
	}
	ask()
	h.later(access.ChallengeLasts - time.Second)
	if err := h.ProveByPasskey(t.Context(), here, []byte("oak!"), office); err != nil {
		t.Error(err)
	}
	ask()
	h.later(access.ChallengeLasts)
	is(t, h.ProveByPasskey(t.Context(), here, []byte("oak!!"), office), fault.Conflict, "access.factor.expired")

	ask()
	if err := h.ProveByPasskey(t.Context(), here, []byte("oak!!"), office); err != nil {
		t.Fatal(err)
	}
	ask()
	view, err := h.OwnFactors(t.Context(), here)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.RemoveFactor(t.Context(), here, view.Factors[0].ID); err != nil {
		t.Fatal(err)
	}
	is(t, h.ProveByPasskey(t.Context(), here, []byte("oak!!!"), office), fault.Invalid, "access.factor.passkey_wrong")
	_, err = h.AskProof(t.Context(), here)
	is(t, err, fault.Denied, "access.factor.none")
}
