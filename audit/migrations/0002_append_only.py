"""The database itself refuses to change or remove what the trail holds.

A later migration that alters one of these tables on SQLite rebuilds it and loses its triggers: it must run
``install`` again. A test on the running database notices.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLES = ("audit_event", "audit_seal", "audit_personalvalue")

POSTGRESQL_INSTALL = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personalvalue_no_delete BEFORE DELETE ON audit_personalvalue
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personalvalue_no_truncate BEFORE TRUNCATE ON audit_personalvalue
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personalvalue_only_erase BEFORE UPDATE ON audit_personalvalue
    FOR EACH ROW WHEN (NEW."values" IS NOT NULL OR NEW.event_id <> OLD.event_id OR OLD."values" IS NULL)
    EXECUTE FUNCTION audit_refuse();
"""
POSTGRESQL_REMOVE = """
DROP TRIGGER audit_event_no_change ON audit_event;
DROP TRIGGER audit_event_no_truncate ON audit_event;
DROP TRIGGER audit_seal_no_change ON audit_seal;
DROP TRIGGER audit_seal_no_truncate ON audit_seal;
DROP TRIGGER audit_personalvalue_no_delete ON audit_personalvalue;
DROP TRIGGER audit_personalvalue_no_truncate ON audit_personalvalue;
DROP TRIGGER audit_personalvalue_only_erase ON audit_personalvalue;
DROP FUNCTION audit_refuse();
"""
SQLITE_REFUSALS = {
    "audit_event_no_update": "UPDATE ON audit_event",
    "audit_event_no_delete": "DELETE ON audit_event",
    "audit_seal_no_update": "UPDATE ON audit_seal",
    "audit_seal_no_delete": "DELETE ON audit_seal",
    "audit_personalvalue_no_delete": "DELETE ON audit_personalvalue",
    "audit_personalvalue_only_erase": (
        'UPDATE ON audit_personalvalue WHEN NEW."values" IS NOT NULL'
        ' OR NEW.event_id <> OLD.event_id OR OLD."values" IS NULL'
    ),
}


def install_statements(vendor: str) -> list[str]:
    """The statements that put the triggers in place."""
    if vendor == "postgresql":
        return [POSTGRESQL_INSTALL]
    return [
        f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        for name, event in SQLITE_REFUSALS.items()
    ]


def remove_statements(vendor: str) -> list[str]:
    """The statements that take them away again."""
    if vendor == "postgresql":
        return [POSTGRESQL_REMOVE]
    return [f"DROP TRIGGER {name}" for name in SQLITE_REFUSALS]


def install(apps: Any, schema_editor: Any) -> None:
    for statement in install_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    for statement in remove_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
