import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone

from agencies.models import Agency, AgencyType, ApiKey, Area, User
from cases.models import Case
from common.fields import LondonDate
from common.lifecycle import Lifecycle
from common.references import new_reference, spoken
from documents.models import StoredFile
from referrals.codes import MOST_TOGETHER
from referrals.querysets import (
    DraftQuerySet,
    FurtherIncidentsQuerySet,
    MessageQuerySet,
    ReferralDocumentQuerySet,
    ReferralExclusionQuerySet,
    ReferralQuerySet,
    RestrictedQuerySet,
)


class Criterion(models.TextChoices):
    """The four grounds on which a case goes to a meeting; several may hold together (SafeLives guidance)."""

    VISIBLE_HIGH_RISK = "visible_high_risk", "Visible high risk: the checklist reaches the area's threshold"
    PROFESSIONAL_JUDGEMENT = "professional_judgement", "Professional judgement"
    POTENTIAL_ESCALATION = "potential_escalation", "Potential escalation"
    REPEAT = "repeat", "Repeat within 12 months"


class Referral(models.Model):
    """One agency's referral to an area's meetings, kept exactly as it was sent. The 14-day clock is derived from it.

    The sender sees its status; the area's coordinating team sees all of it; once it has a case, whoever sees the case.
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "New"
        SCREENING = "screening", "Being checked"
        RETURNED = "returned", "Questions sent"
        ACCEPTED = "accepted", "Waiting to be listed"
        LISTED = "listed", "Listed"
        HEARD = "heard", "Heard"
        MANAGED = "managed", "Managed without a meeting"
        NOT_MET = "not_met", "Not accepted"
        REDIRECTED = "redirected", "Another area"
        DUPLICATE = "duplicate", "Sent twice"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Route(models.TextChoices):
        WEB = "web", "Web form"
        API = "api", "API"

    class Refusal(models.TextChoices):
        """Why a referral is not accepted (domain notes, section 1.3). A low score is no reason."""

        NOT_EVIDENCED = "not_evidenced", "The grounds are not evidenced"
        NOT_IN_DEFINITION = "not_in_definition", "Outside the definition"
        UNDER_16 = "under_16", "Under 16: children's social care leads"
        OTHER_AREA = "other_area", "Another area"
        ALREADY_LISTED = "already_listed", "Already listed for the same people"
        NO_CURRENT_RISK = "no_current_risk", "No current risk"
        ONLY_SUPPORT = "only_support", "Only asks for an adviser, evidence or signposting"
        IDENTITY = "identity", "Not enough to know who is meant"

    class Complexity(models.TextChoices):
        """Why a case needs a meeting, or what a hub weighed when it managed it without (domain notes, section 7.2)."""

        SEVERAL_PERPETRATORS = "several_perpetrators", "Several people cause harm, or so-called honour"
        SERIAL = "serial", "A serial offender, or managed under public protection arrangements"
        CHILD_PROTECTION = "child_protection", "It pulls against child protection"
        REPEATED = "repeated", "Twice or more in 12 months"
        NOT_ENGAGING = "not_engaging", "The person does not or cannot engage"
        CARE_NEEDS = "care_needs", "Needs for care, or no recourse to public funds"
        CROSS_BORDER = "cross_border", "Several areas are involved"
        PROFESSIONAL = "professional", "Somebody involved works for a partner"
        DISAGREEMENT = "disagreement", "Agencies disagree"
        HOMICIDE_CLUSTER = "homicide_cluster", "Several signs that often come before a death"

    ENDED = {Status.NOT_MET, Status.REDIRECTED, Status.DUPLICATE, Status.WITHDRAWN}
    LIFECYCLE = Lifecycle(
        {
            Status.SUBMITTED: {Status.SCREENING, Status.RETURNED, Status.ACCEPTED} | ENDED,
            Status.SCREENING: {Status.RETURNED, Status.ACCEPTED} | ENDED,
            Status.RETURNED: {Status.SUBMITTED, Status.ACCEPTED} | ENDED,
            Status.ACCEPTED: {Status.LISTED, Status.MANAGED, Status.WITHDRAWN},
            Status.MANAGED: {Status.ACCEPTED},  # a meeting is to hear it after all
            Status.LISTED: {Status.HEARD, Status.MANAGED, Status.ACCEPTED, Status.WITHDRAWN},
            Status.NOT_MET: {Status.SCREENING},  # the sender challenged it
        }
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    external_reference = models.CharField(max_length=100, blank=True)
    route = models.CharField(max_length=5, choices=Route.choices)
    scheme = models.CharField(max_length=20, blank=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The kinds of agency that made it together with the sender: each once, never the sender’s own. It gives no right.
    referred_with = ArrayField(
        models.CharField(max_length=30, choices=AgencyType.choices), size=MOST_TOGETHER, default=list, blank=True
    )
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_with = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    target_days = models.PositiveSmallIntegerField()
    criteria = ArrayField(models.CharField(max_length=30, choices=Criterion.choices))
    reasons = models.TextField()
    # What was sent, as it was sent: evidence, and the source for the case's people on acceptance.
    submission = models.JSONField()
    # Facts of the submission that lists show.
    victim_name = models.CharField(max_length=201)
    child_count = models.PositiveSmallIntegerField(default=0)
    yes_count = models.PositiveSmallIntegerField(null=True, blank=True)
    score_of = models.PositiveSmallIntegerField(null=True, blank=True)
    is_high_risk = models.BooleanField(default=False)
    asks_about_partner_staff = models.BooleanField(default=False)
    # Kept from the sender's colleagues until the team has decided who may see it: somebody involved may work for a
    # partner agency, or nobody knows whether they do.
    is_sealed = models.BooleanField(default=False)
    seal_reason = models.CharField(max_length=200, blank=True)  # why the team changed it

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SUBMITTED)
    status_at = models.DateTimeField(default=timezone.now)
    status_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=20, choices=Refusal.choices, blank=True)
    refusal_note = models.TextField(blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    # What a hub decided that managed the case without a meeting; it starts the months of a repeat like a hearing.
    managed_on = models.DateField(null=True, blank=True)
    complexity = ArrayField(models.CharField(max_length=24, choices=Complexity.choices), default=list, blank=True)
    # The team that had it first, where it was sent to the wrong one.
    passed_on_by = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # How many dated incidents were counted for escalation, and how many the area asks for.
    counted_incidents = models.PositiveSmallIntegerField(null=True, blank=True)
    escalation_from = models.PositiveSmallIntegerField(null=True, blank=True)
    is_repeat = models.BooleanField(default=False)
    # Why it is, or is not, a repeat: the last referral (or hearing) and the further incident; a person may overrule.
    repeat_since = models.DateField(null=True, blank=True)
    repeat_event_on = models.DateField(null=True, blank=True)
    repeat_date_assumed = models.BooleanField(default=False)
    repeat_overruled = models.TextField(blank=True)
    is_transfer_in = models.BooleanField(default=False)
    first_heard_on = models.DateField(null=True, blank=True)
    received_on = models.GeneratedField(
        expression=LondonDate("received_at"), output_field=models.DateField(), db_persist=True
    )
    due_on = models.GeneratedField(
        expression=ExpressionWrapper(LondonDate("received_at") + F("target_days"), output_field=models.DateField()),
        output_field=models.DateField(),
        db_persist=True,
    )
    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(criteria=[]), name="referral_has_a_criterion"),
            models.CheckConstraint(condition=~Q(reasons=""), name="referral_has_reasons"),
            models.CheckConstraint(condition=Q(referred_with__len__lte=MOST_TOGETHER), name="referral_made_by_few"),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "listed", "heard", "managed"]) | Q(case__isnull=False),
                name="accepted_referral_has_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(status="heard") | Q(first_heard_on__isnull=False), name="heard_referral_has_its_date"
            ),
            models.CheckConstraint(condition=~Q(status="not_met") | ~Q(refusal=""), name="refusal_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(status="duplicate") | Q(duplicate_of__isnull=False), name="duplicate_has_its_first"
            ),
            models.CheckConstraint(
                condition=~Q(status="managed") | Q(managed_on__isnull=False), name="managed_referral_has_its_date"
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_agency", "due_on", "id"],
                condition=Q(status__in=["submitted", "screening", "returned"]),
                name="referral_triage",
            ),
            models.Index(
                fields=["to_agency", "due_on", "id"], condition=Q(status="accepted"), name="referral_to_be_listed"
            ),
            models.Index(fields=["to_agency", "received_on"], name="referral_to_agency"),
            models.Index(fields=["from_agency", "-received_at", "id"], name="referral_sent"),
            models.Index(fields=["received_on"], name="referral_received_on"),
            models.Index(fields=["first_heard_on"], name="referral_first_heard_on"),
        ]

    def __str__(self) -> str:
        return spoken(self.reference)

    @property
    def spoken_reference(self) -> str:
        return spoken(self.reference)

    @property
    def made_with(self) -> list[str]:
        """The agencies that made it together with the sender, in words: "GP practice – Creek Road Surgery"."""
        names = {each["kind"]: each.get("agency") or "" for each in self.submission.get("referred_with") or ()}
        kinds = [(AgencyType(kind).label, names.get(kind, "").strip()) for kind in self.referred_with]
        return [" – ".join(part for part in pair if part) for pair in kinds]


class ReferralExclusion(models.Model):
    """A person who must not see a referral: a conflict of interest. Once there is a case, it is excluded from that."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    objects = ReferralExclusionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "referral"], name="one_exclusion_per_person_and_referral"),
            models.CheckConstraint(condition=~Q(reason=""), name="referral_exclusion_has_a_reason"),
        ]


