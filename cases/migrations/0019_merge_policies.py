"""Merging and unmerging, by the database: complete, exact, and only where one team leads every case concerned.

The serving role may not move a name or an address from one person to another. These functions may, for the two people of
one merge, and they ask the same questions as `cases.services.merging`, of cases out of sight as well.
"""

from django.db import migrations

from common.rls import ProtectRows

# Whether whoever asks keeps the people of every case that this person is in, and there is one.
KEEPS_ALL = """
CREATE FUNCTION access.keeps_all_of(who uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN access.agency_with('people_write') IS NOT NULL
    AND EXISTS (SELECT FROM public.cases_involvement i WHERE i.person_id = who)
    AND NOT EXISTS (SELECT FROM public.cases_involvement i WHERE i.person_id = who AND NOT access.leads_case(i.case_id));
END $$;
"""
# Two people of one case are two people. A victim is never merged with a perpetrator: the other side's advisers could ask
# for the address. The names of a sealed case do not leave it.
MAY_MERGE = """
CREATE FUNCTION access.may_merge(one uuid, other uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN one <> other AND access.keeps_all_of(one) AND access.keeps_all_of(other)
    AND NOT EXISTS (
      SELECT FROM public.cases_involvement i JOIN public.cases_involvement j ON j.person_id = other
      WHERE i.person_id = one
        AND (i.case_id = j.case_id
             OR (i.role = 'victim' AND j.role = 'perpetrator') OR (i.role = 'perpetrator' AND j.role = 'victim')))
    AND NOT EXISTS (SELECT FROM public.cases_involvement i JOIN public.cases_case c ON c.id = i.case_id
                    WHERE i.person_id IN (one, other) AND c.is_sealed);
END $$;
"""
# Every column that points to a person, but for those of matching itself, with the key of its table.
LINKS = """
CREATE FUNCTION matching.links() RETURNS TABLE (place text, field text, key text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.conrelid::regclass::text, a.attname::text, k.attname::text
  FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  JOIN pg_index p ON p.indrelid = c.conrelid AND p.indisprimary
  JOIN pg_attribute k ON k.attrelid = c.conrelid AND k.attnum = p.indkey[0]
  WHERE c.contype = 'f' AND c.confrelid = 'public.cases_person'::regclass
    AND c.conrelid NOT IN ('public.cases_possiblematch'::regclass, 'public.cases_merge'::regclass)
  ORDER BY 1, 2
$$;
"""
TAKE_ROWS = """
CREATE FUNCTION access.take_rows(wanted uuid, fields text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  m record;
  link record;
  chosen text;
BEGIN
  SELECT * INTO m FROM public.cases_merge WHERE id = wanted FOR UPDATE;
  IF NOT FOUND OR NOT access.may_merge(m.kept_id, m.absorbed_id)
     OR EXISTS (SELECT FROM public.cases_mergeline l WHERE l.merge_id = wanted) THEN
    RAISE EXCEPTION 'may not merge' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM FROM public.cases_person WHERE id IN (m.kept_id, m.absorbed_id) ORDER BY id FOR UPDATE;
  FOR link IN SELECT * FROM matching.links() LOOP
    EXECUTE format(
      'INSERT INTO public.cases_mergeline (id, merge_id, place, field, row_key, is_moved, is_value) '
      'SELECT gen_random_uuid(), $1, %L, %L, %I::text, %I = $3, false FROM %s WHERE %I IN ($2, $3)',
      link.place, link.field, link.key, link.field, link.place, link.field) USING wanted, m.kept_id, m.absorbed_id;
    EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2', link.place, link.field, link.field)
      USING m.kept_id, m.absorbed_id;
  END LOOP;
  -- One name to call somebody by: that of the record that stayed.
  INSERT INTO public.cases_mergeline (id, merge_id, place, field, row_key, is_moved, is_value, before, after)
  SELECT gen_random_uuid(), wanted, 'public.cases_personname', 'kind', n.id::text, false, true,
         to_jsonb(n.kind), '"alias"'
  FROM public.cases_personname n JOIN public.cases_mergeline l
    ON l.merge_id = wanted AND l.place = 'public.cases_personname' AND l.row_key = n.id::text AND l.is_moved
  WHERE n.kind = 'current' AND EXISTS (
    SELECT FROM public.cases_personname o JOIN public.cases_mergeline k
      ON k.merge_id = wanted AND k.place = 'public.cases_personname' AND k.row_key = o.id::text AND NOT k.is_moved
    WHERE o.kind = 'current' AND o.struck_at IS NULL);
  UPDATE public.cases_personname n SET kind = 'alias' FROM public.cases_mergeline l
  WHERE l.merge_id = wanted AND l.is_value AND l.place = 'public.cases_personname' AND l.row_key = n.id::text;
  FOREACH chosen IN ARRAY fields LOOP
    IF chosen <> ALL ('{sex,ethnicity,disability,sexual_orientation,gender_identity,pregnant,first_language,'
                      'interpreter_needed,age_estimate,gp}') THEN
      RAISE EXCEPTION 'no such field' USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format(
      'INSERT INTO public.cases_mergeline (id, merge_id, place, field, row_key, is_moved, is_value, before, after) '
      'SELECT gen_random_uuid(), $1, %L, %L, k.id::text, false, true, to_jsonb(k.%I), to_jsonb(a.%I) '
      'FROM public.cases_person k, public.cases_person a WHERE k.id = $2 AND a.id = $3',
      'public.cases_person', chosen, chosen, chosen) USING wanted, m.kept_id, m.absorbed_id;
    EXECUTE format('UPDATE public.cases_person k SET %I = a.%I FROM public.cases_person a WHERE k.id = $1 AND a.id = $2',
      chosen, chosen) USING m.kept_id, m.absorbed_id;
  END LOOP;
END $$;
"""
# `added`: rows that came after the merge and that somebody says are the other person's: [{"place", "field", "key"}].
# A value is put back only where nobody has changed it since.
GIVE_BACK = """
CREATE FUNCTION access.give_back(wanted uuid, chosen uuid[], added jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  m record;
  line record;
  moved integer;
BEGIN
  SELECT * INTO m FROM public.cases_merge WHERE id = wanted AND undone_at IS NULL FOR UPDATE;
  IF NOT FOUND OR NOT access.keeps_all_of(m.kept_id) OR (
      EXISTS (SELECT FROM public.cases_involvement i WHERE i.person_id = m.absorbed_id)
      AND NOT access.keeps_all_of(m.absorbed_id)) THEN
    RAISE EXCEPTION 'may not unmerge' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR line IN
    SELECT l.place, l.field, k.key, l.row_key FROM public.cases_mergeline l
    JOIN matching.links() k ON k.place = l.place AND k.field = l.field
    WHERE l.merge_id = wanted AND l.id = ANY (chosen) AND l.is_moved AND l.given_back_at IS NULL
    UNION ALL
    SELECT k.place, k.field, k.key, a.key FROM jsonb_to_recordset(added) AS a (place text, field text, key text)
    JOIN matching.links() k ON k.place = a.place AND k.field = a.field
    WHERE NOT EXISTS (SELECT FROM public.cases_mergeline l WHERE l.merge_id = wanted AND l.place = a.place
                      AND l.field = a.field AND l.row_key = a.key)
  LOOP
    EXECUTE format('UPDATE %s SET %I = $1 WHERE %I::text = $2 AND %I = $3', line.place, line.field, line.key, line.field)
      USING m.absorbed_id, line.row_key, m.kept_id;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved = 0 THEN
      RAISE EXCEPTION 'moved on' USING ERRCODE = 'no_data_found';
    END IF;
  END LOOP;
  UPDATE public.cases_mergeline SET given_back_at = access.now()
  WHERE merge_id = wanted AND id = ANY (chosen) AND is_moved AND given_back_at IS NULL;
  IF NOT EXISTS (SELECT FROM public.cases_mergeline l WHERE l.merge_id = wanted AND l.is_moved
                 AND l.given_back_at IS NULL) THEN
    UPDATE public.cases_merge SET undone_at = access.now(), undone_by_id = access.user_id() WHERE id = wanted;
  END IF;
  FOR line IN
    SELECT l.* FROM public.cases_mergeline l WHERE l.merge_id = wanted AND l.is_value AND l.given_back_at IS NULL
      AND (EXISTS (SELECT FROM public.cases_merge d WHERE d.id = wanted AND d.undone_at IS NOT NULL)
           OR EXISTS (SELECT FROM public.cases_mergeline n WHERE n.merge_id = wanted AND n.place = l.place
                      AND n.row_key = l.row_key AND n.is_moved AND n.given_back_at IS NOT NULL))
  LOOP
    EXECUTE format(
      'UPDATE %1$s t SET %2$I = (jsonb_populate_record(NULL::%1$s, jsonb_build_object(%2$L, $1))).%2$I '
      'WHERE t.id::text = $2 AND to_jsonb(t.%2$I) IS NOT DISTINCT FROM $3', line.place, line.field)
      USING line.before, line.row_key, line.after;
    UPDATE public.cases_mergeline SET given_back_at = access.now() WHERE id = line.id;
  END LOOP;
END $$;
"""
PRIVATE = """
REVOKE EXECUTE ON FUNCTION access.keeps_all_of, access.may_merge, access.take_rows, access.give_back FROM linnet_batch;
"""
KEEPS = "(SELECT access.agency_with('people_write')) IS NOT NULL AND access.leads_person(kept_id)"
MINE = "agency_id = (SELECT access.agency_with('people_write')) AND made_by_id = (SELECT access.user_id())"


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_merge")]

    operations = [
        migrations.RunSQL(KEEPS_ALL, "DROP FUNCTION access.keeps_all_of"),
        migrations.RunSQL(MAY_MERGE, "DROP FUNCTION access.may_merge"),
        migrations.RunSQL(LINKS, "DROP FUNCTION matching.links"),
        migrations.RunSQL(TAKE_ROWS, "DROP FUNCTION access.take_rows"),
        migrations.RunSQL(GIVE_BACK, "DROP FUNCTION access.give_back"),
        migrations.RunSQL(PRIVATE, migrations.RunSQL.noop),
        ProtectRows("Merge", read=KEEPS, insert=f"{MINE} AND access.may_merge(kept_id, absorbed_id)", update=None),
        ProtectRows(
            "MergeLine",
            read="EXISTS (SELECT FROM cases_merge m WHERE m.id = merge_id)",
            insert=None,
            update=None,
        ),
    ]
