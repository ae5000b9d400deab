"""`xhsplanner days`: what the calendar knows of a range of days."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core import days as calendar
from xhsplanner.core.days import Day
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import arrangements, own_days
from xhsplanner.store.store import Store


def entry(day: Day) -> dict[str, Any]:
    """One day as the command line's JSON contract has it."""
    lunar = day.lunar
    return {
        "date": day.date.isoformat(),
        "lunar": {"month": lunar.month, "day": lunar.day, "leap": lunar.leap} if lunar else None,
        "term": day.term,
        "off": day.off,
        "published": day.published,
        "occasions": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "tone": one.tone,
                "confidence": one.confidence,
            }
            for one in day.occasions
        ],
    }


def _line(day: Day) -> str:
    lunar = day.lunar.label() if day.lunar else ""
    doubt = "?" if day.lunar and day.lunar.disputed else ""
    rest = day.badge() or (t("days.weekend") if day.off else "")
    if not day.published:
        rest = f"{rest} {t('days.unpublished')}".strip()
    names = [f"{one.name}{_mark(one.tone, one.confidence)}" for one in day.occasions]
    weekday = t(f"days.weekday.{day.date.weekday()}")
    cells = [day.date.isoformat(), weekday, lunar + doubt, rest, t("days.comma").join(names)]
    return "  ".join(cell for cell in cells if cell)


def _mark(tone: str, confidence: str) -> str:
    marks = [t("days.quiet")] if tone == "quiet" else []
    marks += [t(f"days.{confidence}")] if confidence != "fixed" else []
    return t("days.bracket", text=t("days.comma").join(marks)) if marks else ""


IMPORT = "import"


@click.command("days")
@click.argument("first", metavar="FROM|import")
@click.argument("last", metavar="TO|FILE")
@common
def days(first: str, last: str, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """农历、节气、放假安排与节点 · Lunar days, terms, days off and occasions, FROM and TO as 2026-12-07.

    With --workspace also its own days. `days import FILE` takes in the State Council's days off of a newer year
    (JSON), or the events of a calendar file (ics) as own days.
    """
    if first == IMPORT:
        with opened(workspace, actor) as store:
            _import(store, Path(last), as_json)
    elif workspace is not None:
        with opened(workspace, actor):
            _show(first, last, as_json)
    else:
        _show(first, last, as_json)


def _show(first: str, last: str, as_json: bool) -> None:
    found = calendar.days(calendar.parse_day(first), calendar.parse_day(last))
    if as_json:
        click.echo(json.dumps([entry(day) for day in found], ensure_ascii=False))
        return
    for day in found:
        click.echo(_line(day))


def _import(store: Store, file: Path, as_json: bool) -> None:
    """Take in a file: a calendar where it begins like one, else days off."""
    try:
        with file.open("rb") as start:
            is_calendar = (
                file.suffix.lower() == ".ics" or start.read(64).lstrip(b"\xef\xbb\xbf \r\n")[:6] == b"BEGIN:"
            )
    except OSError as error:
        raise Refused(t("days.file_not_read", file=file.name, why=error.strerror or error)) from None
    (_import_calendar if is_calendar else _import_years)(store, file, as_json)


def _import_years(store: Store, file: Path, as_json: bool) -> None:
    found = arrangements.read_file(file)
    change = arrangements.take_in(store, found)
    years = [one.year for one in found]
    kinds = [off for one in found for off, _ in one.days.values()]
    said = t(
        "days.taken_in" if change else "days.known_already",
        years=t("days.comma").join(map(str, years)),
        **({"off": kinds.count(True), "work": kinds.count(False)} if change else {}),
    )
    show({"years": years, "op": change.id if change else None}, as_json, lambda: iter([said]))


def _import_calendar(store: Store, file: Path, as_json: bool) -> None:
    found = own_days.preview(store, own_days.read_calendar(file))
    counts = {state: len(found.of(state)) for state in (own_days.NEW, own_days.CHANGED, own_days.KNOWN)}
    wanted = counts[own_days.NEW] + counts[own_days.CHANGED]
    change = own_days.take_in(store, found.items) if wanted else None
    reading = found.reading
    aside = {"cancelled": reading.cancelled, "unread": reading.unread, "alarms": reading.alarms}

    def lines() -> Iterator[str]:
        yield t("ics.done", **counts)
        if any(aside.values()):
            yield t("ics.aside", **aside)
        if reading.zones:
            yield t("ics.zones", names=t("days.comma").join(reading.zones))

    show({**counts, **aside, "zones": list(reading.zones), "op": change.id if change else None}, as_json, lines)
