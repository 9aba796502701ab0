"""Two records of one person become one, and two again, exactly."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import merging
from cases.merging import Identifier, in_common, to_take
from cases.models import Address, Involvement, Merge, MergeLine, Person, PersonName, Relationship, SafeContact
from cases.services.merging import added_since, merge_people, unmerge
from common.errors import Conflict, DomainError
from tests import factories
from tests.conftest import Person as Somebody
from tests.database import as_owner
from tests.factories.matching import case_of, known, match

pytestmark = pytest.mark.django_db
LINKS = "SELECT place, field, key FROM matching.links()"


# -- rules -------------------------------------------------------------------------------------------------------------

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ([(ONE, "victim", False)], [(OTHER, "victim", False)], ""),
        ([(ONE, "child", False)], [(OTHER, "victim", False)], ""),
        ([(ONE, "victim", False)], [(ONE, "perpetrator", False)], "both in one case"),
        ([(ONE, "child", False)], [(ONE, "child", False)], "both in one case"),
        ([(ONE, "victim", False)], [(OTHER, "perpetrator", False)], "never merged"),
        ([(ONE, "perpetrator", False)], [(OTHER, "victim", False)], "never merged"),
        ([(ONE, "victim", True)], [(OTHER, "victim", False)], "restricted"),
    ],
)
def test_who_must_stay_two(one, other, words):
    assert words in merging.why_not(one, other)
    assert bool(merging.why_not(one, other)) is bool(words)


def test_what_two_records_have_in_common():
    one = {Identifier.NAME: {"a"}, Identifier.BORN: {1, 2}, Identifier.CONTACT: set()}
    other = {Identifier.NAME: {"b"}, Identifier.BORN: {2}, Identifier.CONTACT: set(), Identifier.ADDRESS: {"x"}}
    assert in_common(one, other) == ["born"]


def test_what_is_blank_is_filled_and_what_differs_is_chosen():
    kept = {"sex": "female", "gp": "", "ethnicity": "a1", "first_language": "not_asked"}
    absorbed = {"sex": "male", "gp": "Quayside", "ethnicity": "b2", "first_language": "pl"}
    assert to_take(kept, absorbed, ["ethnicity"]) == ["ethnicity", "first_language", "gp"]


# -- merging -----------------------------------------------------------------------------------------------------------


def furnish(person, number):
    with as_owner():
        Address.objects.create(person=person, lines=f"{number} Nowhere", postcode="SS1 1AA")
        SafeContact.objects.create(person=person, channel="phone", value=f"01632 96000{number}", safety="safe")
        child = Person.objects.create()
        case = Involvement.objects.get(person=person).case
        Involvement.objects.create(case=case, person=child, role="child")
        Relationship.objects.create(case=case, from_person=person, to_person=child, kind="parent")


@pytest.fixture
def pair(meeting_team, advocates):
    """Two records of one person, in two cases that the meeting team leads; the second knows more."""
    one, other = known(meeting_team, "Zofia Wójcik"), known(meeting_team, "Zofia Wójcik-Nowak")
    furnish(one, 1)
    furnish(other, 2)
    with as_owner():
        Person.objects.filter(pk=other.pk).update(gp="Quayside", first_language="pl")
        Person.objects.filter(pk=one.pk).update(first_language="en")
        one.refresh_from_db()
        other.refresh_from_db()
    return one, other


def links():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(LINKS)
        return cursor.fetchall()


def everything():
    """Every row that points to a person, in any table, and the facts and names themselves."""
    with as_owner(), connection.cursor() as cursor:
        found = {}
        for place, field, key in links():
            cursor.execute(f"SELECT {key}::text, {field}::text FROM {place}")
            found[place, field] = sorted(cursor.fetchall())
        found["facts"] = sorted(Person.objects.values_list("pk", "gp", "first_language"))
        found["names"] = sorted(PersonName.objects.values_list("pk", "kind", "person_id"))
        cursor.execute("SELECT person_id::text, family, given, born FROM matching.key ORDER BY 1, 2, 3, 4")
        found["index"] = cursor.fetchall()
    return found


def merged(somebody, one, other, **more):
    facts = {"reason": "Same telephone; confirmed by the adviser.", "at": timezone.now()} | more
    with somebody.scope():
        return merge_people(one, other, by=somebody.principal, **facts)


def test_every_row_of_the_one_hangs_on_the_other(coordinator, pair):
    one, other = pair
    merged(coordinator, one, other, take=["first_language"])
    after = everything()
    for place, field, _ in links():
        assert str(other.pk) not in {key for _, key in after[place, field]}, place
    with as_owner():
        one.refresh_from_db()
        assert (one.gp, one.first_language) == ("Quayside", "pl")
        assert {(str(name), name.kind) for name in one.names.all()} == {
            ("Zofia Wójcik", "current"), ("Zofia Wójcik-Nowak", "alias")
        }  # fmt: skip
        assert one.involvements.count() == 2


def test_undoing_the_whole_restores_exactly(coordinator, pair):
    before = everything()
    made = merged(coordinator, *pair, take=["first_language"])
    assert everything() != before
    with coordinator.scope():
        undone = unmerge(made, by=coordinator.principal)
    assert everything() == before
    assert undone.undone_at is not None
    assert undone.undone_by == coordinator.user
    with coordinator.scope(), pytest.raises(DomainError), transaction.atomic():
        unmerge(made, by=coordinator.principal)


def test_undoing_line_by_line_comes_to_the_same(coordinator, pair):
    before = everything()
    made = merged(coordinator, *pair)
    with coordinator.scope():
        lines = list(MergeLine.objects.filter(merge=made, is_moved=True))
        first = [line.pk for line in lines if line.place.endswith("involvement")]
        name = next(line.pk for line in lines if line.place.endswith("personname"))
        with pytest.raises(DomainError, match="Give back a case"):
            unmerge(made, by=coordinator.principal, lines=[name])
        assert unmerge(made, by=coordinator.principal, lines=[*first, name]).undone_at is None
        rest = [line.pk for line in lines if line.pk not in (*first, name)]
        for line in rest:
            made = unmerge(made, by=coordinator.principal, lines=[line])
    assert made.undone_at is not None
    assert everything() == before


def test_what_came_since_stays_where_somebody_decides(coordinator, pair):
    one, other = pair
    made = merged(coordinator, one, other)
    with as_owner():
        stays = PersonName.objects.create(person=one, given="Stays", family="Here")
        goes = PersonName.objects.create(person=one, given="Goes", family="Back")
    with coordinator.scope():
        assert added_since(made, by=coordinator.principal) == [stays, goes]
        unmerge(made, by=coordinator.principal, added=[("cases_personname", str(goes.pk))])
    with as_owner():
        assert "Stays Here" in {str(name) for name in one.names.all()}
        assert "Goes Back" in {str(name) for name in other.names.all()}


def test_a_fact_that_was_corrected_since_is_not_put_back(coordinator, pair):
    one, other = pair
    made = merged(coordinator, one, other)
    with as_owner():
        Person.objects.filter(pk=one.pk).update(gp="Corrected")
    with coordinator.scope():
        unmerge(made, by=coordinator.principal)
    with as_owner():
        one.refresh_from_db()
    assert one.gp == "Corrected"


def test_the_later_merge_is_undone_first(coordinator, meeting_team, pair):
    before = everything()
    one, other = pair
    third = known(meeting_team, "Sofia Wojcik")
    first = merged(coordinator, one, other)
    second = merged(coordinator, third, one)
    with coordinator.scope():
        assert not Merge.objects.visible_to(coordinator.principal).filter(pk=first.pk).exists()  # it is in no case now
        with pytest.raises((Conflict, DomainError)), transaction.atomic():
            unmerge(first, by=coordinator.principal)
        unmerge(second, by=coordinator.principal)
        unmerge(first, by=coordinator.principal)
    after = everything()
    for where in ("facts", "names"):
        assert [row for row in after[where] if third.pk not in row] == before[where] or where == "names"
    with as_owner():
        assert {n.person_id for n in PersonName.objects.filter(given="Zofia")} == {one.pk, other.pk}
        assert {n.person_id for n in PersonName.objects.filter(given="Sofia")} == {third.pk}


def test_two_things_in_common_or_a_reason(coordinator, meeting_team):
    alike = known(meeting_team, "Zofia Wójcik"), known(meeting_team, "Zofia Wojcik")
    unlike = known(meeting_team, "Ann Sample"), known(meeting_team, "Brenda Sample")
    assert merged(coordinator, *alike, reason=" ").identifiers == ["name", "born"]
    with pytest.raises(DomainError, match="fewer than two things"):
        merged(coordinator, *unlike, reason=" ")
    assert merged(coordinator, *unlike, reason="Deed poll seen.").identifiers == ["born"]


# -- who may -----------------------------------------------------------------------------------------------------------


def refused(somebody, one, other):
    with pytest.raises(DomainError) as error:
        merged(somebody, one, other)
    with somebody.scope(), pytest.raises(DatabaseError), transaction.atomic():  # and so says the database
        Merge.objects.bulk_create(
            [Merge(kept=one, absorbed=other, reason="x", agency=somebody.agency, made_by=somebody.user)]
        )
    return str(error.value)


def test_victim_and_perpetrator_of_one_case_are_never_merged(coordinator, meeting_team):
    victim = known(meeting_team)
    perpetrator = factories.person(case_of(victim), name="Zofia Wójcik", role="perpetrator")
    assert "both in one case" in refused(coordinator, victim, perpetrator)


def test_victim_of_one_and_perpetrator_of_another_stay_two(coordinator, meeting_team):
    assert "never merged" in refused(coordinator, known(meeting_team), known(meeting_team, role="perpetrator"))


def test_a_restricted_case_keeps_its_names(coordinator, meeting_team):
    sealed = known(meeting_team, sealed=True)
    factories.named(case_of(sealed), coordinator.user)
    assert "restricted" in refused(coordinator, known(meeting_team), sealed)


def test_only_whoever_leads_every_case_concerned(coordinator, meeting_team, advocates, idva, police, constabulary):
    mine, theirs = known(meeting_team), known(advocates)
    assert "your team" in refused(coordinator, mine, theirs)
    member = known(constabulary, level=10)
    assert "your team" in refused(police, known(constabulary, level=10), member)
    both = known(meeting_team)
    with as_owner():  # a second case of this person, which the team does not see
        Involvement.objects.create(case=factories.case(advocates), person=both, role="other")
    assert "your team" in refused(coordinator, mine, both)


def test_nobody_moves_rows_past_a_merge(coordinator, meeting_team, outsider, pair):
    """The functions that move rows do it for the two people of a merge, and for those who may make it."""
    one, other = pair
    made = merged(coordinator, one, other)
    target = known(outsider.agency)
    for sql, values in (
        ("SELECT access.take_rows(%s, '{}')", [str(made.pk)]),
        ("SELECT access.give_back(%s, '{}', '[]')", [str(made.pk)]),
        ("UPDATE cases_personname SET person_id = %s", [str(target.pk)]),
        ("INSERT INTO cases_mergeline SELECT * FROM cases_mergeline", []),
        ("UPDATE cases_merge SET undone_at = now()", []),
    ):
        with outsider.scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)


# -- pages -------------------------------------------------------------------------------------------------------------


def test_a_match_is_merged_and_unmerged_in_the_browser(coordinator, meeting_team, pair):
    one, other = pair
    before, client = everything(), coordinator.client
    made = match(meeting_team, one, other)
    page = client.get(reverse("match", args=[made.pk])).content.decode()
    assert "Zofia Wójcik-Nowak" in page
    for covered in ("1 Nowhere", "2 Nowhere", "01632"):
        assert covered not in page
    where = client.post(reverse("match", args=[made.pk]), {"state": "same"}).url
    assert reverse("match_merge", args=[made.pk]) in client.get(where).content.decode()
    address = reverse("match_merge", args=[made.pk])
    assert "Select which record stays" in client.post(address, {}).content.decode()
    few = client.post(address, {"keep": "first", "reason": ""}).content.decode()
    assert "Say how you know" in few
    merged_at = client.post(address, {"keep": "first", "reason": "Seen."}).url
    shown = client.get(merged_at).content.decode()
    assert "Name: Zofia Wójcik-Nowak" in shown
    assert "Select what goes back" in client.post(merged_at, {"how": "lines"}).content.decode()
    client.post(merged_at, {"how": "whole"})
    assert everything() == before
    assert "two records again" in client.get(merged_at).content.decode()


def test_a_merge_of_others_does_not_exist(coordinator, outsider, police, pair):
    made = merged(coordinator, *pair)
    elsewhere = Somebody(factories.member(outsider.agency, "marac_coordinator"))
    assert elsewhere.client.get(reverse("merge", args=[made.pk])).status_code == 404
    assert police.client.get(reverse("merge", args=[made.pk])).status_code == 403
