//go:build bench

// The push rows of the speed table. ./scripts/bench runs them.
//
// CPU is what getrusage says of this process, user and system together, for messages that a server in another process
// answers: that server is this same test binary, started with an address to print in place of tests, and it does nothing
// but say 201. So its work is in none of the figures, and what the kernel does for our end of the connection is in all.
// The three of them send to it in turns, at the same width, round after round; what is printed is the median of the
// rounds' ratios.
//
// The limit is what no sender can do without: a key pair, ECDH, HKDF and AES-GCM for each message, one record of TLS that
// carries its two HTTP/2 frames with headers encoded beforehand, on a connection that writes together what comes together,
// as ours does, and reading the frames that come back.
package push_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/house"
	"lollipop/backend/push"
)

const (
	rounds = 9
	// messages are sent in a round by each, width at a time.
	messages, width = 3000, 64
	// lane is how wide a lane is for a service that answers slowly: what such a service takes at once.
	lane = 250
)

// TestMain is the service in the other process, where that is what is asked of it.
func TestMain(m *testing.M) {
	if os.Getenv("PUSH_FIGURES_SERVICE") == "" {
		os.Exit(m.Run())
	}
	services, err := house.NewPushService()
	if err != nil {
		panic(err)
	}
	services.Instead(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if strings.HasPrefix(r.URL.Path, "/slow") {
			<-time.After(20 * time.Millisecond)
		}
		w.WriteHeader(http.StatusCreated)
	}))
	_ = json.NewEncoder(os.Stdout).Encode(map[string]string{"at": services.Address().String(), "pem": string(services.PEM())})
	_, _ = io.Copy(io.Discard, os.Stdin) // until whoever started it is gone
	os.Exit(0)
}

// bench is everybody that sends to the service.
type bench struct {
	at      netip.AddrPort
	roots   *x509.CertPool
	pem     string
	sender  *push.Sender
	keys    push.Keys
	parcel  courier.Parcel
	options *webpush.Options
	limit   *bare
}

func started(t *testing.T) *bench {
	t.Helper()
	service := exec.Command(os.Args[0])
	service.Env = append(os.Environ(), "PUSH_FIGURES_SERVICE=1")
	service.Stderr = os.Stderr
	in, err := service.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := service.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = service.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ At, PEM string }
	if err := json.Unmarshal(line, &said); err != nil {
		t.Fatal(err)
	}
	b := &bench{at: netip.MustParseAddrPort(said.At), pem: said.PEM, roots: x509.NewCertPool(), keys: push.NewKeys()}
	b.roots.AppendCertsFromPEM([]byte(said.PEM))
	b.sender = push.New(push.Config{Keys: b.keys, Subject: office, Clock: clock.System{}, Roots: b.roots,
		Excused: []netip.AddrPort{b.at},
		Resolve: func(context.Context, string) ([]netip.AddrPort, error) { return []netip.AddrPort{b.at}, nil }})
	t.Cleanup(b.sender.Close)
	b.parcel = courier.Parcel{Endpoint: "https://" + fcm + "/fcm/send/" + strings.Repeat("a1B_", 40),
		P256dh: bytesOf(t, push.NewKeys()[0].Public), Auth: make([]byte, 16), Key: b.sender.Key(), Topic: "abcdefghijklmnopqrstuvwxyz",
		Payload: []byte(`{"web_push":8030,"notification":{"title":"Lollipop","lang":"ur","dir":"rtl","body":"` +
			`اسکول کی طرف سے آپ کے لیے ایک پیغام ہے۔","navigate":"https://lollipop.a-school.co.uk/"}}`)}
	b.peer(t)
	b.limit = dialBare(t, b)
	return b
}

// peer is webpush-go as its README has it: its own client, which is the standard library's default.
func (b *bench) peer(t *testing.T) {
	t.Helper()
	private, public, err := webpush.GenerateVAPIDKeys()
	if err != nil {
		t.Fatal(err)
	}
	b.options = &webpush.Options{Subscriber: "office@hooklane.school.uk", VAPIDPublicKey: public, VAPIDPrivateKey: private, TTL: 30}
	usual := http.DefaultTransport.(*http.Transport)
	usual.TLSClientConfig = &tls.Config{RootCAs: b.roots}
	usual.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, b.at.String())
	}
}

