package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestConfigSaysEveryMistake(t *testing.T) {
	for name, row := range map[string]struct {
		vars []string
		want []string
	}{
		"nothing set": {nil, nil},
		"behind a proxy": {[]string{"LOLLIPOP_ORIGIN=https://lollipop.school.example",
			"LOLLIPOP_LISTEN=10.0.0.5:80"}, nil},
		"no port":          {[]string{"LOLLIPOP_LISTEN=localhost"}, []string{"LOLLIPOP_LISTEN"}},
		"no such port":     {[]string{"LOLLIPOP_LISTEN=:99999"}, []string{"LOLLIPOP_LISTEN"}},
		"a proxy's name":   {[]string{"LOLLIPOP_PROXIES=nginx"}, []string{"LOLLIPOP_PROXIES"}},
		"yes":              {[]string{"LOLLIPOP_METRICS_OPEN=yes"}, []string{"LOLLIPOP_METRICS_OPEN"}},
		"plain http":       {[]string{"LOLLIPOP_ORIGIN=http://school.example"}, []string{"LOLLIPOP_ORIGIN"}},
		"a path":           {[]string{"LOLLIPOP_ORIGIN=https://school.example/app"}, []string{"LOLLIPOP_ORIGIN"}},
		"another database": {[]string{"LOLLIPOP_DATABASE=mysql://x"}, []string{"LOLLIPOP_DATABASE"}},
		"words of libpq":   {[]string{"LOLLIPOP_DATABASE=host=db user=app password=x"}, []string{"LOLLIPOP_DATABASE"}},
		"a bare path":      {[]string{"LOLLIPOP_DATABASE=/srv/lollipop.db"}, []string{"LOLLIPOP_DATABASE"}},
		"an owner alone":   {[]string{"LOLLIPOP_DATABASE_OWNER=postgres://o@h/d"}, []string{"LOLLIPOP_DATABASE_OWNER"}},
		"misspelt":         {[]string{"LOLLIPOP_ORIGN=https://x.example"}, []string{"LOLLIPOP_ORIGN"}},
		"three at once": {[]string{"LOLLIPOP_LISTEN=x", "LOLLIPOP_LOG=xml", "LOLLIPOP_DATA= "},
			[]string{"LOLLIPOP_LISTEN", "LOLLIPOP_LOG"}},
		"missing file": {[]string{"LOLLIPOP_DATABASE_FILE=/nowhere/at/all"}, []string{"LOLLIPOP_DATABASE_FILE"}},
	} {
		_, err := readConfig(row.vars)
		if (err == nil) != (len(row.want) == 0) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range row.want {
			if !strings.Contains(err.Error(), want+":") && !strings.Contains(err.Error(), want+" ") {
				t.Errorf("%s: %v does not name %s", name, err, want)
			}
		}
		if err != nil && len(strings.Split(err.Error(), "\n")) != len(row.want) {
			t.Errorf("%s: not a line for each: %v", name, err)
		}
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dsn")
	if err := os.WriteFile(path, []byte("postgres://app@db/lollipop\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig([]string{"LOLLIPOP_DATABASE_FILE=" + path})
	if err != nil || c.Database != "postgres://app@db/lollipop" {
		t.Errorf("%q, %v", c.Database, err)
	}
}

func TestLogsAreInUTC(t *testing.T) {
	at := time.Date(2026, 10, 25, 1, 30, 0, 0, time.FixedZone("", 5*60*60))
	for _, format := range []string{"text", "json"} {
		var out strings.Builder
		line := slog.NewRecord(at, slog.LevelInfo, "request", 0)
		line.Add("until", at)
		must(t, logTo(&out, Config{LogFormat: format}, slog.LevelInfo).Handle(t.Context(), line))
		if strings.Count(out.String(), "2026-10-24T20:30:00") != 2 || strings.Contains(out.String(), "+05:00") {
			t.Errorf("%s: %s", format, out.String())
		}
	}
}
