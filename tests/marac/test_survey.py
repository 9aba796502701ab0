"""How it was for the person: asked only where it is safe and wanted, read by few, counted without small numbers."""

from collections import Counter
from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from common.disclosure import covered
from common.errors import Conflict, DomainError
from common.quarters import Quarter
from marac import services
from marac.models import Forum, Hearing, PersonSurvey
from marac.presenters.survey import VoicesPage, people_to_ask, voices_page
from marac.survey import Asked, asked_figures, step_of_asking
from tests import factories
from tests.conftest import Person
from tests.database import as_owner
from tests.face.rules import assert_title_ok
from tests.factories import marac
from tests.support.conftest import title_of

DAY = date(2026, 11, 19)


# -- the rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "step"),
    [
        (Asked(is_safe=True, was_told=False, may_be_asked=False), "not_told"),
        (Asked(is_safe=True, was_told=True, may_be_asked=False), "not_agreed"),
        (Asked(is_safe=False, was_told=True, may_be_asked=True), "no_safe_way"),
        (Asked(is_safe=True, was_told=True, may_be_asked=True), "to_ask"),
        (Asked(is_safe=True, was_told=True, may_be_asked=True, days_since=90), "to_ask"),
        (Asked(is_safe=True, was_told=True, may_be_asked=True, days_since=91), "lapsed"),
        (Asked(is_safe=True, was_told=True, may_be_asked=True, outcome="answered", days_since=91), "answered"),
        (Asked(is_safe=False, was_told=True, may_be_asked=True, outcome="declined"), "declined"),
    ],
)
def test_where_one_case_stands(case, step):
    assert step_of_asking(case) == step


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"yes": 9, "partly": 6, "no": 5}, ""),
        ({"yes": 9, "partly": 0, "no": 5}, ""),
        ({"yes": 9, "partly": 6, "no": 4}, "no partly"),  # one alone follows from the sum: the next smallest goes too
        ({"yes": 9, "partly": 1, "no": 1}, "no partly yes"),  # two that come to two are one each
        ({"yes": 9, "partly": 4, "no": 1}, "no partly"),
        ({"yes": 3, "no": 0}, "no yes"),  # of so few not even the noughts
    ],
)
def test_what_is_hidden_of_a_sum(counts, hidden):
    assert " ".join(sorted(covered(counts, threshold=5))) == hidden


def test_figures_have_their_base_and_say_who_was_not_asked():
    answered = [Asked(True, True, True, "answered", {"safer": "yes" if n < 6 else "no"}) for n in range(12)]
    others = [Asked(True, False, False) for _ in range(7)]
    found = asked_figures([*answered, *others, Asked(True, True, True, "declined")], small_number=5)
    assert found.heard == 20
    lines = {line.words: line.count for line in found.steps}
    assert lines["Asked, and answered"] == 12
    assert lines["Asked, and did not want to answer"] is None
    assert lines["Not asked: not told what was agreed"] is None  # beside the one, or the sum would tell
    safer = dict(found.questions)["Do you feel safer?"]
    assert [(line.words, line.count, str(line.percent)) for line in safer[:1]] == [("Yes", 6, "50.0")]
    assert len(asked_figures(answered[:4], small_number=5).questions) == 0


def test_the_page_says_each_question_above_its_answers():
    answered = [Asked(True, True, True, "answered", {"safer": "yes"}) for _ in range(12)]
    quarter = Quarter(date(2026, 10, 1))
    page = VoicesPage(Forum(pk=1, name="A forum"), quarter, quarter.starts_on, asked_figures(answered, small_number=5))
    html = render_to_string("marac/voices.html", {"page": page})
    assert '<caption class="app-h2">Do you feel safer?</caption>' in html


# -- asking -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(forum, advocates):
    """A case that was heard and whose person the advocates told; they want to be asked."""
    heard = marac.heard(
        marac.meeting(forum, on=DAY, status="held"), victim_update_agency=advocates, update_method="adviser"
    )
    marac.action(heard, advocates)  # shares the case
    marac.update(heard)
    return heard


def ask(person, hearing, **more):
    facts = {"outcome": "answered", "asked_on": date(2026, 11, 21), "answers": {"safer": "yes", "knew": ""}} | more
    with person.scope():
        return services.record_survey(hearing, by=person.principal, at=timezone.now(), **facts)


@pytest.mark.django_db
def test_the_agency_that_told_them_keeps_what_they_said_once(told, idva):
    with idva.scope():
        assert [each.pk for each, _ in people_to_ask(idva.principal, today=timezone.localdate())] == [told.pk]
    made = ask(idva, told, change=" Ring in the morning ")
    assert (made.answers, made.change) == ({"safer": "yes"}, "Ring in the morning")
    with pytest.raises(Conflict, match="already"):
        ask(idva, told)
    with idva.scope():
        assert people_to_ask(idva.principal, today=timezone.localdate()) == []


