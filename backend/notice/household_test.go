package notice_test

import (
	"testing"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// household is a school with one family: Amina and Daniel may be told of Yusuf and Maryam, Karim is barred from both.
type household struct {
	*world
	yusuf, maryam        id.Pupil
	amina, daniel, karim id.Adult
}

func newHousehold(name string) *household {
	h := &household{world: newWorld(name)}
	h.yusuf, h.maryam = h.child("Yusuf", people.Year4), h.child("Maryam", people.Year6)
	h.amina, h.daniel, h.karim = h.adult("Amina"), h.adult("Daniel"), h.adult("Karim")
	for _, pupil := range []id.Pupil{h.yusuf, h.maryam} {
		h.beside(pupil, h.amina, people.Mother, "")
		h.beside(pupil, h.daniel, people.StepFather, "")
		h.beside(pupil, h.karim, people.Father, "No contact")
	}
	return h
}

// hides is the ground that sets the hold.
func (h *household) hides() school.Ground { return h.school.Policy.Phones.HoldGrounds[0] }

// each runs a test at both schools.
func each(t *testing.T, do func(t *testing.T, h *household)) {
	for _, name := range both {
		t.Run(name, func(t *testing.T) { do(t, newHousehold(name)) })
	}
}
