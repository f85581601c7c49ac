package aup

import (
	"context"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Store keeps documents and what people answered. Every method is of one school and sees no other. A change writes what
// was added together with its events and the operation, all or nothing; a replay of the act changes nothing and answers
// with what is there now. While a change of documents or of answers runs, no other of that school does, nor one of its
// people: who may sign and what is current hold until the commit.
type Store interface {
	// Library returns every version and edition of the school, oldest first, versions with ByName, and its policy.
	Library(ctx context.Context, school id.School) (Library, error)
	// ChangeLibrary runs change on the school's library and writes the versions and editions that it added, and the Since
	// of those that it altered.
	ChangeLibrary(ctx context.Context, act event.Act, change func(*Library) ([]event.Event, error)) (Library, error)
	// Sitting returns all that is known of one signer. Nobody's has no family.
	Sitting(ctx context.Context, school id.School, signer Signer) (Sitting, error)
	// ChangeSitting runs change on a signer's sitting and writes the signatures and declines that it added, withdrawals,
	// and what it asks: onto the call list, where what already waits for the same is added to. The sitting is returned as
	// written; on a replay as it is now, with the Made of the first time.
	ChangeSitting(ctx context.Context, act event.Act, signer Signer,
		change func(*Sitting) ([]event.Event, error)) (Sitting, error)
	// Proof is where the signing of a signature stands in the school's chain.
	Proof(ctx context.Context, school id.School, signature id.Signature) (Proof, error)
	// Ledger returns everybody's answers, and who everybody is, as of one moment.
	Ledger(ctx context.Context, school id.School) (Ledger, error)
}

// Proof is a place in the chain: the position of the event and its link.
type Proof struct {
	Position int64
	Link     []byte
}

// Ways knows how far each adult has come towards a first sign-in: of every adult of the person's school one of
// WhereSignedIn, WhereLetter, WhereGuessed, WhereEnded and WhereNoLetter.
type Ways func(ctx context.Context, who people.Who) (map[id.Adult]Where, error)
