// Package access is the room of who comes in: one-time links, passphrases, sessions, and the slow-down on guessing.
//
// Every member of staff has a login of their own; there is no shared account, and a session of staff belongs to one
// person. Nobody chooses a passphrase for anybody else: a link that works once takes a person to the page on which they
// choose it. A session is looked up at every request, together with the person as they are now, so that leaving, a
// change of role or "sign out everywhere" counts from the next request on.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1), security.logins_enforced (AR 7.5/7, BG 7.5/8).
//
// Secrets (link and session tokens) are 256 random bits. They are given out once and kept only as their SHA-256, so
// that a copy of the database opens nothing. A passphrase is kept as the Hasher's string and nowhere else.
package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// How long things last. The session's figures are the staff's (design: 30 minutes idle, 12 hours in all).
const (
	LinkLasts        = 14 * 24 * time.Hour
	SessionIdle      = 30 * time.Minute
	SessionLasts     = 12 * time.Hour
	TouchEvery       = time.Minute // a session's "last seen" is written at most this often, so it may lag by as much
	PassphraseLeast  = 12          // characters, not bytes
	PassphraseMost   = 200         // characters; enough for any sentence, and a bound on the work
	tokenBytes       = 32
	TokenLength      = 43 // characters of a token: 32 bytes in URL-safe base64 without padding
	maxEmail         = 254
	maxName, maxSlug = 120, 60
)

// The events of this room. Their subject is the person (or the school, for Founded); no body holds a name or an
// address.
const (
	LinkIssued    event.Kind = "access.link_issued"    // body {purpose, ends}
	PassphraseSet event.Kind = "access.passphrase_set" // body nil
	SignedIn      event.Kind = "access.signed_in"      // body {how: "passphrase", "link", or a code's purpose}
	SignedOut     event.Kind = "access.signed_out"     // body {everywhere}
	Founded       event.Kind = "access.school_founded" // body {preset}
)

// Token is a secret given out once, in a link or a cookie: 43 characters. string(token) is the secret itself; printing
// or logging one shows nothing.
type Token string

// NewToken returns 256 random bits as a token.
func NewToken() Token {
	var raw [tokenBytes]byte
	rand.Read(raw[:]) // never fails: crypto/rand ends the process rather than return an error
	return Token(base64.RawURLEncoding.EncodeToString(raw[:]))
}

// ParseToken reads text as a token, or false when it cannot be one: another length, another alphabet, stray last bits.
func ParseToken(text string) (Token, bool) {
	if len(text) != TokenLength || strings.ContainsAny(text, "\r\n") {
		return "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tokenBytes {
		return "", false
	}
	return Token(text), true
}

// String hides the secret.
func (Token) String() string { return "(token)" }

// LogValue hides the secret.
func (Token) LogValue() slog.Value { return slog.StringValue("(token)") }

// Hash is what is kept of a token: its SHA-256 in lower-case hexadecimal, 64 characters.
type Hash string

// Hash returns what is kept of the token.
func (t Token) Hash() Hash { return digest("token", string(t)) }

// digest is SHA-256 over the parts, each ended by a zero byte, the first saying what it is a digest of.
func digest(parts ...string) Hash {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return Hash(hex.EncodeToString(sum[:]))
}

// Purpose is what a one-time link is good for.
type Purpose string

const (
	// ForPassphrase: choose a passphrase, and be signed in.
	ForPassphrase Purpose = "passphrase"
	// ForFirstAdministrator: create the first school. Such a link has neither school nor person.
	ForFirstAdministrator Purpose = "first_administrator"
	// ForDemo: straight in, only in a service that was told that it is the demo.
	ForDemo Purpose = "demo"
)

// Link is a one-time link, as it is kept.
type Link struct {
	Hash    Hash
	Purpose Purpose
	// School and Person are whom it lets in; both empty for ForFirstAdministrator.
	School id.School
	Person id.Person
	Made   time.Time
	// Ends is when it stops working, used or not.
	Ends time.Time
	// Used is when it was used; zero until then.
	Used time.Time
}

// Founding is what the first administrator says on the first page, made ready to be kept.
type Founding struct {
	// School is whole: ids made, policy and calendar from the preset.
	School school.School
	// Preset names the policy that the school starts from, as the school room knows it.
	Preset string
	// Administrator is the first member of staff; their one role is people.Administrator.
	Administrator people.Staff
	// Passphrase is the Hasher's string.
	Passphrase string
}

// CleanEmail is the address as it is kept and looked for: trimmed and lower-case.
func CleanEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
