"""What lies in the folder of a workspace, by name: what more than one module opens."""

DATABASE = "workspace.db"
THUMBS = "thumbs.db"
ASSETS = "assets"
SNAPSHOTS = "snapshots"
DAMAGED = "damaged"
WINDOW_LOCK = "window.lock"
"""There while a window has the workspace open."""
