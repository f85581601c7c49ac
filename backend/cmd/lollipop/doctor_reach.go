package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"lollipop/backend/clock"
)

// What the doctor takes for an answer, and for a clock or a certificate that somebody should look at.
const (
	reachIn   = 10 * time.Second
	mostSkew  = time.Minute
	leastCert = 14 * 24 * time.Hour
)

// Where the doctor's requests go in tests: to a certificate of ours, and to a port that stands for 80. Nil and empty
// for the machine's roots and the real one.
var (
	reachTrusts *x509.CertPool
	reachPlain  string
)

// reached asks the address that browsers use, as a browser would, whether it is this program that answers there. Nobody
// else is asked anything.
func reached(g *globals) []finding {
	origin, err := url.Parse(g.config.Origin)
	if err != nil || origin.Scheme != "https" {
		return nil // on this machine alone: address says so
	}
	client := direct(reachIn)
	f := finding{what: "https", is: g.config.Origin}
	answer, err := look(g, client, http.MethodGet, g.config.Origin+"/readyz")
	if err != nil {
		f.todo = unreached(err)
		return []finding{f}
	}
	all := []finding{isUs(g, client, answer), certificate(answer), strict(answer)}
	if skewed, ok := originClock(answer); ok {
		all = append(all, skewed)
	}
	return append(all, plainHTTP(g, client, origin))
}

// direct asks whoever is named and nobody else: no proxy of the environment's, and nobody to whom an answer leads.
func direct(within time.Duration) *http.Client {
	return &http.Client{Timeout: within, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: reachTrusts}, DisableKeepAlives: true}}
}

func look(g *globals, client *http.Client, method, address string) (*http.Response, error) {
	ask, err := http.NewRequestWithContext(g.ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := client.Do(ask)
	if err == nil {
		answer.Body.Close()
	}
	return answer, err
}

func unreached(err error) string {
	var name *net.DNSError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &name):
		return "its name is not known: make an entry for it in your DNS"
	case errors.As(err, &cert):
		return "its certificate is not valid (" + cert.Err.Error() + "): get one, or mend the proxy's settings"
	}
	return "it does not answer (" + err.Error() + "): look whether lollipop serve runs, and the proxy"
}

// isUs: a file of the built app has its content's digest in its name, so who has that one is this very build.
func isUs(g *globals, client *http.Client, ready *http.Response) finding {
	f := finding{what: "https", is: g.config.Origin}
	raw, err := fs.ReadFile(g.app, "dist/.vite/manifest.json")
	var manifest map[string]struct {
		File    string
		IsEntry bool
	}
	if err != nil || json.Unmarshal(raw, &manifest) != nil {
		return f // said by app
	}
	for _, entry := range manifest {
		if !entry.IsEntry {
			continue
		}
		switch answer, err := look(g, client, http.MethodHead, g.config.Origin+"/"+entry.File); {
		case err != nil:
			f.todo = unreached(err)
		case answer.StatusCode != http.StatusOK:
			f.todo = "what answers there is not this program, or another version of it: look where the proxy sends " +
				"requests, and restart the service after an update"
		case ready.StatusCode != http.StatusOK:
			f.todo = fmt.Sprintf("the server answers, but is not ready (%d): its log says why", ready.StatusCode)
		default:
			f.is += " is this program"
		}
	}
	return f
}

func certificate(answer *http.Response) finding {
	f := finding{what: "certificate"}
	from, until := answer.TLS.PeerCertificates[0].NotBefore, answer.TLS.PeerCertificates[0].NotAfter
	left := until.Sub(clock.System{}.Now())
	f.is = fmt.Sprintf("valid for %d days", int(left/(24*time.Hour)))
	if left < min(leastCert, until.Sub(from)/3) { // some last six days, and are renewed every three
		f.todo = "renew it, and see why that did not happen by itself"
	}
	return f
}

func strict(answer *http.Response) finding {
	f := finding{what: "hsts", is: answer.Header.Get("Strict-Transport-Security")}
	if !strings.Contains(strings.ToLower(f.is), "max-age=") || strings.Contains(f.is, "max-age=0") {
		f.is, f.todo = "not sent", "have the proxy send Strict-Transport-Security: max-age=63072000, so that browsers never "+
			"try without TLS again"
	}
	return f
}

// originClock holds our clock against that of the machine that brings TLS.
func originClock(answer *http.Response) (finding, bool) {
	date, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return finding{}, false
	}
	f := finding{what: "proxy clock", is: "the same as ours"}
	if apart := date.Sub(clock.System{}.Now()); apart.Abs() > mostSkew {
		f.is, f.todo = fmt.Sprintf("%s from ours", apart.Round(time.Second)), "one of the two is wrong: keep both by NTP"
	}
	return f, true
}

// plainHTTP: who types the address without https has to be brought there, and must find nothing else.
func plainHTTP(g *globals, client *http.Client, origin *url.URL) finding {
	f := finding{what: "http", is: "not answered"}
	answer, err := look(g, client, http.MethodGet, "http://"+origin.Hostname()+reachPlain+"/")
	if err != nil {
		return f
	}
	f.is = "leads to https"
	to, err := answer.Location()
	if err != nil || answer.StatusCode < 300 || to.Scheme != "https" || to.Hostname() != origin.Hostname() {
		f.is, f.todo = fmt.Sprintf("answered with %d", answer.StatusCode), "have the proxy send everybody on to "+
			g.config.Origin
	}
	return f
}