func (b *bench) ours(t *testing.T, endpoint string) {
	parcel := b.parcel
	parcel.Endpoint, parcel.Expires = endpoint, time.Now().Add(time.Hour)
	if a := b.sender.Send(t.Context(), parcel); a.Result != courier.Took {
		t.Errorf("ours: %+v", a)
	}
}

func (b *bench) theirs(t *testing.T, endpoint string) {
	to := &webpush.Subscription{Endpoint: endpoint, Keys: webpush.Keys{P256dh: base64.RawURLEncoding.EncodeToString(b.parcel.P256dh),
		Auth: base64.RawURLEncoding.EncodeToString(b.parcel.Auth)}}
	n := len(b.parcel.Payload)
	reply, err := webpush.SendNotification(b.parcel.Payload[:n:n], to, b.options)
	if err != nil || reply.StatusCode != 201 {
		t.Errorf("webpush-go: %v, %v", reply, err)
		return
	}
	_ = reply.Body.Close()
}

func (b *bench) least(t *testing.T, _ string) {
	sealed, err := push.Seal(b.parcel.P256dh, b.parcel.Auth, b.parcel.Payload)
	if err != nil {
		t.Error(err)
	}
	b.limit.send(sealed)
}

// many sends n messages, so many at a time, and returns the CPU and the time for each.
func many(t *testing.T, n, width int, endpoint string, send func(*testing.T, string)) (cpu, wall time.Duration) {
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	before, began := spent(t), time.Now()
	for range width {
		all.Go(func() {
			for left.Add(-1) >= 0 && !t.Failed() {
				send(t, endpoint)
			}
		})
	}
	all.Wait()
	wall, cpu = time.Since(began), spent(t)-before
	return cpu / time.Duration(n), wall
}

func spent(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

func goal(t *testing.T, name string, value float64, bound float64) {
	verdict := "OK"
	if value > bound {
		verdict = "MISS"
	}
	fmt.Printf("GOAL %s %.4g <= %.4g %s\n", name, value, bound, verdict)
}

func TestFigures(t *testing.T) {
	b := started(t)
	fast, slow := b.parcel.Endpoint, "https://"+fcm+"/slow"
	for _, send := range []func(*testing.T, string){b.ours, b.theirs, b.least} {
		many(t, messages, width, fast, send) // connections, caches
	}
	var toLimit, toPeer, toLoop []float64
	for round := range rounds {
		ours, _ := many(t, messages, width, fast, b.ours)
		limit, _ := many(t, messages, width, fast, b.least)
		peer, _ := many(t, messages, width, fast, b.theirs)
		toLimit = append(toLimit, float64(ours)/float64(limit))
		toPeer = append(toPeer, float64(ours)/float64(peer))
		_, wide := many(t, 1200, lane, slow, b.ours)
		_, loop := many(t, 30, 1, slow, b.theirs) // a loop is as long as it is: thirty times forty is 1,200
		toLoop = append(toLoop, float64(wide)/float64(40*loop))
		fmt.Printf("round %d: CPU for a message: ours %s, the limit %s, webpush-go %s; 1,200 slow ones: %s, a loop %s\n", round+1,
			ours.Round(100), limit.Round(100), peer.Round(100), wide.Round(time.Millisecond), (40 * loop).Round(time.Millisecond))
	}
	goal(t, "push_cpu_to_limit", median(toLimit), 1.40)
	goal(t, "push_cpu_to_webpush_go", median(toPeer), 0.45)
	goal(t, "push_1200_slow_to_loop", median(toLoop), 0.01)

	counted := push.New(push.Config{Keys: b.keys, Subject: office, Clock: clock.System{}})
	defer counted.Close()
	for i := range 100_000 { // what each message would carry; sending them would count the same
		if _, err := counted.Authorize(house.PushHosts[i%4], b.keys[0]); err != nil {
			t.Fatal(err)
		}
	}
	if counted.Signed() < 4 {
		t.Errorf("%d signatures", counted.Signed())
	}
	goal(t, "push_signatures_of_100000_to_4", float64(counted.Signed()), 4)
}
