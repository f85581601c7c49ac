package web

import (
	"net/http"
	"regexp"

	"lollipop/backend/access"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/school"
)

// things are what a request names, by their place in it: {id}, {pupil} …
type things map[string]string

// sample is how each changing or asking route is asked in the matrix.
type sample struct {
	query, body string
	// of makes the things that the request names, fresh, at a school; nil where it names none.
	of func(*house, *place) things
	// as readies somebody's own session for it; nil where any session does.
	as func(h *house, p *place, short string, session access.Token) things
}

var samples = map[string]sample{
	"GET /api/links/{token}":  {of: aLink},
	"POST /api/links/{token}": {body: `{}`, of: aLink},
	"POST /api/sign-in": {body: `{"school":"{school}","email":"{email}","passphrase":"` + passphrase + `"}`,
		of: func(h *house, p *place) things { return things{"school": p.school.Slug, "email": p.staff["hd"].Email} }},
	"POST /api/sign-out":            {body: `{}`},
	"POST /api/sign-out-everywhere": {body: `{}`},
	"POST /api/passphrase":          {body: `{"now":"` + passphrase + `","passphrase":"lantern walnut ferry"}`},
	"POST /api/first-run": {body: `{"token":"{token}","school_name":"A","slug":"new","phone":"01632 960123",
		"preset":"anthony-roper",		"name":"B C","email":"b@c.example","passphrase":"` + passphrase + `"}`},

	"POST /api/factor/app":                   {body: `{}`, as: withoutFactor},
	"POST /api/factor/app/confirm":           {body: `{"code":"{code}"}`, as: settingUpApp},
	"POST /api/factor/passkey":               {body: `{}`, as: withoutFactor},
	"POST /api/factor/passkey/confirm":       {body: `{"answer":"{answer}","name":"My key"}`, as: settingUpPasskey},
	"POST /api/factor/prove":                 {body: `{"code":"{code}"}`, as: withApp},
	"POST /api/factor/prove/passkey":         {body: `{}`, as: withPasskey},
	"POST /api/factor/prove/passkey/confirm": {body: `{"answer":"{answer}"}`, as: askedProof},
	"POST /api/factor/read":                  {body: `{}`},
	"POST /api/factor/codes":                 {body: `{}`},
	"POST /api/factors/{id}/remove":          {body: `{}`, as: withApp},
	"POST /api/staff/{id}/factor/reset":      {body: `{}`, of: someLocked},

	"GET /api/tell/{school}":         {of: aSchool},
	"POST /api/tell/{school}":        {body: `{"form":"ks2","story":"They write {nonce}.","when":"today"}`, of: aSchool},
	"POST /api/tell/{school}/sealed": {body: `{"sealed":"{sealed}"}`, of: aDraft},
	"POST /api/tell/{school}/look":   {body: `{"receipt":"{receipt}"}`, of: aReceipt},
	"POST /api/tell/{school}/more":   {body: `{"receipt":"{receipt}","words":"And again.","language":"en"}`, of: aReceipt},

	"POST /api/tell-door":                 {body: `{"open":true}`},
	"POST /api/concerns/search":           {body: `{"text":"lantern"}`},
	"POST /api/concerns/glass":            {body: `{"reason":"She does not answer."}`},
	"GET /api/concerns/{id}":              {of: aConcern},
	"POST /api/concerns/{id}/print":       {body: `{}`, of: aConcern},
	"POST /api/concerns/{id}/reply":       {body: `{"phrase":"thank_you"}`, of: aConcern},
	"POST /api/concerns/{id}/note":        {body: `{"words":"I speak with her teacher."}`, of: aConcern},
	"POST /api/concerns/{id}/status":      {body: `{"status":"helping"}`, of: aConcern},
	"POST /api/concerns/{id}/hand":        {body: `{"to":"{staff}","words":"You know her."}`, of: aConcern},
	"POST /api/concerns/{id}/keep-from":   {body: `{"person":"{staff}","words":"Too close."}`, of: aConcern},
	"POST /api/concerns/{id}/parents":     {body: `{"tell":"no","reason":"Not before we have spoken."}`, of: aConcern},
	"POST /api/concerns/{id}/interpreter": {body: `{"language":"ur"}`, of: aConcern},
	"POST /api/concerns/{id}/device":      {body: `{"confiscation":"{device}"}`, of: aConcernAndADevice},

	"POST /api/letters":            {body: `{"adults":["{adult}"],"yes":[]}`, of: aPupil},
	"POST /api/adults/{id}/revoke": {body: `{}`, of: anAdult},
	"POST /api/letters/look":       {body: `{"code":"{code}"}`, of: aLetter},
	"POST /api/letters/use":        {body: `{"code":"{code}","day":4,"month":5}`, of: aLetter},
	"POST /api/letters/not-mine":   {body: `{"code":"{code}"}`, of: aLetter},
	"POST /api/hand-over":          {body: `{}`},
	"POST /api/hand-over/use":      {body: `{"code":"{code}"}`, of: aHandOver},
	"POST /api/class-codes":        {body: `{"class":"{class}"}`, of: aClass},
	"POST /api/class-codes/look":   {body: `{"code":"{code}"}`, of: aClassCode},
	"POST /api/class-codes/use":    {body: `{"code":"{code}","pupil":"{pupil}"}`, of: aClassCode},

	"POST /api/desk/hand-in": {body: `{"pupil":"{pupil}"}`, of: aPupil},
	"POST /api/desk/collect": {body: `{"pupil":"{pupil}","device":"{device}"}`, of: aDevice},
	"POST /api/desk/undo":    {body: `{"pupil":"{pupil}","device":"{device}"}`, of: aDevice},
	"GET /api/class-check":   {query: "?class=RobinA"},
	"POST /api/class-check": {body: `{"class":"{class}","exceptions":[]}`,
		of: aClass},
	"GET /api/class": {query: "?class=RobinA"},

	"POST /api/confiscations": {body: `{"pupil":"{pupil}","ground":"breach","stored":"safe","tell_parents":"yes"}`,
		of: aPupil},

	"GET /api/confiscations/{id}": {of: aConfiscation},
	"POST /api/confiscations/{id}/contact": {body: `{"adult":"{adult}","how":"phone","outcome":"spoke"}`,
		of: aConfiscation},
	"POST /api/confiscations/{id}/tell":    {body: `{"decision":"yes"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/hold":    {body: `{"lift":false,"reason":"asked by the police"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/release": {body: `{"adult":"{adult}"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/police":  {body: `{"officer":"PC 9","reference":"1"}`, of: aConfiscation},
	"POST /api/confiscations/{id}/search": {body: `{"consent":"child","how":"in_person","witness":"{staff}",
		"outcome":"breach_found"}`,
		of: aConfiscation},
	"POST /api/confiscations/{id}/delete": {body: `{}`, of: aSearched},

	"POST /api/exceptions": {body: `{"pupil":"{pupil}","reason":"medical","from":"2026-11-23",
		"till":"2026-12-01"}`, of: aPupil},
	"POST /api/exceptions/{id}/end": {body: `{}`, of: anException},
	"POST /api/uses":                {body: `{"class":"{class}","activity":"Maps","on":"2026-11-24","risk_assessed":true}`, of: aClass},
	"POST /api/uses/{id}/approve":   {body: `{}`, of: aUse},
	"POST /api/staff-leave": {body: `{"staff":"{staff}","reason":"on call","in_writing":true,"from":"2026-11-23",
		"till":"2026-12-01"}`,
		of: func(h *house, p *place) things { return things{"staff": string(p.staff["tea"].ID)} }},

	"PUT /api/imports/pupils": {query: "?name=pupils.csv", body: pupilsFile},
	"PUT /api/imports/staff":  {query: "?name=staff.csv", body: staffFile},

	"GET /api/imports/{id}": {of: anImport},
	"PUT /api/imports/{id}/mapping": {body: `{"columns":{"upn":"UPN","surname":"Legal Surname",
		"forename":"Legal Forename","dob":"DOB","year":"Year Group","class":"Registration Group"}}`, of: anImport},
	"POST /api/imports/{id}/apply": {body: `{"good_rows_only":true,"leavers":[]}`, of: anImport},
	"POST /api/imports/{id}/undo":  {body: `{}`, of: anAppliedImport},

	"GET /api/pupils/{id}":          {of: aPupil},
	"POST /api/adults/merge":        {body: `{"keep":"{keep}","merge":"{id}"}`, of: twoAdults},
	"POST /api/adults/apart":        {body: `{"keep":"{keep}","merge":"{id}"}`, of: twoAdults},
	"POST /api/adults/{id}/unmerge": {body: `{}`, of: aMergedAdult},
	"POST /api/adults/{id}/marks": {body: `{"pupil":"{pupil}","may_be_told":true,"may_collect":true,"no_contact":false}`,
		of: func(h *house, p *place) things {
			return things{"pupil": string(p.pupils[0].ID), "id": string(p.adults[0].ID)}
		}},
	"POST /api/staff/{id}/link": {body: `{}`,
		of: func(h *house, p *place) things { return things{"id": string(p.staff["tea"].ID)} }},

	"POST /api/governors/{id}/link":         {body: `{}`, of: aGovernor},
	"POST /api/governors/{id}/factor/reset": {body: `{}`, of: aGovernor},
	"POST /api/governors/{id}/sign-out":     {body: `{}`, of: aGovernor},

	"POST /api/policy/reasons": {body: `{"code":"practice.phones_in_lessons","reason":"We plan each lesson."}`},
	// Findings are named alike in every school; it takes back what the route before it recorded.
	"POST /api/policy/reasons/withdraw": {body: `{"code":"practice.phones_in_lessons"}`},

	"POST /api/aup/signatures": {body: `{"language":"ur","talked":true,"answers":[{"document":"ks2_upper",
		"version":"{version}","edition":"{edition}","pupil":"{pupil}"}]}`, of: unsigned},
	"GET /api/aup/signatures/{id}":           {of: aSignature},
	"POST /api/aup/signatures/{id}/withdraw": {body: `{}`, of: aSignature},
	"POST /api/aup/decline": {body: `{"document":"ks2_upper","version":"{version}","edition":"{edition}","language":"ur",
		"pupils":["{pupil}"],"reason":"talk_first"}`, of: unsigned},
	"POST /api/aup/questions": {body: `{"document":"ks2_upper","statement":"kind","language":"ur","words":"What is it?"}`},
	"POST /api/aup/paper": {body: `{"adult":"{adult}","document":"ks2_upper","pupils":["{pupil}"],"language":"ur",
		"signed_on":"2026-11-23"}`, of: unsigned},
	"POST /api/aup/documents/{document}/publish": {body: `{"title":"Our part {nonce}","intro":"Please read this.",
		"statements":[{"key":"monitored","text":"School looks at how its computers are used."}]}`},
	"POST /api/calls":           {body: `{"about":"language","language":"ur"}`},
	"POST /api/calls/{id}/done": {body: `{"outcome":"reached"}`, of: aCall},

	"GET /api/notices/{id}":          {of: aNotice},
	"POST /api/notices/{id}/read":    {body: `{}`, of: aNotice},
	"POST /api/notices/{id}/answer":  {body: `{"answer":"call","language":"ur"}`, of: aNotice},
	"POST /api/deliveries/{id}/told": {body: `{"how":"rang"}`, of: aNotice},
	"POST /api/push/subscriptions": {body: `{"endpoint":"` + telephone + `","p256dh":"` + telephoneKey + `","auth":"` +
		telephoneAuth + `","key":"` + pushPublic + `","language":"ur"}`},
	"POST /api/push/forget": {body: `{"endpoint":"` + telephone + `"}`},
	"POST /api/push/trial":  {body: `{"endpoint":"https://fcm.googleapis.com/fcm/send/nobody"}`},

	"POST /api/demo/clock": {body: `{"at":"2026-11-23T15:30:00Z"}`},
}

// Files as the schools' systems export them.
const (
	staffFile = "Staff Code,Title,Forename,Surname,Email,Role,Registration Group\r\n" +
		"S900,Ms,Ida,Bell,ida@bell.example,Teacher,Robin\r\n"
	pupilsFile = "UPN,Legal Surname,Legal Forename,DOB,Year Group,Registration Group\r\n" +
		"P886234526013,Bell,Isla,06/09/2021,Reception,Robin\r\n"
)

// made fails the test where furnishing does.
func made[T any](h *house, made T, err error) T {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("furnishing: %v", err)
	}
	return made
}

func aLink(h *house, p *place) things {
	return things{"token": string(h.link(p, "tea", access.ForDemo))}
}

// aPupil is the next whom nobody has used: every thing that is changed is somebody else's. They run out after a while;
// then a test asks for too much.
func aPupil(h *house, p *place) things {
	pupil := p.pupils[p.next]
	p.next++
	return things{"pupil": string(pupil.ID), "id": string(pupil.ID), "adult": string(p.adults[p.next-1].ID)}
}

func anAdult(h *house, p *place) things { return things{"id": aPupil(h, p)["adult"]} }

func aLetter(h *house, p *place) things {
	return things{"code": h.print(p, id.Adult(aPupil(h, p)["adult"])).Shown()}
}

func aHandOver(h *house, p *place) things {
	in, err := h.server.Access.Check(h.t.Context(), h.comeIn(p, nil, "par"))
	made(h, in, err)
	act := h.act(p, "", "access.hand_over")
	act.Actor = in.Who.Person
	code, _, err := h.server.Access.HandOver(h.t.Context(), act, in, in.Who)
	return things{"code": made(h, code, err).Shown()}
}

func aClassCode(h *house, p *place) things {
	code, _, err := h.server.Access.ClassCode(h.t.Context(), h.act(p, "hd", "access.class_code"), p.who("hd"),
		p.pupils[0].Class, h.clock.Now())
	return things{"code": made(h, code, err).Shown(), "pupil": string(p.pupils[0].ID)}
}

func aClass(_ *house, p *place) things { return things{"class": p.pupils[0].Class} }

func aDevice(h *house, p *place) things {
	of := aPupil(h, p)
	of["device"] = string(id.New[id.Device]())
	if p.school.Policy.Phones.Mode == school.HandIn {
		shelf, err := h.server.Custody.HandIn(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "custody.hand_in"),
			custody.Arriving{Pupil: id.Pupil(of["pupil"])})
		of["device"] = string(made(h, shelf, err).Devices[0].ID)
	}
	return of
}

