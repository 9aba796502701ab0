from django.db import migrations

# Which kinds of agency made a referral together with the one that sent it, so that each can be given its part.
VIEW = """
CREATE OR REPLACE VIEW figures.referral AS
SELECT r.received_on, r.due_on, r.first_heard_on, r.target_days, r.is_repeat, r.child_count,
       r.status IN ('accepted', 'listed', 'heard') AS is_accepted,
       r.first_heard_on IS NULL AND r.status IN ('submitted', 'screening', 'returned', 'accepted', 'listed') AS is_waiting,
       d.id AS district_id, d.name AS district, d.gss_code AS district_code, d.meeting_area_id AS area_id,
       m.parent_id AS partnership_id, a.type AS source_type, r.referred_with
FROM referrals_referral r
JOIN agencies_area d ON d.id = r.district_id
JOIN agencies_area m ON m.id = d.meeting_area_id
JOIN agencies_agency a ON a.id = r.from_agency_id;
"""
SUMMARY = """
ALTER TABLE figures.summary ADD COLUMN referred_with text[];
INSERT INTO figures.stale (facts) VALUES ('referrals');
DELETE FROM figures.summary WHERE counted IN ('received', 'waiting', 'heard');
"""
# A change of it marks the quarter; the rest is as it was in 0012_summary.
MARKS = """
CREATE OR REPLACE FUNCTION access.mark_referrals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM access.mark_days('referrals', (SELECT array_agg(received_on) || array_agg(first_heard_on) FROM came));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM access.mark_days('referrals', (SELECT array_agg(received_on) || array_agg(first_heard_on) FROM went));
  ELSE
    PERFORM access.mark_days('referrals', (
      SELECT array_agg(w.received_on) || array_agg(w.first_heard_on)
             || array_agg(c.received_on) || array_agg(c.first_heard_on)
      FROM went w FULL JOIN came c USING (id)
      WHERE (w.received_on, w.due_on, w.first_heard_on, w.status, w.is_repeat, w.child_count, w.district_id,
             w.from_agency_id, w.referred_with)
         IS DISTINCT FROM
            (c.received_on, c.due_on, c.first_heard_on, c.status, c.is_repeat, c.child_count, c.district_id,
             c.from_agency_id, c.referred_with)
    ));
  END IF;
  RETURN NULL;
END $$;
"""
AS_BEFORE = (
    "DROP VIEW figures.referral;"
    + VIEW.replace(", r.referred_with", "")
    + "GRANT SELECT ON figures.referral TO linnet_batch;"
    + MARKS.replace(", w.referred_with", "").replace(", c.referred_with", "")
    + "ALTER TABLE figures.summary DROP COLUMN referred_with;"
)


class Migration(migrations.Migration):
    """Referrals made together are counted by who made them; every quarter is counted anew."""

    dependencies = [("reports", "0013_intake"), ("referrals", "0011_referred_with")]

    operations = [migrations.RunSQL(VIEW + SUMMARY + MARKS, AS_BEFORE)]
