package people_test

import (
	"testing"

	"lollipop/backend/people"
)

func TestTheOfficesWordStandsForWhatItSaw(t *testing.T) {
	c := people.Contact{Relationship: people.Father, ParentalResponsibility: true}
	c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}}
	if got := c.Marks(); !got.MayBeTold || got.MayCollect || got.NoContact {
		t.Fatalf("the office said told and not collect: %+v", got)
	}
	c.ParentalResponsibility, c.SameAddress = false, true // a file's facts change, the word stands
	if got := c.Marks(); !got.MayBeTold || got.MayCollect {
		t.Errorf("a file overwrote the office: %+v", got)
	}
	c.CourtOrder = "No contact" // but nobody has decided about this order
	if got := c.Marks(); got != (people.Marks{NoContact: true}) {
		t.Errorf("a new court order holds from the day it is known: %+v", got)
	}
	c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}, CourtOrder: "No contact"}
	if got := c.Marks(); !got.MayBeTold || got.NoContact {
		t.Errorf("the office decided about this order: %+v", got)
	}
	c.GoneSince = "2026-11-23"
	if got := c.Marks(); got.MayBeTold || got.MayCollect {
		t.Errorf("dropped by the file, and still told: %+v", got)
	}
	both := people.Contact{Corrected: &people.Correction{Marks: people.Marks{MayBeTold: true, MayCollect: true,
		NoContact: true}}}
	if got := both.Marks(); got != (people.Marks{NoContact: true}) {
		t.Errorf("no contact beats the others: %+v", got)
	}
}

func TestCourtOrders(t *testing.T) {
	for text, want := range map[string]people.Order{"": people.NoOrder, " ": people.NoOrder, "None": people.NoOrder,
		"N": people.NoOrder, "N/A": people.NoOrder, "No contact": people.OrderNoContact,
		"NO-CONTACT": people.OrderNoContact,
		"Yes":        people.OrderUnknown, "Prohibited steps": people.OrderUnknown,
		"no overnight contact": people.OrderUnknown,
		"?":                    people.OrderUnknown, "***": people.OrderUnknown, "-": people.NoOrder} {
		if got := people.ReadCourtOrder(text); got != want {
			t.Errorf("ReadCourtOrder(%q) = %q", text, got)
		}
	}
}
