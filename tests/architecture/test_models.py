"""What every model keeps to, so that a newcomer need not ask."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

OURS = [
    "common", "audit", "agencies", "documents", "cases", "referrals", "support", "incidents", "observations",
    "encompass", "marac", "dhr", "strategy", "reports", "subject_access",
]  # fmt: skip
ORDER = {app: place for place, app in enumerate(OURS)}
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
RELATIONS = [
    field
    for model in MODELS
    for field in model._meta.get_fields()
    if field.concrete and field.is_relation and field.related_model
]


@pytest.mark.parametrize("field", RELATIONS, ids=str)
def test_a_relation_points_to_its_own_app_or_a_lower_one(field):
    """A string foreign key is invisible to the import linter."""
    target = field.related_model._meta.app_label
    assert target not in ORDER or ORDER[target] <= ORDER[field.model._meta.app_label]


@pytest.mark.parametrize("field", [f for f in RELATIONS if isinstance(f, models.ForeignKey)], ids=str)
def test_nothing_is_deleted_because_something_else_is(field):
    named = field.model._meta.label in ("cases.NamedAccess", "dhr.ReviewAccess")
    if "permission" in field.name or (named and field.name == "user"):
        return  # guardian's own fields
    assert field.remote_field.on_delete is models.PROTECT


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_text_is_never_null(model):
    texts = [f for f in model._meta.get_fields() if isinstance(f, models.CharField | models.TextField)]
    assert not [f.name for f in texts if f.null]


PAIRED = re.compile(r"(published|ended|suspended|reviewed|heard)_at")


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_a_milestone_says_who(model):
    names = {f.name for f in model._meta.get_fields()}
    milestones = {name for name in names if PAIRED.fullmatch(name)}
    assert {name.replace("_at", "_by") for name in milestones} <= names


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_the_glossary_knows_every_model_and_state(model):
    glossary = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text().lower()
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
    assert f"**{words}**" in glossary
    status = next((f for f in model._meta.get_fields() if f.name == "status"), None)
    for _, label in getattr(status, "choices", None) or ():
        assert str(label).lower() in glossary, label
