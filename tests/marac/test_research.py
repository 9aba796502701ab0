"""Research: who is asked, what an answer is, who reads what of it, what is chased and corrected."""

from datetime import date

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from django.utils import timezone

from agencies.roles import Role
from cases.models import CaseAgency, Person, PersonName
from common.errors import Conflict, DomainError
from marac import services
from marac.models import IdentityCorrection, ResearchEntry, ResearchFinding, ResearchRequest
from marac.services import Answer, Correction, Finding
from marac.tasks import answers_are_waited_for, there_is_something_new
from tests import factories
from tests.conftest import Person as Somebody
from tests.database import as_owner
from tests.factories import marac

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def meeting(forum):
    return marac.meeting(forum, on=THURSDAY)


@pytest.fixture
def hearing(meeting, constabulary, advocates):
    """A case with a person causing harm and a child, shared with the forum's agencies."""
    found = marac.hearing(meeting, marac.waiting(meeting.forum, victim="Zofia Wójcik"))
    factories.person(found.case, name="Tomasz Nowak", role="perpetrator")
    factories.person(found.case, name="Maja Nowak", role="child")
    for agency in (constabulary, advocates):
        marac.research(found, agency, due_on=date(2026, 11, 25))
    return found


def asked(hearing, agency):
    with as_owner():
        return ResearchRequest.objects.get(hearing=hearing, agency=agency)


def now_is(request):
    with as_owner():
        return ResearchRequest.objects.get(pk=request.pk)


def people(hearing):
    with as_owner():
        return list(Person.objects.filter(involvements__case=hearing.case).order_by("involvements__pk"))


def whole(hearing, *changes, **more):
    """An answer for everybody: not known, but for what is changed, in order."""
    everybody = people(hearing)
    findings = [Finding(person, "not_known") for person in everybody]
    for place, change in enumerate(changes):
        findings[place] = Finding(everybody[place], **change)
    return Answer("Crime records", findings, **more)


def send(person, request, answer, *, version=None, how=services.answer_research, **more):
    version = now_is(request).version if version is None else version
    with person.scope():
        return how(request, by=person.principal, version=version, answer=answer, at=timezone.now(), **more)


def read(person):
    with person.scope():
        return set(ResearchEntry.objects.visible_to(person.principal).values_list("text", flat=True))


# -- asking -----------------------------------------------------------------------------------------------------------


def test_publishing_asks_every_agency_of_the_forum_about_every_case(meeting, coordinator, constabulary, advocates):
    first, second = marac.hearing(meeting), marac.hearing(meeting)
    with coordinator.scope():
        services.publish_meeting(meeting, by=coordinator.principal, at=timezone.now())
    with as_owner():
        found = ResearchRequest.objects.all()
        assert {(each.hearing_id, each.agency) for each in found} == {
            (hearing.pk, agency) for hearing in (first, second) for agency in (constabulary, advocates)
        }
        assert {each.due_on for each in found} == {date(2026, 11, 25)}


def test_publishing_again_asks_about_the_new_case_alone(meeting, coordinator):
    marac.hearing(meeting)
    with coordinator.scope():
        by = {"by": coordinator.principal}
        services.publish_meeting(meeting, at=timezone.now(), **by)
        services.reopen_agenda(meeting, **by)
        late = marac.hearing(meeting)
        services.publish_meeting(meeting, at=timezone.now(), **by)
    with as_owner():
        assert ResearchRequest.objects.count() == 4
        assert ResearchRequest.objects.filter(hearing=late).count() == 2


def test_a_sealed_case_is_asked_of_those_alone_whom_its_seal_names(meeting, coordinator, representative, idva):
    referral = marac.waiting(meeting.forum, sealed=True)
    hearing = marac.hearing(meeting, referral)
    for person in (coordinator, representative):
        factories.named(referral.case, person.user)
    with coordinator.scope():
        services.publish_meeting(meeting, by=coordinator.principal, at=timezone.now())
    with as_owner():
        assert [each.agency for each in ResearchRequest.objects.filter(hearing=hearing)] == [representative.agency]


# -- answering --------------------------------------------------------------------------------------------------------


def test_nothing_known_is_an_answer(hearing, representative):
    request = asked(hearing, representative.agency)
    with representative.scope():
        services.answer_nothing_known(
            request, by=representative.principal, version=0, systems="Crime records", at=timezone.now()
        )
    assert now_is(request).status == "returned_nil"
    with representative.scope():
        assert ResearchFinding.objects.filter(request=request, known="not_known").count() == 3


