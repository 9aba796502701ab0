"""What every table of files can be asked."""

from typing import Self

from django.db.models import QuerySet


class StoredFileQuerySet(QuerySet):
    def listed(self) -> Self:
        """Newest first, without the bytes: a list of ten files would carry a hundred megabytes."""
        return self.defer("body").select_related("agency", "uploaded_by").order_by("-uploaded_at", "pk")
