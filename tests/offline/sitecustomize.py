"""Loaded by every Python that a test starts."""

import offline  # noqa: F401 (it acts by being loaded)
