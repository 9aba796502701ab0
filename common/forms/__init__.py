"""Forms that draw themselves as GOV.UK fields. See docs/how-to/pages.md."""

from common.forms.boundfield import GovUkBoundField
from common.forms.dates import DateField
from common.forms.look import Look
from common.forms.renderer import GovUkRenderer
from common.forms.repeating import Repeating, as_typed, repeating
from common.forms.times import NearDateField, TimeField

__all__ = [
    "DateField",
    "GovUkBoundField",
    "GovUkRenderer",
    "Look",
    "NearDateField",
    "Repeating",
    "TimeField",
    "as_typed",
    "repeating",
]
