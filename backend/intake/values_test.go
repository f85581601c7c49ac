package intake_test

import (
	"testing"

	"lollipop/backend/clock"
	"lollipop/backend/intake"
)

func TestCheckUPN(t *testing.T) {
	for _, row := range []struct {
		text, upn, right string
		ok               bool
	}{
		{"P886234526013", "P886234526013", "P", true},
		{" p8862 34526013 ", "P886234526013", "P", true},
		{"B886234526013", "B886234526013", "P", false},
		{"P886234526031", "P886234526031", "M", false}, // two digits the wrong way round
		{"B801200005001", "B801200005001", "B", true},
		{"J88623452600A", "J88623452600A", "J", true}, // temporary: a last A counts 0
		{"A88623452600A", "A88623452600A", "J", false},
		{"V88623452600Z", "V88623452600Z", "V", true}, // and a last Z 22
		{"I886234526013", "I886234526013", "", false}, // I, O and S are no check letters
		{"P88623452601O", "P88623452601O", "", false}, // a letter O for a nought
		{"P8862345260133", "P8862345260133", "", false},
		{"P8862A4526013", "P8862A4526013", "", false},
		{"", "", "", false},
	} {
		upn, right, ok := intake.CheckUPN(row.text)
		if upn != row.upn || right != row.right || ok != row.ok {
			t.Errorf("CheckUPN(%q) = %q, %q, %v", row.text, upn, right, ok)
		}
	}
	if intake.TemporaryUPN("P886234526013") || !intake.TemporaryUPN("J88623452600A") {
		t.Error("temporary UPNs are told by their last character")
	}
}

func FuzzCheckUPN(f *testing.F) {
	for _, seed := range []string{"P886234526013", "J88623452600A", "", "ÀÀÀÀÀÀÀÀ", "p 886 234526013"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		upn, right, ok := intake.CheckUPN(text)
		if ok && (len(upn) != 13 || right != upn[:1]) {
			t.Fatalf("%q is accepted as %q", text, upn)
		}
		if right == "" {
			return
		}
		if _, again, fits := intake.CheckUPN(right + upn[1:]); !fits || again != right {
			t.Fatalf("%q: the letter that is said to fit does not", text)
		}
		for i := 1; i < 12; i++ { // a single wrong digit is always found: 23 is prime
			other := []byte(right + upn[1:])
			other[i] = '0' + (other[i]-'0'+1)%10
			if _, _, fits := intake.CheckUPN(string(other)); fits {
				t.Fatalf("%q: a wrong digit at %d is not found", upn, i)
			}
		}
	})
}

func TestReadDate(t *testing.T) {
	for text, want := range map[string]struct {
		date     clock.Date
		form, ok bool
	}{
		"04/03/2019": {"2019-03-04", true, true}, "4/3/2019": {"2019-03-04", true, true},
		"2019-03-04": {"2019-03-04", true, true}, "04-03-2019": {"2019-03-04", true, true},
		"04.03.2019": {"2019-03-04", true, true}, "4 Mar 2019": {"2019-03-04", true, true},
		"2019-03-04T00:00:00": {"2019-03-04", true, true}, "04/03/2019 00:00": {"2019-03-04", true, true},
		"29/02/2020": {"2020-02-29", true, true}, "29/02/2019": {"", true, false}, "30/02/2020": {"", true, false},
		"03/13/2019": {"", true, false}, // never month first
		"31/04/2019": {"", true, false}, "0/1/2019": {"", true, false}, "04/03/19": {"", false, false},
		"4th of March": {"", false, false}, "20190304": {"", false, false}, "": {"", false, false},
		"43525": {"", false, false}, "04/Mae/2019": {"", false, false}, "-4/3/2019x": {"", false, false},
	} {
		date, form, ok := intake.ReadDate(text)
		if date != want.date || form != want.form || ok != want.ok {
			t.Errorf("ReadDate(%q) = %q, %v, %v", text, date, form, ok)
		}
	}
}

func TestReadMobileAndEmail(t *testing.T) {
	for text, want := range map[string]string{"07700 900439": "+447700900439", "+44 7700 900439": "+447700900439",
		"+44 (0)7700 900439": "+447700900439", "0044 7700-900439": "+447700900439", "447700900439": "+447700900439",
		"+48 601 234 567": "+48601234567", "": ""} {
		if got, ok := intake.ReadMobile(text); !ok || got != want {
			t.Errorf("ReadMobile(%q) = %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"01795 473000", "+441795473000", "7700 900439", "07700 90043", "077009004399",
		"ask mum", "00",
		"+", "601234567", "07700900439 (work)", "-"} {
		if got, ok := intake.ReadMobile(text); ok {
			t.Errorf("ReadMobile(%q) = %q", text, got)
		}
	}
	if got, ok := intake.ReadEmail(" Tasnim.Ahmed80@Post.Example "); !ok || got != "tasnim.ahmed80@post.example" {
		t.Errorf("ReadEmail = %q, %v", got, ok)
	}
	for _, text := range []string{"tasnim", "tasnim@", "@post.example", "a@b@c.example", "a b@post.example", "a@post",
		"a@post..example", "a@post.example;b@post.example", "a@post.example\nBcc: b@post.example"} {
		if _, ok := intake.ReadEmail(text); ok {
			t.Errorf("ReadEmail(%q) was accepted", text)
		}
	}
}
