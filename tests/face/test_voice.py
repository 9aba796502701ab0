"""Error messages name the answer and say what to do, without "invalid", "required" or "please"."""

from datetime import date, time

import pytest
from django import forms

from common.forms import DateField, Look, NearDateField, TimeField
from common.forms.dates import month_number
from common.forms.times import near_day, time_of_day
from common.forms.voice import as_subject, noun_from

MONDAY = date(2026, 11, 23)
DOB = {"label": "Date of birth"}


def error(field, value=None, **form_attributes):
    """The one message for a field called x, or "" if it is happy. A date is given as three words."""
    data = {} if value is None else {"x": value}
    if isinstance(value, tuple):
        data = dict(zip(("x-day", "x-month", "x-year"), value, strict=True))
    form = type("OneForm", (forms.Form,), {"x": field, **form_attributes})(data)
    return " / ".join(form.errors.get("x", []))


@pytest.mark.parametrize(
    ("label", "noun"),
    [
        ("First name", "the first name"),
        ("The first name:", "the first name"),
        ("Your name", "your name"),
        ("NHS number", "the NHS number"),
        ("  E-mail  ", "the e-mail"),
        ("", "an answer"),
    ],
)
def test_a_label_becomes_a_noun(label, noun):
    assert noun_from(label) == noun


def test_a_noun_becomes_a_subject():
    assert as_subject("the date of birth") == "Date of birth"
    assert as_subject("your password") == "Your password"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(label="First name"), None, "Enter the first name"),
        (forms.CharField(label="What happened?"), None, "Answer “What happened?”"),
        (forms.CharField(label="First name", max_length=3), "Zofia",
         "First name must be 3 characters or fewer. You entered 5"),
        (forms.CharField(label="First name", min_length=3), "Z", "First name must be 3 characters or more"),
        (forms.CharField(label="First name"), "a\0b", "First name must not include null characters"),
        (forms.IntegerField(label="Number of children"), "two", "Number of children must be a whole number, like 3"),
        (forms.IntegerField(label="Number of children", min_value=0), "-1", "Number of children must be 0 or more"),
        (forms.IntegerField(label="Number of children", max_value=20), "21", "Number of children must be 20 or fewer"),
        (forms.EmailField(), "nobody", "Enter an e-mail address in the correct format, like name@example.org"),
        (forms.ChoiceField(label="Agency", choices=[("a", "A")]), None, "Select the agency"),
        (forms.ChoiceField(label="Agency", choices=[("a", "A")]), "b", "Agency must be one of the choices shown"),
        (forms.BooleanField(label="They know"), None, "Tick the box to confirm: They know"),
        (forms.DateField(label="Due date"), "never", "Due date must be a real date"),
    ],
)  # fmt: skip
def test_djangos_own_words_are_replaced(field, value, message):
    assert error(field, value) == message


def test_a_message_of_the_form_wins_and_so_does_a_noun():
    asked = {"required": "Select whether it is safe to call"}
    assert error(forms.CharField(label="Safe?", error_messages=asked)) == "Select whether it is safe to call"
    assert error(forms.CharField(label="Name"), looks={"x": Look(noun="the child’s name")}) == "Enter the child’s name"


def test_one_form_does_not_speak_for_another():
    shared = forms.CharField(label="Name")
    assert error(shared, looks={"x": Look(noun="the child’s name")}) == "Enter the child’s name"
    assert error(shared) == "Enter the name"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "", ""), "Enter the date of birth"),
        (("14", "3", ""), "Date of birth must include a year"),
        (("", "", "1994"), "Date of birth must include a day and a month"),
        (("14", "3", "94"), "Year must include 4 numbers"),
        (("31", "2", "1994"), "Date of birth must be a real date"),
        (("0", "3", "1994"), "Date of birth must be a real date"),
        (("14", "13", "1994"), "Date of birth must be a real date"),
        (("14", "ma", "1994"), "Date of birth must be a real date"),
        (("14", "3", "19994"), "Date of birth must be a real date"),
        (("١٤", "3", "1994"), "Date of birth must be a real date"),
        (("14", "3", "1994\0"), "Date of birth must be a real date"),
        (("24", "11", "2026"), "Date of birth must be today or in the past"),
        (("1", "1", "1899"), "Date of birth must be on or after 1 January 1900"),
    ],
)
def test_a_known_date_says_what_is_wrong_with_it(typed, message):
    field = DateField(**DOB, past=True, earliest=date(1900, 1, 1), today=lambda: MONDAY)
    assert error(field, typed) == message


