"""Why it was lawful to share, and what was shared with whom. Written once, never changed."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, User
from cases.lawful import AGREEMENT, CONDITIONS, LAWFUL_BASES, POWERS, TOLD
from cases.models.access import CaseAgency
from cases.models.case import Case
from cases.querysets import ChildQuerySet


class SharingDecision(models.Model):
    """Somebody's decision to share although the victim has not agreed: the newest one is in force.

    Source: security notes, section 8.2. In high-risk work agreement is the victim's view, not the basis in law.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sharing_decisions")
    lawful_basis = models.CharField(max_length=40, choices=list(LAWFUL_BASES.items()))
    condition = models.CharField(max_length=20, choices=list(CONDITIONS.items()), blank=True)
    power = models.CharField(max_length=20, choices=list(POWERS.items()), blank=True)
    reason = models.TextField()
    proportionality = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200)
    agreement = models.CharField(max_length=20, choices=list(AGREEMENT.items()), blank=True)
    told = models.CharField(max_length=20, choices=list(TOLD.items()), default="not_known")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(decided_by=""), name="sharing_is_reasoned"),
        ]
        indexes = [models.Index(fields=["case", "-recorded_at"], name="sharing_decision_newest")]


class Disclosure(models.Model):
    """One agency was given a case, or more of it, without the victim's agreement, on the strength of a decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    decision = models.ForeignKey(SharingDecision, on_delete=models.PROTECT, related_name="disclosures")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=CaseAgency.Source.choices)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    objects = ChildQuerySet.as_manager()
