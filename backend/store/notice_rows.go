package store

import (
	"strings"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// noticeRow is one message to one adult.
type noticeRow struct {
	SchoolID   SchoolID `gorm:"primaryKey"`
	ID         string   `gorm:"primaryKey"`
	Event      string
	Kind       string
	Subject    string
	Adult      string
	Pupils     string
	At         time.Time
	Urgent     bool
	Bare       bool
	Rung       int64
	RingAt     *time.Time
	ReadAt     *time.Time
	Answer     string
	AnsweredAt *time.Time
	ToldAt     *time.Time
	ToldBy     string
	ToldHow    string
	OverAt     *time.Time
	TakenBack  bool
}

// TableName implements model.
func (noticeRow) TableName() string { return "notices" }

// deliveryRow is where one way of a notice stands. Batch, Urgent and RungAt are of the ringing that carries it.
type deliveryRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Event    string   `gorm:"primaryKey"`
	Person   string   `gorm:"primaryKey"`
	Channel  string   `gorm:"primaryKey"`
	State    string
	Result   string
	At       time.Time
	Batch    string
	Urgent   bool
	RungAt   *time.Time
}

// TableName implements model.
func (deliveryRow) TableName() string { return "deliveries" }

// followerRow is how far somebody has come in a school's daily chain.
type followerRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Name     string   `gorm:"primaryKey"`
	Position int64
}

// TableName implements model.
func (followerRow) TableName() string { return "followers" }

func fromNotice(n notice.Notice) (row noticeRow, err error) {
	row = noticeRow{SchoolID: SchoolID(n.School), ID: string(n.ID), Event: string(n.Event), Kind: string(n.Kind),
		Subject: n.Subject, Adult: string(n.Adult), At: exact(n.At), Urgent: n.Urgent, Bare: n.Bare, Rung: int64(n.Rung),
		RingAt: stamp(n.RingAt), ReadAt: stamp(n.ReadAt), Answer: string(n.Answer), AnsweredAt: stamp(n.AnsweredAt),
		ToldAt: stamp(n.ToldAt), ToldBy: string(n.ToldBy), ToldHow: string(n.ToldHow), OverAt: stamp(n.OverAt),
		TakenBack: n.TakenBack}
	row.Pupils, err = text(n.Pupils)
	return row, err
}

func toNotice(r noticeRow) (n notice.Notice, err error) {
	n = notice.Notice{ID: id.Notice(r.ID), School: id.School(r.SchoolID), Event: id.Event(r.Event),
		Kind: notice.Kind(r.Kind), Subject: r.Subject, Adult: id.Adult(r.Adult), At: r.At.UTC(), Urgent: r.Urgent,
		Bare: r.Bare, Rung: int(r.Rung), RingAt: moment(r.RingAt), ReadAt: moment(r.ReadAt),
		Answer: notice.Answer(r.Answer), AnsweredAt: moment(r.AnsweredAt), ToldAt: moment(r.ToldAt),
		ToldBy: id.Person(r.ToldBy), ToldHow: notice.How(r.ToldHow), OverAt: moment(r.OverAt), TakenBack: r.TakenBack}
	return n, untext(r.Pupils, &n.Pupils)
}

func toNotices(rows []noticeRow) ([]notice.Notice, error) {
	list := make([]notice.Notice, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = toNotice(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// exact is a time as both databases give it back.
func exact(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// bulk writes many rows of one table with few statements: a school's every family is told at once.
type bulk []sized

type sized struct {
	rows int
	st   *statement
}

// bulkOf makes the statements: of so many rows each, the largest first. All are constants, and so prepared.
func bulkOf(head string, columns int, tail string) bulk {
	one := "(" + strings.Repeat("?, ", columns-1) + "?)"
	var b bulk
	for _, rows := range []int{64, 8, 1} {
		b = append(b, sized{rows, prepared(head + " VALUES " + strings.Repeat(one+", ", rows-1) + one + " " + tail)})
	}
	return b
}

// write writes rows, each its columns in the order of the statement.
func (b bulk) write(t *tx, rows [][]any) error {
	for _, size := range b {
		for len(rows) >= size.rows {
			var args []any
			for _, row := range rows[:size.rows] {
				args = append(args, row...)
			}
			if _, err := t.exec(size.st, args...); err != nil {
				return err
			}
			rows = rows[size.rows:]
		}
	}
	return nil
}

var (
	putNotices = bulkOf(`INSERT INTO notices (school_id, id, event, kind, subject, adult, pupils, at, urgent, bare, rung,
		ring_at, read_at, answer, answered_at, told_at, told_by, told_how, over_at, taken_back)`, 20,
		`ON CONFLICT (school_id, id) DO UPDATE SET urgent = excluded.urgent, bare = excluded.bare, rung = excluded.rung,
		ring_at = excluded.ring_at, read_at = excluded.read_at, answer = excluded.answer,
		answered_at = excluded.answered_at, told_at = excluded.told_at, told_by = excluded.told_by,
		told_how = excluded.told_how, over_at = excluded.over_at, taken_back = excluded.taken_back`)

	putDeliveries = bulkOf(`INSERT INTO deliveries (school_id, event, person, channel, state, result, at, batch, urgent,
		rung_at)`, 10, `ON CONFLICT (school_id, event, person, channel) DO UPDATE SET state = excluded.state,
		result = excluded.result, at = excluded.at, batch = excluded.batch, urgent = excluded.urgent,
		rung_at = excluded.rung_at`)
)

// keepNotices writes whole notices. What a notice is about never changes: its event, adult, pupils and time stay.
func (t *tx) keepNotices(list []notice.Notice) error {
	rows := make([][]any, len(list))
	for i, n := range list {
		r, err := fromNotice(n)
		if err != nil {
			return err
		}
		if n.School != t.school {
			return errOtherSchool
		}
		rows[i] = []any{string(t.school), r.ID, r.Event, r.Kind, r.Subject, r.Adult, r.Pupils, r.At, r.Urgent, r.Bare,
			r.Rung, r.RingAt, r.ReadAt, r.Answer, r.AnsweredAt, r.ToldAt, r.ToldBy, r.ToldHow, r.OverAt, r.TakenBack}
	}
	return putNotices.write(t, rows)
}

// keepDeliveries writes whole deliveries.
func (t *tx) keepDeliveries(list []deliveryRow) error {
	rows := make([][]any, len(list))
	for i, d := range list {
		rows[i] = []any{string(t.school), d.Event, d.Person, d.Channel, d.State, d.Result, exact(d.At), d.Batch, d.Urgent,
			d.RungAt}
	}
	return putDeliveries.write(t, rows)
}
