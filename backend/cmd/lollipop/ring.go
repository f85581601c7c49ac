package main

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/calls"
	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// rings is what goes on beside the front door: what happened becomes notices, notices ring telephones, and answers reach
// the rooms that they are for.
type rings struct {
	product    *product
	watch      *notice.Watch
	dispatcher *courier.Dispatcher

	mu   sync.Mutex
	days map[string]clock.Date // by school and what is said once a day, the last day on which it has been
}

// leftAlone is the longest that a school is left without a look, where nothing happens there.
const leftAlone = 30 * time.Second

// ring joins it.
func (p *product) ring(watch *notice.Watch) *rings {
	r := &rings{product: p, watch: watch, days: map[string]clock.Date{}}
	watch.Schools, watch.Round, watch.Clock, watch.Every, watch.Log = p.store.Schools().IDs, r.round, p.clock, leftAlone,
		p.log
	r.dispatcher = &courier.Dispatcher{Store: p.store.Courier(), Sender: p.sender, Clock: p.clock, Wall: p.courier.Wall,
		Message: p.courier.Message, Sits: p.sits, Log: p.log}
	return r
}

// run goes on until the context ends, and then until what is under way has ended.
func (r *rings) run(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { r.watch.Run(ctx) })
	both.Go(func() { r.dispatcher.Run(ctx) })
	both.Wait()
	r.product.sender.Close()
}

// followed is how many events are read at a time, rungOnEnd how often in a round some are rung: a school of any size, and
// still an end.
const (
	followed  = 200
	rungOnEnd = 1000
)

// round does what there is to do at one school: the day's beginning and end, notices of what happened, answers, what was
// told and is unread, and what is due to ring. What fails keeps nothing else from being done, but that nothing rings before all that happened was
// followed: it may have been taken back.
func (r *rings) round(ctx context.Context, at id.School) (next time.Time, err error) {
	p, now := r.product, r.product.clock.Now()
	wrong := errors.Join(r.daily(ctx, at, now, "begin", p.notices.Begin), r.daily(ctx, at, now, "end", p.custody.EndDay))
	wrong = errors.Join(wrong, r.listen(ctx, at, "answers", r.answered(ctx)), r.listen(ctx, at, "concerns", r.raised(ctx)))
	told, err := p.concerns.Round(ctx, at, now)
	wrong = errors.Join(wrong, err)
	for n := 0; n < rungOnEnd && ctx.Err() == nil; n++ { // some at a time: what else the school does comes between
		if err = r.follow(ctx, at); err != nil { // each time: a hold, say, that was set while a long fan-out rings
			break
		}
		now = p.clock.Now()
		next, err = p.notices.RingDue(ctx, at, now)
		r.dispatcher.Wake()
		if err != nil || next.IsZero() || next.After(now) {
			break
		}
	}
	if next.IsZero() || !told.IsZero() && told.Before(next) {
		next = told
	}
	return next, errors.Join(wrong, err)
}

// listen lets do hear of all that has happened at a school since it last did.
func (r *rings) listen(ctx context.Context, at id.School, name string, do func(event.Event) error) error {
	for {
		more, err := r.product.store.Notices().Listen(ctx, at, name, followed, do)
		if err != nil || !more {
			return err
		}
	}
}

// follow makes notices of all that has happened at a school until now.
func (r *rings) follow(ctx context.Context, at id.School) error {
	for {
		more, err := r.product.notices.Follow(ctx, at, r.product.clock.Now())
		if err != nil || !more {
			return err
		}
	}
}

// daily has a school say something once a day, and does not ask again on a day on which it has: every look at a school
// would write.
func (r *rings) daily(ctx context.Context, at id.School, now time.Time, what string,
	say func(context.Context, id.School, time.Time) (bool, error),
) error {
	key, today := string(at)+" "+what, clock.DateOf(now, school.London)
	r.mu.Lock()
	said := r.days[key] == today
	r.mu.Unlock()
	if said {
		return nil
	}
	done, err := say(ctx, at, now)
	if done {
		r.mu.Lock()
		r.days[key] = today
		r.mu.Unlock()
	}
	return err
}

// answered lets a family's answer reach the room that it is for: "I'll come" the devices, "please call me" the office's
// list. It runs after the answer is kept, as often as it takes, under the answer's own id, and so does it once.
func (r *rings) answered(ctx context.Context) func(event.Event) error {
	return func(e event.Event) error {
		if e.Kind != notice.DidAnswer {
			return nil
		}
		var said notice.Answered
		if err := json.Unmarshal(e.Body, &said); err != nil {
			r.product.log.Error("an answer cannot be read", "event", e.ID, "error", err)
			return nil
		}
		act := event.Act{School: e.School, Actor: e.Actor, At: e.At, Op: id.Op(e.ID), Hash: event.HashOf([]byte(e.ID))}
		var err error
		switch {
		case said.Answer == notice.CallMe:
			act.Command = "calls.call_me"
			err = (&calls.Service{Store: r.product.store.Calls()}).CallMe(ctx, act, said.Adult, said.Language, said.Pupils)
		case said.Answer == notice.WillCome && said.Kind == notice.Confiscated:
			act.Command = "custody.answer_by_app"
			err = r.product.custody.AnswerByApp(ctx, e.School, act, id.Confiscation(said.Subject), said.Adult)
		}
		var no *fault.Fault
		if errors.As(err, &no) && no.Kind != fault.Unavailable {
			r.product.log.Info("an answer changes nothing any more", "event", e.ID, "why", no.Say.Key)
			return nil
		}
		return err
	}
}

// sits reports whether somebody still sits in a device's session.
func (p *product) sits(ctx context.Context, session string, at id.School, person id.Person) (bool, error) {
	return p.access.Sits(ctx, access.Hash(session), people.Who{School: at, Person: person})
}

// direction is that of a language as the app writes it.
func (p *product) direction(tag string) string {
	for _, l := range p.words.Languages() {
		if l.Tag == tag {
			return l.Dir
		}
	}
	return "ltr"
}
