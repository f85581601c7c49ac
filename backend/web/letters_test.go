package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// as asks as one of the people on a device.
func (v *visitor) as(method, path, body, seat, op string) answer {
	v.h.t.Helper()
	return v.h.do(ask{method: method, path: path, body: body, session: v.session, op: op,
		header: http.Header{"As": {seat}, "Accept-Language": {"en"}}})
}

func decode[T any](t *testing.T, got answer) (into T) {
	t.Helper()
	if err := json.Unmarshal([]byte(got.body), &into); err != nil || got.status != http.StatusOK {
		t.Fatalf("%v: %s", err, got.print())
	}
	return into
}

// From the printed letter to the lost telephone, over HTTP, on both engines.
func TestALettersLife(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name != "file" {
			t.Run(kind.Name, func(t *testing.T) { aLettersLife(t, houseOn(t, kind.Open(t))) })
		}
	}
}

func aLettersLife(t *testing.T, h *house) {
	type form map[string]any
	office := &visitor{h: h, session: h.here.session["ofc"]}
	mother, stepfather := h.here.family.adults["par"], h.here.family.adults["stf"]
	barred := h.here.family.adults["bar"]

	// The office prints: without its yes nobody of a family with a no-contact mark, and never the barred father.
	order := fmt.Sprintf(`{"adults":["%s","%s","%s"],"yes":["%s"]}`, mother.ID, stepfather.ID, barred.ID, mother.ID)
	printed := ask{method: "POST", path: "/api/letters", body: order, session: office.session, op: string(id.New[id.Op]())}
	first := h.do(printed)
	letters := decode[PrintedLetters](t, first)
	if len(letters.Letters) != 1 || len(letters.Refused) != 2 || letters.Refused[0].Adult != string(stepfather.ID) ||
		!strings.Contains(letters.Refused[0].Title, "say yes") || !strings.Contains(letters.Refused[1].Title, "No letter") {
		t.Fatal(first.body)
	}
	if again := h.do(printed); again.body != first.body {
		t.Errorf("the same operation prints another letter:\n%s\n%s", first.body, again.body)
	}
	letter := letters.Letters[0]
	if letter.Language != "ur" || letter.Dir != "rtl" || letter.URL != origin+"/l/"+letter.Code || len(letter.Code) != 11 ||
		letter.Child != h.here.family.child.Preferred || letter.QR.Size < 29 ||
		!strings.HasPrefix(letter.QR.Path, "M4 4h7v1h-7z") {
		t.Errorf("%+v", letter)
	}

	// The telephone: what the letter is, a wrong birthday, the right one; and the answer that was lost on the way.
	phone := &visitor{h: h}
	look := decode[LetterLook](t, phone.do("POST", "/api/letters/look", form{"code": letter.Code}))
	if look.School.Slug != "hook-lane" || look.School.Phone == "" || look.Child != letter.Child || look.Language != "ur" {
		t.Errorf("%+v", look)
	}
	if got := phone.do("POST", "/api/letters/use", form{"code": letter.Code, "day": 28, "month": 2}); got.status != 422 ||
		got.problem(t).Field != "birthday" || phone.session != "" {
		t.Error(got.print())
	}
	use := ask{method: "POST", path: "/api/letters/use", op: string(id.New[id.Op]()),
		body: fmt.Sprintf(`{"code":"%s","day":29,"month":2}`, strings.ToLower(letter.Code))}
	h.do(use)
	again := h.do(use)
	me := decode[Me](t, again)
	cookie, err := http.ParseSetCookie(again.header.Get("Set-Cookie"))
	if err != nil || me.Kind != "family" || len(me.People) != 1 || me.People[0].Name != mother.Called() ||
		me.People[0].Seats[0].Children[0].Name != h.here.family.child.Called() || me.School.Slug != "hook-lane" ||
		me.Terms == nil || len(me.Can) > 0 || me.Phones != nil || me.Person != nil {
		t.Fatalf("%v: %s", err, again.body)
	}
	phone.session = access.Token(cookie.Value)
	if got := h.do(ask{method: "POST", path: "/api/letters/use", body: use.body}); got.status != http.StatusConflict {
		t.Errorf("used twice: %s", got.print())
	}

	// Another parent on the same telephone, and the other school's: whoever changes something says who they are.
	phone.session = h.useLetter(h.print(h.here, stepfather.ID), "29/2", phone.session)
	phone.session = h.useLetter(h.print(h.there, h.there.family.adults["par"].ID), "29/2", phone.session)
	if me := phone.me(); len(me.People) != 3 || me.People[2].Seats[0].School.Slug != "beaver-road" {
		t.Errorf("%+v", me.People)
	}
	for seat, status := range map[string]int{"": 422, string(mother.ID): 200, string(h.there.family.adults["par"].ID): 200,
		string(h.there.family.adults["stf"].ID): 404, "x": 404} {
		got := phone.as("POST", "/api/hand-over", "{}", seat, "")
		if got.status != status || status == 422 && got.problem(t).Field != "As" {
			t.Errorf("as %q: %s", seat, got.print())
		}
	}
	details := decode[FamilyDetails](t, phone.as("GET", "/api/family/details", "", string(stepfather.ID), ""))
	if details.Name != stepfather.Called() || details.Email != stepfather.Email || len(details.Children) != 1 {
		t.Errorf("%+v", details)
	}
	if got := phone.as("GET", "/api/family/details", "", string(barred.ID), ""); got.status != 404 {
		t.Errorf("as somebody who is not here: %s", got.print())
	}

	// A second telephone by a code that is typed.
	code := decode[ShownCode](t, phone.as("POST", "/api/hand-over", "{}", string(mother.ID), ""))
	second := &visitor{h: h}
	if me := decode[Me](t, second.do("POST", "/api/hand-over/use", form{"code": code.Code})); len(me.People) != 1 ||
		me.People[0].Name != mother.Called() || !code.Ends.Equal(monday.Add(15*time.Minute)) {
		t.Errorf("%+v %v", me.People, code.Ends)
	}

	// The office revokes: both are out, the other school's records are not touched, and the list says so.
	list := func() Addressee {
		t.Helper()
		got := decode[Addressees](t, office.do("GET", "/api/letters?class=RobinA&q="+mother.Forename, nil))
		if got.Total != 1 || len(got.Classes) != 1 {
			t.Fatalf("%+v", got)
		}
		return got.Items[0]
	}
	if one := list(); !one.SignedIn || one.Last.State != "used" || one.Last.Used == nil || !one.NeedsYes ||
		one.Relationship != people.Mother {
		t.Errorf("%+v", one)
	}
	decode[nothingMore](t, office.do("POST", "/api/adults/"+string(mother.ID)+"/revoke", form{}))
	if phone.me().SignedIn || second.me().SignedIn || list().SignedIn {
		t.Error("still in")
	}

	// "This is not my child": the letter ends and the office's call list has it, once, however often it is sent.
	wrong := h.print(h.here, h.here.adults[9].ID)
	notMine := ask{method: "POST", path: "/api/letters/not-mine", op: string(id.New[id.Op]()),
		body: fmt.Sprintf(`{"code":"%s"}`, wrong.Shown())}
	for range 2 {
		decode[nothingMore](t, h.do(notMine))
	}
	calls := office.do("GET", "/api/calls", nil)
	if calls.status != 200 || strings.Count(calls.body, "not_my_child") != 1 ||
		!strings.Contains(calls.body, string(h.here.adults[9].ID)) {
		t.Error(calls.print())
	}
	if got := phone.do("POST", "/api/letters/use", form{"code": string(wrong), "day": 4, "month": 5}); got.status != 403 {
		t.Error(got.print())
	}
}

