package web

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Route is one line of the table: what is asked, under which name, who may, and the handler behind it.
type Route struct {
	Method, Path string
	// Name is the verb as the log and the operation record have it, "custody.hand_in".
	Name string
	May  May
	// Upload says that the body is a file and not a form.
	Upload bool
	// Device says that it concerns the device with everybody in it, and not one of a family's people.
	Device bool
	// Proved says that it wants a proof of the second factor, a moment old.
	Proved bool
	// Blind says that nothing of the request tells who it was: no cookie is read and no address (blind.go). Keeps says that
	// it keeps something, of which a school takes no more than so much.
	Blind, Keeps bool

	// register is told the route as it stands in the table, with all that was said of it after it was made.
	register func(huma.API, Route)
}

func (r Route) changes() bool { return r.Method != http.MethodGet }

// routes is the whole API, in the order in which they are matched. A safeguarding lead can read who may do what here.
func (s *Server) routes() []Route {
	all := []Route{
		// Coming in and going out.
		get(s, "/api/me", "access.me", anybody, s.me),
		get(s, "/api/links/{token}", "access.look_at_link", anybody, s.lookAtLink),
		post(s, "/api/links/{token}", "access.use_link", anybody, s.useLink),
		post(s, "/api/sign-in", "access.sign_in", anybody, s.signIn),
		device(post(s, "/api/sign-out", "access.sign_out", signedIn, s.signOut)),
		device(post(s, "/api/sign-out-everywhere", "access.sign_out_everywhere", signedIn, s.signOutEverywhere)),
		post(s, "/api/passphrase", "access.change_passphrase", staffOnly, s.changePassphrase),
		post(s, "/api/first-run", "access.found", anybody, s.found),

		// The second factor.
		get(s, "/api/factor", "access.factors", staffOnly, s.factors),
		post(s, "/api/factor/app", "access.begin_app", staffOnly, s.beginApp),
		post(s, "/api/factor/app/confirm", "access.add_app", staffOnly, s.confirmApp),
		post(s, "/api/factor/passkey", "access.begin_passkey", staffOnly, s.beginPasskey),
		post(s, "/api/factor/passkey/confirm", "access.add_passkey", staffOnly, s.confirmPasskey),
		post(s, "/api/factor/prove", "access.prove", staffOnly, s.prove),
		post(s, "/api/factor/prove/passkey", "access.ask_proof", staffOnly, s.askProof),
		post(s, "/api/factor/prove/passkey/confirm", "access.prove_by_passkey", staffOnly, s.proveByPasskey),
		post(s, "/api/factor/read", "access.read_factor_news", staffOnly, s.readFactorNews),
		proved(post(s, "/api/factor/codes", "access.make_recovery_codes", staffOnly, s.recoveryCodes)),
		proved(post(s, "/api/factors/{id}/remove", "access.remove_factor", staffOnly, s.removeFactor)),
		post(s, "/api/staff/{id}/factor/reset", "access.reset_factors", registrars, s.resetFactors),

		// Tell someone, by whoever it is; and those who read it.
		blind(get(s, "/api/tell/{school}", "concern.door", anybody, s.doorway)),
		keeping(blind(post(s, "/api/tell/{school}", "concern.tell", anybody, s.tell))),
		keeping(blind(post(s, "/api/tell/{school}/sealed", "concern.tell_sealed", anybody, s.tellSealed))),
		blind(post(s, "/api/tell/{school}/look", "concern.look", anybody, s.comeBack)),
		keeping(blind(post(s, "/api/tell/{school}/more", "concern.add", anybody, s.addMore))),
		get(s, "/api/tell-door", "concern.door_of", minders, s.tellDoor),
		post(s, "/api/tell-door", "concern.set_door", minders, s.setTellDoor),
		get(s, "/api/concerns/waiting", "concern.waiting", staffOnly, s.concernsWaiting),
		proved(get(s, "/api/concerns", "concern.list", staffOnly, s.concerns)),
		proved(post(s, "/api/concerns/search", "concern.search", staffOnly, s.searchConcerns)),
		proved(post(s, "/api/concerns/glass", "concern.break_glass", staffOnly, s.breakGlass)),
		proved(get(s, "/api/concerns/{id}", "concern.read", staffOnly, s.readConcern)),
		proved(post(s, "/api/concerns/{id}/print", "concern.print", staffOnly, s.printConcern)),
		proved(post(s, "/api/concerns/{id}/reply", "concern.reply", staffOnly, s.replyToConcern)),
		proved(post(s, "/api/concerns/{id}/note", "concern.note", staffOnly, s.noteOnConcern)),
		proved(post(s, "/api/concerns/{id}/status", "concern.set_status", staffOnly, s.setConcernStatus)),
		proved(post(s, "/api/concerns/{id}/hand", "concern.hand", staffOnly, s.handConcern)),
		proved(post(s, "/api/concerns/{id}/keep-from", "concern.keep_from", staffOnly, s.keepConcernFrom)),
		proved(post(s, "/api/concerns/{id}/parents", "concern.decide_parents", staffOnly, s.decideParents)),
		proved(post(s, "/api/concerns/{id}/interpreter", "concern.ask_interpreter", staffOnly, s.askInterpreter)),
		proved(post(s, "/api/concerns/{id}/device", "concern.link", staffOnly, s.linkDevice)),

		// How families and children come in.
		get(s, "/api/letters", "access.letters", registrars, s.letters),
		post(s, "/api/letters", "access.print_letters", registrars, s.printLetters),
		post(s, "/api/adults/{id}/revoke", "access.revoke", registrars, s.revoke),
		post(s, "/api/letters/look", "access.look_at_letter", anybody, s.lookAtLetter),
		post(s, "/api/letters/use", "access.use_letter", anybody, s.useLetter),
		post(s, "/api/letters/not-mine", "access.letter_not_mine", anybody, s.letterNotMine),
		post(s, "/api/hand-over", "access.hand_over", families, s.handOver),
		post(s, "/api/hand-over/use", "access.use_hand_over", anybody, s.useHandOver),
		post(s, "/api/class-codes", "access.class_code", checkers, s.makeClassCode),
		post(s, "/api/class-codes/look", "access.look_at_class", anybody, s.lookAtClass),
		post(s, "/api/class-codes/use", "access.use_class", anybody, s.useClass),
		get(s, "/api/family/details", "access.family_details", families, s.familyDetails),

		// The desk.
		get(s, "/api/desk", "custody.desk", office, s.desk),
		post(s, "/api/desk/hand-in", "custody.hand_in", office, s.handIn),
		post(s, "/api/desk/collect", "custody.collect", office, s.collect),
		post(s, "/api/desk/undo", "custody.undo", office, s.undo),
		get(s, "/api/class-check", "custody.class_checks", checkers, s.classCheck),
		post(s, "/api/class-check", "custody.check_class", checkers, s.checkClass),
		get(s, "/api/class", "custody.class", takers, s.class),

		// What the school keeps.
		get(s, "/api/confiscations", "custody.confiscations", takers, s.confiscations),
		post(s, "/api/confiscations", "custody.confiscate", takers, s.confiscate),
		get(s, "/api/confiscations/{id}", "custody.confiscation", takers, s.confiscation),
		post(s, "/api/confiscations/{id}/contact", "custody.log_contact", keepers, s.logContact),
		post(s, "/api/confiscations/{id}/tell", "custody.decide_tell", keepers, s.decideTell),
		post(s, "/api/confiscations/{id}/hold", "custody.hold", keepers, s.hold),
		post(s, "/api/confiscations/{id}/release", "custody.release", keepers, s.release),
		post(s, "/api/confiscations/{id}/police", "custody.give_to_police", keepers, s.giveToPolice),
		post(s, "/api/confiscations/{id}/search", "custody.search", keepers, s.search),
		post(s, "/api/confiscations/{id}/delete", "custody.delete_content", keepers, s.deleteContent),

		// Leave to have or to use a device.
		get(s, "/api/exceptions", "custody.exceptions", heads, s.exceptions),
		post(s, "/api/exceptions", "custody.approve_exception", heads, s.approveException),
		post(s, "/api/exceptions/{id}/end", "custody.end_exception", heads, s.endException),
		get(s, "/api/uses", "custody.uses", takers, s.uses),
		post(s, "/api/uses", "custody.ask_use", checkers, s.askUse),
		post(s, "/api/uses/{id}/approve", "custody.approve_use", leaders, s.approveUse),
		get(s, "/api/staff-leave", "custody.staff_leaves", leaders, s.staffLeaves),
		post(s, "/api/staff-leave", "custody.permit_staff", leaders, s.permitStaff),

		// What the school's own system says.
		upload(s, "/api/imports/pupils", "intake.read_pupils", registrars, s.importPupils),
		upload(s, "/api/imports/staff", "intake.read_staff", personnel, s.importStaff),
		get(s, "/api/imports", "intake.imports", registrars, s.imports),
		get(s, "/api/imports/{id}", "intake.import", registrars, s.oneImport),
		put(s, "/api/imports/{id}/mapping", "intake.set_mapping", registrars, s.setMapping),
		post(s, "/api/imports/{id}/apply", "intake.apply", registrars, s.applyImport),
		post(s, "/api/imports/{id}/undo", "intake.undo", registrars, s.undoImport),

		// The people.
		get(s, "/api/families", "people.families", familiars, s.families),
		get(s, "/api/pupils/{id}", "people.pupil", familiars, s.pupil),
		get(s, "/api/adults/same", "people.same_people", familiars, s.samePeople),
		post(s, "/api/adults/merge", "people.merge", registrars, s.merge),
		post(s, "/api/adults/apart", "people.keep_apart", registrars, s.keepApart),
		post(s, "/api/adults/{id}/unmerge", "people.unmerge", registrars, s.unmerge),
		post(s, "/api/adults/{id}/marks", "people.correct_marks", registrars, s.correctMarks),

		// The school.
		get(s, "/api/staff", "people.staff", familiars, s.staff),
		post(s, "/api/staff/{id}/link", "access.issue_link", registrars, s.issueLink),
		get(s, "/api/governors", "access.governors", chair, s.governors),
		proved(post(s, "/api/governors/{id}/link", "access.issue_governor", chair, s.linkGovernor)),
		proved(post(s, "/api/governors/{id}/factor/reset", "access.reset_governor", chair, s.resetGovernor)),
		proved(post(s, "/api/governors/{id}/sign-out", "access.sign_governor_out", chair, s.signGovernorOut)),
		get(s, "/api/today", "school.today", heads, s.today),
		get(s, "/api/policy", "school.policy", readers, s.policy),
		post(s, "/api/policy/reasons", "school.record_reason", leaders, s.recordReason),
		post(s, "/api/policy/reasons/withdraw", "school.withdraw_reason", leaders, s.withdrawReason),

		// What families and children sign.
		get(s, "/api/aup/home", "aup.home", signers, s.aupHome),
		get(s, "/api/aup/signatures", "aup.signatures", signers, s.signatures),
		post(s, "/api/aup/signatures", "aup.sign", signers, s.sign),
		get(s, "/api/aup/signatures/{id}", "aup.signature", signers, s.signature),
		post(s, "/api/aup/signatures/{id}/withdraw", "aup.withdraw", signers, s.withdrawSignature),
		post(s, "/api/aup/decline", "aup.decline", families, s.decline),
		post(s, "/api/aup/questions", "aup.ask", families, s.askAboutAUP),
		get(s, "/api/aup/progress", "aup.progress", followers, s.aupProgress),
		post(s, "/api/aup/paper", "aup.record_paper", registrars, s.recordPaper),
		get(s, "/api/aup/documents", "aup.documents", followers, s.aupDocuments),
		post(s, "/api/aup/documents/{document}/publish", "aup.publish", approver, s.publishDocument),
		get(s, "/api/calls", "calls.list", callers, s.callList),
		post(s, "/api/calls", "calls.ask", families, s.askForCall),
		post(s, "/api/calls/{id}/done", "calls.done", callers, s.endCall),

		// What families are told, and how far it came.
		get(s, "/api/notices", "notice.inbox", families, s.notices),
		get(s, "/api/notices/{id}", "notice.notice", families, s.openNotice),
		post(s, "/api/notices/{id}/read", "notice.read", families, s.readNotice),
		post(s, "/api/notices/{id}/answer", "notice.answer", families, s.answerNotice),
		get(s, "/api/deliveries", "notice.deliveries", followers, s.deliveries),
		get(s, "/api/deliveries/figures", "notice.figures", observers, s.noticeFigures),
		post(s, "/api/deliveries/{id}/told", "notice.tell", registrars, s.tellNotice),
		device(get(s, "/api/push", "courier.key", tellable, s.pushKey)),
		device(post(s, "/api/push/subscriptions", "courier.keep", tellable, s.subscribe)),
		device(post(s, "/api/push/forget", "courier.forget", tellable, s.unsubscribe)),
		device(post(s, "/api/push/trial", "courier.try", tellable, s.tryPush)),
	}
	if s.Demo != nil {
		all = append(all, get(s, "/api/demo/clock", "demo.clock", anybody, s.demoClock),
			post(s, "/api/demo/clock", "demo.move_clock", anybody, s.moveDemoClock))
	}
	return all
}

