package school

// The closed values of the switches. A value that is not here is refused when a policy is read (see decode.go), and a
// switch statement over one of these types has no default: a third school forces a decision.
type (
	PresetName           string // whose text: "anthony-roper", a folder of presets/
	Name                 string // a product's or a tool's name, said as it is in every language
	Month                string // "2021-01"
	Role                 string // a role of people.Role
	Recipient            string // a role, or a body, that is told something
	Agency               string // a body outside the school
	Service              string // the county's advice line, by the name that the text gives it
	ChildTerm            string
	OrganisationTerm     string
	ApproverTitle        string
	Risk                 string
	ReportPart           string
	Frequency            string
	AccessRecord         string
	YearGroup            string
	OwnLogin             string
	PhonesMode           string
	DeviceKind           string
	Zone                 string
	Ground               string
	ReleaseWhen          string
	ParentsTold          string
	SearchRule           string
	DeletionRule         string
	StaffPermission      string
	Category             string
	FilteringParentsTold string
	MonitoringWay        string
	SocialAtWork         string
	PositiveUse          string
	Channel              string
	Directory            string
	FirstCall            string
	Confirmer            string
	Speaker              string
)

// What the school calls its people.
const (
	Pupil   ChildTerm = "pupil"
	Learner ChildTerm = "learner"

	ASchool  OrganisationTerm = "school"
	ASetting OrganisationTerm = "setting"

	Headteacher          ApproverTitle = "headteacher"
	ExecutiveHeadteacher ApproverTitle = "executive_headteacher"
)

// Roles, as package people knows them: a policy names roles and never persons.
const (
	RoleHead      Role = "head"
	RoleDSL       Role = "dsl"
	RoleDeputyDSL Role = "deputy_dsl"
	RoleOSL       Role = "osl"
)

// Who is told something.
const (
	ToDSL        Recipient = "dsl"
	ToDeputyDSL  Recipient = "deputy_dsl"
	ToOSL        Recipient = "osl"
	ToHead       Recipient = "head"
	ToLeadership Recipient = "leadership"
	ToTechnician Recipient = "technician"
	ToOffice     Recipient = "office"
	ToProvider   Recipient = "provider"
)

// Bodies outside the school.
const (
	Police Agency = "police"
	LADO   Agency = "lado"
	IWF    Agency = "iwf"
)

// The county's advice line under the two names that the texts use.
const (
	EducationTeam    Service = "education_safeguarding_team"
	EducationService Service = "education_safeguarding_service"
)

// Categories of risk: three Cs, or four.
const (
	Content  Risk = "content"
	Contact  Risk = "contact"
	Conduct  Risk = "conduct"
	Commerce Risk = "commerce"
)

// What the governors' report covers, and how often their lead meets the school's.
const (
	Practice      ReportPart = "practice"
	IncidentsSeen ReportPart = "incidents"
	Outcomes      ReportPart = "outcomes"
	Annually      Frequency  = "annually"
	Regularly     Frequency  = "regularly"
)

// Access to the school's systems.
const (
	// RecordAUP: the signed acceptable use policy is the record.
	RecordAUP AccessRecord = "signed_aup"
	// RecordWritten: a written record beside it, and signing comes first.
	RecordWritten AccessRecord = "written_record"

	Reception YearGroup = "reception"

	Everybody      OwnLogin = "everybody"
	AllButYoungest OwnLogin = "all_but_youngest"
)

// Phones (§9).
const (
	// HandIn: in at the office on arrival, collected at the end of the day.
	HandIn PhonesMode = "hand_in"
	// ClassCheck: kept in a secure place, switched off; the class is checked, the school holds nothing.
	ClassCheck PhonesMode = "class_check"

	Phone    DeviceKind = "phone"
	Tablet   DeviceKind = "tablet"
	EReader  DeviceKind = "e_reader"
	Console  DeviceKind = "console"
	Watch    DeviceKind = "watch"
	Wearable DeviceKind = "wearable"

	WhereChildrenChange Zone = "where_children_change"
	WhereverPupilsAre   Zone = "wherever_pupils_are"
	ChangingRooms       Zone = "changing_rooms"
	Toilets             Zone = "toilets"
	Pools               Zone = "pools"

	Breach          Ground = "breach"
	ChildProtection Ground = "child_protection"
	Behaviour       Ground = "behaviour"
	AntiBullying    Ground = "anti_bullying"
	Imagery         Ground = "imagery"

	EndOfDay    ReleaseWhen = "end_of_day"
	ContactMade ReleaseWhen = "contact_made"

	ToldByDecision    ParentsTold = "decision"
	ToldBeforeRelease ParentsTold = "before_release"

	SearchOff                   SearchRule = "off"
	SearchLeadershipWithConsent SearchRule = "leadership_with_consent"

	DeletionSilent     DeletionRule = "silent"
	DeletionMayBeAsked DeletionRule = "may_be_asked"

	PermissionByHead          StaffPermission = "head"
	PermissionByHeadInWriting StaffPermission = "head_in_writing"
)

// Filtering and monitoring (§7.3).
const (
	Pornography  Category = "pornography"
	RacialHatred Category = "racial_hatred"
	Extremism    Category = "extremism"
	Violence     Category = "violence"
	Gaming       Category = "gaming"
	Illegal      Category = "illegal"

	FilteringParentsDecision FilteringParentsTold = "decision"
	FilteringParentsAlways   FilteringParentsTold = "always"

	ProviderLogs MonitoringWay = "provider_logs"
	Supervision  MonitoringWay = "supervision"
	LogReview    MonitoringWay = "log_review"
)

// Social media, education, parents, links.
const (
	// SocialNotBeforeChildren: in school hours, but not in the presence of children.
	SocialNotBeforeChildren SocialAtWork = "not_before_children"
	// SocialNotInTeachingHours: not in teaching hours.
	SocialNotInTeachingHours SocialAtWork = "not_in_teaching_hours"

	RewardPositiveUse PositiveUse = "reward_positive_use"
	PeerEducation     PositiveUse = "peer_education"

	Newsletters      Channel = "newsletters"
	Letters          Channel = "letters"
	Prospectus       Channel = "prospectus"
	Website          Channel = "website"
	TrainingAtEvents Channel = "training_at_events"

	OneList                 Directory = "one_list"
	ProfessionalsAndParents Directory = "professionals_and_parents"
)

// Incidents (§10, §11).
const (
	// PoliceAtOnce: the police at once (101 or 999), a referral if it is required.
	PoliceAtOnce FirstCall = "police_at_once"
	// ReferralOrPoliceAtOnce: a referral to social care, or the police, at once.
	ReferralOrPoliceAtOnce FirstCall = "referral_or_police_at_once"

	ConfirmedBySchool Confirmer = "school"
	ConfirmedByDSL    Confirmer = "dsl"

	SpokenBySchool Speaker = "school"
	SpokenByDSL    Speaker = "dsl"
	SpokenByHead   Speaker = "head"
)
