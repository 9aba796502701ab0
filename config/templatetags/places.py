"""``{% load places %}``: the tabs of a record, whichever app owns each page."""

from typing import Any

from django import template
from django.urls import reverse

from common.parts import Link

register = template.Library()
CASE_TABS = (("Overview", "case"), ("Meetings and actions", "case_meetings"))


@register.inclusion_tag("components/sub_navigation.html")
def case_tabs(reference: str, current: str) -> dict[str, Any]:
    """The pages of a case. A case knows nothing of its meetings: the tabs are put together here."""
    links = [
        Link(label, reverse(name, kwargs={"reference": reference}), current=name == current)
        for label, name in CASE_TABS
    ]
    return {"links": links, "label": "Case"}
