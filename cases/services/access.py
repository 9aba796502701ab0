"""Who may see a case: agencies, named people, and those whom nothing lets in."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Permission as GuardianPermission
from django.db import transaction

from agencies.models import Agency, AgencyType, User
from agencies.principal import Principal, ScopeTime
from audit.services import record
from cases.models import Case, CaseAgency, NamedAccess
from cases.services.sharing import disclose
from common.errors import DomainError

NAMED_FOR = timedelta(days=365)
# Reasons for which an agency leads a case, and so may reveal an address.
LEADING = {CaseAgency.Source.COORDINATOR, CaseAgency.Source.SUPPORT}
# They work with the people causing harm: they never see the victim's side (the database refuses too).
OTHER_SIDE = {AgencyType.PERPETRATOR_PROGRAMME}
CODE_NAMES = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elder",
    "Fir",
    "Gorse",
    "Hazel",
    "Juniper",
    "Larch",
    "Maple",
    "Rowan",
)


@transaction.atomic
def share_case(
    case: Case, *, by: Principal, agency: Agency, level: int, source: str, lawful_basis: str = ""
) -> CaseAgency:
    """Give an agency access to a case, for one more reason. Access that it has already is never lowered.

    Raises NoLawfulBasis (the victim has not agreed and nobody has said why sharing is lawful), and DomainError for an
    agency that works with the people causing harm: nothing on a case is for its eyes.
    """
    ensure_not_other_side(agency)
    row = CaseAgency.objects.select_for_update().filter(case=case, agency=agency).first()
    if row is None:
        row = CaseAgency.objects.create(
            case=case, agency=agency, level=level, sources=[source], lawful_basis=lawful_basis
        )
    elif row.ends_at is not None:
        row.level, row.sources, row.ends_at = max(row.level, level), [source], None
        row.save(update_fields=["level", "sources", "ends_at"])
    elif row.level < level or source not in row.sources:
        row.level, row.sources = max(row.level, level), [*(each for each in row.sources if each != source), source]
        row.save(update_fields=["level", "sources"])
    else:
        return row
    disclose(case, by=by, to_agency=agency, purpose=source)
    record("case shared", by=by, subjects=[case.pk], detail=f"agency {agency.pk}, {source}")
    return row


def ensure_not_other_side(agency: Agency) -> None:
    """Raise DomainError for an agency that works with the people causing harm."""
    if agency.type in OTHER_SIDE:
        raise DomainError("This agency works with people causing harm. A case is never shared with it.")


@transaction.atomic
def end_sharing(case: Case, *, by: Principal, source: str, agency: Agency | None = None) -> None:
    """One reason for access no longer holds, for one agency or for any. Whoever has another reason keeps the case.

    An agency that led for this reason alone leads no longer.
    """
    rows = CaseAgency.objects.select_for_update().filter(case=case, sources__contains=[source], ends_at=None)
    rows = rows.filter(agency=agency) if agency else rows
    for row in rows:
        kept = [each for each in row.sources if each != source]
        level = row.level if LEADING & set(kept) else CaseAgency.Level.MEMBER
        ended = {} if kept else {"ends_at": ScopeTime()}
        CaseAgency.objects.filter(pk=row.pk).update(sources=kept, level=level, **ended)
        record("case no longer shared", by=by, subjects=[case.pk], detail=f"agency {row.agency_id}, {source}")


@transaction.atomic
def name_person(
    case: Case, *, by: Principal, user: User, reason: str, starts_at: datetime, ends_at: datetime
) -> NamedAccess:
    """Give one person access to one case, for a reason, until a date at most a year away."""
    view = GuardianPermission.objects.get(content_type__app_label="cases", codename="view_case")
    grant, _ = NamedAccess.objects.update_or_create(
        user=user,
        permission=view,
        content_object=case,
        defaults={"granted_by_id": by.user_id, "reason": reason, "starts_at": starts_at, "ends_at": ends_at},
    )
    record("person named", by=by, subjects=[case.pk], detail=f"user {user.pk}")
    return grant


@transaction.atomic
def seal_case(case: Case, *, by: Principal, at: datetime) -> None:
    """Close the case to agencies: only named people see it from now on, under a code name on agendas.

    Name the people who keep access first: the sealer is not spared.
    """
    code_name = f"{CODE_NAMES[case.pk.int % len(CODE_NAMES)]} {case.reference[-2:]}"
    record("case sealed", by=by, subjects=[case.pk])
    Case.objects.filter(pk=case.pk).update(sealed_at=at, code_name=code_name)


@transaction.atomic
def seal_for_oneself(case: Case, *, by: Principal, reason: str, at: datetime) -> None:
    """Seal a case and be the first to be named on it. Raises DomainError without a reason, or for another system."""
    if not reason.strip() or by.user_id is None:
        raise DomainError("Say why only named people may see the case.")
    oneself = User.objects.get(pk=by.user_id)
    name_person(case, by=by, user=oneself, reason=reason.strip(), starts_at=at, ends_at=at + NAMED_FOR)
    seal_case(case, by=by, at=at)


@transaction.atomic
def unseal_case(case: Case, *, by: Principal, reason: str) -> None:
    """Open a sealed case to the agencies again that it was shared with before. Raises DomainError without a reason."""
    if not reason.strip():
        raise DomainError("Say why the case may be seen by agencies again.")
    Case.objects.filter(pk=case.pk).update(sealed_at=None)
    record("case unsealed", by=by, subjects=[case.pk])


@transaction.atomic
def unname_person(grant: NamedAccess, *, by: Principal) -> None:
    """End one person's named access now. Raises DomainError for the last one: nobody would see a sealed case."""
    case = grant.content_object
    others = NamedAccess.objects.filter(content_object=case, ends_at__gt=ScopeTime()).exclude(pk=grant.pk)
    if case.is_sealed and not others.exists():
        raise DomainError("This is the last person who can see the case. Name somebody else first.")
    record("person no longer named", by=by, subjects=[case.pk], detail=f"user {grant.user_id}")
    NamedAccess.objects.filter(pk=grant.pk).update(ends_at=ScopeTime())
