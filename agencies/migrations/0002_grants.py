from django.db import migrations

from common.rls import BATCH, Grant


class Migration(migrations.Migration):
    """What the serving role may write in tables that are not about the people in cases: each verb by name.

    Reference tables (areas, agencies, policy, bank holidays, groups, permissions, content types) are read only; they
    are kept by commands that run as the owner.
    """

    dependencies = [
        ("agencies", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("sessions", "0001_initial"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
    ]

    operations = [
        # An invitation makes an account; a password, a name or a last sign-in changes it. Nobody deletes one.
        Grant("agencies_user", "INSERT", "UPDATE"),
        Grant("agencies_invitation", "INSERT", "UPDATE", columns=("accepted_at", "withdrawn_at")),
        Grant(
            "agencies_membership",
            "INSERT",
            "UPDATE",
            columns=("ends_at", "suspended_at", "suspended_by_id", "reviewed_at", "reviewed_by_id"),
        ),
        Grant("agencies_apikey", "INSERT", "UPDATE", columns=("revoked_at", "last_used_on")),
        Grant("account_emailaddress", "INSERT", "UPDATE", "DELETE"),
        Grant("account_emailconfirmation", "INSERT", "UPDATE", "DELETE"),
        Grant("mfa_authenticator", "INSERT", "UPDATE", "DELETE"),
        Grant("usersessions_usersession", "INSERT", "UPDATE", "DELETE"),
        Grant("django_session", "INSERT", "UPDATE", "DELETE"),
        # The figures worker: whose request it works on, and which places and thresholds there are.
        *(
            Grant(f"agencies_{table}", "SELECT", role=BATCH)
            for table in ("area", "policy", "membership", "user", "agency", "bankholiday")
        ),
    ]
