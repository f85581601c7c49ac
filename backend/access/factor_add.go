package access

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// atDesk is a member of staff at their own session.
type atDesk struct {
	session Session
	Member
	now time.Time
}

func (d atDesk) person() id.Person { return id.Person(d.Staff.ID) }

// desk is who sits there by that token. Fault SignedOut where nobody of the staff does.
func (s *Service) desk(ctx context.Context, token Token) (atDesk, error) {
	if s.Factors == nil || s.Seals == nil {
		return atDesk{}, fault.New(fault.Unavailable, "access.factor.keyless", nil)
	}
	kept, members, found, err := s.Store.Session(ctx, token.Hash())
	if err != nil {
		return atDesk{}, err
	}
	now := s.Wall.Now()
	if found {
		_, ruling := Present(kept, members, now, s.today())
		found = ruling.OK()
	}
	if !found || kept.Kind != people.StaffKind && kept.Kind != "" || len(members) != 1 {
		return atDesk{}, fault.New(fault.SignedOut, "access.session.over", nil)
	}
	return atDesk{session: kept, Member: members[0], now: now}, nil
}

func (s *Service) held(ctx context.Context, d atDesk) (Held, error) {
	return s.Factors.Held(ctx, d.Staff.School, d.person())
}

// OwnFactors is what the person of that session has to prove themselves by.
func (s *Service) OwnFactors(ctx context.Context, token Token) (FactorView, error) {
	d, err := s.desk(ctx, token)
	if err != nil {
		return FactorView{}, err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return FactorView{}, err
	}
	view := FactorView{Factors: held.Factors, Passkeys: s.Passkeys != nil, Proved: !d.session.proved(d.now).IsZero(),
		Asks: len(held.Factors) == 0 && !s.cameIn(d)}
	for _, c := range held.Codes {
		if c.Used.IsZero() {
			view.CodesLeft++
		}
	}
	return view, nil
}

// cameIn reports whether nobody has to say their passphrase again: they came in just now, or by a link of the demo, behind
// which there is none.
func (s *Service) cameIn(d atDesk) bool {
	return d.session.fresh(d.now) || s.Demo && d.Passphrase == ""
}

// mayChange says whether the person there may change what they have: by a proof of what they have; or, for the first, by
// coming in a moment ago or by the passphrase. An open screen is not enough.
func (s *Service) mayChange(ctx context.Context, d atDesk, held Held, asked Asked) error {
	switch {
	case len(held.Factors) > 0 && d.session.proved(d.now).IsZero():
		return held.unproved()
	case len(held.Factors) > 0 || s.cameIn(d):
		return nil
	case d.Passphrase == "":
		return fault.New(fault.Denied, "access.passphrase.none", nil)
	case strings.TrimSpace(asked.Passphrase) == "":
		return fault.New(fault.Invalid, "access.factor.passphrase", nil).In("passphrase")
	}
	return s.knows(ctx, d.Member, asked.Passphrase, asked.From, "passphrase")
}

// knows says whether that is the member's passphrase; tries are counted as those of coming in are. Faults: TooMany, which
// carries Slow as its cause; Invalid at that field; Unavailable.
func (s *Service) knows(ctx context.Context, m Member, passphrase string, from netip.Addr, field string) error {
	counted, err := s.Guard.try(ctx, string(m.Staff.School), string(m.Staff.ID), from)
	if err != nil {
		return err
	}
	ok, _, err := s.Hasher.Verify(ctx, strings.TrimSpace(passphrase), m.Passphrase)
	if err != nil {
		s.Guard.undone(counted)
		return fault.New(fault.Unavailable, "access.busy", nil).Because(err)
	}
	if !ok {
		return fault.New(fault.Invalid, "access.passphrase.not_yours", nil).In(field)
	}
	s.Guard.succeeded(counted)
	return nil
}

// BeginApp makes the secret of an authenticator, which ConfirmApp takes up. Nothing of the person's changes yet. Faults:
// SignedOut; Denied ("access.factor.needed") where there is a factor and it was not proved; Invalid at "passphrase";
// TooMany.
func (s *Service) BeginApp(ctx context.Context, token Token, asked Asked) (SetUp, error) {
	d, _, err := s.begin(ctx, token, asked)
	if err != nil {
		return SetUp{}, err
	}
	made, err := s.Authenticator.New(d.Staff.Email)
	if err != nil {
		return SetUp{}, err
	}
	return made, s.await(ctx, d, AskApp, []byte(made.Secret), SetUpLasts)
}

