from django.db import migrations

from common.rls import APP, ProtectRows

# Who may keep the people of a case: in the agency that leads it, a role that has the right. In Python the same words:
# Case.objects.led_with(principal, Permission.PEOPLE_WRITE).
KEEPS = "(SELECT access.agency_with('people_write')) IS NOT NULL"
KEEPS_ITS_CASE = f"{KEEPS} AND access.leads_case(case_id)"
KEEPS_ITS_PERSON = f"{KEEPS} AND access.leads_person(person_id)"
LEADS_ITS_PERSON = "(SELECT access.lead_agency_id()) IS NOT NULL AND access.leads_person(person_id)"
SEES_ITS_PERSON = "access.sees_person(person_id)"
SEES_ITS_CASE = "access.sees_case(case_id)"
LEADS_ITS_CASE = "access.leads_case(case_id)"
MINE = "user_id = (SELECT access.user_id())"
NOT_MINE = "user_id IS DISTINCT FROM (SELECT access.user_id())"


def narrow(table, rule, was, columns):
    """Rows about a person are added and struck out: the rest of a row stays as it was written."""
    return migrations.RunSQL(
        f"""
        ALTER POLICY {table}_insert ON {table} WITH CHECK ({rule});
        ALTER POLICY {table}_update ON {table} USING ({rule}) WITH CHECK ({rule});
        REVOKE UPDATE ON {table} FROM {APP};
        GRANT UPDATE ({columns}) ON {table} TO {APP};
        """,
        f"""
        REVOKE UPDATE ({columns}) ON {table} FROM {APP};
        GRANT UPDATE ON {table} TO {APP};
        ALTER POLICY {table}_update ON {table} USING ({was}) WITH CHECK ({was});
        ALTER POLICY {table}_insert ON {table} WITH CHECK ({was});
        """,
    )


def columns_only(table, columns):
    """After ProtectRows, which grants UPDATE of whole rows."""
    return migrations.RunSQL(
        f"REVOKE UPDATE ON {table} FROM {APP}; GRANT UPDATE ({columns}) ON {table} TO {APP};",
        f"REVOKE UPDATE ({columns}) ON {table} FROM {APP}; GRANT UPDATE ON {table} TO {APP};",
    )


class Migration(migrations.Migration):
    """Only those who lead a case keep its people, and nobody rewrites what was said of them."""

    dependencies = [("cases", "0007_school_in_its_own_table"), ("common", "0002_agency_with")]

    operations = [
        narrow("cases_personname", KEEPS_ITS_PERSON, SEES_ITS_PERSON, "kind, struck_at, struck_by_id"),
        narrow("cases_birthdate", KEEPS_ITS_PERSON, SEES_ITS_PERSON, "struck_at, struck_by_id"),
        narrow("cases_address", f"{LEADS_ITS_PERSON} AND {KEEPS}", LEADS_ITS_PERSON, "superseded_at, superseded_by_id"),
        narrow(
            "cases_safecontact",
            f"{LEADS_ITS_PERSON} AND {KEEPS}",
            LEADS_ITS_PERSON,
            "superseded_at, confirmed_at, confirmed_by_id",
        ),
        migrations.RunSQL(
            f"""
            ALTER POLICY cases_person_update ON cases_person
            USING ({KEEPS} AND access.leads_person(id)) WITH CHECK ({KEEPS} AND access.leads_person(id));
            """,
            """
            ALTER POLICY cases_person_update ON cases_person
            USING (access.sees_person(id)) WITH CHECK (access.sees_person(id));
            """,
        ),
        # Why somebody is kept out is read by the team alone. Everybody reads their own row, or the first lock's
        # NOT EXISTS would never find it.
        migrations.RunSQL(
            f"ALTER POLICY cases_exclusion_select ON cases_exclusion USING ({MINE} OR ({KEEPS_ITS_CASE}));",
            f"ALTER POLICY cases_exclusion_select ON cases_exclusion USING ({MINE} OR {SEES_ITS_CASE});",
        ),
        ProtectRows(
            "Schooling",
            read=LEADS_ITS_PERSON,
            insert=f"{LEADS_ITS_PERSON} AND {KEEPS}",
            update=f"{LEADS_ITS_PERSON} AND {KEEPS}",
        ),
        columns_only("cases_schooling", "superseded_at"),
        ProtectRows("Relationship", read=SEES_ITS_CASE, insert=KEEPS_ITS_CASE, update=KEEPS_ITS_CASE),
        columns_only("cases_relationship", "struck_at, struck_by_id"),
        # The account's own person reads nothing of it; a colleague of theirs who leads the case may still write it.
        ProtectRows("StaffMatch", read=f"{KEEPS_ITS_CASE} AND {NOT_MINE}", insert=KEEPS_ITS_CASE),
        columns_only("cases_staffmatch", "outcome, settled_at, settled_by_id"),
    ]
