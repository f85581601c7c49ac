package notice_test

import (
	"context"
	"fmt"

	"lollipop/backend/notice"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// A phone rings in maths. The mother and the stepfather hear of it, the father whom an order bars does not. She answers
// that she comes, and takes it home.
func Example() {
	db := storetest.ForExample("notice")
	defer db.Close()
	t, ctx := storetest.Aloud{}, context.Background()
	h := furnish(t, db, "BG")
	h.clock(11, 10)
	taken := h.take(t, "Maryam", school.Breach)
	h.round(t)
	for _, name := range []string{"Amina", "Daniel", "Karim"} {
		fmt.Printf("%s has %q\n", name, h.box(t, name))
	}
	h.clock(11, 20)
	amina, office := h.who("Amina"), h.who("office")
	opened, err := h.Answer(ctx, amina, h.act(amina), h.newest(t, "Amina"), notice.WillCome, "ur")
	fmt.Println("taken by", opened.Phone.TakenBy, "for a", opened.Phone.Ground, "- she answers", opened.Notice.Answer, err)
	h.round(t)
	h.clock(12, 40)
	_, err = h.custody.Release(ctx, office, h.act(office), taken, h.adult("Amina"))
	fmt.Println("it goes home:", err == nil)
	h.round(t)
	for _, name := range []string{"Amina", "Daniel", "Karim"} {
		fmt.Printf("%s has %q\n", name, h.box(t, name))
	}
	// Output:
	// Amina has "1 new: confiscated Maryam"
	// Daniel has "1 new: confiscated Maryam"
	// Karim has "0 new: "
	// taken by Mr Vale for a breach - she answers come <nil>
	// it goes home: true
	// Amina has "1 new: released Maryam, confiscated Maryam read over"
	// Daniel has "1 new: released Maryam, confiscated Maryam over"
	// Karim has "0 new: "
}