// begin is who may add a factor there, and what they have.
func (s *Service) begin(ctx context.Context, token Token, asked Asked) (d atDesk, held Held, err error) {
	if d, err = s.desk(ctx, token); err == nil {
		held, err = s.held(ctx, d)
	}
	if err == nil {
		err = s.mayChange(ctx, d, held, asked)
	}
	return d, held, err
}

// await keeps what a session was asked, sealed for it alone.
func (s *Service) await(ctx context.Context, d atDesk, what Asking, plain []byte, lasts time.Duration) error {
	sealed, err := s.Seals.Keep(plain, "challenge", string(what), string(d.session.Hash))
	if err != nil {
		return err
	}
	return s.Factors.Await(ctx, Challenge{Session: d.session.Hash, What: what, Kept: sealed, Ends: d.now.Add(lasts)})
}

// opened is a challenge's content. Fault Conflict where there is none or it is over: begin again.
func (s *Service) opened(d atDesk, c Challenge, found bool, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	if !found || !d.now.Before(c.Ends) {
		return nil, fault.New(fault.Conflict, "access.factor.expired", nil)
	}
	return s.Seals.Kept(c.Kept, "challenge", string(c.What), string(c.Session))
}

// ConfirmApp adds the authenticator whose secret BeginApp gave, in place of an earlier one, for a code that it shows. It
// returns recovery codes where the person had none, given once. The session is proved by it, and every other of the
// person's ends. Faults: SignedOut; Conflict ("access.factor.expired"); Invalid at "code"; TooMany.
func (s *Service) ConfirmApp(ctx context.Context, token Token, code string, from netip.Addr) ([]Code, error) {
	d, err := s.desk(ctx, token)
	if err != nil {
		return nil, err
	}
	c, found, err := s.Factors.Awaited(ctx, d.session.Hash, AskApp)
	secret, err := s.opened(d, c, found, err)
	if err != nil {
		return nil, err
	}
	counted, err := s.countProof(ctx, d, from)
	if err != nil {
		return nil, err
	}
	digits, _ := sixDigits(code)
	step, ok := s.Authenticator.Step(string(secret), digits, d.now)
	if !ok {
		return nil, fault.New(fault.Invalid, "access.factor.wrong", nil).In("code")
	}
	s.Guard.succeeded(counted)
	return s.add(ctx, d, Factor{ID: id.New[id.Factor](), Kind: ByApp, Step: step, Made: d.now, Last: d.now}, secret)
}

// add keeps a new factor with the content that is sealed in it.
func (s *Service) add(ctx context.Context, d atDesk, f Factor, plain []byte) ([]Code, error) {
	sealed, err := s.Seals.Keep(plain, boundTo(d, f.ID)...)
	if err != nil {
		return nil, err
	}
	f.Kept = sealed
	fresh := s.newCodes()
	var given []Code
	act := s.own("access.add_factor", d.Staff.School, d.person(), digest("factor", string(f.ID)))
	err = s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(held Held) (FactorChange, error) {
		change := FactorChange{Keep: []Factor{f}, At: d.now, Proves: true, EndOthers: true, Settles: true,
			News: FactorNews{What: "added", At: d.now}, Events: []event.Event{
				act.Did(FactorAdded, string(d.person()), map[string]FactorKind{"kind": f.Kind})}}
		if was, there := held.app(); there && f.Kind == ByApp {
			change.Remove = []id.Factor{was.ID}
		}
		if f.Kind == ByPasskey && len(held.passkeys()) >= MostPasskeys {
			return FactorChange{}, fault.New(fault.Conflict, "access.factor.enough", nil)
		}
		given = nil
		if len(held.Codes) == 0 {
			given = fresh
			change.Codes = s.kept(act.Actor, fresh)
			change.Events = append(change.Events, act.Did(CodesMade, string(d.person()), nil))
		}
		return change, nil
	})
	if err != nil {
		return nil, err
	}
	return given, nil
}

// boundTo is what a factor's content is sealed to.
func boundTo(d atDesk, factor id.Factor) []string {
	return FactorBound(string(d.Staff.School), string(d.Staff.ID), string(factor))
}

// FactorBound are the parts to which what is kept of a factor is sealed: whoever renews the keys seals it to them again.
func FactorBound(school, staff, factor string) []string {
	return []string{"factor", school, staff, factor}
}

// atProof is who sits at a session that is proved.
func (s *Service) atProof(ctx context.Context, token Token) (atDesk, error) {
	d, err := s.desk(ctx, token)
	if err != nil || !d.session.proved(d.now).IsZero() {
		return d, err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return atDesk{}, err
	}
	return atDesk{}, held.unproved()
}

