package aup_test

import (
	"context"
	"fmt"

	"lollipop/backend/aup"
	"lollipop/backend/id"
	"lollipop/backend/store/storetest"
)

// A mother who reads Urdu is asked, signs in one sitting, and is asked again when the head words a statement anew.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func Example() {
	ctx := context.Background()
	db := storetest.ForExample("aup-example")
	defer db.Close()
	h := furnish(storetest.Aloud{}, db, "AR", "example")
	h.publishes(storetest.Aloud{}, aup.ForParents, wording("I am kind."))
	h.publishes(storetest.Aloud{}, aup.ForUpperKS2, wording("I am kind."))
	amina := h.parent("Amina")
	fmt.Println("asked:", h.due(storetest.Aloud{}, amina))
	sitting := []aup.Answer{h.reads(storetest.Aloud{}, aup.ForParents, "ur", id.Pupil("")),
		h.reads(storetest.Aloud{}, aup.ForUpperKS2, "pl", h.pupil("Maryam"))}
	_, err := h.Sign(ctx, amina, h.act(amina, "aup.sign"), false, sitting)
	fmt.Println("before they talked:", heard(err))
	at, err := h.Sign(ctx, amina, h.act(amina, "aup.sign"), true, sitting)
	fmt.Println("after:", heard(err), len(at.Made), "signatures, in", at.Signatures[0].Language, "and",
		at.Signatures[1].Language)
	h.publishes(storetest.Aloud{}, aup.ForParents, wording("I am kind, always."))
	fmt.Println("asked again:", h.due(storetest.Aloud{}, amina))
	// Output:
	// asked: parents new; ks2_upper new Maryam
	// before they talked: not_yet aup.sign.talk_first parents.read_and_discuss_aup
	// after:  2 signatures, in ur and pl
	// asked again: parents changed
}
