"""Who was heard and told: what the history says of it, and the answers that wait for the next meeting."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from agencies.principal import Principal, principal_scope
from common.dates import london_date, months_after
from config.practice.county import County
from marac.models import Hearing, Meeting, PersonSurvey, ResearchRequest, VictimUpdate
from marac.services import (
    Answer,
    Finding,
    answer_nothing_known,
    answer_research,
    people_to_check,
    record_update,
    sign_statement,
    statement_on,
)

# Who has answered for the next meeting, and what: the others still wait, so that there is somebody to chase.
KNOWS = {
    "police-representative": "Four calls in twelve months. Bail not to attend the home ends on the 8th.",
    "childrens-representative": "The older child is open as a child in need; the school is worried.",
}
KNOWS_NOTHING = ("probation-representative", "health-representative")
SIGNS = ("southend-coordinator", "essex-coordinator", "thurrock-coordinator", *KNOWS, *KNOWS_NOTHING)


def heard_facts(received_at: datetime, number: int) -> dict[str, Any]:
    """What the minutes of an earlier case say beside its actions: most views were read out, not all."""
    return {
        "update_method": Hearing.Method.ADVISER,
        "views_read": Hearing.Views.NOT_READ if number % 7 == 0 else Hearing.Views.READ,
        "adviser_line": "In touch every week.",
        "flag": Hearing.Flag.FLAG,
        "flag_until": months_after(london_date(received_at), 12),
    }


def told(hearing: Hearing, number: int) -> VictimUpdate:
    """Most people were told in time, some late; a few could not be reached."""
    was_reached = number % 23 != 0
    day = hearing.meeting.held_on + timedelta(days=6 if number % 9 == 0 else 1)
    return VictimUpdate(
        id=uuid.uuid5(hearing.pk, "told"),
        hearing=hearing,
        case=hearing.case,
        agency=hearing.victim_update_agency,
        outcome=VictimUpdate.Outcome.TOLD if was_reached else VictimUpdate.Outcome.NOT_REACHED,
        done_on=day,
        told="Who does what, and by when." if was_reached else "",
        may_be_asked=was_reached and number % 2 == 0,
        recorded_at=hearing.heard_at + timedelta(days=1),  # type: ignore[operator]
        recorded_by=hearing.heard_by,
    )


def asked(update: VictimUpdate, number: int) -> PersonSurvey | None:
    """Half of those who want to be asked how it was were; one in five of them did not want to answer after all."""
    if not update.may_be_asked or number % 4:
        return None
    answers = {
        "listened": "partly" if number % 12 == 0 else "yes",
        "plan_fits": "no" if number % 20 == 0 else "yes",
        "safer": ("yes", "partly", "no")[number // 4 % 3],
        "knew": "no" if number % 8 else "yes",
    }
    declined = number % 5 == 0
    return PersonSurvey(
        id=uuid.uuid5(update.hearing_id, "asked"),
        hearing=update.hearing,
        case=update.case,
        agency=update.agency,
        outcome=PersonSurvey.Outcome.DECLINED if declined else PersonSurvey.Outcome.ANSWERED,
        asked_on=update.done_on + timedelta(days=7),
        answers={} if declined else answers,
        recorded_at=update.recorded_at + timedelta(days=7),
        recorded_by=update.recorded_by,
    )


def answer_the_next(county: County, *, now: datetime) -> None:
    """Some have signed for the next meetings and answered; the others are still waited for."""
    meetings = Meeting.objects.filter(status=Meeting.Status.PUBLISHED)
    for door in SIGNS:
        by = Principal.of(county.people[door])
        with principal_scope(by):
            for meeting in meetings.filter(pk__in=Meeting.objects.visible_to(by).values("pk")):
                statement = statement_on(london_date(now))
                sign_statement(meeting, by=by, statement=statement, mode="video", at=now)
    for door, words in KNOWS.items():
        _answer(county, door, words, now)
    for door in KNOWS_NOTHING:
        _answer(county, door, "", now)
    _tell_lately(county, now)


def _answer(county: County, door: str, words: str, now: datetime) -> None:
    by = Principal.of(county.people[door])
    with principal_scope(by):
        for request in ResearchRequest.objects.own(by).waiting().by_due_date().select_related("case"):
            facts: dict[str, Any] = {"by": by, "version": request.version, "at": now}
            if not words:
                answer_nothing_known(request, systems="Case records since 2019", **facts)
                continue
            people = people_to_check(request)
            limited = {"limited_text": "An operation is planned next week.", "restriction": "police"}
            first = Finding(people[0], "known_open", text=words, **(limited if "police" in door else {}))
            others = [Finding(person, "not_known") for person in people[1:]]
            answer_research(request, answer=Answer("Case records", [first, *others], offers="A visit"), **facts)


def _tell_lately(county: County, now: datetime) -> None:
    """The adviser has told most of those who were heard in the last weeks."""
    by = Principal.of(county.people["adviser"])
    with principal_scope(by):
        owed = Hearing.objects.to_tell(by).filter(meeting__held_on__lt=london_date(now)).select_related("meeting")
        for number, hearing in enumerate(owed.order_by("pk")):
            if number % 5:
                words = "Who does what, and by when."
                day = min(hearing.meeting.held_on + timedelta(days=1), london_date(now))
                record_update(
                    hearing, by=by, outcome="told", done_on=day, told=words, may_be_asked=number % 3 > 0, at=now
                )
