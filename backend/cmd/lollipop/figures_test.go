//go:build bench

// The row of the fan-out in the speed table: 250 schools publish a document, and 400 adults of each are told, on a
// telephone each. ./scripts/bench runs it; FIGURES_SCHOOLS=10 tries it in seconds.
//
// All that runs is the product's: the event is the aup room's, the watch and the dispatcher are those of the server, and
// pushes are sealed, signed and posted to the house's push service. That is in another process, says 201, and counts;
// what it costs is on this machine all the same, and in the seconds. SQLite is a file that waits for the disk;
// PostgreSQL is the tests' own, whose fsync is off.
//
// Meanwhile an office hands phones in, ten times a second at one school or another: how long it waits is measured too. Of
// the seconds two are those for which a notice waits for company before it rings (notice.Gather). A call's time is what it
// waits for others and what it takes; of one school alone there is nobody to wait for.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/push"
	"lollipop/backend/store/storetest"
)

// desk is an office that hands phones in until it is told to stop.
type desk struct {
	mu    sync.Mutex
	waits []time.Duration
	stop  func()
}

// tapping taps every 100 ms, at one of those schools after the other. A tap that waits holds up no other.
func tapping(t *testing.T, p *product, schools []figureSchool, from int) *desk {
	d, ctx := &desk{}, t.Context()
	ending, end := context.WithCancel(ctx)
	var all sync.WaitGroup
	all.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for n := from; ; n++ {
			select {
			case <-ending.Done():
				return
			case <-tick.C:
			}
			at := schools[n%len(schools)]
			all.Go(func() {
				begun := time.Now()
				act := at.act(p, at.office, "custody.hand_in")
				_, err := p.custody.HandIn(ctx, at.office, act,
					custody.Arriving{Pupil: at.pupils[n/len(schools)%len(at.pupils)], Another: true})
				if took := time.Since(begun); err != nil {
					t.Errorf("a tap: %v", err)
				} else {
					d.mu.Lock()
					defer d.mu.Unlock()
					d.waits = append(d.waits, took)
				}
			})
		}
	})
	d.stop = func() { end(); all.Wait() }
	return d
}

// say prints how long taps waited.
func (d *desk) say(name string) {
	slices.Sort(d.waits)
	n := len(d.waits)
	if n == 0 {
		return
	}
	figure(name+"_tap_median", float64(d.waits[n/2].Microseconds())/1000, "ms")
	figure(name+"_tap_longest", float64(d.waits[n-1].Microseconds())/1000, "ms")
}

func figure(name string, value float64, unit string) {
	fmt.Printf("FIGURE %s %.4g %s\n", name, value, unit)
}

func goal(t *testing.T, name string, value, bound int) {
	verdict := "OK"
	if value > bound {
		verdict = "MISS"
		t.Errorf("%s is %d", name, value)
	}
	fmt.Printf("GOAL %s %d <= %d %s\n", name, value, bound, verdict)
}

// TestFiguresFanOut prints the row for both engines.
func TestFiguresFanOut(t *testing.T) {
	schools := 250
	if asked := os.Getenv("FIGURES_SCHOOLS"); asked != "" {
		var err error
		schools, err = strconv.Atoi(asked)
		must(t, err)
	}
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) { fansOut(t, kind, schools) })
	}
}

