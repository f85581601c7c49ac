package notice_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"lollipop/backend/aup"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
)

// steps are what can happen at the school.
var steps = map[string]func(*rapid.T, *graph){
	"confiscate": func(t *rapid.T, g *graph) {
		subject := fmt.Sprint("phone", len(g.order))
		k := &keeping{pupil: rapid.SampledFrom(g.pupils).Draw(t, "pupil")}
		k.held = rapid.IntRange(0, 3).Draw(t, "held") == 3
		if !k.held && g.school.Policy.Preset == "anthony-roper" {
			k.no = rapid.Bool().Draw(t, "not yet")
			k.yes = !k.no
		}
		device := "device of " + subject
		if here := slices.Sorted(maps.Keys(g.here)); len(here) > 0 && rapid.Bool().Draw(t, "from the office") {
			device = rapid.SampledFrom(here).Draw(t, "device")
			k.pupil = g.devices[id.Device(device)].Pupil
			delete(g.here, device)
			d := g.devices[id.Device(device)]
			d.State = custody.Confiscated
			g.devices[id.Device(device)] = d
		}
		g.keeps[subject], g.order = k, append(g.order, subject)
		g.keep(subject)
		g.happens(custody.DidConfiscate, subject, map[string]any{"device": device}, func() {
			g.each(device, end, "uncollected")
			g.tellKept(subject)
		})
	},
	"decide": func(t *rapid.T, g *graph) {
		if subject, k := g.anyKept(t); k != nil && !k.held && g.school.Policy.Preset == "anthony-roper" {
			k.yes = rapid.Bool().Draw(t, "yes")
			k.no = !k.yes
			g.keep(subject)
			g.happens(custody.DidDecideTell, subject, nil, func() { g.tellKept(subject) })
		}
	},
	"hold": func(t *rapid.T, g *graph) {
		if subject, k := g.anyKept(t); k != nil && !k.held {
			k.held = true
			g.keep(subject)
			g.happens(custody.DidSetHold, subject, nil, func() {
				g.each(subject, func(l *line) { l.back = !l.read }, "confiscated")
			})
		}
	},
	"lift": func(t *rapid.T, g *graph) {
		if subject, k := g.anyKept(t); k != nil && k.held {
			k.held, k.yes = false, rapid.Bool().Draw(t, "yes")
			k.no = !k.yes
			g.keep(subject)
			g.happens(custody.DidLiftHold, subject, nil, func() { g.tellKept(subject) })
		}
	},
	"release": func(t *rapid.T, g *graph) {
		if subject, k := g.anyKept(t); k != nil && !k.held {
			k.closed, k.takenBy = true, rapid.SampledFrom(g.records).Draw(t, "taken by")
			g.keep(subject)
			g.happens(custody.DidRelease, subject, nil, func() {
				knew := map[id.Adult]bool{}
				g.each(subject, func(l *line) { l.over, knew[g.stands(l.adult)] = true, true }, "confiscated")
				for _, adult := range g.heads() {
					if knew[adult] && g.hears(adult, k.pupil) {
						g.add(adult, "released", subject, k.pupil)
					}
				}
			})
		}
	},
	"to the police": func(t *rapid.T, g *graph) {
		if subject, k := g.anyKept(t); k != nil && rapid.IntRange(0, 3).Draw(t, "police") == 3 {
			k.closed = true
			g.keep(subject)
			g.happens(custody.DidGiveToPolice, subject, nil, func() {
				if !k.held { // under a hold nothing changes
					g.each(subject, end, "confiscated")
				}
			})
		}
	},
	"speak": func(t *rapid.T, g *graph) {
		if subject, k := g.anyKept(t); k != nil {
			adult := rapid.SampledFrom(g.records).Draw(t, "adult")
			outcome := rapid.SampledFrom([]custody.Outcome{custody.Spoke, custody.NoAnswer}).Draw(t, "outcome")
			body := map[string]any{"adult": adult, "how": custody.ByPhone, "outcome": outcome}
			g.happens(custody.DidContact, subject, body, func() {
				g.each(subject, func(l *line) {
					l.spoken = l.spoken || outcome == custody.Spoke && g.stands(l.adult) == g.stands(adult)
				}, "confiscated")
			})
		}
	},
	"hand in": func(t *rapid.T, g *graph) {
		device := fmt.Sprint("tablet", rapid.IntRange(0, 2).Draw(t, "n"))
		d, known := g.devices[id.Device(device)]
		if known && d.State != custody.WithChild {
			return
		}
		if !known {
			d = custody.Device{ID: id.Device(device), Pupil: rapid.SampledFrom(g.pupils).Draw(t, "pupil")}
		}
		d.State = custody.HandedIn
		g.devices[d.ID], g.here[device] = d, true
	},
	"end of the day": func(t *rapid.T, g *graph) {
		for _, device := range slices.Sorted(maps.Keys(g.here)) {
			pupil := g.devices[id.Device(device)].Pupil
			g.happens(custody.DidRemain, device, nil, func() {
				if !g.here[device] {
					return
				}
				g.each(device, end, "uncollected")
				for _, adult := range g.heads() {
					if g.hears(adult, pupil) {
						g.add(adult, "uncollected", device, pupil)
					}
				}
			})
		}
		g.catchUp() // before the desk is used again: a device that comes back is another story
	},
	"collect": func(t *rapid.T, g *graph) {
		if here := slices.Sorted(maps.Keys(g.here)); len(here) > 0 {
			device := rapid.SampledFrom(here).Draw(t, "device")
			delete(g.here, device)
			d := g.devices[id.Device(device)]
			d.State = custody.WithChild
			g.devices[d.ID] = d
			g.happens(custody.DidCollect, device, nil, func() { g.each(device, end, "uncollected") })
		}
	},
	"the office decides": func(t *rapid.T, g *graph) {
		if _, record, found := g.anyTie(t); found != nil {
			decide(t, found)
			g.settle()
			g.happens(people.MarksCorrected, string(record), nil, g.review)
		}
	},
	"an order comes": func(t *rapid.T, g *graph) {
		if _, record, found := g.anyTie(t); found != nil && !found.order {
			found.order = true
			g.settle()
			g.happens(people.NoContactCame, string(record), nil, g.review)
		}
	},
	"a file": func(t *rapid.T, g *graph) {
		pupil, record, found := g.anyTie(t)
		if found == nil {
			g.ties[pupil][record] = anyTie(t)
		} else if !found.decided {
			found.order, found.gone = rapid.IntRange(0, 3).Draw(t, "order") == 3, rapid.IntRange(0, 3).Draw(t, "gone") == 3
		}
		g.settle()
		g.happens("intake.applied", "import", nil, g.review)
	},
	"merge": func(t *rapid.T, g *graph) {
		a, b := rapid.SampledFrom(g.records).Draw(t, "keep"), rapid.SampledFrom(g.records).Draw(t, "merged")
		if _, merged := g.into[a]; a == b || merged || g.stands(b) != b ||
			slices.Contains(slices.Collect(maps.Values(g.into)), b) {
			return
		}
		g.into[b] = a
		g.settle()
		g.happens(people.Merged, string(a), map[string]any{"merged": b}, g.review)
	},
	"unmerge": func(t *rapid.T, g *graph) {
		if len(g.into) > 0 {
			b := rapid.SampledFrom(slices.Sorted(maps.Keys(g.into))).Draw(t, "unmerged")
			a := g.into[b]
			delete(g.into, b)
			g.settle()
			g.happens(people.Unmerged, string(a), map[string]any{"merged": b}, g.review)
		}
	},
	"leave": func(t *rapid.T, g *graph) {
		pupil := rapid.SampledFrom(g.pupils).Draw(t, "leaver")
		if !g.left[pupil] && rapid.Bool().Draw(t, "leaves") {
			g.left[pupil] = true
			g.settle()
			g.happens(people.Left, string(pupil), nil, g.review)
		}
	},
	"read": func(t *rapid.T, g *graph) {
		adult := rapid.SampledFrom(g.records).Draw(t, "reader")
		for _, l := range g.lines { // what they may see, and nothing else
			if g.stands(l.adult) == g.stands(adult) && !l.back && !l.read && g.may(l) {
				i := slices.IndexFunc(g.notices, func(n notice.Notice) bool { return n.ID == l.id })
				g.notices[i].ReadAt, g.notices[i].RingAt, l.read = g.now(), time.Time{}, true
			}
		}
	},
	"publish": func(t *rapid.T, g *graph) {
		g.published++
		number := g.published
		g.day = g.day.AddDays(1) // so that what came before it came before it
		g.library.Versions = append(g.library.Versions, aup.Version{Document: aup.ForParents, ID: fmt.Sprint("v", number),
			Number: number, At: g.now()})
		g.happens(aup.DidPublish, "parents", map[string]any{"document": "parents", "number": number}, func() {
			g.each("parents", end, "aup_to_sign", "aup_replaced")
			if number != g.published {
				return
			}
			g.tellDocument(func(id.Adult) bool { return true })
		})
	},
	"sign": func(t *rapid.T, g *graph) {
		adult := rapid.SampledFrom(g.heads()).Draw(t, "signer")
		if g.owes(adult) {
			g.signed[adult] = g.published
			g.signatures = append(g.signatures, aup.Signature{Signer: id.Person(adult), Document: aup.ForParents,
				Version: fmt.Sprint("v", g.published), At: g.now()})
			g.happens(aup.DidSign, "signature", map[string]any{"signer": adult}, func() {
				g.each("parents", func(l *line) {
					l.over = g.stands(l.adult) == g.stands(adult) && !g.owes(g.stands(adult))
				}, "aup_to_sign", "aup_replaced")
			})
		}
	},
	"a morning": func(t *rapid.T, g *graph) {
		g.catchUp()
		for g.day = g.day.AddDays(1); !g.school.Calendar.Expected(g.day).Open; {
			g.day = g.day.AddDays(1)
		}
		since := len(g.lines)
		told := func(adult id.Adult) bool {
			published := g.library.Versions[len(g.library.Versions)-1].At
			for _, l := range g.lines[:since] {
				if l.subject == "parents" && !l.back && g.stands(l.adult) == adult && !l.at.Before(published) {
					return true
				}
			}
			return false
		}
		g.happens(notice.DidBegin, string(g.day), nil, func() {
			for _, l := range g.lines[:since] {
				if l.subject == "parents" && !l.over && !l.back && g.may(l) && !g.owes(g.stands(l.adult)) {
					l.over = true
				}
			}
			g.tellDocument(func(adult id.Adult) bool { return !told(adult) })
		})
		g.catchUp()
	},
}
