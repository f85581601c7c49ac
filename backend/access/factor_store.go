package access

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// FactorStore keeps second factors and recovery codes in tables of their school, and what sessions were asked and proved
// beside the sessions. It sees nothing but what is sealed or a keyed digest.
type FactorStore interface {
	// Held reads what somebody has. A person whom the school does not have has nothing, without an error.
	Held(ctx context.Context, school id.School, person id.Person) (Held, error)

	// FactorNews is Held's News alone: it is asked whenever a screen begins.
	FactorNews(ctx context.Context, school id.School, person id.Person) (FactorNews, error)

	// ChangeFactors lets one change of a person's factors through at a time: it reads what they have, runs change, and keeps
	// what it says with the operation and the events, or nothing. session is the one that asks; empty for a colleague's or
	// the machine's reset. Faults: SignedOut ("access.session.over") where that session is gone, NotFound
	// ("access.person_unknown") where the school has no such member of staff.
	ChangeFactors(ctx context.Context, act event.Act, session Hash, person id.Person,
		change func(Held) (FactorChange, error)) error

	// Await keeps a challenge in place of the session's earlier one. Nothing where the session is gone.
	Await(ctx context.Context, c Challenge) error
	// Awaited reads a session's challenge.
	Awaited(ctx context.Context, session Hash, what Asking) (c Challenge, found bool, err error)
	// Take reads and deletes it: of two who take one at once, one has it.
	Take(ctx context.Context, session Hash, what Asking) (c Challenge, found bool, err error)

	// Renew sets a session's Renewed to at, if the session is there, was proved and its Renewed is earlier.
	Renew(ctx context.Context, session Hash, at time.Time) error
	// ReadNews sets the session's Told to at and, where the person's news are not marked as read, their Read.
	ReadNews(ctx context.Context, session Hash, school id.School, person id.Person, at time.Time) error
}

// FactorChange is what follows from a change of factors.
type FactorChange struct {
	// Keep are new or changed factors; Remove goes first.
	Remove []id.Factor
	Keep   []Factor
	// Codes, where it is not nil, are kept in place of all earlier ones; Uses is one that is used at At.
	Codes []Hash
	Uses  Hash
	At    time.Time
	// Proves: the session's Proved and Renewed are At. Unproves: they are none.
	Proves, Unproves bool
	// EndOthers ends every session of the person's but the one that asks; all of them where none does.
	EndOthers bool
	// News are kept in place of earlier ones where What is not empty.
	News FactorNews
	// Settles: the session's challenge is deleted.
	Settles bool
	Events  []event.Event
}

// Sealer seals something small that belongs to no concern, bound to the parts: what is kept under others does not open.
// The vault hall implements it, with keys outside the database.
type Sealer interface {
	Keep(plain []byte, bound ...string) ([]byte, error)
	Kept(sealed []byte, bound ...string) ([]byte, error)
}

// Authenticator is RFC 6238 as authenticator apps do it: six digits, SHA-1, steps of 30 seconds. The signin hall
// implements it.
type Authenticator interface {
	// New returns a secret that nobody has had before, and the address of it for an app that shows it as that account.
	New(account string) (SetUp, error)
	// Step finds the step, from one before at to one after, whose code that is.
	Step(secret, code string, at time.Time) (step int64, ok bool)
}

// Passkeys is WebAuthn, for one relying party. What it asks and what is answered are JSON, as browsers have it; state is
// what has to be remembered in between. The signin hall implements it.
type Passkeys interface {
	// Register asks for a new passkey of that user, none of those that they have. user tells nobody who it is.
	Register(user []byte, name string, have [][]byte) (asks, state []byte, err error)
	// Registered checks the answer and returns the passkey's record. ok is false for an answer that is none.
	Registered(user []byte, state, answer []byte) (record []byte, ok bool)
	// Ask asks for a proof by any of those.
	Ask(user []byte, have [][]byte) (asks, state []byte, err error)
	// Answered checks the answer: which of them it was, and its record as it is now.
	Answered(user []byte, have [][]byte, state, answer []byte) (which int, record []byte, ok bool)
}
