package web

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/id"
)

// SignatureList is what somebody signed, newest first.
type SignatureList struct {
	Items []SignatureItem `json:"items"`
}

// SignatureItem is one signature as its signer sees it.
type SignatureItem struct {
	ID       string    `json:"id"`
	Document string    `json:"document"`
	Title    string    `json:"title" doc:"In English"`
	Number   int       `json:"number"`
	Pupil    *Called   `json:"pupil,omitempty"`
	Language string    `json:"language"`
	Status   string    `json:"status" enum:"original,draft,verified"`
	How      string    `json:"how" enum:"own_device,class_device,paper"`
	At       time.Time `json:"at"`
	Standing string    `json:"standing" enum:"stands,replaced,withdrawn,lapsed"`
}

func signatureItem(g aup.Signature, v aup.Version, standing aup.Standing, child string) SignatureItem {
	item := SignatureItem{ID: string(g.ID), Document: string(g.Document), Title: v.Title, Number: v.Number,
		Language: g.Language, Status: string(g.Status), How: string(g.How), At: g.At, Standing: string(standing)}
	if g.Pupil != "" {
		item.Pupil = &Called{string(g.Pupil), child}
	}
	return item
}

func (s *Server) signatures(ctx context.Context, _ *nothing) (SignatureList, error) {
	at, err := s.AUP.Home(ctx, of(ctx).who)
	if err != nil {
		return SignatureList{}, err
	}
	list := SignatureList{Items: make([]SignatureItem, len(at.Signatures))}
	for i, g := range at.Signatures {
		v, _ := at.Version(g.Document, g.Version)
		list.Items[len(list.Items)-1-i] = signatureItem(g, v, at.Standing(g), at.Subject(g).Called())
	}
	return list, nil
}

// SignatureReceipt is everything that a signature rests on.
type SignatureReceipt struct {
	SignatureItem
	Signer     string             `json:"signer"`
	Capacity   string             `json:"capacity" enum:"self,for_child"`
	Talked     bool               `json:"talked"`
	School     string             `json:"school"`
	SignedOn   string             `json:"signed_on,omitempty" format:"date" doc:"The day on a paper"`
	Withdrawn  *time.Time         `json:"withdrawn_at,omitempty"`
	Statements []EditionStatement `json:"statements"`
	Version    string             `json:"version"`
	Edition    string             `json:"edition"`
	Chain      ChainPlace         `json:"chain"`
}

// ChainPlace is where the signing stands in the school's record.
type ChainPlace struct {
	Position int64  `json:"position"`
	Link     string `json:"link"`
}

func (s *Server) signature(ctx context.Context, in *one) (SignatureReceipt, error) {
	k := of(ctx)
	r, err := s.AUP.Receipt(ctx, k.who, id.Signature(in.ID))
	if err != nil {
		return SignatureReceipt{}, err
	}
	return s.receipt(ctx, k, r)
}

func (s *Server) receipt(ctx context.Context, k *call, r aup.Receipt) (SignatureReceipt, error) {
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return SignatureReceipt{}, err
	}
	answer := SignatureReceipt{SignatureItem: signatureItem(r.Signature, r.Version, r.Standing, r.ChildName),
		Signer: r.SignerName, Capacity: string(r.Capacity), Talked: r.Talked, School: place.Name,
		SignedOn: string(r.SignedOn), Statements: s.editionStatements(r.Version, r.Edition), Version: r.Signature.Version,
		Edition: r.Signature.Edition, Chain: ChainPlace{r.Proof.Position, hex.EncodeToString(r.Proof.Link)}}
	if !r.WithdrawnAt.IsZero() {
		answer.Withdrawn = &r.WithdrawnAt
	}
	return answer, nil
}

// WithdrawReason is why, if somebody wants to say it.
type WithdrawReason struct {
	Reason string `json:"reason,omitempty" maxLength:"2000"`
}

func (s *Server) withdrawSignature(ctx context.Context, in *bodyOn[WithdrawReason]) (SignatureReceipt, error) {
	k := of(ctx)
	_, err := s.AUP.Withdraw(ctx, k.who, k.act, id.Signature(in.ID),
		aup.Back{Words: strings.TrimSpace(in.Body.Reason), Language: k.lang.Tag})
	if err != nil {
		return SignatureReceipt{}, err
	}
	return s.signature(ctx, &one{ID: in.ID})
}
