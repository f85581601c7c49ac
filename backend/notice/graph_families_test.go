package notice_test

import (
	"slices"

	"lollipop/backend/id"
)

// tie is what one record is to one child, in the model's words.
type tie struct {
	cares, worker bool // what the file says: somebody who looks after the child; a social worker
	order         bool // a court order stands in the file
	gone          bool // the file dropped them
	decided       bool // the office decided, for the order that stood then
	forOrder      bool
	told, barred  bool // what it decided
}

func (t tie) isBarred() bool {
	switch {
	case t.decided && t.order && !t.forOrder: // the order came after the office had decided
		return true
	case t.decided:
		return t.barred
	}
	return t.order
}

func (t tie) mayBeTold() bool {
	if t.isBarred() || t.gone {
		return false
	}
	if t.decided {
		return t.told
	}
	return t.cares || t.worker // both have parental responsibility in these families
}

func (g *graph) stands(record id.Adult) id.Adult {
	if head, merged := g.into[record]; merged {
		return head
	}
	return record
}

// beside are the ties of an adult to a child, by whichever record.
func (g *graph) tiesOf(adult id.Adult, pupil id.Pupil) (all []tie) {
	for _, record := range g.records {
		if t := g.ties[pupil][record]; t != nil && g.stands(record) == adult {
			all = append(all, *t)
		}
	}
	return all
}

// barred: one order is enough, whichever record it stands beside.
func (g *graph) barred(adult id.Adult, pupil id.Pupil) bool {
	return slices.ContainsFunc(g.tiesOf(adult, pupil), tie.isBarred)
}

// hears says whether somebody may be told of a child: every tie of theirs says so, and the child is at the school.
func (g *graph) hears(adult id.Adult, pupil id.Pupil) bool {
	ties := g.tiesOf(adult, pupil)
	for _, t := range ties {
		if !t.mayBeTold() {
			return false
		}
	}
	return len(ties) > 0 && !g.left[pupil]
}

// signs says whether somebody is asked to sign for themselves: they look after a child here from whom nothing bars them.
func (g *graph) signs(adult id.Adult) bool {
	for _, pupil := range g.pupils {
		if g.left[pupil] || g.barred(adult, pupil) {
			continue
		}
		for _, t := range g.tiesOf(adult, pupil) {
			if t.cares && !t.gone {
				return true
			}
		}
	}
	return false
}

// owes: they are asked, and have not signed the text that stands.
func (g *graph) owes(adult id.Adult) bool {
	if g.published == 0 || !g.signs(adult) {
		return false
	}
	for record, version := range g.signed {
		if g.stands(record) == adult && version == g.published {
			return false
		}
	}
	return true
}

func (g *graph) signedBefore(adult id.Adult) bool {
	for record := range g.signed {
		if g.stands(record) == adult {
			return true
		}
	}
	return false
}

// may says whether the adult of a line may know of it now.
func (g *graph) may(l *line) bool {
	if l.pupil == "" {
		return g.signs(g.stands(l.adult))
	}
	return g.hears(g.stands(l.adult), l.pupil)
}

// heads are the records that stand, in the order in which a family has them: by their first record. Of two messages of
// one event that have become one person's, either may be given back; the model takes the one that the house does.
func (g *graph) heads() (all []id.Adult) {
	for _, record := range g.records {
		if head := g.stands(record); !slices.Contains(all, head) {
			all = append(all, head)
		}
	}
	return all
}
