package courier

import (
	"context"
	"time"

	"lollipop/backend/id"
)

// Lane is a push service that something waits for.
type Lane struct {
	Host string
	// Due is how many pushes could be sent now; Next when the next one can be, zero where Due says now.
	Due  int
	Next time.Time
}

// Sent is what became of a claimed push. One of Done, Again says what.
type Sent struct {
	Push   id.Push
	School id.School
	Batch  id.Batch
	Device id.Subscription
	Result Result
	// Done: it is over, taken or not. Again: when it is sent once more.
	Done  bool
	Again time.Time
	// Forget: the subscription is gone.
	Forget bool
}

// Store keeps devices and what they are rung for. Its tables belong to no school: ids, addresses and digests.
type Store interface {
	// Keep keeps a subscription, in place of one with the same id, and of the session's own that it replaces (empty for
	// none). Another session's is taken over by who knows its keys too, as the browser itself does when somebody else signs
	// in on the telephone; an address alone takes nobody's (fault Invalid at "endpoint"; the same for an address whose
	// service has said in the last weeks that it is gone). A session keeps at most three: the oldest go. Fault SignedOut ("access.session.over") where the session is not there.
	Keep(ctx context.Context, s Subscription, replaces id.Subscription) error
	// Forget deletes a session's subscription; one that is not there, or another's, is no error.
	Forget(ctx context.Context, session string, device id.Subscription) error
	// Of returns a session's subscriptions, newest first.
	Of(ctx context.Context, session string) ([]Subscription, error)

	// Lanes are the services that something waits for, at that time.
	Lanes(ctx context.Context, now time.Time) ([]Lane, error)
	// Claim takes up to n pushes of a lane that are due, the urgent first, until that time: nobody else gets them before.
	// A lease that ends later than a lease can is one of a clock that was set back, and counts as ended. Those whose
	// device, session or person's seat is gone are over (SignedOut) and not returned; so are those past their end (Late).
	Claim(ctx context.Context, host string, now, until time.Time, n int) ([]Push, error)
	// Done writes what became of pushes, and of the deliveries that they carry: accepted where one of a batch's pushes was
	// taken, failed where all are over and none was. A push that was settled meanwhile stays as it is.
	Done(ctx context.Context, now time.Time, sent []Sent) error
	// Sweep deletes subscriptions whose app was not opened since stale or whose session is gone, and pushes that were over
	// before old.
	Sweep(ctx context.Context, stale, old time.Time) error
	// Keys counts the subscriptions made under each of our keys.
	Keys(ctx context.Context) (map[string]int, error)
}
