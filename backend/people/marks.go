package people

import (
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
)

// Marks are what the school may do with an adult about one child (domain: "Which adult"). No contact beats the others:
// where it is set, both others are false.
type Marks struct {
	// MayBeTold: notices about the child may reach this adult.
	MayBeTold bool `json:"may_be_told"`
	// MayCollect: the child's things may be given to this adult.
	MayCollect bool `json:"may_collect"`
	// NoContact: nothing at all, by any way.
	NoContact bool `json:"no_contact"`
}

// Correction is the office's decision about one contact's marks. It stands over what any file says, for the contact as
// the office saw it: a court order that came, or another text of one, has not been decided by it.
type Correction struct {
	Marks
	// CourtOrder and GoneSince are the contact's when the office decided.
	CourtOrder string
	GoneSince  clock.Date
	By         id.Person
	At         time.Time
}

// FileMarks are the marks that the file's own columns give: parental responsibility or the same address make somebody
// who may be told and may collect, unless a court order stands, one that we cannot read included, or the file dropped
// them.
func (c Contact) FileMarks() Marks {
	if ReadCourtOrder(c.CourtOrder) != NoOrder {
		return Marks{NoContact: true}
	}
	may := (c.ParentalResponsibility || c.SameAddress) && c.GoneSince == ""
	return Marks{MayBeTold: may, MayCollect: may}
}

// Gone reports whether the school's system no longer names this contact, and the office has not kept it since.
func (c Contact) Gone() bool {
	kept := c.Corrected != nil && c.Corrected.GoneSince == c.GoneSince && (c.Corrected.MayBeTold || c.Corrected.MayCollect)
	return c.GoneSince != "" && !kept
}

// Marks are the marks that hold.
func (c Contact) Marks() Marks {
	file := c.FileMarks()
	if c.Corrected == nil {
		return file
	}
	if file.NoContact && c.Corrected.CourtOrder != c.CourtOrder {
		return file // the office decided before this order stood in the file
	}
	if c.GoneSince != "" && c.Corrected.GoneSince != c.GoneSince {
		return Marks{NoContact: c.Corrected.NoContact}
	}
	return c.Corrected.Marks.Strict()
}

// Strict returns the marks with no contact beating the others.
func (m Marks) Strict() Marks {
	if m.NoContact {
		return Marks{NoContact: true}
	}
	return m
}

// Stricter is what holds where two records of one adult stand beside the same child.
func (m Marks) Stricter(n Marks) Marks {
	return Marks{MayBeTold: m.MayBeTold && n.MayBeTold, MayCollect: m.MayCollect && n.MayCollect,
		NoContact: m.NoContact || n.NoContact}.Strict()
}

// Order is what the court-order column means.
type Order string

// The meanings. An unknown text counts as no contact until the office decides.
const (
	NoOrder        Order = ""
	OrderNoContact Order = "no_contact"
	OrderUnknown   Order = "unknown"
)

// ReadCourtOrder reads the court-order column. Only words that plainly say that there is none count as none.
func ReadCourtOrder(text string) Order {
	if text = strings.TrimSpace(text); text == "" || text == "-" {
		return NoOrder
	}
	switch Fold(text) {
	case "no", "n", "none", "n a", "false", "0":
		return NoOrder
	case "no contact", "no contact order", "nocontact":
		return OrderNoContact
	}
	return OrderUnknown
}
