from django.db import migrations

from common.rls import BATCH, Grant

# What the figures worker may count of hearings: dates, kinds, and facts about people without a name. The keys say only
# which rows are of one case and of one person. Restricted cases are counted as every other: totals alone come out.
VIEW = """
CREATE SCHEMA returns;
CREATE VIEW returns.hearing AS
SELECT m.forum_id, m.held_on, h.kind, md5(h.case_id::text) AS case_key,
       md5(coalesce(v.id, h.case_id)::text) AS victim_key, r.is_repeat,
       coalesce((SELECT a.type FROM referrals_referral o JOIN agencies_agency a ON a.id = o.from_agency_id
                 WHERE o.case_id = h.case_id AND o.first_heard_on = m.held_on
                 ORDER BY o.received_at, o.id LIMIT 1), sender.type) AS source,
       (SELECT count(*) FROM cases_involvement i WHERE i.case_id = h.case_id AND i.role = 'child') AS children,
       coalesce(v.ethnicity, '') AS ethnicity, coalesce(v.sexual_orientation, '') AS orientation,
       coalesce(v.gender_identity, '') AS gender_identity, coalesce(v.disability, '') AS disability,
       coalesce(v.sex, '') AS sex,
       coalesce((SELECT date_part('year', age(m.held_on, b.on))::int FROM cases_birthdate b
                 WHERE b.person_id = v.id AND b.struck_at IS NULL
                 ORDER BY array_position(ARRAY['exact', 'month', 'year'], b.precision::text), b.id LIMIT 1),
                v.age_estimate) AS age,
       ARRAY(SELECT coalesce((SELECT date_part('year', age(m.held_on, b.on))::int FROM cases_birthdate b
                              WHERE b.person_id = p.id AND b.struck_at IS NULL
                              ORDER BY array_position(ARRAY['exact', 'month', 'year'], b.precision::text), b.id
                              LIMIT 1), p.age_estimate)
             FROM cases_involvement i JOIN cases_person p ON p.id = i.person_id
             WHERE i.case_id = h.case_id AND i.role = 'perpetrator') AS harmer_ages
FROM marac_hearing h
JOIN marac_meeting m ON m.id = h.meeting_id
JOIN marac_forum f ON f.id = m.forum_id AND f.counts_in_return
JOIN referrals_referral r ON r.id = h.referral_id
JOIN agencies_agency sender ON sender.id = r.from_agency_id
LEFT JOIN LATERAL (SELECT p.* FROM cases_involvement i JOIN cases_person p ON p.id = i.person_id
                   WHERE i.case_id = h.case_id AND i.role = 'victim' ORDER BY i.id LIMIT 1) v ON true
WHERE h.status = 'heard';
GRANT USAGE ON SCHEMA returns TO linnet_batch;
GRANT SELECT ON returns.hearing TO linnet_batch;
"""


class Migration(migrations.Migration):
    dependencies = [("marac", "0022_return_counts"), ("cases", "0023_source_of_views")]

    operations = [
        migrations.RunSQL(VIEW, "DROP SCHEMA returns CASCADE"),
        # The web asks for a count; only the figures worker writes what it comes to.
        Grant("marac_returncount", "INSERT"),
        Grant("marac_returncount", "UPDATE", columns=("asked_at",)),
        Grant("marac_returncount", "SELECT", role=BATCH),
        Grant("marac_returncount", "UPDATE", columns=("figures", "year_figures", "counted_at"), role=BATCH),
        Grant("marac_forum", "SELECT", role=BATCH),
    ]
