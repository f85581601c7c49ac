package courier_test

import (
	"testing"
	"time"

	"lollipop/backend/courier"
)

// What becomes of a push: over or again, when, and never after its end.
func TestNext(t *testing.T) {
	now := time.Date(2026, 11, 23, 11, 10, 0, 0, time.UTC)
	const over = -1
	for what, row := range map[string]struct {
		result   courier.Result
		attempts int
		wait     time.Duration
		lasts    time.Duration
		chance   float64
		want     courier.Result
		again    time.Duration
	}{
		"taken":                      {courier.Took, 0, 0, time.Hour, 0.5, courier.Took, over},
		"taken, with a wait":         {courier.Took, 3, time.Minute, time.Hour, 0.5, courier.Took, over},
		"gone":                       {courier.Gone, 0, 0, time.Hour, 0.5, courier.Gone, over},
		"too large":                  {courier.TooLarge, 0, 0, time.Hour, 0.5, courier.TooLarge, over},
		"refused":                    {courier.Refused, 0, 0, time.Hour, 0.5, courier.Refused, over},
		"not allowed":                {courier.NotAllowed, 0, 0, time.Hour, 0.5, courier.NotAllowed, over},
		"late":                       {courier.Late, 0, 0, -time.Hour, 0.5, courier.Late, over},
		"signed out":                 {courier.SignedOut, 0, 0, time.Hour, 0.5, courier.SignedOut, over},
		"not us":                     {courier.NotUs, 0, 0, time.Hour, 0.9, courier.NotUs, time.Minute},
		"not us again":               {courier.NotUs, 1, 0, time.Hour, 0.9, courier.NotUs, over},
		"not us, at the end":         {courier.NotUs, 0, 0, time.Minute, 0.9, courier.Late, over},
		"silent":                     {courier.Silent, 0, 0, time.Hour, 0.5, courier.Silent, time.Second},
		"silent, soonest":            {courier.Silent, 0, 0, time.Hour, 0, courier.Silent, 0},
		"silent, at once at the end": {courier.Silent, 0, 0, 0, 0, courier.Late, over},
		"silent again":               {courier.Silent, 1, 0, time.Hour, 0.5, courier.Silent, 2 * time.Second},
		"silent eight times":         {courier.Silent, 8, 0, time.Hour, 0.5, courier.Silent, 256 * time.Second},
		"silent nine times":          {courier.Silent, 9, 0, time.Hour, 0.5, courier.Silent, 450 * time.Second},
		"silent a million times":     {courier.Silent, 1e6, 0, time.Hour, 0.5, courier.Silent, 450 * time.Second},
		"silent, near the end":       {courier.Silent, 9, 0, 450 * time.Second, 0.5, courier.Late, over},
		"silent, nearer than it":     {courier.Silent, 9, 0, 451 * time.Second, 0.5, courier.Silent, 450 * time.Second},
		"broken":                     {courier.Broken, 2, 0, time.Hour, 0.25, courier.Broken, 2 * time.Second},
		"broken, says when":          {courier.Broken, 0, time.Minute, time.Hour, 0.5, courier.Broken, 61 * time.Second},
		"slow":                       {courier.Slow, 0, 0, time.Hour, 0.5, courier.Slow, time.Second},
		"slow, says when":            {courier.Slow, 0, 2 * time.Minute, time.Hour, 0.5, courier.Slow, 121 * time.Second},
		"slow, says after the end":   {courier.Slow, 0, time.Hour, time.Hour, 0, courier.Late, over},
		"slow, says next week":       {courier.Slow, 0, 7 * 24 * time.Hour, 24 * time.Hour, 0, courier.Slow, 6 * time.Hour},
		"slow, says what is past":    {courier.Slow, 0, -time.Minute, time.Hour, 0.5, courier.Slow, time.Second},
		"slow, tried below no times": {courier.Slow, -1, 0, time.Hour, 0.5, courier.Slow, time.Second},
		"a result that nobody knows": {"", 0, 0, time.Hour, 0.5, "", over},
	} {
		got, again := courier.Next(row.result, row.attempts, row.wait, now, now.Add(row.lasts), row.chance)
		want := now.Add(row.again)
		if row.again == over {
			want = time.Time{}
		}
		if got != row.want || !again.Equal(want) {
			t.Errorf("%s: %q, again %v", what, got, again)
		}
		if again.Sub(now) > courier.MostAhead {
			t.Errorf("%s: put off further than anything", what)
		}
	}
}
