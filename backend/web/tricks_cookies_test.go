package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/access"
)

// A session is one cookie under its own name: in no other place, under no other name, and not one of two.
func TestNoTrickOfCookiesOpensASession(t *testing.T) {
	h := newHouse(t)
	h.onEveryChange(t, func(name string, r Route, good ask) {
		if r.May.anybody {
			return // they ask for no session
		}
		token, other, mine := string(good.session), string(h.here.session["tea"]), sessionCookie+"="
		for what, trick := range map[string]trick{
			"none":                   {sent("Cookie", ""), 401},
			"made up":                {sent("Cookie", mine+string(access.NewToken())), 401},
			"without its prefix":     {sent("Cookie", "session="+token), 401},
			"with a weaker prefix":   {sent("Cookie", "__Secure-session="+token), 401},
			"a prefix in small":      {sent("Cookie", "__host-session="+token), 401},
			"with a path":            {sent("Cookie", "session="+token+"; Path=/; Domain=lollipop.test"), 401},
			"as a domain":            {sent("Cookie", "Domain="+mine+token), 401},
			"behind a sign":          {sent("Cookie", "$"+mine+token), 401},
			"escaped":                {sent("Cookie", mine+fmt.Sprintf("%%%x", token[0])+token[1:]), 401},
			"cut short":              {sent("Cookie", mine+token[:len(token)-1]), 401},
			"longer":                 {sent("Cookie", mine+token+"A"), 401},
			"much longer":            {sent("Cookie", mine+token+strings.Repeat("A", 8000)), 401},
			"twice":                  {sent("Cookie", mine+token+"; "+mine+token), 401},
			"two people, first":      {sent("Cookie", mine+token+"; "+mine+other), 401},
			"two people, last":       {sent("Cookie", mine+other+"; "+mine+token), 401},
			"beside a made-up one":   {sent("Cookie", mine+string(access.NewToken())+"; "+mine+token), 401},
			"in two headers":         {http.Header{"Cookie": {mine + token, mine + other}}, 401},
			"beside nothing":         {sent("Cookie", mine+"; "+mine+token), 401},
			"as a bearer":            {sent("Cookie", "", "Authorization", "Bearer "+token), 401},
			"in a header of its own": {sent("Cookie", "", sessionCookie, token, "X-Session", token), 401},
			"larger than is read":    {sent("Cookie", mine+token+strings.Repeat("A", 40<<10)), 431},
		} {
			a := good
			a.header, a.session = good.header.Clone(), ""
			for header, values := range trick.header {
				a.header[header] = values
			}
			got, err := h.try(a)
			if trick.status == 431 && err != nil {
				continue // it hung up before the head had gone out whole
			}
			if err != nil || got.status != trick.status {
				t.Errorf("%s, %s: %v %.300s", name, what, err, got.print())
			}
		}
		for _, in := range []string{sessionCookie, "session", "token"} {
			a := good
			a.session = ""
			if a.path += "?" + in + "=" + token; strings.Contains(good.path, "?") {
				a.path = good.path + "&" + in + "=" + token
			}
			if got := h.do(a); got.status != http.StatusUnauthorized {
				t.Errorf("%s, in the address: %.300s", name, got.print())
			}
		}
	})
}

// A stranger cannot choose somebody's session: whatever the browser held, whoever comes in gets a token of their own.
func TestNobodyChoosesASession(t *testing.T) {
	h := newHouse(t)
	planted := access.NewToken()
	for name, held := range map[string]access.Token{"made up": planted, "a stranger's": h.here.session["gov"]} {
		got := h.do(ask{method: "POST", path: "/api/links/" + string(h.link(h.here, "ast", access.ForDemo)), body: "{}",
			session: held})
		c, err := http.ParseSetCookie(got.header.Get("Set-Cookie"))
		if err != nil || got.status != http.StatusOK {
			t.Fatalf("%s: %v %s", name, err, got.print())
		}
		if c.Value == string(held) {
			t.Errorf("%s: the session is the one that was there", name)
		}
		if after := h.do(ask{path: "/api/desk", session: held}); after.status != http.StatusUnauthorized {
			t.Errorf("%s: what was there before opens something: %.200s", name, after.print())
		}
	}
}
