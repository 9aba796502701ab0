"""Whatever people do in whatever order, by the product's own services: the summary says what the single pass says."""

import contextlib
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Agency, Area
from agencies.roles import Role
from common.errors import DomainError
from referrals import services as referring
from referrals.models import Message, Referral, RestrictedFacts
from reports.services import differing_quarters, refresh_summary
from support import services as supporting
from support.models import Episode
from support.services.measures import Said
from tests import factories
from tests.conftest import Person
from tests.database import BATCH, acting_as, as_owner
from tests.factories import referrals as made
from tests.factories import support

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
CODES = (made.SOUTHEND, made.CASTLE_POINT, made.THURROCK)


class Undo(Exception):
    """Takes one world away before the next."""


class World:
    """Two teams, a force and a service. Days pass; each step does one thing to one of the rows."""

    def __init__(self, cast, seed):
        self.pick, self.now, self.done = random.Random(seed), START, []
        self.__dict__.update(cast)

    def step(self, name):
        """Do one thing, or be told that it cannot be done: either way nothing may be left uncounted."""
        self.now += timedelta(days=self.pick.randrange(12), hours=self.pick.randrange(24))
        with contextlib.suppress(DomainError, IndexError, IntegrityError), transaction.atomic():
            getattr(self, name)()
            self.done.append(name)

    def receive(self):
        children = self.pick.randrange(3)
        payload = made.submission(district=self.pick.choice(CODES))
        payload["children"] = payload.get("children", [])[:children]
        late = timedelta(days=self.pick.choice([0, 0, 40]))  # entered weeks after it came
        with self.police.scope():
            made.sent(self.police.principal, at=self.now - late, payload=payload)

    def one(self, *statuses):
        with as_owner():
            rows = Referral.objects.filter(status__in=statuses) if statuses else Referral.objects.all()
            rows = list(rows.order_by("received_at", "pk"))
            if not rows:
                raise IndexError
            row = self.pick.choice(rows)
        return row, next(person for person in self.teams if person.agency.pk == row.to_agency_id)

    def _by_team(self, service, *statuses, **more):
        row, team = self.one(*statuses)
        with team.scope():
            service(row, by=team.principal, at=self.now, **more)

    def screen(self):
        self._by_team(referring.start_screening, "submitted")

    def decline(self):
        self._by_team(referring.decline_referral, "submitted", "screening", refusal="other_area", note="Ring Kent.")

    def accept(self):
        self._by_team(referring.accept_referral, "submitted", "screening")

    def list_it(self):
        self._by_team(referring.mark_listed, "accepted")

    def hear(self):
        self._by_team(referring.mark_heard, "listed", on=self.now.date())

    def adjourn(self):
        self._by_team(referring.back_to_waiting, "listed")

    def manage(self):
        facts = {"on": self.now.date(), "complexity": [], "note": "The adviser leads."}
        self._by_team(referring.manage_here, "accepted", **facts)

    def after_all(self):
        self._by_team(referring.send_to_meeting, "managed")

    def another_area(self):
        self._by_team(referring.redirect_referral, "submitted", district=self.pick.choice(CODES), note="Yours.")

    def overrule(self):
        row, team = self.one("accepted", "listed", "heard")
        with team.scope():
            referring.overrule_repeat(row, by=team.principal, is_repeat=not row.is_repeat, reason="Known to us.")

    def withdraw(self):
        row, _ = self.one("submitted", "screening")
        with self.police.scope():
            referring.withdraw_referral(row, by=self.police.principal, reason="Sent by mistake.", at=self.now)

    def sent_twice(self):
        (row, team), (other, _) = self.one("submitted", "screening"), self.one()
        with team.scope():
            referring.mark_duplicate(row, by=team.principal, of=other, at=self.now)

    def begin_support(self):
        support.episode(self.service, adviser=self.manager.user, stage=self.pick.choice(["triage", "active", "active"]))

    def episode(self, **wanted):
        with as_owner():
            return self.pick.choice(list(Episode.objects.filter(**wanted).order_by("accepted_at", "pk")))

    def _by_service(self, service, episode, *values, **more):
        with self.manager.scope():
            service(episode, *values, by=self.manager.principal, at=self.now, **more)

    def end_support(self):
        reason = self.pick.choice(["completed", "declined", "inappropriate", "disengaged"])
        self._by_service(supporting.close_episode, self.episode(closed_at=None), reason=reason, note="Done.")

    def come_back(self):
        self._by_service(supporting.reopen_episode, self.episode(stage="closed"), why="She rang.")

    def measure(self):
        moment = self.pick.choice(["intake", "exit", "exit"])
        answers = {} if moment == "intake" else {"risk": "none", "safe": "same", "qol": "worse"}
        said = Said("victim", "some", self.now.date(), abuse=["physical"], **answers)
        self._by_service(supporting.measure, self.episode(), moment, said)

    def move_a_district(self):
        with as_owner():
            district = self.pick.choice(list(Area.objects.filter(kind="authority").order_by("pk")))
            district.meeting_area = self.pick.choice([*Area.objects.filter(kind="marac").order_by("pk"), None])
            district.save()

    def another_kind_of_agency(self):
        with as_owner():
            Agency.objects.filter(pk=self.police.agency.pk).update(type=self.pick.choice(["police", "housing_la"]))

    def made_together(self):
        row, _ = self.one()
        with as_owner():
            kinds = self.pick.sample(["idva", "primary_care", "housing_la", "probation"], self.pick.randrange(4))
            Referral.objects.filter(pk=row.pk).update(referred_with=kinds)

    def delete(self):
        """By hand in the database, by those who run it."""
        row, _ = self.one("withdrawn", "not_met")
        with as_owner():
            Message.objects.filter(referral=row).delete()
            RestrictedFacts.objects.filter(referral=row).delete()
            Referral.objects.filter(pk=row.pk).delete()


