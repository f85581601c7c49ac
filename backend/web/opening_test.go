package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lollipop/backend/phrase"
)

var headings = regexp.MustCompile(`<h1[^>]*>(.*?)</h1>`)

// What stands on the first page before any script has run is readable: the heading of the app's own screen and a
// sentence, in the reader's language, with the way to tell someone.
func TestFirstPageIsReadable(t *testing.T) {
	h := newHouse(t)
	for path, key := range map[string]string{"/": "pwa.sign_in.title", "/sign-in": "pwa.sign_in.title",
		"/desk": "pwa.sign_in.title", "/home": "pwa.sign_in.title", "/l/ABCDEFGHJK": "letter.page.title",
		"/letter": "letter.page.title", "/hand-over": "family.hand_over.title", "/class-code": "pupil.code.title",
		"/link/abc": "pwa.link_page.title", "/read/hook-lane/0f": "offline.documents"} {
		for _, lang := range []string{"en", "pl", "ur", "en-x-easy", "en-x-pseudo"} {
			got := h.do(ask{path: path, header: http.Header{"Accept-Language": {lang}}})
			found := headings.FindAllStringSubmatch(got.body, -1)
			want := html.EscapeString(h.server.say(lang, key))
			if len(found) != 1 || html.UnescapeString(found[0][1]) != html.UnescapeString(want) {
				t.Errorf("%s in %s: %v, not %s", path, lang, found, want)
			}
			main, _, _ := strings.Cut(got.body[strings.Index(got.body, "<main"):], "</main>")
			if text := regexp.MustCompile(`<p>[^<]+</p>`).FindString(main); text == "" {
				t.Errorf("%s in %s: no sentence in %s", path, lang, main)
			}
			if doors := strings.Contains(main, `href="/letter"`); doors != (key == "pwa.sign_in.title") {
				t.Errorf("%s in %s: ways in for families: %v", path, lang, doors)
			}
			if !strings.Contains(got.body, `class="tell"`) {
				t.Errorf("%s in %s: no way to tell someone", path, lang)
			}
		}
	}
}

// A family's first page has the person, the screen's heading and every school with its number; of several people on one
// device it asks who is there, and a child is greeted by name.
func TestFirstPageOfAFamily(t *testing.T) {
	h := newHouse(t)
	hook, road := SchoolName{ID: "h", Slug: "hook-lane", Name: "Hook Lane", Phone: "01632 960123"},
		SchoolName{ID: "r", Slug: "beaver-road", Name: "Beaver Road", Phone: "01632 960456"}
	mother := FamilyPerson{Name: "Amina Khan", Seats: []Seat{{ID: "seat1", School: hook}, {ID: "seat2", School: road}}}
	father := FamilyPerson{Name: "Omar Khan", Seats: []Seat{{ID: "seat3", School: hook}}}
	one := Me{SignedIn: true, Kind: "family", School: &hook, People: []FamilyPerson{mother}}
	two := Me{SignedIn: true, Kind: "family", School: &hook, People: []FamilyPerson{mother, father}}
	child := Me{SignedIn: true, Kind: "pupil", School: &hook, Pupil: &Child{Name: "Maryam"}}
	lang := Language{Tag: "ur", Dir: "rtl"}
	say := func(key string, args map[string]any) string {
		return h.server.Languages.Say("ur", phrase.Say(key, args))
	}
	for _, row := range []struct {
		path, seat string
		me         Me
		heading    string
		want       opening
	}{
		{"/", "", one, say("family.home.hello", map[string]any{"Name": "Amina Khan"}), opening{Bar: true, Who: "Amina Khan", Schools: []SchoolName{hook, road}}},
		{"/sitting/:seat", "seat2", one, say("family.sitting.title", nil), opening{Bar: true, Who: "Amina Khan",
			Over: "Beaver Road", Schools: []SchoolName{hook, road}}},
		{"/home", "", two, say("family.who.title", nil), opening{}},
		{"/promises", "", child, say("pupil.hello.title", map[string]any{"Name": "Maryam"}), opening{Beside: true,
			Over: "Hook Lane", Schools: []SchoolName{hook}}},
		{"/desk", "", one, "", opening{}},
		{"/letter", "", one, say("letter.page.title", nil), opening{}},
	} {
		got := h.server.pages.opening(row.path, row.seat, lang, row.me)
		heading := strings.Map(func(r rune) rune {
			if r == '\u2068' || r == '\u2069' { // the name's element does what these do
				return -1
			}
			return r
		}, row.heading)
		if !row.want.Bar {
			heading = row.heading
		}
		if got.Heading+got.Name+got.After != heading || got.Bar != row.want.Bar || got.Beside != row.want.Beside || got.Who != row.want.Who ||
			got.Over != row.want.Over || len(got.Schools) != len(row.want.Schools) || got.Doors || got.Lead == "" {
			t.Errorf("%s: %+v", row.path, got)
		}
	}
	if got := road.Number(); got != "01632960456" {
		t.Error(got)
	}
}
