"""G7: finding a person by a name and a date of birth that are not quite right.

Ours is measured as the police, behind the row policies, with everything: opening the scope, asking, reading names,
comparing. The baseline is a trigram index over whole names, folded as ours are, with the date in the ranking; it runs
as the owner, past the policies, and is asked in SQL alone.
"""

import io
import random
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection, connections, transaction

from agencies.models import Membership
from agencies.principal import Principal, principal_scope
from benchmarks.measure import Goals
from benchmarks.names import Register
from benchmarks.probes import Probe, probes, told
from benchmarks.world import bare, copy_rows
from cases.matching import Identity, fold
from cases.services.matching import find_people

PROBES = 300
TEN = 10
FIRST_BORN, DAYS = date(1935, 1, 1), 27_000  # to 2008
TABLES = ("cases_birthdate", "cases_personname", "cases_involvement", "cases_person")
# What the triggers would have written row by row: each distinct part is folded once.
INDEX_NAMES = """
CREATE TEMP TABLE part AS
SELECT part, matching.words_of(matching.fold(part)) AS words
FROM (SELECT family AS part FROM cases_personname UNION SELECT given FROM cases_personname) AS parts;
CREATE UNIQUE INDEX ON part (part);
INSERT INTO matching.word SELECT w, matching.sound(w) FROM (SELECT DISTINCT unnest(words) AS w FROM part) AS w
WHERE w <> '';
CREATE TEMP TABLE heard AS SELECT word, sound FROM matching.word UNION ALL SELECT '', '';
INSERT INTO matching.key
SELECT n.person_id, f, g, fs.sound, gs.sound, b."on"
FROM cases_personname n
JOIN cases_birthdate b ON b.person_id = n.person_id
JOIN part family ON family.part = CASE WHEN n.family = '' THEN n.given ELSE n.family END
JOIN part given ON given.part = CASE WHEN n.family = '' THEN '' ELSE n.given END
CROSS JOIN LATERAL unnest(family.words) AS f CROSS JOIN LATERAL unnest(given.words) AS g
JOIN heard fs ON fs.word = f JOIN heard gs ON gs.word = g;
CREATE TABLE IF NOT EXISTS matching.whole (person_id uuid, folded text);
INSERT INTO matching.whole SELECT person_id, btrim(matching.fold(given) || ' ' || matching.fold(family))
FROM cases_personname;
CREATE INDEX IF NOT EXISTS whole_trigrams ON matching.whole USING gin (folded public.gin_trgm_ops);
ANALYZE matching.word; ANALYZE matching.slip; ANALYZE matching.key; ANALYZE matching.whole;
"""
BASELINE = """
SELECT w.person_id FROM matching.whole w LEFT JOIN cases_birthdate b ON b.person_id = w.person_id
WHERE w.folded OPERATOR(public.%%) %(name)s
ORDER BY public.similarity(w.folded, %(name)s) + CASE WHEN b."on" = ANY (%(near)s::date[]) THEN 0.5 ELSE 0 END DESC
LIMIT 10
"""


