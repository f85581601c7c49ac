package main

import (
	"errors"
	"fmt"
	"log/slog"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/school"
	"lollipop/backend/translate"
)

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Walk each school's record and name the first place that does not hold."`
}

type auditVerify struct {
	School string   `help:"One school's address; without it, all." placeholder:"SLUG"`
	Head   []string `help:"A code printed on a head's page: 118:9f3a-0c11-77de-b0e4-5a2d." sep:"none"`
}

// Run verifies. It ends with 1 where a record does not hold.
func (v auditVerify) Run(g *globals) error {
	var printed []audit.Head
	for _, code := range v.Head {
		head, ok := audit.ParseCode(code)
		if !ok {
			return fmt.Errorf("%q is no printed code: a number, a colon and twenty characters", code)
		}
		printed = append(printed, head)
	}
	p, err := examined(g)
	if err != nil {
		return err
	}
	defer p.close()
	places, err := p.places(g, v.School)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		fmt.Fprintln(g.out, "There is no school yet, and so no record.")
		return nil
	}
	if len(printed) > 0 && len(places) > 1 {
		return errors.New("a printed code is one school's: name it with --school")
	}
	broken := false
	for _, place := range places {
		report, err := p.audit.Verify(g.ctx, place.ID, printed...)
		if err != nil {
			return fmt.Errorf("%s: %w", place.Name, err)
		}
		if b := report.Broken; b != nil {
			broken = true
			fmt.Fprintf(g.out, "BROKEN  %s, %s chain, record %d", place.Name, b.Chain, b.Position)
			if b.Event != "" {
				fmt.Fprintf(g.out, " (event %s)", b.Event)
			}
			fmt.Fprintf(g.out, ": %s\n", p.say(place, b.Phrase()))
			continue
		}
		fmt.Fprintf(g.out, "ok      %s: %d records and %d rows hold", place.Name, report.Records, report.Rows)
		if report.Behind > 0 {
			fmt.Fprint(g.out, "; the renewal of its key is not finished (lollipop keys rotate)")
		}
		for _, head := range report.Heads {
			fmt.Fprintf(g.out, "; %s head %s", head.Chain, head.Code())
		}
		fmt.Fprintln(g.out)
	}
	if broken {
		return errSaid
	}
	return nil
}

// examined is as much of the product as it takes to look at the record: also while its key is being renewed.
func examined(g *globals) (*product, error) {
	keys, err := readChainKeys(g.config)
	if err != nil {
		return nil, err
	}
	words, err := translate.New()
	if err != nil {
		return nil, err
	}
	s, err := opened(g.ctx, g.config)
	if err != nil {
		return nil, fmt.Errorf("the database: %w", err)
	}
	p := &product{config: g.config, log: newLog(g.config, slog.LevelInfo), store: s.Store, release: s.release, words: words,
		audit: audit.NewService(s.Audit(), keys.Keys, clock.System{})}
	if keys.begun {
		p.audit = p.audit.Behind()
	}
	if err := ready(g.ctx, p.store); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// places are the schools to look at: the one with that address, or all.
func (p *product) places(g *globals, slug string) ([]school.School, error) {
	if slug != "" {
		place, err := p.schoolNamed(g.ctx, slug)
		return []school.School{place}, err
	}
	ids, err := p.store.Schools().IDs(g.ctx)
	if err != nil {
		return nil, err
	}
	places := make([]school.School, 0, len(ids))
	for _, at := range ids {
		place, err := p.store.Schools().School(g.ctx, at)
		if err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, nil
}
