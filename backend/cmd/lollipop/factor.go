package main

import (
	"context"
	"fmt"
	"strings"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
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
	who, err := p.colleague(g.ctx, f.School, f.Email)
	if err != nil {
		return err
	}
	if err := p.access.ResetFactorsAtMachine(g.ctx, p.atMachine(who, "access.reset_factors"), who.Person); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%s has no second factor now, and is signed out everywhere. They sign in with their passphrase and "+
		"set up a new one; their screen tells them that it was reset.\n", plain(who.Name))
	return nil
}

type linkCommand struct {
	Email  string `arg:"" help:"The e-mail address that they sign in with."`
	School string `required:"" help:"The school's address, such as hook-lane." placeholder:"SLUG"`
}

// Run is for when nobody at the school may give them a link on a screen: the chair of governors, who reads what is said
// about the head, and a governor who works at the school too (access.MayIssue), or who has lost the second factor as well.
func (l linkCommand) Run(g *globals) error {
	p, err := g.compose()
	if err != nil {
		return err
	}
	defer p.close()
	who, err := p.colleague(g.ctx, l.School, l.Email)
	if err != nil {
		return err
	}
	token, ends, err := p.access.IssueAtMachine(g.ctx, p.atMachine(who, "access.issue_link"), who.Person, access.ForPassphrase)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%s chooses a passphrase at\n%s/link/%s\nonce, until %s. Give it to nobody else: whoever opens it is "+
		"them. An earlier link of theirs works no more.\n", plain(who.Name), p.config.Origin, string(token),
		ends.In(school.London).Format("2 January 2006, 15:04"))
	return nil
}

// colleague is whoever signs in at that school with that address.
func (p *product) colleague(ctx context.Context, slug, email string) (people.Who, error) {
	place, err := p.schoolNamed(ctx, slug)
	if err != nil {
		return people.Who{}, err
	}
	staff, err := p.people.StaffList(ctx, operator(place.ID))
	if err != nil {
		return people.Who{}, err
	}
	for _, one := range staff {
		if one.Email != "" && strings.EqualFold(one.Email, strings.TrimSpace(email)) {
			return one.Who(), nil
		}
	}
	return people.Who{}, fmt.Errorf("nobody signs in at %s with that address", slug)
}

// atMachine is something that whoever runs the machine does to somebody's account.
func (p *product) atMachine(who people.Who, command string) event.Act {
	return event.Act{School: who.School, At: p.clock.Now(), Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command), []byte(who.Person))}
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