class People:
    """One person at risk in each case, and what is remembered of some of them."""

    def __init__(self, goals: Goals, police: Membership) -> None:
        self.goals, self.police = goals, Principal.of(police)

    def write(self) -> None:
        """As the owner: a person, a name and a date of birth for every case, and both indexes."""
        with transaction.atomic():
            self._copy()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE matching.key, matching.word")
            cursor.execute(INDEX_NAMES)
            cursor.execute("VACUUM ANALYZE cases_personname, cases_birthdate, cases_involvement, cases_person")
            cursor.execute("VACUUM ANALYZE matching.key, matching.word, matching.whole")

    def _copy(self) -> None:
        pick = random.Random(11)
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM cases_case ORDER BY reference")
            cases = [str(key) for (key,) in cursor.fetchall()]
        people, names, born, involved = (io.StringIO() for _ in range(4))
        for number, (case, (given, family)) in enumerate(zip(cases, Register().draw(len(cases), pick), strict=True), 1):
            key = uuid.UUID(int=pick.getrandbits(128), version=4)
            day = FIRST_BORN + timedelta(days=pick.randrange(DAYS))
            people.write(f"{key}\tfemale\t\t\t\t\t\t\t\tf\n")
            names.write(f"{number}\t{key}\t{given}\t{family}\tcurrent\t2026-01-01\n")
            born.write(f"{number}\t{key}\t{day}\texact\t2026-01-01\n")
            involved.write(f"{number}\t{case}\t{key}\tvictim\t\t\t\t\t\t\n")
        with connection.cursor() as cursor, bare(cursor, *TABLES):
            copy_rows(cursor, "cases_person", _COLUMNS["cases_person"], people)
            copy_rows(cursor, "cases_personname", "id, person_id, given, family, kind, added_at", names)
            copy_rows(cursor, "cases_birthdate", 'id, person_id, "on", precision, added_at', born)
            copy_rows(cursor, "cases_involvement", _COLUMNS["cases_involvement"], involved)

    def chosen(self) -> list[Probe]:
        """Probes for people whom the police see."""
        with principal_scope(self.police), connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.5)")
            cursor.execute(
                "SELECT n.person_id, n.given, n.family, b.on FROM cases_personname n"
                " JOIN cases_birthdate b USING (person_id)"
                " WHERE n.id IN (SELECT (random() * (SELECT max(id) FROM cases_personname))::int"
                "                FROM generate_series(1, 1000)) ORDER BY n.id"
            )
            return list(probes(cursor.fetchall(), PROBES))

    def found(self) -> bool:
        """G7: the 95th of 100 searches, and how often the person is among the first ten."""
        chosen = self.chosen()
        ways: dict[str, Callable[[Probe], list[Any]]] = {"ours": self._ours, "trigram index": _baseline}
        took: dict[str, list[float]] = {name: [] for name in ways}
        hits: dict[str, list[bool]] = {name: [] for name in ways}
        for probe in (*chosen[:20], *chosen):  # the first twenty warm up
            for name, way in ways.items():
                started = time.perf_counter()
                answer = way(probe)
                took[name].append(time.perf_counter() - started)
                hits[name].append(str(probe.wanted) in {str(key) for key in answer})
        return self._report(chosen, {n: t[20:] for n, t in took.items()}, {n: h[20:] for n, h in hits.items()})

    def _ours(self, probe: Probe) -> list[Any]:
        with principal_scope(self.police):
            sought = Identity.of([(probe.given, probe.family)], [probe.born] if probe.born else [])
            return [each.person_id for each in find_people(sought, by=self.police, most=TEN)]

    def _report(self, chosen: list[Probe], took: dict[str, list[float]], hits: dict[str, list[bool]]) -> bool:
        print(f"\nG7 {len(chosen)} held-out probes: {told(chosen)}\n{'':20}    median       p95   recall@10")
        p95, recall = {}, {}
        for name, times in took.items():
            p95[name] = statistics.quantiles(times, n=20)[-1] * 1000
            recall[name] = sum(hits[name]) / len(chosen)
            print(f"  {name:18}{statistics.median(times) * 1000:8.2f} ms{p95[name]:8.2f} ms{recall[name]:10.3f}")
        missed = [probe for probe, hit in zip(chosen, hits["ours"], strict=True) if not hit]
        print(f"  missed by ours: {told(missed) or 'nobody'}")
        ratio = p95["trigram index"] / p95["ours"]
        faster, found = ratio >= 20, recall["ours"] >= max(0.97, recall["trigram index"])
        print(f"  p95 of the trigram index / ours = {ratio:.1f}×  {self.goals.verdict(faster, 'at least 20×')}")
        words = "recall@10 at least 0.97 and no worse than the trigram index"
        print(f"  recall@10 {recall['ours']:.3f}  {self.goals.verdict(found, words)}", flush=True)
        return faster and found


_COLUMNS = {
    "cases_person": "id, sex, ethnicity, disability, sexual_orientation, gender_identity, pregnant, first_language, gp,"
    " is_unknown",
    "cases_involvement": "id, case_id, person_id, role, relationship_to_victim, relationship_to_perpetrator, "
    "lives_with, whereabouts, works_for_partner_agency, safety",
}


def _baseline(probe: Probe) -> list[Any]:
    name = " ".join(filter(None, (fold(probe.given), fold(probe.family))))
    with connections["spared"].cursor() as cursor:
        cursor.execute(BASELINE, {"name": name, "near": [probe.born] if probe.born else []})
        return [key for (key,) in cursor.fetchall()]
