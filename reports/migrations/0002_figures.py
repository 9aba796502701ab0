from django.db import migrations

from common.rls import BATCH, Grant

# What the figures worker may count: dates, places and kinds. No name, no key of a referral, no text that anybody typed.
# Waiting: neither heard, declined nor withdrawn, whether decided on or not. The clock does not wait for triage.
VIEWS = """
CREATE SCHEMA figures;
GRANT USAGE ON SCHEMA figures TO linnet_batch;
CREATE VIEW figures.referral AS
SELECT r.received_on, r.due_on, r.first_heard_on, r.target_days, r.is_repeat, r.child_count,
       r.status IN ('accepted', 'listed', 'heard') AS is_accepted,
       r.first_heard_on IS NULL AND r.status IN ('submitted', 'screening', 'returned', 'accepted', 'listed') AS is_waiting,
       d.id AS district_id, d.name AS district, d.gss_code AS district_code, d.meeting_area_id AS area_id,
       m.parent_id AS partnership_id, a.type AS source_type
FROM referrals_referral r
JOIN agencies_area d ON d.id = r.district_id
JOIN agencies_area m ON m.id = d.meeting_area_id
JOIN agencies_agency a ON a.id = r.from_agency_id;
GRANT SELECT ON figures.referral TO linnet_batch;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("referrals", "0002_access"), ("marac", "0002_access")]

    operations = [
        migrations.RunSQL(VIEWS, "DROP SCHEMA figures CASCADE"),
        # The web asks for an edition, comments on it and publishes it; only the figures worker writes its figures.
        Grant("reports_quarterlyreport", "INSERT"),
        Grant(
            "reports_quarterlyreport",
            "UPDATE",
            columns=("status", "status_at", "failure", "attempts", "commentary", "published_at", "published_by_id"),
        ),
        Grant("reports_quarterlyreport", "SELECT", "INSERT", role=BATCH),
        Grant(
            "reports_quarterlyreport",
            "UPDATE",
            columns=("status", "status_at", "failure", "claim", "attempts", "as_at", "snapshot", "snapshot_sha256"),
            role=BATCH,
        ),
        Grant("reports_reportfile", "SELECT", "INSERT", "UPDATE", role=BATCH),
    ]
