from django.db import migrations

# What the figures worker may count of the plans: dates and standing of each action, the names of its plan and of the
# outcome that it serves. No text of an action, not who does it, and nothing that anybody said of it.
VIEW = """
CREATE VIEW figures.action AS
SELECT p.name AS plan, p.starts_on AS plan_starts_on, p.ended_on AS plan_ended_on,
       o.number AS outcome_number, o.text AS outcome, s.name AS strategy,
       a.status, a.agreed_on, a.target_on, a.done_on,
       (SELECT count(*) FROM strategy_actionextension e WHERE e.action_id = a.id) AS extensions,
       coalesce((SELECT max(u."on") FROM strategy_actionupdate u WHERE u.action_id = a.id), a.agreed_on)
         AS last_update_on
FROM strategy_action a
JOIN strategy_plan p ON p.id = a.plan_id
JOIN strategy_planobjective j ON j.id = a.objective_id
LEFT JOIN strategy_strategyoutcome o ON o.id = j.outcome_id
LEFT JOIN strategy_strategy s ON s.id = o.strategy_id;
GRANT SELECT ON figures.action TO linnet_batch;
"""


class Migration(migrations.Migration):
    """How the actions of plans stand, for the report to count."""

    dependencies = [("reports", "0010_training"), ("strategy", "0003_plans_in_order")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW figures.action")]
