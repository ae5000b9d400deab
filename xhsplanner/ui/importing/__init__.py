"""Importing a schedule: a preview on the person's own rows, correctable, before anything is written."""
