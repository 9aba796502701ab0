"""Test the tests: take one safeguard away at a time in a copy of the code, and expect the suite to notice.

make mutate               all of them: a nightly job, about half a minute each
make mutate ARGS="3 17"   two of them
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

RLS, QUERYSETS, REVEALS = "cases/migrations/0002_access.py", "cases/querysets.py", "cases/views/reveals.py"
REFERRALS, REFERRALS_RLS = "referrals/querysets.py", "referrals/migrations/0002_access.py"
PRINCIPAL, MIDDLEWARE, SETTINGS = "agencies/principal.py", "agencies/middleware.py", "config/settings.py"
# Where, what, and what instead. The text has to be there exactly once or the mutation no longer applies.
MUTATIONS = [
    (RLS, 'ProtectRows("Note", read=SEES_ITS_CASE, update=None)', 'ProtectRows("Note", read="true", update=None)'),
    (RLS, 'ProtectRows("Case", read="access.sees_case(id)")', 'ProtectRows("Case", read="true")'),
    (RLS, 'ProtectRows("Address", read=LEADS_ITS_PERSON)', 'ProtectRows("Address", read=SEES_ITS_PERSON)'),
    (RLS, 'ProtectRows("Person", read="access.sees_person(id)")', 'ProtectRows("Person", read="true")'),
    (RLS, "AND a.level >= {level} AND NOT a.is_sealed", "AND a.level >= {level}"),
    (RLS, "AND a.level >= {level} AND NOT", "AND NOT"),
    (
        RLS,
        " AND NOT EXISTS (SELECT FROM public.cases_exclusion e WHERE e.case_id = wanted AND e.user_id = me);\nEND",
        ";\nEND",
    ),
    (RLS, "            update=LEADS_ITS_CASE,\n        ),\n        # People may", "        ),\n        # People may"),
    (RLS, "            insert=NAMED_CASE,\n            update=NAMED_CASE,\n", ""),
    (RLS, "AND {NOT_EXCLUDED}", ""),
    (REFERRALS_RLS, 'OWN = f"({SENT} OR {RECEIVED}) AND {NOT_HIDDEN}"', 'OWN = f"({SENT} OR {RECEIVED})"'),
    ("common/rls.py", "FORCE ROW LEVEL", "ENABLE ROW LEVEL"),
    ("audit/migrations/0002_append_only.py", "insert=OWN_NAME", 'insert="true"'),
    ("audit/migrations/0002_append_only.py", "BEFORE UPDATE OR DELETE", "BEFORE DELETE"),
    (QUERYSETS, 'IN_FORCE, not_excluded(principal, "case_id"), agency_id', "IN_FORCE, agency_id"),
    (QUERYSETS, ", is_sealed=False\n", "\n"),
    (QUERYSETS, "agency_id=principal.lead_agency_id, level__gte=LEAD", "agency_id=principal.lead_agency_id"),
    (QUERYSETS, 'self.filter(IN_FORCE, not_excluded(principal, "content_object_id")', "self.filter(IN_FORCE"),
    (REFERRALS, "self.filter(own & _not_hidden(principal) |", "self.filter(own |"),
    (
        "cases/views/records.py",
        "    seen = Case.objects.visible_to(request.principal)",
        "    seen = Case.objects.all()",
    ),
    (REVEALS, "Address.objects.visible_to(request.principal)", "Address.objects.all()"),
    ("cases/views/page.py", '    record("case viewed", by=request.principal, subjects=[case.pk])\n', ""),
    ("agencies/gates.py", "                raise PermissionDenied\n", "                pass\n"),
    (PRINCIPAL, '%s, true)"\n    for setting', '%s, false)"\n    for setting'),
    (PRINCIPAL, "        if nested and not connection.needs_rollback:\n            _tell_database(NOBODY)\n", ""),
    (MIDDLEWARE, "                transaction.set_rollback(True)\n", "                pass\n"),
    (MIDDLEWARE, "        if response.status_code in (403, 404) and principal != NOBODY:", "        if False:"),
    (SETTINGS, '    "agencies.middleware.SessionLimits",\n', ""),
    (SETTINGS, '    "agencies.middleware.PrincipalScope",\n', ""),
    (SETTINGS, '    "agencies.middleware.SecondFactorRequired",\n', ""),
    ("agencies/tasks.py", "        with principal_scope(principal):\n", "        if True:\n"),
    ("agencies/adapter.py", "@{self.get_client_ip(request)}", ""),
    ("agencies/demo.py", "email__endswith=DEMO_DOMAIN)", "email__endswith='')"),
    ("agencies/views.py", "Membership.objects.of_agency(request.principal.agency_id), pk", "Membership, pk"),
]
# The tests that guard access; a broken safeguard needs noticing, not the smallest example of it.
SUITE = ["tests/access", "tests/agencies", "tests/cases", "-qx", "--hypothesis-profile=first-example", "--create-db"]


def survives(number: int) -> bool:
    """Whether nothing noticed that this safeguard was gone."""
    file, old, new = MUTATIONS[number]
    with tempfile.TemporaryDirectory() as copy:
        ignore = shutil.ignore_patterns("__pycache__", ".git", ".run", ".venv", "node_modules")
        shutil.copytree(".", copy, dirs_exist_ok=True, ignore=ignore)
        target = pathlib.Path(copy, file)
        text = target.read_text()
        assert text.count(old) >= 1, f"mutation {number} no longer applies: {file}: {old!r}"
        target.write_text(text.replace(old, new, 1))
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *SUITE], cwd=copy, env=os.environ, capture_output=True, text=True
        )
    first = next((line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
    verdict = "SURVIVED" if run.returncode == 0 else "noticed "
    print(f"{number:2} {verdict} {file}: {old.strip()[:50]!r} {first[:100]}", flush=True)  # noqa: T201
    return run.returncode == 0


if __name__ == "__main__":
    chosen = [int(n) for n in sys.argv[1:]] or range(len(MUTATIONS))
    sys.exit(sum(survives(number) for number in chosen))
