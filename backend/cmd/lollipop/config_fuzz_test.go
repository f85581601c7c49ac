package main

import (
	"strings"
	"testing"
)

// Whatever stands in the environment, each mistake is said, and no secret is repeated in what is said.
func FuzzConfig(f *testing.F) {
	for _, value := range []string{"", "127.0.0.1:8080", "https://lollipop.school.example", "http://a.example", "sqlite:", "postgres://%zz",
		"postgres://u:hunter2hunter2@[::1", "mailto:", "10.0.0.0/99", "\x00", "\xff", strings.Repeat("ab", 32), `{"keys":[]}`, "json"} {
		for n := range uint8(11) {
			f.Add(n, value)
		}
	}
	names := []string{"LOLLIPOP_LISTEN", "LOLLIPOP_ORIGIN", "LOLLIPOP_DATA", "LOLLIPOP_DATABASE", "LOLLIPOP_DATABASE_OWNER",
		"LOLLIPOP_CHAIN_KEY", "LOLLIPOP_PUSH_KEYS", "LOLLIPOP_CONCERN_KEYS", "LOLLIPOP_PUSH_SUBJECT", "LOLLIPOP_PROXIES", "LOLLIPOP_LOG"}
	f.Fuzz(func(t *testing.T, n uint8, value string) {
		name := names[int(n)%len(names)]
		_, err := readConfig([]string{name + "=" + value})
		for _, secret := range secrets {
			if err != nil && name == secret && len(value) > 10 && strings.Contains(err.Error(), value) {
				t.Errorf("%s is repeated: %v", name, err)
			}
		}
	})
}
