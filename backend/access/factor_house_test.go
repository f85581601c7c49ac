package access_test

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"lollipop/backend/access"
	"lollipop/backend/signin"
	"lollipop/backend/store/storetest"
	"lollipop/backend/vault"
)

// proving is a house whose staff can have second factors.
func proving(t *testing.T) *house {
	h := furnish(t)
	seals, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	h.Factors, h.Seals, h.Keys = h.store, seals, access.NewCodeKeys(storetest.Key...)
	h.Authenticator = signin.Authenticator{Issuer: "Lollipop"}
	return h
}

// shows is the code that an authenticator app shows at the machine's time.
func (h *house) shows(secret string) string { return h.showsAt(secret, h.wall.Now()) }

func (h *house) showsAt(secret string, at time.Time) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

// app sets an authenticator up for a session, and returns its secret and the recovery codes.
func (h *house) app(token access.Token) (string, []access.Code) {
	h.t.Helper()
	made, err := h.BeginApp(h.t.Context(), token, access.Asked{Passphrase: passphrase, From: office})
	if err != nil {
		h.t.Fatal(err)
	}
	codes, err := h.ConfirmApp(h.t.Context(), token, h.shows(made.Secret), office)
	if err != nil {
		h.t.Fatal(err)
	}
	return made.Secret, codes
}

// later moves the machine's clock on, and the product's with it.
func (h *house) later(d time.Duration) {
	h.wall.Set(h.wall.Now().Add(d))
	h.clock.Set(h.clock.Now().Add(d))
}

// proved is what the front door asks for a route that wants a proof.
func (h *house) proved(token access.Token) error {
	h.t.Helper()
	in, err := h.Check(h.t.Context(), token)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.Proved(h.t.Context(), in, token)
}
