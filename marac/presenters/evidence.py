"""The files of an action, as a table shows them."""

from collections.abc import Sequence

from agencies.principal import Principal
from documents.presenters import DocumentRow, document_row
from marac.models import Action, ActionFile


def file_rows(action: Action, *, principal: Principal) -> Sequence[DocumentRow]:
    """Every file of it that the principal sees, newest first."""
    seen = ActionFile.objects.visible_to(principal).listed().filter(action=action)
    return [document_row(each, open_name="action_file", check_name="action_file_check") for each in seen]
