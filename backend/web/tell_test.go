package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/store/storetest"
)

// sends posts to a school's door as somebody without anything; more is header by header.
func (h *house) sends(path, body string, more ...string) answer {
	h.t.Helper()
	return h.do(ask{method: "POST", path: "/api/tell/" + path, body: body, header: sent(more...)})
}

// into decodes an answer that has to be a yes.
func into[T any](t testing.TB, a answer) (out T) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || a.status != http.StatusOK {
		t.Fatalf("%s (%v)", a.print(), err)
	}
	return out
}

// reads asks as a reader who has just proved themselves.
func (h *house) reads(p *place, short, method, path, body string) answer {
	h.t.Helper()
	h.proves(p, short, p.session[short])
	return h.do(ask{method: method, path: path, body: body, session: p.session[short], header: sent("Accept-Language", "en")})
}

// Somebody tells, a reader reads and answers, and five words bring whoever told it back to that, on both engines.
func TestTellAndBeRead(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			h := houseOn(t, kind.Open(t))
			told := h.sends("hook-lane", `{"form":"ks2","about":["child"],"kinds":["unkind"],"feel":"scared","story":"They write `+
				`<b>things</b>.","language":"pl"}`)
			if told.header.Get("Cache-Control") != "no-store" || told.header.Get("Set-Cookie") != "" {
				t.Error(told.print())
			}
			receipt, ok := concern.ParseReceipt(into[Receipt](t, told).Receipt)
			if !ok {
				t.Fatal(told.print())
			}
			back := func(language string) Thread {
				words := strings.ToUpper(strings.Join(h.server.Concerns.Words.Say(language, receipt), ",  "))
				return into[Thread](t, h.sends("hook-lane/look", `{"receipt":"`+words+`"}`))
			}
			if th := back("pl"); th.Status != "told" || th.ReadAt != nil || len(th.Lines) != 1 || !th.Lines[0].Mine {
				t.Errorf("before anybody read it: %+v", th)
			}
			list := into[Concerns](t, h.reads(h.here, "dsl", "GET", "/api/concerns", ""))
			if len(list.Items) != 1 || list.Items[0].Urgency != "soon" || !list.Items[0].First || !list.Items[0].Unread {
				t.Fatalf("%+v", list)
			}
			at := "/api/concerns/" + list.Items[0].ID
			if w := into[Waiting](t, h.reads(h.here, "dsl", "GET", "/api/concerns/waiting", "")); !w.Unread {
				t.Errorf("nothing waits: %+v", w)
			}
			opened := into[OpenedConcern](t, h.reads(h.here, "dsl", "GET", at, ""))
			if len(opened.Entries) != 1 || opened.Entries[0].Words != "They write <b>things</b>." || opened.Why == nil ||
				opened.Why.Key != "concerns.welfare.routed" || len(opened.WhoReads) != 1 || !opened.WhoReads[0].Me {
				t.Errorf("%+v", opened)
			}
			into[OpenedConcern](t, h.reads(h.here, "dsl", "POST", at+"/reply", `{"phrase":"concern.reply.believe_you"}`))
			into[OpenedConcern](t, h.reads(h.here, "dsl", "POST", at+"/note", `{"words":"I speak with her teacher."}`))
			if th := back("ur"); th.Status != "read" || th.ReadAt == nil || len(th.Lines) != 2 ||
				th.Lines[1].Phrase != "concern.reply.believe_you" {
				t.Errorf("after it was read: %+v", th)
			}
			words := strings.Join(h.server.Concerns.Words.Say("en", receipt), " ")
			if th := into[Thread](t, h.sends("hook-lane/more", `{"receipt":"`+words+`","words":"And again."}`)); len(th.Lines) != 3 {
				t.Errorf("after more was said: %+v", th)
			}
			if other := h.sends("beaver-road/look", `{"receipt":"`+words+`"}`); other.status != http.StatusNotFound ||
				other.problem(t).Title != h.server.say("en", "concern.receipt.unknown") {
				t.Errorf("at the other school: %s", other.print())
			}
		})
	}
}

