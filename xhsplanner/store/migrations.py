"""Brings workspace.db to the schema of this program. Append-only: a released step is never edited."""

import sqlite3
from typing import TYPE_CHECKING

from xhsplanner.store import chain, schema

if TYPE_CHECKING:
    from sqlite_utils import Database

NAME = "xhsplanner"
"""Under which the steps that a database has had stand in its table of migrations."""


def m001_first_light(db: "Database") -> None:
    """Every table of the model as first released."""
    for statement in schema.statements():
        db.execute(statement)


def m002_last_day_of_a_pair(db: "Database") -> None:
    """When an account last posted in a series: without it the matrix read every note to say so."""
    for statement in schema.statements_2():
        db.execute(statement)


def m003_the_editors_day(db: "Database") -> None:
    """Shots of videos, offers of notes, 合集 by account, names in foreign schedules, order and archive."""
    for statement in schema.statements_3():
        db.execute(statement)


def m004_trust(db: "Database") -> None:
    """Links of the op-log: from now on a changed or missing op shows. What stands there now is taken as it is."""
    for statement in schema.statements_4():
        db.execute(statement)
    names = ", ".join(f'"{name}"' for name in chain.OP_COLUMNS)
    below = f"SELECT {', '.join(chain.ROW_COLUMNS)} FROM op_row WHERE op_id = ? ORDER BY seq"
    previous = chain.START
    for op in db.execute(f"SELECT {names} FROM op ORDER BY id").fetchall():
        previous = chain.link(previous, op, db.execute(below, (op[0],)))
        db.execute("UPDATE op SET chain = ? WHERE id = ?", (previous, op[0]))


def m005_the_planning_calendar(db: "Database") -> None:
    """Saved views, templates of notes, relays, newer days off, more of slots, topics and own days."""
    for statement in schema.statements_5():
        db.execute(statement)


STEPS = (m001_first_light, m002_last_day_of_a_pair, m003_the_editors_day, m004_trust, m005_the_planning_calendar)
"""In their order; each is known by the name of its function."""


def apply(connection: sqlite3.Connection) -> None:
    """Apply what is pending and stamp application id and version, all in one transaction: a failure or a kill at
    any moment leaves the file as it was.
    """
    from sqlite_utils import Database  # 76 ms: only when there is something to do
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(NAME)
    for step in STEPS:
        migrations()(step)
    connection.execute("BEGIN IMMEDIATE")  # what is pending is looked up inside: another process may upgrade too
    try:
        migrations.apply(Database(connection))
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