STEPS = [name for name in vars(World) if name not in ("step", "one", "episode") and not name.startswith("_")]
OFTEN = (
    ["receive"] * 6 + ["accept", "list_it", "hear"] * 3 + ["begin_support", "end_support", "come_back", "measure"] * 2
)


@pytest.fixture
def cast(meeting_team, police, advocates):
    made.take_referrals(meeting_team)
    other = factories.agency("Thurrock meeting team", type="coordination")
    made.take_referrals(other, codes=(made.THURROCK,))
    member = factories.member
    return {
        "police": police,
        "teams": [Person(member(each, Role.MARAC_COORDINATOR)) for each in (meeting_team, other)],
        "service": support.service(advocates),
        "manager": Person(member(advocates, Role.IDVA_MANAGER)),
    }


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(STEPS + OFTEN), min_size=20, max_size=40))
def test_after_anything_that_people_do_nothing_is_left_uncounted(cast, seed, steps):
    with contextlib.suppress(Undo), transaction.atomic():
        world = World(cast, seed)
        with acting_as(BATCH):
            refresh_summary()
        for number, step in enumerate([*["receive"] * 5, *steps]):
            world.step(step)
            if number % 7 == 0:  # sometimes after each step, sometimes after many
                assert differing(world) == frozenset(), world.done
        assert differing(world) == frozenset(), world.done
        raise Undo


def differing(world):
    with acting_as(BATCH):
        return differing_quarters(as_at=world.now.date())


def test_every_step_there_is_can_be_done(cast):
    world = World(cast, 3)
    for _ in range(80):  # to send one to another area by chance takes the longest
        if set(STEPS) <= set(world.done):
            break
        for step in world.pick.sample(STEPS + OFTEN, len(STEPS + OFTEN)):
            world.step(step)
    assert set(STEPS) - set(world.done) == set()
    assert differing(world) == frozenset()
    assert world.now.date() > date(2026, 7, 1)
