package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Of two records of one adult the standing one answers for both; nobody sees another's notice, and none that is taken
// back.
func TestAnAdultsNotices(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		var all []notice.Notice
		for i := range 5 {
			all = append(all, x.tells(fmt.Sprint("thing ", i), i%2)[0])
		}
		x.merge(1, 0)
		seen := func(adult int) (subjects []string) {
			t.Helper()
			var before id.Notice
			for more := true; more; {
				var list []notice.Notice
				var err error
				list, more, err = s.Notices().Of(t.Context(), x.School.ID, x.Adults[adult].ID, before, 2)
				x.must(err)
				for _, n := range list {
					subjects, before = append(subjects, n.Subject), n.ID
				}
			}
			return subjects
		}
		got := seen(0)
		if !slices.Equal(got, seen(1)) || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 5 {
			t.Errorf("of both records: %v, %v", got, seen(1))
		}
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, all[1].ID, in(time.Minute)))
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, all[1].ID, in(time.Hour)))
		n, err := s.Notices().Notice(t.Context(), x.School.ID, x.Adults[1].ID, all[1].ID)
		if err != nil || !n.ReadAt.Equal(in(time.Minute)) || !n.RingAt.IsZero() {
			t.Errorf("%+v, %v", n, err)
		}
		x.change("over", all[0].ID, func(n *notice.Notice) { n.OverAt = in(time.Minute) })
		x.change("taken back", all[2].ID, func(n *notice.Notice) { n.TakenBack = true })
		unread, err := s.Notices().Unread(t.Context(), x.School.ID, x.Adults[0].ID)
		if err != nil || len(unread) != 2 {
			t.Errorf("unread: %v, %v", unread, err)
		}
		if got := seen(0); len(got) != 4 {
			t.Errorf("after one was taken back: %v", got)
		}
		for what, err := range map[string]error{
			"taken back":       s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, all[2].ID, in(time.Hour)),
			"another's":        s.Notices().Read(t.Context(), x.School.ID, x.Adults[2].ID, all[3].ID, in(time.Hour)),
			"nobody's":         s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, "x", in(time.Hour)),
			"another school's": s.Notices().Read(t.Context(), nobody, x.Adults[0].ID, all[3].ID, in(time.Hour)),
		} {
			storetest.Want(t, what, err, "not_found people.not_found")
		}
		_, _, err = s.Notices().Of(t.Context(), x.School.ID, x.Adults[2].ID, all[3].ID, 10)
		storetest.Want(t, "before another's", err, "not_found people.not_found")
	})
}

// A change of a notice is one operation with its events, and done once.
func TestAnswersAndTellings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		n := x.tells("phone", 0)[0]
		act := x.Act("notice.answer")
		runs := 0
		answer := func(n *notice.Notice) ([]event.Event, error) {
			runs++
			n.Answer, n.AnsweredAt, n.ReadAt = notice.WillCome, act.At, act.At
			return []event.Event{act.Did(notice.DidAnswer, string(n.ID), notice.Answered{Answer: n.Answer})}, nil
		}
		for range 2 {
			now, err := s.Notices().Change(t.Context(), act, x.Adults[0].ID, n.ID, answer)
			if err != nil || now.Answer != notice.WillCome || runs != 1 || !now.AnsweredAt.Equal(act.At) {
				t.Fatalf("%+v, %v, %d runs", now, err, runs)
			}
		}
		if got := x.push(n); got != "not_needed" {
			t.Errorf("an answer is a reading: %s", got)
		}
		act = x.Act("notice.tell")
		tellIt := func(n *notice.Notice) ([]event.Event, error) {
			n.ToldAt, n.ToldBy, n.ToldHow = act.At, act.Actor, notice.OnPaper
			return []event.Event{act.Did(notice.DidTell, string(n.ID), nil)}, nil
		}
		_, err := s.Notices().Change(t.Context(), act, "", n.ID, tellIt)
		x.must(err)
		line := x.line(n.ID)
		if line.ToldName != "Mrs Pell" || line.ToldHow != notice.OnPaper ||
			x.count("deliveries WHERE channel = 'office'") != 1 {
			t.Errorf("told: %+v", line)
		}
		_, err = s.Notices().Change(t.Context(), x.Act("notice.answer"), x.Adults[1].ID, n.ID, answer)
		storetest.Want(t, "another's", err, "not_found people.not_found")
		x.change("taken back", n.ID, func(n *notice.Notice) { n.TakenBack = true })
		_, err = s.Notices().Change(t.Context(), x.Act("notice.tell"), "", n.ID, tellIt)
		storetest.Want(t, "taken back", err, "not_found people.not_found")
		refused := fault.New(fault.Conflict, "notice.wrong.gone", nil)
		m := x.tells("another", 0)[0]
		_, err = s.Notices().Change(t.Context(), x.Act("notice.answer"), "", m.ID,
			func(*notice.Notice) ([]event.Event, error) { return nil, refused })
		storetest.Want(t, "refused", err, "conflict notice.wrong.gone")
		records, err := s.Audit().Records(t.Context(), x.School.ID, "daily", 0, 100)
		x.must(err)
		said := 0
		for _, r := range records {
			if r.Event.Kind == notice.DidAnswer || r.Event.Kind == notice.DidTell {
				said++
			}
		}
		if said != 2 {
			t.Errorf("%d events of an answer and a telling", said)
		}
	})
}

