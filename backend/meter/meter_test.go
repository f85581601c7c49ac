package meter

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func scrape(t *testing.T, m *Meter) string {
	t.Helper()
	got := httptest.NewRecorder()
	m.Handler().ServeHTTP(got, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	text, err := io.ReadAll(got.Body)
	if err != nil || got.Code != http.StatusOK {
		t.Fatalf("%d %s %v", got.Code, text, err)
	}
	return string(text)
}

func says(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			t.Errorf("no line %q", line)
		}
	}
}

// What is counted is what is said, in words that are known beforehand.
func TestCounts(t *testing.T) {
	m := New("v1", "go1")
	m.Began()
	m.Began()
	m.Answered("GET", "/api/me", 200, 30*time.Millisecond)
	m.Began()
	m.Answered("BREW", "none", 999, time.Second)
	m.Batch(3, 1, 2, time.Millisecond, 4*time.Millisecond)
	m.Notice("confiscated", 2)
	m.Slowed()
	says(t, scrape(t, m), `lollipop_http_requests_total{method="GET",route="/api/me",status="2xx"} 1`,
		`lollipop_http_requests_total{method="other",route="none",status="other"} 1`,
		`lollipop_http_request_seconds_bucket{route="/api/me",le="0.025"} 0`,
		`lollipop_http_request_seconds_bucket{route="/api/me",le="0.1"} 1`, `lollipop_http_requests_in_flight 1`,
		`lollipop_store_changes_total{result="kept"} 3`, `lollipop_store_changes_total{result="refused"} 1`,
		`lollipop_store_changes_total{result="failed"} 2`, `lollipop_store_batch_changes_sum 6`,
		`lollipop_notices_made_total{kind="confiscated"} 2`, `lollipop_guesses_slowed_total 1`,
		`lollipop_build_info{go_version="go1",version="v1"} 1`)
}

// A database that is away is said, and its figures are left out: a nought would be believed.
func TestReads(t *testing.T) {
	m := New("v1", "go1")
	r := Reading{Schema: 11, Database: 4096, WAL: 1024, Behind: 2, Due: 7, Oldest: 90 * time.Second,
		Pools:  map[string]Pool{"write": {Open: 3, Busy: 1, Waited: 5, WaitedFor: 2 * time.Second}},
		Pushes: map[string]map[string]int64{"google": {"took": 9}}}
	if err := m.Look(func() Reading { return r }); err != nil {
		t.Fatal(err)
	}
	text := scrape(t, m)
	says(t, text, "lollipop_ready 0", `lollipop_store_connections{pool="write",state="busy"} 1`,
		`lollipop_pushes_total{result="took",service="google"} 9`)
	for _, name := range []string{"lollipop_store_bytes ", "lollipop_pushes_due ", "lollipop_backup_time_seconds "} {
		if strings.Contains(text, "\n"+name) {
			t.Errorf("%s is said of a database that is away", name)
		}
	}
	r.Ready, r.Backup = true, time.Unix(1_700_000_000, 0)
	says(t, scrape(t, m), "lollipop_ready 1", "lollipop_store_schema 11", "lollipop_store_bytes 4096",
		"lollipop_store_wal_bytes 1024", "lollipop_notices_behind 2", "lollipop_pushes_due 7",
		"lollipop_pushes_oldest_seconds 90", "lollipop_backup_time_seconds 1.7e+09",
		`lollipop_store_connections{pool="write",state="idle"} 2`, `lollipop_store_connection_waits_total{pool="write"} 5`,
		`lollipop_store_connection_wait_seconds_total{pool="write"} 2`)
}
