"""`xhsplanner days`: what the calendar knows of a range of days."""

import json
from typing import Any

import click

from xhsplanner.core import days as calendar
from xhsplanner.core.days import Day
from xhsplanner.core.words import t


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


@click.command("days")
@click.argument("first", metavar="FROM")
@click.argument("last", metavar="TO")
@click.option("--json", "as_json", is_flag=True)
def days(first: str, last: str, as_json: bool) -> None:
    """农历、节气、放假安排与节点 · Lunar days, terms, days off and occasions, FROM and TO as 2026-12-07."""
    found = calendar.days(calendar.parse_day(first), calendar.parse_day(last))
    if as_json:
        click.echo(json.dumps([entry(day) for day in found], ensure_ascii=False))
        return
    for day in found:
        click.echo(_line(day))