// What waited on a device arrives as if it had been told there and then; whoever carries it can change nothing of it.
func TestWhatWaitedArrives(t *testing.T) {
	h := newHouse(t)
	plain := `{"form":"eyfs","feel":"sad","receipt":"3.41.7.255.0"}`
	draft := h.draft(h.here, []byte(plain))
	op := string(id.New[id.Op]())
	for range 2 { // whatever was lost on the way, it is told once
		a := h.do(ask{method: "POST", path: "/api/tell/hook-lane/sealed", body: `{"sealed":"` + draft + `"}`, op: op})
		if got := into[Receipt](t, a); got.Receipt != "3.41.7.255.0" {
			t.Error(a.print())
		}
	}
	if list := into[Concerns](t, h.reads(h.here, "dsl", "GET", "/api/concerns", "")); len(list.Items) != 1 {
		t.Errorf("%+v", list)
	}
	for what, sealed := range map[string]string{"another school's": h.draft(h.there, []byte(plain)), "no base64": "%", "nothing": "",
		"changed": "AAAA" + draft[4:], "cut": draft[:80], "no form": h.draft(h.here, []byte(`{"file":"x"}`))} {
		if a := h.sends("hook-lane/sealed", `{"sealed":"`+sealed+`"}`); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", what, a.print())
		}
	}
}

