"""Brings workspace.db to the schema of this program. Append-only: a released step is never edited."""

import sqlite3

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from xhsplanner.store import schema

migrations = Migrations("xhsplanner")


@migrations()
def m001_first_light(db: Database) -> None:
    """Every table of the model as first released."""
    for statement in schema.statements():
        db.execute(statement)


@migrations()
def m002_last_day_of_a_pair(db: Database) -> None:
    """When an account last posted in a series: without it the matrix read every note to say so."""
    db.execute("CREATE INDEX note_by_pair ON note(account_id, series_id, day, status)")


@migrations()
def m003_the_editors_day(db: Database) -> None:
    """Shots of videos, offers of notes, 合集 by account, names in foreign schedules, order and archive."""
    for statement in schema.statements_3():
        db.execute(statement)


def apply(connection: sqlite3.Connection) -> None:
    """Apply what is pending, then stamp application id and version. Each step is one transaction."""
    db = Database(connection)
    migrations.apply(db)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
