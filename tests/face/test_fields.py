"""A Django field becomes a GOV.UK field: ids, hints, errors and attributes that assistive technology relies on."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from common.forms import DateField, Look

YES_NO = [("yes", "Yes"), ("no", "No")]


def element(html, name, /, **attributes):
    """The first tag of this name whose attributes match; fails where there is none."""
    for tag in re.findall(rf"<{name}\b[^>]*>", html):
        if all(f'{key.replace("_", "-")}="{value}"' in tag for key, value in attributes.items()):
            return tag
    pytest.fail(f"no <{name}> with {attributes} in {html}")


def one(field, data=None, *, files=None, **form_attributes):
    """The HTML of a form of one field called x, sent with ``data`` unless that is None."""
    form_class = type("OneForm", (forms.Form,), {"x": field, **form_attributes})
    return form_class(data, files)["x"].as_field_group()


def test_a_text_input_has_its_label_and_nothing_else():
    html = one(forms.CharField(label="First name", max_length=60))
    assert '<label class="govuk-label govuk-label--s" for="id_x">First name</label>' in html
    box = element(html, "input", id="id_x", name="x", type="text")
    assert 'class="govuk-input"' in box
    assert 'autocomplete="off"' in box
    assert 'spellcheck="false"' in box
    for absent in ("maxlength", "required", "aria-describedby", "aria-invalid"):
        assert absent not in box


def test_hint_and_error_are_read_in_the_order_of_the_page():
    html = one(forms.CharField(label="First name", help_text="As they say it"), {})
    assert 'class="govuk-form-group govuk-form-group--error"' in html
    assert html.index('<div class="govuk-hint" id="id_x-hint">As they say it</div>') < html.index('id="id_x-error"')
    box = element(html, "input", id="id_x")
    assert 'aria-describedby="id_x-hint id_x-error"' in box
    assert 'aria-invalid="true"' in box
    assert "govuk-input--error" in box
    assert '<span class="govuk-visually-hidden">Error:</span> Enter the first name</p>' in html


def test_labels_hints_errors_and_values_are_escaped():
    evil = "<b onclick=x>&"
    html = one(forms.IntegerField(label=evil, help_text=evil), {"x": evil})
    assert "<b" not in html
    assert html.count("&lt;b onclick=x&gt;&amp;") == 4  # label, hint, error, value


def test_what_is_not_required_says_so_unless_the_form_has_only_such():
    assert "First name (optional)</label>" in one(forms.CharField(label="First name", required=False))
    assert "(optional)" not in one(forms.CharField(label="First name", required=False), mark_optional=False)
    assert "(optional)" not in one(forms.CharField(label="Name", required=False), looks={"x": Look(optional=False)})
    ticks = forms.MultipleChoiceField(label="Ways", choices=YES_NO, widget=forms.CheckboxSelectMultiple, required=False)
    assert "(optional)" not in one(ticks)


def test_radios_stand_in_a_fieldset_and_the_first_has_the_fields_own_id():
    html = one(forms.ChoiceField(label="Safe?", choices=YES_NO, widget=forms.RadioSelect), {})
    assert 'aria-describedby="id_x-error"' in element(html, "fieldset")
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Safe?</legend>' in html
    assert "checked" not in html
    for id_, value in (("id_x", "yes"), ("id_x-2", "no")):
        element(html, "input", type="radio", id=id_, value=value, name="x")
        element(html, "label", **{"for": id_})


def test_a_chosen_radio_stays_chosen_and_a_hint_belongs_to_its_choice():
    field = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    html = one(field, {"x": "no"}, looks={"x": Look(inline=True, hints={"no": "Until someone confirms it"})})
    assert "govuk-radios--inline" in html
    assert " checked" in element(html, "input", id="id_x-2", aria_describedby="id_x-2-about")
    assert " checked" not in element(html, "input", id="id_x")
    assert '<div class="govuk-hint govuk-radios__hint" id="id_x-2-about">Until someone confirms it</div>' in html


class RevealForm(forms.Form):
    interpreter = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    language = forms.CharField(label="Language", required=False)
    looks = {"interpreter": Look(reveals={"yes": "language"})}


def test_a_revealed_field_is_drawn_once_under_its_choice():
    html = str(RevealForm())
    assert html.count('name="language"') == 1
    assert html.index('id="id_interpreter"') < html.index('name="language"') < html.index('id="id_interpreter-2"')


def test_checkboxes_can_exclude_each_other():
    field = forms.MultipleChoiceField(
        choices=[("a", "A"), ("none", "None of these")], widget=forms.CheckboxSelectMultiple
    )
    html = one(field, {"x": ["a", "none"]}, looks={"x": Look(exclusive="none")})
    assert 'data-behaviour="exclusive"' in element(html, "input", value="none")
    assert 'data-behaviour="exclusive"' not in element(html, "input", value="a")
    assert html.count(" checked") == 2
    assert '<div class="govuk-checkboxes__divider">or</div>' in html


def test_a_single_checkbox_has_its_label_beside_it():
    html = one(forms.BooleanField(label="They know"), {})
    element(html, "input", type="checkbox", id="id_x", name="x", aria_describedby="id_x-error")
    assert "Tick the box to confirm: They know" in html
    assert "<fieldset" not in html


def test_a_date_is_three_boxes_that_keep_what_was_typed():
    html = one(DateField(label="Date of birth"), {"x-day": "31", "x-month": "feb", "x-year": ""})
    assert 'role="group"' in element(html, "fieldset", aria_describedby="id_x-error")
    element(html, "input", id="id_x-day", name="x-day", inputmode="numeric", value="31")
    assert "inputmode" not in element(html, "input", id="id_x-month", value="feb")
    wrong = element(html, "input", id="id_x-year")
    assert "govuk-input--error" in wrong
    assert 'aria-invalid="true"' in wrong
    assert "govuk-input--error" not in element(html, "input", id="id_x-day")
    assert "Date of birth must include a year" in html


def test_a_number_is_a_text_box_with_number_keys():
    html = one(forms.IntegerField(min_value=0, max_value=20), looks={"x": Look(width=2)})
    box = element(html, "input", id="id_x", type="text", inputmode="numeric")
    assert "govuk-input--width-2" in box
    assert not re.search(r" (min|max|step)=", box)
    assert 'inputmode="decimal"' in one(forms.DecimalField())


def test_a_long_answer_is_counted_but_never_cut():
    html = one(forms.CharField(max_length=200, widget=forms.Textarea), looks={"x": Look(count=True, rows=3)})
    assert 'data-maxlength="200"' in element(html, "div", data_module="govuk-character-count")
    box = element(html, "textarea", id="id_x", aria_describedby="id_x-info", rows="3")
    assert not re.search(r" (maxlength|cols)=", box)
    assert "You can enter up to 200 characters" in html


def test_a_password_can_be_shown_and_keeps_its_own_autocomplete():
    field = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    html = one(field, {})
    box = element(html, "input", type="password", autocomplete="current-password", spellcheck="false")
    assert "govuk-js-password-input-input" in box
    assert " hidden" in element(html, "button", type="button", aria_controls="id_x")
    assert "Enter your password" in html


def test_a_select_without_an_answer_asks_for_one():
    html = one(forms.ChoiceField(label="Agency", choices=[("", "Choose one"), *YES_NO]), {})
    assert "govuk-select--error" in element(html, "select", id="id_x", aria_describedby="id_x-error")
    assert "Select the agency" in html


def test_a_file_is_refused_in_our_words():
    html = one(forms.FileField(label="Report"), {}, files={"x": SimpleUploadedFile("empty.txt", b"")})
    element(html, "input", type="file", id="id_x", aria_describedby="id_x-error")
    assert "The selected file is empty" in html


def test_prefix_suffix_hidden_label_and_heading():
    look = Look(prefix="£", suffix="a week", size="l", heading=True)
    html = one(forms.CharField(label="Rent"), looks={"x": look})
    assert '<h1 class="govuk-label-wrapper"><label class="govuk-label govuk-label--l"' in html
    assert '<div class="govuk-input__prefix" aria-hidden="true">£</div>' in html
    assert "govuk-visually-hidden" in one(forms.CharField(), looks={"x": Look(hidden_label=True)})


def test_a_hidden_field_is_only_an_input():
    assert (
        one(forms.CharField(widget=forms.HiddenInput, initial="k"))
        == '<input type="hidden" name="x" value="k" id="id_x">'
    )


def test_the_look_of_one_place_leaves_the_field_as_it_was():
    form = type("OneForm", (forms.Form,), {"x": forms.CharField(label="Phone")})()
    assert "govuk-input--width-20" in form["x"].looking(width=20, label="Mobile").as_field_group()
    assert "govuk-input--width-20" not in form["x"].as_field_group()
    assert ">Phone</label>" in form["x"].as_field_group()
