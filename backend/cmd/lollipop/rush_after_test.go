//go:build bench

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// holds kills the server: what it acknowledged is in the database exactly once, beside it at most what it left
// unanswered, each telephone in a place of its own, and the record holds.
func (r *rush) holds(acknowledged []string, unsure int) {
	t := r.t
	t.Helper()
	if os.Getenv(rushProfile) != "" {
		must(t, r.server.cmd.Process.Signal(syscall.SIGUSR1))
		time.Sleep(time.Second)
	}
	r.server.kill()
	rows, err := r.hand.QueryContext(context.Background(), `SELECT op FROM events WHERE kind = 'custody.handed_in'`)
	must(t, err)
	defer rows.Close()
	happened, all := map[string]int{}, 0
	for ; rows.Next(); all++ {
		var op string
		must(t, rows.Scan(&op))
		happened[op]++
	}
	must(t, rows.Err())
	rows.Close()
	for _, op := range acknowledged {
		if happened[op] != 1 {
			t.Errorf("operation %s was acknowledged and happened %d times", op, happened[op])
		}
	}
	var devices, slots, distinct int
	must(t, r.hand.QueryRow(`SELECT COUNT(*), COUNT(slot), COUNT(DISTINCT school_id || '/' || slot) FROM devices`).
		Scan(&devices, &slots, &distinct))
	if all < len(acknowledged) || all > len(acknowledged)+unsure || devices != all || slots != all || distinct != all {
		t.Errorf("%d were acknowledged, %d perhaps; %d happened, %d devices lie in %d of %d slots", len(acknowledged), unsure,
			all, devices, distinct, slots)
	}
	if out := well(t, r.environ, "audit", "verify"); !strings.Contains(out, "ok ") {
		t.Errorf("the record: %s", out)
	}
}

// spent is the processor time of a process so far.
func (p *process) spent(t *testing.T) time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	must(t, err)
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields, ticks := strings.Fields(rest), 0
	for _, field := range fields[11:13] { // utime and stime, in hundredths of a second
		n, err := strconv.Atoi(field)
		must(t, err)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// peakAnew forgets the most memory that a process had so far.
func (p *process) peakAnew(t *testing.T) {
	must(t, os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.cmd.Process.Pid), []byte("5"), 0))
}

// peak is the most memory that a process had since, in MB.
func (p *process) peak(t *testing.T) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	must(t, err)
	_, rest, _ := strings.Cut(string(raw), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	must(t, err)
	return float64(kb) / 1024
}

// load is what else the machine does.
func load() string {
	raw, _ := os.ReadFile("/proc/loadavg")
	return string(raw[:min(len(raw), 14)])
}
