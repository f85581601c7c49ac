package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"

	"lollipop/backend/push"
	"lollipop/backend/vault"
)

// Config is everything that whoever runs the server decides, read from the environment. A secret may stand in a file
// instead, named by the same variable with _FILE.
type Config struct {
	// Listen is the address to serve on: loopback unless a proxy on another machine brings TLS.
	Listen string `env:"LOLLIPOP_LISTEN" envDefault:"127.0.0.1:8080"`
	// Origin is the address that browsers use, scheme and host: "https://lollipop.school.example".
	Origin string `env:"LOLLIPOP_ORIGIN" envDefault:"http://127.0.0.1:8080"`
	// Data is the folder of everything kept outside the database: keys; and of SQLite's file.
	Data string `env:"LOLLIPOP_DATA" envDefault:"./data"`
	// Database is "sqlite:PATH", or "postgres://…" as the role that owns nothing. Empty: lollipop.db in Data.
	Database string `env:"LOLLIPOP_DATABASE"`
	// DatabaseOwner is PostgreSQL's role that owns the tables, for migrate alone.
	DatabaseOwner string `env:"LOLLIPOP_DATABASE_OWNER"`
	// ChainKey are the keys of the record's chain, as the file chain.key has them: one a line, 64 hexadecimal characters or
	// more, the newest first. Empty: that file in Data, which migrate makes. Several machines on one PostgreSQL share them.
	ChainKey string `env:"LOLLIPOP_CHAIN_KEY"`
	// PushKeys are the keys under which push services know us, as the file push.keys has them. Empty: that file in Data,
	// which is made at the first start. Several machines on one PostgreSQL share them.
	PushKeys string `env:"LOLLIPOP_PUSH_KEYS"`
	// ConcernKeys are the keys under which concerns are sealed, as the file concern.keys has them. Empty: that file in Data,
	// which migrate or the first start makes. Several machines on one PostgreSQL share them.
	ConcernKeys string `env:"LOLLIPOP_CONCERN_KEYS"`
	// PushSubject is whom push services write to about what we send: "mailto:it@school.example", or an https address.
	// Empty: Origin, where that is a public https address.
	PushSubject string `env:"LOLLIPOP_PUSH_SUBJECT"`
	// Proxies are the networks of our own reverse proxies on other machines, "10.0.0.0/24": what they say of where a
	// request came from is believed.
	Proxies []netip.Prefix `env:"LOLLIPOP_PROXIES"`
	// Metrics is the address that Prometheus asks for figures, on this machine alone. Empty: none.
	Metrics string `env:"LOLLIPOP_METRICS"`
	// MetricsOpen lets Metrics be reached from other machines: from a container beside ours, say. The figures name nobody,
	// but they tell how busy a school is, and nothing asks for a password there.
	MetricsOpen bool `env:"LOLLIPOP_METRICS_OPEN"`
	// LogFormat is "text" or "json".
	LogFormat string `env:"LOLLIPOP_LOG" envDefault:"text"`

	// NotifySocket and Watchdog are systemd's own: where it hears how the service is, and within how many microseconds it
	// has to hear that it is well.
	NotifySocket string `env:"NOTIFY_SOCKET"`
	Watchdog     string `env:"WATCHDOG_USEC"`
}

// secrets are the variables that may stand in a file.
var secrets = []string{"LOLLIPOP_DATABASE", "LOLLIPOP_DATABASE_OWNER", "LOLLIPOP_CHAIN_KEY", "LOLLIPOP_PUSH_KEYS",
	"LOLLIPOP_CONCERN_KEYS"}

// readConfig reads the environment and says every mistake in it, a line each.
func readConfig(environ []string) (Config, error) {
	vars := env.ToMap(environ)
	var wrong []error
	for _, name := range secrets {
		path := vars[name+"_FILE"]
		if path == "" {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s_FILE: cannot be read: %w", name, err))
			continue
		}
		vars[name] = strings.TrimSpace(string(raw))
	}
	for name := range vars {
		if strings.HasPrefix(name, "LOLLIPOP_") && !known(name) {
			wrong = append(wrong, fmt.Errorf("%s: there is no such setting (README.md lists them)", name))
		}
	}
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: vars}); err != nil {
		wrong = append(wrong, unread(vars, err)...)
	}
	return c, errors.Join(append(wrong, c.Validate()...)...)
}

