package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
	"lollipop/backend/translate"
	"lollipop/backend/web"
)

// kin is what the demo says of a family to be.
var kin = map[house.Kin]string{
	house.ReadsUrdu: "web.demo.kin.urdu", house.ReadsPolish: "web.demo.kin.polish", house.HasThree: "web.demo.kin.three",
	house.FosterCarer: "web.demo.kin.foster_carer", house.Stepfather: "web.demo.kin.stepfather",
	house.BothSchools: "web.demo.kin.both_schools",
}

// classCode is a code that was made for a class.
type classCode struct {
	code access.Code
	ends time.Time
}

// families are the parents and carers who can be, each with a letter that works now, and the codes of the oldest
// classes. The school's own verbs make them: the office prints, the class teacher shows a code.
func (d *doors) families(ctx context.Context) (web.DemoFamilies, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all web.DemoFamilies
	if d.relatives == nil {
		found, err := house.Families(ctx, d.product.store, clock.DateOf(d.product.clock.Now(), school.London))
		if err != nil {
			return all, err
		}
		d.relatives, d.letters, d.codes = found, map[id.Adult]access.Printed{}, map[id.School]classCode{}
	}
	for _, at := range house.Schools {
		place, err := d.product.store.Schools().School(ctx, at)
		if err != nil {
			return all, err
		}
		players, err := house.Cast(ctx, d.product.store, at)
		if err != nil {
			return all, err
		}
		if err := d.print(ctx, players.Office); err != nil {
			return all, err
		}
		for _, one := range d.relatives {
			if one.School == at {
				all.Families = append(all.Families, d.family(place, one))
			}
		}
		code, err := d.class(ctx, players.Teacher, place)
		if err != nil {
			return all, err
		}
		all.Classes = append(all.Classes, web.DemoClass{School: place.Name, Class: players.Teacher.Classes[0],
			Code: code.Shown()})
	}
	return all, nil
}

// print has the office print letters: for all of its families at the start, later for those whose letter no longer works.
// Whoever waits with another letter keeps that one: a letter that a visitor has just printed must not end because they
// looked at this page.
func (d *doors) print(ctx context.Context, office people.Staff) error {
	list, err := d.product.access.Letters(ctx, office.Who(), access.LetterQuery{Size: 1000})
	if err != nil {
		return err
	}
	lines := map[id.Adult]access.LetterLine{}
	for _, line := range list.Lines {
		lines[line.Adult.ID] = line
	}
	var order access.Order
	for _, one := range d.relatives {
		line, whose := lines[one.Adult.ID], one.Adult.ID
		ours, printed := d.letters[whose]
		switch {
		case one.School != office.School:
		case !printed || line.State != access.LetterWaiting:
			order.Adults = append(order.Adults, whose)
		case line.Last.ID != ours.Letter.ID:
			d.letters[whose] = access.Printed{}
		}
	}
	if len(order.Adults) == 0 {
		return nil
	}
	made, refused, err := d.product.access.Print(ctx, d.act(office, "access.print"), office.Who(), order)
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("a letter of the demo is refused: %w", refused[0].Why)
	}
	for _, letter := range made {
		d.letters[letter.Letter.Adult] = letter
	}
	return nil
}

// act is what one of the staff does in the demo's name.
func (d *doors) act(who people.Staff, command string) event.Act {
	return event.Act{School: who.School, Actor: id.Person(who.ID), At: d.product.clock.Now(), Op: id.New[id.Op](),
		Command: command, Hash: event.HashOf([]byte(command))}
}

// family is what a visitor reads about an adult to be.
func (d *doors) family(place school.School, one house.Relative) web.DemoFamily {
	names := make([]string, len(one.Children))
	for i, child := range one.Children {
		names[i] = child.Preferred + " (" + child.Class + ")"
	}
	family := web.DemoFamily{School: place.Name, Name: one.Adult.Called(),
		About: phrase.Say(kin[one.Kin], phrase.Args{"Names": strings.Join(names, ", ")})}
	letter := d.letters[one.Adult.ID]
	if letter.Code == "" {
		family.Birthday = phrase.Say("web.demo.has_letter", nil)
		return family
	}
	born := letter.Asked.DOB.At(12, 0, school.London)
	family.Code, family.Path = letter.Code.Shown(), "/l/"+string(letter.Code)
	family.Birthday = phrase.Say("web.demo.birthday", phrase.Args{"Child": letter.Asked.Preferred, "Day": born.Day(),
		"Month": phrase.Say(fmt.Sprintf("school.month.%d", born.Month()), nil)})
	return family
}

// class is the code of a class, until the end of the day of the demo's clock.
func (d *doors) class(ctx context.Context, teacher people.Staff, place school.School) (access.Code, error) {
	now := d.product.clock.Now()
	if known, ok := d.codes[place.ID]; ok && now.Before(known.ends) {
		return known.code, nil
	}
	class := teacher.Classes[0]
	code, ends, err := d.product.access.ClassCode(ctx, d.act(teacher, "access.class_code"), teacher.Who(), class,
		place.Calendar.EndOf(now))
	if err == nil {
		d.codes[place.ID] = classCode{code, ends}
	}
	return code, err
}

// greetFamilies prints the letters and the codes.
func (d *doors) greetFamilies(ctx context.Context, out io.Writer, origin string) error {
	all, err := d.families(ctx)
	if err != nil {
		return err
	}
	say := func(p phrase.Phrase) string { return d.product.words.Say(translate.English, p) }
	fmt.Fprintf(out, "\nParents and carers, each with a letter\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, one := range all.Families {
		fmt.Fprintf(table, "  %s\t%s\t%s%s\t%s\n", one.Name, say(one.About), origin, one.Path, say(one.Birthday))
	}
	table.Flush()
	for _, one := range all.Classes {
		fmt.Fprintf(out, "\n%s, %s: children come in at %s/class-code with %s\n", one.School, one.Class, origin, one.Code)
	}
	return nil
}
