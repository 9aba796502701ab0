"""What can be recorded on a review: for each deed its form, its words and the service that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agencies.principal import Principal
from dhr import services
from dhr.forms import reviews as typed
from dhr.models import (
    AgencyContribution,
    DeathReview,
    FamilyEngagement,
    PanelMember,
    QualityArea,
    ReviewDocument,
    ReviewExclusion,
    ScopingReturn,
)
from dhr.states import Actor
from dhr.views.records import sheet_lines


@dataclass(frozen=True)
class Asked:
    """Who records what on which review, on which day."""

    review: DeathReview
    by: Principal
    today: date
    item: Any = None


Do = Callable[[Asked, dict[str, Any], forms.Form], object]


@dataclass(frozen=True)
class Deed:
    """One thing that can be recorded. ``part`` is the page that it belongs to, ``of`` what an item is."""

    title: str
    form: Callable[..., forms.Form]
    do: Do
    actors: frozenset[Actor]
    part: str = ""
    of: Any = None
    initial: Callable[[Asked], dict[str, Any]] = lambda asked: {"on": asked.today}
    files: bool = False
    needs_review: bool = False
    lead: str = ""

    def form_for(self, asked: Asked, posted: Any = None, files: Any = None) -> forms.Form:
        """The form, empty or with what was typed."""
        more = {"review": asked.review} if self.needs_review else {}
        initial = self.initial(asked)
        return self.form(posted, files, initial=initial, **more) if self.files else self.form(
            posted, initial=initial, **more
        )  # fmt: skip


def _call(service: Callable[..., object]) -> Do:
    """A service that takes the review and what was typed."""
    return lambda asked, said, _: service(asked.review, by=asked.by, **said)


def _dated(service: Callable[..., object]) -> Do:
    return lambda asked, said, _: service(asked.review, by=asked.by, today=asked.today, **said)


def _item(service: Callable[..., object]) -> Do:
    return lambda asked, said, _: service(asked.item, by=asked.by, **said)


def _facts_of(*names: str) -> Callable[[Asked], dict[str, Any]]:
    return lambda asked: {name: getattr(asked.review, name) for name in names}


def _appoint(asked: Asked, said: dict[str, Any], _: forms.Form) -> object:
    return services.appoint_chair(asked.review, by=asked.by, said=services.Appointment(**said))


def _family(asked: Asked, said: dict[str, Any], _: forms.Form) -> object:
    return services.save_family(asked.review, by=asked.by, facts=said, engagement=asked.item)


def _paper(asked: Asked, said: dict[str, Any], form: Any) -> object:
    facts = {"paper": said["paper"], "marking": said["marking"], "at": timezone.now()}
    return services.add_paper(asked.review, by=asked.by, upload=form.upload, **facts)


def _chronology(asked: Asked, said: dict[str, Any], form: Any) -> object:
    lines = sheet_lines(form, today=asked.today)
    return services.add_events(asked.review, by=asked.by, agency=said["agency"], lines=lines)


def _of_item(*names: str) -> Callable[[Asked], dict[str, Any]]:
    return lambda asked: {"on": asked.today, **{name: getattr(asked.item, name) for name in names if asked.item}}


C, P, I = Actor  # noqa: E741  (in the order of the enum: coordinator, partnership, chair)
OFFICE, OWN, LED, ALL = frozenset({C}), frozenset({P}), frozenset({C, I}), frozenset(Actor)
TOLD = tuple(typed.ToldForm.base_fields)
FAMILY = tuple(typed.FamilyForm.base_fields)
DEEDS: dict[str, Deed] = {
    "responsible": Deed(
        "Responsible partnership", typed.ResponsibleForm, _call(services.set_responsible), OFFICE,
        initial=lambda a: {"csp": a.review.responsible_csp_id, "residence_clear": a.review.residence_clear},
    ),
    "ask": Deed("Ask agencies what they know", typed.AskForm, _call(services.ask_agencies), OFFICE, part="reports"),
    "return": Deed(
        "What the agency knows", typed.ReturnForm, _item(services.record_return), OFFICE, part="reports",
        of=ScopingReturn,
    ),
    "link": Deed("Another process about this death", typed.LinkForm, _call(services.link_review), OFFICE),
    "decide": Deed(
        "Decide whether to review", typed.DecideForm, _dated(services.decide_review), OWN,
        initial=lambda a: {"decided_on": a.today},
        lead="Whether it is reviewed, and how, are two questions. The earlier decision stays on record.",
    ),
    "told": Deed(
        "Who was told of the decision", typed.ToldForm, _dated(services.record_facts), frozenset({C}),
        initial=_facts_of(*TOLD),
    ),
    "chair": Deed(
        "Appoint the chair", typed.ChairForm, _appoint, frozenset({C, P}), part="panel",
        initial=lambda a: {"appointed_on": a.today},
    ),
    "terms": Deed("Terms of reference", typed.TermsForm, _call(services.write_terms), LED, part="panel"),
    "member": Deed("Add a panel member", typed.MemberForm, _call(services.add_panel_member), OFFICE, part="panel"),
    "leave": Deed(
        "Leaves the panel", typed.DayForm, _item(services.end_panel_member), OFFICE, part="panel", of=PanelMember,
        lead="From this moment on they see the review no longer.",
    ),
    "keep-out": Deed(
        "Keep somebody from this review", typed.ExcludeForm, _call(services.exclude), OFFICE, part="panel",
        lead="This beats every other right that they have. They find the page of a review that does not exist.",
    ),
    "let-in": Deed(
        "No longer kept from this review", typed.NothingForm, _item(services.end_exclusion), OFFICE, part="panel",
        of=ReviewExclusion, lead="What they may see is again what their other rights say. The record of it stays.",
    ),
    "meeting": Deed(
        "Panel meeting", typed.MeetingForm, _call(services.record_meeting), LED, part="panel", needs_review=True
    ),
    "commission": Deed(
        "Ask for reports", typed.CommissionForm, _call(services.commission_reports), LED, part="reports"
    ),
    "report": Deed(
        "Agency report", typed.ContributionForm, _item(services.move_contribution), LED, part="reports",
        of=AgencyContribution, initial=_of_item("author", "author_independent"),
    ),
    "extend": Deed(
        "More time for a report", typed.ExtendReportForm, _item(services.extend_contribution), LED, part="reports",
        of=AgencyContribution,
    ),
    "facts": Deed(
        "The facts in the draft are right", typed.DayForm, _item(services.check_facts), LED, part="reports",
        of=AgencyContribution,
    ),
    "sheet": Deed("Add a chronology", typed.SheetForm, _chronology, LED, part="chronology", files=True),
    "merge": Deed(
        "The chronologies are merged", typed.DayForm, _call(services.merge_chronology), LED, part="chronology"
    ),
    "relative": Deed(
        "Family", typed.FamilyForm, _family, LED, part="family", initial=lambda a: {"response": "waiting"}
    ),
    "family": Deed(
        "Family", typed.FamilyForm, _family, LED, part="family", of=FamilyEngagement,
        initial=lambda a: {name: getattr(a.item, name) for name in FAMILY},
    ),
    "paper": Deed("Add a paper", typed.PaperForm, _paper, ALL, part="publication", files=True),
    "check": Deed(
        "Nobody is named in it", typed.DayForm, _item(services.check_anonymity), ALL, part="publication",
        of=ReviewDocument, lead="You have read it from the first page to the last and found no name in it.",
    ),
    "sign-off": Deed(
        "What goes with the agreed report", typed.SignOffForm, _dated(services.record_facts), OFFICE,
        part="publication", initial=_facts_of("sign_off_minute", "commissioner_told_on"),
    ),
    "letter": Deed("Home Office letter", typed.LetterForm, _call(services.record_letter), OFFICE, part="publication"),
    "area": Deed(
        "Answer an area of the letter", typed.AnswerForm, _item(services.answer_area), LED, part="publication",
        of=QualityArea, initial=_of_item("answer"),
    ),
    "publication": Deed(
        "Before publication", typed.PublicationForm, _dated(services.record_facts), frozenset({C, P}),
        part="publication", initial=_facts_of("family_warned_on", "published_url"),
    ),
    "withhold": Deed(
        "Why it is not published", typed.WithholdForm, _dated(services.record_facts), OWN, part="publication",
        initial=_facts_of("withheld_reason", "withheld_agreed_on", "look_again_on"),
    ),
    "conclude": Deed(
        "The partnership concludes", typed.ConcludeForm, _dated(services.record_facts), OWN, part="publication",
        initial=_facts_of("conclusion_minute"),
    ),
    "hold": Deed(
        "Legal hold", typed.HoldForm, _dated(services.record_facts), OFFICE, initial=_facts_of("hold_reason")
    ),
    "pause": Deed("Pause the clock", typed.PauseForm, _dated(services.pause_review), ALL),
    "resume": Deed("Go on", typed.DayForm, _dated(services.resume_review), ALL),
    "date": Deed(
        "Another date for the report", typed.AgreeDateForm, _call(services.agree_date), OWN,
        lead="Agreed by the panel with the partnership.",
    ),
}  # fmt: skip


def deed_named(name: str) -> Deed:
    """The deed of an address. Http404 for none."""
    if (found := DEEDS.get(name)) is None:
        raise Http404
    return found


def item_of(deed: Deed, review: DeathReview, item: str, by: Principal) -> Any:
    """The row that a deed is about: one of this review that the principal sees. Http404 for any other."""
    if deed.of is None:
        if item:
            raise Http404
        return None
    rows = deed.of.objects.visible_to(by).filter(review=review)
    try:
        return get_object_or_404(rows, pk=item)
    except ValueError as error:
        raise Http404 from error
