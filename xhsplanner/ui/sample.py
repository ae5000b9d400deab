"""Makes the sample workspace, pictures included: the program draws them itself, no photo is shipped."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from xhsplanner.core import resources
from xhsplanner.core.clock import today
from xhsplanner.covers.render import render
from xhsplanner.covers.template import read
from xhsplanner.ops import assets, demo
from xhsplanner.store.history import PROGRAM
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, is_workspace, open_workspace

WIDTH = 1080


def sample_folder() -> Path:
    """Where this week's sample lives: it is made around a week, so another week gets its own."""
    monday = today() - timedelta(days=today().weekday())
    return user_data_path("xhsplanner", appauthor=False) / f"demo-{monday.isoformat()}"


def open_sample(folder: Path | None = None) -> Store:
    """Open the sample workspace, making it first where it is not there. Raises Refused where it cannot."""
    place = folder or sample_folder()
    if is_workspace(place):
        return open_workspace(place)
    store = create_workspace(place)
    fill(store)
    return store


def fill(store: Store) -> None:
    """Fill an empty workspace with the sample plan and its pictures. Nobody's undo takes the sample apart."""
    store.actor = PROGRAM
    table = resources.toml("demo", "pictures.toml")
    rows: list[dict[str, Any]] = table["picture"]
    with tempfile.TemporaryDirectory() as folder:
        added = assets.add(store, [_draw(row, Path(folder)) for row in rows]).added
    by_name = {Path(asset.name).stem: asset.id for asset in added}
    for tag in dict.fromkeys(tag for row in rows for tag in row["tags"]):
        assets.tag(store, [by_name[row["name"]] for row in rows if tag in row["tags"]], add=[tag])
    demo.demo(store, {title: [by_name[name] for name in names] for title, names in table["used"].items()})
    for row in rows:
        if row.get("expires"):
            demo.expire_soon(store, by_name[row["name"]])
    store.actor = None


def _draw(row: dict[str, Any], folder: Path) -> Path:
    """Draw one picture of the table into `folder`."""
    template = read(resources.path("demo", "pictures", f"{row['template']}.toml"))
    values = {"title": row["title"], "emoji": row["emoji"], "palette": row["palette"]}
    path = folder / f"{row['name']}.jpg"
    render(template, values, width=WIDTH, check=False).image.save(str(path), None, 88)
    return path
