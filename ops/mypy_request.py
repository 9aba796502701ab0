"""A plugin for mypy: what our middleware adds to a request is there.

django-stubs describes Django's own HttpRequest, and every view of ours gets one with more on it. What is added is not
checked further where it is used: services, which take the principal as `by`, say what they expect.
"""

from collections.abc import Callable

from mypy.nodes import MDEF, SymbolTableNode, Var
from mypy.plugin import ClassDefContext, Plugin
from mypy.types import AnyType, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
ADDED = ("id", "principal")  # by config.middleware.RequestId and agencies.middleware.PrincipalScope


class RequestPlugin(Plugin):
    """Adds the attributes when mypy reads the class."""

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """The hook for the one class, and none for the rest."""
        return add_attributes if fullname == REQUEST else None


def add_attributes(context: ClassDefContext) -> None:
    """Declare each attribute, of any type."""
    info = context.cls.info
    for name in ADDED:
        variable = Var(name, AnyType(TypeOfAny.special_form))
        variable.info, variable._fullname = info, f"{REQUEST}.{name}"
        info.names[name] = SymbolTableNode(MDEF, variable, plugin_generated=True)


def plugin(version: str) -> type[Plugin]:
    """What mypy asks a plugin for."""
    return RequestPlugin