@pytest.mark.parametrize(
    "typed", [("14", "3", "1994"), ("14th", "march", "1994"), ("14", "Mar", "1994"), ("14", "03", "1994")]
)
def test_a_known_date_may_be_typed_in_many_ways(typed):
    assert DateField(**DOB).clean(list(typed)) == date(1994, 3, 14)


def test_the_limits_of_a_date_are_themselves_allowed():
    field = DateField(**DOB, past=True, latest=lambda: date(2027, 1, 1), today=lambda: MONDAY)
    assert field.clean(["23", "11", "2026"]) == MONDAY
    assert error(DateField(label="Review", future=True, today=lambda: MONDAY), ("23", "11", "2026")) == (
        "Review must be in the future"
    )
    assert error(DateField(label="Review", latest=MONDAY), ("24", "11", "2026")) == (
        "Review must be on or before 23 November 2026"
    )


def test_a_date_knows_whether_it_was_changed():
    assert not DateField().has_changed(date(1994, 3, 14), ["14", "3", "1994"])
    assert not DateField().has_changed(None, ["", "", ""])
    assert DateField().has_changed(None, ["14", "", ""])


@pytest.mark.parametrize(
    ("typed", "month"), [("3", 3), ("03", 3), ("mar", 3), ("Sept.", 9), ("june", 6), ("13", None), ("ju", None)]
)
def test_months(typed, month):
    assert month_number(typed) == month


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", MONDAY),
        ("Tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("+7", date(2026, 11, 30)),
        ("fri", date(2026, 11, 27)),
        ("monday", date(2026, 11, 30)),  # the next one: today is called today
        ("4 dec", date(2026, 12, 4)),
        ("fri 4 dec", date(2026, 12, 4)),
        ("4/12", date(2026, 12, 4)),
        ("22 nov", date(2027, 11, 22)),  # already past, so next year's
        ("23 nov", MONDAY),
        ("27/11/2026", date(2026, 11, 27)),
        ("27.11.2026", date(2026, 11, 27)),
        ("27/11/26", None),
        ("31/2/2027", None),
        ("29 feb", None),  # there is none in 2026 or 2027
        ("someday", None),
        ("fri4", None),
        ("+9999", None),
        ("1/2/3/4", None),
        ("-", None),
    ],
)
def test_a_near_day_is_read_as_people_say_it(typed, day):
    assert near_day(typed, today=MONDAY) == day


def test_a_near_date_says_what_is_wrong_with_it():
    field = NearDateField(label="Due date", today=MONDAY, earliest=MONDAY)
    assert error(field, "soonish") == "Due date must be a real date, like 27/11/2026 or “fri”"
    assert error(field, "yesterday") == "Due date must be on or after 23 November 2026"
    assert error(field) == "Enter the due date"
    assert field.clean(" FRI ") == date(2026, 11, 27)
    assert field.prepare_value(date(2026, 12, 4)) == "4/12/2026"
    assert NearDateField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("9:05am", time(9, 5)),
        ("9.05 AM", time(9, 5)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30pm", time(12, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("9", None),
        ("13pm", None),
        ("0am", None),
        ("25:00", None),
        ("9:61", None),
        ("early", None),
    ],
)
def test_a_time_is_read_as_people_say_it(typed, found):
    assert time_of_day(typed) == found


def test_a_time_says_what_is_wrong_with_it_and_is_shown_as_we_say_it():
    assert error(TimeField(label="Time of the call"), "early") == "Time of the call must be a real time, like 9:05am"
    assert [TimeField().prepare_value(t) for t in (time(0, 5), time(9), time(12), time(13, 7))] == [
        "12:05am", "9:00am", "12:00pm", "1:07pm",
    ]  # fmt: skip
