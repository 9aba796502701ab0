from django.db import migrations

# How many referrals and how much ended support have what in common, a quarter at a time. Numbers of real people: in the
# schema that the web may not even look into. A quarter is written whole or not at all.
#
#   received, waiting   in the quarter in which they were received; waiting also by the day they are due
#   heard               in the quarter in which they were first heard
#   ended               support, in the quarter in which it ended
SUMMARY = """
CREATE TABLE figures.summary (
  counted text NOT NULL CHECK (counted IN ('received', 'waiting', 'heard', 'ended')),
  quarter date NOT NULL CHECK (quarter = date_trunc('quarter', quarter::timestamp)::date),
  partnership_id bigint,
  area_id bigint NOT NULL,
  month date, due_on date, district_id bigint, source_type text, days integer, is_in_time boolean, is_repeat boolean,
  is_engaged boolean, had_abuse boolean, cess text, risk text, safe text, qol text,
  number integer NOT NULL CHECK (number > 0),
  children integer
);
CREATE INDEX summary_of_a_quarter ON figures.summary (counted, quarter);
-- What has changed since it was counted: rows are added and taken away, never changed, so that nobody waits for anybody.
-- No quarter: every one.
CREATE TABLE figures.stale (
  facts text NOT NULL CHECK (facts IN ('referrals', 'support')),
  quarter date CHECK (quarter = date_trunc('quarter', quarter::timestamp)::date)
);
GRANT SELECT, INSERT, DELETE ON figures.summary, figures.stale TO linnet_batch;
INSERT INTO figures.stale (facts) VALUES ('referrals'), ('support');
"""
# Each statement that changes what is counted marks the quarters it touches, those that rows left and those they came to,
# in its own transaction: whoever sees the change sees the mark.
MARKS = """
CREATE FUNCTION access.mark_days(stale text, days date[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO figures.stale (facts, quarter)
  SELECT DISTINCT stale, date_trunc('quarter', d.day::timestamp)::date FROM unnest(days) d (day) WHERE d.day IS NOT NULL
$$;

CREATE FUNCTION access.mark_referrals() RETURNS trigger
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
             w.from_agency_id)
         IS DISTINCT FROM
            (c.received_on, c.due_on, c.first_heard_on, c.status, c.is_repeat, c.child_count, c.district_id,
             c.from_agency_id)
    ));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_came AFTER INSERT ON referrals_referral REFERENCING NEW TABLE AS came
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_referrals();
CREATE TRIGGER mark_went AFTER DELETE ON referrals_referral REFERENCING OLD TABLE AS went
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_referrals();
CREATE TRIGGER mark_changed AFTER UPDATE ON referrals_referral REFERENCING OLD TABLE AS went NEW TABLE AS came
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_referrals();
"""
# Support that was opened again counts once, at its last end, with what was known in any part of it (figures.support).
# So a change to one part marks the ends of them all.
MARKS_OF_SUPPORT = """
CREATE FUNCTION access.mark_kin(changed uuid[], days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM access.mark_days('support', days || (
    WITH RECURSIVE kin (id) AS (
      SELECT unnest(changed)
      UNION
      SELECT other.id
      FROM kin
      JOIN public.support_episode e ON e.id = kin.id OR e.reopens_id = kin.id,
      LATERAL (VALUES (e.id), (e.reopens_id)) other (id)
      WHERE other.id IS NOT NULL
    )
    SELECT array_agg((e.closed_at AT TIME ZONE 'Europe/London')::date)
    FROM kin JOIN public.support_episode e USING (id)
  ));
END $$;

CREATE FUNCTION access.mark_episodes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  changed uuid[];
  days date[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id) || array_agg(reopens_id), array_agg((closed_at AT TIME ZONE 'Europe/London')::date)
    INTO changed, days FROM came;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(id) || array_agg(reopens_id), array_agg((closed_at AT TIME ZONE 'Europe/London')::date)
    INTO changed, days FROM went;
  ELSE
    SELECT array_agg(c.id) || array_agg(w.reopens_id) || array_agg(c.reopens_id),
           array_agg((w.closed_at AT TIME ZONE 'Europe/London')::date)
           || array_agg((c.closed_at AT TIME ZONE 'Europe/London')::date)
    INTO changed, days
    FROM went w FULL JOIN came c USING (id)
    WHERE (w.stage, w.reason, w.triaged_at IS NULL, w.engaged_at IS NULL, w.closed_at, w.reopens_id, w.district_id)
       IS DISTINCT FROM
          (c.stage, c.reason, c.triaged_at IS NULL, c.engaged_at IS NULL, c.closed_at, c.reopens_id, c.district_id);
  END IF;
  PERFORM access.mark_kin(changed, days);
  RETURN NULL;
END $$;
CREATE TRIGGER mark_came AFTER INSERT ON support_episode REFERENCING NEW TABLE AS came
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_episodes();
CREATE TRIGGER mark_went AFTER DELETE ON support_episode REFERENCING OLD TABLE AS went
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_episodes();
CREATE TRIGGER mark_changed AFTER UPDATE ON support_episode REFERENCING OLD TABLE AS went NEW TABLE AS came
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_episodes();

-- Measurements are few and hardly change but to be replaced: any change marks.
CREATE FUNCTION access.mark_measurements() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  changed uuid[];
BEGIN
  IF TG_OP <> 'DELETE' THEN
    changed := (SELECT array_agg(episode_id) FROM came);
  END IF;
  IF TG_OP <> 'INSERT' THEN
    changed := changed || (SELECT array_agg(episode_id) FROM went);
  END IF;
  PERFORM access.mark_kin(changed, NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER mark_came AFTER INSERT ON support_measurement REFERENCING NEW TABLE AS came
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_measurements();
CREATE TRIGGER mark_went AFTER DELETE ON support_measurement REFERENCING OLD TABLE AS went
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_measurements();
CREATE TRIGGER mark_changed AFTER UPDATE ON support_measurement REFERENCING OLD TABLE AS went NEW TABLE AS came
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_measurements();
"""
# A district that goes to another meeting, an area that joins a partnership, an agency of another kind: rare, and every
# quarter there ever was is counted anew. So it is where a table was emptied.
MARKS_OF_PLACES = """
CREATE FUNCTION access.mark_everything() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO figures.stale (facts) VALUES ('referrals'), ('support');
  RETURN NULL;
END $$;
CREATE TRIGGER mark_everything AFTER UPDATE ON agencies_area FOR EACH ROW
WHEN ((OLD.meeting_area_id, OLD.parent_id) IS DISTINCT FROM (NEW.meeting_area_id, NEW.parent_id))
EXECUTE FUNCTION access.mark_everything();
CREATE TRIGGER mark_everything AFTER UPDATE ON agencies_agency FOR EACH ROW
WHEN (OLD.type IS DISTINCT FROM NEW.type) EXECUTE FUNCTION access.mark_everything();
CREATE TRIGGER mark_emptied AFTER TRUNCATE ON referrals_referral
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_everything();
CREATE TRIGGER mark_emptied AFTER TRUNCATE ON support_episode
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_everything();
CREATE TRIGGER mark_emptied AFTER TRUNCATE ON support_measurement
FOR EACH STATEMENT EXECUTE FUNCTION access.mark_everything();
"""
UNMARK = """
DROP FUNCTION access.mark_everything() CASCADE;
DROP FUNCTION access.mark_measurements() CASCADE;
DROP FUNCTION access.mark_episodes() CASCADE;
DROP FUNCTION access.mark_kin(uuid[], date[]);
DROP FUNCTION access.mark_referrals() CASCADE;
DROP FUNCTION access.mark_days(text, date[]);
DROP TABLE figures.stale;
DROP TABLE figures.summary;
"""


class Migration(migrations.Migration):
    """What the reports count is kept by quarter; what changes a quarter marks it to be counted again.

    The marks of the migration itself have the first fill made by whoever counts first, seconds after the workers are up.
    """

    dependencies = [
        ("reports", "0011_plans"),
        ("referrals", "0010_further_and_disposal"),
        ("support", "0013_contracts_are_kept"),
        ("agencies", "0019_agreements_of_forums"),
    ]

    operations = [
        migrations.RunSQL(SUMMARY + MARKS + MARKS_OF_SUPPORT + MARKS_OF_PLACES, UNMARK),
    ]
