package web

import (
	"context"
	"net/netip"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Factors are what somebody has to prove themselves by, beside their passphrase.
type Factors struct {
	Items     []Factor `json:"items"`
	CodesLeft int      `json:"codes_left" doc:"Recovery codes that are unused"`
	Proved    bool     `json:"proved" doc:"They proved it here a moment ago"`
	Asks      bool     `json:"asks" doc:"Setting the first one up wants the passphrase"`
	Passkeys  bool     `json:"passkeys" doc:"This server can take passkeys"`
	// Codes are new recovery codes.
	Codes []string `json:"codes,omitempty" doc:"New recovery codes, given once"`
}

// Factor is one of them.
type Factor struct {
	ID   string    `json:"id"`
	Kind string    `json:"kind" enum:"totp,passkey"`
	Name string    `json:"name"`
	Made time.Time `json:"made"`
	Last string    `json:"last,omitempty" format:"date-time" doc:"When it was last of use"`
}

// FactorNews is what became of somebody's factors since they last came in.
type FactorNews struct {
	What string    `json:"what" enum:"added,removed,codes,reset"`
	At   time.Time `json:"at"`
}

func (s *Server) factors(ctx context.Context, _ *nothing) (Factors, error) {
	return s.ownFactors(ctx, nil)
}

// ownFactors answers with what they have now, and with recovery codes that were just made.
func (s *Server) ownFactors(ctx context.Context, made []access.Code) (Factors, error) {
	seen, err := s.Access.OwnFactors(ctx, of(ctx).token)
	if err != nil {
		return Factors{}, err
	}
	f := Factors{Items: []Factor{}, CodesLeft: seen.CodesLeft, Proved: seen.Proved, Asks: seen.Asks, Passkeys: seen.Passkeys}
	for _, one := range seen.Factors {
		item := Factor{ID: string(one.ID), Kind: string(one.Kind), Name: one.Name, Made: one.Made}
		if !one.Last.IsZero() {
			item.Last = one.Last.UTC().Format(time.RFC3339)
		}
		f.Items = append(f.Items, item)
	}
	for _, code := range made {
		f.Codes = append(f.Codes, code.Shown())
	}
	return f, nil
}

// FactorAsk is what somebody types to set a factor up: their passphrase, where Factors.asks says so.
type FactorAsk struct {
	Passphrase string `json:"passphrase,omitempty"`
}

func (k *call) asked(b FactorAsk) access.Asked {
	return access.Asked{Passphrase: b.Passphrase, From: k.from()}
}

// from is the address that the request came from.
func (k *call) from() netip.Addr {
	from, _ := netip.ParseAddr(k.net)
	return from
}

// AppSetUp is what an authenticator app is told, as a picture, as an address for the same device, and as text to type.
type AppSetUp struct {
	Secret string `json:"secret" doc:"In base 32"`
	URL    string `json:"url"`
	QR     QRCode `json:"qr"`
}

func (s *Server) beginApp(ctx context.Context, in *body[FactorAsk]) (AppSetUp, error) {
	k := of(ctx)
	made, err := s.Access.BeginApp(ctx, k.token, k.asked(in.Body))
	if err != nil {
		return AppSetUp{}, err
	}
	picture, err := qrCode(made.Address)
	return AppSetUp{Secret: made.Secret, URL: made.Address, QR: picture}, err
}

// FactorCode is what an authenticator app shows, or a recovery code.
type FactorCode struct {
	Code string `json:"code"`
}

func (s *Server) confirmApp(ctx context.Context, in *body[FactorCode]) (Factors, error) {
	k := of(ctx)
	codes, err := s.Access.ConfirmApp(ctx, k.token, in.Body.Code, k.from())
	if err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, codes)
}

// PasskeyAsk is what the browser is to be told (WebAuthn), as JSON in a text.
type PasskeyAsk struct {
	Options string `json:"options"`
}

func asks(options []byte, err error) (PasskeyAsk, error) {
	return PasskeyAsk{Options: string(options)}, err
}

func (s *Server) beginPasskey(ctx context.Context, in *body[FactorAsk]) (PasskeyAsk, error) {
	k := of(ctx)
	return asks(s.Access.BeginPasskey(ctx, k.token, k.asked(in.Body)))
}

// PasskeyAnswer is what the browser said, as JSON in a text; the name is what its owner calls a new one.
type PasskeyAnswer struct {
	Answer string `json:"answer"`
	Name   string `json:"name,omitempty"`
}

// PasskeyProof is what the browser said to a question for a proof, as JSON in a text.
type PasskeyProof struct {
	Answer string `json:"answer"`
}

func (s *Server) confirmPasskey(ctx context.Context, in *body[PasskeyAnswer]) (Factors, error) {
	codes, err := s.Access.ConfirmPasskey(ctx, of(ctx).token, []byte(in.Body.Answer), in.Body.Name)
	if err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, codes)
}

func (s *Server) recoveryCodes(ctx context.Context, _ *body[nothingMore]) (Factors, error) {
	codes, err := s.Access.NewRecoveryCodes(ctx, of(ctx).token)
	if err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, codes)
}

func (s *Server) removeFactor(ctx context.Context, in *bodyOn[nothingMore]) (Factors, error) {
	factor, ok := id.Parse[id.Factor](in.ID)
	if !ok {
		return Factors{}, fault.New(fault.NotFound, "access.factor.unknown", nil)
	}
	if err := s.Access.RemoveFactor(ctx, of(ctx).token, factor); err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, nil)
}

func (s *Server) prove(ctx context.Context, in *body[FactorCode]) (Factors, error) {
	k := of(ctx)
	if err := s.Access.Prove(ctx, k.token, in.Body.Code, k.from()); err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, nil)
}

func (s *Server) askProof(ctx context.Context, _ *body[nothingMore]) (PasskeyAsk, error) {
	return asks(s.Access.AskProof(ctx, of(ctx).token))
}

func (s *Server) proveByPasskey(ctx context.Context, in *body[PasskeyProof]) (Factors, error) {
	k := of(ctx)
	if err := s.Access.ProveByPasskey(ctx, k.token, []byte(in.Body.Answer), k.from()); err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, nil)
}

func (s *Server) readFactorNews(ctx context.Context, _ *body[nothingMore]) (Factors, error) {
	k := of(ctx)
	if err := s.Access.ReadNews(ctx, k.in, k.token); err != nil {
		return Factors{}, err
	}
	return s.ownFactors(ctx, nil)
}

// Reset says that somebody's factors are gone.
type Reset struct {
	Done bool `json:"done"`
}

func (s *Server) resetFactors(ctx context.Context, in *bodyOn[nothingMore]) (Reset, error) {
	k := of(ctx)
	person, err := thing[id.Person](in.ID)
	if err != nil {
		return Reset{}, err
	}
	return Reset{Done: true}, s.Access.ResetFactors(ctx, k.act, k.who, person)
}
