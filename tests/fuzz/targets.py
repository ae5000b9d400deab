"""What reads things from outside, each as `run(bytes)`: it returns, or raises Refused; anything else is a fault.

`ground(folder)` prepares a workspace and where inputs are put; `Ground.targets` is the table.
"""

import hashlib
import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import seeds
from mutate import Change, in_json, in_toml, in_zip, mutated, packed, unpacked

from xhsplanner.core import days
from xhsplanner.core.errors import Refused
from xhsplanner.core.options import options
from xhsplanner.core.own_days import coming, sound_rule
from xhsplanner.core.words import words
from xhsplanner.covers import template
from xhsplanner.covers.layout import layout
from xhsplanner.exchange.bundle_model import MANIFEST, ROWS
from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.exchange.plan_model import Reading
from xhsplanner.exchange.plan_read import read_pasted, read_plan
from xhsplanner.ops import arrangements, bundle, catalog, catalog_book, health, notes, own_days, plan
from xhsplanner.ops.bundle import Part
from xhsplanner.store import chain, snapshots
from xhsplanner.store.layout import DAMAGED
from xhsplanner.store.recovery import damaged
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.settings import Settings

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 12, 9)

Run = Callable[[bytes], object]


@dataclass(frozen=True)
class Target:
    """One reader: its good inputs, the words of its format, and how inputs are made strange."""

    run: Run
    seeds: list[bytes]
    words: list[bytes]
    change: Change = mutated


@dataclass
class Ground:
    """A workspace that reading must not change, and a folder where inputs lie."""

    store: Store
    folder: Path
    good: bytes
    """A bundle of one note."""

    @property
    def workspace(self) -> Path:
        """The folder of the workspace."""
        return self.folder / "workspace"

    def put(self, name: str, data: bytes) -> Path:
        """An input as a file."""
        path = self.folder / name
        path.unlink(missing_ok=True)  # far cheaper than cutting the one before to nothing
        path.write_bytes(data)
        return path

    def plan_file(self, name: str, data: bytes) -> None:
        """A schedule as a file, to the preview of its import."""
        reading = read_plan(self.put(name, data), known=plan.known(self.store), today=TODAY)
        check(reading)
        plan.forecast(self.store, reading)

    def clip(self, data: bytes) -> None:
        """A table on the clipboard; half characters come along."""
        text = data.decode("utf-8", "surrogateescape")
        check(read_pasted(text, text, known=plan.known(self.store), today=TODAY))

    def template(self, data: bytes) -> None:
        """A cover template, and one that is taken can be laid out: empty, and with what it says of itself."""
        found = template.read(self.put("t.toml", data))
        samples = {name: (var.sample or var.default)[:200] for name, var in found.vars.items()}
        for variant in found.variants:
            layout(found, {}, variant)
            layout(found, samples, variant, has_picture=True)

    def bundle(self, data: bytes) -> None:
        """A bundle as a file, to the preview of its merge."""
        bundle.forecast(self.store, read_bundle(self.put("b.zip", data)))

    def rows(self, data: bytes) -> None:
        """The rows of a bundle, whose manifest says that they are the right ones."""
        files = unpacked(self.good)
        manifest = json.loads(files[MANIFEST])
        manifest["files"][ROWS] = hashlib.sha256(data).hexdigest()
        self.bundle(packed({**files, ROWS: data, MANIFEST: json.dumps(manifest).encode()}))

    def manifest(self, data: bytes) -> None:
        """The manifest of a bundle."""
        self.bundle(packed({**unpacked(self.good), MANIFEST: data}))

    def catalog_book(self, data: bytes) -> None:
        """A catalogue as a workbook, to the report of its import."""
        catalog_book.load(self.store, self.put("c.xlsx", data), check_only=True)

    def settings(self, data: bytes) -> None:
        """Personal settings, and whatever asks them. A file that is none is put aside under another name."""
        file = self.put("settings.toml", data)
        found = Settings(file)
        for name in options():
            found.get(name)
            found.at(self.folder, name)
        found.recent()
        found.actor(self.folder)
        (found.damaged or file).unlink()

    def calendar(self, data: bytes) -> None:
        """A calendar file, to the preview of its import, and the next days of what would come of it."""
        found = own_days.preview(self.store, own_days.read_calendar(self.put("k.ics", data)))
        for item in found.items[:50]:
            assert sound_rule(item.fields["rule"])
            coming(item.fields["rule"], TODAY)

    def arrangement(self, data: bytes) -> None:
        """Days off of a newer year; what is taken reads back as it was."""
        found = arrangements.read_file(self.put("d.json", data))
        assert [days.read_arrangements(arrangements.told(one)) for one in found] == [[one] for one in found]

    def head(self, data: bytes) -> None:
        """The head of the op-log, which stands beside the database."""
        (self.folder / chain.HEAD).write_bytes(data)
        file = chain.HeadFile(self.folder)
        file.read()
        file.close()

    def health(self, data: bytes) -> None:
        """The last report of health, and all it says."""
        self.put(health.FILE, data)
        report = health.last(self.folder)
        health.due(self.folder)
        if report is not None:
            assert report.verdict
            assert all(found.sentence and found.advice and found.row != () for found in report.findings)

    def snapshot(self, data: bytes) -> None:
        """What stands beside a snapshot: its description and its hash."""
        made = self.folder / "2026-12-09T10-00-00.db"
        made.touch()
        made.with_suffix(".json").write_bytes(data)
        made.with_suffix(".sha256").write_bytes(data)
        snapshots.described(made)
        snapshots.intact(made)

    def recovery(self, data: bytes) -> None:
        """The record of what a restored workspace lost, and what it says."""
        place = self.folder / DAMAGED / "2026-12-09"
        place.mkdir(parents=True, exist_ok=True)
        (place / damaged.RECORD).write_bytes(data)
        for one in damaged.all_of(self.folder):
            assert one.sentence

    def targets(self) -> dict[str, Target]:
        """Every reader by name, those the promise names first."""
        clips, books = seeds.clips(), seeds.books()
        rows, manifest = (unpacked(self.good)[name] for name in (ROWS, MANIFEST))
        said = seeds.words(seeds.JSON, rows)
        made = {
            "plan_text": Target(
                partial(self.plan_file, "p.csv"), seeds.texts(), seeds.words(seeds.PLAN, *seeds.texts())
            ),
            "plan_clip": Target(self.clip, clips, seeds.words(seeds.HTML + seeds.PLAN, *clips)),
            "plan_book": Target(
                partial(self.plan_file, "p.xlsx"), books, seeds.words(seeds.XML + seeds.PLAN), in_zip
            ),
            "template": Target(
                self.template, seeds.templates(), seeds.words(seeds.TOML, *seeds.templates()), in_toml
            ),
            "bundle": Target(self.bundle, [self.good], said, in_zip),
            "bundle_rows": Target(self.rows, [rows], said, in_json),
            "bundle_manifest": Target(self.manifest, [manifest], said, in_json),
            "catalog_book": Target(
                self.catalog_book,
                [seeds.catalogue(self.store, self.folder / "catalogue.xlsx")],
                seeds.words(seeds.XML),
                in_zip,
            ),
            "calendar": Target(self.calendar, seeds.calendars(), seeds.words(seeds.ICS, *seeds.calendars())),
            "arrangement": Target(self.arrangement, [seeds.ARRANGEMENT], said, in_json),
            "settings": Target(self.settings, [seeds.settings(self.folder)], seeds.words(seeds.TOML), in_toml),
            "head": Target(
                self.head, [chain.line(chain.Head(7, "ab" * 32, "2026-12-09T10:00:00"))], seeds.words("- 7")
            ),
            "health": Target(self.health, [seeds.report()], said, in_json),
            "snapshot": Target(self.snapshot, [b'{"kind":"day","notes":3,"ops":9}'], said, in_json),
            "recovery": Target(self.recovery, [seeds.recovery()], said, in_json),
        }
        for name, target in made.items():
            target.seeds.extend(path.read_bytes() for path in sorted((CORPUS / name).glob("*")))
        return made


