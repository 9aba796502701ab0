"""How one field looks on the page: the part of a GOV.UK field that Django's own field does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """The appearance of one form field. A form names its looks: ``looks = {"phone": Look(width=20)}``.

    width: characters, one of 2, 3, 4, 5, 10, 20, 30; None fills the column.
    size: label or legend size ``s``, ``m``, ``l``, ``xl`` or ``""`` for regular weight; None follows the form.
    heading: the label is the page's only heading (an h1).
    inline, small: radios or checkboxes side by side, or with the small target; small=None follows ``form.compact``.
    noun: what error messages call the answer ("the date of birth"); None is made from the label.
    optional: False never says "(optional)"; None says it where an answer is not required.
    hints: a hint under a choice, by its value.
    reveals: the field shown under a choice while it is chosen, by the choice's value.
    exclusive: the value of the checkbox that unticks all others ("None of these").
    count: tell the writer how many characters are left (text areas with a max_length).
    """

    width: int | None = None
    size: str | None = None
    heading: bool = False
    inline: bool = False
    small: bool | None = None
    noun: str | None = None
    optional: bool | None = None
    prefix: str = ""
    suffix: str = ""
    rows: int | None = None
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    hidden_label: bool = False
    hints: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    reveals: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    exclusive: str = ""
    count: bool = False


PLAIN = Look()
