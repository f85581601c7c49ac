package web

import (
	"context"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// FamilyPerson is one person of a family on this device, with a seat for each school at which they are certainly the
// same adult.
type FamilyPerson struct {
	Name  string `json:"name"`
	Seats []Seat `json:"seats"`
}

// Seat is an adult's place at one school; its id is what the header As names.
type Seat struct {
	ID       string     `json:"id"`
	School   SchoolName `json:"school"`
	Language string     `json:"language" doc:"What the school's system says the family speaks; may be empty"`
	Children []Child    `json:"children"`
}

// Child is a child as their own family's screens name one.
type Child struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class"`
	Year  string `json:"year"`
	Band  string `json:"band"`
}

func childOf(p people.Pupil) Child {
	return Child{ID: string(p.ID), Name: p.Called(), Class: p.Class, Year: string(p.Year), Band: string(p.Year.Band())}
}

func schoolName(place school.School) *SchoolName {
	return &SchoolName{ID: string(place.ID), Slug: place.Slug, Name: place.Name, Phone: place.Phone}
}

// familyPeople groups a device's seats by who is certainly the same person.
func (s *Server) familyPeople(ctx context.Context, in access.Presence) ([]FamilyPerson, error) {
	var list []FamilyPerson
	shown := map[id.Person]bool{}
	for _, first := range in.Seats {
		if shown[first.Person] {
			continue
		}
		person := FamilyPerson{Name: first.Name}
		for _, seated := range in.Same(first.Person) {
			shown[seated.Person] = true
			place, err := s.Schools.School(ctx, seated.School)
			if err != nil {
				return nil, err
			}
			seat := Seat{ID: string(seated.Person), School: *schoolName(place), Language: seated.Language,
				Children: make([]Child, len(seated.Children))}
			for i, child := range seated.Children {
				seat.Children[i] = childOf(child)
			}
			person.Seats = append(person.Seats, seat)
		}
		list = append(list, person)
	}
	return list, nil
}

// FamilyDetails is what a school has about an adult, as they may see it: to say what is wrong.
type FamilyDetails struct {
	Name     string          `json:"name"`
	Mobile   string          `json:"mobile"`
	Email    string          `json:"email"`
	Language string          `json:"language"`
	Children []ChildAndClass `json:"children"`
}

// ChildAndClass is a child by name and class.
type ChildAndClass struct {
	Name  string `json:"name"`
	Class string `json:"class"`
}

func (s *Server) familyDetails(ctx context.Context, _ *nothing) (FamilyDetails, error) {
	seat := of(ctx).seat()
	d := FamilyDetails{Name: seat.Name, Mobile: seat.Adult.Mobile, Email: seat.Adult.Email, Language: seat.Language,
		Children: []ChildAndClass{}}
	for _, child := range seat.Children {
		d.Children = append(d.Children, ChildAndClass{Name: child.Called(), Class: child.Class})
	}
	return d, nil
}
