//go:build bench

package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/valyala/fasthttp"
)

// median is the middle one.
func median(ratios []float64) float64 {
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// ratio prints a goal that is a ratio, and returns nothing else: a miss is for ./scripts/bench to count.
func ratio(name string, ratios []float64, sign string, bound float64) {
	value := median(ratios)
	verdict := "OK"
	if (sign == "<=" && value > bound) || (sign == ">=" && value < bound) {
		verdict = "MISS"
	}
	fmt.Printf("GOAL %s %.4g %s %.4g %s\n", name, value, sign, bound, verdict)
}

// pace is what a server did under load: how many a second it answered, the time below which 99 of 100 were, and the
// processor time that each took of it.
type pace struct {
	rate  float64
	p99   time.Duration
	spent time.Duration
}

// String implements fmt.Stringer.
func (p pace) String() string {
	return fmt.Sprintf("%.0f/s, p99 %s, %s of a processor each", p.rate, p.p99.Round(10*time.Microsecond),
		p.spent.Round(time.Microsecond))
}

// loaded has the clients ask so many things.
func loaded(t *testing.T, p *process, n int, ask func(i int, to *fasthttp.Request)) (l pace) {
	t.Helper()
	client := &fasthttp.HostClient{Addr: strings.TrimPrefix(p.address, "http://"), MaxConns: figureClients,
		ReadTimeout: time.Minute}
	defer client.CloseIdleConnections()
	took := make([]time.Duration, n)
	var next atomic.Int64
	var all sync.WaitGroup
	before, begun := p.spent(t), time.Now()
	for range figureClients {
		all.Go(func() {
			var to fasthttp.Request
			var answer fasthttp.Response
			for i := int(next.Add(1)) - 1; i < n && !t.Failed(); i = int(next.Add(1)) - 1 {
				to.Reset()
				to.Header.SetContentType("application/json")
				ask(i, &to)
				sent := time.Now()
				err := client.Do(&to, &answer)
				took[i] = time.Since(sent)
				if err != nil || answer.StatusCode() != http.StatusOK {
					t.Errorf("%s: %v %d %s", to.URI(), err, answer.StatusCode(), answer.Body())
				}
			}
		})
	}
	all.Wait()
	l.rate, l.spent = float64(n)/time.Since(begun).Seconds(), (p.spent(t)-before)/time.Duration(n)
	if t.Failed() {
		t.FailNow()
	}
	slices.Sort(took)
	l.p99 = took[n*99/100]
	return l
}

// resident is what a process has in memory now, in MB.
func resident(t *testing.T, p *process) float64 {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	must(t, err)
	var kb float64
	_, rest, _ := strings.Cut(string(raw), "VmRSS:")
	_, err = fmt.Sscan(rest, &kb)
	must(t, err)
	return kb / 1024
}
