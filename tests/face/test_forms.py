"""Whole forms: the error summary, titles, groups that repeat, and forms shown as they were typed."""

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from common.forms import DateField, Look, as_typed, repeating
from common.templatetags.linnet_forms import problems


class ChildForm(forms.Form):
    name = forms.CharField(label="First name")
    born = DateField(label="Date of birth", required=False)


class ReferralForm(forms.Form):
    safe = forms.ChoiceField(label="Is it safe?", choices=[("y", "Yes")], widget=forms.RadioSelect)
    born = DateField(label="Date of birth")
    token = forms.CharField(widget=forms.HiddenInput)
    notes = forms.CharField(label="Notes", max_length=5, required=False)

    looks = {"safe": Look(noun="whether it is safe")}

    def clean(self):
        if self.cleaned_data.get("notes") == "wrong":
            raise forms.ValidationError("Check the notes against the date")


Children = repeating(ChildForm, noun="child", most=3)


def render(source, **context):
    return Template("{% load linnet %}" + source).render(Context(context))


def sent(*rows, prefix="children", **more):
    """What a browser sends for these groups of (name, day, month, year)."""
    data = QueryDict(mutable=True)
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = len(rows), 0
    for number, (name, *born) in enumerate(rows):
        data[f"{prefix}-{number}-name"] = name
        for part, typed in zip(("day", "month", "year"), born, strict=True):
            data[f"{prefix}-{number}-born-{part}"] = typed
    data.update(more)
    return data


ADA, BEN = ("Ada", "1", "2", "2019"), ("Ben", "3", "4", "2021")


# -- the error summary ------------------------------------------------------------------------------------------------


def test_the_summary_follows_the_page_and_each_link_lands_on_a_control():
    form = ReferralForm({"born-day": "1", "born-month": "", "born-year": "1990", "notes": "too long"})
    assert list(problems(form)) == [
        ("Select an answer to “Is it safe?”", "id_safe"),
        ("Date of birth must include a month", "id_born-month"),
        ("Enter the token", ""),
        ("Notes must be 5 characters or fewer. You entered 8", "id_notes"),
    ]
    page = render("{{ form }}{% error_summary form %}", form=form)
    for _message, target in problems(form):
        assert not target or f' id="{target}"' in page
    assert page.count("<a href=") == 3


def test_an_error_of_the_whole_form_leads_to_its_first_control():
    data = {"safe": "y", "born-day": "1", "born-month": "1", "born-year": "1990", "token": "t", "notes": "wrong"}
    assert list(problems(ReferralForm(data))) == [("Check the notes against the date", "id_safe")]


def test_the_summary_covers_several_forms_and_formsets_and_skips_what_is_absent():
    children = Children(sent(ADA, ("", "9", "", "2020")), prefix="children")
    summary = render("{% error_summary a b nothing %}", a=ReferralForm({"token": "t"}), b=children)
    assert summary.count("<li>") == 4
    assert 'href="#id_children-1-name"' in summary
    assert 'href="#id_children-1-born-month"' in summary


def test_no_errors_no_summary_and_an_unsent_form_has_none():
    assert render("{% error_summary form %}", form=ReferralForm()).strip() == ""
    assert render("{% error_summary form %}").strip() == ""


@pytest.mark.parametrize(
    ("context", "prefix"),
    [
        ({}, ""),
        ({"form": ReferralForm()}, ""),
        ({"form": ReferralForm({})}, "Error: "),
        ({"form": "not a form at all"}, ""),
        ({"formset": Children(sent(("", "9", "", "")), prefix="children")}, "Error: "),
        ({"forms": [ReferralForm(), ReferralForm({})]}, "Error: "),
    ],
)
def test_the_title_says_error_when_something_on_the_page_is_wrong(context, prefix):
    assert render("{% error_prefix %}", **context) == prefix


# -- repeating groups -------------------------------------------------------------------------------------------------


def test_a_page_starts_without_groups_and_offers_the_first():
    html = str(Children(prefix="children"))
    assert 'name="children-TOTAL_FORMS" value="0"' in html
    assert "Add a child</button>" in html
    assert "Remove" not in html


def test_add_another_keeps_what_was_typed_and_complains_about_nothing():
    before = Children(sent(ADA, ("", "9", "", "soon"), **{"children-add": "1"}), prefix="children")
    assert before.asked_to_change
    after = before.changed()
    html = str(after)
    assert after.total_form_count() == 3
    assert 'value="Ada"' in html
    assert (
        'name="children-1-born-year" type="text" inputmode="numeric" autocomplete="off" spellcheck="false" value="soon"'
        in html
    )
    assert "error" not in html
    assert html.count("autofocus") == 1
    assert html.index("autofocus") > html.index('name="children-1-name"')
    assert "Add another" not in html  # three is the most
    assert "Remove child 3</button>" in html


@pytest.mark.parametrize(("removed", "left"), [("0", "Ben"), ("1", "Ada")])
def test_remove_takes_out_the_right_group(removed, left):
    after = Children(sent(ADA, BEN, **{"children-remove": removed}), prefix="children").changed()
    assert after.total_form_count() == 1
    assert [form.initial["name"] for form in after] == [left]
    assert f'value="{left}"' in str(after)


@pytest.mark.parametrize("number", ["9", "-1", "x", ""])
def test_a_number_that_is_none_of_them_removes_nothing(number):
    assert Children(sent(ADA, BEN, **{"children-remove": number}), prefix="children").changed().total_form_count() == 2


def test_adding_stops_at_the_most():
    full = Children(sent(ADA, BEN, ADA, **{"children-add": "1"}), prefix="children")
    assert full.changed().total_form_count() == 3


def test_the_other_buttons_of_the_page_do_not_ask_for_a_change():
    assert not Children(sent(ADA, save="on"), prefix="children").asked_to_change
    assert not Children(prefix="children").asked_to_change


def test_blank_groups_are_ignored_and_the_rest_are_checked():
    children = Children(sent(ADA, ("", "", "", ""), BEN), prefix="children")
    assert children.is_valid()
    assert [row["name"] for row in children.rows] == ["Ada", "Ben"]
    assert not Children(sent(("", "9", "9", "2019")), prefix="children").is_valid()


def test_too_many_too_few_and_a_lost_page_are_said_in_words():
    def said(formset):
        return [message for message, _target in problems(formset)]

    assert said(Children(sent(ADA, BEN, ADA, BEN), prefix="children")) == [
        "You can add up to 3. Remove one child or more"
    ]
    assert said(Children({}, prefix="children")) == [
        "Part of this page was lost on the way. Check your answers and send it again"
    ]
    least = repeating(ChildForm, noun="other name", least=1)
    assert "Add at least one other name" in said(least(sent(("", "", "", "")), prefix="children"))
    assert least(prefix="children").add_words == "Add another other name"
    assert repeating(ChildForm, noun="other name")(prefix="children").add_words == "Add an other name"


# -- as typed ---------------------------------------------------------------------------------------------------------


def test_a_form_as_typed_shows_every_word_and_no_error():
    form = ReferralForm({"safe": "y", "born-day": "31", "born-month": "feb", "born-year": "", "notes": "far too long"})
    assert form.errors
    html = str(as_typed(form))
    for typed in (" checked", 'value="31"', 'value="feb"', 'value="far too long"'):
        assert typed in html
    assert "error" not in html
    assert as_typed(form).initial["born"] == ["31", "feb", ""]
    assert form.errors, "the form itself is as it was"
