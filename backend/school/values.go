package school

import (
	"reflect"

	"lollipop/backend/clause"
)

// enum is a closed list: what its values are called in locales ("school.value.<said>.<value>"), and which they are.
type enum struct {
	said   string
	values []string
}

func closed[T ~string](said string, values ...T) (reflect.Type, enum) {
	e := enum{said: said}
	for _, v := range values {
		e.values = append(e.values, string(v))
	}
	return reflect.TypeFor[T](), e
}

// enums are all closed types of policies, their indices and calendars.
var enums = func() map[reflect.Type]enum {
	all := map[reflect.Type]enum{}
	add := func(t reflect.Type, e enum) { all[t] = e }
	add(closed("child", Pupil, Learner))
	add(closed("organisation", ASchool, ASetting))
	add(closed("approver", Headteacher, ExecutiveHeadteacher))
	add(closed("role", RoleHead, RoleDSL, RoleDeputyDSL, RoleOSL))
	add(closed("recipient", ToDSL, ToDeputyDSL, ToOSL, ToHead, ToLeadership, ToTechnician, ToOffice, ToProvider))
	add(closed("agency", Police, LADO, IWF))
	add(closed("service", EducationTeam, EducationService))
	add(closed("risk", Content, Contact, Conduct, Commerce))
	add(closed("report", Practice, IncidentsSeen, Outcomes))
	add(closed("frequency", Annually, Regularly))
	add(closed("record", RecordAUP, RecordWritten))
	add(closed("year", Reception))
	add(closed("own_login", Everybody, AllButYoungest))
	add(closed("mode", HandIn, ClassCheck))
	add(closed("kind", Phone, Tablet, EReader, Console, Watch, Wearable))
	add(closed("zone", WhereChildrenChange, WhereverPupilsAre, ChangingRooms, Toilets, Pools))
	add(closed("ground", Breach, ChildProtection, Behaviour, AntiBullying, Imagery))
	add(closed("release", EndOfDay, ContactMade))
	add(closed("parents_told", ToldByDecision, ToldBeforeRelease))
	add(closed("search", SearchOff, SearchLeadershipWithConsent))
	add(closed("deletion", DeletionSilent, DeletionMayBeAsked))
	add(closed("staff_permission", PermissionByHead, PermissionByHeadInWriting))
	add(closed("category", Pornography, RacialHatred, Extremism, Violence, Gaming, Illegal))
	add(closed("filtering_parents", FilteringParentsDecision, FilteringParentsAlways))
	add(closed("monitoring", ProviderLogs, Supervision, LogReview))
	add(closed("social_at_work", SocialNotBeforeChildren, SocialNotInTeachingHours))
	add(closed("positive", RewardPositiveUse, PeerEducation))
	add(closed("channel", Newsletters, Letters, Prospectus, Website, TrainingAtEvents))
	add(closed("directory", OneList, ProfessionalsAndParents))
	add(closed("first_call", PoliceAtOnce, ReferralOrPoliceAtOnce))
	add(closed("confirmer", ConfirmedBySchool, ConfirmedByDSL))
	add(closed("speaker", SpokenBySchool, SpokenByDSL, SpokenByHead))
	add(closed("source", SourceKent, SourceOwn))
	add(closed("severity", Amber, Red))
	add(closed("status", clause.Executed, clause.Evidenced, clause.Shown, clause.Outside))
	return all
}()
