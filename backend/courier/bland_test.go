package courier_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"lollipop/backend/courier"
	"lollipop/backend/notice"
	"lollipop/backend/phrase"
	"lollipop/backend/translate"
)

// most is how long a message may be: what is sealed has room for it and is of one size.
const most = 900

// What a telephone shows is the same to the byte whatever happened and whomever it is for, and it names nothing: in
// every language that we have, it is two sentences, where to go, and what a browser needs.
//
// Policy: email.encrypted (AR 7.8/3, BG 7.8/4)
func TestTheMessageIsBland(t *testing.T) {
	words, err := translate.New()
	if err != nil {
		t.Fatal(err)
	}
	dir := func(tag string) string { l, _ := words.Language(tag); return l.Dir }
	fresh := func() func(string) []byte { return courier.Bland(words, dir, "https://lollipop.school.example") }
	message := fresh()
	english := func(what string) string { return words.Say("en", phrase.Say("courier.message."+what, nil)) }
	for _, l := range words.Languages() {
		raw := message(l.Tag)
		var got struct {
			WebPush      int `json:"web_push"`
			Notification map[string]any
		}
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatal(err)
		}
		n := got.Notification
		title := words.Say(l.Tag, phrase.Say("courier.message.title", nil))
		body := words.Say(l.Tag, phrase.Say("courier.message.body", nil))
		spoken := l.Tag
		if title == english("title") && body == english("body") { // easy English may say it as English does
			spoken = "en"
		}
		if got.WebPush != 8030 || len(n) != 7 || n["title"] != title || n["body"] != body || n["lang"] != spoken ||
			n["dir"] != l.Dir || n["navigate"] != "https://lollipop.school.example/messages?new" || n["tag"] != "message" ||
			n["silent"] != false {
			t.Errorf("%s: %s", l.Tag, raw)
		}
		if len(raw) > most || !utf8.Valid(raw) {
			t.Errorf("%s has %d bytes", l.Tag, len(raw))
		}
		if !bytes.Equal(raw, message(l.Tag)) || !bytes.Equal(raw, fresh()(l.Tag)) {
			t.Errorf("%s is not always the same", l.Tag)
		}
		text := strings.ToLower(title + " " + body)
		for _, secret := range []string{"{{", "<no value>", "\u2068", "confiscat", "phone", "sign", "collect", "releas",
			"child", "pupil",
			"parent", "courier.", "telefon", "فون", "بچ", "بچہ"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s says %q: %s", l.Tag, secret, text)
			}
		}
		for _, kind := range notice.Kinds {
			if strings.Contains(string(raw), string(kind)) {
				t.Errorf("%s names the kind %s", l.Tag, kind)
			}
		}
	}
	if want := `{"web_push":8030,"notification":{"title":"` + english("title") + `","lang":"en","dir":"ltr","body":"` +
		english("body") + `","navigate":"https://lollipop.school.example/messages?new","tag":"message","silent":false}}`; want !=
		string(message("en")) {
		t.Errorf("in English it is %s", message("en"))
	}
	for _, tag := range []string{"", "fr", "xx-unknown", strings.Repeat("x", 35)} {
		if !bytes.Equal(message(tag), message("en")) {
			t.Errorf("in %q it is %s", tag, message(tag))
		}
	}
}
