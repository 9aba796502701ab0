from django.db import migrations

# What a scope tells the database: the person, the agency they act for, and the agency again for each thing that their
# role lets them do in its name. A role that may not do a thing leaves that setting empty: roles never enter SQL.
SETTINGS = ("user_id", "acting_agency_id", "agency_id", "lead_agency_id", "sender_agency_id", "triage_agency_id")


class Migration(migrations.Migration):
    """What the serving roles may do in general. Tables about people narrow it with ProtectRows."""

    run_before = [("contenttypes", "0001_initial"), ("sessions", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO linnet_app, linnet_batch;
            -- Reading is the default for tables that are not about people; each other verb is granted by name (Grant).
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO linnet_app;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO linnet_app;  -- Django's own migration record

            CREATE SCHEMA access;
            GRANT USAGE ON SCHEMA access TO linnet_app, linnet_batch;
            ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
            ALTER DEFAULT PRIVILEGES IN SCHEMA access GRANT EXECUTE ON FUNCTIONS TO linnet_app, linnet_batch;
            """,
            reverse_sql="""
            ALTER DEFAULT PRIVILEGES IN SCHEMA access REVOKE EXECUTE ON FUNCTIONS FROM linnet_app, linnet_batch;
            ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
            DROP SCHEMA access;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM linnet_app;
            """,
        ),
        # Who is asking. Inlined by the planner; '' is what set_config leaves behind after COMMIT.
        *(
            migrations.RunSQL(
                f"""
                CREATE FUNCTION access.{setting}() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
                RETURN nullif(current_setting('linnet.{setting}', true), '')::bigint;
                """,
                reverse_sql=f"DROP FUNCTION access.{setting}()",
            )
            for setting in SETTINGS
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION access.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
            RETURN coalesce(nullif(current_setting('linnet.now', true), '')::timestamptz, now());
            """,
            reverse_sql="DROP FUNCTION access.now()",
        ),
    ]
