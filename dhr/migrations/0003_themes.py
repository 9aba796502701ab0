from django.db import migrations
from django.utils.text import slugify

THEMES = (
    "Risk assessment", "Information sharing", "Referral to the meeting", "Professional curiosity",
    "Controlling or coercive behaviour", "Suicide and abuse", "Mental health", "Substance misuse",
    "Carers and older people", "Abuse of a parent by a child", "Adult safeguarding", "Children as victims",
    "Asking in primary care", "Housing", "Managing those who cause harm", "Training", "Policy and procedure",
    "Record keeping", "Race, faith and culture", "LGBT+", "Disability", "Economic abuse", "Stalking",
    "So-called honour-based abuse", "Pregnancy", "Separation", "Non-fatal strangulation", "Employers",
    "The family's voice", "Across borders",
)  # fmt: skip


def add_themes(apps, schema_editor):
    """The list that every partnership starts with; people add to it."""
    theme = apps.get_model("dhr", "Theme")
    for name in THEMES:
        theme.objects.get_or_create(code=slugify(name)[:40], defaults={"name": name})


class Migration(migrations.Migration):
    dependencies = [("dhr", "0002_access")]

    operations = [migrations.RunPython(add_themes, migrations.RunPython.noop)]
