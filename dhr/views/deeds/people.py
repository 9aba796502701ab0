"""Who died, and who is on the other side."""

from typing import Any

from django import forms

from dhr import services
from dhr.forms.people import OtherForm, VictimForm
from dhr.models import ReviewPerpetrator, ReviewVictim
from dhr.views.deeds.shape import LEADERS, Asked, Deed, Initial


def _victim(asked: Asked, said: dict[str, Any], _: forms.Form) -> object:
    return services.save_victim(asked.review, by=asked.by, facts=said, person=asked.item)


def _other(asked: Asked, said: dict[str, Any], _: forms.Form) -> object:
    return services.save_other(asked.review, by=asked.by, facts=said, person=asked.item)


def _known(form: type[forms.Form]) -> Initial:
    return lambda asked: {name: getattr(asked.item, name) for name in form.base_fields}


DEEDS: dict[str, Deed] = {
    "died": Deed(
        "Add somebody who died",
        VictimForm,
        _victim,
        LEADERS,
        part="people",
        initial=lambda asked: {},
    ),
    "other": Deed(
        "Add somebody on the other side",
        OtherForm,
        _other,
        LEADERS,
        part="people",
        initial=lambda asked: {"outcome": "none"},
    ),
    "died-more": Deed(
        "Somebody who died",
        VictimForm,
        _victim,
        LEADERS,
        part="people",
        of=ReviewVictim,
        initial=_known(VictimForm),
    ),
    "other-more": Deed(
        "Somebody on the other side",
        OtherForm,
        _other,
        LEADERS,
        part="people",
        of=ReviewPerpetrator,
        initial=_known(OtherForm),
    ),
}
