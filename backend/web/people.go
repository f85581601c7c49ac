package web

import (
	"context"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Families is one page of pupils with the adults around them.
type Families struct {
	Items []Family `json:"items"`
	Total int      `json:"total" doc:"How many match on all pages"`
	Page  int      `json:"page"`
	Size  int      `json:"size"`
}

// Family is a pupil and the adults around them.
type Family struct {
	Pupil    Pupil     `json:"pupil"`
	Contacts []Contact `json:"contacts"`
}

// Pupil is a child on the roll.
type Pupil struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Class    string `json:"class"`
	Year     string `json:"year"`
	DOB      string `json:"dob,omitempty" format:"date"`
	UPN      string `json:"upn,omitempty"`
	Language string `json:"language,omitempty" doc:"BCP 47 tag of the first language"`
	LeftOn   string `json:"left_on,omitempty"`
}

// Contact is what one adult is to the child.
type Contact struct {
	Adult          string     `json:"adult" doc:"The record that the school's system made"`
	Name           string     `json:"name"`
	Relationship   string     `json:"relationship" doc:"A known code, or the file's own words"`
	Priority       int        `json:"priority"`
	Responsibility bool       `json:"responsibility" doc:"Parental responsibility"`
	SameAddress    bool       `json:"same_address"`
	CourtOrder     string     `json:"court_order,omitempty"`
	Mobile         string     `json:"mobile,omitempty"`
	Email          string     `json:"email,omitempty"`
	Language       string     `json:"language,omitempty"`
	MayBeTold      bool       `json:"may_be_told"`
	MayCollect     bool       `json:"may_collect"`
	NoContact      bool       `json:"no_contact"`
	CorrectedAt    *time.Time `json:"corrected_at,omitempty" doc:"When the office decided about the marks"`
	Gone           bool       `json:"gone" doc:"The last file no longer had this contact"`
	Merged         bool       `json:"merged" doc:"Another record stands for this adult"`
}

type familyQuery struct {
	Q     string `query:"q" maxLength:"100"`
	Class string `query:"class" maxLength:"60"`
	Page  int    `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

const familiesAPage = 25

func (s *Server) families(ctx context.Context, in *familyQuery) (Families, error) {
	page, err := s.People.Families(ctx, of(ctx).who, people.Query{Text: in.Q, Class: in.Class, Page: in.Page, Size: familiesAPage})
	if err != nil {
		return Families{}, err
	}
	answer := Families{Items: make([]Family, 0, len(page.Families)), Total: page.Total, Page: in.Page, Size: familiesAPage}
	for _, f := range page.Families {
		answer.Items = append(answer.Items, familyOf(f))
	}
	return answer, nil
}

func familyOf(f people.Family) Family {
	p := f.Pupil
	out := Family{Pupil: Pupil{ID: string(p.ID), Name: p.Called(), Class: p.Class, Year: string(p.Year), DOB: string(p.DOB), UPN: p.UPN,
		Language: p.FirstLanguage, LeftOn: string(p.LeftOn)}, Contacts: []Contact{}}
	for _, around := range f.Contacts {
		c, a, m := around.Contact, around.Adult, around.Contact.Marks()
		line := Contact{Adult: string(c.Adult), Name: a.Called(), Relationship: c.Relationship, Priority: c.Priority,
			Responsibility: c.ParentalResponsibility, SameAddress: c.SameAddress, CourtOrder: c.CourtOrder, Mobile: a.Mobile, Email: a.Email,
			Language: a.Language, MayBeTold: m.MayBeTold, MayCollect: m.MayCollect, NoContact: m.NoContact, Gone: c.GoneSince != "",
			Merged: a.ID != c.Adult}
		if c.Corrected != nil {
			line.CorrectedAt = &c.Corrected.At
		}
		out.Contacts = append(out.Contacts, line)
	}
	return out
}

func (s *Server) pupil(ctx context.Context, in *one) (Family, error) {
	pupil, err := thing[id.Pupil](in.ID)
	if err != nil {
		return Family{}, err
	}
	f, err := s.People.Pupil(ctx, of(ctx).who, pupil)
	if err != nil {
		return Family{}, err
	}
	return familyOf(f), nil
}

// MarksOf is the office's decision about one contact.
type MarksOf struct {
	Pupil      string `json:"pupil"`
	MayBeTold  bool   `json:"may_be_told"`
	MayCollect bool   `json:"may_collect"`
	NoContact  bool   `json:"no_contact"`
}

func (s *Server) correctMarks(ctx context.Context, in *bodyOn[MarksOf]) (Family, error) {
	k, b := of(ctx), in.Body
	key := people.ContactKey{Pupil: id.Pupil(b.Pupil), Adult: id.Adult(in.ID)}
	marks := people.Marks{MayBeTold: b.MayBeTold, MayCollect: b.MayCollect, NoContact: b.NoContact}
	if err := s.People.CorrectMarks(ctx, k.who, k.act, key, marks); err != nil {
		return Family{}, err
	}
	return s.pupil(ctx, &one{ID: b.Pupil})
}

// SamePeople are adults who may be one person.
type SamePeople struct {
	Items []SamePerson `json:"items"`
}

// SamePerson is one name with the records that carry it.
type SamePerson struct {
	Name    string         `json:"name"`
	Records []PersonRecord `json:"records"`
}

// PersonRecord is one of them.
type PersonRecord struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Mobile string   `json:"mobile,omitempty"`
	Email  string   `json:"email,omitempty"`
	Of     []string `json:"of" doc:"Whose contact it is"`
}

func (s *Server) samePeople(ctx context.Context, _ *nothing) (SamePeople, error) {
	list, err := s.People.SamePersonList(ctx, of(ctx).who)
	if err != nil {
		return SamePeople{}, err
	}
	answer := SamePeople{Items: make([]SamePerson, 0, len(list))}
	for _, same := range list {
		item := SamePerson{Name: same.Name, Records: []PersonRecord{}}
		for _, n := range same.Adults {
			record := PersonRecord{ID: string(n.Adult.ID), Name: n.Adult.Called(), Mobile: n.Adult.Mobile, Email: n.Adult.Email, Of: []string{}}
			for _, child := range n.Children {
				record.Of = append(record.Of, child.Called()+", "+child.Class)
			}
			item.Records = append(item.Records, record)
		}
		answer.Items = append(answer.Items, item)
	}
	return answer, nil
}

// TwoRecords names two records of adults.
type TwoRecords struct {
	Keep  string `json:"keep"`
	Merge string `json:"merge"`
}

func (s *Server) merge(ctx context.Context, in *body[TwoRecords]) (nothingMore, error) {
	k := of(ctx)
	return nothingMore{}, s.People.Merge(ctx, k.who, k.act, id.Adult(in.Body.Keep), id.Adult(in.Body.Merge))
}

func (s *Server) keepApart(ctx context.Context, in *body[TwoRecords]) (nothingMore, error) {
	k := of(ctx)
	return nothingMore{}, s.People.KeepApart(ctx, k.who, k.act, id.Adult(in.Body.Keep), id.Adult(in.Body.Merge))
}

func (s *Server) unmerge(ctx context.Context, in *bodyOn[nothingMore]) (nothingMore, error) {
	k := of(ctx)
	return nothingMore{}, s.People.Unmerge(ctx, k.who, k.act, id.Adult(in.ID))
}
