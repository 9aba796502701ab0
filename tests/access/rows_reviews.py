"""Addresses of the reviews. Nobody of the standing cast has to do with one: for all of them it does not exist."""

from tests import factories
from tests.access.table import Row
from tests.factories import reviews

PEOPLE = ("outsider", "member", "coordinator", "excluded", "board_member", "administrator", "analyst")
HIDDEN = dict.fromkeys(PEOPLE, 404) | {"signed_out": 302}
NOT_FOR = dict.fromkeys(PEOPLE, 403) | {"signed_out": 302}

ROWS = {
    "reviews": Row("GET", **NOT_FOR),
    "review_new": Row("GET", **NOT_FOR),
    "library": Row("GET", **NOT_FOR | {"board_member": 200, "analyst": 200}),
    "fund": Row("GET", **NOT_FOR),
    "fund_cost": Row("GET", **NOT_FOR),
    "fund_event": Row("GET", **NOT_FOR),
    "fund_share": Row("GET", **NOT_FOR),
    "retention": Row("GET", **NOT_FOR),
    "review_paper": Row("GET", **HIDDEN),
    "review": Row("GET", **HIDDEN),
    "review_steps": Row("GET", **HIDDEN),
    "review_return": Row("GET", **HIDDEN),
    "review_chronology": Row("GET", **HIDDEN),
    "review_do": Row("GET", **HIDDEN),
    "review_do_item": Row("GET", **HIDDEN),
    "review_ours": Row("GET", **HIDDEN),
    "review_ours_do": Row("GET", **HIDDEN),
    "review_ours_take_back": Row("POST", **HIDDEN),
    "review_move": Row("GET", **HIDDEN),
    "review_part": Row("GET", **HIDDEN),
    "recommendation_new": Row("GET", **HIDDEN),
    "recommendations": Row("GET", **NOT_FOR),
    "recommendations_sheet": Row("GET", **NOT_FOR),
    "recommendation": Row("GET", **HIDDEN),
    "recommendation_merge": Row("GET", **HIDDEN),
    "recommendation_do": Row("GET", **HIDDEN),
}


def extend(world, cast):
    """A review of an office that nobody here works for, with a paper, a recommendation and a report."""
    office = factories.agency("Review office of this world")
    runner = factories.member(office, "review_coordinator")
    made = reviews.review(office, runner.user)
    agency = factories.agency()
    plan = reviews.recommendation(made, agency)
    world.kwargs |= {"paper_id": reviews.paper(made, "overview", runner.user, office).pk, "share_id": 1}
    world.kwargs |= {"recommendation_id": plan.pk, "part": "panel", "to": "scoping", "step": "told", "item": "0"}
    named = [name for name in ROWS if name.startswith(("review", "recommendation_new"))]
    world.kwargs |= {f"{name}.reference": made.reference for name in named}
    world.kwargs |= {"review_do_item.step": "report", "recommendation_do.step": "update"}
    world.kwargs["review_ours_do.step"] = "event"
    world.kwargs["review_ours_take_back.event_id"] = reviews.event(made, agency).pk
    world.kwargs["review_do_item.item"] = str(reviews.contribution(made, agency).pk)
