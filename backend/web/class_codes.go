package web

import (
	"context"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// ShownCode is a short code and when it stops working.
type ShownCode struct {
	Code string    `json:"code"`
	Ends time.Time `json:"ends"`
}

func (s *Server) handOver(ctx context.Context, _ *body[nothingMore]) (ShownCode, error) {
	k := of(ctx)
	code, ends, err := s.Access.HandOver(ctx, k.act, k.in, k.who)
	if err != nil {
		return ShownCode{}, err
	}
	return ShownCode{Code: code.Shown(), Ends: ends}, nil
}

func (s *Server) useHandOver(ctx context.Context, in *body[TypedCode]) (Me, error) {
	k := of(ctx)
	entry, err := s.Access.UseHandOver(ctx, k.act, k.try(in.Body.Code))
	return s.entered(ctx, entry, err)
}

// OneClass names a class.
type OneClass struct {
	Class string `json:"class" minLength:"1"`
}

func (s *Server) makeClassCode(ctx context.Context, in *body[OneClass]) (ShownCode, error) {
	k := of(ctx)
	pupils, err := s.People.ClassList(ctx, k.who, in.Body.Class)
	if err != nil {
		return ShownCode{}, err
	}
	if len(pupils) == 0 {
		return ShownCode{}, people.Absent()
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return ShownCode{}, err
	}
	code, ends, err := s.Access.ClassCode(ctx, k.act, k.who, in.Body.Class, place.Calendar.EndOf(k.now))
	if err != nil {
		return ShownCode{}, err
	}
	return ShownCode{Code: code.Shown(), Ends: ends}, nil
}

// ClassLook is the names that children find their own among.
type ClassLook struct {
	School SchoolName    `json:"school"`
	Class  string        `json:"class"`
	Names  []NameInClass `json:"names"`
}

// NameInClass is a child as the class calls them.
type NameInClass struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (s *Server) lookAtClass(ctx context.Context, in *body[TypedCode]) (ClassLook, error) {
	o, err := s.Access.LookAtClass(ctx, of(ctx).try(in.Body.Code))
	if err != nil {
		return ClassLook{}, err
	}
	place, err := s.Schools.School(ctx, o.School)
	if err != nil {
		return ClassLook{}, err
	}
	look := ClassLook{School: *schoolName(place), Class: o.Class, Names: []NameInClass{}}
	for _, one := range access.ClassNames(o.Pupils) {
		look.Names = append(look.Names, NameInClass{ID: string(one.ID), Name: one.Name})
	}
	return look, nil
}

// ClassUse is a child's own name.
type ClassUse struct {
	Code  string `json:"code" maxLength:"64"`
	Pupil string `json:"pupil"`
}

func (s *Server) useClass(ctx context.Context, in *body[ClassUse]) (Me, error) {
	k := of(ctx)
	pupil, err := thing[id.Pupil](in.Body.Pupil)
	if err != nil {
		return Me{}, err
	}
	entry, err := s.Access.UseClass(ctx, k.act, k.try(in.Body.Code), pupil)
	return s.entered(ctx, entry, err)
}
