"""What each role may do. One page to read; docs/permissions.md is generated from it."""

from enum import StrEnum


class Permission(StrEnum):
    CASE_VIEW = "view the cases shared with the agency"
    CONTACT_VIEW = "see an address or a telephone number, with a reason, where the agency leads"
    PEOPLE_WRITE = "keep the people of a case up to date, where the agency leads"
    TRAIL_VIEW = "see who has looked at a case, where the agency leads"
    NOTE_WRITE = "write a note on a case"
    CASE_SHARE = "give an agency or a person access to a case, seal it, or exclude somebody"
    RISK_ASSESS = "assess risk and say what level a case is at"
    RISK_CONFIRM = "agree, as a second person, that a high risk is lowered"
    REFERRAL_SEND = "send a referral and follow its status"
    REFERRAL_FOLLOW = "follow every referral that the agency sent, and hand a draft to a colleague"
    REFERRAL_TRIAGE = "open, accept, return and decline referrals sent to the agency"
    SUPPORT_WORK = "support people as an adviser: take referrals on, get in touch, plan safety, measure what changed"
    SUPPORT_MANAGE = "see the work of the whole adviser service, and hand cases from one adviser to another"
    MEETING_VIEW = "see the meetings the agency belongs to"
    MEETING_RUN = "make meetings, list cases, record attendance and hearings"
    MINUTES_APPROVE = "approve the minutes of a meeting"
    RESEARCH_ANSWER = "answer, before a meeting, what the agency knows of the people of a case"
    ACTION_DO = "see and complete the agency's own actions"
    REPORT_VIEW = "read and download published quarterly reports"
    REPORT_MAKE = "draft and publish quarterly reports"
    REPORT_CHALLENGE = "read draft reports that are open for challenge, and question them"
    REPORT_APPROVE = "approve a report before it is published"
    FIGURE_IMPORT = "bring in published and partner figures, and say what they measure"
    CRIME_VIEW = "see the crimes that the agency recorded, and how they were graded"
    CRIME_IMPORT = "bring in the agency's recorded crimes"
    CRIME_ASSESS = "keep or change the grade of a recorded crime"
    CRIME_CONFIRM = "confirm that a colleague's grade goes from high to standard"
    USER_ADMIN = "invite, suspend and review the agency's own users"
    KEY_ADMIN = "make and end the agency's own API keys"
    SETTINGS_ADMIN = "keep areas, forums and dated policy"
    NOTICE_SEND = "send notices about children to schools, follow them and see how many were in time"
    NOTICE_SUPERVISE = "decide, as a second person, whether a notice is kept back"
    NOTICE_RECEIVE = "read and acknowledge the notices to the agency's own school"
    SCHOOL_KEEP = "keep the term dates and settings of the agency's own school"
    RECORD_ANSWER = "answer people who ask for their own record, as one of two"
    REVIEW_RUN = "run death reviews for the partnership, from the notification to the last recommendation"
    REVIEW_OWN = "see the death reviews of the agency's own community safety partnership"
    REVIEW_DECIDE = "decide whether to review, agree the report and publish it, for the own partnership"
    REVIEW_NAMED = "see the death reviews that name them"
    RECOMMENDATION_DO = "answer and update the recommendations that the agency owns, and check another agency's"
    LEARNING_READ = "search what published death reviews recommend"
    STRATEGY_READ = "read boards, strategies, plans and how their actions go"
    STRATEGY_KEEP = "keep boards, strategies, plans and the record of training"
    PLAN_DO = "update the actions of plans that the agency owns, and check another agency's evidence"


class Role(StrEnum):
    PRACTITIONER = "practitioner"
    IDVA = "idva"
    IDVA_MANAGER = "idva_manager"
    MARAC_COORDINATOR = "marac_coordinator"
    MARAC_CHAIR = "marac_chair"
    AGENCY_REPRESENTATIVE = "agency_representative"
    INDEPENDENT_CHAIR = "independent_chair"
    REVIEW_COORDINATOR = "review_coordinator"
    PERPETRATOR_WORKER = "perpetrator_worker"
    BOARD_MEMBER = "board_member"
    BOARD_CHAIR = "board_chair"
    ANALYST = "analyst"
    CRIME_DATA_OFFICER = "crime_data_officer"
    SECONDARY_ASSESSOR = "secondary_assessor"
    ASSESSMENT_SUPERVISOR = "assessment_supervisor"
    AGENCY_ADMINISTRATOR = "agency_administrator"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    OCCASIONAL_REFERRER = "occasional_referrer"
    API_CLIENT = "api_client"
    CRIME_CLIENT = "crime_client"
    SCHOOL_LIAISON_OFFICER = "school_liaison_officer"
    LIAISON_SUPERVISOR = "liaison_supervisor"
    KEY_ADULT = "key_adult"
    SCHOOL_OFFICE = "school_office"
    NOTICE_CLIENT = "notice_client"
    FIGURES_CLIENT = "figures_client"
    SAFETY_OFFICER = "safety_officer"
    SAFETY_CHAIR = "safety_chair"
    STRATEGY_LEAD = "strategy_lead"


