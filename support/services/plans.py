"""The safety plan, and what somebody has begun to write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from agencies.principal import Principal
from audit.services import record
from common.errors import Conflict, DomainError
from support.models import Episode, LastLook, SafetyPlan, WorkDraft
from support.services.contact import barrier_to, ways_of

Kind = WorkDraft.Kind
CHANGED = "A colleague has written a newer version. Yours is kept as a draft: look at theirs, then save again."


@transaction.atomic
def write_plan(
    episode: Episode, *, by: Principal, sections: Mapping[str, str], given: str, after: int, at: datetime
) -> SafetyPlan:
    """Write the next version. ``after``: the version that its writer read; nought for the first.

    ``given``: how the person can have it safely; empty where there is no way. Raises Conflict where somebody wrote a
    version in between, DomainError for an empty plan, a closed episode, or an e-mail address that is not safe.
    """
    row = Episode.objects.locked(episode.pk)
    if not row.is_open:
        raise DomainError("This support has ended, so its plan does not change.")
    if not any(text.strip() for text in sections.values()):
        raise DomainError("Write at least one section.")
    if given == SafetyPlan.Given.EMAIL and barrier_to("email", ways_of(row.case, by=by), at=at):
        raise DomainError("No e-mail address of theirs is safe now. Choose another way, or that there is none.")
    newest = newest_plan(row, by=by)
    if (newest.version if newest else 0) != after:
        raise Conflict(CHANGED)
    try:
        with transaction.atomic():
            made = SafetyPlan.objects.create(
                episode=row, version=after + 1, sections=dict(sections), given=given, made_at=at, made_by_id=by.user_id
            )
    except IntegrityError as error:
        raise Conflict(CHANGED) from error
    discard_draft(row, Kind.PLAN, by=by)
    record("safety plan written", by=by, subjects=[made.pk, row.pk, row.case_id], detail=f"v{made.version}")
    return made


def newest_plan(episode: Episode, *, by: Principal) -> SafetyPlan | None:
    """The version in force."""
    found = SafetyPlan.objects.visible_to(by).filter(episode_id=episode.pk).select_related("made_by")
    return found.order_by("-version").first()


def ensure_printable(plan: SafetyPlan, *, by: Principal) -> None:
    """A plan is printed for the person only where a safe way to give it is on record. Raises DomainError; audited."""
    if not plan.given:
        raise DomainError("No safe way to give them the plan is recorded. Record one in the plan first.")
    record("safety plan printed", by=by, subjects=[plan.pk, plan.episode_id], detail=plan.given)


@transaction.atomic
def keep_draft(episode: Episode, kind: str, *, by: Principal, typed: Mapping[str, Any], at: datetime) -> None:
    """Keep what somebody has typed; it is their own, and outlives their session."""
    WorkDraft.objects.update_or_create(
        episode_id=episode.pk, user_id=by.user_id, kind=kind, defaults={"typed": dict(typed), "saved_at": at}
    )


def draft_of(episode: Episode, kind: str, *, by: Principal) -> WorkDraft | None:
    """What this person has begun to write."""
    return WorkDraft.objects.visible_to(by).filter(episode_id=episode.pk, kind=kind).first()


def discard_draft(episode: Episode, kind: str, *, by: Principal) -> None:
    """It was saved for good, or thrown away."""
    WorkDraft.objects.filter(episode_id=episode.pk, user_id=by.user_id, kind=kind).delete()


def look(episode: Episode, *, by: Principal, at: datetime) -> datetime | None:
    """Somebody looks at an episode; returns when they last did, None for the first time."""
    before = LastLook.objects.visible_to(by).filter(episode_id=episode.pk).first()
    if before is None:
        LastLook.objects.create(episode_id=episode.pk, user_id=by.user_id, at=at)
        return None
    seen, before.at = before.at, at
    before.save(update_fields=["at"])
    return seen
