package web

import (
	"bytes"
	"maps"
	"net/http"
	"testing"

	"github.com/pquerna/otp/totp"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// wooden are passkeys for these tests: the answer to what they ask is what they remember. The real ones are tried in the
// signin hall, and in a browser.
type wooden struct{}

func (wooden) Register(user []byte, _ string, _ [][]byte) (asks, state []byte, err error) {
	return []byte(`{"challenge":"cut"}`), append([]byte("cut "), user...), nil
}

func (wooden) Registered(user, state, answer []byte) ([]byte, bool) {
	return user, string(answer) == "cut" && bytes.HasSuffix(state, user)
}

func (wooden) Ask(user []byte, _ [][]byte) (asks, state []byte, err error) {
	return []byte(`{"challenge":"turn"}`), append([]byte("turn "), user...), nil
}

func (wooden) Answered(user []byte, have [][]byte, state, answer []byte) (int, []byte, bool) {
	return 0, user, len(have) > 0 && string(answer) == "turn" && bytes.HasSuffix(state, user)
}

// secret is what the authenticators of these tests hold.
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

func (h *house) code() string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.wall.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

// factors gives somebody those factors in place of what they had; with proof, the session is proved.
func (h *house) factors(p *place, short string, session access.Token, proof bool, kinds ...access.FactorKind) things {
	h.t.Helper()
	who := p.staff[short].ID
	change := access.FactorChange{At: h.wall.Now(), Proves: proof, Unproves: !proof, Codes: []access.Hash{}}
	var last string
	for _, kind := range kinds {
		f := access.Factor{ID: id.New[id.Factor](), Kind: kind, Made: h.wall.Now()}
		sealed, err := h.server.Access.Seals.Keep([]byte(secret), "factor", string(p.school.ID), string(who), string(f.ID))
		if err != nil {
			h.t.Fatal(err)
		}
		f.Kept, last = sealed, string(f.ID)
		change.Keep = append(change.Keep, f)
	}
	hash := access.Hash("")
	if session != "" {
		hash = session.Hash()
	}
	err := h.store.Access().ChangeFactors(h.t.Context(), h.act(p, "", "test.factors"), hash, id.Person(who),
		func(held access.Held) (access.FactorChange, error) {
			for _, f := range held.Factors {
				change.Remove = append(change.Remove, f.ID)
			}
			return change, nil
		})
	if err != nil {
		h.t.Fatal(err)
	}
	return things{"id": last}
}

// proves has somebody prove themselves in a session, a moment ago.
func (h *house) proves(p *place, short string, session access.Token) {
	h.factors(p, short, session, true, access.ByApp)
}

func withoutFactor(h *house, p *place, short string, session access.Token) things {
	return h.factors(p, short, session, false)
}

func withApp(h *house, p *place, short string, session access.Token) things {
	of := h.factors(p, short, session, true, access.ByApp)
	of["code"] = h.code()
	return of
}

func withPasskey(h *house, p *place, short string, session access.Token) things {
	return h.factors(p, short, session, false, access.ByPasskey)
}

func settingUpApp(h *house, p *place, short string, session access.Token) things {
	withoutFactor(h, p, short, session)
	set, err := h.server.Access.BeginApp(h.t.Context(), session, access.Asked{})
	code, err2 := totp.GenerateCode(made(h, set, err).Secret, h.wall.Now())
	return things{"code": made(h, code, err2)}
}

func settingUpPasskey(h *house, p *place, short string, session access.Token) things {
	withoutFactor(h, p, short, session)
	_, err := h.server.Access.BeginPasskey(h.t.Context(), session, access.Asked{})
	return things{"answer": made(h, "cut", err)}
}

func askedProof(h *house, p *place, short string, session access.Token) things {
	withPasskey(h, p, short, session)
	_, err := h.server.Access.AskProof(h.t.Context(), session)
	return things{"answer": made(h, "turn", err)}
}

// someLocked is a colleague who has lost every device, aGovernor a governor who has.
func someLocked(h *house, p *place) things { return locked(h, p, "tea", "lost") }

func aGovernor(h *house, p *place) things { return locked(h, p, "gov", string(id.New[id.Staff]())) }

func locked(h *house, p *place, like, name string) things {
	lost := p.staff[like]
	lost.ID, lost.Code, lost.Email = id.Named[id.Staff](p.school.Slug+name), "S-"+name, name+"@"+p.school.Slug+".example"
	h.roll(p, people.Changes{Staff: []people.Staff{lost}})
	staff := p.staff
	p.staff = maps.Clone(staff)
	p.staff["lost"] = lost
	h.factors(p, "lost", "", false, access.ByApp)
	p.staff = staff
	return things{"id": string(lost.ID)}
}

// readies a session for what is asked next. Where that wants a proof, it is refused before without one: what to do first
// by whoever has no factor, and what to confirm by whoever has.
func (h *house) readies(t *testing.T, what string, r Route, p *place, short string, session access.Token, mine things) {
	t.Helper()
	if r.Proved {
		for _, c := range []struct {
			kinds []access.FactorKind
			key   string
		}{{nil, "access.factor.none"}, {[]access.FactorKind{access.ByApp}, "access.factor.needed"}} {
			h.factors(p, short, session, false, c.kinds...)
			a := request(r, mine)
			a.session = session
			if got := h.do(a); got.status != http.StatusForbidden || got.problem(t).Key != c.key {
				t.Errorf("%s without a proof: %s, wanted %s", what, got.print(), c.key)
			}
		}
		h.proves(p, short, session)
	}
	if as := samples[r.Method+" "+r.Path].as; as != nil {
		maps.Copy(mine, as(h, p, short, session))
	}
}
