package web

import (
	"context"

	"lollipop/backend/id"
)

// Governors are the school's governors, as their chair sees them.
type Governors struct {
	Items []Governor `json:"items"`
}

// Governor is one of them: a name, and how far they can come in.
type Governor struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	State string `json:"state" enum:"never,one_step,two_steps,works_here" doc:"Never came in; with a passphrase; with a second factor too; on the staff as well, whom the chair does not help"`
}

func (s *Server) governors(ctx context.Context, _ *nothing) (Governors, error) {
	list, err := s.Access.Governors(ctx, of(ctx).who)
	if err != nil {
		return Governors{}, err
	}
	answer := Governors{Items: make([]Governor, 0, len(list))}
	for _, g := range list {
		answer.Items = append(answer.Items, Governor{ID: string(g.ID), Name: g.Name, State: string(g.State)})
	}
	return answer, nil
}

func (s *Server) linkGovernor(ctx context.Context, in *bodyOn[nothingMore]) (IssuedLink, error) {
	k := of(ctx)
	person, err := thing[id.Person](in.ID)
	if err != nil {
		return IssuedLink{}, err
	}
	return s.issued(s.Access.IssueGovernor(ctx, k.act, k.who, person))
}

func (s *Server) resetGovernor(ctx context.Context, in *bodyOn[nothingMore]) (Reset, error) {
	k := of(ctx)
	person, err := thing[id.Person](in.ID)
	if err != nil {
		return Reset{}, err
	}
	return Reset{Done: true}, s.Access.ResetGovernor(ctx, k.act, k.who, person)
}

// signGovernorOut answers with the list anew.
func (s *Server) signGovernorOut(ctx context.Context, in *bodyOn[nothingMore]) (Governors, error) {
	k := of(ctx)
	person, err := thing[id.Person](in.ID)
	if err == nil {
		err = s.Access.SignGovernorOut(ctx, k.act, k.who, person)
	}
	if err != nil {
		return Governors{}, err
	}
	return s.governors(ctx, &nothing{})
}
