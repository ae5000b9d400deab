"""What drags carry between widgets: ids of one kind, as a JSON list."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

NOTES = "application/x-xhsplanner-notes"
ASSETS = "application/x-xhsplanner-assets"
TOPICS = "application/x-xhsplanner-topics"


def carrying(kind: str, ids: Sequence[int]) -> QMimeData:
    """What a drag of these rows carries."""
    mime = QMimeData()
    mime.setData(kind, json.dumps(list(ids)).encode())
    return mime


def carried(mime: QMimeData, kind: str) -> list[int]:
    """The ids a drag carries; empty where its data is not a JSON list of numbers."""
    try:
        found = json.loads(bytes(mime.data(kind).data()).decode("utf-8"))
    except ValueError:
        return []
    return [one for one in found if type(one) is int] if isinstance(found, list) else []
