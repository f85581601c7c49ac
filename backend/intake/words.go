package intake

import (
	"strings"

	"lollipop/backend/people"
)

// The words of a file are read folded and without spaces (people.Squash).

// relationships reads the relationship column.
var relationships = spelt(map[string]string{
	people.Mother:       "mother mum birthmother",
	people.Father:       "father dad birthfather",
	people.StepMother:   "stepmother stepmum",
	people.StepFather:   "stepfather stepdad",
	people.StepParent:   "stepparent",
	people.FosterCarer:  "fostercarer fostermother fosterfather fosterparent",
	people.SocialWorker: "socialworker",
	people.Guardian:     "guardian legalguardian",
	people.Carer:        "carer",
	people.Grandmother:  "grandmother",
	people.Grandfather:  "grandfather",
	people.Grandparent:  "grandparent",
	people.Aunt:         "aunt",
	people.Uncle:        "uncle",
	people.Sister:       "sister",
	people.Brother:      "brother",
	people.Childminder:  "childminder",
	people.FamilyFriend: "familyfriend friend",
})

// languages reads a language column: the MIS's code or the language's English name → BCP 47. Any other code is asked,
// never guessed (domain: "Languages"). Pashto is known and not shipped.
var languages = map[string]string{
	"eng": "en", "pol": "pl", "rom": "ro", "urd": "ur", "pnj": "pa", "ben": "bn", "ara": "ar", "por": "pt", "ukr": "uk",
	"nep": "ne", "slo": "sk", "som": "so", "pto": "ps",
	"english": "en", "polish": "pl", "romanian": "ro", "urdu": "ur", "panjabi": "pa", "punjabi": "pa", "bengali": "bn",
	"arabic": "ar", "portuguese": "pt", "ukrainian": "uk", "nepali": "ne", "slovak": "sk", "somali": "so",
	"pashto": "ps",
}

// roleNames reads one role of the role column. An Executive Headteacher is the policy's approver; beside one,
// the Head of School is not.
var roleNames = spelt(map[people.Role]string{
	people.Head:             "executiveheadteacher executivehead headteacher head principal",
	people.HeadOfSchool:     "headofschool",
	people.DeputyHead:       "deputyheadteacher deputyhead viceprincipal assistantheadteacher assistanthead",
	people.SafeguardingLead: "designatedsafeguardinglead dsl safeguardinglead",
	people.DeputyLead:       "deputydsl ddsl deputydesignatedsafeguardinglead deputysafeguardinglead",
	people.OnlineSafetyLead: "onlinesafetylead osl",
	people.Office: "office secretary schoolsecretary administrativeassistant adminassistant officemanager " +
		"receptionist admin",
	people.Teacher:          "classteacher teacher subjectteacher plannedteacher",
	people.Assistant:        "teachingassistant ta hlta higherlevelteachingassistant learningsupportassistant lsa",
	people.SENCO:            "senco sendco inclusionlead",
	people.Technician:       "ittechnician technician icttechnician networkmanager",
	people.SiteManager:      "sitemanager caretaker premisesmanager",
	people.ChairOfGovernors: "chairofgovernors chairofgoverningbody",
	people.Governor:         "governor safeguardinggovernor parentgovernor staffgovernor linkgovernor",
})

// spelt turns what we call things, each with the spellings that files have for it, into a reader of those spellings.
func spelt[T comparable](things map[T]string) map[string]T {
	read := map[string]T{}
	for thing, spellings := range things {
		for _, spelling := range strings.Fields(spellings) {
			read[spelling] = thing
		}
	}
	return read
}