# A sentence for each, for the page where roles are given and for docs/permissions.md.
SENTENCES: dict[Role, tuple[str, str]] = {
    Role.PRACTITIONER: ("Practitioner", "Refers people and works on the cases shared with the agency."),
    Role.IDVA: ("Independent adviser", "Supports the people referred to the service and speaks for them at meetings."),
    Role.IDVA_MANAGER: ("Adviser team manager", "Leads a team of independent advisers."),
    Role.MARAC_COORDINATOR: (
        "Meeting coordinator",
        "Triages referrals, makes agendas and keeps the record of meetings.",
    ),
    Role.MARAC_CHAIR: ("Meeting chair", "Chairs the area's meetings and confirms plans."),
    Role.AGENCY_REPRESENTATIVE: (
        "Agency representative",
        "Speaks for the agency at meetings and answers for its actions.",
    ),
    Role.INDEPENDENT_CHAIR: ("Independent chair", "Sees only the cases or reviews that name them."),
    Role.REVIEW_COORDINATOR: ("Review coordinator", "Runs death reviews for the partnership. Sees no live case."),
    Role.PERPETRATOR_WORKER: (
        "Behaviour-change worker",
        "Works with the person causing harm. Never sees the other side.",
    ),
    Role.BOARD_MEMBER: ("Board member", "Reads published figures and questions drafts. Can open no case."),
    Role.BOARD_CHAIR: ("Board chair", "Approves the quarterly report before it is published. Can open no case."),
    Role.ANALYST: ("Analyst", "Makes the quarterly report. Can open no case."),
    Role.CRIME_DATA_OFFICER: (
        "Police data officer",
        "Brings in the crimes that the force recorded, and follows how their grades move. Can open no case.",
    ),
    Role.SECONDARY_ASSESSOR: (
        "Secondary assessor",
        "A detective sergeant who looks again at the grade of every high and medium crime. Can open no case.",
    ),
    Role.ASSESSMENT_SUPERVISOR: (
        "Assessment supervisor",
        "Confirms grades that go from high to standard, and assesses as the sergeants do. Can open no case.",
    ),
    Role.AGENCY_ADMINISTRATOR: ("Agency administrator", "Looks after the agency's users and keys. Can open no case."),
    Role.AUDITOR: ("Auditor", "Checks who may do what. Can open no case."),
    Role.SYSTEM_ADMINISTRATOR: ("System administrator", "Keeps areas, forums and policy. Can open no case."),
    Role.OCCASIONAL_REFERRER: (
        "Occasional referrer",
        "Sends a referral now and then, by a link to a work address. Follows only what they sent themselves.",
    ),
    Role.API_CLIENT: (
        "Another system",
        "Sends referrals by API and asks for their status. Reads nothing about anybody.",
    ),
    Role.CRIME_CLIENT: (
        "The police's crime system",
        "Sends recorded crimes by API. Is told what became of each, no more.",
    ),
    Role.SCHOOL_LIAISON_OFFICER: (
        "School liaison officer",
        "Tells schools, before the next school day, that a child of theirs was affected. Can open no case.",
    ),
    Role.LIAISON_SUPERVISOR: (
        "School liaison supervisor",
        "Sends notices too, and decides whether one that a colleague wants kept back is. Can open no case.",
    ),
    Role.KEY_ADULT: (
        "School key adult",
        "Reads the notices to their own school, or to the council's education officer, and nothing else.",
    ),
    Role.SCHOOL_OFFICE: ("School office", "Keeps the school's term dates and settings. Reads no notice."),
    Role.NOTICE_CLIENT: ("Another system, for notices", "Sends notices to schools by API. Reads nobody’s."),
    Role.FIGURES_CLIENT: (
        "Another system, for figures",
        "Reads published reports and figures by API. Reads nothing else.",
    ),
    Role.SAFETY_OFFICER: (
        "Community safety officer",
        "Follows the death reviews that the own community safety partnership is responsible for. Sees no live case.",
    ),
    Role.SAFETY_CHAIR: (
        "Community safety chair",
        "Decides on, agrees and publishes the death reviews of the own partnership. Sees no live case.",
    ),
    Role.STRATEGY_LEAD: (
        "Strategy lead",
        "Keeps the partnership's boards, strategies, plans and record of training. Can open no case.",
    ),
}

