"""Every shared component on one page, and pages made of them, with invented people. Mounted only when DEBUG is on.

This is where a component is looked at while it is made, and where the tests of tests/face drive a real browser.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from common.forms import DateField, Look, NearDateField, TimeField, as_typed, repeating
from config import gallery_people as people

SAFE = [("safe", "Safe"), ("not-safe", "Not safe"), ("not-known", "Not known")]
CHANNELS = [("call", "Call"), ("text", "Text"), ("e-mail", "E-mail"), ("none", "None of these")]


class EverythingForm(forms.Form):
    """One of each field, as an occasional user meets them."""

    name = forms.CharField(label="First name", max_length=60, help_text="As they say it themselves")
    born = DateField(label="Date of birth", past=True, help_text="For example, 31 3 1980", required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    children = forms.IntegerField(label="Number of children", min_value=0, max_value=20, required=False)
    due = NearDateField(label="Due date", help_text="For example, 27/11/2026, fri or 4 dec")
    at = TimeField(label="Time of the call", help_text="For example, 9:05am", required=False)
    agency = forms.ChoiceField(label="Agency", choices=[("", "Choose one"), ("police", "Police"), ("health", "Health")])
    view = forms.CharField(label="What they want", max_length=200, widget=forms.Textarea, required=False)
    voicemail = forms.ChoiceField(
        label="Is it safe to leave a voicemail?",
        choices=SAFE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is safe to leave a voicemail"},
    )
    ways = forms.MultipleChoiceField(
        label="Which ways have you tried?", choices=CHANNELS, widget=forms.CheckboxSelectMultiple, required=False
    )
    interpreter = forms.ChoiceField(
        label="Is an interpreter needed?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    language = forms.CharField(label="Language", required=False)
    report = forms.FileField(label="Report", help_text="PDF or Word, up to 10 MB", required=False)
    told = forms.BooleanField(label="They know that this referral is being made", required=False)

    looks = {
        "name": Look(width=20),
        "email": Look(width=30),
        "children": Look(width=2),
        "due": Look(width=10),
        "at": Look(width=5),
        "view": Look(count=True, rows=3),
        "voicemail": Look(inline=True, hints={"not-known": "Treated as not safe until someone confirms it"}),
        "ways": Look(exclusive="none"),
        "interpreter": Look(reveals={"yes": "language"}),
        "language": Look(width=20, optional=False),
    }


class SafeContactForm(forms.Form):
    """A compact form for people who fill it in often, with two mistakes in it (mock-up 08b)."""

    phone = forms.CharField(label="Phone number", initial="07700 900 412")
    call = forms.ChoiceField(label="Is it safe to call?", choices=SAFE, widget=forms.RadioSelect)
    voicemail = forms.ChoiceField(
        label="Is it safe to leave a voicemail?",
        choices=SAFE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is safe to leave a voicemail"},
    )
    text = forms.ChoiceField(label="Is it safe to text?", choices=SAFE, widget=forms.RadioSelect)
    times = forms.CharField(label="Best times", help_text="Days and times when the person causing harm is not there")
    other = forms.CharField(label="If someone else answers", widget=forms.Textarea)
    review = NearDateField(
        label="Check again by",
        help_text="For example, 21/12/2026. We suggest 28 days",
        earliest=people.TOMORROW,
        today=people.TODAY,
    )

    compact = True
    looks = {
        "phone": Look(width=20),
        **{name: Look(inline=True) for name in ("call", "voicemail", "text")},
        "other": Look(rows=2),
        "review": Look(width=10, noun="review date"),
    }


class ChildForm(forms.Form):
    first_name = forms.CharField(label="First name")
    born = DateField(label="Date of birth", past=True, required=False)
    compact = True
    looks = {"first_name": Look(width=20)}


class SignInForm(forms.Form):
    """Its own words, because it is about the person who signs in (mock-up 15)."""

    email = forms.EmailField(label="Work e-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class MinutesForm(forms.Form):
    """The right-hand column of the meeting screen (mock-up 06)."""

    risks = forms.CharField(label="Risks agreed", help_text="One risk a line", widget=forms.Textarea)
    action = forms.CharField(
        label="New action", help_text="Agency, what, by when: “housing: change locks by fri 4 dec”", required=False
    )
    update = forms.ChoiceField(
        label="Who will update Zosia?", choices=[("", "Choose an agency"), ("advice", "Advice service")]
    )
    flags = forms.MultipleChoiceField(
        label="Flags and review",
        choices=[("flag", "All agencies flag records until 26 November 2027"), ("again", "Hear again")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    compact, mark_optional = True, False
    looks = {"risks": Look(rows=3)}


class FilterForm(forms.Form):
    """A filter column: nothing in it is required, so nothing says "(optional)"."""

    clock = forms.MultipleChoiceField(
        label="Hear by", choices=people.CLOCK_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.MultipleChoiceField(label="Grounds", choices=people.GROUNDS, widget=forms.CheckboxSelectMultiple)
    source = forms.MultipleChoiceField(label="From", choices=people.SOURCES, widget=forms.CheckboxSelectMultiple)
    compact, mark_optional = True, False


Children = repeating(ChildForm, noun="child", most=4)


def index(request: HttpRequest) -> HttpResponse:
    """The components. A POST checks the form, adds or removes a child, and shows the page again."""
    data = request.POST or None
    form, children = EverythingForm(data, request.FILES or None), Children(data, prefix="children")
    if children.asked_to_change:
        form, children = as_typed(form), children.changed()
    context = people.shell("Overview") | people.COMPONENTS
    context |= {"form": form, "formset": children, "names": PAGES}
    return render(request, "gallery/index.html", context)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page in full, as a role would see it."""
    if name not in PAGES:
        raise Http404
    context = people.shell(PAGES[name]) | people.COMPONENTS | {"filter_form": FilterForm()}
    if name == "form":
        context["form"] = SafeContactForm(people.SAFE_CONTACT_TYPED)
    if name == "sign-in":
        context |= {"demo": True, "person_name": "", "search_url": "", "agency_name": ""}
    if name in UNSENT:
        context["form"] = UNSENT[name]()
    if name == "messages":
        messages.success(request, "Contact saved. Next due Tuesday 24 November.")
    return render(request, f"gallery/{name}.html", context)


@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """What "Stay signed in" asks for."""
    return HttpResponse(status=204)


@require_POST
def draft(request: HttpRequest) -> JsonResponse:
    """What autosave asks for. A draft that says "clash" was changed by somebody else."""
    if request.POST.get("times") == "clash":
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": "9:14am"})


UNSENT = {"live": MinutesForm, "sign-in": SignInForm}
# Page: the place of the navigation that it stands in.
PAGES = {
    "overview": "Overview",
    "worklist": "Referrals",
    "record": "Cases",
    "agenda": "Meetings",
    "live": "Meetings",
    "tasks": "",
    "form": "",
    "report": "Reports",
    "progress": "Reports",
    "confirm": "Meetings",
    "messages": "Overview",
    "sign-in": "",
}

urlpatterns = [
    path("", index, name="gallery"),
    path("stay/", stay),
    path("draft/", draft),
    path("<slug:name>/", page, name="gallery-page"),
]