// RemoveFactor takes one of their factors away, for a session that is proved; with the last one the recovery codes go too.
// Faults: SignedOut, NotFound, Denied ("access.factor.needed").
func (s *Service) RemoveFactor(ctx context.Context, token Token, factor id.Factor) error {
	d, err := s.atProof(ctx, token)
	if err != nil {
		return err
	}
	act := s.own("access.remove_factor", d.Staff.School, d.person(), digest("factor", string(factor)))
	return s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(held Held) (FactorChange, error) {
		for _, f := range held.Factors {
			if f.ID != factor {
				continue
			}
			change := FactorChange{Remove: []id.Factor{factor}, At: d.now, EndOthers: true,
				News: FactorNews{What: "removed", At: d.now}, Events: []event.Event{
					act.Did(FactorRemoved, string(d.person()), map[string]FactorKind{"kind": f.Kind})}}
			if len(held.Factors) == 1 {
				change.Codes, change.Unproves = []Hash{}, true
			}
			return change, nil
		}
		return FactorChange{}, fault.New(fault.NotFound, "access.factor.unknown", nil)
	})
}

// NewRecoveryCodes makes eight codes in place of all earlier ones, for a session that is proved. They are given once.
func (s *Service) NewRecoveryCodes(ctx context.Context, token Token) ([]Code, error) {
	d, err := s.atProof(ctx, token)
	if err != nil {
		return nil, err
	}
	codes := s.newCodes()
	act := s.own("access.make_recovery_codes", d.Staff.School, d.person(), d.session.Hash)
	err = s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(Held) (FactorChange, error) {
		return FactorChange{Codes: s.kept(act.Actor, codes), At: d.now, EndOthers: true,
			News:   FactorNews{What: "codes", At: d.now},
			Events: []event.Event{act.Did(CodesMade, string(d.person()), nil)}}, nil
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// newCodes are recovery codes that nobody has had before: 50 random bits each.
func (s *Service) newCodes() []Code {
	codes := make([]Code, RecoveryCodes)
	for i := range codes {
		codes[i] = s.Keys.newest().code(forRecovery, id.New[id.Op](), "", RecoveryLength)
	}
	return codes
}

// kept is what is kept of somebody's recovery codes.
func (s *Service) kept(person id.Person, codes []Code) []Hash {
	hashes := make([]Hash, len(codes))
	for i, c := range codes {
		hashes[i] = s.Keys.newest().recovery(person, c)
	}
	return hashes
}

// recovery is what is kept of a recovery code of that person.
func (k CodeKey) recovery(person id.Person, c Code) Hash {
	return k.hash(forRecovery, Code(string(person)+" "+string(c)))
}

// ResetFactors takes a colleague's factors and recovery codes away, and ends their sessions: for somebody who has lost
// every device and every code, at the word of whoever may give them a link (MayIssue). They set up new ones at their next
// visit. Faults: NotFound, Denied with the clause, Conflict where there is nothing to take away.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) ResetFactors(ctx context.Context, act event.Act, by people.Who, to id.Person) error {
	return s.reset(ctx, act, to, func(m Member) error { return fault.Of(MayIssue(by, m, s.today())) })
}

// ResetFactorsAtMachine is ResetFactors for the command of whoever runs the machine: where nobody is left who may.
func (s *Service) ResetFactorsAtMachine(ctx context.Context, act event.Act, to id.Person) error {
	if act.Actor != "" {
		return fault.New(fault.Denied, "access.issue.machine_only", nil)
	}
	return s.reset(ctx, act, to, func(Member) error { return nil })
}

func (s *Service) reset(ctx context.Context, act event.Act, to id.Person, may func(Member) error) error {
	if s.Factors == nil {
		return fault.New(fault.Unavailable, "access.factor.keyless", nil)
	}
	now := s.Wall.Now()
	return s.Factors.ChangeFactors(ctx, act, "", to, func(held Held) (FactorChange, error) {
		if err := may(held.Member); err != nil {
			return FactorChange{}, err
		}
		if len(held.Factors) == 0 && len(held.Codes) == 0 {
			return FactorChange{}, fault.New(fault.Conflict, "access.factor.nothing", nil)
		}
		change := FactorChange{Codes: []Hash{}, At: now, EndOthers: true, News: FactorNews{What: "reset", At: now},
			Events: []event.Event{act.Did(FactorsReset, string(to), nil)}}
		for _, f := range held.Factors {
			change.Remove = append(change.Remove, f.ID)
		}
		return change, nil
	})
}