def test_an_answer_with_something_in_it_is_information(hearing, representative):
    request = asked(hearing, representative.agency)
    send(representative, request, whole(hearing, {"known": "known_open", "text": "Four calls"}, offers="Visit\nAlarm"))
    assert now_is(request).status == "returned_info"
    assert read(representative) == {"Four calls", "Visit", "Alarm"}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda hearing: Answer("", []), "Enter which of your systems you searched"),
        (lambda hearing: Answer("x", []), "Say for every person"),
        (lambda hearing: whole(hearing, {"known": "not_checked"}), "why somebody was not checked"),
    ],
)
def test_half_an_answer_is_refused_and_changes_nothing(answer, why, hearing, representative):
    request = asked(hearing, representative.agency)
    with pytest.raises(DomainError, match=why):
        send(representative, request, answer(hearing))
    assert now_is(request).status == "requested"


def test_of_two_colleagues_the_second_is_told(hearing, representative):
    request = asked(hearing, representative.agency)
    send(representative, request, whole(hearing), how=services.save_research)
    with pytest.raises(Conflict):
        send(representative, request, whole(hearing, offers="Lost?"), version=0)
    assert now_is(request).version == 1


def test_an_answer_can_be_given_again_until_the_case_is_heard(hearing, representative):
    request = asked(hearing, representative.agency)
    send(representative, request, whole(hearing))
    send(representative, request, whole(hearing, {"known": "known_closed", "text": "Found after all"}))
    assert (now_is(request).status, read(representative)) == ("returned_info", {"Found after all"})
    with as_owner():
        type(hearing).objects.filter(pk=hearing.pk).update(status="adjourned", deferral="time")
    with pytest.raises(DomainError, match="finished with this case"):
        send(representative, request, whole(hearing))


def test_the_team_takes_an_answer_down_on_the_telephone_and_says_so(hearing, coordinator, representative):
    request = asked(hearing, representative.agency)
    with pytest.raises(DomainError, match="who told you"):
        send(coordinator, request, whole(hearing))
    send(coordinator, request, whole(hearing), told_by="PC Marlowe")
    found = now_is(request)
    assert (found.by_telephone, found.told_by, found.status) == (True, "PC Marlowe", "returned_nil")


def test_the_team_does_not_write_over_what_the_agency_has_begun(hearing, coordinator, representative):
    request = asked(hearing, representative.agency)
    send(representative, request, whole(hearing), how=services.save_research)
    with pytest.raises(DomainError, match="begun to answer itself"):
        send(coordinator, request, whole(hearing), told_by="PC Marlowe")


def test_another_agency_answers_for_nobody(hearing, idva, representative):
    request = asked(hearing, representative.agency)
    with pytest.raises(Conflict):
        send(idva, request, whole(hearing), told_by="Somebody")
    assert now_is(request).status == "requested"


# -- who reads what ---------------------------------------------------------------------------------------------------


@pytest.fixture
def said(hearing, representative):
    """The constabulary's answer: a paragraph for each limit."""
    limits = {"not_minutes": "Not minuted", "not_victim": "Not repeated", "police": "Police eyes"}
    changes = [
        {"known": "known_open", "text": "Open to all", "limited_text": text, "restriction": limit}
        for limit, text in limits.items()
    ]
    return send(representative, asked(hearing, representative.agency), whole(hearing, *changes))


def test_a_limit_on_a_paragraph_is_kept_by_both_locks(said, hearing, representative, coordinator, idva):
    probation = factories.agency("Probation", type="probation")
    other_force = factories.agency("Other force", type="police")
    cast = {
        "own": representative,
        "team": coordinator,
        "adviser": idva,
        "probation": Somebody(factories.member(probation, Role.AGENCY_REPRESENTATIVE)),
        "force": Somebody(factories.member(other_force, Role.AGENCY_REPRESENTATIVE)),
    }
    for agency in (probation, other_force):
        with as_owner():
            CaseAgency.objects.create(
                case=hearing.case, agency=agency, level=10, sources=["meeting"], starts_at=hearing.case.received_at
            )
    everybody = {"Open to all", "Not minuted", "Not repeated"}
    reads = {"own": everybody | {"Police eyes"}, "team": everybody | {"Police eyes"}, "adviser": everybody}
    reads |= {"probation": everybody, "force": everybody | {"Police eyes"}}
    for name, person in cast.items():
        with person.scope():
            second = set(ResearchEntry.objects.values_list("text", flat=True))
            with as_owner():
                first = set(ResearchEntry.objects.visible_to(person.principal).values_list("text", flat=True))
        assert first == second == reads[name], name


