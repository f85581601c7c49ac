package store

import (
	"cmp"
	"slices"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/school"
)

// person is an adult to be rung.
type person struct {
	notice.Ringing
	// devices are subscriptions by id, with their push service.
	devices map[string]string
	// here: they have a child at the school.
	here  bool
	first time.Time
}

// ringing is one look at who is due.
type ringing struct {
	*tx
	now time.Time
	merges
	// ahead are the ids of notices that ring because the clock was set back.
	ahead []string
}

// due are the adults with a ring that is due, those who have waited longest first.
func (r *ringing) due(limit int) ([]person, error) {
	var err error
	if r.merges, err = r.tx.merges(); err != nil {
		return nil, err
	}
	// One look by the index from each end: what lies between is not due, and there may be much of it in the evening.
	var early, late []noticeRow
	err = r.gorm().Select("adult").Where("ring_at <= ?", r.now).Order("ring_at, id").Limit(limit).Find(&early).Error
	if err == nil && len(early) < limit {
		err = r.gorm().Select("adult").Where("ring_at > ?", r.now.Add(aheadRing)).Order("ring_at DESC, id").
			Limit(limit - len(early)).Find(&late).Error
	}
	var ahead []noticeRow
	if err == nil {
		ahead, err = r.tx.ahead(r.now)
	}
	if err != nil {
		return nil, err
	}
	for _, row := range ahead[:min(len(ahead), limit)] {
		r.ahead, late = append(r.ahead, row.ID), append(late, row)
	}
	people, records := map[id.Adult]*person{}, []string{}
	for _, row := range append(early, late...) {
		head := r.heads.Of(id.Adult(row.Adult))
		if people[head] == nil {
			people[head] = &person{Ringing: notice.Ringing{Adult: head}, devices: map[string]string{}}
			records = append(records, r.of(head)...)
		}
	}
	for _, read := range []func(map[id.Adult]*person, []string) error{r.notices, r.reachable, r.here, r.before} {
		for some := range slices.Chunk(records, 500) {
			if err := read(people, some); err != nil {
				return nil, err
			}
		}
	}
	all := make([]person, 0, len(people))
	for _, p := range people {
		if len(p.Notices) == 0 { // somebody has them in hand: they are looked at again
			continue
		}
		slices.SortFunc(p.Notices, func(a, b notice.Notice) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
		})
		if !p.here { // and no session any more
			clear(p.devices)
		}
		p.Devices = len(p.devices)
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b person) int { return cmp.Or(a.first.Compare(b.first), cmp.Compare(a.Adult, b.Adult)) })
	return all, r.fresh(all)
}

// notices reads what is due, and passes over what somebody reads or answers just now.
func (r *ringing) notices(people map[id.Adult]*person, records []string) error {
	var rows []noticeRow
	err := r.gorm().Clauses(skipLocked).Where("adult IN ? AND (ring_at <= ? OR ring_at > ? OR id IN ?)", records, r.now,
		r.now.Add(aheadRing), r.ahead).Find(&rows).Error
	for _, row := range rows {
		n, err := toNotice(row)
		if err != nil {
			return err
		}
		p := people[r.heads.Of(n.Adult)]
		if p.first.IsZero() || n.RingAt.Before(p.first) {
			p.first = n.RingAt
		}
		p.Notices = append(p.Notices, n)
	}
	return err
}

// reachable reads the adults' devices: of a family's session that lasts and seats them, with an app that was opened not
// too long ago.
func (r *ringing) reachable(people map[id.Adult]*person, records []string) error {
	var rows []struct{ Person, ID, Host string }
	err := r.gorm().Raw(`SELECT seats.person, d.id, d.host FROM seats
		JOIN sessions ON sessions.hash = seats.session
		JOIN subscriptions d ON d.session = sessions.hash
		WHERE seats.school = ? AND seats.person IN ? AND sessions.kind = 'parent' AND sessions.seen > ?
		AND COALESCE(seats.since, sessions.since) > ? AND d.seen > ?`, string(r.school), records,
		r.now.Add(-access.FamilyIdle), r.now.Add(-access.FamilyLasts), r.now.Add(-courier.Lasts)).Scan(&rows).Error
	for _, row := range rows {
		if p := people[id.Adult(row.Person)]; p != nil { // a merged record sits nowhere any more
			p.devices[row.ID] = row.Host
		}
	}
	return err
}

