package store

import (
	"time"

	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// What may wait. More than this comes only where more comes than can be kept, and then each that is let in makes all wait
// longer and none sooner: whoever comes beyond is told so at once, has lost nothing, and sends the same operation again.
const (
	// mostOfAll may wait at all schools together: each takes memory until it is answered.
	mostOfAll = 2048
	// mostOfOne may wait at one school, however quiet the others are.
	mostOfOne = 4 * batchSize
	// leastOfOne may wait at a school, however many others have something waiting.
	leastOfOne = 16
	// oldest is how long a school's first may have waited when one comes that would not share its transaction.
	oldest = 2 * time.Second
)

// share is how many may wait at a school while something waits or is done at so many. Each has the same: a flood at one
// takes nothing of what is another's.
func share(schools int) int { return max(leastOfOne, min(mostOfOne, mostOfAll/max(1, schools))) }

// admit reports whether one more may wait at the school; c.mu is held.
func (c *committer) admit(school id.School, now time.Time) bool {
	queue, known := c.waiting[school]
	schools := len(c.waiting)
	if !known {
		schools++
	}
	full := len(queue) >= share(schools) || len(queue) >= batchSize && now.Sub(queue[0].since) > oldest
	if full && !c.full {
		c.store.log.Warn("more comes than can be kept: some are asked to come again", "school", school, "waiting", len(queue))
	}
	c.full = full
	if full {
		c.shed.Add(1)
	}
	return !full
}

// busy is the answer to one who comes beyond. It has no cause: nothing is wrong but the hour.
func busy() error { return fault.New(fault.Unavailable, "web.unavailable", nil) }
