package school

// Policy is one school's online safety policy: every point in which two policies of the county differ, as a closed
// switch. It is data (presets/*/policy.json), strictly decoded: see Decode. A third school is a third file.
//
// The zero Policy is no policy: it has no sentence and every rule on it denies.
type Policy struct {
	// Preset names the text whose sentences the switches rest on.
	Preset PresetName `json:"preset"`
	// Version counts the school's own changes to the switches; a preset is version 1.
	Version int `json:"version"`

	Terms Terms `json:"terms"`
	// SafeguardingTeam are the roles that receive concerns and see what a safeguarding hold is for.
	SafeguardingTeam []Role       `json:"safeguarding_team"`
	Risks            []Risk       `json:"risks"`
	Review           Review       `json:"review"`
	Governors        Governors    `json:"governors"`
	Access           Access       `json:"access"`
	AUP              AUP          `json:"aup"`
	Phones           Phones       `json:"phones"`
	Notices          Notices      `json:"notices"`
	Filtering        Filtering    `json:"filtering"`
	Monitoring       Monitoring   `json:"monitoring"`
	Data             Data         `json:"data"`
	Video            Video        `json:"video"`
	Platform         Platform     `json:"platform"`
	Social           Social       `json:"social"`
	SearchTools      SearchTools  `json:"search_tools"`
	ProgressApps     ProgressApps `json:"progress_apps"`
	Education        Education    `json:"education"`
	Parents          Parents      `json:"parents"`
	Links            Links        `json:"links"`
	Incidents        Incidents    `json:"incidents"`
	Concerns         Concerns     `json:"concerns"`

	// text is the preset's: its sentences, its faults, the guidance it cites.
	text *text
}

// Terms are what the school calls its people. The words themselves stand in locales, by these codes: see TermArgs.
type Terms struct {
	Child        ChildTerm        `json:"child"`
	Organisation OrganisationTerm `json:"organisation"`
	Approver     ApproverTitle    `json:"approver"`
	// HeadOfSchool is true where a Head of School stands beside the approver.
	HeadOfSchool bool `json:"head_of_school"`
}

// Review is when the policy was made and when it is due again.
type Review struct {
	Written  Month `json:"written"`
	Ratified Month `json:"ratified"`
	Next     Month `json:"next"`
}

// Governors is what the governing body is told, and how often its safeguarding governor meets the lead.
type Governors struct {
	Report    []ReportPart `json:"report"`
	LeadMeets Frequency    `json:"lead_meets"`
}

// Access is who may use the school's systems and how that is recorded.
type Access struct {
	Record AccessRecord `json:"record"`
	// OwnLoginFrom is the first year group with logins of their own.
	OwnLoginFrom YearGroup `json:"own_login_from"`
	OwnLogin     OwnLogin  `json:"own_login"`
}

// AUP is how a school asks for signatures of its acceptable use policies. No text says it: both presets have our
// defaults.
type AUP struct {
	// SignDrafts: a translation that nobody has checked yet may be signed; the signature says "draft".
	SignDrafts bool `json:"sign_drafts"`
	// GraceDays is how many days a signature still counts after its version was replaced.
	GraceDays int `json:"grace_days"`
}

// Notices is when a school rings people's telephones. The texts ask for a work life balance and give no hours: both
// presets have our default.
type Notices struct {
	// QuietFrom and QuietUntil are London's: between them nothing rings but what is urgent.
	QuietFrom  TimeOfDay `json:"quiet_from"`
	QuietUntil TimeOfDay `json:"quiet_until"`
}

// Phones is §9: devices that children and staff bring.
type Phones struct {
	Mode       PhonesMode   `json:"mode"`
	Kinds      []DeviceKind `json:"kinds"`
	NoUseZones []Zone       `json:"no_use_zones"`
	// ContactExceptionBy is the role that lets one child keep a phone, case by case.
	ContactExceptionBy Role          `json:"contact_exception_by"`
	Curriculum         CurriculumUse `json:"curriculum"`
	// Grounds are the reasons for which a device may be confiscated.
	Grounds []Ground `json:"grounds"`
	// HoldGrounds are those of them that set the safeguarding hold.
	HoldGrounds         []Ground        `json:"hold_grounds"`
	Release             ReleaseWhen     `json:"release"`
	ParentsTold         ParentsTold     `json:"parents_told"`
	Search              SearchRule      `json:"search"`
	Deletion            DeletionRule    `json:"deletion"`
	StaffPermission     StaffPermission `json:"staff_permission"`
	StaffIllegalContent []Agency        `json:"staff_illegal_content"`
	Visitors            VisitorPhones   `json:"visitors"`
}

