package access

import (
	"net/netip"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// How long things of the second factor last, all by the machine's clock. A proof is of use while it is used: after
// ProofIdle in which nobody asked for what needs it, and after ProofLasts in any case, it is asked for again.
const (
	ProofIdle  = 5 * time.Minute
	ProofLasts = 30 * time.Minute
	// FreshSession is how long after coming in nobody is asked for their passphrase again to set the first factor up.
	FreshSession = 5 * time.Minute
	// SetUpLasts is for finding a telephone and an app for it; ChallengeLasts for touching a key.
	SetUpLasts     = 15 * time.Minute
	ChallengeLasts = 5 * time.Minute
	// newsLasts is how long whoever signs in is told what became of their factors, even where somebody said that they had
	// read it: it may have been whoever did it.
	newsLasts  = 72 * time.Hour
	renewEvery = 20 * time.Second

	RecoveryCodes  = 8
	RecoveryLength = 10
	MostPasskeys   = 5
	mostFactorName = 60
)

// forRecovery is what a recovery code is good for: to prove oneself once, without any device.
const forRecovery Purpose = "recovery"

// The events of the second factor. Their subject is the person whose it is; the bodies hold kinds alone.
const (
	FactorAdded   event.Kind = "access.factor_added"   // body {kind}
	FactorRemoved event.Kind = "access.factor_removed" // body {kind}
	FactorsReset  event.Kind = "access.factors_reset"  // body nil; the actor is a colleague, or nobody at the machine
	CodesMade     event.Kind = "access.recovery_made"  // body nil
	FactorProved  event.Kind = "access.factor_proved"  // body {how}: a kind, or "recovery"
)

// FactorKind is a sort of second factor.
type FactorKind string

const (
	// ByApp is an authenticator app's six digits (RFC 6238); a person has at most one.
	ByApp FactorKind = "totp"
	// ByPasskey is a passkey or a security key (WebAuthn).
	ByPasskey FactorKind = "passkey"
)

// Factor is one thing by which a member of staff proves that it is them, beside the passphrase.
type Factor struct {
	ID   id.Factor
	Kind FactorKind
	// Name is what its owner calls a passkey; empty for an authenticator.
	Name string
	// Kept is an authenticator's secret or a passkey's record, sealed and bound to its owner and itself.
	Kept []byte
	// Step is the newest step of an authenticator of which a code was taken: none works twice. 0 for a passkey.
	Step int64
	// Made and Last (zero until it was used) are by the machine's clock.
	Made, Last time.Time
}

// RecoveryCode is one of the codes on paper, as it is kept: a keyed digest. Used is zero until it was.
type RecoveryCode struct {
	Hash Hash
	Used time.Time
}

// Held is what a member of staff has to prove themselves by. Member is them, as they are now.
type Held struct {
	Member  Member
	Factors []Factor
	Codes   []RecoveryCode
	News    FactorNews
	// Given is filled for ChangeFactors alone.
	Given Given
}

// FactorNews is the newest change of somebody's factors, for them to be told. The zero News is none.
type FactorNews struct {
	// What is "added", "removed", "codes" or "reset".
	What string
	At   time.Time
	// Read is when somebody said in a later session that they had read it; zero until then.
	Read time.Time
}

// Challenge is what a session was asked to answer, sealed: one at a time, the newest.
type Challenge struct {
	Session Hash
	What    Asking
	Kept    []byte
	Ends    time.Time
}

// Asking is what a challenge is for; the answer to one is none to another.
type Asking string

// What a challenge is for.
const (
	AskApp     Asking = "app"
	AskPasskey Asking = "passkey"
	AskProof   Asking = "proof"
)

// FactorView is what somebody sees of their own factors.
type FactorView struct {
	Factors []Factor
	// CodesLeft is how many recovery codes are unused.
	CodesLeft int
	// Proved says that the session's proof counts now; Asks, that the passphrase is wanted to set the first factor up.
	Proved, Asks bool
	// Passkeys says that this server can take them.
	Passkeys bool
}

// SetUp is what an authenticator app is told: the secret, in base 32, and the address that a QR code of it holds.
type SetUp struct{ Secret, Address string }

// Asked is what somebody shows, beside their session, who sets up a factor.
type Asked struct {
	// Passphrase is wanted where FactorView.Asks says so, and is not looked at otherwise.
	Passphrase string
	// From is the address that the request came from.
	From netip.Addr
}
