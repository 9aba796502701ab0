"""Components that wrap what a page puts between their tags: alerts, panels, tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.parts import Column

register = template.Library()


def _inside(content: str) -> SafeString:
    """What stood between the tags: rendered, so escaped already."""
    return mark_safe(content.strip())  # noqa: S308


def _block(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {**values, "content": _inside(content)})


@register.simple_block_tag
def alert(content: str, kind: str = "information", label: str = "", live: bool = False) -> SafeString:
    """A standing message. kind: information, success, warning or error. live: announced as the page loads."""
    return _block("alert", content, kind=kind, label=label, live=live)


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2, plain: bool = False) -> SafeString:
    """A tinted box for the one thing to notice in a column."""
    return _block("panel", content, title=title, level=level, plain=plain)


@register.simple_block_tag
def empty(content: str, url: str = "", label: str = "") -> SafeString:
    """What a list says when it has nothing to show, and what to do about it."""
    return _block("empty", content, url=url, label=label)


@register.simple_block_tag
def details(content: str, summary: str = "", open: bool = False) -> SafeString:  # noqa: A002
    """Words behind a link that opens in place."""
    return _block("details", content, summary=summary, open=open)


@register.simple_block_tag
def buttons(content: str) -> SafeString:
    """A row of buttons and links."""
    return format_html('<div class="app-buttons">{}</div>', _inside(content))


@register.simple_block_tag
def missing(content: str, title: str = "") -> SafeString:
    """What still has to be done before something can be finished. The content is a row of ``<li>``."""
    return _block("missing", content, title=title)


# -- tables -----------------------------------------------------------------------------------------------------------
# A table that stacks on a phone needs roles and labels on every cell. These tags write them, so that no page forgets.


@dataclass(slots=True)
class _Place:
    """Where in the table we are writing: ``cell`` counts, ``row`` starts again."""

    columns: list[Column]
    cell: int = 0

    def next(self) -> Column:
        column = self.columns[self.cell] if self.cell < len(self.columns) else Column("")
        self.cell += 1
        return column


def columns_from(given: str | Iterable[Column | str]) -> list[Column]:
    """Columns, from records or from "Person | Risk | #Cases | -Action" (# is a number, - is heard and not seen)."""
    words = [part.strip() for part in given.split("|")] if isinstance(given, str) else given
    return [
        column
        if isinstance(column, Column)
        else Column(column.lstrip("#-"), is_number=column.startswith("#"), is_hidden=column.startswith("-"))
        for column in words
    ]


class TableNode(Node):
    def __init__(self, nodelist: NodeList, caption: Any, options: dict[str, Any]) -> None:
        self.nodelist, self.caption, self.options = nodelist, caption, options

    def render(self, context: template.Context) -> str:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        columns = columns_from(options.pop("columns"))
        with context.push(table_place=_Place(columns)):
            content = _inside(self.nodelist.render(context))
        values = {"kind": "stack", **options, "columns": columns, "caption": self.caption.resolve(context)}
        return render_to_string("components/table.html", {**values, "content": content})


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """``{% table "Caption" columns="Person | Risk" kind="stack tight" shown=True %}`` … ``{% endtable %}``.

    kind: any of stack (cards on a phone), tight, scroll, top, compare. shown: the caption is a visible heading.
    """
    bits = token.split_contents()[1:]
    caption = parser.compile_filter(bits.pop(0)) if bits else None
    options = token_kwargs(bits, parser)
    if caption is None or bits or "columns" not in options:
        raise template.TemplateSyntaxError('table takes a caption and columns=…, for example columns="Person | Risk"')
    nodelist = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(nodelist, caption, options)


@register.simple_block_tag(takes_context=True)
def group(context: template.Context, content: str, heading: str = "") -> SafeString:
    """Rows under a heading of their own, or just rows. A heading carries the full count: "Late (2)"."""
    head = ""
    if heading:
        width = len(context["table_place"].columns)
        head = format_html(
            '<tr role="row" class="app-table__group">'
            '<th scope="rowgroup" role="rowheader" colspan="{0}" aria-colspan="{0}">{1}</th></tr>\n',
            width,
            heading,
        )
    return format_html('<tbody role="rowgroup">\n{}{}\n</tbody>', head, _inside(content))


@register.simple_block_tag(takes_context=True)
def row(context: template.Context, content: str, kind: str = "", id: str = "") -> SafeString:  # noqa: A002
    """One row. kind: ``sum`` for a line of totals."""
    context["table_place"].cell = 0
    classes = format_html(' class="app-table__{}"', kind) if kind else ""
    return format_html(
        '<tr role="row"{}{}>{}</tr>', format_html(' id="{}"', id) if id else "", classes, _inside(content)
    )


@register.simple_block_tag(takes_context=True)
def rowhead(context: template.Context, content: str) -> SafeString:
    """The cell that names its row: the first."""
    context["table_place"].next()
    return format_html('<th scope="row" role="rowheader">{}</th>', _inside(content))


@register.simple_block_tag(takes_context=True)
def cell(context: template.Context, content: str) -> SafeString:
    """The next cell. On a phone it shows its column's heading before it."""
    column = context["table_place"].next()
    label = format_html(' data-label="{}"', column.label) if column.label and not column.is_hidden else ""
    classes = mark_safe(' class="app-table__n"') if column.is_number else ""
    return format_html('<td role="cell"{}{}>{}</td>', label, classes, _inside(content))
