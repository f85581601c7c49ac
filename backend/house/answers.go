package house

import (
	"context"
	"errors"
	"slices"

	"lollipop/backend/access"
	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// stuck are two families of the youngest who answered in other ways, so that the office's list of calls and its view of
// who has signed show those too: one has a question, in the family's language, and one signed on paper. Families with
// an older child are left to whoever comes to see them sign.
func (b *builder) stuck(ctx context.Context) error {
	texts, err := aup.Shipped()
	if err != nil {
		return err
	}
	state, err := b.store.People().State(ctx, b.id)
	if err != nil {
		return err
	}
	rooms := &aup.Service{Store: b.store.AUP(), Texts: texts}
	today := clock.DateOf(b.at(-1, 18, 0), school.London)
	young := slices.DeleteFunc(access.Addressees(state, today), func(a access.Addressee) bool {
		return a.NeedsYes || slices.ContainsFunc(a.Children, func(p people.Pupil) bool {
			return p.Year.Order() > people.Year1.Order()
		})
	})
	asks := slices.IndexFunc(young, func(a access.Addressee) bool { return a.Adult.Language == "pl" })
	if asks < 0 {
		return errors.New("house: no young family reads Polish")
	}
	who := young[asks].Adult.Who()
	if _, err := rooms.Ask(ctx, who, b.act(who, b.at(-1, 19, 20), "aup.ask", "question"), aup.Question{
		Document: aup.ForParents, Statement: "monitored", Language: "pl",
		Words: "Czy szkoła widzi też telefon dziecka w domu?"}); err != nil {
		return err
	}
	signs := slices.IndexFunc(young, func(a access.Addressee) bool { return a.Adult.Language == "ur" })
	if signs < 0 {
		return errors.New("house: no young family reads Urdu")
	}
	office := b.cast.Office.Who()
	_, err = rooms.RecordPaper(ctx, office, b.act(office, b.at(-1, 16, 40), "aup.record_paper", "paper"), aup.Paper{
		Adult: young[signs].Adult.ID, Document: aup.ForParents, Language: "ur", SignedOn: today})
	return err
}
