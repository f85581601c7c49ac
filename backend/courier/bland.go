package courier

import (
	"encoding/json"
	"sync"

	"lollipop/backend/phrase"
)

// declared is a declarative push message: a browser that knows the form shows it by itself, and our worker shows it the
// same way elsewhere. The order of the fields is that of the bytes.
type declared struct {
	WebPush      int   `json:"web_push"` // 8030, by which it is known
	Notification shown `json:"notification"`
}

type shown struct {
	Title    string `json:"title"`
	Lang     string `json:"lang"`
	Dir      string `json:"dir"`
	Body     string `json:"body"`
	Navigate string `json:"navigate"`
	Tag      string `json:"tag"`
	Silent   bool   `json:"silent"`
}

// mostLanguages bounds how many messages are kept made.
const mostLanguages = 64

// Bland returns what makes the one message that telephones show, whatever happened and whomever it is for: that there is
// a message from school, in the device's language, and where it is read; to staff, that there is something to read. Origin is the app's address, dir a language's
// direction. A language that we do not speak gets English. The bytes are shared: do not change them.
//
// Policy: email.encrypted (AR 7.8/3, BG 7.8/4)
func Bland(say phrase.Sayer, dir func(language string) string, origin string,
) func(language string, staff bool) []byte {
	var mu sync.Mutex
	type whom struct {
		language string
		staff    bool
	}
	made := map[whom][]byte{}
	sentences := func(language, title string) (string, string) {
		return say.Say(language, phrase.Say(title, nil)),
			say.Say(language, phrase.Say("courier.message.body", nil))
	}
	return func(language string, staff bool) []byte {
		mu.Lock()
		defer mu.Unlock()
		to := whom{language, staff}
		if message, ok := made[to]; ok {
			return message
		}
		spoken, kind, page := language, "courier.message.title", "/messages?new"
		if staff {
			kind, page = "courier.reader.title", "/reading"
		}
		title, body := sentences(language, kind)
		if t, b := sentences("en", kind); t == title && b == body {
			spoken = "en"
		}
		message, err := json.Marshal(declared{WebPush: 8030, Notification: shown{Title: title, Lang: spoken,
			Dir: dir(spoken), Body: body, Navigate: origin + page, Tag: "message"}})
		if err != nil {
			panic(err) // strings, a number and a boolean
		}
		if len(made) < mostLanguages {
			made[to] = message
		}
		return message
	}
}
