"""Who is asking, and the only place that tells the database so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone

from agencies.models import ApiKey, Membership
from agencies.roles import GRANTS, Permission, Role

# A key does one thing: what it may do follows from its scope, not from its agency.
_ROLE_OF_KEY = {
    ApiKey.Scope.REFERRAL_SUBMIT: Role.API_CLIENT,
    ApiKey.Scope.CRIME_SUBMIT: Role.CRIME_CLIENT,
    ApiKey.Scope.NOTICE_SEND: Role.NOTICE_CLIENT,
    ApiKey.Scope.FIGURES_READ: Role.FIGURES_CLIENT,
}


@dataclass(frozen=True)
class Principal:
    """A person or another system, acting for one agency in one role. Nobody is a principal too: it sees no row."""

    user_id: int | None = None
    agency_id: int | None = None
    membership_id: int | None = None
    role: Role | None = None
    api_key_id: int | None = None

    @classmethod
    def of(cls, membership: Membership) -> "Principal":
        return cls(membership.user_id, membership.agency_id, membership.pk, Role(membership.role))

    @classmethod
    def of_key(cls, key: ApiKey) -> "Principal":
        return cls(agency_id=key.agency_id, role=_ROLE_OF_KEY[ApiKey.Scope(key.scope)], api_key_id=key.pk)

    @classmethod
    def from_membership(cls, membership_id: int) -> "Principal":
        """Raises Membership.DoesNotExist where the right has ended since it was written down."""
        return cls.of(Membership.objects.live().get(pk=membership_id))

    def may(self, permission: Permission) -> bool:
        return self.role is not None and permission in GRANTS[self.role]

    def agency_with(self, permission: Permission) -> int | None:
        """The agency, if this principal's role may do this in its name: `access.agency_with` in the database."""
        return self.agency_id if self.may(permission) else None

    @property
    def case_agency_id(self) -> int | None:
        """The agency whose cases this principal may list: None for a role that reads only what names its holder."""
        return self.agency_with(Permission.CASE_VIEW)

    @property
    def lead_agency_id(self) -> int | None:
        """The agency for which this principal may see addresses and telephone numbers, where that agency leads."""
        return self.agency_with(Permission.CONTACT_VIEW)

    @property
    def sender_agency_id(self) -> int | None:
        """The agency whose sent referrals this principal may follow."""
        return self.agency_with(Permission.REFERRAL_SEND)

    @property
    def triage_agency_id(self) -> int | None:
        """The agency whose received referrals this principal may triage."""
        return self.agency_with(Permission.REFERRAL_TRIAGE)


NOBODY = Principal()


class ScopeTime(Func):
    """The moment the scope was opened, in SQL. Both locks and the rows written in a scope read this one clock."""

    template = "access.now()"
    output_field = DateTimeField()


class ScopeTimeOnce(ScopeTime):
    """The same moment for a WHERE clause: read once per statement, not once per row."""

    template = "(SELECT access.now())"


@contextmanager
def principal_scope(principal: Principal) -> Iterator[Principal]:
    """Open a transaction in which PostgreSQL shows this principal's rows and no other.

    The settings are local to the transaction: COMMIT, ROLLBACK and a reused connection all forget them.
    """
    nested = connection.in_atomic_block  # only under a test's own transaction; COMMIT will not come to forget for us
    if nested and _scope_is_open():
        raise RuntimeError("A principal scope is already open. Pass the principal on instead of opening another.")
    with transaction.atomic():
        _tell_database(principal)
        yield principal
        if nested and not connection.needs_rollback:
            _tell_database(NOBODY)


_TELL = "SELECT " + ", ".join(
    f"set_config('linnet.{setting}', %s, true)"
    for setting in (
        "user_id",
        "acting_agency_id",
        "agency_id",
        "lead_agency_id",
        "sender_agency_id",
        "triage_agency_id",
        "permissions",
        "now",
    )
)


def _tell_database(principal: Principal) -> None:
    facts = (
        principal.user_id,
        principal.agency_id,
        principal.case_agency_id,
        principal.lead_agency_id,
        principal.sender_agency_id,
        principal.triage_agency_id,
        ",".join(permission.name.lower() for permission in Permission if principal.may(permission)),
    )
    moment = "" if principal == NOBODY else timezone.now().isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [*(str(fact or "") for fact in facts), moment])


def _scope_is_open() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('linnet.now', true)")
        return bool(cursor.fetchone()[0])
