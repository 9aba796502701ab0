from django.db import migrations

from common.rls import ProtectRows

# As the owner, so that looking up a sampled case does not ask the policies again. {also} is said of the sample itself.
SEES_ALL = """
CREATE FUNCTION access.{name}(sample uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN {also} NOT EXISTS (SELECT FROM public.marac_sampledcase c
                            WHERE c.sample_id = sample AND NOT access.sees_case(c.case_id));
END $$;
"""
RUNS = """EXISTS (SELECT FROM public.marac_dipsample s JOIN public.marac_forum f ON f.id = s.forum_id
                  WHERE s.id = sample AND f.agency_id = access.agency_with('meeting_run')) AND"""
MINE = "forum_id IN (SELECT f.id FROM marac_forum f WHERE f.agency_id = (SELECT access.agency_with('meeting_run')))"
PART = "access.reads_sample(sample_id)"


class Migration(migrations.Migration):
    dependencies = [("marac", "0028_dip_samples")]

    operations = [
        migrations.RunSQL(
            SEES_ALL.format(name="sees_all_sampled", also=""), "DROP FUNCTION access.sees_all_sampled(uuid)"
        ),
        migrations.RunSQL(SEES_ALL.format(name="reads_sample", also=RUNS), "DROP FUNCTION access.reads_sample(uuid)"),
        # A sample is for those who run its forum and see every case in it.
        ProtectRows("DipSample", read=f"{MINE} AND access.sees_all_sampled(id)"),
        ProtectRows("SampledCase", read=PART, insert=f"{PART} AND access.sees_case(case_id)", update=None),
        ProtectRows("SampleScore", read=PART),
        ProtectRows("SampleAction", read=PART),
    ]
