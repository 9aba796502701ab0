"""Searching before creating: who in sight is most like somebody, and nothing about anybody else."""

import contextlib
import re
import statistics
import time
from datetime import date

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from cases.matching import Identity
from cases.models import BirthDate, Person, PersonName
from cases.services.matching import find_people
from tests import factories
from tests.access.test_addresses import LOCKS
from tests.database import BATCH, acting_as, as_owner
from tests.face.rules import assert_title_ok

pytestmark = pytest.mark.django_db
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def nobody_has_searched_yet():
    cache.clear()


def known(agency, name, *born, **more):
    """A case of the agency, with a person at risk of this name."""
    case = factories.case(agency, victim=name, **more)
    with as_owner():
        person = Person.objects.get(involvements__case=case)
        BirthDate.objects.bulk_create(BirthDate(person=person, on=day) for day in born)
    return person


def found_by(somebody, given, family, *born):
    with somebody.scope():
        sought = Identity.of([(given, family)], born)
        return [each.person_id for each in find_people(sought, by=somebody.principal)]


def typed(given="Zofia", family="Wójcik", day=14, month=3, year=1994):
    return {"given": given, "family": family, "born-day": day, "born-month": month, "born-year": year}


@pytest.mark.parametrize(
    ("stored", "given", "family", "born"),
    [
        ("Zofia Wójcik", "zofia", "WOJCIK", date(1994, 3, 14)),
        ("Zofia Wójcik", "Wójcik", "Zofia", date(1994, 3, 14)),
        ("Zofia Wójcik", "Sofia", "Vojcik", date(1994, 3, 15)),
        ("Zofia Wójcik-Nowak", "Zofia", "Nowak", date(1949, 3, 14)),
        ("Mohammed Hussain", "Muhamad", "Husayn", date(1994, 3, 14)),
        ("Юлия Шевченко", "Yuliia", "Shevchenko", date(1994, 3, 14)),
        ("Suharto", "Suharto", "", date(1994, 3, 14)),
        ("Suharto", "Suharto", "Wijaya", date(1994, 3, 14)),
        ("Katherine Featherstonehaugh", "Katharine", "Fetherstonehaugh", date(1987, 11, 2)),  # the date is wrong
    ],
)
def test_a_person_is_found_however_they_were_written(police, constabulary, stored, given, family, born):
    person = known(constabulary, stored, date(1994, 3, 14))
    known(constabulary, "Brenda Sample", date(1960, 1, 5))
    assert found_by(police, given, family, born) == [person.pk]


def test_the_likeliest_comes_first(police, constabulary):
    other = known(constabulary, "Zofia Nowak", date(1994, 3, 14))
    same = known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
    assert found_by(police, "Zofia", "Wojcik", date(1994, 3, 14))[:2] == [same.pk, other.pk]


def test_the_index_follows_the_names(police, constabulary):
    person = known(constabulary, "Anna Before", date(1994, 3, 14))
    with as_owner():
        PersonName.objects.filter(person=person).update(family="Quillfeather")
    assert found_by(police, "Anna", "Quillfeather") == [person.pk]
    assert found_by(police, "Anna", "Before") == []
    with as_owner():
        PersonName.objects.filter(person=person).update(struck_at="2026-01-01T00:00Z", struck_by=police.user)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM matching.word WHERE word IN ('before', 'quillfeather')")
            assert cursor.fetchone() == (0,)
    assert found_by(police, "Anna", "Quillfeather") == []


@LOCKS
def test_only_people_in_sight_are_found(locks, police, idva, outsider, constabulary, advocates):
    mine = known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
    known(advocates, "Zofia Wójcik", date(1994, 3, 14))
    sealed = known(constabulary, "Zofia Wójcik", date(1994, 3, 14), sealed=True)
    with locks():
        assert found_by(police, "Zofia", "Wójcik", date(1994, 3, 14)) == [mine.pk]
        assert found_by(outsider, "Zofia", "Wójcik", date(1994, 3, 14)) == []
    factories.named(_case_of(sealed), police.user)
    assert set(found_by(police, "Zofia", "Wójcik", date(1994, 3, 14))) == {mine.pk, sealed.pk}