var (
	lastRinging = prepared(`SELECT batch, rung_at, urgent FROM deliveries WHERE school_id = ? AND person = ?
		AND batch <> '' AND channel = 'push' AND state IN ('handed', 'accepted', 'waiting') ORDER BY rung_at DESC LIMIT 1`)
	batchSeen = prepared(`SELECT d.batch FROM deliveries d
		JOIN notices n ON n.school_id = d.school_id AND n.event = d.event AND n.adult = d.person
		WHERE d.school_id = ? AND d.batch = ? AND d.batch <> ''
		AND (n.read_at >= d.rung_at OR n.told_at >= d.rung_at) LIMIT 1`)
	batchDevices = prepared(`SELECT device FROM pushes WHERE school = ? AND batch = ?`)
)

// here finds out who has a child at the school still, by whichever of their records: a last day passes, and no event
// says so.
func (r *ringing) here(people map[id.Adult]*person, records []string) error {
	var rows []string
	err := r.gorm().Raw(`SELECT c.adult FROM contacts c JOIN pupils p ON p.school_id = c.school_id AND p.id = c.pupil
		WHERE c.school_id = ? AND c.adult IN ? AND (p.left_on = '' OR p.left_on > ?)`, string(r.school), records,
		string(clock.DateOf(r.now, school.London))).Scan(&rows).Error
	for _, record := range rows {
		people[r.heads.Of(id.Adult(record))].here = true
	}
	return err
}

// before reads the last ringing of each adult that their services were given.
func (r *ringing) before(people map[id.Adult]*person, records []string) error {
	return sendMany(r.tx, records, func(record string) call {
		return call{st: lastRinging, args: []any{string(r.school), record}, row: func(scan func(...any) error) error {
			var row deliveryRow
			err := scan(&row.Batch, &row.RungAt, &row.Urgent)
			p := people[r.heads.Of(id.Adult(record))]
			if at := moment(row.RungAt); at.After(p.LastAt) {
				p.Last, p.LastAt, p.LastUrgent = id.Batch(row.Batch), at, row.Urgent
			}
			return err
		}}
	})
}

// fresh finds out of which last ringings nothing has been read or told, and which were for every device that there is.
func (r *ringing) fresh(all []person) error {
	last := map[string]bool{}
	for _, p := range all {
		if p.Last != "" {
			last[string(p.Last)] = true
		}
	}
	seen, rung := map[id.Batch]bool{}, rung{}
	err := sendMany(r.tx, sortedKeys(last), func(batch string) call {
		return call{st: batchSeen, args: []any{string(r.school), batch}, row: func(scan func(...any) error) error {
			var found id.Batch
			err := scan(&found)
			seen[found] = true
			return err
		}}
	})
	if err == nil {
		err = sendMany(r.tx, sortedKeys(last), func(batch string) call {
			devices := map[string]bool{}
			rung[id.Batch(batch)] = devices
			return call{st: batchDevices, args: []any{string(r.school), batch}, row: func(scan func(...any) error) error {
				var device string
				err := scan(&device)
				devices[device] = true
				return err
			}}
		})
	}
	for i := range all {
		p := &all[i]
		p.Fresh = p.Last != "" && !seen[p.Last] && rung.all(p.Last, p.devices)
	}
	return err
}

// rung are the devices that ringings were for.
type rung map[id.Batch]map[string]bool

// all reports whether that ringing was for each of these devices: one that came since shows nothing yet.
func (r rung) all(batch id.Batch, devices map[string]string) bool {
	for device := range devices {
		if !r[batch][device] {
			return false
		}
	}
	return true
}