// A closed door says so, with the school's number, and keeps nothing; a school that is not there is not there.
func TestAClosedDoorSaysSo(t *testing.T) {
	h := newHouse(t)
	receipt := aReceipt(h, h.here)["receipt"]
	if d := into[TellDoor](t, h.reads(h.here, "hd", "POST", "/api/tell-door", `{"open":false}`)); d.Open || d.By == "" ||
		d.Ruling.Verdict != "allowed" || len(d.Readers) < 2 {
		t.Errorf("%+v", d)
	}
	if d := into[Doorway](t, h.do(ask{path: "/api/tell/hook-lane"})); d.Open || d.Phone != "01632 960123" || d.Key == "" ||
		len(d.Choices) == 0 || d.ReadsNow || d.ReadsFrom == nil {
		t.Errorf("%+v", d)
	}
	unchanged := h.snapshot()
	got := h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`)
	if got.status != http.StatusForbidden || !strings.Contains(got.problem(t).Title, "01632 960123") {
		t.Error(got.print())
	}
	for path, body := range map[string]string{"": `{"form":"ks2","feel":"sad"}`, "/sealed": `{"sealed":""}`,
		"/look": `{"receipt":"a"}`, "/more": `{"receipt":"a","words":"b"}`} {
		got := h.sends("nowhere"+path, body)
		if got.status != http.StatusNotFound || got.problem(t).Title != h.server.say("en", "web.not_found") {
			t.Errorf("%s: %s", path, got.print())
		}
	}
	if err := unchanged(); err != nil {
		t.Error(err)
	}
	into[Thread](t, h.sends("hook-lane/look", `{"receipt":"`+receipt+`"}`)) // what was told is read on
}

// What cannot be used is refused in words that help, and what is only odd is kept as text.
func TestWhatCannotBeTold(t *testing.T) {
	h := newHouse(t)
	for what, row := range map[string]struct{ body, key string }{
		"nothing":             {`{"form":"ks2"}`, "concern.nothing_said"},
		"spaces":              {`{"form":"ks2","story":" \t\n "}`, "concern.nothing_said"},
		"a picture as text":   {`{"form":"ks2","story":"data:image/png;base64,` + strings.Repeat("A", 300) + `"}`, "concern.only_words"},
		"a file as letters":   {`{"form":"ks2","story":"` + strings.Repeat("iVBORw0KGgo", 60) + `"}`, "concern.only_words"},
		"another form":        {`{"form":"uks3","story":"a"}`, "concern.form.invalid"},
		"a role that is none": {`{"form":"ks2","about":["caretaker"]}`, "concern.form.invalid"},
		"a number":            {`{"form":"ks2","story":7}`, "web.malformed"},
		"a list":              {`{"form":"ks2","story":["a"]}`, "web.malformed"},
		"a file":              {`{"form":"ks2","story":"a","file":"b"}`, "web.malformed"},
		"files":               {`{"form":"ks2","story":"a","files":[{"name":"a.png"}]}`, "web.malformed"},
	} {
		if got := h.sends("hook-lane", row.body); got.status != http.StatusUnprocessableEntity ||
			got.problem(t).Title != h.server.say("en", row.key) {
			t.Errorf("%s: %s", what, got.print())
		}
	}
	long := h.sends("hook-lane", `{"form":"ks2","story":"`+strings.Repeat("a b ", 3000)+`"}`)
	if p := long.problem(t); long.status != http.StatusUnprocessableEntity || p.Field != "story" || !strings.Contains(p.Title, "8") {
		t.Error(long.print())
	}
	if got := h.sends("hook-lane", `{"form":"ks2","story":"`+strings.Repeat("a b ", 25_000)+`"}`); got.status != 413 {
		t.Error(got.print())
	}
	odd := "\u202eevil\u2066 <script>alert(1)</script> http://evil.test/x?y=z \u0007 كيف"
	text, err := json.Marshal(map[string]string{"form": "adult", "story": odd, "when": odd, "naming": "named", "name": odd, "class": odd, "reach": odd})
	made(h, text, err)
	receipt, _ := concern.ParseReceipt(into[Receipt](t, h.sends("hook-lane", string(text))).Receipt)
	words := strings.Join(h.server.Concerns.Words.Say("en", receipt), " ")
	th := into[Thread](t, h.sends("hook-lane/look", `{"receipt":"`+words+`"}`))
	if want := "evil <script>alert(1)</script> http://evil.test/x?y=z  كيف"; th.Lines[0].Words != want {
		t.Errorf("%q", th.Lines[0].Words)
	}
}

// rows are all rows of the database, by table: each as a line of a dump has it, under the names of its columns.
func (h *house) rows() map[string][]map[string]any {
	h.t.Helper()
	var dump bytes.Buffer
	_, err := h.store.Dump(h.t.Context(), &dump, time.Time{}, "")
	made(h, dump.Len(), err)
	lines := bytes.Split(bytes.TrimSpace(dump.Bytes()), []byte("\n"))
	var head struct {
		Tables []struct {
			Name    string
			Columns []struct{ Name string }
		}
	}
	made(h, head, json.Unmarshal(lines[0], &head))
	all, columns, table := map[string][]map[string]any{}, map[string][]string{}, ""
	for _, t := range head.Tables {
		for _, c := range t.Columns {
			columns[t.Name] = append(columns[t.Name], c.Name)
		}
	}
	for _, line := range lines[1:] {
		if line[0] != '[' {
			var begins struct{ Part struct{ Table string } }
			if json.Unmarshal(line, &begins) == nil && begins.Part.Table != "" {
				table = begins.Part.Table
			}
			continue
		}
		var values []any
		made(h, values, json.Unmarshal(line, &values))
		row := map[string]any{}
		for i, v := range values {
			row[columns[table][i]] = v
		}
		all[table] = append(all[table], row)
	}
	return all
}

// newSince are the rows that were not there before, as text, and without what differs between any two tellings of the
// same: ids, times, what is sealed, digests, and where they stand in a chain.
func newSince(before, after map[string][]map[string]any) (raw string, masked []string) {
	for table, rows := range after {
		old := map[string]bool{}
		for _, row := range before[table] {
			old[fmt.Sprint(row)] = true
		}
		for _, row := range rows {
			if old[fmt.Sprint(row)] {
				continue
			}
			raw += fmt.Sprintln(table, row)
			same := maps.Clone(row)
			for column, value := range row {
				text, ok := value.(string)
				switch {
				case column == "position":
					same[column] = "a place"
				case ok && random.MatchString(text):
					same[column] = fmt.Sprintf("%d letters", len(text))
				case ok:
					same[column] = digest.ReplaceAllString(anID.ReplaceAllString(text, "an id"), `"a digest"`)
				}
			}
			masked = append(masked, fmt.Sprintln(table, same))
		}
	}
	slices.Sort(masked)
	return raw, masked
}

var (
	random = regexp.MustCompile(`^[A-Za-z0-9+/]{22,}=*$|^\d{4}-\d\d-\d\dT`)
	digest = regexp.MustCompile(`"[A-Za-z0-9+/]{43}="`)
	anID   = regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{26}`)
)

