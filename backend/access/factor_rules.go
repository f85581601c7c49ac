package access

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// FactorPace slows wrong codes of one person: a million codes, of which three work at a time, and at most a try in five
// minutes once the free ones are gone. Nobody is locked out.
var FactorPace = AccountPace

// proved is when the session's person proved their second factor, where that still counts at now. A time from ahead was
// written by a clock that has been set back since, and counts for nothing.
func (s Session) proved(now time.Time) time.Time {
	if s.Proved.IsZero() || now.Before(s.Proved) || now.Sub(s.Proved) >= ProofLasts ||
		now.Sub(s.Renewed).Abs() >= ProofIdle {
		return time.Time{}
	}
	return s.Proved
}

// fresh reports whether the session's person came in just now.
func (s Session) fresh(now time.Time) bool {
	return !now.Before(s.Since) && now.Sub(s.Since) < FreshSession
}

// has finds somebody's authenticator.
func (h Held) app() (Factor, bool) {
	at := slices.IndexFunc(h.Factors, func(f Factor) bool { return f.Kind == ByApp })
	if at < 0 {
		return Factor{}, false
	}
	return h.Factors[at], true
}

func (h Held) passkeys() []Factor {
	return slices.DeleteFunc(slices.Clone(h.Factors), func(f Factor) bool { return f.Kind != ByPasskey })
}

// unproved is how a request is refused that wants a proof: confirm, or set one up first.
func (h Held) unproved() error {
	if len(h.Factors) == 0 {
		return fault.New(fault.Denied, "access.factor.none", nil)
	}
	return fault.New(fault.Denied, "access.factor.needed", nil)
}

// told reports whether a session that began since then and was told at told shows the news: what was changed before it
// began, until it was read there; what was read in another session, for three days all the same.
func (n FactorNews) told(since, told, now time.Time) bool {
	return n.What != "" && since.After(n.At) && told.Before(n.At) && (n.Read.IsZero() || now.Sub(n.At) < newsLasts)
}

// factorName is what somebody calls a passkey, as it is kept.
func factorName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > mostFactorName || strings.ContainsFunc(name, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "access.factor.name", phrase.Args{"Most": mostFactorName}).In("name")
	}
	return name, nil
}

// sixDigits reads what an authenticator shows, with spaces in it or without.
func sixDigits(text string) (string, bool) {
	code := strings.Join(strings.Fields(text), "")
	return code, len(code) == 6 && !strings.ContainsFunc(code, func(r rune) bool { return r < '0' || r > '9' })
}
