package notice

import (
	"maps"
	"slices"

	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/id"
)

// asked is one document that an adult is asked to sign now, for all whom it is asked for.
type asked struct {
	document aup.Document
	version  aup.Version
	// kind is Replaced where they signed an earlier version for anybody.
	kind   Kind
	signBy clock.Date
	pupils []id.Pupil
}

// askedOf are the documents that wait for an adult's answer. Who said no has answered.
//
// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func askedOf(owed []aup.Owed) (list []asked) {
	for _, o := range owed {
		kind := ToSign
		switch o.State {
		case aup.SaidNo, aup.Done:
			continue
		case aup.AskAgain:
			kind = Replaced
		case aup.NotYet:
		}
		at := slices.IndexFunc(list, func(a asked) bool { return a.document == o.Document })
		if at < 0 {
			list, at = append(list, asked{document: o.Document, version: o.Version, kind: kind}), len(list)
		}
		a := &list[at]
		if kind == Replaced {
			a.kind = Replaced
			if a.signBy == "" || o.SignBy < a.signBy {
				a.signBy = o.SignBy
			}
		}
		a.pupils = append(a.pupils, o.Pupils...)
	}
	return list
}

// of finds what a notice is about among what its adult is asked: the document, for one of its children.
func (n Notice) of(list []asked) (found asked, ok bool) {
	at := slices.IndexFunc(list, func(a asked) bool {
		return string(a.document) == n.Subject && (len(n.Pupils) == 0 ||
			slices.ContainsFunc(a.pupils, func(p id.Pupil) bool { return slices.Contains(n.Pupils, p) }))
	})
	if at < 0 {
		return asked{}, false
	}
	return list[at], true
}

// tellAsked tells an adult of a document.
func (d *decision) tellAsked(adult id.Adult, a asked) error {
	return d.tell(adult, Notice{Kind: a.kind, Subject: string(a.document), Pupils: a.pupils}, true)
}

// sorted are the adults who owe something, in an order that is the same each time.
func sorted(owed map[id.Adult][]aup.Owed) []id.Adult { return slices.Sorted(maps.Keys(owed)) }

// published tells everybody who is asked of a version. What was said of the one before is over.
//
// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func (d *decision) published() error {
	var said struct {
		Document aup.Document `json:"document"`
		Number   int          `json:"number"`
	}
	if err := d.body(&said); err != nil {
		return err
	}
	if err := d.end(string(said.Document), ToSign, Replaced); err != nil {
		return err
	}
	ledger, err := d.Ledger()
	if err != nil {
		return err
	}
	if current, ok := ledger.Current(said.Document); !ok || current.Number != said.Number {
		return nil // a newer one has come meanwhile, and is told of itself
	}
	owed := ledger.Owed(d.today)
	for _, adult := range sorted(owed) {
		for _, a := range askedOf(owed[adult]) {
			if a.document != said.Document {
				continue
			}
			if err := d.tellAsked(adult, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// answered ends what an adult was asked and has answered.
func (d *decision) answered() error {
	signer, err := d.signer()
	if err != nil {
		return err
	}
	head, err := d.head(id.Adult(signer))
	if err != nil {
		return err
	}
	open, err := d.Open(head)
	if err != nil {
		return err
	}
	open = slices.DeleteFunc(slices.Clone(open), func(n Notice) bool { return !n.Kind.AboutDocument() })
	if len(open) == 0 {
		return nil
	}
	ledger, err := d.Ledger()
	if err != nil {
		return err
	}
	list := askedOf(ledger.OwedBy(head, d.today))
	for _, n := range open {
		if _, waits := n.of(list); !waits {
			d.over(n)
		}
	}
	return nil
}

// signer is whose answer it was: of a paper the office is the actor.
func (d *decision) signer() (id.Person, error) {
	var said struct {
		Signer id.Person `json:"signer"`
	}
	switch d.event.Kind {
	case aup.DidSign:
		err := d.body(&said)
		return said.Signer, err
	case aup.DidDecline:
		return id.Person(d.event.Subject), nil
	}
	return d.event.Actor, nil
}

// dayBegan is the morning of a school day: what waits is asked about again, and whoever was never told what they are
// asked to sign is told now. It is one document for an adult and day: the app shows all of them, and nobody's first
// message from school is three.
//
// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func (d *decision) dayBegan() error {
	if d.event.Subject != string(d.today) {
		return nil // a morning that is over
	}
	ledger, err := d.Ledger()
	if err != nil {
		return err
	}
	owed, all := ledger.Owed(d.today), circlesOf(ledger.People)
	if err := d.remind(owed, all); err != nil {
		return err
	}
	told := map[id.Adult][]Notice{}
	for _, document := range aup.Documents {
		if _, published := ledger.Current(document); !published {
			continue
		}
		list, err := d.about(string(document), ToSign, Replaced)
		if err != nil {
			return err
		}
		for _, n := range list {
			head := all.heads.Of(n.Adult)
			told[head] = append(told[head], n)
		}
	}
	for _, adult := range sorted(owed) {
		for _, a := range askedOf(owed[adult]) {
			if a.untold(told[adult]) {
				if err := d.tellAsked(adult, a); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// untold leaves of a document only the children about whom nobody told its adult since the version came, and reports
// whether there are any, or nothing was said at all.
func (a *asked) untold(told []Notice) bool {
	told = slices.DeleteFunc(slices.Clone(told), func(n Notice) bool {
		return n.Subject != string(a.document) || n.At.Before(a.version.At)
	})
	if len(a.pupils) == 0 {
		return len(told) == 0
	}
	a.pupils = slices.DeleteFunc(slices.Clone(a.pupils), func(p id.Pupil) bool {
		return slices.ContainsFunc(told, func(n Notice) bool { return slices.Contains(n.Pupils, p) })
	})
	return len(a.pupils) > 0
}

// remind has ring again what is due this morning. Something to sign that nobody is asked any more, by a child who moved
// on, is over; of a child who has left nobody is told any more.
//
// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func (d *decision) remind(owed map[id.Adult][]aup.Owed, all circles) error {
	place, err := d.School()
	if err != nil {
		return err
	}
	open, err := d.Open("")
	if err != nil {
		return err
	}
	for _, n := range open {
		if _, may := all.mayKnow(n, d.today); !may {
			if n.ReadAt.IsZero() { // the child's last day has passed
				d.takeBack(n)
			}
			continue
		}
		var a asked
		if n.Kind.AboutDocument() {
			waits := false
			if a, waits = n.of(askedOf(owed[all.heads.Of(n.Adult)])); !waits {
				d.over(n)
				continue
			}
		}
		if n.RingAt.IsZero() && Remind(n, a.signBy, place.Calendar, d.today) {
			n.RingAt = ringAt(place.Policy.Notices, d.now, n.Urgent)
			d.change(n)
		}
	}
	return nil
}
