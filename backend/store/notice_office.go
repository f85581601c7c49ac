package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
)

// withPush joins notices to where their push stands; school_id is in it on both sides.
const withPush = `LEFT JOIN deliveries d ON d.school_id = notices.school_id AND d.event = notices.event
	AND d.person = notices.adult AND d.channel = 'push'`

// sentWhere are the notices that a query asks for, of whatever kind.
func (t *tx) sentWhere(q notice.Query) (string, []any, error) {
	where, args := []string{"NOT notices.taken_back"}, []any(nil)
	if q.NotReached {
		where = append(where, "read_at IS NULL", "told_at IS NULL", "over_at IS NULL")
		late := "d.state IS NULL OR d.state <> 'accepted'"
		for _, kind := range notice.Kinds {
			if since := q.Since[kind]; !since.IsZero() {
				late += " OR notices.kind = ? AND d.at < ?"
				args = append(args, string(kind), exact(since))
			}
		}
		where = append(where, "("+late+")")
	}
	if parts := people.SearchParts(q.Text); len(parts) > 0 {
		adults, pupils, err := t.called(parts)
		if err != nil {
			return "", nil, err
		}
		// Of the children only those who are called so are looked for in each notice.
		where = append(where, `(notices.adult IN ? OR EXISTS (SELECT 1 FROM pupils p WHERE p.school_id = notices.school_id
			AND p.id IN ? AND notices.pupils LIKE '%"' || p.id || '"%'))`)
		args = append(args, adults, pupils)
	}
	return strings.Join(where, " AND "), args, nil
}

// called are the records of adults, and the pupils, one of whose names begins with each of the parts: an adult's by the
// names of the record that stands for it too.
func (t *tx) called(parts []string) (adults, pupils []string, err error) {
	// Parts hold letters, digits and marks only (people.Fold), so that none means something to LIKE.
	matches := func(column string) (text string, args []any) {
		one := make([]string, len(parts))
		for i, part := range parts {
			one[i] = column + " LIKE ?"
			args = append(args, "% "+part+"%")
		}
		return strings.Join(one, " AND "), args
	}
	own, args := matches("adults.search_text")
	head, _ := matches("k.search_text")
	err = t.gorm().Model(&adultRow{}).
		Joins("LEFT JOIN adults k ON k.school_id = adults.school_id AND k.id = adults.merged_into").
		Where("("+own+" OR "+head+")", append(args, args...)...).Pluck("adults.id", &adults).Error
	if err == nil {
		named, args := matches("search_text")
		err = t.gorm().Model(&pupilRow{}).Where(named, args...).Pluck("id", &pupils).Error
	}
	return adults, pupils, err
}

// Deliveries implements notice.Store.
func (x NoticeStore) Deliveries(ctx context.Context, school id.School, q notice.Query) (page notice.Page, err error) {
	size := min(max(q.Size, 1), 100)
	err = x.s.read(ctx, school, func(t *tx) error {
		page = notice.Page{ByKind: map[notice.Kind]int{}}
		where, args, err := t.sentWhere(q)
		if err != nil {
			return err
		}
		asked := func() *gorm.DB { return t.gorm().Model(&noticeRow{}).Joins(withPush).Where(where, args...) }
		var counts []struct {
			Kind notice.Kind
			N    int
		}
		err = asked().Select("notices.kind, COUNT(*) AS n").Group("notices.kind").Find(&counts).Error
		if err != nil {
			return err
		}
		wanted := map[notice.Kind]bool{}
		for _, kind := range q.Kinds {
			wanted[kind] = true
		}
		for _, c := range counts {
			page.ByKind[c.Kind] = c.N
			if len(q.Kinds) == 0 || wanted[c.Kind] {
				page.Total += c.N
			}
		}
		listed := asked()
		if len(q.Kinds) > 0 {
			listed = listed.Where("notices.kind IN ?", q.Kinds)
		}
		var rows []noticeRow
		err = listed.Select("notices.*").Order("notices.at DESC, notices.id DESC").Offset((max(q.Page, 1) - 1) * size).
			Limit(size).Find(&rows).Error
		if err == nil {
			page.Items, err = t.lines(rows)
		}
		return err
	})
	return page, err
}

