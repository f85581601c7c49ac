package courier

import "time"

// How wide a lane is, and how long it stands still.
const (
	// narrow is how many pushes a lane begins with at once, widest the most: what HTTP/2 services allow on a connection.
	narrow, widest = 4, 100
	// unanswered is how many answers in a row have to be missing until a lane only probes.
	unanswered = 8
	// firstPause is the most that a lane stands still after a first failure; it doubles with each, up to mostPause.
	firstPause = time.Second
	mostPause  = time.Minute
	// mostStill bounds how long a service can ask its lane to stand still.
	mostStill = time.Hour
)

// pace is how much a lane sends at once. It is a value: what follows from an answer is decided by after alone.
type pace struct {
	width int
	// round counts failures, each with all that was under way when it came: a hundred silences at once are one.
	round int
	// failures are the rounds since the service last answered, silent the missing answers since.
	failures, silent int
}

// after is the pace after an answer to a push that was sent in the given round, and for how long the lane stands still;
// asked: because the service says so. Chance is a random number in [0, 1).
//
// It is twice as wide after each round of answers, half as wide after a failure, and one at a time where nothing answers.
func (p pace) after(a Answer, round int, chance float64) (next pace, still time.Duration, asked bool) {
	switch a.Result {
	case Took, Gone, NotUs, TooLarge, Refused:
		p.failures, p.silent = 0, 0
		p.width = min(p.width+1, widest)
		return p, 0, false
	case NotAllowed, Late, SignedOut: // nothing was sent
		return p, 0, false
	case Silent:
		p.silent++
	case Slow, Broken:
		p.silent = 0
	}
	if round == p.round {
		still = jitter(firstPause, mostPause, p.failures, chance)
		p.round, p.failures, p.width = p.round+1, p.failures+1, max(p.width/2, 1)
	}
	if p.silent >= unanswered {
		p.width = 1
	}
	if a.Wait > 0 && a.Result != Silent {
		return p, min(a.Wait, mostStill), true
	}
	return p, still, false
}
