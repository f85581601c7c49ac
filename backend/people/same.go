package people

import (
	"cmp"
	"slices"

	"lollipop/backend/id"
)

// Certain reports whether two records are certainly the same adult: the same full name, and the same mobile or the
// same e-mail. Everything else stays apart: two records of one mother are a nuisance, one record of two mothers is a
// breach. The names of offices (Duty Social Worker) never match.
func Certain(a, b Adult) bool {
	return named(a) && fullName(a) == fullName(b) && reachedAlike(a, b)
}

// named reports whether an adult has a full name of their own.
func named(a Adult) bool {
	return a.Forename != "" && a.Surname != "" && !IsRoleName(a.Forename, a.Surname)
}

func reachedAlike(a, b Adult) bool {
	return a.Mobile != "" && a.Mobile == b.Mobile || a.Email != "" && a.Email == b.Email
}

// certainKeys are such that two adults share one if and only if they are Certain.
func certainKeys(a Adult) []string {
	var keys []string
	if !named(a) {
		return nil
	}
	if a.Mobile != "" {
		keys = append(keys, fullName(a)+"|m"+a.Mobile)
	}
	if a.Email != "" {
		keys = append(keys, fullName(a)+"|e"+a.Email)
	}
	return keys
}

// SameNames lists the adults who share a full name and may be one person: by name, each name once. Merged records are
// left out, and so are names whose every two adults the office has said to be two people.
func SameNames(adults []Adult, apart []Pair) []Namesakes {
	byName, nameOf := map[string][]Adult{}, map[id.Adult]string{}
	for _, a := range adults {
		if a.MergedInto == "" && named(a) {
			name := fullName(a)
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

// heads resolves merged records to those that stand for them.
type heads map[id.Adult]id.Adult

func headsOf(adults []Adult) heads {
	h := heads{}
	for _, a := range adults {
		if a.MergedInto != "" {
			h[a.ID] = a.MergedInto
		}
	}
	return h
}

// of is the record that stands for an adult. A circle, which Merge refuses to make, ends where it began.
func (h heads) of(adult id.Adult) id.Adult {
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
	h, adults := headsOf(s.Adults), map[id.Adult]Adult{}
	for _, a := range s.Adults {
		adults[a.ID] = a
	}
	f := Family{Pupil: pupil}
	for _, c := range s.Contacts {
		if c.Pupil == pupil.ID {
			f.Contacts = append(f.Contacts, Around{Contact: c, Adult: adults[h.of(c.Adult)]})
		}
	}
	slices.SortStableFunc(f.Contacts, func(a, b Around) int { return CompareContacts(a.Contact, b.Contact) })
	return f
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
