package notice

import (
	"encoding/json"
	"slices"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// DecideAt decides at that moment, which may be long after the event: a server that was down catches up, and what has
// become untrue meanwhile is told to nobody. Whatever an event is about and is no longer there has nobody to be told.
func DecideAt(now time.Time) Decide {
	return func(e event.Event, f Facts) (Changes, error) {
		d := &decision{Facts: f, event: e, now: now, today: clock.DateOf(now, school.London)}
		if err := d.decide(); err != nil && !fault.Is(err, fault.NotFound) {
			return Changes{}, err
		}
		return d.changes, nil
	}
}

// decision is one event, what is known, and what follows.
type decision struct {
	Facts
	event   event.Event
	now     time.Time
	today   clock.Date
	changes Changes
}

// decide is the closed list of what somebody is told of. Every other event tells nobody anything.
//
// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12), parents.on_joining (AR 5.3/5, BG 5.4/6)
func (d *decision) decide() error {
	switch d.event.Kind {
	case custody.DidConfiscate:
		return d.confiscated()
	case custody.DidDecideTell, custody.DidLiftHold:
		return d.kept()
	case custody.DidSetHold:
		return d.held()
	case custody.DidRelease:
		return d.released()
	case custody.DidGiveToPolice:
		return d.toPolice()
	case custody.DidContact:
		return d.contacted()
	case custody.DidRemain:
		return d.uncollected()
	case custody.DidCollect:
		return d.end(d.event.Subject, Uncollected)
	case custody.DidUndo:
		return d.undone()
	case aup.DidPublish:
		return d.published()
	case aup.DidSign, aup.DidDecline, aup.DidWithdraw:
		return d.answered()
	case DidBegin:
		return d.dayBegan()
	case access.SignedIn:
		return d.signedIn()
	case people.MarksCorrected, people.NoContactCame, people.Merged, people.Unmerged, people.Left, intake.ImportApplied,
		intake.ImportUndone:
		return d.review()
	}
	return nil
}

// body reads the event's.
func (d *decision) body(into any) error { return json.Unmarshal(d.event.Body, into) }

// head is the record that stands for an adult; one that is not there stands for itself.
func (d *decision) head(adult id.Adult) (id.Adult, error) {
	head, err := d.Standing(adult)
	if fault.Is(err, fault.NotFound) {
		return adult, nil
	}
	return head, err
}

// about are the notices of a kind about one thing that nobody took back.
func (d *decision) about(subject string, kinds ...Kind) ([]Notice, error) {
	list, err := d.About(subject, kinds...)
	return slices.DeleteFunc(slices.Clone(list), func(n Notice) bool { return n.TakenBack }), err
}

// audience are the adults of a child who may be told now; nobody's where the child has left.
func (d *decision) audience(pupil id.Pupil) (adults []id.Adult, err error) {
	family, err := d.Family(pupil)
	if err != nil || family.Pupil.Left(d.today) {
		return nil, err
	}
	for _, answer := range people.WhoIsAsked(people.ForNotice, family) {
		if answer.Ruling.OK() {
			adults = append(adults, answer.Adult.ID)
		}
	}
	return adults, nil
}

// tell adds a notice for an adult, as n says, which rings where it is to.
func (d *decision) tell(adult id.Adult, n Notice, rings bool) error {
	n.ID, n.School, n.Event, n.At = id.New[id.Notice](), d.event.School, d.event.ID, d.event.At
	n.Adult = adult
	if rings {
		if err := d.ring(&n); err != nil {
			return err
		}
	}
	d.changes.New = append(d.changes.New, n)
	return nil
}

// ring has a notice ring as soon as it may.
func (d *decision) ring(n *Notice) error {
	place, err := d.School()
	if err == nil {
		n.RingAt = ringAt(place.Policy.Notices, d.now, n.Urgent)
	}
	return err
}

// change writes a notice down as it is now.
func (d *decision) change(n Notice) { d.changes.Changed = append(d.changes.Changed, n) }

// over ends a notice: the thing is done.
func (d *decision) over(n Notice) {
	n.OverAt, n.RingAt = d.event.At, time.Time{}
	d.change(n)
}

// takeBack takes one back that nobody has read.
func (d *decision) takeBack(n Notice) {
	n.TakenBack, n.RingAt = true, time.Time{}
	d.change(n)
}

// end ends what waits about one thing.
func (d *decision) end(subject string, kinds ...Kind) error {
	list, err := d.about(subject, kinds...)
	for _, n := range list {
		if n.OverAt.IsZero() {
			d.over(n)
		}
	}
	return err
}

// signInsApart is how far apart two messages are of devices that were signed in, where the first was not looked at.
const signInsApart = time.Hour

// signedIn tells an adult of another device that is signed in as them. While a message of the last hour waits that says
// so already, there is no other.
func (d *decision) signedIn() error {
	var said struct {
		How access.Purpose `json:"how"`
	}
	if err := d.body(&said); err != nil {
		return err
	}
	if said.How != access.ForLetter && said.How != access.ForHandOver {
		return nil
	}
	adult, err := d.Standing(id.Adult(d.event.Subject))
	if err != nil {
		return err
	}
	devices, err := d.Devices(adult)
	if err != nil || devices < 2 {
		return err
	}
	before, err := d.about(string(adult), NewSignIn)
	if err != nil || slices.ContainsFunc(before, func(n Notice) bool {
		return n.Waits() && d.event.At.Sub(n.At).Abs() < signInsApart
	}) {
		return err
	}
	return d.tell(adult, Notice{Kind: NewSignIn, Subject: string(adult)}, true)
}

// review takes back what somebody may no longer be told of, as far as they have not read it; and gives back what they
// may be told of again: a mark that was a mistake and is taken away must not leave a mother without her message.
func (d *decision) review() error {
	open, err := d.Open("")
	if err != nil {
		return err
	}
	back, err := d.TakenBack()
	if err != nil {
		return err
	}
	open = slices.DeleteFunc(slices.Clone(open), func(n Notice) bool { return !n.ReadAt.IsZero() })
	if len(open)+len(back) == 0 {
		return nil
	}
	ledger, err := d.Ledger()
	if err != nil {
		return err
	}
	all := circlesOf(ledger.People)
	for _, n := range open {
		if _, may := all.mayKnow(n, d.today); !may {
			d.takeBack(n)
		}
	}
	given := map[string]bool{}
	for _, n := range slices.Backward(back) {
		if _, may := all.mayKnow(n, d.today); !may || given[n.Subject+string(all.heads.Of(n.Adult))] {
			continue
		}
		given[n.Subject+string(all.heads.Of(n.Adult))] = true
		if err := d.giveBack(n, all.heads); err != nil {
			return err
		}
	}
	return nil
}

// giveBack gives a notice of a kept device back to its adult, where it may be told still and nothing else has told them.
//
// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func (d *decision) giveBack(n Notice, heads people.Heads) error {
	c, err := d.Confiscation(id.Confiscation(n.Subject))
	if err != nil {
		return err
	}
	place, err := d.School()
	if err != nil || !Told(place.Policy.Phones, c) {
		return err
	}
	others, err := d.about(n.Subject, Confiscated)
	if err != nil || slices.ContainsFunc(others, func(o Notice) bool { return heads.Of(o.Adult) == heads.Of(n.Adult) }) {
		return err
	}
	n.TakenBack = false
	if n.Waits() {
		if err := d.ring(&n); err != nil {
			return err
		}
	}
	d.change(n)
	return nil
}

// circles are everybody's families, by the record that stands for each adult.
type circles struct {
	heads    people.Heads
	families map[id.Adult][]people.Family
}

func circlesOf(s people.State) circles {
	c := circles{people.HeadsOf(s.Adults), map[id.Adult][]people.Family{}}
	for _, f := range s.Families() {
		for i, around := range f.Contacts {
			adult := around.Adult.ID
			if !slices.ContainsFunc(f.Contacts[:i], func(b people.Around) bool { return b.Adult.ID == adult }) {
				c.families[adult] = append(c.families[adult], f)
			}
		}
	}
	return c
}

// mayKnow is MayKnow for the adult of a notice as they stand now.
func (c circles) mayKnow(n Notice, today clock.Date) ([]people.Pupil, bool) {
	head := c.heads.Of(n.Adult)
	return MayKnow(n, head, c.families[head], today)
}
