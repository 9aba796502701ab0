from django.db import migrations

OF_REVIEW = (
    "reviewchange", "reviewdecision", "reviewpause", "reviewlink", "reviewreminder", "reviewexclusion", "reviewcost",
    "monitoringentry", "scopingreturn", "reviewchair", "termsofreference", "panelmember", "panelmeeting",
    "agencycontribution", "contributionextension", "chronologyevent", "reviewvictim", "reviewperpetrator",
    "familyengagement", "reviewdocument", "qualitysubmission", "qualityarea", "recommendation",
)  # fmt: skip
OF_RECOMMENDATION = (
    "recommendationowner", "milestone", "recommendationupdate", "recommendationextension", "evidence",
)  # fmt: skip
# By which column each table reaches its review.
KEYS = {
    "deathreview": "id",
    "reviewaccess": "content_object_id",
    **dict.fromkeys(OF_REVIEW, "review_id"),
    **dict.fromkeys(OF_RECOMMENDATION, "recommendation_id"),
}
# A hold that binds the owner of the tables too: row policies let the owner do everything.
HOLD = """
CREATE FUNCTION access.hold_of_a_review() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted uuid;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO wanted USING OLD;
  IF TG_ARGV[0] = 'recommendation_id' THEN
    SELECT review_id INTO wanted FROM public.dhr_recommendation WHERE id = wanted;
  END IF;
  IF EXISTS (SELECT FROM public.dhr_deathreview
             WHERE id = wanted AND (hold_reason <> '' OR keep_until >= CURRENT_DATE)) THEN
    RAISE EXCEPTION 'kept: a legal hold or a date stands on the review' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
"""
ON_A_TABLE = """
CREATE TRIGGER hold_of_a_review BEFORE DELETE ON dhr_{table}
  FOR EACH ROW EXECUTE FUNCTION access.hold_of_a_review('{key}');
"""
OFF = "DROP TRIGGER hold_of_a_review ON dhr_{table};"


class Migration(migrations.Migration):
    """While a legal hold or a date to keep it until stands on a review, nobody deletes it or anything that hangs on it."""

    dependencies = [("dhr", "0004_exclusions_end")]

    operations = [
        migrations.RunSQL(HOLD, "DROP FUNCTION access.hold_of_a_review()"),
        migrations.RunSQL(
            "".join(ON_A_TABLE.format(table=table, key=key) for table, key in KEYS.items()),
            "".join(OFF.format(table=table) for table in KEYS),
        ),
    ]
