package web

import (
	"context"
	"time"

	"lollipop/backend/calls"
	"lollipop/backend/id"
)

// Calls are what the office owes and did.
type Calls struct {
	Items []Call `json:"items"`
}

// Call is one family that wants to be rung.
type Call struct {
	ID         string     `json:"id"`
	At         time.Time  `json:"at" doc:"Since when they wait"`
	Again      *time.Time `json:"again,omitempty" doc:"When they asked once more"`
	Adult      CallAdult  `json:"adult"`
	Language   string     `json:"language" doc:"The reader's when they asked"`
	About      string     `json:"about" enum:"name,number,language,children,other,aup_question,declined,not_my_child,message"`
	Document   string     `json:"document,omitempty"`
	Reason     string     `json:"reason,omitempty" enum:"disagree,understand,talk_first,other" doc:"Of a no"`
	Statement  string     `json:"statement,omitempty" doc:"The last that was asked about"`
	Statements []string   `json:"statements"`
	Words      string     `json:"words"`
	Pupils     []string   `json:"pupils" doc:"Names"`
	Done       *CallDone  `json:"done,omitempty" doc:"What came of the last call; with no_answer they still wait"`
}

// CallAdult is whom to ring.
type CallAdult struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Mobile string `json:"mobile,omitempty"`
}

// CallDone is what came of a call.
type CallDone struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Outcome string    `json:"outcome" enum:"reached,no_answer,settled"`
}

func (s *Server) callList(ctx context.Context, _ *nothing) (Calls, error) {
	k := of(ctx)
	lines, err := s.Calls.List(ctx, k.who, k.now)
	if err != nil {
		return Calls{}, err
	}
	answer := Calls{Items: make([]Call, len(lines))}
	for i, line := range lines {
		answer.Items[i] = callOf(line)
	}
	return answer, nil
}

func callOf(l calls.Line) Call {
	c := Call{ID: string(l.ID), At: l.At, Adult: CallAdult{string(l.Adult), l.AdultName, l.Mobile}, Language: l.Language,
		About: string(l.About), Document: l.Document, Statements: l.Statements, Words: l.Words, Pupils: l.PupilNames,
		Reason: l.Reason}
	if l.Again.After(l.At) {
		c.Again = &l.Again
	}
	if n := len(l.Statements); n > 0 {
		c.Statement = l.Statements[n-1]
	}
	if c.Statements == nil {
		c.Statements = []string{}
	}
	if c.Pupils == nil {
		c.Pupils = []string{}
	}
	switch {
	case !l.Open():
		c.Done = &CallDone{l.DoneAt, l.ByName, string(l.Outcome)}
	case !l.TriedAt.IsZero():
		c.Done = &CallDone{l.TriedAt, l.ByName, string(calls.NoAnswer)}
	}
	return c
}

// NewCall is what a family wants to be rung about.
type NewCall struct {
	About    string `json:"about" enum:"name,number,language,children,other"`
	Language string `json:"language" maxLength:"35"`
	Words    string `json:"words,omitempty" maxLength:"2000"`
}

func (s *Server) askForCall(ctx context.Context, in *body[NewCall]) (nothingMore, error) {
	k, b := of(ctx), in.Body
	return nothingMore{}, s.Calls.Ask(ctx, k.who, k.act, calls.Asking{About: calls.About(b.About), Language: b.Language,
		Words: b.Words})
}

// CallOutcome is what came of a call.
type CallOutcome struct {
	Outcome string `json:"outcome" enum:"reached,no_answer,settled"`
}

func (s *Server) endCall(ctx context.Context, in *bodyOn[CallOutcome]) (Calls, error) {
	k := of(ctx)
	if err := s.Calls.Done(ctx, k.who, k.act, id.Call(in.ID), calls.Outcome(in.Body.Outcome)); err != nil {
		return Calls{}, err
	}
	return s.callList(ctx, &nothing{})
}
