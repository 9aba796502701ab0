from django.db import migrations

from common.rls import Grant


class Migration(migrations.Migration):
    """Keys that worked before there was approval go on working; what the app may write of keys and notices."""

    dependencies = [("agencies", "0010_care_of_keys")]

    operations = [
        migrations.RunSQL("UPDATE agencies_apikey SET approved_at = made_at", migrations.RunSQL.noop),
        Grant("agencies_apikey", "UPDATE", columns=("approved_at", "approved_by_id", "expires_at")),
        Grant(
            "agencies_statushook",
            "INSERT",
            "UPDATE",
            columns=("secret_encrypted", "approved_at", "approved_by_id", "ended_at", "ended_by_id"),
        ),
        Grant(
            "agencies_statusnotice",
            "INSERT",
            "UPDATE",
            columns=("delivery", "queued_at", "next_at", "attempts", "problem", "delivered_at"),
        ),
    ]