func fansOut(t *testing.T, kind storetest.Kind, many int) {
	service := startFigureService(t)
	before := pushing
	t.Cleanup(func() { pushing = before })
	pushing = func(c push.Config) push.Config {
		c = service.reach(c)
		c.Subject = "mailto:office@lollipop.org"
		return c
	}
	config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
	must(t, err)
	db := kind.Config(t)
	p := morning(t, config, db)
	t.Cleanup(p.close)
	p.log = newLog(config, slog.LevelWarn)
	schools := furnishFigures(t, p, db, many+1)
	notices, sent := &noticeTimes{Store: p.notices.Store}, &courierTimes{Store: p.rings.dispatcher.Store}
	p.notices.Store, p.rings.dispatcher.Store = notices, sent

	for _, at := range schools { // the day has begun everywhere, as it has when a head comes to publish something
		_, err := p.rings.round(t.Context(), at.id)
		must(t, err)
	}
	looked := make(chan struct{}, len(schools))
	watched := p.rings.watch.Round
	p.rings.watch.Round = func(ctx context.Context, at id.School) (time.Time, error) {
		next, err := watched(ctx, at)
		select {
		case looked <- struct{}{}:
		default:
		}
		return next, err
	}
	ringing(t, p)
	for range schools {
		<-looked
	}
	name := "fanout_" + kind.Name

	quiet := tapping(t, p, schools, 0)
	<-time.After(3 * time.Second)
	quiet.stop()
	quiet.say(name + "_quiet")

	one := schools[many:]
	alone := tapping(t, p, one, 40)
	took, _ := publish(t, p, one, sent)
	alone.stop()
	figure(name+"_one_school", took.Seconds(), "s")
	alone.say(name + "_one_school")
	figure(name+"_one_school_follow", float64(notices.follow.longest.Milliseconds()), "ms")
	figure(name+"_one_school_ring_longest", float64(notices.ring.longest.Milliseconds()), "ms")

	schools = schools[:many]
	*notices = noticeTimes{Store: notices.Store}
	sent.look, sent.claim = spans{}, spans{}
	sent.done = spans{}
	if file := os.Getenv("FIGURES_PROFILE"); file != "" {
		out, err := os.Create(file + "." + kind.Name)
		must(t, err)
		defer out.Close()
		must(t, pprof.StartCPUProfile(out))
		defer pprof.StopCPUProfile()
	}
	must(t, os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)) // the peak begins anew
	busy := tapping(t, p, schools, 100)
	cpu, begun := spentHere(t), time.Now()
	took, committed := publish(t, p, schools, sent)
	cpu = spentHere(t) - cpu
	busy.stop()
	pprof.StopCPUProfile()
	telephones := many * figureAdults

	fmt.Printf("%s: %d schools, %d notices; %s\n", name, many, telephones, map[bool]string{true: "PostgreSQL's fsync is off",
		false: "SQLite waits for the disk"}[db.OwnerDSN != ""])
	figure(name, took.Seconds(), "s")
	figure(name+"_notices", float64(telephones)/took.Seconds(), "notices/s")
	figure(name+"_until_last_event", committed.Seconds(), "s")
	figure(name+"_until_last_follow", notices.follow.last.Sub(begun).Seconds(), "s")
	figure(name+"_until_last_ring", notices.ring.last.Sub(begun).Seconds(), "s")
	for _, part := range []struct {
		what string
		*spans
	}{{"follow", &notices.follow}, {"ring", &notices.ring}, {"claim", &sent.claim}, {"done", &sent.done},
		{"look", &sent.look}} {
		figure(name+"_"+part.what+"_calls", float64(part.calls), "calls")
		figure(name+"_"+part.what+"_busy", part.busy.Seconds(), "s")
		figure(name+"_"+part.what+"_longest", float64(part.longest.Milliseconds()), "ms")
	}
	figure(name+"_cpu", cpu.Seconds(), "s")
	figure(name+"_peak_memory", peakMemory(t), "MB")
	busy.say(name)
	came := service.counted(t)
	goal(t, name+"_signatures", came.Signatures, 4)
	goal(t, name+"_lost", telephones+figureAdults-came.Rung, 0)
	goal(t, name+"_doubled", came.Doubled, 0)
}

// publish has every school publish its rules for parents, and waits until the last push of it is written down as taken:
// how long that was, and how long until the last school had published.
func publish(t *testing.T, p *product, schools []figureSchool, sent *courierTimes) (took, committed time.Duration) {
	t.Helper()
	all := sent.until(len(schools) * figureAdults)
	begun := time.Now()
	var heads sync.WaitGroup
	turn := make(chan figureSchool)
	for range 4 {
		heads.Go(func() {
			for at := range turn {
				_, err := p.aup.Publish(t.Context(), at.head, at.act(p, at.head, "aup.publish"), aup.ForParents,
					aup.Wording{Title: "Our part", Intro: "Please read this.", Statements: []aup.Worded{
						{Key: "monitored", Text: "School looks at how its computers are used."}}})
				if err != nil {
					t.Errorf("not published: %v", err)
				}
			}
		})
	}
	for _, at := range schools {
		turn <- at
	}
	close(turn)
	heads.Wait()
	committed = time.Since(begun)
	select {
	case last := <-all:
		return last.Sub(begun), committed
	case <-time.After(8 * time.Minute):
		t.Fatalf("never: %d were taken", sent.taken)
	}
	return 0, 0
}

func (f figureSchool) act(p *product, who people.Who, command string) event.Act {
	op := id.New[id.Op]()
	return event.Act{School: f.id, Actor: who.Person, At: p.clock.Now(), Op: op, Command: command,
		Hash: event.HashOf([]byte(op))}
}

func spentHere(t *testing.T) time.Duration {
	var u syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the most that this process had in memory, in MB.
func peakMemory(t *testing.T) float64 {
	raw, err := os.ReadFile("/proc/self/status")
	must(t, err)
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			must(t, err)
			return float64(kb) / 1024
		}
	}
	t.Fatal("no VmHWM")
	return 0
}