// CurriculumUse is what a lesson with the children's own devices needs.
type CurriculumUse struct {
	StaffConsent       bool `json:"staff_consent"`
	RiskAssessment     bool `json:"risk_assessment"`
	LeadershipApproval bool `json:"leadership_approval"`
	// NeverBlanket: a permission is for one class, activity and date.
	NeverBlanket bool `json:"never_blanket"`
}

// VisitorPhones is what visitors are held to.
type VisitorPhones struct {
	// SignAUP: who comes regularly or for long signs the visitors' acceptable use policy.
	SignAUP bool `json:"sign_aup"`
	// NamedAreasOnly: phones are used in named areas and nowhere else, and signs say so.
	NamedAreasOnly bool `json:"named_areas_only"`
	// BreachTo is told of a visitor's breach.
	BreachTo []Recipient `json:"breach_to"`
}

// Filtering is §7.3.2: what is blocked, by whom, and who hears of a breach.
type Filtering struct {
	Provider    Name                 `json:"provider"`
	Products    []Name               `json:"products"`
	Blocks      []Category           `json:"blocks"`
	IWFList     bool                 `json:"iwf_list"`
	BreachTo    []Recipient          `json:"breach_to"`
	ParentsTold FilteringParentsTold `json:"parents_told"`
	// TechnicianReportsTo is empty where the text does not say.
	TechnicianReportsTo []Recipient `json:"technician_reports_to"`
}

// Monitoring is §7.3.4.
type Monitoring struct {
	By []MonitoringWay `json:"by"`
}

// Data is §7.4 and §7.5.
type Data struct {
	// EncryptedOffSite is false where the text does not say so.
	EncryptedOffSite bool `json:"encrypted_off_site"`
}

// Video is whether the policy covers videoconferencing; where it does not, it is not offered.
type Video struct {
	On bool `json:"on"`
}

// Platform is the official learning platform; no product, no platform.
type Platform struct {
	Products []Name `json:"products"`
}

// Social is §8.
type Social struct {
	// Official are the school's own channels.
	Official []Name `json:"official"`
	// StaffContactBy approves that a member of staff is in touch with a family by social media.
	StaffContactBy Role         `json:"staff_contact_by"`
	StaffAtWork    SocialAtWork `json:"staff_at_work"`
}

// SearchTools are the search tools that children may use.
type SearchTools struct {
	Named        []Name `json:"named"`
	RiskAssessed bool   `json:"risk_assessed"`
}

// ProgressApps are the apps that record children's progress.
type ProgressApps struct {
	Products         []Name `json:"products"`
	ParentsToldFirst bool   `json:"parents_told_first"`
}

// Education is how good use is encouraged among children.
type Education struct {
	Positive PositiveUse `json:"positive"`
}

// Parents is how the policy reaches them.
type Parents struct {
	Channels []Channel `json:"channels"`
}

// Links is how the directory of §12 is laid out.
type Links struct {
	Directory Directory `json:"directory"`
}

// Concerns is how long what somebody told may stay unread. No text gives a figure: both presets have our defaults. The
// minutes are those in which children are at school (Calendar.SchoolMinutes).
type Concerns struct {
	// ReadWithin is how long the first reader has before the next one is asked, NextAfter how long each of those has.
	ReadWithin int `json:"read_within"`
	NextAfter  int `json:"next_after"`
}

// Incidents is who does what when something has happened (§7.8, §10, §11).
type Incidents struct {
	// WelfareTo own a concern for a child's welfare.
	WelfareTo []Role `json:"welfare_to"`
	// UnsureBy asks UnsureAsk when the school does not know how to go on.
	UnsureBy  []Role  `json:"unsure_by"`
	UnsureAsk Service `json:"unsure_ask"`
	// OffensiveTo is told of an offensive communication.
	OffensiveTo []Recipient `json:"offensive_to"`
	// ExploitationFirstCall is who is called first about online child sexual abuse.
	ExploitationFirstCall FirstCall `json:"exploitation_first_call"`
	// CriminalExploitation is true where the same procedure covers criminal exploitation.
	CriminalExploitation bool     `json:"criminal_exploitation"`
	IndecentImagesTell   []Agency `json:"indecent_images_tell"`
	// Harassment is whether the text has a procedure for sexual violence and harassment between children.
	Harassment bool `json:"harassment"`
	// DeletionConfirmedBy confirms that an image may be deleted.
	DeletionConfirmedBy Confirmer `json:"deletion_confirmed_by"`
	// OtherSchoolsBy speaks with the police first when other schools are involved.
	OtherSchoolsBy []Speaker `json:"other_schools_by"`
}