// unread says of settings that could not be parsed what would be right, by the name of the setting and not of our field.
func unread(vars map[string]string, err error) []error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return []error{err}
	}
	wrong := make([]error, 0, len(all.Errors))
	for _, one := range all.Errors {
		var field env.ParseError
		switch {
		case errors.As(one, &field) && field.Name == "Proxies":
			one = fmt.Errorf("LOLLIPOP_PROXIES: %q is no list of networks, such as 10.0.0.0/24,10.0.1.7/32",
				vars["LOLLIPOP_PROXIES"])
		case errors.As(one, &field) && field.Name == "MetricsOpen":
			one = fmt.Errorf("LOLLIPOP_METRICS_OPEN: %q is neither true nor false", vars["LOLLIPOP_METRICS_OPEN"])
		}
		wrong = append(wrong, one)
	}
	return wrong
}

func known(name string) bool {
	params, err := env.GetFieldParams(&Config{})
	if err != nil {
		return true
	}
	for _, p := range params {
		if p.Key == name {
			return true
		}
	}
	for _, secret := range secrets {
		if name == secret+"_FILE" {
			return true
		}
	}
	return false
}

// Validate returns one error for each mistake, naming the setting and what would be right.
func (c Config) Validate() []error {
	var wrong []error
	say := func(name, format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("%s: "+format, append([]any{name}, args...)...))
	}
	if _, port, err := net.SplitHostPort(c.Listen); err != nil {
		say("LOLLIPOP_LISTEN", "%q is not host:port, such as 127.0.0.1:8080", c.Listen)
	} else if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		say("LOLLIPOP_LISTEN", "%q has no port from 1 to 65535, as 127.0.0.1:8080 has", c.Listen)
	}
	switch origin, err := url.Parse(c.Origin); {
	case err != nil || origin.Host == "" || origin.Path != "" || origin.RawQuery != "":
		say("LOLLIPOP_ORIGIN", "%q is not scheme://host with nothing after it, not even a slash, such as "+
			"https://lollipop.school.example", c.Origin)
	case origin.Scheme == "http" && !loopback(origin.Hostname()):
		say("LOLLIPOP_ORIGIN", "%q needs https: browsers keep our cookies over plain http on this machine only",
			c.Origin)
	case origin.Scheme != "http" && origin.Scheme != "https":
		say("LOLLIPOP_ORIGIN", "%q begins with neither https:// nor http://", c.Origin)
	}
	if c.Data == "" {
		say("LOLLIPOP_DATA", "is empty: name a folder, such as ./data")
	}
	if c.Database != "" && !c.postgres() && !strings.HasPrefix(c.Database, "sqlite:") {
		// It may hold a password, so it is not repeated.
		say("LOLLIPOP_DATABASE", "begins with neither sqlite: nor postgres://")
	}
	if c.DatabaseOwner != "" && !c.postgres() {
		say("LOLLIPOP_DATABASE_OWNER", "is for PostgreSQL, and LOLLIPOP_DATABASE is none")
	}
	if c.ChainKey != "" {
		if _, err := parseChainKeys(c.ChainKey); err != nil {
			say("LOLLIPOP_CHAIN_KEY", "%v", err)
		}
	}
	if c.PushKeys != "" {
		if _, err := push.ReadKeys([]byte(c.PushKeys)); err != nil {
			say("LOLLIPOP_PUSH_KEYS", "cannot be used: %v", err)
		}
	}
	if c.ConcernKeys != "" {
		if _, err := vault.ReadSeals([]byte(c.ConcernKeys)); err != nil {
			say("LOLLIPOP_CONCERN_KEYS", "cannot be used: %v", err)
		}
	}
	if c.PushSubject != "" {
		if _, err := push.ValidSubject(c.PushSubject, c.Origin); err != nil {
			say("LOLLIPOP_PUSH_SUBJECT", "%v", err)
		}
	}
	if host, port, err := net.SplitHostPort(c.Metrics); c.Metrics != "" {
		switch {
		case err != nil:
			say("LOLLIPOP_METRICS", "%q is not host:port, such as 127.0.0.1:9090", c.Metrics)
		case !loopback(host) && !c.MetricsOpen:
			say("LOLLIPOP_METRICS", "%q can be reached from other machines: name a loopback address, such as "+
				"127.0.0.1:9090, or say LOLLIPOP_METRICS_OPEN=true where only your own can", c.Metrics)
		case c.Metrics == c.Listen && port != "0":
			say("LOLLIPOP_METRICS", "%q is where the product itself listens", c.Metrics)
		}
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		say("LOLLIPOP_LOG", "%q is neither text nor json", c.LogFormat)
	}
	return wrong
}

func (c Config) postgres() bool {
	return strings.HasPrefix(c.Database, "postgres://") || strings.HasPrefix(c.Database, "postgresql://")
}

// loopback reports whether a host name means this machine.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
