package web

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Here is what is different where somebody tells the school something: nothing of the request says who it was. No cookie
// is read, no address, no header but those that every change is judged by, and the log has the route alone.

// blindAddress reports whether an address is one that asks nothing of who comes, whatever else becomes of the request.
func blindAddress(path string) bool { return nobodys(path) || strings.HasPrefix(path, "/api/tell/") }

// tellsOfConcerns reports whether a request's pattern alone would say that somebody told something, or read it: the form
// in the app, the readers' room and the proof that it asks for are as telling as their routes.
func tellsOfConcerns(path string) bool {
	rest, ours := strings.CutPrefix(path, "/s/")
	_, page, _ := strings.Cut(rest, "/")
	return blindAddress(path) || strings.HasPrefix(path, "/api/concerns") || strings.HasPrefix(path, "/api/factor/prove") ||
		path == "/reading" || strings.HasPrefix(path, "/reading/") || ours && page == "page"
}

// tellsAMinute is how much one school is told in a minute, by all together: more than a class of thirty with a tablet each
// can type, and what one flood may take of the others' time.
const tellsAMinute = 600

// tellings count how much each school was told, or how often somebody came back. They know no sender, so that a flood has
// to leave room for a child by itself: what was used comes back ten times a second and not once a minute, and whoever tries
// again in a moment is as likely to be taken as the next of the flood.
type tellings struct {
	mu sync.Mutex
	// full is when a school will again take a whole minute's at once: what lies between now and then is what was used.
	full map[id.School]time.Time
}

// count takes one more for a school, or says from when it would.
func (t *tellings) count(at id.School, now time.Time) error {
	const every = time.Minute / tellsAMinute
	t.mu.Lock()
	defer t.mu.Unlock()
	full := t.full[at]
	if full.Before(now) || full.Sub(now) > time.Minute { // a clock that was set back makes nobody wait
		full = now
	}
	if next := full.Add(every); next.Sub(now) > time.Minute {
		return &fault.Fault{Kind: fault.TooMany, Say: phrase.Say("web.unavailable", nil), From: next.Add(-time.Minute)}
	}
	if t.full == nil {
		t.full = map[id.School]time.Time{}
	}
	t.full[at] = full.Add(every)
	return nil
}

// admitBlind is admit for whoever is nobody: the same-origin proof, the school, how much it is told, the operation. An act
// of nobody's is made, at that school.
func (s *Server) admitBlind(ctx context.Context, r Route, c *fiber.Ctx, k *call) error {
	if r.changes() {
		if err := s.sameOrigin(c, r); err != nil {
			return err
		}
	}
	if err := storable(c, r); err != nil {
		return err
	}
	at, ok, err := s.Schools.Find(ctx, c.Params("school"))
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, "web.not_found", nil)
	}
	k.who = people.Who{School: at}
	if !r.changes() {
		return nil
	}
	op, ok := id.Parse[id.Op](c.Get("Operation-Id"))
	if !ok {
		return fault.New(fault.Invalid, "web.operation_missing", nil).In("Operation-Id")
	}
	count := &s.returns // which are recorded: whoever has five words could fill the record
	if r.Keeps {
		count = &s.tellings
	}
	if err := count.count(at, s.Access.Wall.Now()); err != nil {
		return err
	}
	k.act = event.Act{School: at, At: k.now, Op: op, Command: r.Name,
		Hash: event.HashOf([]byte(r.Name), []byte(c.OriginalURL()), c.Request().Body())}
	return nil
}

// onlyWords refuses a body with a file in it, written as a text: nothing on any route takes one.
//
// Policy: procedure.nudes.never_share (AR 11.1.1/18, BG 11.2/9)
func onlyWords(c *fiber.Ctx) error {
	body := c.Request().Body()
	if len(body) < shortestFile {
		return nil
	}
	in := json.NewDecoder(bytes.NewReader(body))
	for {
		token, err := in.Token()
		if err != nil { // the end; or no JSON, which is said where it is decoded
			return nil
		}
		if text, ok := token.(string); ok && concern.FileAsText(text) {
			return fault.New(fault.Invalid, "concern.only_words", nil)
		}
	}
}

// shortestFile is the fewest bytes that a picture and its data address take: an empty one has more.
const shortestFile = 64