// reply is an answer with a body; nothing that the API says may be kept by a cache.
type reply[B any] struct {
	CacheControl string `header:"Cache-Control"`
	Body         B
}

// nothing is the input of a route that takes none.
type nothing struct{}

// body is the input of a route that takes a JSON body alone, one the input of a route on one thing.
type body[B any] struct{ Body B }

type one struct {
	ID string `path:"id" doc:"The thing's id"`
}

type bodyOn[B any] struct {
	ID   string `path:"id" doc:"The thing's id"`
	Body B
}

func get[I, B any](s *Server, path, name string, may May, h func(context.Context, *I) (B, error)) Route {
	return route(s, Route{Method: http.MethodGet, Path: path, Name: name, May: may}, h)
}

func post[I, B any](s *Server, path, name string, may May, h func(context.Context, *I) (B, error)) Route {
	return route(s, Route{Method: http.MethodPost, Path: path, Name: name, May: may}, h)
}

func put[I, B any](s *Server, path, name string, may May, h func(context.Context, *I) (B, error)) Route {
	return route(s, Route{Method: http.MethodPut, Path: path, Name: name, May: may}, h)
}

// device is a route that concerns the whole device.
func device(r Route) Route { r.Device = true; return r }

// proved is a route that wants a proof of the second factor: of whoever may use it, and nobody else is asked for one. It is
// refused with access.factor.needed, or access.factor.none where there is no factor yet.
func proved(r Route) Route { r.Proved = true; return r }

