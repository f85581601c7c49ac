package aup_test

import (
	"context"
	"fmt"

	"lollipop/backend/aup"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// outLoud ends an example that cannot be told.
type outLoud struct{}

func (outLoud) Helper()                    {}
func (outLoud) Fatal(all ...any)           { panic(fmt.Sprint(all...)) }
func (outLoud) Fatalf(as string, a ...any) { panic(fmt.Sprintf(as, a...)) }

// A mother who reads Urdu is asked, signs in one sitting, and is asked again when the head words a statement anew.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func Example() {
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{DSN: "memory:aup-example", ChainKey: storetest.Key})
	if err != nil {
		panic(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		panic(err)
	}
	h := furnish(outLoud{}, db, "AR", "example")
	h.publishes(outLoud{}, aup.ForParents, wording("I am kind."))
	h.publishes(outLoud{}, aup.ForUpperKS2, wording("I am kind."))
	amina := h.parent("Amina")
	fmt.Println("asked:", h.due(outLoud{}, amina))
	sitting := []aup.Answer{h.reads(outLoud{}, aup.ForParents, "ur", id.Pupil("")),
		h.reads(outLoud{}, aup.ForUpperKS2, "pl", h.pupil("Maryam"))}
	_, err = h.Sign(ctx, amina, h.act(amina, "aup.sign"), false, sitting)
	fmt.Println("before they talked:", heard(err))
	at, err := h.Sign(ctx, amina, h.act(amina, "aup.sign"), true, sitting)
	fmt.Println("after:", heard(err), len(at.Made), "signatures, in", at.Signatures[0].Language, "and",
		at.Signatures[1].Language)
	h.publishes(outLoud{}, aup.ForParents, wording("I am kind, always."))
	fmt.Println("asked again:", h.due(outLoud{}, amina))
	// Output:
	// asked: parents new; ks2_upper new Maryam
	// before they talked: not_yet aup.sign.talk_first parents.read_and_discuss_aup
	// after:  2 signatures, in ur and pl
	// asked again: parents changed
}
