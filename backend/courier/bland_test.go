package courier_test

import (
	"bytes"
	"encoding/json"
	"slices"
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
	fresh := func() func(string, bool) []byte { return courier.Bland(words, dir, "https://lollipop.school.example") }
	message := fresh()
	english := func(what string) string { return words.Say("en", phrase.Say("courier."+what, nil)) }
	for _, to := range slices.Concat(languages(words, false), languages(words, true)) {
		l, kind, page := to.Language, "message", "/messages?new"
		if to.staff {
			kind, page = "reader", "/reading"
		}
		raw := message(l.Tag, to.staff)
		var got struct {
			WebPush      int `json:"web_push"`
			Notification map[string]any
		}
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatal(err)
		}
		n := got.Notification
		title := words.Say(l.Tag, phrase.Say("courier."+kind+".title", nil))
		body := words.Say(l.Tag, phrase.Say("courier.message.body", nil))
		spoken := l.Tag
		if title == english(kind+".title") && body == english("message.body") { // easy English may say it as English does
			spoken = "en"
		}
		if got.WebPush != 8030 || len(n) != 7 || n["title"] != title || n["body"] != body || n["lang"] != spoken ||
			n["dir"] != l.Dir || n["navigate"] != "https://lollipop.school.example"+page || n["tag"] != "message" ||
			n["silent"] != false {
			t.Errorf("%s: %s", l.Tag, raw)
		}
		if len(raw) > most || !utf8.Valid(raw) {
			t.Errorf("%s has %d bytes", l.Tag, len(raw))
		}
		if !bytes.Equal(raw, message(l.Tag, to.staff)) || !bytes.Equal(raw, fresh()(l.Tag, to.staff)) {
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
	if want := `{"web_push":8030,"notification":{"title":"` + english("message.title") + `","lang":"en","dir":"ltr","body":"` +
		english("message.body") + `","navigate":"https://lollipop.school.example/messages?new","tag":"message","silent":false}}`; want !=
		string(message("en", false)) {
		t.Errorf("in English it is %s", message("en", false))
	}
	for _, tag := range []string{"", "fr", "xx-unknown", strings.Repeat("x", 35)} {
		if !bytes.Equal(message(tag, false), message("en", false)) {
			t.Errorf("in %q it is %s", tag, message(tag, false))
		}
	}
}

// spoken is a language and whether it is staff's telephone.
type spoken struct {
	translate.Language
	staff bool
}

func languages(words *translate.Translator, staff bool) (all []spoken) {
	for _, l := range words.Languages() {
		all = append(all, spoken{l, staff})
	}
	return all
}
