"""What a person can do to the workspace as a whole."""

from pathlib import Path
from typing import Any

from xhsplanner.core import resources
from xhsplanner.core.change import Change
from xhsplanner.core.words import t, words
from xhsplanner.ops.catalog import insert_named
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace


def make(folder: Path, name: str = "", password: str = "") -> None:
    """Make a workspace, with a password an encrypted one, and fill in a preset ("" for none). Raises Refused."""
    store = create_workspace(folder, password=password)
    try:
        if name:
            preset(store, name)
    finally:
        store.close()


def undo(store: Store) -> Change:
    """Take back the last step of the acting member; rows changed since by others stay and are reported."""
    return store.step("undo")


def redo(store: Store) -> Change:
    """Bring back the step last taken back."""
    return store.step("redo")


def presets() -> dict[str, dict[str, Any]]:
    """Ready-made matrices by id, as in resources/demo/presets.toml."""
    return dict(resources.toml("demo", "presets.toml"))


def preset(store: Store, name: str) -> Change | None:
    """Fill an empty workspace with the accounts, series and targets of a preset. Raises KeyError if unknown."""
    table = presets()[name]
    label = str(table["name"] if words.language == "zh_CN" else table["name_en"])
    with store.op("workspace.preset", name=label) as op:
        accounts = {a["name"]: insert_named(store, op, "account", dict(a)) for a in table["accounts"]}
        series = {}
        for row in resources.toml("demo", "series.toml")["series"]:
            series[row["name"]] = insert_named(store, op, "series", dict(row))
        for account, wanted in table["targets"].items():
            for name_of_series, per_week in wanted.items():
                target = {"account_id": accounts[account], "series_id": series[name_of_series]}
                op.insert("target", {**target, "per_week": float(per_week)})
        op.insert("member", {"name": t("workspace.me"), "role": "lead", "color": "#5F5B55"})
    return op.change
