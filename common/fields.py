"""What PostgreSQL computes for us."""

from django.db.models import DateField, Func


class LondonDate(Func):
    """The calendar date in London of a moment, for generated columns.

    TruncDate(tzinfo=ZoneInfo(...)) says the same, but a migration cannot serialise a ZoneInfo.
    """

    template = "(%(expressions)s AT TIME ZONE 'Europe/London')::date"
    arity = 1
    output_field = DateField()
