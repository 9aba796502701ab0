from django.db import migrations


class Migration(migrations.Migration):
    """The agency that the scope acts for, if its role holds a permission: what the policy of a table asks.

    `agency_id = (SELECT access.agency_with('incident_import'))` is the row rule for `principal.agency_with(…)`. Which
    role holds what stays in agencies/roles.py; the database is only told the outcome.
    """

    dependencies = [("common", "0001_app_role")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION access.agency_with(permission text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
            RETURN CASE WHEN permission = ANY (string_to_array(current_setting('linnet.permissions', true), ','))
                        THEN access.acting_agency_id() END;
            """,
            reverse_sql="DROP FUNCTION access.agency_with(text)",
        ),
    ]