def _case_of(person):
    with as_owner():
        return person.involvements.get().case


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM matching.word",
        "SELECT * FROM matching.key",
        "SELECT matching.candidates('{}', '{}', '{}', '{}', true)",
    ],
)
@pytest.mark.parametrize("role", ["linnet_app", BATCH])
def test_the_dictionary_is_no_oracle(statement, role, police):
    borrowed = contextlib.nullcontext() if role == "linnet_app" else acting_as(role)
    with borrowed, pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_says_who_and_why_and_writes_it_down(police, constabulary):
    person = known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
    body = police.client.post(reverse("search"), typed("Sofia", "Wojcik")).content.decode()
    assert "1 possible match" in body
    assert "Zofia Wójcik" in body
    assert "same family name, first name sounds alike" in body
    assert_title_ok(re.search("<title>(.*?)</title>", body, re.DOTALL)[1])
    with as_owner():
        assert Event.objects.get(kind="people searched").subjects == [str(_case_of(person).pk)]


def test_the_button_at_the_top_with_nothing_typed_opens_the_form(police):
    for response in (police.client.post(reverse("search"), {"q": " "}), police.client.get(reverse("search"))):
        body = response.content.decode()
        assert "Search for a person" in body
        assert "0 results" not in body
        assert "govuk-error-summary" not in body


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"born-day": "", "born-month": "", "born-year": ""}, "A name alone does not say who is meant"),
        ({"given": "", "family": ""}, "A date of birth alone is shared by many"),
        ({"given": "Unknown", "family": ""}, "A date of birth alone is shared by many"),
    ],
)
def test_one_fact_alone_is_refused_and_what_was_typed_is_kept(police, constabulary, changed, words):
    known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
    body = police.client.post(reverse("search"), typed() | changed).content.decode()
    assert words in body
    assert "possible match" not in body
    assert str((typed() | changed)["born-year"]) in body


def test_known_elsewhere_and_known_nowhere_are_the_same_bytes_and_questions(outsider, constabulary):
    known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
    client, answers = outsider.client, []
    for given, family in (("Zofia", "Wójcik"), ("Qxzofi", "Wrjcqv")):
        with CaptureQueriesContext(connection) as asked:
            response = client.post(reverse("search"), typed(given, family))
        body = NOISE.sub(b"", response.content).replace(given.encode(), b"").replace(family.encode(), b"")
        headers = {k: v for k, v in response.headers.items() if k not in ("X-Request-Id", "Content-Length")}
        answers.append((response.status_code, body, headers, len(asked)))
    assert answers[0] == answers[1]


def test_known_elsewhere_takes_no_longer_than_known_nowhere(outsider, constabulary):
    """Security design, T04: 200 searches each differ by a fifth at most; the lower quartile, for a busy machine."""
    known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
    sought = {True: Identity.of([("Zofia", "Wójcik")], [date(1994, 3, 14)]),
              False: Identity.of([("Qxzofi", "Wrjcqv")], [date(1994, 3, 14)])}  # fmt: skip
    took = {True: [], False: []}
    with outsider.scope():
        for _ in range(205):
            for is_known, identity in sought.items():
                started = time.perf_counter()
                assert find_people(identity, by=outsider.principal) == []
                took[is_known].append(time.perf_counter() - started)
    one, other = (statistics.quantiles(times[5:], n=4)[0] for times in took.values())
    assert 1 / 1.2 < one / other < 1.2


def test_the_twenty_first_search_in_ten_minutes_is_refused_with_words(police):
    client = police.client
    for _ in range(20):
        assert client.post(reverse("search"), typed()).status_code == 200
    refused = client.post(reverse("search"), typed())
    assert refused.status_code == 429
    assert "Wait ten minutes" in refused.content.decode()
    assert client.post(reverse("search"), {"q": "x"}).status_code == 200  # by reference one may go on


def test_the_page_asks_as_many_questions_for_one_as_for_ten(police, constabulary):
    counts = []
    for number in (1, 10):
        for _ in range(number):
            known(constabulary, "Zofia Wójcik", date(1994, 3, 14))
        with CaptureQueriesContext(connection) as asked:
            police.client.post(reverse("search"), typed())
        counts.append(len(asked))
    assert counts[0] == counts[1]
