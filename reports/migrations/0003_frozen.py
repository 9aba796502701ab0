from django.db import migrations

# Grants bind the serving roles; what keeps an edition binds everybody, the owner too.
FROZEN = """
CREATE FUNCTION access.begin_edition() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user IN ('linnet_app', 'linnet_batch') AND (NEW.snapshot IS NOT NULL OR NEW.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'an edition begins without figures and as a draft';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begin_edition BEFORE INSERT ON reports_quarterlyreport
FOR EACH ROW EXECUTE FUNCTION access.begin_edition();

CREATE FUNCTION access.keep_edition() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'a published edition never changes';
  END IF;
  IF OLD.snapshot IS NOT NULL AND (NEW.snapshot, NEW.snapshot_sha256, NEW.as_at)
     IS DISTINCT FROM (OLD.snapshot, OLD.snapshot_sha256, OLD.as_at) THEN
    RAISE EXCEPTION 'the figures of an edition never change';
  END IF;
  IF (NEW.area_id, NEW.starts_on, NEW.ends_on, NEW.version)
     IS DISTINCT FROM (OLD.area_id, OLD.starts_on, OLD.ends_on, OLD.version) THEN
    RAISE EXCEPTION 'an edition stays the edition of its area, quarter and version';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_edition BEFORE UPDATE ON reports_quarterlyreport
FOR EACH ROW EXECUTE FUNCTION access.keep_edition();

CREATE FUNCTION access.keep_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.reports_quarterlyreport r WHERE r.id = OLD.report_id AND r.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a published edition never changes';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_file BEFORE UPDATE OR DELETE ON reports_reportfile
FOR EACH ROW EXECUTE FUNCTION access.keep_file();
"""
THAWED = """
DROP TRIGGER keep_file ON reports_reportfile;
DROP TRIGGER keep_edition ON reports_quarterlyreport;
DROP TRIGGER begin_edition ON reports_quarterlyreport;
DROP FUNCTION access.keep_file();
DROP FUNCTION access.keep_edition();
DROP FUNCTION access.begin_edition();
"""


class Migration(migrations.Migration):
    """An edition begins empty; its figures never change; of a published edition nothing does."""

    dependencies = [("reports", "0002_figures")]

    operations = [migrations.RunSQL(FROZEN, THAWED)]
