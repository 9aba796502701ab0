from django.db import models
from django.db.models import Q


class Area(models.Model):
    """A place with a boundary that somebody answers for. Keyed on code and kind, never on name: "Durham" is three."""

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", "Partnership"
        UPPER_TIER = "upper_tier", "Upper-tier authority"
        AUTHORITY = "authority", "Local authority"
        COMMUNITY_SAFETY = "community_safety", "Community safety partnership"
        MARAC = "marac", "Meeting area"
        POLICE_FORCE = "police_force", "Police force area"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=100)
    gss_code = models.CharField(max_length=9, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    # For a local authority only: the other geographies it lies in.
    upper_tier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    community_safety = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting_area = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="authorities"
    )
    police_force = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "valid_from"], name="one_area_per_kind_and_name"),
            models.UniqueConstraint(fields=["gss_code", "kind"], condition=~Q(gss_code=""), name="one_area_per_code"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="area_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Policy(models.Model):
    """A threshold, clock or limit that an area sets for itself, from a date, with its source.

    The row in force on a day is the newest that has started; an area without one of its own takes its parent's, and
    last the national row (no area). A row for one agency stands before its area's.
    """

    class Key(models.TextChoices):
        HEARING_TARGET_DAYS = "hearing_target_days", "Days from referral to first hearing"
        HIGH_RISK_TICKS = "high_risk_ticks", "Yes answers that make a case visibly high risk"
        MEDIUM_RISK_TICKS = "medium_risk_ticks", "Yes answers from which a count proposes medium risk"
        GRADE_MEETS_GROUND = "grade_meets_ground", "A tool graded high is visible high risk by itself: 1 yes, 0 no"
        REPEAT_MONTHS = "repeat_months", "Months in which a further incident is a repeat"
        REPEAT_ANCHOR = "repeat_anchor", "What starts those months: 0 the last referral, 1 the last hearing"
        REPEAT_BEHAVIOUR = "repeat_behaviour", "What counts as further: 0 any abuse, 1 a crime only"
        ESCALATION_COUNT = "escalation_count", "Dated incidents that show escalation"
        ESCALATION_MONTHS = "escalation_months", "Months in which incidents are counted for escalation"
        POLICE_RATIONALE = "police_rationale", "1 where the reason for or against speaking to the police is needed"
        VICTIM_UPDATE_DAYS = "victim_update_days", "Working days in which the person is told the outcome"
        ACTION_DUE_DAYS = "action_due_days", "Working days given for an action unless set otherwise"
        RESEARCH_DUE_DAYS = "research_due_days", "Working days before a meeting by which agencies answer"
        AGREEMENT_NEEDED = "agreement_needed", "Meeting papers only under a sharing agreement in force: 1 yes, 0 warn"
        TRANSFER_RECEIPT_DAYS = "transfer_receipt_days", "Working days in which another area acknowledges a pack"
        ADULT_FEMALES = "adult_females", "Women who live in the area, for cases per 10,000; 0 where nobody has said"
        EMERGENCY_DAYS = "emergency_days", "Working days in which an emergency meeting sits"
        MINUTES_DUE_DAYS = "minutes_due_days", "Working days after a meeting by which its minutes go out"
        FLAG_MONTHS = "flag_months", "Months for which agencies flag their records after a hearing"
        CONTACT_REVIEW_DAYS = "contact_review_days", "Days after which safe contact is to be confirmed again"
        SUPPORT_TRIAGE_HOURS = "support_triage_hours", "Hours in which an adviser service triages a referral"
        FIRST_CONTACT_DAYS = "first_contact_days", "Working days to the first try to reach somebody"
        CONTACT_TRIES = "contact_tries", "Days on which somebody is tried before they count as not reached"
        CONTACT_AGAIN_DAYS = "contact_again_days", "Working days to the next try, after no answer"
        CONTACT_HIGH_DAYS = "contact_high_days", "Working days to the next contact, having spoken, at high risk"
        CONTACT_OTHER_DAYS = "contact_other_days", "Working days to the next contact, having spoken, otherwise"
        SUPPORT_REVIEW_WEEKS = "support_review_weeks", "Weeks between reviews of risk in support"
        SUPPORT_SILENCE_DAYS = "support_silence_days", "Days without contact that a manager looks at"
        CASELOAD_MOST = "caseload_most", "Open cases for one full-time adviser, at most"
        SMALL_NUMBER = "small_number", "Counts below this are hidden from the board"
        PUBLIC_SMALL_NUMBER = "public_small_number", "Counts below this are hidden from the public"
        SECONDARY_ASSESSMENT = "secondary_assessment", "Every high and medium crime is assessed again: 1 yes, 0 no"
        SECONDARY_HIGH_HOURS = "secondary_high_hours", "Hours in which a crime graded high is assessed again"
        SECONDARY_MEDIUM_HOURS = "secondary_medium_hours", "Hours in which a crime graded medium is assessed again"
        WITHIN_TARGET_PERCENT = "within_target_percent", "Share to be heard in time, per cent"
        NOTICE_AMBER_HOURS = "notice_amber_hours", "Hours in which a school in session is told"
        NOTICE_BEFORE_RECEPTION = "notice_before_reception", "Nurseries are told too (1 yes, 0 no)"
        REVIEW_TERM = "review_term", "What a death review is called: 0 DHR, 1 DARDR, 2 both"
        REVIEW_NEW_LAW = "review_new_law", "Victims and Prisoners Act 2024, s. 19 is in force: 1 yes, 0 no"
        REVIEW_NOTIFY_DAYS = "review_notify_days", "Working days in which the partnership is told of a death"
        REVIEW_ACKNOWLEDGE_DAYS = "review_acknowledge_days", "Working days in which a notification is answered"
        REVIEW_SCOPING_DAYS = "review_scoping_days", "Working days for an agency's scoping return"
        REVIEW_DECIDE_MONTHS = "review_decide_months", "Months to decide whether to review"
        REVIEW_TELL_OFFICE_DAYS = "review_tell_office_days", "Working days to tell the Home Office the decision"
        REVIEW_TELL_FAMILY_DAYS = "review_tell_family_days", "Working days to tell the family the decision"
        REVIEW_CHAIR_MONTHS = "review_chair_months", "Months from the decision to a chair"
        REVIEW_PANEL_MONTHS = "review_panel_months", "Months from the decision to the first panel"
        REVIEW_REPORT_WEEKS = "review_report_weeks", "Weeks for an agency's report"
        REVIEW_COMPLETE_MONTHS = "review_complete_months", "Months from the decision to the agreed report"
        REVIEW_COPY_DAYS = "review_copy_days", "Working days to send the report to the Commissioner"
        REVIEW_SUBMIT_DAYS = "review_submit_days", "Working days from the agreed report to the Home Office"
        REVIEW_REVISE_MONTHS = "review_revise_months", "Months to change a report after the Home Office's letter"
        REVIEW_PUBLISH_MONTHS = "review_publish_months", "Months from the letter to publication"
        REVIEW_WARN_FAMILY_DAYS = "review_warn_family_days", "Working days in which the family knows of publication"
        REVIEW_REPLY_DAYS = "review_reply_days", "Days after which a decision not to review may be closed without reply"
        REVIEW_CHAIR_YEARS = "review_chair_years", "Years in which a chair worked for no agency of the panel"
        REVIEW_KEEP_YEARS = "review_keep_years", "Years a closed review is kept"
        SYSTEMIC_REVIEWS = "systemic_reviews", "Reviews with the same theme that make it systemic"
        SYSTEMIC_YEARS = "systemic_years", "Years in which those reviews are counted"
        FUND_PERCENT = "fund_percent", "Share of each partnership's allocation for the review fund, per cent"
        FUND_FIXED_POUNDS = "fund_fixed_pounds", "Fixed sum in the review fund, pounds a year"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="policies")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=30, choices=Key.choices)
    value = models.PositiveIntegerField()
    starts_on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "agency", "key", "starts_on"],
                name="one_policy_per_area_agency_key_and_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(source=""), name="policy_has_a_source"),
        ]


class BankHoliday(models.Model):
    """A bank holiday of England and Wales: a table, because governments add them."""

    on = models.DateField(primary_key=True)
    name = models.CharField(max_length=60)
