package main

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// labelled are all figures of ours, with all their labels: whoever adds one reads here that it names nobody.
var labelled = map[string]string{
	"lollipop_http_requests_total":                 "method route status",
	"lollipop_http_request_seconds_bucket":         "le route",
	"lollipop_http_request_seconds_sum":            "route",
	"lollipop_http_request_seconds_count":          "route",
	"lollipop_http_requests_in_flight":             "",
	"lollipop_guesses_slowed_total":                "",
	"lollipop_store_changes_total":                 "result",
	"lollipop_store_batch_changes_bucket":          "le",
	"lollipop_store_batch_changes_sum":             "",
	"lollipop_store_batch_changes_count":           "",
	"lollipop_store_wait_seconds_bucket":           "le",
	"lollipop_store_wait_seconds_sum":              "",
	"lollipop_store_wait_seconds_count":            "",
	"lollipop_store_commit_seconds_bucket":         "le",
	"lollipop_store_commit_seconds_sum":            "",
	"lollipop_store_commit_seconds_count":          "",
	"lollipop_notices_made_total":                  "kind",
	"lollipop_build_info":                          "go_version version",
	"lollipop_ready":                               "",
	"lollipop_store_schema":                        "",
	"lollipop_store_bytes":                         "",
	"lollipop_store_wal_bytes":                     "",
	"lollipop_store_connections":                   "pool state",
	"lollipop_store_connection_waits_total":        "pool",
	"lollipop_store_connection_wait_seconds_total": "pool",
	"lollipop_notices_behind":                      "",
	"lollipop_pushes_due":                          "",
	"lollipop_pushes_oldest_seconds":               "",
	"lollipop_pushes_total":                        "result service",
	"lollipop_backup_time_seconds":                 "",
}

