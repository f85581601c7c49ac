package web

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/id"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

// hiddenOf are the hidden fields of the page's form.
func hiddenOf(body string) url.Values {
	fields := url.Values{}
	for _, found := range hiddenField.FindAllStringSubmatch(body, -1) {
		fields.Set(found[1], html.UnescapeString(found[2]))
	}
	return fields
}

// fill asks for a form, fills it in, and sends it as a browser without a script does.
func (h *house) fill(t *testing.T, path string, answers url.Values) answer {
	t.Helper()
	page := h.do(ask{path: path})
	if page.status != http.StatusOK {
		t.Fatal(page.print())
	}
	fields := hiddenOf(page.body)
	for name, values := range answers {
		fields[name] = values
	}
	return h.sendForm(path, fields.Encode())
}

func (h *house) sendForm(path, body string) answer { return h.do(plainly(path, body)) }

// plainly is how a browser without a script sends a form.
func plainly(path, body string) ask {
	return ask{method: "POST", path: path, body: body, op: "none", header: http.Header{"Origin": {origin},
		"Sec-Fetch-Site": {"same-origin"}, "Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"text/html"}}}
}

// wordsOf are the five words of a receipt's page.
func wordsOf(body string) string {
	var words []string
	for _, found := range regexp.MustCompile(`<b><bdi>(.*?)</bdi></b>`).FindAllStringSubmatch(body, -1) {
		words = append(words, html.UnescapeString(found[1]))
	}
	return strings.Join(words, " ")
}

// read is how the safeguarding lead reads what was told in those words.
func (h *house) read(t *testing.T, words string) concern.Opened {
	t.Helper()
	who := h.here.staff["dsl"].Who()
	list, err := h.server.Concerns.Search(t.Context(), who, words)
	if err != nil || len(list) != 1 {
		t.Fatalf("the lead finds %d of %q: %v", len(list), words, err)
	}
	opened, err := h.server.Concerns.Read(t.Context(), who, list[0].ID, false)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// A child in each band and a grown-up, in each language, tells by the plain form, gets five words, comes back with them,
// reads what school answered and adds something.
func TestTellingWithoutAScript(t *testing.T) {
	h := newHouse(t)
	for _, band := range []string{"eyfs", "ks1", "ks2", "adult"} {
		for _, lang := range []string{"en", "pl", "ur", "en-x-easy", "en-x-pseudo"} {
			name := band + " in " + lang
			path := "/s/hook-lane/help?for=" + band + "&lang=" + lang
			form := h.do(ask{path: path})
			checkPage(t, name, form)
			if form.header.Get("Cache-Control") != "no-store" || strings.Contains(form.body, "concern.") ||
				!strings.Contains(form.body, `autocomplete="off"`) || strings.Contains(form.body, `type="file"`) ||
				!strings.Contains(form.body, "<title>"+h.server.say(lang, "web.name")+"</title>") {
				t.Errorf("%s: %v %v %s", name, strings.Contains(form.body, "concern."), strings.Contains(form.body, "<title>"+h.server.say(lang, "web.name")+"</title>"), form.print())
			}
			story := "Somebody wrote to me. " + name + "! <b>&amp;</b> \u0628\u0644\u06cc"
			told := h.fill(t, path, url.Values{"kinds": {"stranger", "secret"}, "about": {"outsider"}, "story": {story},
				"naming": {"anonymous"}, "name": {"Nobody"}})
			checkPage(t, name, told)
			words := wordsOf(told.body)
			if told.status != http.StatusOK || len(strings.Fields(words)) < 5 || told.header.Get("Set-Cookie") != "" ||
				told.header.Get("Cache-Control") != "no-store" || strings.Contains(told.body, "wrote to me") {
				t.Fatalf("%s: %s", name, told.print())
			}
			read := h.read(t, name+"!")
			if len(read.Entries) != 1 || read.Entries[0].Words != story || read.Head.Language != lang ||
				string(read.Head.Form) != band || !slices.Equal(read.Head.Kinds, []concern.Kind{"stranger", "secret"}) {
				t.Errorf("%s: the lead reads %+v %+v", name, read.Head, read.Entries)
			}
			who := h.here.staff["dsl"].Who()
			if _, err := h.server.Concerns.Reply(t.Context(), who, h.act(h.here, "dsl", "concern.reply"), read.ID,
				concern.Answer{Reply: "thank_you"}); err != nil {
				t.Fatal(err)
			}
			back := "/s/hook-lane/help/back?lang=" + lang
			seen := h.fill(t, back, url.Values{"receipt": {strings.ToUpper(words)}})
			checkPage(t, name, seen)
			if seen.status != http.StatusOK || !strings.Contains(seen.body, html.EscapeString(story)) ||
				!strings.Contains(seen.body, h.server.say(lang, "concern.reply.thank_you")) {
				t.Errorf("%s: they come back to %s", name, seen.print())
			}
			fields := hiddenOf(seen.body)
			fields.Set("words", "And again today.")
			more := h.sendForm(back, fields.Encode())
			if again := h.sendForm(back, fields.Encode()); again.status != http.StatusOK || again.body == "" {
				t.Errorf("%s: sent twice: %s", name, again.print())
			}
			if more.status != http.StatusOK || strings.Count(more.body, "And again today.") != 1 ||
				!strings.Contains(more.body, h.server.say(lang, "help.return.unread_new")) {
				t.Errorf("%s: more: %s", name, more.print())
			}
			if read := h.read(t, name+"!"); len(read.Entries) < 3 || read.Entries[len(read.Entries)-1].Words != "And again today." {
				t.Errorf("%s: the lead reads %+v", name, read.Entries)
			}
		}
	}
	if strings.Contains(h.log.String(), "Somebody wrote") || strings.Contains(h.log.String(), "127.0.0.1") {
		t.Error("the log says who or what")
	}
}

// A page sent twice tells once; another rendering is another telling.
func TestAPlainFormTellsOnce(t *testing.T) {
	h := newHouse(t)
	path := "/s/hook-lane/help?for=ks2"
	fields := hiddenOf(h.do(ask{path: path}).body)
	fields.Set("story", "Once.")
	first, second := h.sendForm(path, fields.Encode()), h.sendForm(path, fields.Encode())
	if first.status != http.StatusOK || wordsOf(first.body) == "" || wordsOf(first.body) != wordsOf(second.body) {
		t.Errorf("%s\n%s", first.print(), second.print())
	}
	list := func() int {
		all, err := h.server.Concerns.List(t.Context(), h.here.staff["dsl"].Who(), false)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if n := list(); n != 1 {
		t.Errorf("%d were told", n)
	}
	if got := h.fill(t, path, url.Values{"story": {"Once."}}); got.status != http.StatusOK || list() != 2 {
		t.Errorf("another page is not another telling: %s", got.print())
	}
}

// Whatever is wrong with the form, everything that was written is still on the page, and it says in plain words what is
// wrong.
func TestAWrongFormLosesNothing(t *testing.T) {
	h := newHouse(t)
	path := "/s/hook-lane/help?for=ks2"
	long := strings.Repeat("word ", concern.WordsLength/5+1)
	for name, row := range map[string]struct {
		answers url.Values
		status  int
		says    string
		stays   []string
	}{
		"nothing said":   {url.Values{"naming": {"named"}, "name": {"Ola"}}, 422, "concern.nothing_said", []string{`value="Ola"`, `value="named" checked`}},
		"too long":       {url.Values{"story": {long}, "kinds": {"saw"}}, 422, "", []string{strings.TrimSpace(long[:200]), `value="saw" checked`}},
		"a picture":      {url.Values{"story": {"data:image/png;base64,AAAA"}}, 422, "concern.only_words", []string{"data:image/png;base64,AAAA"}},
		"a 100 KB story": {url.Values{"story": {strings.Repeat("z ", 50_000)}}, 422, "", []string{"z z z z"}},
		"an answer that is none": {url.Values{"story": {"Hm."}, "feel": {"purple"}}, 422, "concern.form.invalid",
			[]string{"Hm."}},
		"a script": {url.Values{"story": {`</textarea><script>x()</script>`}, "feel": {"purple"}, "name": {`"><script>`}},
			422, "", []string{"&lt;/textarea&gt;&lt;script&gt;x()&lt;/script&gt;", `value="&#34;&gt;&lt;script&gt;"`}},
	} {
		got := h.fill(t, path, row.answers)
		checkPage(t, name, got)
		stays := append(row.stays, h.server.say("en", "help.form.still_here"), "<bdi>999</bdi>")
		if row.says != "" {
			stays = append(stays, html.EscapeString(h.server.say("en", row.says)))
		}
		for _, text := range stays {
			if got.status != row.status || !strings.Contains(strings.ReplaceAll(got.body, "&#39;", "’"), strings.ReplaceAll(text, "&#39;", "’")) {
				t.Errorf("%s: %d without %.100q: %.3000s", name, got.status, text, got.body)
			}
		}
		if strings.Contains(got.body, "<script") {
			t.Errorf("%s: a script came through", name)
		}
	}
}

// However many are under way at the school, and where it cannot be asked just now, all that was written stays on the page,
// whom it is about too, with the numbers; sent again it is told once.
func TestAFloodLosesNobodysWords(t *testing.T) {
	h := newHouse(t)
	path := "/s/hook-lane/help?for=ks2"
	fields := hiddenOf(h.do(ask{path: path}).body)
	for name, value := range map[string]string{"story": "Mr X shouts.", "about": "head", "kinds": "unkind", "name": "Ola", "naming": "named"} {
		fields.Set(name, value)
	}
	stays := func(name string, got answer, status int) {
		t.Helper()
		checkPage(t, name, got)
		for _, text := range []string{"Mr X shouts.</textarea>", `value="head" checked`, `value="unkind" checked`, `value="Ola"`,
			"<bdi>999</bdi>", "<bdi>0800 1111</bdi>"} {
			if got.status != status || !strings.Contains(got.body, text) || got.header.Get("Retry-After") == "" {
				t.Errorf("%s: without %s: %s", name, text, got.print())
			}
		}
	}
	var leave []func()
	for {
		out, ok := h.server.crowd.enter("tell hook-lane")
		if !ok {
			break
		}
		leave = append(leave, out)
	}
	full := h.sendForm(path, fields.Encode())
	stays("a crowd", full, http.StatusServiceUnavailable)
	more := url.Values{"do": {"add"}, "op": {string(id.New[id.Op]())}, "receipt": {"cat dog sun hat egg"}, "words": {"He is here."}, "language": {"en"}}
	if got := h.sendForm("/s/hook-lane/help/back", more.Encode()); got.status != http.StatusServiceUnavailable ||
		!strings.Contains(got.body, "He is here.</textarea>") || !strings.Contains(got.body, `value="cat dog sun hat egg"`) {
		t.Errorf("what was added is lost: %s", got.print())
	}
	for _, out := range leave {
		out()
	}
	for h.server.tellings.count(h.here.school.ID, h.wall.Now()) == nil {
	}
	stays("601 a minute", h.sendForm(path, fields.Encode()), http.StatusTooManyRequests)
	for h.server.returns.count(h.here.school.ID, h.wall.Now()) == nil {
	}
	if got := h.sendForm("/s/hook-lane/help/back", more.Encode()); got.status != http.StatusTooManyRequests ||
		!strings.Contains(got.body, "He is here.</textarea>") {
		t.Errorf("what was added is lost: %s", got.print())
	}
	h.wall.Move(time.Minute)
	again := hiddenOf(full.body)
	for _, name := range []string{"story", "about", "kinds", "name", "naming"} {
		again[name] = fields[name]
	}
	for range 2 {
		if got := h.sendForm(path, again.Encode()); got.status != http.StatusOK || wordsOf(got.body) == "" {
			t.Errorf("sent again: %s", got.print())
		}
	}
	for short, want := range map[string]int{"hd": 0, "chr": 1, "dsl": 0} {
		if all, err := h.server.Concerns.List(t.Context(), h.here.staff[short].Who(), false); err != nil || len(all) != want {
			t.Errorf("%s reads %d, %v", short, len(all), err)
		}
	}
}

// What is no form of ours is refused, with the numbers on the page; a body past every bound as well.
func TestOnlyOurOwnFormIsTaken(t *testing.T) {
	h := newHouse(t)
	path := "/s/hook-lane/help?for=ks2"
	fields := hiddenOf(h.do(ask{path: path}).body)
	fields.Set("story", "From elsewhere.")
	body := fields.Encode()
	ours := func(more ...string) http.Header {
		header := http.Header{"Origin": {origin}, "Sec-Fetch-Site": {"same-origin"}, "Accept": {"text/html"},
			"Content-Type": {"application/x-www-form-urlencoded"}}
		for i := 0; i+1 < len(more); i += 2 {
			header[more[i]] = []string{more[i+1]}
		}
		return header
	}
	for name, row := range map[string]struct {
		header http.Header
		body   string
		status int
	}{
		"another origin":   {ours("Origin", "https://evil.test"), body, 403},
		"another site":     {ours("Sec-Fetch-Site", "cross-site"), body, 403},
		"multipart":        {ours("Content-Type", "multipart/form-data; boundary=x"), body, 422},
		"text":             {ours("Content-Type", "text/plain"), body, 422},
		"JSON":             {ours("Content-Type", "application/json"), body, 422},
		"no type":          {ours("Content-Type", "application/octet-stream"), body, 422},
		"an unknown field": {ours(), body + "&file=x", 422},
		"a field twice":    {ours(), body + "&story=x", 422},
		"no operation":     {ours(), strings.ReplaceAll(body, "op=", "op=x"), 422},
		"no form":          {ours(), strings.ReplaceAll(body, "form=ks2", "form=ks9"), 422},
		"broken UTF-8":     {ours(), body + "&when=%ff", 422},
		"NUL":              {ours(), body + "&when=%00", 422},
		"half an escape":   {ours(), body + "&when=%f", 422},
		"past every bound": {ours(), body + "&when=" + strings.Repeat("a", plainFormLimit), 413},
		"compressed":       {ours("Content-Encoding", "br"), body, 415},
	} {
		got, err := h.try(ask{method: "POST", path: path, body: row.body, op: "none", header: row.header})
		if name == "past every bound" && err != nil {
			continue // the server hung up while the rest was on its way: TestTooLongAStory reads the answer
		}
		if got.status != row.status || !strings.Contains(got.body, "<bdi>999</bdi>") ||
			!strings.Contains(got.body, "<bdi>0800 1111</bdi>") || strings.Contains(got.body, "From elsewhere") {
			t.Errorf("%s: %s", name, got.print())
		}
	}
	bare := h.rawly(t, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: lollipop.test\r\nAccept: text/html\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body))
	if bare.status != http.StatusForbidden || !strings.Contains(bare.body, "<bdi>999</bdi>") {
		t.Errorf("no proof of where it comes from: %s", bare.print())
	}
	if all, err := h.server.Concerns.List(t.Context(), h.here.staff["dsl"].Who(), false); err != nil || len(all) != 0 {
		t.Errorf("%d were told: %v", len(all), err)
	}
}

// Whoever sends more than can be read is told how long it may be, and where help is, and the connection ends.
func TestTooLongAStory(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/s/hook-lane/help?for=ks2&lang=ur", "/s/hook-lane/help/back?lang=ur"} {
		got := h.rawly(t, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: lollipop.test\r\nAccept: text/html\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", path, plainFormLimit+1))
		checkPage(t, path, got)
		for _, text := range []string{h.server.say("ur", "help.too_large"), "8000", "<bdi>999</bdi>", "<bdi>0800 1111</bdi>",
			`href="/s/hook-lane/help?lang=ur"`} {
			if got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, text) {
				t.Errorf("%s: without %s: %s", path, text, got.print())
			}
		}
	}
}

// A door that is shut shows no form, says so, and has every number; five words that nobody has are the same as none.
func TestAShutDoorAndUnknownWords(t *testing.T) {
	h := newHouse(t)
	unknown := h.fill(t, "/s/hook-lane/help/back", url.Values{"receipt": {"these are no words here"}})
	other := h.fill(t, "/s/hook-lane/help/back", url.Values{"receipt": {""}})
	for _, got := range []answer{unknown, other} {
		if got.status != http.StatusNotFound || !strings.Contains(got.body, "<bdi>999</bdi>") ||
			!strings.Contains(got.body, `name="receipt"`) {
			t.Error(got.print())
		}
	}
	if !strings.Contains(unknown.body, `value="these are no words here"`) {
		t.Error("what was typed is lost")
	}
	fields := hiddenOf(h.do(ask{path: "/s/hook-lane/help?for=ks2"}).body)
	fields.Set("story", "Too late.")
	hd := h.here.staff["hd"].Who()
	if err := h.server.Concerns.SetDoor(t.Context(), hd, h.act(h.here, "hd", "concern.door"), false); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/s/hook-lane/help", "/s/hook-lane/help?for=ks2"} {
		got := h.do(ask{path: path})
		if strings.Contains(got.body, "<form") || strings.Contains(got.body, "for=ks1") || !strings.Contains(got.body, "01632 960123") ||
			!strings.Contains(got.body, h.server.say("en", "help.closed")) || !strings.Contains(got.body, "<bdi>0800 1111</bdi>") {
			t.Errorf("%s: %s", path, got.body)
		}
	}
	got := h.sendForm("/s/hook-lane/help?for=ks2", fields.Encode())
	if got.status != http.StatusForbidden || !strings.Contains(got.body, "Too late.") || !strings.Contains(got.body, "01632 960123") {
		t.Error(got.print())
	}
}

// Whoever is named by their role on the form is kept from it, by the plain form as by the app's.
func TestThePlainFormKeepsItFromWhomItIsAbout(t *testing.T) {
	h := newHouse(t)
	form := h.do(ask{path: "/s/hook-lane/help?for=adult"})
	if !strings.Contains(form.body, `value="head"`) || !strings.Contains(form.body, "Work"+h.here.canary+"hd") {
		t.Errorf("the head cannot be named: %s", form.body)
	}
	told := h.fill(t, "/s/hook-lane/help?for=adult", url.Values{"about": {"head", "staff"}, "story": {"About the head."}})
	if told.status != http.StatusOK {
		t.Fatal(told.print())
	}
	for short, want := range map[string]int{"hd": 0, "chr": 1, "dsl": 0} {
		all, err := h.server.Concerns.List(t.Context(), h.here.staff[short].Who(), false)
		if err != nil || len(all) != want {
			t.Errorf("%s sees %d: %v", short, len(all), err)
		}
	}
}

// FuzzPlainForms sends any body to the plain forms: the answer is no fault of ours, holds no script, and has the numbers.
func FuzzPlainForms(f *testing.F) {
	h := newHouse(f)
	for _, body := range []string{"", "form=ks2&op=x", "a=%ff", "story=%00", "story=a&story=b", "do=look&receipt=cat+dog",
		"do=add&op=7zzzzzzzzzzzzzzzzzzzzzzzzz&receipt=&words=x", "form=adult&op=7zzzzzzzzzzzzzzzzzzzzzzzzz&about=head&about=head",
		"form=ks1&op=7zzzzzzzzzzzzzzzzzzzzzzzzz&story=%3C%2Ftextarea%3E%3Cscript%3E", "form=eyfs&op=7zzzzzzzzzzzzzzzzzzzzzzzzz&kinds=%E2%80%AE"} {
		f.Add(false, []byte(body))
		f.Add(true, []byte(body))
	}
	f.Fuzz(func(t *testing.T, back bool, body []byte) {
		path := "/s/hook-lane/help"
		if back {
			path += "/back"
		}
		if len(body) >= plainFormLimit {
			return // TestTooLongAStory sends those
		}
		got, err := h.try(plainly(path, string(body)))
		if err != nil || got.status >= 500 || strings.Contains(got.body, "<script") || !strings.Contains(got.body, "<bdi>999</bdi>") {
			t.Errorf("%s %q: %v %s", path, body, err, got.print())
		}
	})
}