func aConfiscation(h *house, p *place) things {
	of := aPupil(h, p)
	c, err := h.server.Custody.Confiscate(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.confiscate"),
		custody.Taking{Pupil: id.Pupil(of["pupil"]), Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	of["id"], of["staff"] = string(made(h, c, err).ID), string(p.staff["sit"].ID)
	if p.school.Policy.Phones.Release == school.ContactMade {
		_, err = h.server.Custody.LogContact(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.log_contact"), c.ID,
			id.Adult(of["adult"]), custody.ByPhone, custody.Spoke)
		made(h, c, err)
	}
	return of
}

func aSearched(h *house, p *place) things {
	of := aConfiscation(h, p)
	if p.school.Policy.Phones.Search == school.SearchLeadershipWithConsent {
		c, err := h.server.Custody.Search(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.search"),
			id.Confiscation(of["id"]),
			custody.Search{Consent: custody.ConsentOfChild, How: custody.InPerson, Witness: id.Staff(of["staff"]),
				Outcome: custody.BreachFound})
		made(h, c, err)
	}
	return of
}

func anException(h *house, p *place) things {
	of := aPupil(h, p)
	e, err := h.server.Permissions.ApproveException(h.t.Context(), p.who("hd"),
		h.act(p, "hd", "custody.approve_exception"),
		custody.Exception{Pupil: id.Pupil(of["pupil"]), Reason: custody.Medical, From: "2026-11-23", Till: "2026-12-01"})
	return things{"id": string(made(h, e, err).ID)}
}

func aUse(h *house, p *place) things {
	u, err := h.server.Permissions.AskUse(h.t.Context(), p.who("tea"), h.act(p, "tea", "custody.ask_use"),
		custody.Use{Class: aClass(h, p)["class"], Activity: "Maps", On: "2026-11-24", RiskAssessed: true})
	return things{"id": string(made(h, u, err).ID)}
}

// anImport is a file of one pupil, waiting to be applied.
func anImport(h *house, p *place) things {
	table, err := h.server.ReadSheet([]byte(pupilsFile))
	seen, err2 := h.server.Intake.PreviewPupils(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "intake.read_pupils"),
		"pupils.csv",
		made(h, table, err))
	return things{"id": string(made(h, seen, err2).Import.ID)}
}

func anAppliedImport(h *house, p *place) things {
	of := anImport(h, p)
	done, err := h.server.Intake.Apply(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "intake.apply"),
		id.Import(of["id"]),
		intake.Agreement{GoodRowsOnly: true})
	made(h, done, err)
	return of
}

func twoAdults(h *house, p *place) things {
	one, other := aPupil(h, p), aPupil(h, p)
	return things{"keep": one["adult"], "id": other["adult"]}
}

func aMergedAdult(h *house, p *place) things {
	of := twoAdults(h, p)
	made(h, of, h.server.People.Merge(h.t.Context(), p.who("ofc"), h.act(p, "ofc", "people.merge"), id.Adult(of["keep"]),
		id.Adult(of["id"])))
	return of
}

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// request is the sample of a route with those things in it; a thing that is missing does not exist anywhere.
func request(r Route, of things) ask {
	s := samples[r.Method+" "+r.Path]
	fill := func(text string) string {
		return placeholder.ReplaceAllStringFunc(text, func(name string) string {
			if thing, ok := of[name[1:len(name)-1]]; ok {
				return thing
			}
			switch name {
			case "{token}":
				return string(access.NewToken())
			case "{document}": // every school has the same ones
				return "parents"
			}
			return string(id.New[id.Event]())
		})
	}
	return ask{method: r.Method, path: fill(r.Path) + s.query, body: fill(s.body),
		header: http.Header{"Accept-Language": {"en"}}} // else a family reads in its own
}
