package main

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/meter"
	"lollipop/backend/notice"
	"lollipop/backend/store"
)

// newMeter is nil where nobody asks for figures: then nothing is counted.
func newMeter(c Config) *meter.Meter {
	if c.Metrics == "" {
		return nil
	}
	return meter.New(build(), runtime.Version())
}

// batches tells the meter of the store's transactions.
func batches(m *meter.Meter) func(store.Batch) {
	if m == nil {
		return nil
	}
	return func(b store.Batch) { m.Batch(b.Kept, b.Refused, b.Failed, b.Waited, b.Took) }
}

// measure joins the meter with what there is to measure.
func (p *product) measure(m *meter.Meter) error {
	if p.meter = m; m == nil {
		return nil
	}
	p.notices.Store = countedNotices{p.notices.Store, m}
	return m.Look(p.reading)
}

// exposed answers Prometheus on a port of its own, so that no mistake of a proxy's shows it to the world. stop ends it.
func (p *product) exposed() (stop func(), err error) {
	if p.meter == nil {
		return func() {}, nil
	}
	l, err := listen(p.config.Metrics, "LOLLIPOP_METRICS")
	if err != nil {
		return nil, err
	}
	p.log.Info("figures", "at", "http://"+l.Addr().String()+"/metrics")
	server := &http.Server{Handler: p.ask(p.meter.Handler()), ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 8 << 10}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			p.log.Error("figures can no longer be asked for", "error", err.Error())
		}
	}()
	return func() {
		server.Close() // a scrape is no promise: nobody waits for it
		<-ended
	}, nil
}

// ask lets those ask who call this machine by its own name, unless others may: a page in a browser on this machine,
// whose name was made to lead here, calls it by another.
func (p *product) ask(figures http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := (&url.URL{Host: r.Host}).Hostname()
		if !p.config.MetricsOpen && !loopback(host) {
			http.Error(w, "this is another machine's name", http.StatusMisdirectedRequest)
			return
		}
		figures.ServeHTTP(w, r)
	})
}

// readingLasts bounds what a scrape asks of the database: figures wait for the school, and not the other way round.
const readingLasts = 5 * time.Second

// reading looks up what is not counted as it happens. What cannot be read is left as it is: ready says so.
func (p *product) reading() (r meter.Reading) {
	ctx, cancel := context.WithTimeout(context.Background(), readingLasts)
	defer cancel()
	write, read := p.store.Pools()
	r.Pools = map[string]meter.Pool{"write": pool(write)}
	if read != nil {
		r.Pools["read"] = pool(*read)
	}
	r.Pushes = byService(p.rings.dispatcher.Counts())
	r.Backup, _ = lastBackup(p.config) // none is known
	r.Ready = p.look(ctx, &r) == nil
	return r
}

// look asks the database.
func (p *product) look(ctx context.Context, r *meter.Reading) error {
	if err := p.store.Ping(ctx); err != nil {
		return err
	}
	figures, err := p.store.Figures(ctx)
	if err != nil {
		return err
	}
	r.Schema, r.Database, r.WAL = figures.Schema, figures.Database, figures.Log
	schools, err := p.store.Schools().IDs(ctx)
	for _, at := range schools {
		n, wrong := p.store.Notices().Behind(ctx, at)
		r.Behind, err = r.Behind+n, errors.Join(err, wrong)
	}
	if err != nil {
		return err
	}
	now := p.clock.Now()
	lanes, err := p.store.Courier().Lanes(ctx, now)
	if err != nil {
		return err
	}
	var hosts []string
	for _, lane := range lanes {
		r.Due += lane.Due
		hosts = append(hosts, lane.Host)
	}
	oldest, err := p.store.Courier().Oldest(ctx, hosts)
	if !oldest.IsZero() {
		r.Oldest = max(0, now.Sub(oldest))
	}
	return err
}

func pool(s sql.DBStats) meter.Pool {
	return meter.Pool{Open: s.OpenConnections, Busy: s.InUse, Waited: s.WaitCount, WaitedFor: s.WaitDuration}
}

// services are the makers of browsers by the names of their push services, of which some have hundreds.
var services = []struct{ suffix, name string }{
	{"fcm.googleapis.com", "google"}, {"push.services.mozilla.com", "mozilla"}, {"push.apple.com", "apple"},
	{"notify.windows.com", "microsoft"},
}

// byService adds the results of the lanes up by service.
func byService(lanes map[string]map[courier.Result]int64) map[string]map[string]int64 {
	all := map[string]map[string]int64{}
	for host, results := range lanes {
		name := "other"
		for _, s := range services {
			if host == s.suffix || strings.HasSuffix(host, "."+s.suffix) {
				name = s.name
			}
		}
		if all[name] == nil {
			all[name] = map[string]int64{}
		}
		for result, n := range results {
			all[name][string(result)] += n
		}
	}
	return all
}

// lastBackup is when the last backup was made, as the backup command noted it.
func lastBackup(c Config) (time.Time, error) {
	text, err := os.ReadFile(filepath.Join(c.Data, backupLast))
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
}

// countedNotices is the notice room's store, which tells the meter what was made once that is committed.
type countedNotices struct {
	notice.Store
	meter *meter.Meter
}

// Follow implements notice.Store. What is decided may be decided again, where the transaction was run again: an event
// that comes no later than the one before it begins anew.
func (c countedNotices) Follow(ctx context.Context, at id.School, limit int, decide notice.Decide) (int, bool, error) {
	made, last := map[notice.Kind]int{}, int64(-1)
	did, more, err := c.Store.Follow(ctx, at, limit, func(e event.Event, f notice.Facts) (notice.Changes, error) {
		if e.Position <= last {
			clear(made)
		}
		last = e.Position
		changes, err := decide(e, f)
		for _, n := range changes.New {
			made[n.Kind]++
		}
		return changes, err
	})
	if err == nil {
		for kind, n := range made {
			c.meter.Notice(string(kind), n)
		}
	}
	return did, more, err
}
