package web

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"lollipop/backend/access"
)

type fields map[string]any

// wants is an answer, which has to have that status.
func (a answer) wants(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("not %d: %s", status, a.print())
	}
	return a
}

// A reader sets an authenticator up, is asked for it again after five minutes without use, and goes on.
func TestASecondFactorAtTheDoor(t *testing.T) {
	h := newHouse(t)
	v := &visitor{h: h, session: h.session(h.here, "dsl")}
	read := func(a answer) (f Factors) {
		t.Helper()
		if err := json.Unmarshal([]byte(a.body), &f); err != nil || a.status != 200 {
			t.Fatal(a.print())
		}
		return f
	}
	if f := read(v.do("GET", "/api/factor", nil)); len(f.Items) != 0 || f.Proved || f.Asks || !f.Passkeys {
		t.Errorf("%+v", f)
	}
	if got := v.do("POST", "/api/factor/codes", fields{}); got.status != 403 || got.problem(t).Key != "access.factor.none" ||
		!strings.Contains(got.problem(t).Title, "Set one up") {
		t.Error(got.print())
	}
	set := v.do("POST", "/api/factor/app", fields{}).wants(t, 200)
	var app AppSetUp
	if err := json.Unmarshal([]byte(set.body), &app); err != nil || !strings.HasPrefix(app.URL, "otpauth://totp/") ||
		app.QR.Size < 20 || !strings.HasPrefix(app.QR.Path, "M") {
		t.Fatal(set.print())
	}
	code := func() string {
		code, err := totp.GenerateCode(app.Secret, h.wall.Now())
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	if got := v.do("POST", "/api/factor/app/confirm", fields{"code": "1"}); got.status != 422 || got.problem(t).Field != "code" {
		t.Error(got.print())
	}
	f := read(v.do("POST", "/api/factor/app/confirm", fields{"code": code()}))
	if len(f.Items) != 1 || f.Items[0].Kind != "totp" || !f.Proved || len(f.Codes) != access.RecoveryCodes || f.CodesLeft != 8 {
		t.Errorf("%+v", f)
	}
	h.wall.Move(access.ProofIdle)
	if got := v.do("POST", "/api/factor/codes", fields{}); got.status != 403 || got.problem(t).Key != "access.factor.needed" {
		t.Error(got.print())
	}
	if got := v.do("POST", "/api/factor/prove", fields{"code": "000000"}); got.status != 422 {
		t.Error(got.print())
	}
	if f = read(v.do("POST", "/api/factor/prove", fields{"code": code()})); !f.Proved || f.Codes != nil {
		t.Errorf("%+v", f)
	}
	if f = read(v.do("POST", "/api/factor/codes", fields{})); len(f.Codes) != access.RecoveryCodes {
		t.Errorf("%+v", f)
	}

	// At the next visit they are told, until they say that they have read it.
	h.wall.Move(time.Second)
	v.session = h.session(h.here, "dsl")
	news := func() *FactorNews {
		t.Helper()
		var me Me
		if err := json.Unmarshal([]byte(v.do("GET", "/api/me", nil).wants(t, 200).body), &me); err != nil {
			t.Fatal(err)
		}
		return me.FactorNews
	}
	if n := news(); n == nil || n.What != "codes" {
		t.Errorf("%+v", n)
	}
	read(v.do("POST", "/api/factor/read", fields{}))
	if n := news(); n != nil {
		t.Errorf("%+v", n)
	}
	h.wall.Move(access.ProofIdle)
	read(v.do("POST", "/api/factor/prove", fields{"code": code()}))
	if f = read(v.do("POST", "/api/factors/"+f.Items[0].ID+"/remove", fields{})); len(f.Items) != 0 || f.CodesLeft != 0 {
		t.Errorf("%+v", f)
	}
	if strings.Contains(h.log.String(), app.Secret) {
		t.Error("the secret is in the log")
	}
}

// A passkey's challenge belongs to the session that asked for it, and is answered once.
func TestAPasskeysChallengeIsOfItsSessionAndUsedOnce(t *testing.T) {
	h := newHouse(t)
	here := &visitor{h: h, session: h.session(h.here, "dsl")}
	there := &visitor{h: h, session: h.session(h.here, "dsl")}
	withPasskey(h, h.here, "dsl", here.session)
	right := fields{"answer": "turn"}
	here.do("POST", "/api/factor/prove/passkey", fields{}).wants(t, 200)
	there.do("POST", "/api/factor/prove/passkey/confirm", right).wants(t, 409)
	here.do("POST", "/api/factor/prove/passkey/confirm", fields{"answer": "wrong"}).wants(t, 422)
	here.do("POST", "/api/factor/prove/passkey/confirm", right).wants(t, 409) // a wrong answer has used it up
	here.do("POST", "/api/factor/prove/passkey", fields{}).wants(t, 200)
	here.do("POST", "/api/factor/passkey/confirm", right).wants(t, 409) // it was asked for something else
	here.do("POST", "/api/factor/prove/passkey/confirm", right).wants(t, 200)
	here.do("POST", "/api/factor/prove/passkey/confirm", right).wants(t, 409)
	here.do("POST", "/api/factor/prove/passkey", fields{}).wants(t, 200)
	h.wall.Move(access.ChallengeLasts)
	here.do("POST", "/api/factor/prove/passkey/confirm", right).wants(t, 409)
	here.do("POST", "/api/factor/passkey/confirm", fields{"answer": "{}", "name": strings.Repeat("x", 61)}).wants(t, 422)
}

// Without its keys the server says so, and lets nobody past what wants a proof.
func TestWithoutKeysNoProof(t *testing.T) {
	h := newHouse(t)
	v := &visitor{h: h, session: h.session(h.here, "dsl")}
	h.server.Access.Factors = nil
	for path, sent := range map[string]fields{"/api/factor/app": {}, "/api/factor/codes": {},
		"/api/factor/prove": {"code": "1"}} {
		v.do("POST", path, sent).wants(t, 503)
	}
	v.do("GET", "/api/me", nil).wants(t, 200)
}
