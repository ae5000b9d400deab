"""Workspaces that a password locks."""