// blind is a route that knows nobody, keeping one that keeps what it is sent.
func blind(r Route) Route { r.Blind = true; return r }

func keeping(r Route) Route { r.Keeps = true; return r }

// upload is a route whose body is a file.
func upload[I, B any](s *Server, path, name string, may May, h func(context.Context, *I) (B, error)) Route {
	return route(s, Route{Method: http.MethodPut, Path: path, Name: name, May: may, Upload: true}, h)
}

func route[I, B any](s *Server, r Route, h func(context.Context, *I) (B, error)) Route {
	r.register = func(api huma.API, r Route) {
		op := huma.Operation{OperationID: r.Name, Method: r.Method, Path: r.Path, Summary: r.Name,
			Description: r.described(), MaxBodyBytes: formLimit, SkipValidateBody: r.Upload,
			Middlewares: huma.Middlewares{s.gate(r)}, DefaultStatus: http.StatusOK}
		if r.Upload {
			op.MaxBodyBytes = uploadLimit
		}
		if r.changes() {
			op.Parameters = append(op.Parameters, &huma.Param{Name: "Operation-Id", In: "header", Required: true,
				Description: "Made by the client once for each thing that a person means to do; a retry carries the same one.",
				Schema:      &huma.Schema{Type: "string"}})
		}
		huma.Register(spoken{api}, op, func(ctx context.Context, in *I) (*reply[B], error) {
			answer, err := h(ctx, in)
			if err != nil {
				return nil, s.problemOf(ctx, err)
			}
			return &reply[B]{CacheControl: "no-store", Body: answer}, nil
		})
	}
	return r
}

// described says whom a route is for.
func (r Route) described() string {
	if r.Proved {
		return "For " + r.May.name + ", with a proof of their second factor."
	}
	return "For " + r.May.name + "."
}

// spoken is an API that answers in JSON whatever Accept says: it speaks nothing else, and what huma makes of a header
// that is none ("Accept: ,q=;,,") is a panic, after the work is done.
type spoken struct{ huma.API }

// Negotiate is JSON.
func (spoken) Negotiate(string) (string, error) { return "application/json", nil }