P = Permission
_WORK = frozenset({P.CASE_VIEW, P.NOTE_WRITE, P.RISK_ASSESS, P.REFERRAL_SEND, P.REFERRAL_FOLLOW, P.ACTION_DO})
_MEET = frozenset({P.MEETING_VIEW, P.RESEARCH_ANSWER})
_PLAN = frozenset({P.STRATEGY_READ, P.PLAN_DO})
_LEAD = frozenset({P.CONTACT_VIEW, P.PEOPLE_WRITE, P.TRAIL_VIEW})
_BOARD = frozenset({P.REPORT_VIEW, P.REPORT_CHALLENGE, P.LEARNING_READ, P.STRATEGY_READ})
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PRACTITIONER: _WORK,
    Role.IDVA: _WORK | _MEET | _LEAD | {P.SUPPORT_WORK},
    Role.IDVA_MANAGER: _WORK
    | _MEET
    | _LEAD
    | {P.CASE_SHARE, P.RISK_CONFIRM, P.SUPPORT_WORK, P.SUPPORT_MANAGE, P.RECORD_ANSWER},
    Role.MARAC_COORDINATOR: _WORK
    | _LEAD
    | {P.MEETING_VIEW, P.CASE_SHARE, P.RISK_CONFIRM, P.REFERRAL_TRIAGE, P.MEETING_RUN, P.RECORD_ANSWER},
    Role.MARAC_CHAIR: frozenset(
        {P.CASE_VIEW, P.NOTE_WRITE, P.MEETING_VIEW, P.MEETING_RUN, P.MINUTES_APPROVE, P.CASE_SHARE, P.RISK_CONFIRM}
    ),
    Role.AGENCY_REPRESENTATIVE: _WORK | _MEET | _PLAN | {P.REVIEW_NAMED, P.RECOMMENDATION_DO, P.LEARNING_READ},
    Role.INDEPENDENT_CHAIR: frozenset({P.REVIEW_NAMED, P.LEARNING_READ}),
    Role.REVIEW_COORDINATOR: frozenset({P.REVIEW_RUN, P.LEARNING_READ}),
    Role.PERPETRATOR_WORKER: frozenset(),
    Role.BOARD_MEMBER: _BOARD,
    Role.BOARD_CHAIR: _BOARD | {P.REPORT_APPROVE},
    Role.ANALYST: frozenset({P.REPORT_VIEW, P.REPORT_MAKE, P.FIGURE_IMPORT, P.LEARNING_READ, P.STRATEGY_READ}),
    Role.CRIME_DATA_OFFICER: frozenset({P.CRIME_VIEW, P.CRIME_IMPORT}),
    Role.SECONDARY_ASSESSOR: frozenset({P.CRIME_VIEW, P.CRIME_ASSESS}),
    Role.ASSESSMENT_SUPERVISOR: frozenset({P.CRIME_VIEW, P.CRIME_ASSESS, P.CRIME_CONFIRM}),
    Role.AGENCY_ADMINISTRATOR: frozenset({P.USER_ADMIN, P.KEY_ADMIN}),
    Role.AUDITOR: frozenset(),
    Role.SYSTEM_ADMINISTRATOR: frozenset({P.SETTINGS_ADMIN}),
    Role.OCCASIONAL_REFERRER: frozenset({P.REFERRAL_SEND}),
    Role.API_CLIENT: frozenset({P.REFERRAL_SEND, P.REFERRAL_FOLLOW}),
    Role.CRIME_CLIENT: frozenset({P.CRIME_VIEW, P.CRIME_IMPORT}),
    Role.SCHOOL_LIAISON_OFFICER: frozenset({P.NOTICE_SEND}),
    Role.LIAISON_SUPERVISOR: frozenset({P.NOTICE_SEND, P.NOTICE_SUPERVISE}),
    Role.KEY_ADULT: frozenset({P.NOTICE_RECEIVE, P.SCHOOL_KEEP}),
    Role.SCHOOL_OFFICE: frozenset({P.SCHOOL_KEEP}),
    Role.NOTICE_CLIENT: frozenset({P.NOTICE_SEND}),
    Role.FIGURES_CLIENT: frozenset({P.REPORT_VIEW}),
    Role.SAFETY_OFFICER: frozenset({P.REVIEW_OWN, P.RECOMMENDATION_DO, P.LEARNING_READ}) | _PLAN,
    Role.SAFETY_CHAIR: frozenset({P.REVIEW_OWN, P.REVIEW_DECIDE, P.RECOMMENDATION_DO, P.LEARNING_READ}) | _PLAN,
    Role.STRATEGY_LEAD: frozenset({P.STRATEGY_KEEP, P.REPORT_VIEW, P.LEARNING_READ}) | _PLAN,
}

# Roles an agency administrator may give to people of their own agency. The others need the partnership's agreement,
# so a system administrator gives them (security design, section 4: delegated administration).
GIVEN_BY_AGENCY = frozenset(
    {
        Role.PRACTITIONER,
        Role.IDVA,
        Role.IDVA_MANAGER,
        Role.AGENCY_REPRESENTATIVE,
        Role.PERPETRATOR_WORKER,
        Role.CRIME_DATA_OFFICER,
        Role.SECONDARY_ASSESSOR,
        Role.ASSESSMENT_SUPERVISOR,
        Role.KEY_ADULT,
        Role.SCHOOL_OFFICE,
    }
)
ROLE_CHOICES = [(role.value, SENTENCES[role][0]) for role in Role]


def permissions_page() -> str:
    """docs/permissions.md: the table an information-governance lead signs off. A test compares the two."""
    lines = ["# Who may do what", "", "Generated from `agencies/roles.py` by `manage.py write_pages`.", ""]
    for role in Role:
        title, sentence = SENTENCES[role]
        lines += [f"## {title}", "", sentence, ""]
        lines += [f"- {permission.value}" for permission in Permission if permission in GRANTS[role]] or ["- nothing"]
        lines.append("")
    return "\n".join(lines)
