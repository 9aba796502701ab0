"""What surrounds the meetings: who comes, cases sent on, letters, dip samples, what people said, evidence."""

from datetime import datetime, timedelta

from agencies.models import Policy
from agencies.principal import Principal, principal_scope
from common.dates import london_date
from config.practice.county import County
from config.practice.systems import photograph
from documents.kinds import FileKind
from documents.services import Upload
from marac.models import Action, Hearing, Meeting
from marac.sampling import MET, PARTLY, UNSEEN
from marac.services import (
    add_evidence,
    add_sample_action,
    draw_sample,
    issue_letter,
    note_progress,
    put_on_rota,
    record_survey,
    score_sample,
    send_transfer,
    who_may_speak_for,
)

MONTHS = timedelta(days=90)
NOTES = {
    3: (PARTLY, "Health was away for the case that needed it most."),
    8: (PARTLY, "Ethnicity was not asked in one of the three."),
    9: (UNSEEN, ""),
}


def build_afterwards(county: County, *, now: datetime) -> None:
    """Fill what the three weeks leave open. Papers are refused from today on to whoever has not signed."""
    Policy.objects.create(
        area=county.partnership, key=Policy.Key.AGREEMENT_NEEDED, value=1, starts_on=london_date(now),
        source="Practice: the partnership decided that nobody reads papers without an agreement in force",
    )  # fmt: skip
    for area in county.forums:
        by = Principal.of(county.people[f"{area.lower()}-coordinator"])
        with principal_scope(by):
            _rota(county, area, by, now)
            _samples(county, area, by, now)
            _onward(county, area, by, now)
    _answers(county, now)
    _evidence(county, now)


def _rota(county: County, area: str, by: Principal, now: datetime) -> None:
    """Each agency but one has said who comes, every week; one of them with a deputy."""
    forum = county.forums[area]
    first = Meeting.objects.scheduled().to_come(london_date(now)).filter(forum=forum).order_by("held_on").first()
    for agency in forum.members.order_by("name")[1:] if first else ():
        people = list(who_may_speak_for(agency)[:2])
        if people:
            deputy = people[1] if len(people) > 1 else None
            put_on_rota(first, by=by, agency=agency, practitioner=people[0], deputy=deputy, every_week=True, at=now)


def _samples(county: County, area: str, by: Principal, now: datetime) -> None:
    """One that is finished, with an action, and one that somebody has begun to score."""
    forum, today = county.forums[area], london_date(now)
    days = {"starts_on": today - MONTHS, "ends_on": today - timedelta(days=1)}
    done = draw_sample(forum, by=by, wanted=3, at=now - timedelta(days=9), **days | {"ends_on": today - timedelta(9)})
    scores = {number: NOTES.get(number, (MET, "")) for number in range(1, 11)}
    score_sample(done, by=by, scores=scores, is_final=True, at=now - timedelta(days=8))
    owner = forum.members.get(name="Mid Estuary Hospital")
    text = "Name a deputy who can come when the lead is away"
    add_sample_action(done, by=by, text=text, owner_agency=owner, due_on=today + timedelta(days=21), at=now)
    begun = draw_sample(forum, by=by, wanted=2, at=now, **days)
    score_sample(begun, by=by, scores={1: (MET, ""), 2: (MET, "")}, is_final=False, at=now)


def _onward(county: County, area: str, by: Principal, now: datetime) -> None:
    """Two sent on, one of them acknowledged and one late; two letters."""
    heard = Hearing.objects.visible_to(by).filter(
        meeting__forum=county.forums[area], status=Hearing.Status.HEARD, case__is_sealed=False
    )
    cases = [each.case for each in heard.select_related("case__district__meeting_area").order_by("-heard_at", "pk")[:4]]
    for number, (case, to) in enumerate(zip(cases, ("Kent", "Suffolk"), strict=False)):
        sent = send_transfer(
            case, by=by, to_area=to, to_whom="The coordinator, by telephone", reason="She moves to be near her sister.",
            at=now - timedelta(days=7 + number),
        )  # fmt: skip
        if number:
            note_progress(sent, by=by, acknowledged_by="A. Coordinator", answer="accepted", at=now - timedelta(days=6))
    for case, confirms, whom in zip(cases[2:], ("discussed", "referred"), ("person", "lawyer"), strict=False):
        issue_letter(
            case, by=by, confirms=confirms, given_to=whom, addressee="The person’s solicitor" if whom == "lawyer" else
            "The person", safe_way="In person, by the adviser", at=now - timedelta(days=2),
        )  # fmt: skip


def _answers(county: County, now: datetime) -> None:
    """The adviser asked some of those who were told lately and want to be asked; the others still wait."""
    by = Principal.of(county.people["adviser"])
    with principal_scope(by):
        for number, hearing in enumerate(Hearing.objects.to_ask(by, london_date(now)).order_by("pk")[:12]):
            answers = {"listened": "yes", "plan_fits": "partly" if number % 3 else "yes", "safer": "yes", "knew": "no"}
            if number % 4:
                facts = {"outcome": "answered", "answers": answers, "change": "Ring me before, not after."}
                record_survey(hearing, by=by, asked_on=london_date(now), at=now, **facts)  # type: ignore[arg-type]


def _evidence(county: County, now: datetime) -> None:
    """A photograph of the new lock."""
    by = Principal.of(county.people["housing-representative"])
    with principal_scope(by):
        action = Action.objects.owned_by(by).open().by_due_date().first()
        if action is not None:
            add_evidence(action, by=by, upload=Upload(photograph(), FileKind.JPEG, "photograph"), at=now)
