from django.db import migrations

from common.rls import Grant, ProtectRows

# The reviews that name whoever asks, and those they are kept from: one value each, compared once per statement.
LISTS = """
CREATE FUNCTION access.named_reviews() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(n.content_object_id), '{}') FROM public.dhr_reviewaccess n
  WHERE n.user_id = access.user_id() AND n.starts_at <= access.now() AND n.ends_at > access.now()
$$;
CREATE FUNCTION access.excluded_reviews() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(review_id), '{}') FROM public.dhr_reviewexclusion
  WHERE user_id = access.user_id() AND scope = 'all'
$$;
"""
# Never derived from a case: the office that runs a review, the responsible partnership, and the people it names.
# {role} narrows the named people; {own} is the right of the partnership's people that counts.
REVIEW = """
CREATE FUNCTION access.{name}(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me bigint := access.user_id();
  moment timestamptz := access.now();
BEGIN
  RETURN (
    EXISTS (SELECT FROM public.dhr_deathreview r
            WHERE r.id = wanted AND (r.office_id = access.agency_with('review_run')
                                     OR r.partnership_id = access.agency_with('{own}')))
    OR EXISTS (SELECT FROM public.dhr_reviewaccess n
               WHERE n.content_object_id = wanted AND n.user_id = me {role}
                 AND n.starts_at <= moment AND n.ends_at > moment)
  ) AND NOT EXISTS (SELECT FROM public.dhr_reviewexclusion e
                    WHERE e.review_id = wanted AND e.user_id = me AND e.scope = 'all');
END $$;
"""
# Nobody connected with the person who caused harm, and nobody of an agency that works with them.
FAMILY = """
CREATE FUNCTION access.sees_family(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN access.sees_review(wanted)
    AND EXISTS (SELECT FROM public.agencies_agency a
                WHERE a.id = access.acting_agency_id() AND a.type <> 'perpetrator_programme')
    AND NOT EXISTS (SELECT FROM public.dhr_reviewexclusion e
                    WHERE e.review_id = wanted AND e.user_id = access.user_id() AND e.scope = 'family');
END $$;
"""
RECOMMENDATION = """
CREATE FUNCTION access.owns_recommendation(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.dhr_recommendationowner o
                 WHERE o.recommendation_id = wanted AND o.agency_id = access.agency_with('recommendation_do'))
$$;
CREATE FUNCTION access.works_recommendation(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT access.owns_recommendation(wanted) OR EXISTS (
    SELECT FROM public.dhr_recommendation r WHERE r.id = wanted AND access.sees_review(r.review_id))
$$;
CREATE FUNCTION access.runs_recommendation(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.dhr_recommendation r WHERE r.id = wanted AND access.runs_review(r.review_id))
$$;
"""
OFFICE = "office_id = (SELECT access.agency_with('review_run'))"
SEES, RUNS = "access.sees_review(review_id)", "access.runs_review(review_id)"
FAMILY_READ = "access.sees_family(review_id)"
WORKS = "access.works_recommendation(recommendation_id)"
THEIRS = f"{RUNS} OR ({SEES} AND agency_id = (SELECT access.acting_agency_id()))"
NAMED = "access.runs_review(content_object_id)"
MINE = "user_id = (SELECT access.user_id())"


def written_by_those_who_run_it(model, **more):
    return ProtectRows(model, read=SEES, insert=RUNS, **({"update": RUNS} | more))


