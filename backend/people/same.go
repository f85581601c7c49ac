package people

import (
	"cmp"
	"slices"
	"strings"

	"lollipop/backend/id"
)

// Certain reports whether two records are certainly the same adult: the same full name, and the same mobile or the
// same e-mail. Everything else stays apart: two records of one mother are a nuisance, one record of two mothers is a
// breach. The names of offices (Duty Social Worker) never match.
func Certain(a, b Adult) bool {
	return named(a) && FullName(a) == FullName(b) && ReachedAlike(a, b)
}

// named reports whether an adult has a full name of their own.
func named(a Adult) bool {
	return a.Forename != "" && a.Surname != "" && !IsRoleName(a.Forename, a.Surname)
}

// FullName is the folded name by which adults are compared.
func FullName(a Adult) string { return Fold(a.Forename) + "|" + Fold(a.Surname) }

// ReachedAlike reports whether two adults have the same mobile or the same e-mail.
func ReachedAlike(a, b Adult) bool {
	return a.Mobile != "" && a.Mobile == b.Mobile || a.Email != "" && a.Email == b.Email
}

// CertainKeys are such that two adults share one if and only if they are Certain.
func CertainKeys(a Adult) []string {
	var keys []string
	if !named(a) {
		return nil
	}
	if a.Mobile != "" {
		keys = append(keys, FullName(a)+"|m"+a.Mobile)
	}
	if a.Email != "" {
		keys = append(keys, FullName(a)+"|e"+a.Email)
	}
	return keys
}

// Namesakes are adults with one full name who may be one person, in order of id.
type Namesakes struct {
	Name   string
	Adults []id.Adult
}

// SameNames lists the adults who share a full name and may be one person: by name, each name once. Merged records are
// left out, and so are names whose every two adults the office has said to be two people.
func SameNames(adults []Adult, apart []Pair) []Namesakes {
	byName, nameOf := map[string][]Adult{}, map[id.Adult]string{}
	for _, a := range adults {
		if a.MergedInto == "" && named(a) {
			name := FullName(a)
			byName[name] = append(byName[name], a)
			nameOf[a.ID] = name
		}
	}
	settled := map[string]int{} // pairs of one name that are two people
	for _, pair := range apart {
		if name := nameOf[pair.A]; name != "" && name == nameOf[pair.B] {
			settled[name]++
		}
	}
	var found []Namesakes
	for name, same := range byName {
		if len(same)*(len(same)-1)/2 <= settled[name] {
			continue
		}
		slices.SortFunc(same, func(a, b Adult) int { return cmp.Compare(a.ID, b.ID) })
		group := Namesakes{Name: same[0].Called()}
		for _, a := range same {
			group.Adults = append(group.Adults, a.ID)
		}
		found = append(found, group)
	}
	slices.SortFunc(found, func(a, b Namesakes) int {
		return cmp.Or(cmp.Compare(Fold(a.Name), Fold(b.Name)), cmp.Compare(a.Adults[0], b.Adults[0]))
	})
	return found
}

// PairOf is the pair of two adults, in order of id.
func PairOf(a, b id.Adult) Pair {
	if b < a {
		a, b = b, a
	}
	return Pair{A: a, B: b}
}

// Heads resolves merged records to those that stand for them.
type Heads map[id.Adult]id.Adult

func HeadsOf(adults []Adult) Heads {
	h := Heads{}
	for _, a := range adults {
		if a.MergedInto != "" {
			h[a.ID] = a.MergedInto
		}
	}
	return h
}

// Of is the record that stands for an adult. A circle, which Merge refuses to make, ends where it began.
func (h Heads) Of(adult id.Adult) id.Adult {
	at := adult
	for range len(h) {
		next, merged := h[at]
		if !merged {
			return at
		}
		at = next
	}
	return at
}

// FamilyOf puts a pupil's family together from a state: what Roll.Family returns.
func (s State) FamilyOf(pupil Pupil) Family {
	return State{Pupils: []Pupil{pupil}, Adults: s.Adults, Contacts: s.Contacts}.Families()[0]
}

// Families puts every pupil's family together, in the order of the pupils.
func (s State) Families() []Family {
	h, adults, around := HeadsOf(s.Adults), map[id.Adult]Adult{}, map[id.Pupil][]Around{}
	for _, a := range s.Adults {
		adults[a.ID] = a
	}
	for _, c := range s.Contacts {
		around[c.Pupil] = append(around[c.Pupil], Around{Contact: c, Adult: adults[h.Of(c.Adult)]})
	}
	families := make([]Family, len(s.Pupils))
	for i, pupil := range s.Pupils {
		families[i] = Family{Pupil: pupil, Contacts: around[pupil.ID]}
		slices.SortStableFunc(families[i].Contacts, func(a, b Around) int { return CompareContacts(a.Contact, b.Contact) })
	}
	return families
}

// CompareContacts puts contacts in the order in which a family shows them: by priority, those without one last, then
// by id.
func CompareContacts(a, b Contact) int {
	place := func(c Contact) int {
		if c.Priority == 0 {
			return 1 << 16
		}
		return c.Priority
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Adult, b.Adult))
}

// roleWords are what stands where a name should: a contact so named is an office, not a person, and never the same
// adult as another.
var roleWords = map[string]bool{"duty": true, "social": true, "team": true, "office": true, "worker": true}

// IsRoleName reports whether a contact's name is that of an office ("Duty Social Worker"), which many people answer to.
func IsRoleName(forename, surname string) bool {
	for _, part := range strings.Fields(Fold(forename)) {
		if roleWords[part] {
			return true
		}
	}
	return strings.HasSuffix(Squash(surname), "socialworker") || Squash(surname) == "team"
}