// Whatever a browser says of who it is, nothing of that reaches a row, an event, an operation, the log, the limiter or the
// answer.
func TestWhoeverTellsIsNobody(t *testing.T) {
	const agent, elsewhere = "Kite-Tablet/7 (Room 12)", "203.0.113.77"
	for _, kind := range storetest.Kinds {
		if kind.Name == "file" {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			h := houseOn(t, kind.Open(t))
			session := h.here.session["tea"]
			h.proves(h.here, "tea", session)
			loud := []string{"Cookie", sessionCookie + "=" + string(session) + "; lang=ur", "X-Forwarded-For", elsewhere, "Forwarded",
				"for=" + elsewhere, "Referer", origin + "/s/hook-lane/page?kite", "User-Agent", agent, "As",
				string(h.here.staff["tea"].ID), "X-Device", "kite-12", "If-None-Match", `"kite"`, "Accept-Language", "en"}
			quiet := []string{"Accept-Language", "en", "User-Agent", "Other"}
			sealed := func() string { return `{"sealed":"` + h.draft(h.here, []byte(`{"form":"ks2","feel":"sad"}`)) + `"}` }
			words := aReceipt(h, h.here)["receipt"]
			before := h.rows()
			for _, try := range []struct {
				path string
				body func() string
			}{
				{"hook-lane", func() string { return `{"form":"ks2","about":["child"],"story":"They write things.","language":"pl"}` }},
				{"hook-lane/sealed", sealed},
				{"hook-lane/look", func() string { return `{"receipt":"` + words + `"}` }},
				{"hook-lane/more", func() string { return `{"receipt":"` + words + `","words":"Once more."}` }},
				{"hook-lane/look", func() string { return `{"receipt":"apple"}` }},
			} {
				var answers, logs [2]string
				var masked [2][]string
				for i, header := range [][]string{quiet, loud} {
					line := len(h.log.String())
					got := h.sends(try.path, try.body(), header...)
					var raw string
					after := h.rows()
					raw, masked[i] = newSince(before, after)
					before = after
					logs[i] = timed.ReplaceAllString(h.log.String()[line:], "")
					got.header.Del("Content-Length") // numbers are as long as they are
					answers[i] = receiptsIn.ReplaceAllString(got.print(), "a receipt")
					for _, mine := range []string{string(session), string(session.Hash()), string(h.here.staff["tea"].ID), agent, elsewhere,
						"127.0.0.1", "kite", "Kite"} {
						if strings.Contains(raw, mine) || strings.Contains(logs[i], mine) {
							t.Errorf("%s: %q is in what was kept or logged: %s %s", try.path, mine, raw, logs[i])
						}
					}
					if i == 0 && try.path != "hook-lane/look" && raw == "" {
						t.Fatalf("%s keeps nothing: %s", try.path, got.print())
					}
				}
				if try.path != "hook-lane/more" && answers[0] != answers[1] { // who says more the second time reads more
					t.Errorf("%s: the answers differ:\n%s\n%s", try.path, answers[0], answers[1])
				}
				if logs[0] != logs[1] || strings.Count(logs[0], "\n") != 1 || strings.Contains(logs[0], "op=") {
					t.Errorf("%s: the log says %q and %q", try.path, logs[0], logs[1])
				}
				if try.path != "hook-lane/more" && !slices.Equal(masked[0], masked[1]) {
					t.Errorf("%s: what is kept differs:\n%s\n%s", try.path, masked[0], masked[1])
				}
			}
		})
	}
}