// The office's page: who was not reached, who is looked for, what is counted.
func TestTheDeliveryPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		first := x.tells("first", 0, 1, 2, 3)
		x.ring(in(time.Minute), 1)
		x.answer(in(2*time.Minute), courier.Took, x.claim("a.example", in(time.Minute))...)
		x.happen("second")
		x.follow(func(e event.Event, _ notice.Facts) (c notice.Changes, err error) {
			if e.Subject == "second" {
				n := x.notice(e, 2)
				n.Kind, n.At = notice.ToSign, in(time.Hour)
				c.New = append(c.New, n)
			}
			return c, nil
		})
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[1].ID, first[1].ID, in(time.Minute)))
		x.change("taken", first[3].ID, func(n *notice.Notice) { n.TakenBack = true })
		ask := func(q notice.Query) (who []string, page notice.Page) {
			t.Helper()
			if q.Size == 0 {
				q.Size = 10
			}
			page, err := s.Notices().Deliveries(t.Context(), x.School.ID, q)
			x.must(err)
			for _, line := range page.Items {
				who = append(who, line.AdultName+"/"+string(line.Kind))
			}
			return who, page
		}
		const amina, tomasz, rachel, sign = "Amina Ahmed/confiscated", "Tomasz Nowak/confiscated",
			"Rachel O'Brien/confiscated", "Rachel O'Brien/aup_to_sign"
		for name, c := range map[string]struct {
			q     notice.Query
			want  []string
			total int
		}{
			"all":         {notice.Query{}, []string{amina, tomasz, rachel, sign}, 4},
			"of a kind":   {notice.Query{Kinds: []notice.Kind{notice.ToSign}}, []string{sign}, 1},
			"not reached": {notice.Query{NotReached: true}, []string{rachel, sign}, 2},
			"took too long ago": {notice.Query{NotReached: true,
				Since: map[notice.Kind]time.Time{notice.Confiscated: in(3 * time.Minute)}}, []string{amina, rachel, sign}, 3},
			"took lately": {notice.Query{NotReached: true,
				Since: map[notice.Kind]time.Time{notice.Confiscated: in(2 * time.Minute)}}, []string{rachel, sign}, 2},
			"by the adult":        {notice.Query{Text: "tom no"}, []string{tomasz}, 1},
			"by the child":        {notice.Query{Text: "yus"}, []string{amina}, 1},
			"of one name each":    {notice.Query{Text: "yusuf amina"}, nil, 0},
			"of both, not of one": {notice.Query{Text: "o'brien"}, []string{rachel, sign}, 2},
			"nobody":              {notice.Query{Text: "zzz"}, nil, 0},
			"taken back":          {notice.Query{Text: "marsh"}, nil, 0},
		} {
			who, page := ask(c.q)
			slices.Sort(who)
			slices.Sort(c.want)
			if !slices.Equal(who, c.want) || page.Total != c.total {
				t.Errorf("%s: %v, %d in all", name, who, page.Total)
			}
		}
		who, page := ask(notice.Query{Kinds: []notice.Kind{notice.Confiscated}, Page: 2, Size: 2})
		if len(who) != 1 || page.Total != 3 || page.ByKind[notice.ToSign] != 1 || page.ByKind[notice.Confiscated] != 3 {
			t.Errorf("the second page: %v, %+v", who, page)
		}
		who, page = ask(notice.Query{})
		if who[0] != sign {
			t.Errorf("the newest is %v", who[0])
		}
		line := x.line(first[0].ID)
		if line.Mobile != "+447700900123" || line.Language != "en" || !line.SignedIn || line.Push.State != notice.Accepted ||
			!line.Push.At.Equal(in(2*time.Minute)) || !slices.Equal(line.PupilNames, []string{"Yusuf Ahmed"}) {
			t.Errorf("%+v", line)
		}
		if line := x.line(first[2].ID); line.SignedIn || line.Push.State != notice.NoDevice {
			t.Errorf("%+v", line)
		}
		x.merge(1, 0)
		if line := x.line(first[1].ID); line.AdultName != "Amina Ahmed" || line.Adult != x.Adults[0].ID || line.SignedIn {
			t.Errorf("a merged record is %q", line.AdultName)
		}
		if who, _ := ask(notice.Query{Text: "tom no"}); len(who) != 1 {
			t.Errorf("by a merged record's name: %v", who)
		}
		figures, err := s.Notices().Figures(t.Context(), x.School.ID, storetest.At)
		x.must(err)
		want := "[{aup_to_sign 1 0 0 0 0 map[waiting:1] map[]} {confiscated 3 1 0 0 0 map[accepted:1 no_device:2] map[]}]"
		if got := fmt.Sprint(figures); got != want {
			t.Errorf("figures %s", got)
		}
		if later, err := s.Notices().Figures(t.Context(), x.School.ID, in(time.Hour)); err != nil || len(later) != 1 {
			t.Errorf("figures of later: %v, %v", later, err)
		}
	})
}
