from django.db import models

from cases.models import Case
from documents.models import StoredFile
from marac.models.hearings import Action
from marac.querysets import ActionFileQuerySet


class ActionFile(StoredFile):
    """A file that shows what became of an action. Whoever sees the action may open it; it is never taken back."""

    MOST = 10  # for one action

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="files", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    objects = ActionFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        constraints = [
            *StoredFile.Meta.constraints,
            # Sent again, it is the same file.
            models.UniqueConstraint(fields=["action", "sent_sha256"], name="one_file_once_per_action"),
        ]