// A class's children by the code on the whiteboard.
func TestAClassComesIn(t *testing.T) {
	h := newHouse(t)
	teacher, tablet := &visitor{h: h, session: h.there.session["tea"]}, &visitor{h: h}
	type form map[string]any
	for class, status := range map[string]int{"RobinA": 404, "Nowhere": 404, "": 422} {
		if got := teacher.do("POST", "/api/class-codes", form{"class": class}); got.status != status {
			t.Errorf("%q: %s", class, got.print())
		}
	}
	h.clock.Set(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	code := decode[ShownCode](t, teacher.do("POST", "/api/class-codes", form{"class": "RobinB"}))
	if !code.Ends.Equal(time.Date(2026, 11, 23, 15, 15, 0, 0, time.UTC)) || len(code.Code) != 7 {
		t.Errorf("%+v", code)
	}
	class := decode[ClassLook](t, tablet.do("POST", "/api/class-codes/look", form{"code": code.Code}))
	if class.Class != "RobinB" || len(class.Names) != pool+1 || class.School.Slug != "beaver-road" {
		t.Errorf("%d names, %+v", len(class.Names), class.School)
	}
	use := func(pupil id.Pupil) answer {
		return tablet.do("POST", "/api/class-codes/use", form{"code": code.Code, "pupil": pupil})
	}
	me := decode[Me](t, use(h.there.family.child.ID))
	if me.Kind != "pupil" || me.Pupil.ID != string(h.there.family.child.ID) || me.Pupil.Band != "ks2_upper" ||
		len(me.People) > 0 || me.Terms.Child != "learner" {
		t.Errorf("%+v", me)
	}
	if got := use(h.here.family.child.ID); got.status != 404 {
		t.Errorf("another school's child: %s", got.print())
	}
	if got := tablet.do("POST", "/api/hand-over", form{}); got.status != 404 {
		t.Errorf("a pupil hands over: %s", got.print())
	}
}
