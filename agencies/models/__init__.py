from agencies.models.agencies import Agency, AgencyType
from agencies.models.areas import Area, BankHoliday, Policy
from agencies.models.hooks import StatusHook, StatusNotice
from agencies.models.keys import ApiKey
from agencies.models.occasional import EntryLink, ReferringAddress
from agencies.models.people import Invitation, Membership, User

__all__ = [
    "Agency",
    "AgencyType",
    "ApiKey",
    "Area",
    "BankHoliday",
    "EntryLink",
    "Invitation",
    "Membership",
    "Policy",
    "ReferringAddress",
    "StatusHook",
    "StatusNotice",
    "User",
]
