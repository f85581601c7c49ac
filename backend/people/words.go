package people

import "strings"

// The relationships that we know. Any other stays in the file's own words.
const (
	Mother       = "mother"
	Father       = "father"
	StepMother   = "stepmother"
	StepFather   = "stepfather"
	StepParent   = "step_parent"
	FosterCarer  = "foster_carer"
	SocialWorker = "social_worker"
	Guardian     = "guardian"
	Carer        = "carer"
	Grandmother  = "grandmother"
	Grandfather  = "grandfather"
	Grandparent  = "grandparent"
	Aunt         = "aunt"
	Uncle        = "uncle"
	Sister       = "sister"
	Brother      = "brother"
	Childminder  = "childminder"
	FamilyFriend = "family_friend"
)

// relationships reads the relationship column, folded and without spaces.
var relationships = map[string]string{
	"mother": Mother, "mum": Mother, "birthmother": Mother, "father": Father, "dad": Father, "birthfather": Father,
	"stepmother": StepMother, "stepmum": StepMother, "stepfather": StepFather, "stepdad": StepFather,
	"stepparent": StepParent, "fostercarer": FosterCarer, "fostermother": FosterCarer, "fosterfather": FosterCarer,
	"fosterparent": FosterCarer, "socialworker": SocialWorker, "guardian": Guardian, "legalguardian": Guardian,
	"carer": Carer, "grandmother": Grandmother, "grandfather": Grandfather, "grandparent": Grandparent, "aunt": Aunt,
	"uncle": Uncle, "sister": Sister, "brother": Brother, "childminder": Childminder, "familyfriend": FamilyFriend,
	"friend": FamilyFriend,
}

// languages reads a language column: the MIS's code or the language's English name, folded and without spaces → BCP 47.
// Any other code is asked, never guessed (domain: "Languages"). Pashto is known and not shipped.
var languages = map[string]string{
	"eng": "en", "pol": "pl", "rom": "ro", "urd": "ur", "pnj": "pa", "ben": "bn", "ara": "ar", "por": "pt", "ukr": "uk",
	"nep": "ne", "slo": "sk", "som": "so", "pto": "ps",
	"english": "en", "polish": "pl", "romanian": "ro", "urdu": "ur", "panjabi": "pa", "punjabi": "pa", "bengali": "bn",
	"arabic": "ar", "portuguese": "pt", "ukrainian": "uk", "nepali": "ne", "slovak": "sk", "somali": "so",
	"pashto": "ps",
}

// roleNames reads one role of the role column, folded and without spaces. An Executive Headteacher is the policy's
// approver; beside one, the Head of School is not.
var roleNames = map[string]Role{
	"executiveheadteacher": Head, "executivehead": Head, "headteacher": Head, "head": Head, "principal": Head,
	"headofschool": HeadOfSchool, "deputyheadteacher": DeputyHead, "deputyhead": DeputyHead,
	"viceprincipal":        DeputyHead,
	"assistantheadteacher": DeputyHead, "assistanthead": DeputyHead,
	"designatedsafeguardinglead": SafeguardingLead, "dsl": SafeguardingLead, "safeguardinglead": SafeguardingLead,
	"deputydsl": DeputyLead, "ddsl": DeputyLead, "deputydesignatedsafeguardinglead": DeputyLead,
	"deputysafeguardinglead": DeputyLead, "onlinesafetylead": OnlineSafetyLead, "osl": OnlineSafetyLead,
	"office": Office, "secretary": Office, "schoolsecretary": Office, "administrativeassistant": Office,
	"adminassistant": Office, "officemanager": Office, "receptionist": Office, "admin": Office,
	"classteacher": Teacher, "teacher": Teacher, "subjectteacher": Teacher, "plannedteacher": Teacher,
	"teachingassistant": Assistant, "ta": Assistant, "hlta": Assistant, "higherlevelteachingassistant": Assistant,
	"learningsupportassistant": Assistant, "lsa": Assistant, "senco": SENCO, "sendco": SENCO, "inclusionlead": SENCO,
	"ittechnician": Technician, "technician": Technician, "icttechnician": Technician,
	"networkmanager": Technician, "sitemanager": SiteManager, "caretaker": SiteManager, "premisesmanager": SiteManager,
	"chairofgovernors": ChairOfGovernors, "chairofgoverningbody": ChairOfGovernors, "governor": Governor,
	"safeguardinggovernor": Governor, "parentgovernor": Governor, "staffgovernor": Governor,
	"linkgovernor": Governor,
}

// roleWords are what stands where a name should: a contact so named is an office, not a person, and never the same
// adult as another.
var roleWords = map[string]bool{"duty": true, "social": true, "team": true, "office": true, "worker": true}

// IsRoleName reports whether a contact's name is that of an office ("Duty Social Worker"), which many people answer to.
func IsRoleName(forename, surname string) bool {
	for _, part := range strings.Fields(Fold(forename)) {
		if roleWords[part] {
			return true
		}
	}
	return strings.HasSuffix(squash(surname), "socialworker") || squash(surname) == "team"
}

// squash is Fold without spaces.
func squash(text string) string { return strings.ReplaceAll(Fold(text), " ", "") }
