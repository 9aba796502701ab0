"""What is typed about boards."""

from django import forms

from agencies.models import Agency
from common.forms.asking import line, lines, on_day, one_of, one_row, said_lines, yes
from strategy.models import Board, BoardMember
from strategy.seats import CATEGORY_WORDS


class BoardForm(forms.Form):
    """A board or group."""

    name = line("Name", "Enter the name")
    kind = one_of("What is it?", Board.Kind.choices, "Select what it is")
    parent = one_row(Board.objects.all(), "It answers to")
    authorities = lines("Authorities that appointed it, one a line", help_text="For a board under the Act")
    has_districts = yes("District councils of a county belong to it")
    starts_on = on_day("Meets since", "Enter the day")

    def clean_authorities(self) -> list[str]:
        return said_lines(self.cleaned_data["authorities"])


class MemberForm(forms.Form):
    """Who sits on it."""

    holder = line("Post or name", "Enter the post or the name", help_text="For example, Director of public health")
    agency = one_row(Agency.objects.all(), "Agency")
    seat = one_of("Seat", BoardMember.Seat.choices, "Select the seat")
    category = one_of("For whom do they speak?", [(c.value, w) for c, w in CATEGORY_WORDS.items()], "Select for whom")
    is_voting = yes("They vote")
    from_on = on_day("From", "Enter the day")


class LeaveForm(forms.Form):
    """When somebody leaves."""

    on = on_day("Last day", "Enter the day")


class TermsForm(forms.Form):
    """What the board is for."""

    purpose = lines("What the board is for", "Say what the board is for")
    quorum = forms.IntegerField(label="Voting members for a quorum", min_value=1, max_value=100, required=False)
    approved_on = on_day("Approved on", "Enter the day")
    review_due_on = on_day("Looked at again by", "Enter the day")
