package main

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lollipop/backend/id"
)

var links = regexp.MustCompile(`  (.+?)  +(.+?)  +(http://\S+/link/\S+)`)

func TestTheDemoLetsItsPeopleIn(t *testing.T) {
	folder := t.TempDir()
	s := start(t, in(folder), greeted, "demo")
	defer s.stop()
	if !strings.Contains(s.lines.String(), ", 08:35.") {
		t.Errorf("not at 08:35: %s", s.lines)
	}
	seen := map[string]int{}
	for _, line := range links.FindAllStringSubmatch(s.lines.String(), -1) {
		for _, role := range []string{"office secretary", "class teacher", "designated safeguarding lead",
			"deputy safeguarding lead", "head"} {
			if strings.Contains(line[2], role) {
				seen[role]++
			}
		}
		if who := enter(t, s, line[3]); who.Person.Name != line[1] || !who.SignedIn || !who.Demo {
			t.Errorf("%s lets %+v in", line[0], who)
		}
	}
	for role, times := range seen {
		if times != 2 {
			t.Errorf("%s: %d links", role, times)
		}
	}
	if len(seen) != 5 {
		t.Errorf("links are for %v", seen)
	}
}

type me struct {
	SignedIn bool `json:"signed_in"`
	Demo     bool `json:"demo"`
	Person   struct {
		Name string `json:"name"`
	} `json:"person"`
}

// enter uses a one-time link as the app does, and asks who that is now.
func enter(t *testing.T, s *server, link string) (who me) {
	t.Helper()
	origin, token, _ := strings.Cut(link, "/link/")
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodPost, origin+"/api/links/"+token,
		strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Content-Type", "application/json")
	ask.Header.Set("Origin", origin)
	ask.Header.Set("Operation-Id", string(id.New[id.Op]()))
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(answer.Body)
		t.Fatalf("the link answers %d %s", answer.StatusCode, body)
	}
	ask, err = http.NewRequestWithContext(t.Context(), http.MethodGet, s.address()+"/api/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range answer.Cookies() {
		ask.AddCookie(cookie)
	}
	answer, err = http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&who); err != nil {
		t.Fatal(err)
	}
	return who
}

var onPage = regexp.MustCompile(`href="(/link/[^"]+)"`)

// The page shows links that work: those of the terminal until they are used, and then new ones.
func TestTheDemoPage(t *testing.T) {
	s := start(t, in(t.TempDir()), greeted, "demo")
	defer s.stop()
	printed := links.FindAllStringSubmatch(s.lines.String(), -1)
	_, page := get(t, s.address()+"/demo")
	shown := onPage.FindAllStringSubmatch(page, -1)
	if len(shown) != len(printed) || len(shown) < 8 {
		t.Fatalf("%d links on the page, %d printed", len(shown), len(printed))
	}
	for i := range shown {
		if s.address()+shown[i][1] != printed[i][3] {
			t.Errorf("%s is shown, %s was printed", shown[i][1], printed[i][3])
		}
	}
	enter(t, s, printed[0][3])
	_, page = get(t, s.address()+"/demo")
	again := onPage.FindAllStringSubmatch(page, -1)
	if again[0][1] == shown[0][1] || again[1][1] != shown[1][1] {
		t.Errorf("after one was used, the first two are %v", again[:2])
	}
	enter(t, s, s.address()+again[0][1])
}
