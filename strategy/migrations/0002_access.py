from django.db import migrations

from common.rls import ProtectRows

READ = "(SELECT access.agency_with('strategy_read')) IS NOT NULL"
KEEP = "(SELECT access.agency_with('strategy_keep')) IS NOT NULL"
MINE = "(SELECT access.agency_with('plan_do'))"
# An action is changed by whoever keeps the plan and by the agency that owns it; its evidence is checked by another.
OWNS = """
CREATE FUNCTION access.owns_action(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.strategy_action a
                 WHERE a.id = wanted AND a.owner_id = access.agency_with('plan_do'))
$$;
"""
SAID = f"{KEEP} OR (agency_id = {MINE} AND access.owns_action(action_id))"
KEPT = (
    "Board", "BoardMember", "BoardTerms", "Strategy", "StrategyOutcome", "OutcomeIndicator", "Plan", "PlanObjective",
    "ActionReport", "ActionExtension", "TrainingSession",
)  # fmt: skip


class Migration(migrations.Migration):
    """Boards, strategies and plans are the partnership's: read by whoever may, kept by the strategy lead."""

    dependencies = [("strategy", "0001_initial"), ("common", "0002_agency_with")]

    operations = [
        migrations.RunSQL(OWNS, "DROP FUNCTION access.owns_action(uuid)"),
        *(ProtectRows(model, read=READ, insert=KEEP, update=KEEP) for model in KEPT),
        # The status follows the owner's word, and the word of the agency that checks.
        ProtectRows("Action", read=READ, insert=KEEP, update=f"{KEEP} OR {MINE} IS NOT NULL"),
        ProtectRows("ActionUpdate", read=READ, insert=SAID, update=None),
        ProtectRows("ActionEvidence", read=READ, insert=SAID, update=f"{KEEP} OR {MINE} IS NOT NULL"),
    ]
