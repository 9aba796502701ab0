"""The shipped risk tools as rows, and an agency's licensed wording for its own partnership. Safe to run again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from agencies.models import Area
from cases import tools
from cases.models import RiskTool
from common.errors import DomainError

VERSION = "1"
SINCE = date(2009, 1, 1)  # the oldest of them; an assessment of any later day finds its tool


@transaction.atomic
def load_tools() -> None:
    """Put the shipped tools in place; rows that are there already are left as they are."""
    for tool in tools.SHIPPED:
        RiskTool.objects.get_or_create(
            code=tool.code,
            version=VERSION,
            wording_version=tools.WORDING,
            partnership=None,
            defaults=_facts(tool) | {"starts_on": SINCE},
        )


def _facts(tool: tools.Tool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "kind": tool.kind,
        "items": [item._asdict() for item in tool.items],
        "scale": [list(pair) for pair in tool.scale] if tool.items else [],
        "meets_ground": tool.meets_ground,
        "attribution": tool.attribution,
    }


@transaction.atomic
def load_wording(
    code: str, prompts: Mapping[str, str], *, partnership: Area, wording_version: str, attribution: str, starts_on: date
) -> RiskTool:
    """Ask a shipped tool in the words that a partnership holds a licence for, from a date.

    ``prompts`` give the words for every item by its code. Raises DomainError where an item is missing or unknown: a
    wording changes how a tool is asked, never what it asks.
    """
    tool = tools.BY_CODE.get(code)
    if tool is None or not tool.items:
        raise DomainError("There is no such tool with items of its own.")
    if set(prompts) != tool.codes or not all(isinstance(text, str) and text.strip() for text in prompts.values()):
        raise DomainError("Give the words for every item of the tool, by its code, and for no other.")
    facts = _facts(tool)
    facts["items"] = [item | {"prompt": prompts[item["code"]].strip()} for item in facts["items"]]
    return RiskTool.objects.create(
        code=code,
        version=VERSION,
        wording_version=wording_version,
        partnership=partnership,
        starts_on=starts_on,
        **(facts | {"attribution": attribution}),
    )
