"""Files of a referral in the API: what is asked beside the file, and what is answered."""

from rest_framework import serializers

from documents.kinds import FileKind
from referrals.api.fields import Code, Part
from referrals.models import ReferralDocument


class DocumentQuerySerializer(Part):
    """What is in a file: asked instead of a name, because names of files name people."""

    holds = Code("DocumentHolds", ReferralDocument.Holds.choices, help_text="What is in it.")


class DocumentReceiptSerializer(serializers.Serializer):
    """What we answer when a file has been kept."""

    id = serializers.UUIDField(help_text="Its key.")
    kind = serializers.ChoiceField(choices=list(FileKind), help_text="What it turned out to be.")
    holds = serializers.CharField(help_text="What is in it, as you said.")
    size = serializers.IntegerField(help_text="Bytes that are kept: files are written anew.")
    sha256 = serializers.CharField(help_text="Of the bytes that are kept.")
    state = serializers.ChoiceField(
        choices=ReferralDocument.State.choices, help_text="ready, or quarantined until the virus check has answered."
    )
