package courier

import (
	"context"
	"math/bits"
	"runtime"
	"time"
)

// send sends one push, and settles what becomes of it.
func (r *round) send(l *lane, p Push, of int) {
	answer, sent := r.try(p)
	r.settle(l, p, of, answer, sent)
}

// longAgo is how old a push is of which somebody looks whether its person is still let in: a child's last day may have
// passed, of which nothing but the date says so.
const longAgo = time.Hour

// try sends one push, if it is still to be sent. Not sent: nothing came of it, and it is claimed again later. A panic is
// the end of this push alone: no address that a browser gave may end the server, again and again.
func (r *round) try(p Push) (answer Answer, sent bool) {
	defer func() {
		if wrong := recover(); wrong != nil {
			text := "of another kind" // which could hold an address
			if known, ok := wrong.(runtime.Error); ok {
				text = known.Error()
			}
			r.Log.Error("a push could not be sent, by a mistake of ours", "push", string(p.ID), "panic", text)
			answer, sent = Answer{Result: Refused}, true
		}
	}()
	ctx, cancel := context.WithTimeout(r.sending, sendLasts)
	defer cancel()
	if p.Seats >= Asked || r.Clock.Now().Sub(p.Made).Abs() >= longAgo {
		looking, done := context.WithTimeout(ctx, claimLasts)
		sits, err := r.Sits(looking, p.Device.Session, p.School, p.Person)
		done()
		if err != nil {
			return Answer{}, false
		}
		if !sits {
			return Answer{Result: SignedOut}, true
		}
	}
	left := p.Expires.Sub(r.Clock.Now())
	if left <= 0 {
		return Answer{Result: Late}, true
	}
	answer = r.Sender.Send(ctx, Parcel{Endpoint: p.Device.Endpoint, P256dh: p.Device.P256dh, Auth: p.Device.Auth,
		Key: p.Device.Key, Topic: p.Topic, Urgent: p.Urgent, Expires: r.Wall.Now().Add(left),
		Payload: r.Message(p.Device.Language, p.Staff)})
	if answer.Result == Silent && r.sending.Err() != nil {
		return Answer{}, false // we hung up, not the service
	}
	return answer, true
}

// settle hands what came of a push to the writer, and lets its lane go on.
func (r *round) settle(l *lane, p Push, of int, answer Answer, sent bool) {
	var what Sent
	if sent {
		what = r.outcome(p, answer)
		r.counts.add(l.host, answer.Result)
		if what.Result != answer.Result {
			r.counts.add(l.host, what.Result)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.use(l, -1)
	if !sent {
		delete(r.held, p.ID)
		r.more(l)
		return
	}
	r.results.add(what) // before anything that may claim: it is held until it is written
	was := l.pace.failures
	next, still, asked := l.pace.after(answer, of, r.Chance())
	l.pace = next
	r.say(l.host, answer, was, next.failures, still)
	if next.failures == 0 && l.timer != nil && !l.asked { // it answers
		l.timer.Stop()
		l.timer = nil
	}
	r.stand(l, still, asked)
	r.more(l)
}

// grave is how many failures in a row are worth a line in the log. The next line is when there are twice as many.
const grave = 3

// say logs that a service fails, and that it is well again.
func (r *round) say(host string, answer Answer, was, failures int, still time.Duration) {
	switch {
	case failures > was && failures%grave == 0 && bits.OnesCount(uint(failures/grave)) == 1:
		r.Log.Warn("a push service does not take what it is sent", "lane", host, "result", string(answer.Result),
			"status", answer.Status, "failures", failures, "still", still.Round(time.Millisecond).String())
	case failures == 0 && was >= grave:
		r.Log.Info("a push service takes it again", "lane", host, "failures", was)
	}
}

// outcome is what is written down of an answer.
func (r *round) outcome(p Push, answer Answer) Sent {
	s := Sent{Push: p.ID, School: p.School, Batch: p.Batch, Device: p.Device.ID, Forget: answer.Result == Gone}
	s.Result, s.Again = Next(answer.Result, p.Attempts, answer.Wait, r.Clock.Now(), p.Expires, r.Chance())
	s.Done = s.Again.IsZero()
	return s
}
