package access

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Store keeps links, sessions and passphrases. Sessions and links stand in tables without tenancy (no school is known
// before they are read) and hold ids, times and digests only; passphrases stand in a table of their school.
// Functions given as change are pure and may be run again from the start.
//
// Methods that take an event.Act write their rows, the operation and the events in one transaction, or nothing. The
// service makes a new Op for each sign-in and each use of a link (a repeated sign-in is another sign-in), so a replay
// of those never arrives; Issue's and SignOut's acts come from the request and may be replayed like any other.
type Store interface {
	// Login finds the member who signs in at the school with that slug by that e-mail address (already trimmed and
	// lower-case) and has not left on that day; with or without a passphrase. No such school, no such person, an empty
	// address: found is false, without an error, and after as many statements as otherwise where that is possible.
	Login(ctx context.Context, slug, email string, today clock.Date) (m Member, found bool, err error)

	// Link reads a link, used or past its end or not, and the member whom it lets in, as they are now, leavers included.
	// For ForFirstAdministrator the member is zero. A link whose person is gone is not found.
	Link(ctx context.Context, hash Hash) (l Link, m Member, found bool, err error)

	// Colleagues reads everybody on a school's staff list, leavers included, by name, with what they can come in by.
	Colleagues(ctx context.Context, school id.School) ([]Colleague, error)

	// Session reads a session and the member of each seat, as they are now, in the seats' order: by the session's Kind a
	// member of staff, an adult with their families, or a pupil. A seat whose person is gone gives the zero Member; one
	// who left is given like any other.
	Session(ctx context.Context, hash Hash) (s Session, now []Member, found bool, err error)

	// AddLink reads the member act.School, link.Person and what they were given, letting one link or change of factors of
	// theirs through at a time, runs change and keeps the link with the events that it returns.
	// Earlier unused links of that person and purpose are deleted: only the newest works. Fault NotFound
	// ("access.person_unknown") when that school has no such person; change's error otherwise, nothing kept.
	// kept is false, without an error, for a replay of the operation: the link of the first time stands.
	AddLink(ctx context.Context, act event.Act, link Link,
		change func(Member, Given) ([]event.Event, error)) (kept bool, err error)

	// UseLink locks the link, reads its member, and runs change, which says what follows; then, in the same transaction,
	// sets the link's Used to when the new session began, keeps the passphrase, ends sessions and begins the new one. Of two who use one link
	// at once exactly one gets through: change of the second sees Used set. A link that is not there: fault NotFound
	// ("access.link.unknown").
	UseLink(ctx context.Context, act event.Act, hash Hash, change func(Link, Member) (Use, error)) error

	// Begin keeps a new session and the events, deletes the session replaced (empty for none) and every session that is
	// Over, and, where rehashed is not empty, keeps it as the passphrase of the first seat's person provided
	// that it still is was (else it was changed meanwhile, and the change stands).
	Begin(ctx context.Context, act event.Act, begin Beginning) error

	// Touch sets a session's Seen to at, if the session is still there and its Seen is earlier.
	Touch(ctx context.Context, hash Hash, at time.Time) error

	// End deletes sessions and keeps the events: the one with that hash, or with an empty hash every session in which
	// the person of that school has a seat, and their hand-over codes. A session that is not there is no error.
	End(ctx context.Context, act event.Act, hash Hash, school id.School, person id.Person, events []event.Event) error
}

// Use is what follows from using a link.
type Use struct {
	// Passphrase is kept as the member's; empty leaves theirs as it was.
	Passphrase string
	// EndOthers ends every session in which the member has a seat.
	EndOthers bool
	// Session begins, after the others have ended; Replaces (the session that the device had before) is deleted.
	Session  Session
	Replaces Hash
	// Joins: the seats of Replaces are in Session too. When it is gone by then, nothing is done (fault Unavailable). A
	// code's alone, as are the next two.
	Joins bool
	// Once: the code may not be used again. Over: sessions that are over for good are deleted.
	Once   bool
	Over   []Over
	Events []event.Event
}

// Beginning is a sign-in, for Store.Begin.
type Beginning struct {
	Session  Session
	Replaces Hash
	// Over: sessions that are over for good are deleted.
	Over []Over
	// Was and Rehashed: the passphrase's string before and now, when the hasher's parameters have grown; else empty.
	Was, Rehashed string
	// Chosen: the person themselves chose Rehashed. Every other session of theirs ends; where Was is no longer what is kept,
	// nothing changes: fault Conflict ("access.passphrase.meanwhile").
	Chosen bool
	Events []event.Event
}

// CodeStore keeps letters, hand-over codes and class codes. A code is found without a school, in tables without tenancy
// that hold ids, times and digests; letters and class codes have a record in a table of their school as well. Methods
// that take an event.Act are as Store's; all but UseCode may be replayed by a request that is sent again.
type CodeStore interface {
	// Code reads a code, used or past its end or not, with what stands behind it as it is now. found is false, without an
	// error, for no such code.
	Code(ctx context.Context, hash Hash) (o Opened, found bool, err error)

	// UseCode locks the code, reads what stands behind it, and runs change, which says what follows; then, in the same
	// transaction, begins Use's session in place of Replaces, deletes what is Over, and, where Use says Once, sets the
	// code's (and the letter's) Used to at. Of two who use one code at once exactly one gets through: change of the second
	// sees Used set. A replay of the act does nothing and is no error. Fault NotFound ("access.letter.unknown") for a code
	// that is not there or is another school's than the act's.
	UseCode(ctx context.Context, act event.Act, hash Hash, at time.Time, change func(Opened) (Use, error)) error

	// KeepCode keeps a new hand-over or class code, and deletes codes that ended before stale. Fault SignedOut
	// ("access.session.over") for a hand-over of somebody who has no seat in any session by then.
	KeepCode(ctx context.Context, act event.Act, code KeptCode, stale time.Time, events []event.Event) error

	// PrintLetters reads everybody the school has, lets one printing of the school through at a time, runs change, keeps
	// its letters, and ends at at (PrintedAnew) the earlier ones of the same adults that are neither used nor ended. It
	// returns the letters that the operation made, in order of id, and the people as they are now: for a replay the letters
	// of the first time.
	PrintLetters(ctx context.Context, act event.Act, at time.Time,
		change func(people.State) ([]Letter, []event.Event, error)) ([]Letter, people.State, error)

	// Missed counts a wrong birthday under a letter.
	Missed(ctx context.Context, act event.Act, letter id.Letter, events []event.Event) error

	// EndLetter runs check on what stands behind a letter's code, locked, and ends the letter at at for that reason. Fault
	// NotFound as UseCode.
	EndLetter(ctx context.Context, act event.Act, hash Hash, why Why, at time.Time,
		check func(Opened) ([]event.Event, error)) error

	// Revoke ends every session in which the adult has a seat, their letters that are neither used nor ended (WasRevoked),
	// and deletes their hand-over codes. Fault NotFound ("people.not_found") where the school has no such adult.
	Revoke(ctx context.Context, act event.Act, adult id.Adult, at time.Time, events []event.Event) error

	// LetterBook reads the school's people, each adult's newest letter, and the sessions of over's kind that were seen, with
	// their seats that began, after what over says.
	LetterBook(ctx context.Context, school id.School, over Over) (Book, error)
}

// FoundingStore is the store before there is a school.
type FoundingStore interface {
	// AddFirstLink keeps a link ForFirstAdministrator in place of any earlier one. Fault Conflict
	// ("access.first_run.exists") when there is a school already. No act: there is no school whose event it could be.
	AddFirstLink(ctx context.Context, link Link) error

	// Found keeps the school and its first member of staff with their passphrase, sets the link's Used to act.At, begins
	// the session and keeps the events, all in one transaction. Fault Conflict ("access.first_run.exists") when there is a
	// school by now, NotFound ("access.link.unknown") when the link is not there, not ForFirstAdministrator, already used,
	// or past its Ends at act.At.
	Found(ctx context.Context, act event.Act, hash Hash, founding Founding, session Session, events []event.Event) error
}

// Guess is how often something was tried in vain: a digest of school and e-mail address, or of a network.
type Guess struct {
	Key      Hash
	Failures int
	// Last is when it was last tried.
	Last time.Time
}

// GuessChange is what one process counted since it last wrote.
type GuessChange struct {
	Key Hash
	// Cleared sets the count to zero before Add is added: somebody got in.
	Cleared bool
	Add     int
	Last    time.Time
}

// GuessStore keeps the counters, so that they outlive a process and several share them. Counters have no tenancy: a
// guess at a school that does not exist counts too. It is called once a second at most, whatever comes in.
type GuessStore interface {
	// Guesses reads the counters with those keys; a key without a counter is left out.
	Guesses(ctx context.Context, keys []Hash) ([]Guess, error)
	// SaveGuesses applies the changes in one transaction (a count never goes below zero; Last is the later of the two),
	// deletes counters whose Last is before forget, and returns the counters of the changes' keys as they are now.
	SaveGuesses(ctx context.Context, changes []GuessChange, forget time.Time) ([]Guess, error)
}

// Hasher turns passphrases into strings that can be kept. The signin hall implements it with argon2id.
type Hasher interface {
	// Hash returns the string to keep, a new salt in it. An error means that it could not be done just now (ctx ended
	// while waiting for a turn).
	Hash(ctx context.Context, passphrase string) (string, error)
	// Verify reports whether the passphrase is the one of kept; stale, that it should be hashed anew. With kept empty or
	// unreadable it does the same work and says no.
	Verify(ctx context.Context, passphrase, kept string) (ok, stale bool, err error)
	// Common reports whether a passphrase is one that guessers try first, or is made of the words about it is given: the
	// school's name and slug, the person's name and address.
	Common(passphrase string, about ...string) bool
}
