// Package meter gives whoever runs the server its figures in Prometheus' words: how many, how long, how full. Nobody
// stands in them: a label is one of a few words that the program knows beforehand (a route's pattern, a status' class,
// a kind, a result), never a school, a person, an address or anything that a request brought along.
package meter

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Meter counts. It is safe for use by many goroutines.
type Meter struct {
	registry *prometheus.Registry

	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	inFlight prometheus.Gauge
	slowed   prometheus.Counter

	changes *prometheus.CounterVec
	batch   prometheus.Histogram
	waited  prometheus.Histogram
	commit  prometheus.Histogram

	notices *prometheus.CounterVec
}

// other stands for a word that is not one of those known beforehand.
const other = "other"

// methods are the words of the label method.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
	http.MethodDelete, http.MethodOptions}

// Of the whole range that matters: an answer at a desk, up to the longest that an import may take (seconds).
var (
	answers = []float64{.005, .025, .1, .25, 1, 5, 30}
	commits = []float64{.001, .005, .025, .1, .5, 2, 10}
	sizes   = []float64{1, 2, 4, 8, 16, 32, 64, 128}
)

// New returns a meter of the program of that version.
func New(version, goVersion string) *Meter {
	m := &Meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "lollipop_http_requests_total",
			Help: "Requests answered, by method, pattern of the route and class of the status."},
			[]string{"method", "route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "lollipop_http_request_seconds", Buckets: answers,
			Help: "How long answers took, by pattern of the route."}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "lollipop_http_requests_in_flight",
			Help: "Requests that are being answered."}),
		slowed: prometheus.NewCounter(prometheus.CounterOpts{Name: "lollipop_guesses_slowed_total",
			Help: "Tries at a passphrase, a code or a birthday that were told to wait."}),
		changes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "lollipop_store_changes_total",
			Help: "Changes, by what became of them: kept, refused by a rule, or failed since the database could not."},
			[]string{"result"}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "lollipop_store_batch_changes", Buckets: sizes,
			Help: "How many changes shared a transaction."}),
		waited: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "lollipop_store_wait_seconds", Buckets: commits,
			Help: "How long the first change of a transaction waited for it to begin."}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "lollipop_store_commit_seconds", Buckets: commits,
			Help: "How long a transaction of changes took."}),
		notices: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "lollipop_notices_made_total",
			Help: "Notices made, by kind."}, []string{"kind"}),
	}
	built := prometheus.NewGauge(prometheus.GaugeOpts{Name: "lollipop_build_info",
		Help:        "Which program this is: always 1.",
		ConstLabels: prometheus.Labels{"version": version, "go_version": goVersion}})
	built.Set(1)
	m.registry.MustRegister(m.requests, m.took, m.inFlight, m.slowed, m.changes, m.batch, m.waited, m.commit, m.notices,
		built, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, result := range []string{Kept, Refused, Failed} {
		m.changes.WithLabelValues(result) // there from the start: an alert on a figure that is missing never rings
	}
	return m
}

// What became of a change.
const (
	Kept    = "kept"
	Refused = "refused"
	Failed  = "failed"
)

// Began counts a request in.
func (m *Meter) Began() { m.inFlight.Inc() }

// Answered counts a request out. The route is its pattern, which the caller takes from its own table.
func (m *Meter) Answered(method, route string, status int, took time.Duration) {
	m.inFlight.Dec()
	if !slices.Contains(methods, method) {
		method = other
	}
	class := other
	if status >= 100 && status < 600 {
		class = strconv.Itoa(status/100) + "xx"
	}
	m.requests.WithLabelValues(method, route, class).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// Slowed counts a guess that was told to wait.
func (m *Meter) Slowed() { m.slowed.Inc() }

// Batch counts a transaction of changes: how many were kept, refused and failed, how long the first of them waited, and
// how long it took.
func (m *Meter) Batch(kept, refused, failed int, waited, took time.Duration) {
	m.changes.WithLabelValues(Kept).Add(float64(kept))
	m.changes.WithLabelValues(Refused).Add(float64(refused))
	m.changes.WithLabelValues(Failed).Add(float64(failed))
	m.batch.Observe(float64(kept + refused + failed))
	m.waited.Observe(waited.Seconds())
	m.commit.Observe(took.Seconds())
}

// Notice counts notices of a kind, which is one of the room's own.
func (m *Meter) Notice(kind string, n int) { m.notices.WithLabelValues(kind).Add(float64(n)) }

// Handler answers GET /metrics, and nothing else.
func (m *Meter) Handler() http.Handler {
	// Two at a time: what is read from the database for it shall not pile up.
	answer := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: 10 * time.Second})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", answer)
	return mux
}
