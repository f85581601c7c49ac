package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"lollipop/backend/id"
)

var (
	letters = regexp.MustCompile(`  (.+?)  +(.+?)  +http://\S+(/l/\S+)  .+’s birthday: (\d+) (\w+)`)
	classes = regexp.MustCompile(`children come in at \S+/class-code with (\S+)`)
)

// post asks for a change with nobody signed in, and reads the answer.
func post(t *testing.T, s *server, path string, body any, answer any) int {
	t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address()+path, strings.NewReader(string(sent)))
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Content-Type", "application/json")
	ask.Header.Set("Origin", s.address())
	ask.Header.Set("Operation-Id", string(id.New[id.Op]()))
	got, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if err := json.NewDecoder(got.Body).Decode(answer); err != nil {
		t.Fatal(err)
	}
	return got.StatusCode
}

// The demo's families come in as at a real school: by a letter that was printed, and a birthday; children by the code of
// their class. The page has a new letter once one is used, and leaves alone what a visitor's office has printed.
func TestTheDemoHasFamilies(t *testing.T) {
	s := start(t, in(t.TempDir()), greeted, "demo")
	defer s.stop()
	printed := letters.FindAllStringSubmatch(s.lines.String(), -1)
	if len(printed) != 7 {
		t.Fatalf("%d letters are printed: %s", len(printed), s.lines)
	}
	for _, line := range printed {
		day, _ := strconv.Atoi(line[4])
		month, err := time.Parse("January", line[5])
		if err != nil {
			t.Fatal(err)
		}
		var in struct {
			Kind   string `json:"kind"`
			People []struct {
				Name string `json:"name"`
			} `json:"people"`
		}
		use := map[string]any{"code": strings.TrimPrefix(line[3], "/l/"), "day": day, "month": month.Month()}
		if status := post(t, s, "/api/letters/use", use, &in); status != http.StatusOK || in.Kind != "family" ||
			len(in.People) != 1 || in.People[0].Name != line[1] {
			t.Errorf("%s lets %+v in: %d", line[0], in, status)
		}
	}
	for range 2 { // once they are new, they stay
		_, page := get(t, s.address()+"/demo")
		fresh := regexp.MustCompile(`href="(/l/[^"]+)"`).FindAllStringSubmatch(page, -1)
		if len(fresh) != len(printed) || fresh[0][1] == printed[0][3] {
			t.Fatalf("after they were used, the letters are %v", fresh)
		}
		printed[0][3] = ""
		if printed[1][3] != fresh[1][1] && printed[1][2] == "seen" {
			t.Errorf("the page ends letters that nobody used")
		}
		printed[1][2], printed[1][3] = "seen", fresh[1][1]
	}
	codes := classes.FindAllStringSubmatch(s.lines.String(), -1)
	if len(codes) != 2 {
		t.Fatalf("%d class codes: %s", len(codes), s.lines)
	}
	for _, code := range codes {
		var class struct {
			Class string            `json:"class"`
			Names []json.RawMessage `json:"names"`
		}
		if status := post(t, s, "/api/class-codes/look", map[string]string{"code": code[1]}, &class); status != http.StatusOK ||
			class.Class != "Everest" || len(class.Names) < 20 {
			t.Errorf("%s: %d, %s with %d names", code[1], status, class.Class, len(class.Names))
		}
	}
}
