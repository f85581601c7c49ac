package web

import (
	"net/http"
	"testing"
)

// What concerns a whole device asks nobody who they are: two parents sign out before either has said, and whose page
// still names somebody who is not there any more gets out too.
func TestADeviceSignsOutForEverybody(t *testing.T) {
	h := newHouse(t)
	p := h.here
	for name, header := range map[string]http.Header{"nobody is named": {}, "somebody who is gone": {"As": {"gone"}}} {
		for _, path := range []string{"/api/sign-out", "/api/sign-out-everywhere"} {
			both := h.useLetter(h.print(p, p.family.adults["stf"].ID), "29/2", h.comeIn(p, nil, "par"))
			got := h.do(ask{method: http.MethodPost, path: path, body: "{}", session: both, header: header})
			if got.status != http.StatusOK {
				t.Errorf("%s, %s: %s", path, name, got.print())
			}
			var me Me
			h.get(t, "/api/me", both, &me)
			if me.SignedIn {
				t.Errorf("%s, %s: still in", path, name)
			}
		}
	}
}