def test_a_draft_is_read_by_its_agency_alone(hearing, representative, coordinator, idva):
    answer = whole(hearing, {"known": "known_open", "text": "Half a thought"})
    send(representative, asked(hearing, representative.agency), answer, how=services.save_research)
    assert read(representative) == {"Half a thought"}
    assert read(coordinator) == read(idva) == set()
    with coordinator.scope():
        assert not ResearchFinding.objects.exists()


def test_nobody_hangs_a_paragraph_on_the_answer_of_another(said, idva, outsider):
    for person in (idva, outsider):
        with person.scope(), pytest.raises(ProgrammingError), transaction.atomic():
            ResearchEntry.objects.create(request_id=said.pk, kind="risk", text="x", position=9)
    with idva.scope():
        assert ResearchEntry.objects.filter(request=said).delete()[0] == 0
        assert ResearchRequest.objects.filter(pk=said.pk).update(systems="x") == 0


# -- chasing and correcting -------------------------------------------------------------------------------------------


def test_a_reminder_is_counted_and_goes_to_those_who_answer(hearing, meeting, coordinator, representative, police):
    with coordinator.scope():
        told = services.remind_agencies(
            meeting, by=coordinator.principal, agencies=[representative.agency.pk], at=timezone.now()
        )
    assert told == 1
    assert now_is(asked(hearing, representative.agency)).reminders == 1
    answers_are_waited_for(representative.agency.pk, "2026-11-25", [str(hearing.case_id)])
    (letter,) = mail.outbox  # the representative's; a practitioner answers for nobody
    assert letter.to == [representative.user.email]
    assert "Wednesday 25 November" in letter.body
    assert "Zofia" not in letter.body + letter.subject


def test_no_letter_goes_to_somebody_who_would_find_nothing(hearing, representative):
    """They are kept from the only case that it is about: a letter without anything new would tell of it."""
    agency, other = representative.agency.pk, marac.hearing(hearing.meeting)
    factories.exclusion(hearing.case, representative.user)
    hidden, seen = str(hearing.case_id), str(other.case_id)
    for cases, told in (([hidden], 0), ([hidden, seen], 1), ([], 0)):
        mail.outbox.clear()
        answers_are_waited_for(agency, "2026-11-25", cases)
        there_is_something_new(agency, cases)
        assert len(mail.outbox) == told * 2


def test_of_a_sealed_case_only_those_hear_whom_it_names(forum, representative):
    sealed = marac.hearing(marac.meeting(forum), marac.waiting(forum, sealed=True))
    there_is_something_new(representative.agency.pk, [str(sealed.case_id)])
    assert mail.outbox == []
    factories.named(sealed.case, representative.user)
    there_is_something_new(representative.agency.pk, [str(sealed.case_id)])
    assert len(mail.outbox) == 1


def test_who_has_answered_is_not_reminded(hearing, meeting, coordinator, representative):
    send(representative, asked(hearing, representative.agency), whole(hearing))
    with coordinator.scope(), pytest.raises(DomainError, match="has not answered yet"):
        services.remind_agencies(
            meeting, by=coordinator.principal, agencies=[representative.agency.pk], at=timezone.now()
        )


def test_a_correction_overwrites_nothing_and_waits_for_a_coordinator(hearing, representative, coordinator, idva):
    request, victim = asked(hearing, representative.agency), people(hearing)[0]
    correction = Correction("name", "Zosia Nowak", victim)
    send(representative, request, whole(hearing, corrections=[correction]))
    send(representative, request, whole(hearing, corrections=[correction]))  # said twice, kept once
    with as_owner():
        found = IdentityCorrection.objects.get()
        assert [str(name) for name in PersonName.objects.filter(person=victim)] == ["Zofia Wójcik"]
    with idva.scope():
        assert not IdentityCorrection.objects.exists()
    with coordinator.scope():
        services.settle_correction(found, by=coordinator.principal, status="taken_over", at=timezone.now())
        with pytest.raises(Conflict):
            services.settle_correction(found, by=coordinator.principal, status="left", at=timezone.now())
    with representative.scope():
        assert IdentityCorrection.objects.get().status == "taken_over"
        assert IdentityCorrection.objects.update(text="x") == 0