// lines adds to notices what their line says.
func (t *tx) lines(rows []noticeRow) ([]notice.Line, error) {
	list, err := toNotices(rows)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	m, err := t.merges()
	if err != nil {
		return nil, err
	}
	var pupils, adults, events, persons []string
	for _, n := range list {
		for _, pupil := range n.Pupils {
			pupils = append(pupils, string(pupil))
		}
		adults = append(adults, string(m.heads.Of(n.Adult)))
		events, persons = append(events, string(n.Event)), append(persons, string(n.Adult))
	}
	names, heads, pushed := map[id.Pupil]string{}, map[id.Adult]people.Adult{}, map[whose]deliveryRow{}
	if err := byID(t, pupils, func(r pupilRow) { names[id.Pupil(r.ID)] = toPupil(r).Called() }); err != nil {
		return nil, err
	}
	if err := byID(t, adults, func(r adultRow) { heads[id.Adult(r.ID)] = toAdult(r) }); err != nil {
		return nil, err
	}
	var pushes []deliveryRow
	err = t.gorm().Where("event IN ? AND person IN ? AND channel = ?", events, persons, string(notice.ByPush)).
		Find(&pushes).Error
	if err != nil {
		return nil, err
	}
	for _, d := range pushes {
		pushed[whose{id.Event(d.Event), id.Adult(d.Person)}] = d
	}
	var seated []string
	err = t.gorm().Raw(`SELECT DISTINCT seats.person FROM seats JOIN sessions ON sessions.hash = seats.session
		WHERE seats.school = ? AND seats.person IN ? AND sessions.kind = 'parent'`, string(t.school), adults).
		Scan(&seated).Error
	if err != nil {
		return nil, err
	}
	signedIn := map[id.Adult]bool{}
	for _, person := range seated {
		signedIn[id.Adult(person)] = true
	}
	lines := make([]notice.Line, len(list))
	for i, n := range list {
		d := pushed[whose{n.Event, n.Adult}]
		adult := heads[m.heads.Of(n.Adult)]
		n.Adult = m.heads.Of(n.Adult)
		line := notice.Line{Notice: n, AdultName: adult.Called(), Mobile: adult.Mobile, Language: adult.Language,
			SignedIn: signedIn[n.Adult]}
		if d.Channel != "" {
			line.Push = notice.Delivery{Channel: notice.ByPush, State: notice.State(d.State), Result: d.Result,
				At: d.At.UTC()}
		}
		for _, pupil := range n.Pupils {
			line.PupilNames = append(line.PupilNames, names[pupil])
		}
		lines[i] = line
	}
	return lines, calledIn(t, lines, func(l *notice.Line) map[*string]id.Person {
		return map[*string]id.Person{&l.ToldName: l.ToldBy}
	})
}

// Figures implements notice.Store.
func (x NoticeStore) Figures(ctx context.Context, school id.School, since time.Time) (figures []notice.Figure,
	err error,
) {
	err = x.s.read(ctx, school, func(t *tx) error {
		var counts []struct {
			Kind                             notice.Kind
			Sent, Read, Answered, Told, Over int
		}
		err := t.gorm().Model(&noticeRow{}).Where("at >= ? AND NOT taken_back", exact(since)).
			Select(`kind, COUNT(*) AS sent, COUNT(read_at) AS read, COUNT(answered_at) AS answered, COUNT(told_at) AS told,
				COUNT(over_at) AS over`).Group("kind").Order("kind").Find(&counts).Error
		if err != nil {
			return err
		}
		figures = make([]notice.Figure, len(counts))
		at := map[notice.Kind]*notice.Figure{}
		for i, c := range counts {
			figures[i] = notice.Figure{Kind: c.Kind, Sent: c.Sent, Read: c.Read, Answered: c.Answered, Told: c.Told,
				Over: c.Over, Push: map[notice.State]int{}, Results: map[string]int{}}
			at[c.Kind] = &figures[i]
		}
		var pushed []struct {
			Kind          notice.Kind
			State, Result string
			N             int
		}
		err = t.gorm().Model(&noticeRow{}).Joins(withPush).
			Where("notices.at >= ? AND NOT notices.taken_back AND d.state IS NOT NULL", exact(since)).
			Select("notices.kind, d.state, d.result, COUNT(*) AS n").Group("notices.kind, d.state, d.result").
			Find(&pushed).Error
		for _, p := range pushed {
			at[p.Kind].Push[notice.State(p.State)] += p.N
			if p.Result != "" {
				at[p.Kind].Results[p.Result] += p.N
			}
		}
		return err
	})
	return figures, err
}
