"""The one question: may this principal do this, to this?"""

from django.db.models import Model

from agencies.principal import Principal
from agencies.roles import Permission


def can(principal: Principal, permission: Permission, obj: Model | None = None) -> bool:
    """The role has the permission and the object is within sight. A named person may view without the role."""
    if obj is None:
        return principal.may(permission)
    in_sight = type(obj)._default_manager.visible_to(principal).filter(pk=obj.pk).exists()  # type: ignore[attr-defined]
    return in_sight and (permission is Permission.CASE_VIEW or principal.may(permission))
