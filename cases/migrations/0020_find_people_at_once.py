"""Finding people in one question, and telling teams only where a date of birth agrees.

What is compared comes along with the keys, under the same condition as the policies of names and dates: the scope sees
the person. The wider search no longer repeats the narrow one.
"""

from importlib import import_module

from django.db import migrations

index = import_module("cases.migrations.0010_name_index")
before = import_module("cases.migrations.0011_find_people")
policies = import_module("cases.migrations.0017_possible_match_policies")

INDEX = """
DROP TRIGGER keep_index ON cases_personname;
DROP TRIGGER keep_index_of_changed ON cases_personname;
DROP TRIGGER keep_index_of_none ON cases_personname;
DROP FUNCTION matching.keep(), matching.index_name;
DROP TABLE matching.key;
-- A row for each pair of words of a name and each date of birth: what is compared stands beside what is looked up.
CREATE TABLE matching.key (
  person_id uuid NOT NULL, family text NOT NULL, given text NOT NULL,
  family_sound text NOT NULL, given_sound text NOT NULL, born date
);
CREATE INDEX key_person ON matching.key (person_id);
CREATE INDEX key_born ON matching.key (born) INCLUDE (person_id, family, given, family_sound, given_sound);
CREATE INDEX key_words ON matching.key (family, given) INCLUDE (person_id, family_sound, given_sound, born);
CREATE INDEX key_sounds ON matching.key (family_sound, given_sound) INCLUDE (person_id, family, given, born);
DROP INDEX IF EXISTS birth_date_on;

-- A word with each of its letters left out, and whole: two words that share one of these differ by one slip, or by two.
DROP INDEX matching.word_trigrams;
ALTER TABLE matching.word ADD COLUMN sound text NOT NULL DEFAULT '';
CREATE INDEX word_sound ON matching.word (sound) INCLUDE (word);
CREATE TABLE matching.slip (cut text NOT NULL, word text NOT NULL, PRIMARY KEY (cut, word));
CREATE INDEX slip_word ON matching.slip (word);
CREATE FUNCTION matching.cuts(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT array_agg(DISTINCT overlay(word PLACING '' FROM n FOR 1)) || word FROM generate_series(1, length(word)) AS n
$$;
CREATE FUNCTION matching.learn_word() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE matching.slip;
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM matching.slip WHERE word = OLD.word;
  ELSE
    INSERT INTO matching.slip SELECT cut, NEW.word FROM unnest(matching.cuts(NEW.word)) AS cut ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER learn AFTER INSERT OR DELETE ON matching.word FOR EACH ROW EXECUTE FUNCTION matching.learn_word();
CREATE TRIGGER forget AFTER TRUNCATE ON matching.word FOR EACH STATEMENT EXECUTE FUNCTION matching.learn_word();
TRUNCATE matching.word;

CREATE FUNCTION matching.index_person(who uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM matching.key WHERE person_id = who;
  WITH folded AS (
    SELECT matching.words_of(matching.fold(n.given)) AS firsts, matching.words_of(matching.fold(n.family)) AS lasts
    FROM public.cases_personname n WHERE n.person_id = who AND n.struck_at IS NULL
  ), placed AS (  -- one name alone stands as the family name
    SELECT CASE WHEN lasts = '{""}' THEN firsts ELSE lasts END AS lasts,
           CASE WHEN lasts = '{""}' THEN '{""}' ELSE firsts END AS firsts FROM folded
  ), pairs AS (
    SELECT DISTINCT f, g FROM placed, unnest(lasts) AS f, unnest(firsts) AS g WHERE f <> ''
  ), known AS (
    INSERT INTO matching.word SELECT w, matching.sound(w)
    FROM (SELECT f AS w FROM pairs UNION SELECT g FROM pairs WHERE g <> '') AS words ON CONFLICT DO NOTHING
  )
  INSERT INTO matching.key
  SELECT who, f, g, matching.sound(f), matching.sound(g), b."on"
  FROM pairs LEFT JOIN public.cases_birthdate b ON b.person_id = who AND b.struck_at IS NULL;
END $$;

CREATE FUNCTION matching.keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE matching.key, matching.word;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM matching.index_person(OLD.person_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.person_id <> OLD.person_id) THEN
    PERFORM matching.index_person(NEW.person_id);
  END IF;
  IF TG_OP <> 'INSERT' AND TG_TABLE_NAME = 'cases_personname' THEN  -- a word that nobody is called is forgotten
    DELETE FROM matching.word w
    WHERE w.word = ANY (matching.words_of(matching.fold(OLD.family)) || matching.words_of(matching.fold(OLD.given)))
      AND NOT EXISTS (SELECT FROM matching.key k WHERE k.family = w.word)
      AND NOT EXISTS (SELECT FROM matching.key k WHERE k.given = w.word);
  END IF;
  RETURN NULL;
END $$;
CREATE INDEX key_given ON matching.key (given) WHERE given <> '';
CREATE TRIGGER keep_index AFTER INSERT OR DELETE ON cases_personname
FOR EACH ROW EXECUTE FUNCTION matching.keep();
CREATE TRIGGER keep_index_of_changed AFTER UPDATE ON cases_personname FOR EACH ROW
WHEN ((OLD.person_id, OLD.given, OLD.family, OLD.struck_at)
      IS DISTINCT FROM (NEW.person_id, NEW.given, NEW.family, NEW.struck_at))
EXECUTE FUNCTION matching.keep();
CREATE TRIGGER keep_index_of_none AFTER TRUNCATE ON cases_personname
FOR EACH STATEMENT EXECUTE FUNCTION matching.keep();
CREATE TRIGGER keep_index AFTER INSERT OR DELETE ON cases_birthdate
FOR EACH ROW EXECUTE FUNCTION matching.keep();
CREATE TRIGGER keep_index_of_changed AFTER UPDATE ON cases_birthdate FOR EACH ROW
WHEN ((OLD.person_id, OLD."on", OLD.struck_at) IS DISTINCT FROM (NEW.person_id, NEW."on", NEW.struck_at))
EXECUTE FUNCTION matching.keep();
SELECT matching.index_person(person_id) FROM cases_personname GROUP BY person_id;
"""
_TABLE, _NAME = "CREATE TABLE matching.key", "CREATE FUNCTION matching.index_name"
INDEX_BEFORE = (
    """
    DROP TRIGGER keep_index ON cases_birthdate;
    DROP TRIGGER keep_index_of_changed ON cases_birthdate;
    DROP TRIGGER keep_index ON cases_personname;
    DROP TRIGGER keep_index_of_changed ON cases_personname;
    DROP TRIGGER keep_index_of_none ON cases_personname;
    DROP FUNCTION matching.keep(), matching.index_person;
    DROP TABLE matching.key, matching.slip;
    DROP TRIGGER learn ON matching.word;
    DROP TRIGGER forget ON matching.word;
    DROP FUNCTION matching.learn_word(), matching.cuts;
    ALTER TABLE matching.word DROP COLUMN sound;
    CREATE INDEX word_trigrams ON matching.word USING gin (word public.gin_trgm_ops);
    """
    + _TABLE
    + index.SCHEMA.split(_TABLE)[1]
    + _NAME
    + index.functions().split(_NAME)[1]
    + index.TRIGGERS
)
CANDIDATES = """
-- Words that are spelt or sound much like one: by one slip, or to the ear.
CREATE FUNCTION matching.words_like(sought text[], lasts text[]) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT alike.word), '{}') || sought
  FROM unnest(sought, lasts) AS each (word, sound), LATERAL (
    SELECT near.word FROM (
      SELECT s.word FROM matching.slip s WHERE s.cut = ANY (matching.cuts(each.word))
      UNION SELECT w.word FROM matching.word w WHERE w.sound = each.sound
    ) AS near ORDER BY public.similarity(near.word, each.word) DESC, near.word LIMIT 24
  ) AS alike
$$;
CREATE FUNCTION matching.candidates(
  families text[], givens text[], lasts text[], firsts text[], born date[], near date[], wide boolean)
RETURNS TABLE (person_id uuid, named real, agreed real)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  either text[] := lasts || firsts;
  like_families text[];
  like_givens text[];
  sought_born date[] := born;
  year integer := extract(year FROM born[1]);
  whole text := array_to_string(families || givens, ' ');
BEGIN
  IF wide THEN
    like_families := matching.words_like(families, lasts);
    like_givens := matching.words_like(givens, firsts);
    RETURN QUERY
    WITH found AS (
      SELECT k.* FROM matching.key k WHERE k.family = ANY (like_families) AND k.given = ANY (like_givens || ''::text)
      UNION ALL
      SELECT k.* FROM matching.key k WHERE k.family = ANY (like_givens) AND k.given = ANY (like_families || ''::text)
    )
    SELECT f.person_id, max(public.similarity(whole, f.family || ' ' || f.given)),
           max(CASE WHEN f.born = ANY (sought_born) THEN 1 WHEN f.born = ANY (near) THEN 0.8
                    WHEN extract(year FROM f.born) = year THEN 0.3 WHEN f.born IS NULL THEN NULL ELSE 0 END)::real
    FROM found f GROUP BY f.person_id;
    RETURN;
  END IF;
  RETURN QUERY
  WITH found AS (
    SELECT k.*, 1 AS agreed FROM matching.key k WHERE k.born = ANY (sought_born)
    UNION ALL  -- so many have a date close by that one part of their name has to sound right
    SELECT k.*, 0.8 FROM matching.key k
    WHERE k.born = ANY (near) AND (k.family_sound = ANY (either) OR k.given_sound = ANY (either))
      AND public.similarity(whole, k.family || ' ' || k.given) >= 0.3
    UNION ALL
    SELECT k.*, CASE WHEN extract(year FROM k.born) = year THEN 0.3 WHEN k.born IS NOT NULL THEN 0 END
    FROM matching.key k WHERE k.family_sound = ANY (lasts) AND k.given_sound = ANY (firsts || ''::text)
    UNION ALL
    SELECT k.*, CASE WHEN extract(year FROM k.born) = year THEN 0.3 WHEN k.born IS NOT NULL THEN 0 END
    FROM matching.key k WHERE k.family_sound = ANY (firsts) AND k.given_sound = ANY (lasts || ''::text)
  ), alike AS (
    SELECT f.person_id, f.agreed, greatest(
        0.55 * CASE WHEN f.family = ANY (families) THEN 1 WHEN f.family_sound = ANY (lasts) THEN 0.9 ELSE 0 END
        + 0.45 * CASE WHEN f.given = ANY (givens) THEN 1 WHEN f.given_sound = ANY (firsts) THEN 0.9 ELSE 0 END,
        CASE WHEN f.family = ANY (givens) AND f.given = ANY (families) THEN 0.97
             WHEN f.family_sound = ANY (firsts) AND f.given_sound = ANY (lasts) THEN 0.9
             WHEN f.given = '' AND givens = '{}' AND f.family = ANY (families) THEN 1 ELSE 0 END,
        public.similarity(whole, f.family || ' ' || f.given)) AS named
    FROM found f
  )
  SELECT a.person_id, max(a.named)::real, max(a.agreed)::real FROM alike a WHERE a.named >= 0.25 GROUP BY a.person_id;
END $$;
-- The same for whoever does not say how the words sound.
CREATE OR REPLACE FUNCTION matching.candidates(families text[], givens text[], born date[], near date[], wide boolean)
RETURNS TABLE (person_id uuid, named real, agreed real)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM matching.candidates(families, givens, array(SELECT matching.sound(w) FROM unnest(families) AS w),
    array(SELECT matching.sound(w) FROM unnest(givens) AS w), born, near, wide)
$$;
"""
# The wider search follows where nobody in sight is as like them as `sure` says. Whoever is out of sight decides nothing.
FIND_PEOPLE = """
DROP FUNCTION access.find_people;
CREATE FUNCTION access.find_people(
  families text[], givens text[], lasts text[], firsts text[], born date[], near date[], sure real, most integer)
RETURNS TABLE (person_id uuid, names text[], days date[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  candidate record;
  known uuid[] := '{}';
  turn integer;
  best real := 0;
BEGIN
  FOREACH turn IN ARRAY '{0,1}'::integer[] LOOP
    EXIT WHEN best >= sure;
    FOR candidate IN
      SELECT c.person_id, c.named * (0.6 + 0.4 * coalesce(c.agreed, 0.5)) AS likely
      FROM matching.candidates(families, givens, lasts, firsts, born, near, turn = 1) AS c
      WHERE c.person_id <> ALL (known)
      ORDER BY likely DESC, c.person_id
    LOOP
      IF access.sees_person(candidate.person_id) THEN
        person_id := candidate.person_id;
        names := array(SELECT ARRAY[n.given::text, n.family::text] FROM public.cases_personname n
                       WHERE n.person_id = candidate.person_id AND n.struck_at IS NULL);
        days := array(SELECT b."on" FROM public.cases_birthdate b
                      WHERE b.person_id = candidate.person_id AND b.struck_at IS NULL);
        RETURN NEXT;
        known := known || person_id;
        best := greatest(best, candidate.likely);
        EXIT WHEN cardinality(known) >= most * (turn + 1);
      END IF;
    END LOOP;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION access.find_people FROM linnet_batch;
"""
# A name alone is shared by many; a queue of namesakes would soon be read by nobody.
ANY_NAME = "((c.agreed >= 0.8 AND c.named >= 0.6) OR c.named * (0.6 + 0.4 * coalesce(c.agreed, 0.5)) >= 0.8)"
WITH_DATE = "c.agreed >= 0.8 AND c.named >= 0.6"
NOTE_MATCHES = policies.NOTE_MATCHES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_merge_policies")]

    operations = [
        migrations.RunSQL(INDEX, INDEX_BEFORE),
        migrations.RunSQL(
            CANDIDATES,
            "DROP FUNCTION matching.words_like;"
            "DROP FUNCTION matching.candidates(text[], text[], text[], text[], date[], date[], boolean);"
            + before.CANDIDATES.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
        migrations.RunSQL(FIND_PEOPLE, "DROP FUNCTION access.find_people;" + before.FIND_PEOPLE),
        migrations.RunSQL(NOTE_MATCHES.replace(ANY_NAME, WITH_DATE), NOTE_MATCHES),
    ]
