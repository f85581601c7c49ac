package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"text/tabwriter"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
	"lollipop/backend/translate"
	"lollipop/backend/web"
)

// doors are the one-time links into the demo.
type doors struct {
	product *product

	mu sync.Mutex
	// open are links that were given out, by person; one that was used since is replaced.
	open map[id.Person]access.Token
	// relatives are the families to be, found once; letters and codes are those that were made for them.
	relatives []house.Relative
	letters   map[id.Adult]access.Printed
	codes     map[id.School]classCode
}

// part is somebody of the house, by what they do.
type part struct {
	who  people.Staff
	role phrase.Phrase
}

// parts are the people worth being at a school; who does two things stands once.
func parts(p house.Players) []part {
	var all []part
	for _, one := range []part{
		{p.Office, phrase.Say("web.demo.role.office", nil)},
		{p.Teacher, phrase.Say("web.demo.role.teacher", phrase.Args{"Class": strings.Join(p.Teacher.Classes, ", ")})},
		{p.DSL, phrase.Say("web.demo.role.dsl", nil)},
		{p.Deputy, phrase.Say("web.demo.role.deputy_dsl", nil)},
		{p.Head, phrase.Say("web.demo.role.head", nil)},
		{p.Chair, phrase.Say("web.demo.role.chair", nil)},
	} {
		known := false
		for i := range all {
			if all[i].who.ID == one.who.ID {
				both := phrase.Args{"One": all[i].role, "Other": one.role}
				all[i].role, known = phrase.Say("web.demo.role.both", both), true
			}
		}
		if !known {
			all = append(all, one)
		}
	}
	return all
}

// people are those who can be, each with a link that works now: the one on the terminal until it is used, then a new
// one.
func (d *doors) people(ctx context.Context) ([]web.DemoPerson, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []web.DemoPerson
	for _, at := range house.Schools {
		place, err := d.product.store.Schools().School(ctx, at)
		if err != nil {
			return nil, err
		}
		players, err := house.Cast(ctx, d.product.store, at)
		if err != nil {
			return nil, err
		}
		for _, one := range parts(players) {
			token, err := d.link(ctx, at, id.Person(one.who.ID))
			if err != nil {
				return nil, err
			}
			all = append(all, web.DemoPerson{School: place.Name, Name: one.who.Called(), Role: one.role,
				Path: "/link/" + string(token)})
		}
	}
	return all, nil
}

func (d *doors) link(ctx context.Context, at id.School, to id.Person) (access.Token, error) {
	if token, ok := d.open[to]; ok {
		if _, err := d.product.access.Look(ctx, token); err == nil {
			return token, nil
		}
	}
	const command = "access.issue_at_machine"
	act := event.Act{School: at, At: d.product.clock.Now(), Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command), []byte(to))}
	token, _, err := d.product.access.IssueAtMachine(ctx, act, to, access.ForDemo)
	if err != nil {
		return "", err
	}
	if d.open == nil {
		d.open = map[id.Person]access.Token{}
	}
	d.open[to] = token
	return token, nil
}

// greet prints the address and the links.
func (d *doors) greet(g *globals) error {
	all, err := d.people(g.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "The demo is at %s. There it is %s.\n", g.config.Origin,
		d.product.clock.Now().In(school.London).Format("Monday 2 January 2006, 15:04"))
	fmt.Fprintf(g.out, "Everybody in it is invented. Each link signs you in once; %s/demo has new ones.\n"+
		"A bar in the app moves the clock.\n", g.config.Origin)
	table := tabwriter.NewWriter(g.out, 0, 0, 2, ' ', 0)
	last := ""
	for _, one := range all {
		if one.School != last {
			table.Flush()
			fmt.Fprintf(g.out, "\n%s\n", one.School)
			last = one.School
		}
		role := d.product.words.Say(translate.English, one.Role)
		fmt.Fprintf(table, "  %s\t%s\t%s%s\n", one.Name, role, g.config.Origin, one.Path)
	}
	table.Flush()
	if err := d.greetFamilies(g.ctx, g.out, g.config.Origin); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "\nIt is kept in %s; Ctrl-C stops it.\n", file(g.config))
	return nil
}
