"""Brings workspace.db to the schema of this program. Append-only: a released step is never edited."""

import sqlite3

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from xhsplanner.store import chain, schema

migrations = Migrations("xhsplanner")


@migrations()
def m001_first_light(db: Database) -> None:
    """Every table of the model as first released."""
    for statement in schema.statements():
        db.execute(statement)


@migrations()
def m002_last_day_of_a_pair(db: Database) -> None:
    """When an account last posted in a series: without it the matrix read every note to say so."""
    for statement in schema.statements_2():
        db.execute(statement)


@migrations()
def m003_the_editors_day(db: Database) -> None:
    """Shots of videos, offers of notes, 合集 by account, names in foreign schedules, order and archive."""
    for statement in schema.statements_3():
        db.execute(statement)


@migrations()
def m004_trust(db: Database) -> None:
    """Links of the op-log: from now on a changed or missing op shows. What stands there now is taken as it is."""
    for statement in schema.statements_4():
        db.execute(statement)
    names = ", ".join(f'"{name}"' for name in chain.OP_COLUMNS)
    below = f"SELECT {', '.join(chain.ROW_COLUMNS)} FROM op_row WHERE op_id = ? ORDER BY seq"
    previous = chain.START
    for op in db.execute(f"SELECT {names} FROM op ORDER BY id").fetchall():
        previous = chain.link(previous, op, db.execute(below, (op[0],)))
        db.execute("UPDATE op SET chain = ? WHERE id = ?", (previous, op[0]))


def apply(connection: sqlite3.Connection) -> None:
    """Apply what is pending and stamp application id and version, all in one transaction: a failure or a kill at
    any moment leaves the file as it was.
    """
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
