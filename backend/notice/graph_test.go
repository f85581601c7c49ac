package notice_test

import (
	"fmt"
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// The files graph_*_test.go set random families against a model that knows nothing of the product's rules: who stands
// beside whom, what an order says, what the office decided, what the school keeps; and from that, in plain sentences,
// who is told. After every round of events the notices are the model's, and nobody who is barred has anything. The
// families and what may be known in them are in graph_families_test.go, what can happen in graph_steps_test.go.

// line is a notice in the model: which event, to whom (the record that stood then), of what.
type line struct {
	event         int
	adult         id.Adult
	kind, subject string
	pupil         id.Pupil // empty for a document of one's own
	read, spoken  bool
	over, back    bool
	// id and at are of the notice that it is, once there is one.
	id id.Notice
	at time.Time
}

// keeping is a confiscation in the model.
type keeping struct {
	pupil        id.Pupil
	held, closed bool
	yes, no      bool // what was decided
	takenBy      id.Adult
}

// graph is one random school, as the model and as the facts.
type graph struct {
	*world
	t         failing
	day       clock.Date
	pupils    []id.Pupil
	records   []id.Adult
	ties      map[id.Pupil]map[id.Adult]*tie
	left      map[id.Pupil]bool
	into      map[id.Adult]id.Adult // merged records
	keeps     map[string]*keeping
	order     []string        // of keeps
	here      map[string]bool // devices that are handed in
	published int
	signed    map[id.Adult]int // by record: the version
	lines     []*line
	waiting   []func() // events that nobody has followed yet
}

// add is a new line for the event that is being followed.
func (g *graph) add(adult id.Adult, kind, subject string, pupil id.Pupil) {
	g.lines = append(g.lines, &line{event: g.events, adult: adult, kind: kind, subject: subject, pupil: pupil})
}

// each does something with the open lines about one thing.
func (g *graph) each(subject string, do func(*line), kinds ...string) {
	for _, l := range g.lines {
		if l.subject == subject && slices.Contains(kinds, l.kind) && !l.over && !l.back {
			do(l)
		}
	}
}

func end(l *line) { l.over = true }

// isTold says whether the families are told of it as it is now.
func (g *graph) isTold(k *keeping) bool {
	always := g.school.Policy.Preset == "beaver-green"
	return !k.held && !k.closed && !k.no && (k.yes || always)
}

// tellKept is who learns that a device is kept: whoever may hear and has not heard.
func (g *graph) tellKept(subject string) {
	k := g.keeps[subject]
	if !g.isTold(k) {
		return
	}
	for _, adult := range g.heads() {
		knows := slices.ContainsFunc(g.lines, func(l *line) bool {
			return l.subject == subject && l.kind == "confiscated" && !l.back && g.stands(l.adult) == adult
		})
		if !knows && g.hears(adult, k.pupil) {
			g.add(adult, "confiscated", subject, k.pupil)
		}
	}
}

// review takes back what is unread and may not be known, and gives back the newest of what is kept and may be.
func (g *graph) review() {
	defer func() {
		for _, l := range slices.Backward(g.lines) {
			k := g.keeps[l.subject]
			knows := slices.ContainsFunc(g.lines, func(o *line) bool {
				return o.subject == l.subject && o.kind == l.kind && !o.back && g.stands(o.adult) == g.stands(l.adult)
			})
			if l.back && !l.over && k != nil && g.isTold(k) && g.may(l) && !knows {
				l.back = false
			}
		}
	}()
	for _, l := range g.lines {
		if !l.over && !l.back && !l.read && !g.may(l) {
			l.back = true
		}
	}
}

// happens lets an event be followed, now or after others, by the product and by the model.
func (g *graph) happens(kind event.Kind, subject string, body any, model func()) {
	when := g.now()
	g.waiting = append(g.waiting, func() {
		since := len(g.lines)
		told := g.follow(g.t, kind, subject, when, g.now(), "somebody", body)
		model()
		for _, l := range g.lines[since:] {
			for _, n := range told {
				if n.Adult == l.adult {
					l.id, l.at = n.ID, n.At
				}
			}
		}
	})
}

func (g *graph) now() time.Time { return g.day.At(11, 10, school.London).UTC() }

// catchUp follows all that waits.
func (g *graph) catchUp() {
	for _, one := range g.waiting {
		one()
	}
	g.waiting = nil
	g.compare()
}

// compare holds the notices against the model, and looks for anything that somebody has whom it is kept from.
func (g *graph) compare() {
	g.t.Helper()
	of := map[id.Event]int{} // the events' numbers, in the order in which they were followed
	var got, want []string
	for _, n := range g.notices {
		if of[n.Event] == 0 {
			of[n.Event] = len(of) + 1
		}
	}
	numbers := map[int]int{}
	for _, l := range g.lines {
		if numbers[l.event] == 0 {
			numbers[l.event] = len(numbers) + 1
		}
		want = append(want, fmt.Sprint(numbers[l.event], l.adult, l.kind, l.subject, l.read, l.over, l.back, l.spoken))
	}
	for _, n := range g.notices {
		got = append(got, fmt.Sprint(of[n.Event], n.Adult, n.Kind, n.Subject, !n.ReadAt.IsZero(), !n.OverAt.IsZero(),
			n.TakenBack, !n.ToldAt.IsZero()))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		g.t.Errorf("the notices are\n%q\nnot\n%q", got, want)
	}
	families := map[id.Adult][]people.Family{}
	for _, head := range g.heads() {
		for _, f := range g.people.Families() {
			if slices.ContainsFunc(f.Contacts, func(a people.Around) bool { return a.Adult.ID == head }) {
				families[head] = append(families[head], f)
			}
		}
	}
	for _, n := range g.notices {
		head := g.stands(n.Adult)
		if n.TakenBack {
			if !n.RingAt.IsZero() {
				g.t.Errorf("what is taken back rings: %+v", n)
			}
			continue
		}
		for _, pupil := range n.Pupils {
			if !g.barred(head, pupil) {
				continue
			}
			if _, may := notice.MayKnow(n, head, families[head], g.day); may {
				g.t.Errorf("somebody who is barred may read %+v", n)
			}
			if n.ReadAt.IsZero() && n.OverAt.IsZero() || !n.RingAt.IsZero() {
				g.t.Errorf("somebody who is barred is rung: %+v", n)
			}
		}
		if k := g.keeps[n.Subject]; k != nil && k.held && n.Kind == notice.Confiscated && (n.ReadAt.IsZero() ||
			!n.RingAt.IsZero()) {
			g.t.Errorf("under a hold there is %+v", n)
		}
	}
}

// tellDocument is a line for whoever owes the document, where also says so too.
func (g *graph) tellDocument(also func(id.Adult) bool) {
	for _, adult := range slices.Sorted(slices.Values(g.heads())) {
		if g.owes(adult) && also(adult) {
			kind := "aup_to_sign"
			if g.signedBefore(adult) {
				kind = "aup_replaced"
			}
			g.add(adult, kind, "parents", "")
		}
	}
}
