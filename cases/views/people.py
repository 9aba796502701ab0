"""The people of a case: the picture and the table, a page for each, and what is typed about them."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.gates import requires, signed_in
from agencies.roles import Permission
from audit.services import record
from cases import presenters, services
from cases.forms import BirthDateForm, FactsForm, NameForm, PersonForm, RelationshipForm, SchoolForm
from cases.models import BirthDate, Case, Person, PersonName, Relationship
from cases.views.records import as_now, kept_case, kept_person, seen_case, seen_person
from cases.views.typed import Words, form_page, posted, stepped

keeps = requires(Permission.PEOPLE_WRITE)
typed = require_http_methods(["GET", "POST"])


@signed_in
@require_safe
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody in a case, and what they are to each other."""
    case = seen_case(request, reference)
    page = presenters.people_page(case, principal=request.principal, now=timezone.now())
    record("people viewed", by=request.principal, subjects=[case.pk])
    return render(request, "cases/people.html", {"case": case, "page": page})


@signed_in
@require_safe
def person(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """One person in a case: how to reach them first, then what is known of them."""
    case = seen_case(request, reference)
    found = seen_person(case, person_id, request)
    page = presenters.person_page(found, principal=request.principal, now=timezone.now())
    record("person viewed", by=request.principal, subjects=[case.pk, found.person_id])
    return render(request, "cases/person.html", {"case": case, "person": found.person, "page": page})


@keeps
@typed
def person_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add somebody to a case."""
    case = kept_case(request, reference)
    form = PersonForm(posted(request), case=case, people=_people(request))
    back = reverse("people", kwargs={"reference": reference})
    words = Words(
        "Add a person", "Add a person to this case", "Add this person", "Added. Open their page for the rest."
    )
    return form_page(request, form, case=case, save=lambda: _add(request, case, form), back=back, words=words)


def _add(request: HttpRequest, case: Case, form: PersonForm) -> None:
    """A person, and what they are to somebody."""
    said, now = form.cleaned_data, timezone.now()
    facts = {"sex": said["sex"], "age_estimate": said["age_estimate"]}
    added = services.add_person(
        case,
        by=request.principal,
        at=now,
        facts=facts,
        **{key: said[key] for key in ("role", "given", "family", "born")},
    )
    if said["choice"]:
        services.relate_people(
            case, by=request.principal, at=now, first=added, second=said["other"], choice=said["choice"]
        )


@keeps
@typed
def relationship_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what one person is to another."""
    case = kept_case(request, reference)
    form = RelationshipForm(posted(request), case=case, people=_people(request))
    back = reverse("people", kwargs={"reference": reference})
    words = Words("Add a relationship", "What are they to each other?", done="Relationship added.")
    return form_page(
        request,
        form,
        case=case,
        save=lambda: services.relate_people(case, by=request.principal, at=timezone.now(), **form.cleaned_data),
        back=back,
        words=words,
    )


@keeps
@require_POST
def relationship_strike(request: HttpRequest, reference: str, relationship_id: str) -> HttpResponse:
    """Mark a relationship as wrong or over."""
    case = kept_case(request, reference)
    found = get_object_or_404(Relationship.objects.visible_to(request.principal).filter(case=case), pk=relationship_id)
    back = reverse("people", kwargs={"reference": reference})
    return stepped(
        request,
        partial(services.strike_relationship, found, by=request.principal, at=timezone.now()),
        done="Relationship taken out. It is kept in the history.",
        to=back,
    )


@keeps
@typed
def name_add(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Add a name."""
    case, found, back = kept_person(request, reference, person_id)
    form = NameForm(posted(request))
    words = Words("Add a name", f"Add a name for {found.person}", done="Name added.")
    return form_page(
        request, form, case=case, back=back, words=words,
        save=lambda: services.add_name(found.person, **as_now(request, case), **form.cleaned_data),
    )  # fmt: skip


@keeps
@require_POST
def name_strike(request: HttpRequest, reference: str, person_id: str, name_id: int) -> HttpResponse:
    """Mark a name as entered in error."""
    case, found, back = kept_person(request, reference, person_id)
    name = get_object_or_404(PersonName.objects.visible_to(request.principal), pk=name_id, person=found.person)
    return stepped(
        request,
        partial(services.strike_name, name, **as_now(request, case)),
        done="Marked as entered in error.",
        to=back,
    )


@keeps
@typed
def birth_date_add(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Add a date of birth, as precisely as it is known."""
    case, found, back = kept_person(request, reference, person_id)
    form = BirthDateForm(posted(request))

    def save() -> Any:
        on, precision = form.cleaned_data["born"]
        return services.add_birth_date(found.person, **as_now(request, case), on=on, precision=precision)

    words = Words("Add a date of birth", f"Add a date of birth for {found.person}", done="Date of birth added.")
    return form_page(request, form, case=case, save=save, back=back, words=words)


@keeps
@require_POST
def birth_date_strike(request: HttpRequest, reference: str, person_id: str, birth_date_id: int) -> HttpResponse:
    """Mark a date of birth as entered in error."""
    case, found, back = kept_person(request, reference, person_id)
    born = get_object_or_404(BirthDate.objects.visible_to(request.principal), pk=birth_date_id, person=found.person)
    return stepped(
        request,
        partial(services.strike_birth_date, born, **as_now(request, case)),
        done="Marked as entered in error.",
        to=back,
    )


@keeps
@typed
def person_facts(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Change what is known of somebody."""
    case, found, back = kept_person(request, reference, person_id)
    form = FactsForm(posted(request), involvement=found)
    words = Words("What is known", f"What is known of {found.person}")
    return form_page(
        request,
        form,
        case=case,
        save=lambda: services.set_facts(found, by=request.principal, facts=form.cleaned_data),
        back=back,
        words=words,
    )


@keeps
@typed
def school_set(request: HttpRequest, reference: str, person_id: str) -> HttpResponse:
    """Say where somebody goes to school."""
    case, found, back = kept_person(request, reference, person_id)
    form = SchoolForm(posted(request))
    words = Words(
        "School", f"Where does {found.person} go to school?", lead="Only the team that leads the case sees it."
    )
    return form_page(
        request,
        form,
        case=case,
        save=lambda: services.set_school(found.person, **as_now(request, case), **form.cleaned_data),
        back=back,
        words=words,
    )


def _people(request: HttpRequest) -> Any:
    return Person.objects.visible_to(request.principal).prefetch_related("names")
