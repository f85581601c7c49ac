package concern

import "lollipop/backend/id"

// What helper words brings takes the place of this file.
type (
	Receipt [5]byte
	Words   struct{}
	Guesses struct{}
)

func (Receipt) String() string              { return "" }
func ParseReceipt(string) (Receipt, bool)   { return Receipt{}, false }
func (*Words) Parse(string) (Receipt, bool) { return Receipt{}, false }
func (*Guesses) Try(id.School) error        { return nil }
func (*Guesses) Missed(id.School)           {}
func (*Guesses) Hit(id.School)              {}
