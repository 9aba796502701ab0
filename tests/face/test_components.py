"""Every shared component with the data that breaks components: nothing, everything, and text that wants to be HTML."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError

from common.dates import LONDON
from common.parts import (
    Action,
    CaseHeader,
    Column,
    Entry,
    Fact,
    Link,
    Masked,
    Pages,
    Progress,
    SafeContact,
    Task,
    Tile,
)

EVIL = "<script>x</script>O’Brien & Søn"
SAFE = "&lt;script&gt;x&lt;/script&gt;O’Brien &amp; Søn"


@dataclass
class Clock:
    state: str
    date: date
    words: str


CELL = "{% cell %}{{ x }}{% endcell %}"
LATE = Clock("late", date(2026, 11, 20), "3 days late")


def render(source, **context):
    return Template("{% load linnet %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{% tag x %}", EVIL),
        ("{% rag 'on' x %}", EVIL),
        ("{% restricted x %}", EVIL),
        ("{% clock x %}", Clock("soon", date(2026, 11, 25), EVIL)),
        (
            "{% case_header x %}",
            CaseHeader(EVIL, EVIL, facts=[Fact(EVIL, EVIL)], actions=[Action(EVIL, "/", about=EVIL)]),
        ),
        (
            "{% safe_contact x %}",
            SafeContact([EVIL], [EVIL], EVIL, EVIL, EVIL, numbers=[Masked(EVIL, EVIL, "/", EVIL)]),
        ),
        ("{% facts x %}{% rows x %}{% summary_list x %}", [Fact(EVIL, EVIL, "/"), Fact(EVIL, EVIL, copy=True)]),
        ("{% task_list x %}", [Task(EVIL, "done", "/", EVIL, EVIL)]),
        ("{% tiles x %}", [Tile(EVIL, EVIL, EVIL, "on", EVIL, EVIL, url="/")]),
        ("{% entries x %}", [Entry(EVIL, datetime(2026, 11, 21, tzinfo=LONDON), EVIL, EVIL, "/")]),
        ("{% breadcrumbs x %}{% sub_navigation x %}{% rail x 'Steps' %}{% chips x %}", [Link(EVIL, "/", words=EVIL)]),
        ("{% back_link '/' x %}{% status x %}{% copy x x %}", EVIL),
        ("{% pagination x %}", Pages("/", "/", EVIL)),
        ("{% progress x %}", Progress(1, 2, EVIL)),
        ("{% button x about=x name=x value=x %}{% button_link x '/' about=x %}{% post_button x '/' about=x %}", EVIL),
        ("{% alert label=x %}{{ x }}{% endalert %}{% panel x %}{{ x }}{% endpanel %}", EVIL),
        ("{% empty '/' x %}{{ x }}{% endempty %}{% details x %}{{ x }}{% enddetails %}", EVIL),
        ("{% missing x %}<li>{{ x }}</li>{% endmissing %}", EVIL),
        (
            "{% table x columns=c %}{% group x %}{% row id=x %}" + CELL + "{% endrow %}{% endgroup %}{% endtable %}",
            EVIL,
        ),
    ],
)
def test_text_stays_text(source, value):
    html = render(source, x=value, c=[Column(EVIL)])
    assert "<script" not in html
    assert SAFE in html


@pytest.mark.parametrize(
    ("level", "colour", "words"),
    [("high", "red", "High"), ("MEDIUM", "orange", "Medium"), ("standard", "blue", "Standard")],
)
def test_risk_is_a_colour_a_shape_and_a_word(level, colour, words):
    html = render("{% risk level %}", level=level)
    assert f"govuk-tag--{colour}" in html
    assert '<svg class="app-icon"' in html
    assert 'aria-hidden="true"' in html
    assert html.endswith(f"{words}</strong>")


@pytest.mark.parametrize("level", [None, "", "not_assessed", "nonsense"])
def test_a_risk_nobody_knows_is_said_and_never_left_out(level):
    assert "Not assessed</strong>" in render("{% risk level %}", level=level)


def test_every_rating_has_words_of_its_own():
    words = [
        render(f"{{% rag '{name}' %}}").rsplit("</svg>")[1]
        for name in ("on", "watch", "off", "done", "waiting", "none")
    ]
    assert len(set(words)) == 6
    with pytest.raises(KeyError):
        render("{% rag 'amber' %}")


@pytest.mark.parametrize("state", ["later", "week", "soon", "today", "late", "listed", "heard"])
def test_a_clock_is_a_machine_date_words_and_a_bar(state):
    html = render("{% clock c %}", c=Clock(state, date(2026, 11, 5), "in words"))
    assert f'class="app-clock app-clock--{state}"' in html
    assert '<time datetime="2026-11-05">Thu 5 Nov</time>' in html
    assert ('<span class="app-unsafe">in words</span>' in html) == (state == "late")


def test_no_clock_no_words():
    assert render("{% clock None %}") == ""


def test_every_icon_draws_something_and_is_silent_without_a_label():
    names = ["triangle", "diamond", "dot", "ring", "circle", "ticked", "dash", "lock", "cross", "warning", "tick"]
    drawings = {render(f"{{% icon '{name}' %}}") for name in names}
    assert len(drawings) == len(names)
    assert all("<path" in drawing or "<circle" in drawing for drawing in drawings)
    assert 'role="img" aria-label="Locked"' in render("{% icon 'lock' 'Locked' %}")


# -- tables -----------------------------------------------------------------------------------------------------------

TABLE = """{% table "Cases" columns=columns kind=kind %}{% group "Late (2)" %}{% row %}
{% rowhead %}Zosia{% endrowhead %} {% cell %} 12 {% endcell %} {% cell %} {% endcell %} {% cell %}Edit{% endcell %}
{% endrow %}{% endgroup %}{% group %}
{% row "sum" %}{% rowhead %}All{% endrowhead %}{% cell %}20{% endcell %}{% endrow %}{% endgroup %}{% endtable %}"""


def test_cells_know_their_columns():
    html = render(TABLE, columns="Person | #Cases | Status | -Action", kind="stack tight")
    assert '<table class="app-table app-table--stack app-table--tight" role="table">' in html
    assert '<caption class="govuk-visually-hidden">Cases</caption>' in html
    assert '<th scope="col" role="columnheader"><span class="govuk-visually-hidden">Action</span></th>' in html
    assert '<th scope="rowgroup" role="rowheader" colspan="4" aria-colspan="4">Late (2)</th>' in html
    assert '<th scope="row" role="rowheader">Zosia</th>' in html
    assert '<td role="cell" data-label="Cases" class="app-table__n">12</td>' in html
    assert '<td role="cell" data-label="Status"></td>' in html, (
        "an empty cell must be truly empty, or it shows on a phone"
    )
    assert '<td role="cell">Edit</td>' in html, "a heading that is only heard is no label"
    assert '<td role="cell" data-label="Cases" class="app-table__n">20</td>' in html, (
        "each row starts at the first column"
    )
    assert html.count('<tbody role="rowgroup">') == 2


def test_sorted_columns_say_so():
    columns = [
        Column("Person", "?sort=name"),
        Column("Hear by", "?sort=-due", "ascending"),
        Column("Late", "?", "descending"),
    ]
    html = render("{% table 'Cases' columns=columns shown=True %}{% endtable %}", columns=columns)
    assert html.count("aria-sort") == 2
    assert (
        'aria-sort="ascending"><a class="govuk-link govuk-link--text-colour app-sort" href="?sort=-due">Hear by <span'
        in html
    )
    assert '<caption class="app-h2">Cases</caption>' in html


def test_a_row_may_have_more_cells_than_columns_without_breaking():
    html = render(
        "{% table 'x' columns='A' %}{% group %}{% row %}{% cell %}1{% endcell %}{% cell %}2{% endcell %}{% endrow %}"
        "{% endgroup %}{% endtable %}"
    )
    assert '<td role="cell">2</td>' in html


def test_tables_do_not_share_their_place():
    inner = "{% table 'in' columns='X' %}{% group %}{% row %}" + CELL + "{% endrow %}{% endgroup %}{% endtable %}"
    html = render(
        "{% table 'out' columns='A | B' %}{% group %}{% row %}{% cell %}"
        + inner
        + "{% endcell %}{% cell %}2{% endcell %}{% endrow %}{% endgroup %}{% endtable %}"
    )
    assert '<td role="cell" data-label="B">2</td>' in html
    assert '<td role="cell" data-label="X"></td>' in html


@pytest.mark.parametrize("wrong", ["{% table %}", "{% table 'x' %}{% endtable %}", "{% table 'x' 'y' %}{% endtable %}"])
def test_a_table_without_columns_is_refused_when_the_template_is_read(wrong):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load linnet %}" + wrong)


# -- one case ---------------------------------------------------------------------------------------------------------


def test_do_not_comes_first_and_the_number_stays_covered():
    contact = SafeContact(
        ["Leave a voicemail"], ["Call her mobile"], numbers=[Masked("Mobile", "07••• ••• 412", "/reveal/")]
    )
    html = render("{% safe_contact c %}", c=contact, csrf_token="token")
    assert (
        html.index("Do not")
        < html.index("Leave a voicemail")
        < html.index("Call her mobile")
        < html.index("07••• ••• 412")
    )
    assert '<form class="app-inline-form" method="post" action="/reveal/">' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert "tel:" not in html


def test_what_nobody_has_asked_is_treated_as_not_safe():
    assert "Treat every way of getting in touch as not safe" in render("{% safe_contact None %}")
    html = render(
        "{% safe_contact c %}", c=SafeContact(confirmed="Confirmed 41 days ago", is_stale=True, change_url="/c/")
    )
    assert "Nothing is confirmed as safe" in html
    assert '<span class="app-unsafe">Confirmed 41 days ago, check again</span>' in html
    assert 'href="/c/">Change safe contact</a>' in html


def test_the_header_of_a_case_holds_the_h1_its_facts_and_its_state():
    header = CaseHeader(
        "Zofia Wójcik-Nowak",
        risk=None,
        is_restricted=True,
        facts=[Fact("Reference", "K7F3-9QD2-TX", copy=True), Fact("Hear by", clock=LATE), Fact("Adviser", None)],
        actions=[Action("Log contact", "/log/", "primary")],
    )
    html = render("{% case_header h %}", h=header)
    assert '<h1 class="app-h1">Zofia Wójcik-Nowak</h1>' in html
    assert "Not assessed" in html
    assert "Restricted</span>" in html
    assert "app-clock--late" in html
    assert "<dd>Not known</dd>" in html
    assert 'data-copy="K7F3-9QD2-TX" hidden' in html
    assert '<a class="govuk-button" href="/log/">Log contact</a>' in html
    assert "Not assessed" not in render("{% case_header h %}", h=CaseHeader("Review 11", shows_risk=False))


def test_entries_stand_under_their_london_day():
    def at(day, hour):
        return datetime(2026, 10, day, hour, 30, tzinfo=LONDON)

    utc = datetime.fromisoformat("2026-10-24T23:30:00+00:00")  # half past midnight of the 25th in London
    html = render("{% entries e %}", e=[Entry("A", at(25, 9)), Entry("B", utc), Entry("C", at(24, 9), is_new=True)])
    assert html.count('<h3 class="app-day">') == 2
    assert (
        html.index("Sunday 25 October 2026")
        < html.index("A")
        < html.index("12:30am")
        < html.index("Saturday 24 October")
    )


def test_task_rows_say_their_state_and_only_what_can_start_is_a_link():
    tasks = [
        Task("One", "done", "/1/"),
        Task("Two", "blocked", hint="After one"),
        Task("Three", "todo", "/3/", words="2 of 5"),
    ]
    html = render("{% task_list t 'x' %}", t=tasks)
    assert '<a class="govuk-link govuk-task-list__link" href="/1/" aria-describedby="x-1-status">One</a>' in html
    assert 'id="x-1-status">Completed</div>' in html
    assert "<div>Two</div>" in html
    assert "govuk-task-list__status--cannot-start-yet" in html
    assert '<strong class="govuk-tag govuk-tag--blue">2 of 5</strong>' in html


def test_summary_lists_say_what_was_not_given_and_name_what_they_change():
    html = render("{% summary_list f %}", f=[Fact("Address", "1 A\n2 B", "/c/"), Fact("Phone", ""), Fact("Calls", 0)])
    assert "1 A<br>2 B" in html
    assert "Not given</dd>" in html
    assert 'Change<span class="govuk-visually-hidden"> address</span>' in html


# -- buttons, messages, pages -----------------------------------------------------------------------------------------


def test_buttons_and_links_look_alike_but_are_what_they_are():
    html = render(
        "{% button 'Save' %}{% button 'Go' 'warning' name='a' value='b' once=True %}"
        "{% button 'Up' 'link' about='move up' %}"
    )
    assert '<button type="submit" class="govuk-button" data-module="govuk-button">Save</button>' in html
    assert 'govuk-button--warning" name="a" value="b" data-prevent-double-click="true"' in html
    assert (
        'class="app-linkbutton" data-module="govuk-button">Up<span class="govuk-visually-hidden"> move up</span>'
        in html
    )
    assert render("{% button_link 'New' '/n/' 'primary' %}") == '<a class="govuk-button" href="/n/">New</a>'


def test_a_post_button_is_a_form_of_its_own():
    html = render("{% post_button 'Add' '/add/' about='Zofia' name='n' value='1' %}", csrf_token="token")
    assert '<form class="app-inline-form" method="post" action="/add/">' in html
    assert 'value="token"' in html
    assert 'name="n" value="1"' in html


@pytest.mark.parametrize("kind", ["information", "success", "warning", "error"])
def test_alerts_are_named_for_their_kind(kind):
    html = render("{% alert kind label='Day 14' %}<b>Late</b>{% endalert %}", kind=kind)
    assert f'moj-alert--{kind} app-alert" role="region" aria-label="{kind}: Day 14"' in html
    assert "<b>Late</b>" in html
    assert 'role="alert"' in render("{% alert 'success' live=True %}Saved{% endalert %}")


def test_one_page_has_no_pagination_and_more_have_only_the_ways_there_are():
    assert render("{% pagination p %}", p=None) == ""
    assert render("{% pagination p %}", p=Pages()) == ""
    assert "<nav" not in render("{% pagination p %}", p=Pages(words="3 of 3"))
    html = render("{% pagination p %}", p=Pages("?after=1", words="First 25"))
    assert 'rel="next" href="?after=1"' in html
    assert "prev" not in html


def test_empty_lists_are_said():
    assert render("{% empty '/n/' 'Log one' %}None yet.{% endempty %}") == (
        '<p class="app-empty">None yet. <a class="govuk-link" href="/n/">Log one</a></p>'
    )
    assert render("{% chips c %}", c=[]) == ""
    assert render("{% breadcrumbs t %}", t=[]) == ""


def test_progress_is_words_and_a_bar_until_it_is_over():
    html = render("{% progress j %}", j=Progress(2, 5, "drawing charts"))
    assert "Step 3 of 5: drawing charts" in html
    assert 'max="5" value="2"' in html
    assert "data-progress>" in html
    assert "Step 5 of 5" in render("{% progress j %}", j=Progress(5, 5))
    for job in (Progress(5, 5, is_finished=True), Progress(1, 5, "The printer is off.", has_failed=True)):
        over = render("{% progress j %}", j=job)
        assert "data-progress-over" in over
        assert "<progress" not in over


def test_the_current_place_is_marked_for_everybody():
    links = [Link("One", "/1/", count=3), Link("Two", "/2/", current=True), Link("Three", words="To come")]
    assert '<a class="moj-sub-navigation__link" aria-current="page" href="/2/">Two</a>' in render(
        "{% sub_navigation l %}", l=links
    )
    html = render("{% rail l 'Steps' %}", l=links)
    assert '<li aria-current="step"><a class="govuk-link govuk-link--no-visited-state" href="/2/">2. Two</a>' in html
    assert "<li>3. Three<span" in html
