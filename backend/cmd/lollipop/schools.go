package main

import (
	"context"
	"fmt"
	"strings"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// schoolNamed is the school with that slug.
func (p *product) schoolNamed(ctx context.Context, slug string) (school.School, error) {
	at, ok, err := p.store.Schools().Find(ctx, slug)
	if err != nil {
		return school.School{}, err
	}
	if !ok {
		return school.School{}, fmt.Errorf("there is no school with the address %s (%s)", slug, p.addresses(ctx))
	}
	return p.store.Schools().School(ctx, at)
}

// addresses says which schools there are: whoever works at the machine has not founded them.
func (p *product) addresses(ctx context.Context) string {
	ids, err := p.store.Schools().IDs(ctx)
	if err != nil {
		return "and the others cannot be asked for: " + said(err)
	}
	if len(ids) == 0 {
		return "there is none yet: lollipop serve prints the link that founds the first"
	}
	var all []string
	for _, at := range ids {
		if place, err := p.store.Schools().School(ctx, at); err == nil {
			all = append(all, place.Slug)
		}
	}
	return "there is: " + strings.Join(all, ", ")
}

// operator is whoever works at the machine itself, in the record and in permissions. They have no sign-in.
func operator(at id.School) people.Who {
	return people.Who{School: at, Person: id.Named[id.Person]("operator of the machine"),
		Roles: []people.Role{people.Administrator}}
}
