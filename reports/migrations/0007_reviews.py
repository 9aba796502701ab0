from django.db import migrations

# What the figures worker may count of the death reviews: dates, states, a partnership, how many people died; and of their
# recommendations dates, standing, the agency that leads and the themes. No code name, no reference, no text.
VIEW = """
CREATE VIEW figures.review AS
SELECT r.state, r.scale, r.death_type, r.notified_on, r.decided_on, r.decision_due_on, r.completed_on, r.published_on,
       r.closed_on, c.id AS csp_id, c.name AS csp, c.parent_id AS partnership_id,
       (SELECT count(*) FROM dhr_reviewvictim v WHERE v.review_id = r.id) AS people
FROM dhr_deathreview r JOIN agencies_area c ON c.id = r.responsible_csp_id;
GRANT SELECT ON figures.review TO linnet_batch;
CREATE VIEW figures.recommendation AS
SELECT x.status, x.themes, x.agreed_on, x.original_target_on, x.target_on, x.done_on, x.verified_on, x.scope,
       c.id AS csp_id, c.name AS csp, c.parent_id AS partnership_id,
       (SELECT a.name FROM dhr_recommendationowner o JOIN agencies_agency a ON a.id = o.agency_id
        WHERE o.recommendation_id = x.id AND o.is_lead) AS agency,
       (SELECT count(*) FROM dhr_recommendationextension e WHERE e.recommendation_id = x.id) AS extensions,
       ARRAY(SELECT m.due_on FROM dhr_milestone m WHERE m.recommendation_id = x.id AND m.done_on IS NULL) AS milestones,
       coalesce((SELECT max(u."on") FROM dhr_recommendationupdate u WHERE u.recommendation_id = x.id), x.agreed_on)
         AS last_update_on
FROM dhr_recommendation x
JOIN dhr_deathreview r ON r.id = x.review_id
JOIN agencies_area c ON c.id = r.responsible_csp_id
WHERE r.state NOT IN ('withdrawn', 'transferred');
GRANT SELECT ON figures.recommendation TO linnet_batch;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_support"), ("dhr", "0002_access")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW figures.recommendation; DROP VIEW figures.review")]
