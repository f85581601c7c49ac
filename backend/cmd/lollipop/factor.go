package main

import (
	"fmt"
	"strings"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/signin"
	"lollipop/backend/store"
)

type factorCommand struct {
	Reset factorReset `cmd:"" help:"Take somebody's second factor away, because every device and code of theirs is lost."`
}

type factorReset struct {
	Email  string `arg:"" help:"The e-mail address that they sign in with."`
	School string `required:"" help:"The school's address, such as hook-lane." placeholder:"SLUG"`
}

// Run is for when nobody is left at the school who may do it on the staff screen. The passphrase stays what it is, and
// nothing that they could read is lost.
func (f factorReset) Run(g *globals) error {
	p, err := g.compose()
	if err != nil {
		return err
	}
	defer p.close()
	place, err := p.schoolNamed(g.ctx, f.School)
	if err != nil {
		return err
	}
	staff, err := p.people.StaffList(g.ctx, operator(place.ID))
	if err != nil {
		return err
	}
	for _, one := range staff {
		if one.Email == "" || !strings.EqualFold(one.Email, strings.TrimSpace(f.Email)) {
			continue
		}
		who := id.Person(one.ID)
		act := event.Act{School: place.ID, At: p.clock.Now(), Op: id.New[id.Op](), Command: "access.reset_factors",
			Hash: event.HashOf([]byte("access.reset_factors"), []byte(who))}
		if err := p.access.ResetFactorsAtMachine(g.ctx, act, who); err != nil {
			return err
		}
		fmt.Fprintf(g.out, "%s has no second factor now, and is signed out everywhere. They sign in with their passphrase and "+
			"set up a new one; their screen tells them that it was reset.\n", plain(one.Who().Name))
		return nil
	}
	return fmt.Errorf("nobody signs in at %s with that address", f.School)
}

// prove joins the second factor to the access room.
func (p *product) prove(c Config, s *store.Store) {
	if p.seals == nil {
		return // the room says so to whoever wants one
	}
	p.access.Factors, p.access.Seals = s.Access(), p.seals
	p.access.Authenticator = signin.Authenticator{Issuer: "Lollipop"}
	if keys, ok := signin.NewPasskeys(c.Origin); ok {
		p.access.Passkeys = keys
	}
}
