from cases.forms.contact import AddressForm, ConflictForm, ContactForm, MatchForm
from cases.forms.deaths import DeathForm
from cases.forms.notes import NoteForm
from cases.forms.people import BirthDateForm, FactsForm, NameForm, PersonForm, RelationshipForm, SchoolForm
from cases.forms.reveals import RevealForm

__all__ = [
    "AddressForm",
    "BirthDateForm",
    "ConflictForm",
    "ContactForm",
    "DeathForm",
    "FactsForm",
    "MatchForm",
    "NameForm",
    "NoteForm",
    "PersonForm",
    "RelationshipForm",
    "RevealForm",
    "SchoolForm",
]
