"""The places and indicators that every installation starts from. Safe to run again; what is there stays as it is.

Places and their codes: agencies.reference (ONS Code History Database). Forces and their codes: ONS, names and codes of
police force areas, England and Wales. Most similar forces of Essex: Essex Police performance report, 2014.
Targets of the adviser service: Essex Police and Crime Panel, report EPCP/10/17, section 6 ("National KPI").
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from agencies.models import Area
from observations.models import Geography, Indicator, MethodBreak, PeerGroup

KIND_OF = {
    Area.Kind.POLICE_FORCE: Geography.Kind.POLICE_FORCE,
    Area.Kind.UPPER_TIER: Geography.Kind.COUNTY,
    Area.Kind.AUTHORITY: Geography.Kind.DISTRICT,
}
PEERS = {
    "Avon and Somerset Police": "E23000036",
    "Derbyshire Constabulary": "E23000018",
    "Hampshire Constabulary": "E23000030",
    "Hertfordshire Constabulary": "E23000027",
    "Leicestershire Police": "E23000021",
    "Staffordshire Police": "E23000015",
    "Sussex Police": "E23000033",
}
OF = "E23000028"  # Essex Police
SEED = "Essex Police and Crime Panel, report EPCP/10/17, section 6"
CLOSED = "People whose support ended and who answered"
COUNT, PERCENT = Indicator.Unit.COUNT, Indicator.Unit.PERCENT


def _share(name: str, definition: str, target: int) -> dict[str, Any]:
    return {
        "name": name, "definition": definition, "denominator": CLOSED, "unit": PERCENT, "polarity": "up_good",
        "decimals": 0, "target": Decimal(target), "target_source": f"{SEED}: national KPI", "source": SEED,
    }  # fmt: skip


INDICATORS: dict[str, dict[str, Any]] = {
    "police_da_crimes": {
        "name": "Domestic abuse crimes recorded by the police",
        "definition": "Crimes that the police recorded in the period and marked as domestic abuse. More can mean more "
        "confidence to report: neither direction is better by itself.",
        "numerator": "Recorded crimes marked as domestic abuse",
        "source": "Police recorded crime",
    },
    "police_da_solved": {
        "name": "Domestic abuse crimes solved",
        "definition": "Of the crimes recorded in the period, those with a charge, a caution or another formal outcome.",
        "numerator": "Crimes with a formal outcome",
        "denominator": "Recorded crimes marked as domestic abuse",
        "unit": PERCENT,
        "polarity": "up_good",
        "source": "Police recorded crime outcomes",
    },
    "idva_referrals": {
        "name": "Referrals to the adviser service",
        "definition": "Referrals that the service of independent advisers received in the period.",
        "numerator": "Referrals received",
        "source": SEED,
    },
    "idva_cessation_of_abuse": _share("Abuse stopped", "The abuse had stopped when support ended.", 50),
    "idva_reduction_in_risk": _share(
        "Risk reduced", "The adviser found that the risk of further harm had come down when support ended.", 50
    ),
    "idva_feelings_of_safety": _share("Feels safer", "The person said that they felt safer when support ended.", 50),
    "idva_quality_of_life": _share("Better quality of life", "The person said that their life was better.", 40),
    "population": {
        "name": "People who live here",
        "definition": "Usual residents in the middle of the year. What rates per 1,000 people are worked out from.",
        "source": "ONS mid-year population estimates",
    },
    "women_16_plus": {
        "name": "Women and girls of 16 and over who live here",
        "definition": "Usual residents, female, 16 and over, in the middle of the year.",
        "source": "ONS mid-year population estimates",
    },
}
# EPCP/10/17 section 10 gives the month; the day is the first of it.
BREAKS = (
    (
        "police_da_crimes",
        date(2017, 3, 1),
        "Detective sergeants assess every crime of high or medium risk again: grades before and after are not alike.",
        "Essex Police and Crime Panel, report EPCP/10/17, section 10",
    ),
)


@transaction.atomic
def load_figures() -> None:
    """Put the places, the peers, the indicators and the known changes of method in place."""
    _places()
    for code, facts in INDICATORS.items():
        Indicator.objects.get_or_create(code=code, defaults=facts)
    force = Geography.objects.filter(kind=Geography.Kind.POLICE_FORCE, code=OF).first()
    if force is None:
        return
    for code, day, note, source in BREAKS:
        about = {"indicator": Indicator.objects.get(code=code), "geography": force, "on": day}
        MethodBreak.objects.get_or_create(**about, defaults={"note": note, "source": source})
    _peers(force)


def _peers(force: Geography) -> None:
    source = "Essex Police performance report, 2014: most similar forces"
    group, is_new = PeerGroup.objects.get_or_create(
        geography=force, starts_on=date(2014, 4, 1), defaults={"source": source}
    )
    if is_new:
        group.members.set([_place(Geography.Kind.POLICE_FORCE, code, name) for name, code in PEERS.items()])


def _places() -> None:
    """Every area on record that has a statistical code."""
    areas = Area.objects.filter(kind__in=KIND_OF).exclude(gss_code="").select_related("upper_tier", "police_force")
    for area in sorted(areas, key=lambda area: area.kind == Area.Kind.AUTHORITY):
        county, force = (_of_area(each) for each in (area.upper_tier, area.police_force))
        _place(KIND_OF[Area.Kind(area.kind)], area.gss_code, area.name, parent=county, force=force)


def _of_area(area: Area | None) -> Geography | None:
    return _place(KIND_OF[Area.Kind(area.kind)], area.gss_code, area.name) if area and area.gss_code else None


def _place(kind: str, code: str, name: str, **more: Geography | None) -> Geography:
    return Geography.objects.get_or_create(kind=kind, code=code, defaults={"name": name, **more})[0]
