"""Writes a plan as one JSON document, for programs. Names and types are a contract: add, do not rename.

    {"format": "xhsplanner-plan", "version": 1, "workspace": NAME, "made_at": MOMENT,
     "from": DAY|null, "to": DAY|null,
     "accounts": [{"name", "positioning", "line", "per_week", "followers", "color"}],
     "series": [{"name", "brief", "per_week", "hashtags", "template"}],
     "notes": [{"uid", "code", "date": DAY|null, "time": "HH:MM"|null, "account", "series", "collection",
                "episode", "topic", "persona", "occasion", "kind", "status", "title", "body", "hashtags": [NAME…],
                "owner", "designer", "cover_state", "script", "seconds", "video_file", "remark", "link",
                "published_at",
                "cover_files": [NAME…], "tags": […], "keywords": […], "offers": […],
                "pictures": [{"name", "sha256", "width", "height"}], "shots": [{"seconds", "scene", "words"}]}]}

Days are ISO, moments ISO to the millisecond; a name nobody gave is null, a text nobody wrote "". `uid` is the
same in every copy of a workspace. Nothing depends on the language of the program.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xhsplanner.exchange.exported import exported
from xhsplanner.exchange.plan_out import OutNote, OutPlan

FORMAT = "xhsplanner-plan"
VERSION = 1
NAMES = ("series", "collection", "topic", "persona", "occasion", "owner", "designer")
"""Fields that name something, so that nothing is null and not ""."""


def write_json(path: Path, plan: OutPlan, partial: Path | None = None) -> None:
    """Write the document to `path`, which is replaced only once all is written. Raises Refused."""
    text = json.dumps(document(plan), ensure_ascii=False, indent=1)
    with exported(path, partial) as fresh, fresh.open("wb") as file:
        file.write(text.encode("utf-8", "replace") + b"\n")


def document(plan: OutPlan) -> dict[str, Any]:
    """The plan as this module's words say."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "workspace": plan.workspace,
        "made_at": plan.made_at,
        "from": plan.start.isoformat() if plan.start else None,
        "to": plan.end.isoformat() if plan.end else None,
        "accounts": [{**asdict(row), "color": plan.colors.get(row.name) or None} for row in plan.accounts],
        "series": [{**asdict(row), "hashtags": list(row.hashtags)} for row in plan.series],
        "notes": [_note(note) for note in plan.notes],
    }


def _note(note: OutNote) -> dict[str, Any]:
    found = asdict(note)
    for name in ("cover", "palette", "day", "minute"):
        del found[name]
    head = {
        "uid": found.pop("uid"),
        "code": found.pop("code"),
        "date": note.day.isoformat() if note.day else None,
        "time": note.clock or None,
    }
    named = {name: found.pop(name) or None for name in NAMES}
    return {**head, **named, **found, "kind": note.kind.value, "status": note.status.value,
            "cover_state": note.cover_state.value}  # fmt: skip
