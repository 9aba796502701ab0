"""A county to report on, and editions of it."""

from datetime import date

import pytest
import time_machine

from agencies.models import Area
from agencies.principal import NOBODY
from common.quarters import Quarter
from reports import services
from tests import factories
from tests.database import BATCH, acting_as
from tests.factories.reports import noon, referrals
from tests.workers import figures_worker  # noqa: F401  (a fixture)

QUARTER = Quarter(date(2026, 7, 1))
AS_AT = noon(date(2026, 10, 14))


@pytest.fixture
def mid_october():
    """The clock stands at noon on 14 October 2026. Ask for it before the cast: memberships start when they are made."""
    with time_machine.travel(AS_AT, tick=False):
        yield


@pytest.fixture
def county(db):
    """The partnership with its meeting areas and the national policy."""
    return factories.partnership()


@pytest.fixture
def busy_county(county):
    """Two months of referrals about Basildon, all heard, every fourth of them late."""
    police, health = factories.agency(type="police"), factories.agency(type="acute_trust")
    district = Area.objects.get(kind="authority", name="Basildon")
    rows = [
        {
            "district": district,
            "from_agency": health if n % 3 == 0 else police,
            "received_at": noon(date(2026, 7 + n % 2, 1 + n % 20)),
            "first_heard_on": date(2026, 7 + n % 2, 1 + n % 20 + 5) if n % 4 else date(2026, 9, 20),
            "child_count": n % 3,
        }
        for n in range(80)
    ]
    referrals(rows, to_agency=police)
    return county


def counted(report):
    """Take an edition in hand and count it, as the figures worker would."""
    with acting_as(BATCH):
        claimed = services.claim_report(report.pk, at=AS_AT)
        services.count_report(claimed, by=NOBODY, at=AS_AT)
        return claimed


def made(report):
    """Count an edition and make its PDF, as the figures worker would."""
    with acting_as(BATCH):
        claimed = services.claim_report(report.pk, at=AS_AT)
        services.count_report(claimed, by=NOBODY, at=AS_AT)
        services.render_report(claimed, by=NOBODY, at=AS_AT)
    report.refresh_from_db()
    return report