class Migration(migrations.Migration):
    dependencies = [("dhr", "0001_initial"), ("common", "0002_agency_with"), ("cases", "0002_access")]

    operations = [
        migrations.RunSQL(LISTS, "DROP FUNCTION access.named_reviews(), access.excluded_reviews()"),
        migrations.RunSQL(
            REVIEW.format(name="sees_review", own="review_own", role=""), "DROP FUNCTION access.sees_review(uuid)"
        ),
        migrations.RunSQL(
            REVIEW.format(name="runs_review", own="review_decide", role="AND n.role = 'chair'"),
            "DROP FUNCTION access.runs_review(uuid)",
        ),
        migrations.RunSQL(FAMILY, "DROP FUNCTION access.sees_family(uuid)"),
        migrations.RunSQL(
            RECOMMENDATION,
            "DROP FUNCTION access.owns_recommendation(uuid), access.works_recommendation(uuid), "
            "access.runs_recommendation(uuid)",
        ),
        ProtectRows(
            "DeathReview",
            read=f"({OFFICE} OR partnership_id = (SELECT access.agency_with('review_own')) "
            "OR id = ANY ((SELECT access.named_reviews())::uuid[])) "
            "AND id <> ALL ((SELECT access.excluded_reviews())::uuid[])",
            insert=OFFICE,
            update="access.runs_review(id)",
        ),
        # Reading the grant that names one must not let one write it.
        ProtectRows(
            "ReviewAccess", read=f"{MINE} OR access.sees_review(content_object_id)", insert=NAMED, update=NAMED
        ),
        ProtectRows("ReviewExclusion", read=f"{MINE} OR {SEES}", insert=RUNS, update=None),
        written_by_those_who_run_it("ReviewChange", update=None),
        written_by_those_who_run_it("ReviewDecision"),
        written_by_those_who_run_it("ReviewPause"),
        written_by_those_who_run_it("ReviewLink"),
        written_by_those_who_run_it("ReviewVictim"),
        written_by_those_who_run_it("ReviewPerpetrator"),
        written_by_those_who_run_it("ScopingReturn"),
        written_by_those_who_run_it("ReviewChair"),
        written_by_those_who_run_it("TermsOfReference"),
        written_by_those_who_run_it("PanelMember"),
        written_by_those_who_run_it("PanelMeeting"),
        written_by_those_who_run_it("ContributionExtension", update=None),
        written_by_those_who_run_it("QualitySubmission"),
        written_by_those_who_run_it("QualityArea"),
        written_by_those_who_run_it("MonitoringEntry", update=None),
        # A panel member hands in the own agency's report and chronology.
        ProtectRows("AgencyContribution", read=SEES, insert=RUNS, update=THEIRS),
        ProtectRows("ChronologyEvent", read=SEES, insert=THEIRS, update=THEIRS, delete=THEIRS),
        ProtectRows("ReviewDocument", read=SEES, insert=THEIRS, update=RUNS),
        ProtectRows(
            "FamilyEngagement",
            read=FAMILY_READ,
            insert=f"{FAMILY_READ} AND {RUNS}",
            update=f"{FAMILY_READ} AND {RUNS}",
        ),
        ProtectRows(
            "ReviewReminder",
            read=SEES,
            insert=f"{SEES} AND recipient_id = (SELECT access.user_id())",
            update=None,
        ),
        ProtectRows(
            "Recommendation",
            read=f"{SEES} OR access.owns_recommendation(id) "
            "OR (is_public AND (SELECT access.agency_with('learning_read')) IS NOT NULL)",
            insert=RUNS,
            update=f"{SEES} OR access.owns_recommendation(id)",
        ),
        ProtectRows(
            "RecommendationOwner",
            read=WORKS,
            insert="access.runs_recommendation(recommendation_id)",
            update="access.runs_recommendation(recommendation_id) "
            "OR agency_id = (SELECT access.agency_with('recommendation_do'))",
        ),
        ProtectRows("Milestone", read=WORKS),
        ProtectRows("RecommendationUpdate", read=WORKS, update=None),
        ProtectRows("RecommendationExtension", read=WORKS, update=None),
        ProtectRows("Evidence", read=WORKS),
        ProtectRows("FundYear", read=OFFICE, update=None),
        ProtectRows("FundShare", read=OFFICE),
        ProtectRows("ReviewCost", read=OFFICE),
        ProtectRows("LearningEvent", read=OFFICE),
        Grant("dhr_theme", "INSERT"),
    ]
