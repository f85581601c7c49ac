package store

import (
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// deviceRow is where a device is now. Slot and BeforeSlot are NULL where there is none; Made orders a child's devices.
type deviceRow struct {
	SchoolID   SchoolID `gorm:"primaryKey"`
	ID         string   `gorm:"primaryKey"`
	Pupil      string
	Kind       string
	Label      string
	Colour     string
	State      string
	Slot       *int64
	Condition  string
	Since      time.Time
	ByPerson   string
	Before     string
	BeforeSlot *int64
	Open       string
	Made       int64
}

// TableName implements model.
func (deviceRow) TableName() string { return "devices" }

// slotOf is a slot as a column holds it: NULL for none.
func slotOf(slot int) *int64 {
	if slot == 0 {
		return nil
	}
	n := int64(slot)
	return &n
}

func slotIn(slot *int64) int {
	if slot == nil {
		return 0
	}
	return int(*slot)
}

func fromDevice(d custody.Device, made int) deviceRow {
	return deviceRow{
		SchoolID: SchoolID(d.School), ID: string(d.ID), Pupil: string(d.Pupil), Kind: string(d.Kind), Label: d.Label,
		Colour: d.Colour, State: string(d.State), Slot: slotOf(d.Slot), Condition: d.Condition, Since: d.Since.UTC(),
		ByPerson: string(d.By), Before: string(d.Before), BeforeSlot: slotOf(d.BeforeSlot), Open: string(d.Open),
		Made: int64(made),
	}
}

func toDevice(r deviceRow) custody.Device {
	return custody.Device{
		ID: id.Device(r.ID), School: id.School(r.SchoolID), Pupil: id.Pupil(r.Pupil), Kind: school.DeviceKind(r.Kind),
		Label: r.Label, Colour: r.Colour, State: custody.State(r.State), Slot: slotIn(r.Slot), Condition: r.Condition,
		Since: r.Since.UTC(), By: id.Person(r.ByPerson), Before: custody.State(r.Before), BeforeSlot: slotIn(r.BeforeSlot),
		Open: id.Confiscation(r.Open),
	}
}

type confiscationRow struct {
	SchoolID        SchoolID `gorm:"primaryKey"`
	ID              string   `gorm:"primaryKey"`
	Device          string
	Pupil           string
	Kind            string
	Ground          string
	Secret          bool
	Stored          string
	At              time.Time
	ByPerson        string
	Held            bool
	HoldReason      string
	Tell            string
	TellReason      string
	TellBy          string
	TellAt          *time.Time
	ContactAt       *time.Time
	ReleasedTo      string
	ReleasedBy      string
	ReleasedAt      *time.Time
	PoliceOfficer   string
	PoliceReference string
	PoliceBy        string
	PoliceAt        *time.Time
	Indecent        bool
	Searched        *time.Time
	Deleted         *time.Time
}

// TableName implements model.
func (confiscationRow) TableName() string { return "confiscations" }

func fromConfiscation(c custody.Confiscation) confiscationRow {
	return confiscationRow{
		SchoolID: SchoolID(c.School), ID: string(c.ID), Device: string(c.Device), Pupil: string(c.Pupil),
		Kind:   string(c.Kind),
		Ground: string(c.Ground), Secret: c.Secret, Stored: c.Stored, At: c.At.UTC(), ByPerson: string(c.By), Held: c.Held,
		HoldReason: c.HoldReason, Tell: string(c.Tell), TellReason: c.TellReason, TellBy: string(c.TellBy),
		TellAt: stamp(c.TellAt), ContactAt: stamp(c.ContactAt), ReleasedTo: string(c.ReleasedTo),
		ReleasedBy: string(c.ReleasedBy), ReleasedAt: stamp(c.ReleasedAt), PoliceOfficer: c.PoliceOfficer,
		PoliceReference: c.PoliceReference, PoliceBy: string(c.PoliceBy), PoliceAt: stamp(c.PoliceAt), Indecent: c.Indecent,
		Searched: stamp(c.Searched), Deleted: stamp(c.Deleted),
	}
}

func toConfiscation(r confiscationRow) custody.Confiscation {
	return custody.Confiscation{
		ID: id.Confiscation(r.ID), School: id.School(r.SchoolID), Device: id.Device(r.Device), Pupil: id.Pupil(r.Pupil),
		Kind: school.DeviceKind(r.Kind), Ground: school.Ground(r.Ground), Secret: r.Secret, Stored: r.Stored, At: r.At.UTC(),
		By: id.Person(r.ByPerson), Held: r.Held, HoldReason: r.HoldReason, Tell: custody.Decision(r.Tell),
		TellReason: r.TellReason, TellBy: id.Person(r.TellBy), TellAt: moment(r.TellAt), ContactAt: moment(r.ContactAt),
		ReleasedTo: id.Adult(r.ReleasedTo), ReleasedBy: id.Person(r.ReleasedBy), ReleasedAt: moment(r.ReleasedAt),
		PoliceOfficer: r.PoliceOfficer, PoliceReference: r.PoliceReference, PoliceBy: id.Person(r.PoliceBy),
		PoliceAt: moment(r.PoliceAt), Indecent: r.Indecent, Searched: moment(r.Searched), Deleted: moment(r.Deleted),
	}
}

// contactLogRow is an attempt to reach an adult; Op and N tell those of one operation apart.
type contactLogRow struct {
	SchoolID     SchoolID `gorm:"primaryKey"`
	Confiscation string   `gorm:"primaryKey"`
	Op           string   `gorm:"primaryKey"`
	N            int64    `gorm:"primaryKey;autoIncrement:false"`
	Adult        string
	How          string
	Outcome      string
	At           time.Time
	ByPerson     string
}

// TableName implements model.
func (contactLogRow) TableName() string { return "contact_log" }

func toContactLog(r contactLogRow) custody.Contact {
	return custody.Contact{Confiscation: id.Confiscation(r.Confiscation), Adult: id.Adult(r.Adult),
		How:     custody.How(r.How),
		Outcome: custody.Outcome(r.Outcome), At: r.At.UTC(), By: id.Person(r.ByPerson)}
}

type searchRow struct {
	SchoolID     SchoolID `gorm:"primaryKey"`
	Confiscation string   `gorm:"primaryKey"`
	Op           string   `gorm:"primaryKey"`
	N            int64    `gorm:"primaryKey;autoIncrement:false"`
	At           time.Time
	ByPerson     string
	Consent      string
	Parent       string
	How          string
	Witness      string
	Outcome      string
}

// TableName implements model.
func (searchRow) TableName() string { return "searches" }

// checkRow is a class check; Exceptions is JSON.
type checkRow struct {
	SchoolID   SchoolID `gorm:"primaryKey"`
	OnDay      string   `gorm:"primaryKey"`
	Class      string   `gorm:"primaryKey"`
	At         time.Time
	ByPerson   string
	Exceptions string
}

// TableName implements model.
func (checkRow) TableName() string { return "class_checks" }

func fromCheck(c custody.Check) (checkRow, error) {
	exceptions, err := text(c.Exceptions)
	return checkRow{SchoolID: SchoolID(c.School), OnDay: string(c.On), Class: c.Class, At: c.At.UTC(),
		ByPerson: string(c.By), Exceptions: exceptions}, err
}

func toCheck(r checkRow) (custody.Check, error) {
	c := custody.Check{School: id.School(r.SchoolID), Class: r.Class, On: clock.Date(r.OnDay), At: r.At.UTC(),
		By: id.Person(r.ByPerson)}
	return c, untext(r.Exceptions, &c.Exceptions)
}

// checkID is a check's id in the chain.
func checkID(r checkRow) string { return r.OnDay + "/" + r.Class }
