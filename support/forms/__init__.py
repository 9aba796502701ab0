from support.forms.contact import ContactForm
from support.forms.contracts import ContractForm, ExtensionForm, TargetForm
from support.forms.measures import FORMS, IntakeForm, ReviewForm
from support.forms.plans import (
    PlanForm,
    ViewsForm,
)
from support.forms.practical import (
    PRACTICAL,
)
from support.forms.steps import (
    AllocateForm,
    CapacityForm,
    CloseForm,
    HandOverForm,
    MoveForm,
    NoteForm,
    RefuseForm,
    SubmitForm,
    TakeForm,
    TriageForm,
)
from support.forms.voice import (
    LinkForm,
    VoiceForm,
)

__all__ = [
    "FORMS",
    "PRACTICAL",
    "AllocateForm",
    "CapacityForm",
    "CloseForm",
    "ContactForm",
    "ContractForm",
    "ExtensionForm",
    "HandOverForm",
    "IntakeForm",
    "LinkForm",
    "MoveForm",
    "NoteForm",
    "PlanForm",
    "RefuseForm",
    "ReviewForm",
    "SubmitForm",
    "TakeForm",
    "TargetForm",
    "TriageForm",
    "ViewsForm",
    "VoiceForm",
]
