package intake

import (
	"fmt"
	"slices"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// book is the adults and contacts whom the school has, as a file's contacts are laid beside them.
type book struct {
	adults  map[id.Adult]people.Adult
	heads   people.Heads
	ofChild map[id.Pupil][]*people.Contact
	certain map[string][]id.Adult
	taken   map[people.ContactKey]bool
}

func newBook(s people.State) *book {
	b := &book{adults: map[id.Adult]people.Adult{}, heads: people.HeadsOf(s.Adults),
		ofChild: map[id.Pupil][]*people.Contact{}, certain: map[string][]id.Adult{}, taken: map[people.ContactKey]bool{}}
	for _, a := range s.Adults {
		b.adults[a.ID] = a
		for _, key := range people.CertainKeys(a) {
			b.certain[key] = append(b.certain[key], a.ID)
		}
	}
	for i := range s.Contacts {
		c := &s.Contacts[i]
		b.ofChild[c.Pupil] = append(b.ofChild[c.Pupil], c)
	}
	return b
}

// link finds which of the child's own contacts the rows of the file are: the one of that name who is reached the same
// way, or who is of that name and the same to the child. It is how a new number is a change and not a stranger.
func (b *book) link(c *child) {
	if c.old == nil {
		return
	}
	for _, alike := range []func(k *contactRow, old people.Adult, was *people.Contact) bool{
		func(k *contactRow, old people.Adult, _ *people.Contact) bool {
			return people.ReachedAlike(k.adult, old)
		},
		func(k *contactRow, _ people.Adult, was *people.Contact) bool {
			return k.keep[FCRelation] || was.Relationship == k.facts.Relationship
		},
	} {
		for _, k := range c.contacts {
			for _, was := range b.ofChild[c.old.ID] {
				key, old := people.ContactKey{Pupil: was.Pupil, Adult: was.Adult}, b.adults[was.Adult]
				if !k.out && k.old == nil && !b.taken[key] && people.FullName(old) == k.name && alike(k, old, was) {
					k.old, k.record = was, was.Adult
					b.taken[key] = true
				}
			}
		}
	}
}

// find is the existing record that a contact certainly is, if all that it certainly is stand for one adult. Of merged
// ones it is the record that matches, so that a file which has the old name does not rename the record that was kept.
func (b *book) find(k *contactRow) id.Adult {
	var found id.Adult
	for _, key := range k.keys {
		for _, adult := range b.certain[key] {
			if found == "" || adult == b.heads.Of(found) {
				found = adult
			}
			if b.heads.Of(adult) != b.heads.Of(found) {
				return "" // two people could be meant: a third record is a nuisance, the wrong one a breach
			}
		}
	}
	return found
}

// join gives every contact of the file its record: its own, the one that it certainly is, the one that another row of
// the file is of which it certainly is the same adult, or a new one.
func (b *book) join(rows []*contactRow, seed id.Import) {
	parent := make([]int, len(rows))
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{}
	for i, k := range rows {
		parent[i] = i
		if k.record == "" {
			k.record = b.find(k)
		}
		for _, key := range k.keys {
			if j, seen := first[key]; seen {
				parent[root(i)] = root(j)
			} else {
				first[key] = i
			}
		}
	}
	records := map[int][]id.Adult{}
	for i, k := range rows {
		if r := root(i); k.record != "" && !slices.ContainsFunc(records[r], func(a id.Adult) bool {
			return b.heads.Of(a) == b.heads.Of(k.record)
		}) {
			records[r] = append(records[r], k.record)
		}
	}
	made := map[int]id.Adult{}
	for i, k := range rows {
		r := root(i)
		switch {
		case k.record != "":
		case len(records[r]) == 1:
			k.record = records[r][0]
		default:
			if made[r] == "" {
				made[r] = id.Named[id.Adult](fmt.Sprintf("%s/adult/%d", seed, k.row.Number))
			}
			k.record = made[r]
		}
	}
}

// sameContact reports whether two rows of one child speak of the same contact: certainly the same adult, or of the
// same name, the same to the child, and nothing that tells them apart.
func sameContact(a, b *contactRow) bool {
	if a.name != b.name {
		return false
	}
	apart := func(x, y string) bool { return x != "" && y != "" && x != y }
	return people.ReachedAlike(a.adult, b.adult) || a.facts.Relationship == b.facts.Relationship &&
		!apart(a.adult.Mobile, b.adult.Mobile) && !apart(a.adult.Email, b.adult.Email)
}