def run(target: Target, data: bytes) -> str:
    """The refusal of one input, "" where it was taken. Raises any other error, and warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            target.run(data)
        except Refused as refusal:
            assert str(refusal)  # noqa: PT017
            return str(refusal)
    return ""


def check(reading: Reading) -> None:
    """Good rows are whole, bad rows have a named problem, and what is shown fits the columns."""
    for row in reading.rows:
        assert row.accounts
        assert row.minute is None or 0 <= row.minute < 1440
        assert row.day is None or 1989 <= row.day.year <= 2101
    at = {(problem.sheet, problem.row) for problem in reading.problems if not problem.kept}
    assert {(row.sheet, row.row) for row in reading.rejected} <= at
    for problem in reading.problems:
        assert words.has(f"plan.reason.{problem.code}")
        assert problem.reason
        assert problem.row > 0
    for table in reading.tables:
        assert all(len(line) == len(table.columns) for _, line in table.lines)
    sources = [row.source for row in (*reading.rows, *reading.rejected)]
    assert len(sources) == len(set(sources))


def ground(folder: Path) -> Ground:
    """A workspace of two accounts, a series, a member and a note, and a bundle of it, in an empty folder."""
    store = create_workspace(folder / "workspace")
    for name in ("主账号", "信用卡申请"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡", hashtags="#信用卡")
    catalog.add_member(store, name="小林", role="editor")
    notes.create(store, 1, "标题", series_id=1, day="2026-12-10")
    bundle.export_bundle(store, folder / "good.zip", Part())
    return Ground(store, folder, (folder / "good.zip").read_bytes())
