package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
	"lollipop/backend/sheet"
)

type importCommand struct {
	Pupils importPupils `cmd:"" help:"An export of pupils and their contacts, one row for each pupil and contact."`
	Staff  importStaff  `cmd:"" help:"An export of staff, several roles in a cell."`
}

// importFile is what both kinds of import are asked with.
type importFile struct {
	File         string `arg:"" help:"The file: CSV, semicolons or tabs, UTF-8, UTF-16 or Windows-1252." type:"path"`
	School       string `required:"" help:"The school's address, such as hook-lane." placeholder:"SLUG"`
	Apply        bool   `help:"Take it. Without this nothing changes."`
	GoodRowsOnly bool   `help:"With --apply: take what can be taken although something cannot."`
}

type importPupils struct{ importFile }

// Run looks at a pupils file, and applies it where that is asked.
func (i importPupils) Run(g *globals) error { return i.run(g, intake.PupilFile) }

type importStaff struct{ importFile }

// Run looks at a staff file, and applies it where that is asked.
func (i importStaff) Run(g *globals) error { return i.run(g, intake.StaffFile) }

func (i importFile) run(g *globals, kind intake.ImportKind) error {
	raw, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	table, err := sheet.Read(raw)
	if err != nil {
		return err
	}
	p, err := g.compose()
	if err != nil {
		return err
	}
	defer p.close()
	place, err := p.schoolNamed(g.ctx, i.School)
	if err != nil {
		return err
	}
	// What the screen does: a file that was read can be looked at again there, and applied.
	look, who := p.intake.PreviewPupils, operator(place.ID)
	if kind == intake.StaffFile { // whoever runs the machine appoints, where nobody at the school can
		look, who.Roles = p.intake.PreviewStaff, append(who.Roles, people.Head)
	}
	seen, err := look(g.ctx, who, p.act(who, "intake.read_"+string(kind), raw), filepath.Base(i.File), table)
	if err != nil {
		return err
	}
	p.show(g, place, seen)
	if len(seen.Plan.Missing) > 0 {
		return errSaid
	}
	if !i.Apply {
		fmt.Fprintln(g.out, "\nNothing has changed. With --apply it is taken; the import screen shows it as well.")
		return nil
	}
	taken, err := p.intake.Apply(g.ctx, who, p.act(who, "intake.apply", []byte(seen.Import.ID)), seen.Import.ID,
		intake.Agreement{GoodRowsOnly: i.GoodRowsOnly, Seen: seen.Plan.Seen})
	if err != nil {
		if seen.Plan.NeedsGoodRowsOnly && !i.GoodRowsOnly {
			return fmt.Errorf("%w (--good-rows-only takes the others)", err)
		}
		return err
	}
	fmt.Fprintf(g.out, "\nTaken: %d new, %d changed. The import screen can undo it as long as nothing hangs on it.\n",
		taken.Counts.New, taken.Counts.Changed)
	return nil
}

// act is something that the person at the machine does.
func (p *product) act(who people.Who, command string, asked []byte) event.Act {
	return event.Act{School: who.School, Actor: who.Person, At: p.clock.Now(), Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command), asked)}
}

// show prints the preview: counts, what is wrong by row, column, value and reason, and who would leave.
func (p *product) show(g *globals, place school.School, seen intake.Preview) {
	plan := seen.Plan
	label := func(f intake.Field) string {
		for _, column := range intake.Columns(plan.Kind) {
			if column.Field == f {
				return p.say(place, phrase.Phrase{Key: column.Label})
			}
		}
		return string(f)
	}
	fmt.Fprintf(g.out, "%s for %s: %d rows, %d people", plain(seen.Import.Name), place.Name, plan.Rows, plan.People)
	if plan.Kind == intake.PupilFile {
		fmt.Fprintf(g.out, ", %d contacts", plan.Contacts)
	}
	fmt.Fprintf(g.out, ".\n%d new, %d records changed, %d unchanged, %d no longer in the file.\n", len(plan.New),
		len(plan.Changed),
		plan.Unchanged, len(plan.Leaving))
	for _, field := range plan.Missing {
		fmt.Fprintf(g.out, "No column for %q was found: say which it is on the import screen.\n", label(field))
	}
	if len(plan.Problems) > 0 {
		fmt.Fprintln(g.out)
		table := tabwriter.NewWriter(g.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ROW\tCOLUMN\tVALUE\tREASON\t")
		for _, problem := range plan.Problems {
			column := problem.Header
			if column == "" && problem.Field != "" {
				column = label(problem.Field)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t\n", strconv.Itoa(problem.Row), plain(column),
				short(plain(problem.Value)),
				p.say(place, problem.Why))
		}
		table.Flush()
		if plan.MoreProblems > 0 {
			fmt.Fprintf(g.out, "and %d more\n", plan.MoreProblems)
		}
	}
	if len(plan.Leaving) > 0 {
		fmt.Fprintln(g.out, "\nNo longer in the file. Nobody leaves before the office says so on the import screen:")
		for _, one := range plan.Leaving {
			fmt.Fprintf(g.out, "  %s  %s\n", plain(one.Name), plain(one.Class))
		}
	}
}

// plain is text of a file without what would move a terminal's cursor.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}

// short is text that leaves room for the reason.
func short(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}
