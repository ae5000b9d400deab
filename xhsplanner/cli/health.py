"""The verb verify: is everything in the workspace as it was written?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, folder_of, opened, show, unlock
from xhsplanner.core.health import Report
from xhsplanner.core.words import t
from xhsplanner.ops import health
from xhsplanner.store import verify as checks
from xhsplanner.store.encryption import cipher


@click.command("verify")
@click.option("--quick", is_flag=True, help="Leave out what reads every byte.")
@click.option("--repair", is_flag=True, help="Make again what is derived, and put back values from the op-log.")
@common
def verify(quick: bool, repair: bool, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Check everything the workspace holds: 0 all is well, 1 something is hurt, 2 refused.

    Reads only, so it works beside an open window and where nothing can be written; --repair writes.
    """
    folder = folder_of(workspace)
    if cipher.locked(folder):
        unlock(folder)
    report = checks.run(folder, quick=quick)
    mended: list[str] = []
    if repair and health.repairable(report.findings):
        with opened(folder, actor) as store:
            mended = health.repair(store, report.findings)
        report = checks.run(folder, quick=quick)
    health.remember(folder, report)
    show(_document(report, mended), as_json, lambda: _lines(folder, report, mended))
    if report.harmed:
        click.get_current_context().exit(1)


def _document(report: Report, mended: list[str]) -> dict[str, Any]:
    document = report.document()
    for said, finding in zip(document["findings"], report.findings, strict=True):
        said["sentence"], said["advice"] = finding.sentence, finding.advice
    return {"ok": not report.harmed, **document, "mended": mended}


def _lines(folder: Path, report: Report, mended: list[str]) -> Iterator[str]:
    verdict, seconds = report.verdict, f"{report.seconds:.1f}"
    yield t("health.cli.heading", folder=folder, verdict=verdict, seconds=seconds)
    for what in mended:
        yield t("health.cli.mended", what=what)
    for found in report.findings:
        yield t("health.cli.line", harm=t(f"health.harm.{found.harm}"), sentence=found.sentence)
        yield t("health.cli.advice", advice=found.advice)
    for part, n in report.counts.items():
        yield t("health.cli.looked", part=t(f"health.part.{part}"), n=n)
