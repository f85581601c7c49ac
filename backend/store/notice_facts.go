package store

import (
	"lollipop/backend/aup"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// facts are notice.Facts, read when they are asked for. The school and what everybody answered are read once.
type facts struct {
	t      *tx
	school *school.School
	ledger *aup.Ledger
	// seen are the notices that the decision under way has seen.
	seen map[id.Notice]notice.Notice
}

// School implements notice.Facts.
func (f *facts) School() (school.School, error) {
	if f.school == nil {
		s, err := f.t.theSchool()
		if err != nil {
			return s, err
		}
		f.school = &s
	}
	return *f.school, nil
}

// Confiscation implements notice.Facts.
func (f *facts) Confiscation(wanted id.Confiscation) (custody.Confiscation, error) {
	row, err := first[confiscationRow](f.t, "id = ?", string(wanted))
	return toConfiscation(row), orNoPerson(err)
}

// Device implements notice.Facts.
func (f *facts) Device(wanted id.Device) (custody.Device, error) {
	row, err := first[deviceRow](f.t, "id = ?", string(wanted))
	return toDevice(row), orNoPerson(err)
}

// Family implements notice.Facts.
func (f *facts) Family(pupil id.Pupil) (people.Family, error) {
	row, err := f.t.pupil(string(pupil))
	if err != nil {
		return people.Family{}, orNoPerson(err)
	}
	families, err := f.t.families([]pupilRow{row})
	if err != nil {
		return people.Family{}, err
	}
	return families[0], nil
}

// Standing implements notice.Facts.
func (f *facts) Standing(adult id.Adult) (id.Adult, error) {
	adults := map[id.Adult]people.Adult{}
	err := f.t.withMerged(adults, adult)
	if err == nil && adults[adult].ID == "" {
		err = noPerson()
	}
	return standing(adults, adult).ID, err
}

// Ledger implements notice.Facts.
func (f *facts) Ledger() (aup.Ledger, error) {
	if f.ledger == nil {
		l, err := f.t.ledger()
		if err != nil {
			return l, err
		}
		f.ledger = &l
	}
	return *f.ledger, nil
}

// About implements notice.Facts.
func (f *facts) About(subject string, kinds ...notice.Kind) ([]notice.Notice, error) {
	return f.notices("subject = ? AND kind IN ?", subject, kinds)
}

// Open implements notice.Facts.
func (f *facts) Open(adult id.Adult) ([]notice.Notice, error) {
	const open = "over_at IS NULL AND NOT taken_back"
	if adult == "" {
		return f.notices(open)
	}
	m, err := f.t.merges()
	if err != nil {
		return nil, err
	}
	return f.notices(open+" AND adult IN ?", m.of(adult))
}

// TakenBack implements notice.Facts.
func (f *facts) TakenBack() ([]notice.Notice, error) {
	return f.notices(`taken_back AND over_at IS NULL AND kind = ? AND subject IN (SELECT id FROM confiscations
		WHERE school_id = ? AND released_at IS NULL AND police_at IS NULL)`, string(notice.Confiscated), string(f.t.school))
}

func (f *facts) notices(where string, args ...any) ([]notice.Notice, error) {
	var rows []noticeRow
	if err := f.t.gorm().Where(where, args...).Order("at, id").Find(&rows).Error; err != nil {
		return nil, err
	}
	list, err := toNotices(rows)
	for _, n := range list {
		f.seen[n.ID] = n
	}
	return list, err
}

// Devices implements notice.Facts.
func (f *facts) Devices(adult id.Adult) (int, error) {
	m, err := f.t.merges()
	if err != nil {
		return 0, err
	}
	var n int64
	err = f.t.gorm().Model(&seatRow{}).Where("school = ? AND person IN ?", string(f.t.school), m.of(adult)).
		Distinct("session").Count(&n).Error
	return int(n), err
}
