"""Row-level security as migration operations, and the page that lists what is in force.

    operations = [
        ProtectRows("Note", read="access.sees_case(case_id)"),
    ]

reads: a Note may be read, written and changed by whoever sees its case. A verb that is given no rule is not granted.
"""

import json
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.operations.base import Operation, OperationCategory

OWNER, APP, BATCH = "linnet_owner", "linnet_app", "linnet_batch"
SAME = "as read"


class ProtectRows(Operation):
    """Put a table behind row-level security.

    ``read``, ``insert``, ``update`` and ``delete`` are SQL conditions on the row.

    ``insert`` and ``update`` default to the read rule, so that a child row can never be hung on a parent its author
    cannot see. Spell them out where the read rule has a personal branch, or people could write what names them.
    ``delete`` defaults to never. ``read=None`` makes a table that is written and not read back, such as an audit trail.
    """

    category = OperationCategory.SQL
    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name, read, insert=SAME, update=SAME, delete=None):
        self.model_name, self.read, self.insert, self.update, self.delete = model_name, read, insert, update, delete

    def deconstruct(self):
        rules = {"read": self.read, "insert": self.insert, "update": self.update, "delete": self.delete}
        return type(self).__name__, [self.model_name], rules

    def describe(self):
        return f"Protect the rows of {self.model_name}"

    @property
    def migration_name_fragment(self):
        return f"protect_{self.model_name.lower()}"

    def state_forwards(self, app_label, state):
        """Nothing: row-level security is invisible to the model state."""

    def rules(self):
        for verb in ("insert", "update", "delete"):
            rule = getattr(self, verb)
            yield verb, self.read if rule == SAME else rule
        yield "select", self.read

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        run = schema_editor.execute
        run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # FORCE binds even the owner, so the lock holds where somebody migrated with the wrong password…
        run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        # …and this policy gives the owner role, by name, what data migrations and the access functions need.
        run(f"CREATE POLICY {table}_owner ON {table} TO {OWNER} USING (true) WITH CHECK (true)")
        run(f"REVOKE ALL ON {table} FROM {APP}")
        for verb, rule in self.rules():
            if rule is None:
                continue
            using = f" USING ({rule})" if verb != "insert" else ""
            check = f" WITH CHECK ({rule})" if verb in ("insert", "update") else ""
            run(f"CREATE POLICY {table}_{verb} ON {table} FOR {verb.upper()} TO {APP}{using}{check}")
            run(f"GRANT {verb.upper()} ON {table} TO {APP}")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        run = schema_editor.execute
        for verb, rule in [*self.rules(), ("owner", "true")]:
            if rule is not None:
                run(f"DROP POLICY {table}_{verb} ON {table}")
        run(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        run(f"REVOKE ALL ON {table} FROM {APP}")
        run(f"GRANT SELECT ON {table} TO {APP}")


class Grant(Operation):
    """Let the app role write a table that is not about people: only the verbs it needs.

    ``columns`` narrows UPDATE to some columns, so that the rest of a row stays as it was written.
    """

    category = OperationCategory.SQL
    reversible = True
    reduces_to_sql = True

    def __init__(self, table, *verbs, columns=(), role=APP):
        self.table, self.verbs, self.columns, self.role = table, verbs, columns, role

    def deconstruct(self):
        return type(self).__name__, [self.table, *self.verbs], {"columns": self.columns, "role": self.role}

    def describe(self):
        return f"Let {self.role} {' and '.join(self.verbs)} {self.table}"

    @property
    def migration_name_fragment(self):
        return f"grant_{self.table}"

    def state_forwards(self, app_label, state):
        """Nothing: a grant is invisible to the model state."""

    def _verbs(self):
        narrowed = f" ({', '.join(self.columns)})" if self.columns else ""
        return ", ".join(verb.upper() + (narrowed if verb.upper() == "UPDATE" else "") for verb in self.verbs)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"GRANT {self._verbs()} ON {self.table} TO {self.role}")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"REVOKE {self._verbs()} ON {self.table} FROM {self.role}")


@dataclass(frozen=True)
class Lock:
    """What the database will let the app role do with one table."""

    table: str
    forced: bool
    grants: str
    rules: dict[str, str]


def locks() -> list[Lock]:
    """Every table of ours, with the grants and the policies that bind the app role."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
                   concat_ws(' ', CASE WHEN has_table_privilege(%(app)s, c.oid, 'SELECT') THEN 'read' END,
                                  CASE WHEN has_table_privilege(%(app)s, c.oid, 'INSERT') THEN 'insert' END,
                                  CASE WHEN has_any_column_privilege(%(app)s, c.oid, 'UPDATE') THEN 'update' END,
                                  CASE WHEN has_table_privilege(%(app)s, c.oid, 'DELETE') THEN 'delete' END),
                   coalesce(jsonb_object_agg(lower(p.cmd), coalesce(p.qual, p.with_check))
                            FILTER (WHERE %(app)s = ANY (p.roles)), '{}')::text
            FROM pg_class c LEFT JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
            GROUP BY c.oid ORDER BY c.relname
            """,
            {"app": APP},
        )
        return [Lock(table, forced, grants, json.loads(rules)) for table, forced, grants, rules in cursor.fetchall()]


def policy_page() -> str:
    """The page an information-governance lead reads; a test compares it with docs/policies.md."""
    lines = ["# What the database itself enforces", "", "| Table | Locked | App role may | Rows |", "|---|---|---|---|"]
    for lock in locks():
        rules = {verb: " ".join(rule.split()) for verb, rule in sorted(lock.rules.items())}  # one line of the table
        rows = "; ".join(f"{verb}: `{rule}`" for verb, rule in rules.items()) or "all"
        lines.append(f"| {lock.table} | {'yes' if lock.forced else 'no'} | {lock.grants or 'nothing'} | {rows} |")
    return "\n".join(lines) + "\n"
