"""The people of a case: added, struck out and kept; related both ways; a page for each."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases import services
from cases.models import BirthDate, CaseAgency, Involvement, Person, PersonName, Relationship, Schooling
from cases.presenters import diagram
from common.errors import Conflict, DomainError
from tests import factories
from tests.database import as_owner
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def case(coordinator, police):
    made = factories.case(coordinator.agency, victim="Ana Sample", district=factories.authority())
    with as_owner():
        CaseAgency.objects.create(
            case=made, agency=police.agency, level=10, sources=["meeting"], starts_at=made.received_at
        )
    return made


def victim_of(case):
    return Person.objects.get(involvements__case=case, involvements__role="victim")


def act(coordinator, case):
    return {"by": coordinator.principal, "at": NOW(), "case": case}


def page(person, name, **kwargs):
    return person.client.get(reverse(name, kwargs=kwargs)).content.decode()


def test_a_new_name_makes_the_one_before_a_former_one_and_a_wrong_one_is_struck_and_kept(coordinator, case):
    with coordinator.scope():
        ana = victim_of(case)
        wrong = services.add_name(ana, **act(coordinator, case), given="Anna", family="Sampel", kind="spelling")
        services.add_name(ana, **act(coordinator, case), given="Ana", family="Example")
        services.strike_name(wrong, **act(coordinator, case))
        ana = victim_of(case)
        assert ana.current_name == "Ana Example"
        assert {str(name) for name in ana.names_in_use} == {"Ana Example", "Ana Sample"}
        assert ana.names.get(family="Sample").kind == "former"
        assert ana.names.get(family="Sampel").struck_by == coordinator.user
        with pytest.raises(Conflict):
            services.strike_name(wrong, **act(coordinator, case))
    html = page(coordinator, "person", reference=case.reference, person_id=ana.pk)
    assert "<s>Anna Sampel</s>" in html
    assert "Entered in error: Sam Worker" in html


def test_the_only_name_stays_and_the_same_name_comes_once(coordinator, case):
    with coordinator.scope():
        ana = victim_of(case)
        with pytest.raises(DomainError, match="only name"):
            services.strike_name(ana.names.get(), **act(coordinator, case))
        with pytest.raises(DomainError, match="there already"):
            services.add_name(ana, **act(coordinator, case), given="Ana", family="Sample")
        with pytest.raises(DomainError, match="first or a last"):
            services.add_name(ana, **act(coordinator, case), given="  ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_personname SET family = 'Other'",
        "UPDATE cases_birthdate SET on = '2000-01-01'".replace(" on =", ' "on" ='),
        "UPDATE cases_address SET lines = 'elsewhere'",
        "UPDATE cases_safecontact SET safety = 'safe'",
        "UPDATE cases_relationship SET kind = 'parent'",
        "UPDATE cases_schooling SET name = 'Other'",
    ],
)
def test_nobody_rewrites_what_was_said_of_a_person(coordinator, case, statement):
    with coordinator.scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_date_of_birth_is_as_exact_as_it_is_known(coordinator, case):
    where = reverse("birth_date_add", kwargs={"reference": case.reference, "person_id": _key(case)})
    browser = coordinator.client
    assert browser.post(where, {"born-day": "", "born-month": "3", "born-year": "1987"}).status_code == 302
    assert browser.post(where, {"born-day": "", "born-month": "", "born-year": "1986"}).status_code == 302
    again = browser.post(where, {"born-day": "", "born-month": "3", "born-year": "1987"}).content.decode()
    assert "This date is there already" in again
    assert 'value="1987"' in again
    assert (
        "must include a month"
        in browser.post(where, {"born-day": "4", "born-month": "", "born-year": "1987"}).content.decode()
    )
    assert "past" in browser.post(where, {"born-day": "", "born-month": "", "born-year": "2999"}).content.decode()
    with as_owner():
        assert set(BirthDate.objects.values_list("on", "precision")) == {
            (date(1987, 3, 1), "month"), (date(1986, 1, 1), "year"),
        }  # fmt: skip
    html = page(coordinator, "person", reference=case.reference, person_id=_key(case))
    assert "March 1987" in html
    assert "about 1986" in html


def _key(case):
    with as_owner():
        return victim_of(case).pk


def test_a_child_is_a_person_with_a_page_a_school_and_safety_of_their_own(coordinator, police, case):
    browser = coordinator.client
    eight = timezone.localdate().year - 8
    typed = {"role": "child", "given": "Mina", "family": "Sample", "born-year": str(eight), "sex": "female"}
    typed |= {"choice": "parent:back", "other": str(_key(case))}
    assert browser.post(reverse("person_add", kwargs={"reference": case.reference}), typed).status_code == 302
    with as_owner():
        mina = Person.objects.get(names__given="Mina")
    key = {"reference": case.reference, "person_id": mina.pk}
    assert browser.post(reverse("school_set", kwargs=key), {"name": "HIDDEN HILL SCHOOL"}).status_code == 302
    assert browser.post(reverse("school_set", kwargs=key), {"name": "SECOND SCHOOL"}).status_code == 302
    facts = {"sex": "female", "interpreter_needed": "no", "safety": "Only her aunt may collect her."}
    assert browser.post(reverse("person_facts", kwargs=key), facts).status_code == 302
    html = page(coordinator, "person", **key)
    for words in ("SECOND SCHOOL", "Only her aunt may collect her.", "Child of", f"about {eight}", "Ana Sample"):
        assert words in html
    assert_title_ok(html.split("<title>")[1].split("</title>")[0])
    with as_owner():
        assert Schooling.objects.get(superseded_at=None).name == "SECOND SCHOOL"
    seen = page(police, "person", **key)
    assert "Mina Sample" in seen
    assert "SCHOOL" not in seen


def test_a_relationship_is_stored_once_and_said_from_both_ends(coordinator, case):
    tom = factories.person(case, name="Tom Other", role="perpetrator")
    with coordinator.scope():
        ana, facts = victim_of(case), {"by": coordinator.principal, "at": NOW()}
        made = services.relate_people(case, **facts, first=ana, second=tom, choice="ex_partner")
        with pytest.raises(DomainError, match="there already"):
            services.relate_people(case, **facts, first=tom, second=ana, choice="ex_partner")
        with pytest.raises(DomainError, match="different people"):
            services.relate_people(case, **facts, first=tom, second=tom, choice="sibling")
        stranger = Person(id=uuid.uuid4())
        with pytest.raises(DomainError, match="in this case"):
            services.relate_people(case, **facts, first=ana, second=stranger, choice="sibling")
    html = page(coordinator, "people", reference=case.reference)
    assert html.count("Former partner of") == 2
    assert 'role="img"' in html
    assert "2 people." in html
    with coordinator.scope():
        services.strike_relationship(made, **facts)
        assert Relationship.objects.get().struck_by == coordinator.user
    assert "Former partner of" not in page(coordinator, "people", reference=case.reference)


def test_too_many_people_are_a_table_alone(coordinator, case):
    for number in range(diagram.MOST - 1):
        factories.person(case, name=f"Child{number} Sample", role="child")
    assert '<svg class="app-family"' in page(coordinator, "people", reference=case.reference)
    factories.person(case, name="Last Sample", role="child")
    html = page(coordinator, "people", reference=case.reference)
    assert "Too many people to draw clearly" in html
    assert "app-family" not in html


def test_the_people_cost_the_same_for_one_and_for_twenty(coordinator, case):
    counts = []
    for more in (1, 19):
        for number in range(more):
            factories.person(case, name=f"Child{more}{number} Sample", role="child")
        with CaptureQueriesContext(connection) as queries:
            page(coordinator, "people", reference=case.reference)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_second_person_at_risk_and_a_nameless_one_are_refused(coordinator, case):
    with coordinator.scope():
        facts = {"by": coordinator.principal, "at": NOW()}
        with pytest.raises(DomainError, match="person at risk"):
            services.add_person(case, **facts, role="victim", given="Other")
        with pytest.raises(DomainError, match="first or a last"):
            services.add_person(case, **facts, role="child")
        assert Involvement.objects.filter(case=case).count() == 1


def test_a_member_adds_nobody_even_past_the_page(police, coordinator, case):
    assert police.client.get(reverse("person_add", kwargs={"reference": case.reference})).status_code == 403
    with police.scope(), pytest.raises(DatabaseError), transaction.atomic():
        PersonName.objects.create(person=victim_of(case), given="Forged")


def test_a_form_that_fails_half_way_changes_nothing(coordinator, case):
    """The person and what they are to somebody are saved together: here the second half is refused."""
    typed = {"role": "child", "given": "Half", "family": "Way", "sex": "not_known", "choice": "parent:back"}
    html = coordinator.client.post(reverse("person_add", kwargs={"reference": case.reference}), typed).content.decode()
    assert "Select to whom" in html
    assert 'value="Half"' in html
    with as_owner():
        assert not Person.objects.filter(names__given="Half").exists()


def test_every_change_names_its_case_in_the_trail(coordinator, case):
    with coordinator.scope():
        ana = victim_of(case)
        services.add_name(ana, **act(coordinator, case), given="Nan", kind="liked")
        services.add_birth_date(ana, **act(coordinator, case), on=date(1990, 1, 1))
    with as_owner():
        for kind in ("name added", "date of birth added"):
            event = Event.objects.get(kind=kind)
            assert str(case.pk) in event.subjects
            assert "Nan" not in event.detail
    assert "Likes to be called Nan" in page(coordinator, "case", reference=case.reference)
