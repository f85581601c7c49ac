package push_test

import (
	"strings"
	"testing"

	"lollipop/backend/push"
)

func TestSubjectsThatPushServicesTake(t *testing.T) {
	for subject, want := range map[string]string{
		"mailto:office@hooklane.kent.sch.uk": "", "mailto:it+push@a-school.co.uk": "", "https://www.a-school.co.uk": "",
		"https://a-school.co.uk/contact": "", "https://xn--schl-gra.co.uk": "", "": "https://lollipop.a-school.co.uk",
	} {
		if want == "" {
			want = subject
		}
		if got, err := push.ValidSubject(subject, "https://lollipop.a-school.co.uk"); err != nil || got != want {
			t.Errorf("%q: %q, %v", subject, got, err)
		}
	}
	for _, origin := range []string{"", "http://127.0.0.1:8080", "http://lollipop.a-school.co.uk", "https://lollipop.local",
		"https://localhost", "https://lollipop.a-school.co.uk:8443"} {
		if got, err := push.ValidSubject("", origin); err == nil {
			t.Errorf("the origin %q becomes %q", origin, got)
		}
	}
	for _, subject := range []string{"office@a-school.co.uk", "mailto:", "mailto:office", "mailto:@a-school.co.uk",
		"mailto:office@", "mailto:office@localhost", "mailto:office@school.local", "mailto:office@school.test",
		"mailto:office@school.example", "mailto:office@example.com", "mailto:office@school.invalid", "mailto:office@127.0.0.1",
		"mailto:office@[127.0.0.1]", "mailto:a b@a-school.co.uk", "mailto:a@b@a-school.co.uk", "mailto:a..b@a-school.co.uk",
		"mailto:Office <office@a-school.co.uk>", "mailto:mailto:office@a-school.co.uk", "mailto:office@a-school.co.uk?subject=x",
		"mailto:office@a-school.co.uk,b@a-school.co.uk", "MAILTO:office@a-school.co.uk", " mailto:office@a-school.co.uk",
		"mailto:office@a-school.co.uk\n", "https://", "https://localhost", "https://school", "https://192.168.0.1",
		"https://[::1]", "https://2130706433", "https://127.1", "https://a-school.local", "https://a-school.test",
		"https://user@a-school.co.uk", "https:a-school.co.uk", "https://a-school.co.uk:8443", "https://a-school.co.uk.",
		"http://www.a-school.co.uk", "ftp://a-school.co.uk", "a-school.co.uk", "https://a-school.co.uk/#x",
		"mailto:" + strings.Repeat("a", 300) + "@a-school.co.uk"} {
		got, err := push.ValidSubject(subject, "https://lollipop.a-school.co.uk")
		if err == nil {
			t.Errorf("%q becomes %q", subject, got)
			continue
		}
		if len(err.Error()) < 40 {
			t.Errorf("%q: says only %v", subject, err)
		}
	}
}
