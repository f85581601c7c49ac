package meter

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Reading is what is looked up at each scrape. What is zero by the words of its comment is left out.
type Reading struct {
	// Ready: the database answers, at this program's schema. Of Schema and the figures after it, only then.
	Ready bool
	// Schema is the level of the migrations that the database has.
	Schema int64
	// Database and WAL are bytes; WAL is SQLite's log beside the file, and 0 elsewhere.
	Database, WAL int64
	// Pools are the connections, by what they are for.
	Pools map[string]Pool
	// Behind is how many events are committed and not made notices of yet.
	Behind int64
	// Due is how many pushes wait and could be sent now (of each service no more than a thousand are counted); Oldest how
	// long the oldest of them has been due.
	Due    int
	Oldest time.Duration
	// Pushes are sendings since the start, by service and result.
	Pushes map[string]map[string]int64
	// Backup is when the newest backup was made; zero where none is known.
	Backup time.Time
}

// Pool is a pool of connections to the database.
type Pool struct {
	Open, Busy int
	// Waited is how often one was waited for, WaitedFor how long altogether.
	Waited    int64
	WaitedFor time.Duration
}

// looked is what a Reading becomes.
type looked struct {
	read func() Reading
	desc map[string]*prometheus.Desc
}

// Look has each scrape call read, which has to come back within some seconds. It is called once.
func (m *Meter) Look(read func() Reading) error {
	l := &looked{read: read, desc: map[string]*prometheus.Desc{}}
	for _, d := range []struct {
		name, help string
		labels     []string
	}{
		{"lollipop_ready", "1 where the database answers, at this program's schema.", nil},
		{"lollipop_store_schema", "The level of the migrations that the database has.", nil},
		{"lollipop_store_bytes", "How large the database is.", nil},
		{"lollipop_store_wal_bytes", "How large SQLite's write-ahead log is.", nil},
		{"lollipop_store_connections", "Connections to the database, by pool and state.", []string{"pool", "state"}},
		{"lollipop_store_connection_waits_total", "How often a connection was waited for.", []string{"pool"}},
		{"lollipop_store_connection_wait_seconds_total", "How long connections were waited for.", []string{"pool"}},
		{"lollipop_notices_behind", "Events that are committed and not made notices of yet.", nil},
		{"lollipop_pushes_due", "Pushes that could be sent now, of each service at most a thousand.", nil},
		{"lollipop_pushes_oldest_seconds", "How long the oldest push that waits has been due.", nil},
		{"lollipop_pushes_total", "Sendings, by push service and result.", []string{"service", "result"}},
		{"lollipop_backup_time_seconds", "When the newest backup was made, in Unix time; missing where none is known.", nil},
	} {
		l.desc[d.name] = prometheus.NewDesc(d.name, d.help, d.labels, nil)
	}
	return m.registry.Register(l)
}

// Describe implements prometheus.Collector.
func (l *looked) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range l.desc {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (l *looked) Collect(to chan<- prometheus.Metric) {
	r := l.read()
	say := func(kind prometheus.ValueType, name string, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(l.desc[name], kind, value, labels...)
	}
	gauge := func(name string, value float64, labels ...string) { say(prometheus.GaugeValue, name, value, labels...) }
	ready := 0.
	if r.Ready {
		ready = 1
		gauge("lollipop_store_schema", float64(r.Schema))
		gauge("lollipop_store_bytes", float64(r.Database))
		gauge("lollipop_store_wal_bytes", float64(r.WAL))
		gauge("lollipop_notices_behind", float64(r.Behind))
		gauge("lollipop_pushes_due", float64(r.Due))
		gauge("lollipop_pushes_oldest_seconds", r.Oldest.Seconds())
	}
	gauge("lollipop_ready", ready)
	for name, p := range r.Pools {
		gauge("lollipop_store_connections", float64(p.Busy), name, "busy")
		gauge("lollipop_store_connections", float64(p.Open-p.Busy), name, "idle")
		say(prometheus.CounterValue, "lollipop_store_connection_waits_total", float64(p.Waited), name)
		say(prometheus.CounterValue, "lollipop_store_connection_wait_seconds_total", p.WaitedFor.Seconds(), name)
	}
	for service, results := range r.Pushes {
		for result, n := range results {
			say(prometheus.CounterValue, "lollipop_pushes_total", float64(n), service, result)
		}
	}
	if !r.Backup.IsZero() {
		gauge("lollipop_backup_time_seconds", float64(r.Backup.Unix()))
	}
}
