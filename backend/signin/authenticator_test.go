package signin

import (
	"encoding/base32"
	"strings"
	"testing"
	"time"
)

// The codes of RFC 6238, appendix B, for SHA-1, as six digits; one step of drift each way, and which step it was.
func TestAuthenticatorCodesAreTheStandards(t *testing.T) {
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("12345678901234567890"))
	for at, code := range map[int64]string{1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
		2000000000: "279037", 20000000000: "353130"} {
		for drift, want := range map[int64]bool{-60: false, -30: true, 0: true, 30: true, 60: false} {
			step, ok := Authenticator{}.Step(secret, code, time.Unix(at+drift, 0))
			if ok != want || ok && step != at/stepSeconds {
				t.Errorf("%s at %d%+d: %v, step %d", code, at, drift, ok, step)
			}
		}
	}
	for _, code := range []string{"", "28708", "2870820", "28708a", "２８７０８２"} {
		if _, ok := (Authenticator{}).Step(secret, code, time.Unix(59, 0)); ok {
			t.Errorf("%q is taken", code)
		}
	}
	if _, ok := (Authenticator{}).Step("not base 32!", "287082", time.Unix(59, 0)); ok {
		t.Error("a broken secret opens")
	}
}

func TestASetUpIsForAnApp(t *testing.T) {
	seen := map[string]bool{}
	for range 50 {
		made, err := Authenticator{Issuer: "Lollipop"}.New("joan@hook-lane.example")
		if err != nil || len(made.Secret) != 32 || seen[made.Secret] ||
			!strings.HasPrefix(made.Address, "otpauth://totp/Lollipop:joan@hook-lane.example?") ||
			!strings.Contains(made.Address, "secret="+made.Secret) || !strings.Contains(made.Address, "period=30") {
			t.Fatalf("%+v %v", made, err)
		}
		seen[made.Secret] = true
	}
}