@pytest.mark.django_db
def test_ninety_days_after_they_were_told_nobody_is_asked_any_more(told, idva):
    with as_owner():
        told.update.done_on = date(2026, 8, 25)
        told.update.save()
    with idva.scope():
        assert [each.pk for each, _ in people_to_ask(idva.principal, today=date(2026, 11, 23))] == [told.pk]
        assert people_to_ask(idva.principal, today=date(2026, 11, 24)) == []
    page = idva.client.get(reverse("person_survey", args=[told.pk])).text
    assert "more than 90 days ago" not in page
    with as_owner():
        told.update.done_on = date(2026, 8, 24)
        told.update.save()
    assert "more than 90 days ago" in idva.client.get(reverse("person_survey", args=[told.pk])).text
    with pytest.raises(DomainError, match="more than 90 days ago"):
        ask(idva, told, asked_on=date(2026, 11, 23))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heard", "update", "why"),
    [
        ({"update_method": "not_safe"}, {}, "No safe way"),
        ({"update_method": ""}, {}, "No safe way"),
        ({}, {"may_be_asked": False}, "did not say that they want"),
        ({}, {"outcome": "not_reached", "may_be_asked": False}, "have not been told"),
    ],
)
def test_nobody_is_asked_without_a_safe_way_and_their_word(forum, idva, advocates, heard, update, why):
    facts = {"victim_update_agency": advocates, "update_method": "call"} | heard
    found = marac.heard(marac.meeting(forum, on=DAY, status="held"), **facts)
    marac.action(found, advocates)
    marac.update(found, **update)
    with pytest.raises(DomainError, match=why):
        ask(idva, found)
    page = idva.client.get(reverse("person_survey", args=[found.pk])).text
    assert why in page
    assert "<form class" not in page.split("<main")[1]
    # The database refuses it too, whoever writes the row.
    row = PersonSurvey(
        hearing=found, case_id=found.case_id, agency=advocates, outcome="declined", asked_on=DAY,
        recorded_at=timezone.now(), recorded_by=idva.user,
    )  # fmt: skip
    with idva.scope(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"asked_on": DAY}, "between the day they were told"),
        ({"asked_on": date(2026, 11, 24)}, "between the day they were told"),
        ({"answers": {"safer": "very"}}, "one of the answers"),
        ({"answers": {"colour": "yes"}}, "one of the answers"),
        ({"outcome": "shrugged"}, "Select what happened"),
        ({"answers": {}}, "at least one answer"),
    ],
)
def test_what_cannot_be_is_refused(told, idva, more, why):
    with pytest.raises(DomainError, match=why):
        ask(idva, told, **more)


@pytest.mark.django_db
def test_who_did_not_want_to_answer_said_nothing(told, idva):
    made = ask(idva, told, outcome="declined", change="typed by mistake")
    assert (made.answers, made.change) == ({}, "")


@pytest.mark.django_db
def test_the_answers_are_for_that_agency_and_the_team_alone(told, idva, coordinator, excluded, representative):
    marac.action(told, representative.agency)  # sees the case, and not this
    ask(idva, told)
    factories.exclusion(told.case, excluded.user)
    for person, seen in ((idva, 1), (coordinator, 1), (representative, 0), (excluded, 0)):
        with person.scope():
            assert PersonSurvey.objects.count() == seen
            assert PersonSurvey.objects.visible_to(person.principal).count() == seen
        with as_owner():
            assert PersonSurvey.objects.visible_to(person.principal).count() == seen
    with pytest.raises(DomainError, match="Only the agency that told"):
        ask(coordinator, told)


@pytest.mark.django_db
def test_from_the_list_to_the_forums_figures(told, forum, idva, coordinator):
    factories.policy("small_number", 5)
    address = reverse("person_survey", args=[told.pk])
    assert address in idva.client.get(reverse("actions")).text
    assert_title_ok(title_of(idva.client.get(address)))
    assert "Select what happened" in idva.client.post(address, {"change": "Kept as typed"}).text
    typed = {"outcome": "answered", "asked_on": "21/11/2026", "safer": "yes", "change": "Ring in the morning"}
    assert "Saved." in idva.client.post(address, typed, follow=True).text
    assert idva.client.get(address).status_code == 404
    page = coordinator.client.get(reverse("forum_voices", args=[forum.pk]))
    assert_title_ok(title_of(page))
    assert "1 case heard" in page.text
    assert "Ring in the morning" not in page.text
    other = Person(factories.member(factories.agency(type="coordination"), "marac_coordinator"))
    assert other.client.get(reverse("forum_voices", args=[forum.pk])).status_code == 404


@pytest.mark.django_db
def test_figures_of_a_forum_are_to_the_digit_and_leave_out_what_is_not_seen(forum, coordinator, excluded, advocates):
    factories.policy("small_number", 1)  # nothing is small
    sitting = marac.meeting(forum, on=DAY, status="held")
    cases = [
        marac.heard(sitting, victim_update_agency=advocates, update_method=method)
        for method in ("call", "call", "call", "not_safe", "call")
    ]
    for each, may in zip(cases[:4], (True, True, False, True), strict=True):
        marac.update(each, may_be_asked=may)
    with as_owner():
        PersonSurvey.objects.create(
            hearing=cases[0], case_id=cases[0].case_id, agency=advocates, outcome="answered",
            asked_on=DAY, answers={"safer": "no"}, recorded_at=timezone.now(), recorded_by=coordinator.user,
        )  # fmt: skip
    factories.exclusion(cases[0].case, excluded.user)
    quarter = Quarter(date(2026, 10, 1))
    found = {}
    for person in (coordinator, excluded):
        with person.scope():
            page = voices_page(forum, principal=person.principal, quarter=quarter, today=timezone.localdate())
            found[person] = Counter({line.words: line.count for line in page.figures.steps})
    assert found[coordinator] == Counter(
        {
            "Asked, and answered": 1,
            "Still to be asked": 1,
            "Not asked: not told what was agreed": 1,
            "Not asked: did not say that they want to be": 1,
            "Not asked: no safe way": 1,
        }
    )
    assert found[coordinator] - found[excluded] == Counter({"Asked, and answered": 1})
    with coordinator.scope():
        assert Hearing.objects.visible_to(coordinator.principal).filter(meeting=sitting).count() == 5
