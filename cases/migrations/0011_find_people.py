"""Finding people by what somebody remembers of their names and dates of birth: only those whom the scope sees."""

from django.db import migrations

# Whoever has a name that sounds like it, or a date of birth that is the same or close and a name not wholly unlike; and,
# where `wide`, a name of which each word is spelt much like it. The words are looked up in the dictionary first.
CANDIDATES = """
CREATE FUNCTION matching.candidates(families text[], givens text[], born date[], near date[], wide boolean)
RETURNS TABLE (person_id uuid, named real, agreed real)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  lasts text[] := array(SELECT matching.sound(w) FROM unnest(families) AS w);
  firsts text[] := array(SELECT matching.sound(w) FROM unnest(givens) AS w);
  like_families text[] := '{}';
  like_givens text[] := '{}';
  wholes text[] := CASE WHEN givens = '{}' THEN families
                        ELSE array(SELECT f || ' ' || g FROM unnest(families) AS f, unnest(givens) AS g) END;
BEGIN
  IF wide THEN
    like_families := array(SELECT alike.word FROM unnest(families) AS sought,
      LATERAL (SELECT w.word FROM matching.word w WHERE w.word OPERATOR(public.%) sought
               ORDER BY public.similarity(w.word, sought) DESC LIMIT 20) AS alike) || families;
    like_givens := array(SELECT alike.word FROM unnest(givens) AS sought,
      LATERAL (SELECT w.word FROM matching.word w WHERE w.word OPERATOR(public.%) sought
               ORDER BY public.similarity(w.word, sought) DESC LIMIT 20) AS alike) || givens;
  END IF;
  RETURN QUERY
  WITH found AS (
    SELECT k.*, CASE WHEN b."on" = ANY (born) THEN 1.0 ELSE 0.8 END AS agreed
    FROM public.cases_birthdate b JOIN matching.key k ON k.person_id = b.person_id
    WHERE b."on" = ANY (born || near) AND b.struck_at IS NULL
    UNION ALL
    SELECT k.*, NULL FROM matching.key k WHERE k.family_sound = ANY (lasts) AND k.given_sound = ANY (firsts || ''::text)
    UNION ALL
    SELECT k.*, NULL FROM matching.key k WHERE k.family_sound = ANY (firsts) AND k.given_sound = ANY (lasts || ''::text)
    UNION ALL
    SELECT k.*, NULL FROM matching.key k WHERE k.family = ANY (like_families) AND k.given = ANY (like_givens)
    UNION ALL
    SELECT k.*, NULL FROM matching.key k WHERE k.family = ANY (like_givens) AND k.given = ANY (like_families)
  ), each AS (
    SELECT f.person_id, max(f.agreed) AS agreed, max(greatest(
        0.55 * CASE WHEN f.family = ANY (families) THEN 1 WHEN f.family_sound = ANY (lasts) THEN 0.9 ELSE 0 END
        + 0.45 * CASE WHEN f.given = ANY (givens) THEN 1 WHEN f.given_sound = ANY (firsts) THEN 0.9 ELSE 0 END,
        0.9 * CASE WHEN f.family_sound = ANY (firsts) AND f.given_sound = ANY (lasts) THEN 1 ELSE 0 END,
        (SELECT max(public.similarity(whole, f.family || ' ' || f.given)) FROM unnest(wholes) AS whole))) AS named
    FROM found f GROUP BY f.person_id
  )
  SELECT e.person_id, e.named::real, coalesce(e.agreed, CASE WHEN born <> '{}' THEN (
    SELECT max(CASE WHEN extract(year FROM b."on") = ANY (array(SELECT extract(year FROM d) FROM unnest(born) AS d))
                    THEN 0.3 ELSE 0 END)
    FROM public.cases_birthdate b WHERE b.person_id = e.person_id AND b.struck_at IS NULL) END)::real
  FROM each e WHERE e.named >= 0.2;
END $$;
"""
# Likeliest first, and each is looked at only until enough are seen: what is out of sight leaves no gap and no count.
FIND_PEOPLE = """
CREATE FUNCTION access.find_people(
  families text[], givens text[], born date[], near date[], wide boolean, most integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  candidate record;
  seen integer := 0;
BEGIN
  FOR candidate IN
    SELECT c.person_id FROM matching.candidates(families, givens, born, near, wide) AS c
    ORDER BY c.named * (0.6 + 0.4 * coalesce(c.agreed, 0.5)) DESC, c.person_id
  LOOP
    IF access.sees_person(candidate.person_id) THEN
      RETURN NEXT candidate.person_id;
      seen := seen + 1;
      EXIT WHEN seen >= most;
    END IF;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION access.find_people FROM linnet_batch;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_name_index")]

    operations = [
        migrations.RunSQL(CANDIDATES, "DROP FUNCTION matching.candidates"),
        migrations.RunSQL(FIND_PEOPLE, "DROP FUNCTION access.find_people"),
    ]