class RestrictedFacts(models.Model):
    """What of a submission only the team, and whoever leads the case, may read: nationality, leave, public funds.

    With the submission it makes what was sent, as it was sent.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="restricted", primary_key=True)
    facts = models.JSONField()
    objects = RestrictedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "restricted facts"


class Message(models.Model):
    """A question about a referral, or its answer. Between the coordinating team and the sender, nobody else."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="messages")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)
    objects = MessageQuerySet.as_manager()


class Draft(models.Model):
    """A referral somebody is still writing: what was typed, right or wrong, so that a time-out loses nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    # How often each section was saved: whoever saves an older one is told that somebody else was there.
    versions = models.JSONField(default=dict)
    is_long = models.BooleanField(default=False)  # all sections on one page
    handed_over_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = DraftQuerySet.as_manager()


class ReferralDocument(StoredFile):
    """A file that belongs to a referral, or to a draft until that is sent.

    The sender's agency, the team that received the referral and whoever leads its case see it. A member agency of the
    case does not.
    """

    MOST = 20  # for one referral

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", db_index=False
    )
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    objects = ReferralDocumentQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        constraints = [
            *StoredFile.Meta.constraints,
            models.CheckConstraint(
                condition=Q(referral=None, draft__isnull=False) | Q(referral__isnull=False, draft=None),
                name="document_of_a_referral_or_a_draft",
            ),
            # Sent again, it is the same file.
            models.UniqueConstraint(fields=["referral", "sent_sha256"], name="one_file_once_per_referral"),
            models.UniqueConstraint(fields=["draft", "sent_sha256"], name="one_file_once_per_draft"),
        ]


class FurtherIncidents(models.Model):
    """What happened after a referral was sent, told by its sender. Kept as sent; new until the team has read it.

    Once the referral has a case, the incidents are on the case too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="further_incidents")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_with = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    incidents = models.JSONField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = FurtherIncidentsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "further incidents"
        constraints = [models.CheckConstraint(condition=~Q(incidents=[]), name="further_incidents_are_some")]
        indexes = [
            models.Index(fields=["-received_at", "id"], condition=Q(read_at=None), name="further_incidents_unread"),
        ]


class IdempotencyKey(models.Model):
    """What we answered to a request, so that the same request again gets the same answer and makes nothing new.

    Holds no personal data: the answer is a reference, a status and dates.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="one_answer_per_agency_and_key")]
