"""How it is safe to get in touch, what the person wants, and why sharing is lawful."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cases import lawful
from cases.models import SafeContact
from common.forms import Look
from referrals import codes
from referrals.forms.parts import YES_NO, Rows, day, given, line, listed, past_day, radios, said, text

Channel = SafeContact.Channel
SAFETY = {"safe": "Safe", "safe_with_limits": "Safe with limits", "not_safe": "Not safe", "unknown": "Not known"}


def _safe(question: str, act: str) -> forms.ChoiceField:
    return radios(question, SAFETY, f"Select whether it is safe to {act}")


class ContactForm(forms.Form):
    """How it is safe to get in touch. Unknown is treated as not safe."""

    phone = line("Telephone number", 30)
    call = _safe("Is it safe to call?", "call")
    voicemail = radios("Is it safe to leave a voicemail?", YES_NO, "Select whether it is safe to leave a voicemail")
    text = _safe("Is it safe to text?", "text")
    email = forms.EmailField(label="E-mail address", required=False)
    mail = _safe("Is it safe to e-mail?", "e-mail")
    letter = _safe("Is it safe to send a letter?", "send a letter")
    meet = line("Where can they be met safely?", 200, help_text="For example, at the surgery on Tuesdays")
    withheld = radios("Must your number not show?", YES_NO, help_text="Then dial 141 before the number")
    times = line("Best times", 200, help_text="Days and times when the person causing harm is not there")
    code_word = line("Code word", 60, help_text="A word that proves who is calling")
    friend = line("Somebody else who is safe to contact", 200, help_text="A name. Only with their knowledge")
    friend_is = line("What are they to the person at risk?", 100)
    friend_phone = line("Their telephone number", 30)
    friend_knows = line("What do they know, and what may be said to them?", 500)
    looks: ClassVar = {
        "phone": Look(width=20, noun="the telephone number"),
        "call": Look(inline=True),
        "voicemail": Look(inline=True),
        "text": Look(inline=True),
        "mail": Look(inline=True),
        "letter": Look(inline=True),
        "withheld": Look(inline=True),
        "code_word": Look(width=20),
        "friend": Look(width=20),
        "friend_is": Look(width=20),
        "friend_phone": Look(width=20),
    }
    places: ClassVar[dict[str, str]] = {}

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission, beside what other sections know about this person."""
        answers = self.cleaned_data
        shared = {"times": answers["times"], "code_word": answers["code_word"]}
        phone = {"value": answers["phone"], "may_leave_message": said(answers["voicemail"]), **shared}
        phone["withheld_number"] = said(answers["withheld"])
        ways = [
            given(channel=Channel.PHONE.value, safe=answers["call"], **phone),
            given(channel=Channel.TEXT.value, safe=answers["text"], value=answers["phone"]),
            given(channel=Channel.EMAIL.value, safe=answers["mail"], value=answers["email"]),
            given(channel=Channel.LETTER.value, safe=answers["letter"]),
        ]
        if answers["meet"]:
            ways.append(given(channel=Channel.IN_PERSON.value, safe="safe", times=answers["meet"]))
        friend = given(
            name=answers["friend"],
            relationship=answers["friend_is"],
            phone=answers["friend_phone"],
            knows=answers["friend_knows"],
        )
        sent["victim"] = {**sent.get("victim", {}), "contacts": ways, **given(safe_person=friend)}


class WishesForm(forms.Form):
    """What the person knows, wants and fears; and why it is lawful to share."""

    aware_of_referral = radios("Do they know about this referral?", codes.AWARE, "Select whether they know about it")
    agrees = radios("Do they agree to it?", lawful.AGREEMENT, "Select whether they agree, or why they were not asked")
    wants = text("What do they want to happen, to feel safer?", help_text="In their own words, if you can")
    wishes_not_asked = listed("If that was not asked: why not?", codes.WISHES_NOT_ASKED)
    afraid_of = text("Whom are they afraid of?", help_text="Everybody, not only the person causing harm")
    safe_to_talk_to = text("Who is it safe to talk to?")
    not_safe_to_talk_to = text(
        "Who is it not safe to talk to?", help_text="This shows as a warning on every contact page"
    )
    wants_to_speak_to_police = radios("Do they want to speak to the police?", codes.SPEAK_TO_POLICE)
    police_rationale = text("Why, or why not?", help_text="What they said about it. Some areas need it")
    lawful_basis = listed("Lawful basis for sharing", lawful.LAWFUL_BASES)
    condition = listed("Condition for sensitive information", lawful.CONDITIONS)
    reason = text("Why is sharing necessary?")
    decided_by = line("Who decided to share?", 200)
    proportionality = text("How is what you share kept to what is needed?")
    privacy_information = radios("Have they been told how what you share is used?", codes.PRIVACY)
    privacy_reason = text("If not: why not?")
    adults_referred_on = past_day(
        "When did you refer them to adult social care?",
        help_text="Leave blank if you have not",
    )
    looks: ClassVar = {
        "wants": Look(optional=False),
        "police_rationale": Look(rows=2, optional=False),
        "privacy_reason": Look(rows=2, optional=False),
        "afraid_of": Look(rows=2),
        "safe_to_talk_to": Look(rows=2),
        "not_safe_to_talk_to": Look(rows=2),
        "reason": Look(rows=3),
        "proportionality": Look(rows=3),
        "adults_referred_on": Look(noun="the date of that referral"),
    }
    VIEW = (
        "aware_of_referral", "agrees", "wants", "afraid_of", "safe_to_talk_to", "not_safe_to_talk_to",
        "wants_to_speak_to_police", "police_rationale", "wishes_not_asked",
    )  # fmt: skip
    SHARING = (
        "lawful_basis", "condition", "reason", "decided_by", "proportionality", "privacy_information",
        "privacy_reason",
    )  # fmt: skip
    places: ClassVar = {
        **{f"victim_view.{field}": field for field in VIEW},
        **{f"sharing.{field}": field for field in SHARING},
        "safeguarding.adults_referral_made_on": "adults_referred_on",
    }

    def clean(self) -> dict[str, Any]:
        """Their wishes, or why nobody asked: a blank would hide which of them it is."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("wants") and not cleaned.get("wishes_not_asked"):
            words = "Enter what they want to happen, or select why that was not asked"
            self.add_error("wants", ValidationError(words, code="required"))
        return cleaned

    def fill(self, sent: dict[str, Any], rows: Rows) -> None:
        """Put the answers into a submission."""
        answers = self.cleaned_data
        sent["victim_view"] = given(**{field: answers[field] for field in self.VIEW})
        if sharing := given(**{field: answers[field] for field in self.SHARING}):
            sent["sharing"] = sharing
        if referred := day(answers["adults_referred_on"]):
            sent["safeguarding"] = {**sent.get("safeguarding", {}), "adults_referral_made_on": referred}