var (
	timed      = regexp.MustCompile(`time=\S+ `)
	receiptsIn = regexp.MustCompile(`\d+(\.\d+){4}`)
)

// A valid session neither lets somebody tell as themselves nor hinders them, and a session that was ended is no matter.
func TestASessionIsNoMatterToWhoTells(t *testing.T) {
	h := newHouse(t)
	for _, token := range []access.Token{"", "not-a-token", access.NewToken(), h.here.session["lft"], h.here.session["pup"],
		h.there.session["par"]} {
		a := h.do(ask{method: "POST", path: "/api/tell/hook-lane", body: `{"form":"ks2","feel":"sad"}`, session: token})
		into[Receipt](t, a)
	}
}

// 200 a minute from one tablet are all kept. Beyond what a school can be told in a minute everybody waits, who it is makes
// no difference, and the other school notices nothing.
func TestAFloodIsKeptUpToABound(t *testing.T) {
	h := newHouse(t)
	for i := range 200 {
		into[Receipt](t, h.sends("hook-lane", fmt.Sprintf(`{"form":"ks2","story":"Number %d"}`, i)))
	}
	if list := into[Concerns](t, h.reads(h.here, "dsl", "GET", "/api/concerns", "")); len(list.Items) != 200 {
		t.Errorf("%d are kept", len(list.Items))
	}
	for range tellsAMinute - 200 {
		made(h, 0, h.server.tellings.count(h.here.school.ID, h.wall.Now()))
	}
	got := h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`, "X-Forwarded-For", "203.0.113.9")
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "1" {
		t.Error(got.print())
	}
	into[Receipt](t, h.sends("beaver-road", `{"form":"ks2","feel":"sad"}`))
	h.wall.Set(h.wall.Now().Add(100 * time.Millisecond))
	into[Receipt](t, h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`))
	for range 2 * tellsAMinute {
		_ = h.server.tellings.count(h.here.school.ID, h.wall.Now())
	}
	h.wall.Set(h.wall.Now().Add(-24 * time.Hour)) // a clock that is set back makes nobody wait
	into[Receipt](t, h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`))
}

// However long a tablet floods a school, three times as fast as it can be told, whoever tries again as the app does is
// taken after a few seconds.
func TestAFloodLeavesRoomForAChild(t *testing.T) {
	const again = 1013 * time.Millisecond
	var school tellings
	now, taken, longest := monday, 0, 0
	for second := range 600 {
		if second%20 != 10 { // and nobody else tells anything
			for range 30 {
				now = now.Add(time.Second / 30)
				_ = school.count("here", now)
			}
			continue
		}
		for tries := 1; ; tries++ { // while the flood goes on
			for end := now.Add(again); now.Before(end); now = now.Add(time.Second / 30) {
				_ = school.count("here", now)
			}
			if school.count("here", now) == nil {
				taken, longest = taken+1, max(longest, tries)
				break
			}
			if tries > 30 {
				t.Fatalf("a child was refused %d times, %d were taken", tries, taken)
			}
		}
	}
	if taken != 30 || longest > 10 {
		t.Errorf("%d children were taken, the slowest after %d tries", taken, longest)
	}
}

// Receipts are guessed slowly, by all together.
func TestGuessingReceiptsIsSlow(t *testing.T) {
	h := newHouse(t)
	nobodys := strings.Join(h.server.Concerns.Words.Say("en", concern.Receipt{1, 2, 3, 4, 5}), " ")
	var got answer
	for range 100 {
		if got = h.sends("hook-lane/look", `{"receipt":"`+nobodys+`"}`); got.status != http.StatusNotFound {
			break
		}
	}
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "2" ||
		got.problem(t).Title != h.server.say("en", "concern.receipt.slow") {
		t.Error(got.print())
	}
}
