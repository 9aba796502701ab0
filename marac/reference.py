"""The confidentiality statement that an installation starts from. Safe to run again."""

from datetime import date

from marac.models import Statement

# Our own words for what such statements promise (domain notes, 6.3): a partnership adds its own version from a day on.
FIRST = """\
What is said in this meeting, and what its papers say, is confidential. I may use it only to make somebody safer.
I will keep the papers where nobody else can read them, and I will not record this meeting.
I will treat everybody who is spoken of, and everybody who speaks, fairly and with respect.
I will not tell the person causing harm, or anybody close to them, that this meeting was held or what it agreed.
If I know somebody in a case, I will say so before it opens and leave while it is heard.
My own agency stays responsible for what it agrees to do.
If I join by telephone or video, I am alone, and nobody can hear me."""


def load_statement() -> None:
    """Put the first version in place; the versions that are there stay as they are."""
    facts = {"text": FIRST, "source": "Linnet's own wording, after the sector's confidentiality declarations"}
    Statement.objects.get_or_create(starts_on=date(2015, 4, 1), defaults=facts)