// mayStand are all that the labels may say; a route is one of the program's patterns.
var mayStand = map[string][]string{
	"method": {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"},
	"status": {"1xx", "2xx", "3xx", "4xx", "5xx", "other"},
	"result": {"kept", "refused", "failed", "took", "gone", "not_us", "too_large",
		"slow", "broken", "silent", "not_allowed", "late", "signed_out"},
	"kind":    {"confiscated", "released", "uncollected", "aup_to_sign", "aup_replaced", "new_sign_in"},
	"pool":    {"read", "write"},
	"state":   {"busy", "idle"},
	"service": {"google", "mozilla", "apple", "microsoft", "other"},
}

var (
	pattern = regexp.MustCompile(`^(none|concerns|/|(/[a-z0-9.-]+|/:[a-z]+|/\*)+)$`)
	scraped = regexp.MustCompile(`^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$`)
	label   = regexp.MustCompile(`([a-z_]+)="([^"]*)"`)
)

// A whole busy day is scraped: each figure and each label is one of those above, each word one that the program knew
// beforehand, and nothing of anybody stands in it.
func TestFiguresOfABusyDayNameNobody(t *testing.T) {
	b := opens(t)
	must(t, noteBackup(b.p.config, b.p.clock.Now()))
	b.day()
	soon(t, "everything that happened is followed", func() bool {
		_, text := get(t, b.figures+"/metrics")
		return strings.Contains(text, "lollipop_notices_behind 0\n")
	})
	status, text := get(t, b.figures+"/metrics")
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	values := map[string]string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			continue
		}
		m := scraped.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no figure: %s", line)
		}
		if strings.HasPrefix(m[1], "go_") || strings.HasPrefix(m[1], "process_") {
			continue // the library's own, of the process
		}
		values[m[1]+m[2]] = m[3]
		wanted, known := labelled[m[1]]
		var names []string
		for _, l := range label.FindAllStringSubmatch(m[2], -1) {
			names = append(names, l[1])
			if l[1] == "route" && !pattern.MatchString(l[2]) {
				t.Errorf("%s: %q is no pattern of a route", m[1], l[2])
			}
			if may := mayStand[l[1]]; may != nil && !slices.Contains(may, l[2]) {
				t.Errorf("%s: the label %s says %q", m[1], l[1], l[2])
			}
		}
		slices.Sort(names)
		if !known || strings.Join(names, " ") != wanted {
			t.Errorf("a figure that is not in the list, or has other labels: %s", line)
		}
	}
	for _, name := range []string{`lollipop_http_requests_totalmethod="POST",route="/api/desk/hand-in",status="2xx"`,
		`lollipop_http_requests_totalmethod="GET",route="/api/pupils/:id",status="4xx"`, "lollipop_guesses_slowed_total",
		`lollipop_store_changes_totalresult="kept"`, "lollipop_store_bytes", "lollipop_store_wal_bytes", "lollipop_ready",
		"lollipop_store_schema", "lollipop_backup_time_seconds", `lollipop_notices_made_totalkind="confiscated"`} {
		if v := values[name]; v == "" || v == "0" {
			t.Errorf("%s is %q after such a day", name, v)
		}
	}
	said, ids := b.private(t)
	if found := saysAny(text, said); len(found) > 0 {
		t.Errorf("the figures say %q", found)
	}
	for _, one := range ids {
		if strings.Contains(text, one) {
			t.Errorf("the figures name %s", one)
		}
	}
	if status, _ := get(t, b.address+"/metrics"); status != http.StatusNotFound {
		t.Errorf("the product's own port answers /metrics with %d", status)
	}
	if status, _ := get(t, b.figures+"/api/me"); status != http.StatusNotFound {
		t.Errorf("the figures' port answers /api/me with %d", status)
	}
	for _, one := range []string{"/debug/pprof/", "/", "/healthz"} {
		if status, _ := get(t, b.figures+one); status != http.StatusNotFound {
			t.Errorf("the figures' port answers %s with %d", one, status)
		}
	}

	for host, want := range map[string]int{"evil.test": http.StatusMisdirectedRequest, "localhost:1": http.StatusOK,
		"[::1]:9090": http.StatusOK, "127.0.0.1.evil.test:9090": http.StatusMisdirectedRequest} {
		ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.figures+"/metrics", nil)
		must(t, err)
		ask.Host = host
		answer, err := http.DefaultClient.Do(ask)
		must(t, err)
		if answer.Body.Close(); answer.StatusCode != want {
			t.Errorf("called %s, the figures' port answers with %d", host, answer.StatusCode)
		}
	}

	// Then the database goes away, and everything fails: that is said, and nothing more.
	must(t, b.p.store.Close())
	b.fails()
	if status, text := get(t, b.figures+"/metrics"); status != http.StatusOK ||
		!strings.Contains(text, "lollipop_ready 0\n") || strings.Contains(text, "lollipop_store_bytes ") {
		t.Errorf("without a database: %d %s", status, text)
	}

	// And the log of that day, at the level of debugging.
	log := b.log.String()
	for _, want := range []string{`"route":"/api/desk/hand-in"`, `"level":"DEBUG"`, `"op":"`, `"msg":"failed"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log of the day has no %s", want)
		}
	}
	// What the program says itself may be somebody's name as well: Rose, Will, May.
	own := saysAny(`{"level":"INFO","msg":"request","method":"","route":"","status":200,"ms":0,"op":""}`, said)
	found := slices.DeleteFunc(saysAny(log, said), func(w string) bool { return slices.Contains(own, w) })
	if len(found) > 0 {
		t.Errorf("the log says %q", found)
	}

	must(t, b.stop())
	if c, err := net.Dial("tcp", strings.TrimPrefix(b.figures, "http://")); err == nil {
		c.Close()
		t.Error("the figures' port is still open")
	}
}

// Without the setting nothing listens and nothing is counted; an address that others reach needs a second word.
func TestFiguresAreKeptToTheMachine(t *testing.T) {
	for name, row := range map[string]struct {
		more []string
		says string
	}{
		"none":             {nil, ""},
		"this machine":     {[]string{"LOLLIPOP_METRICS=127.0.0.1:9090"}, ""},
		"this machine's 6": {[]string{"LOLLIPOP_METRICS=[::1]:9090"}, ""},
		"by name":          {[]string{"LOLLIPOP_METRICS=localhost:9090"}, ""},
		"everywhere":       {[]string{"LOLLIPOP_METRICS=0.0.0.0:9090"}, "LOLLIPOP_METRICS_OPEN"},
		"no host":          {[]string{"LOLLIPOP_METRICS=:9090"}, "LOLLIPOP_METRICS_OPEN"},
		"a name":           {[]string{"LOLLIPOP_METRICS=figures.example:9090"}, "LOLLIPOP_METRICS_OPEN"},
		"said twice":       {[]string{"LOLLIPOP_METRICS=10.0.0.5:9090", "LOLLIPOP_METRICS_OPEN=true"}, ""},
		"no port":          {[]string{"LOLLIPOP_METRICS=127.0.0.1"}, "host:port"},
		"the product's":    {[]string{"LOLLIPOP_METRICS=127.0.0.1:8080"}, "itself"},
		"no yes":           {[]string{"LOLLIPOP_METRICS_OPEN=perhaps"}, "perhaps"},
	} {
		_, err := readConfig(row.more)
		if (err == nil) != (row.says == "") || err != nil && !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	folder := t.TempDir()
	well(t, in(folder), "migrate")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	if got := ask(t, in(folder, "LOLLIPOP_METRICS="+taken.Addr().String()), "serve"); got.code != 1 ||
		!strings.Contains(got.errs, "LOLLIPOP_METRICS") || got.out != "" {
		t.Errorf("a port that is taken: %+v", got)
	}
	must(t, os.WriteFile(filepath.Join(folder, backupLast), []byte("yesterday\n"), 0o600))
	if at, err := lastBackup(Config{Data: folder}); err == nil {
		t.Errorf("a note that nobody can read is %v", at)
	}
}
