"""`xhsplanner cover`: the templates, and covers drawn without a window."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xhsplanner.cli.notes import wanted
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core import clock
from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.covers import facts as cover_facts
from xhsplanner.covers import template as library
from xhsplanner.covers.model import Template
from xhsplanner.covers.scope import EXTRA_VARS, tokens
from xhsplanner.ops import covers as cover_ops
from xhsplanner.ops.cover_render import picture_name
from xhsplanner.store.store import Store

if TYPE_CHECKING:
    from xhsplanner.covers.render import Rendering

PROBLEMS = 1


@click.group("cover")
def cover() -> None:
    """封面：模板与渲染 · Cover templates and rendering."""


def template_entry(template: Template) -> dict[str, Any]:
    """One template as the command line's JSON contract has it."""
    return {
        "id": template.id,
        "name": template.name,
        "series": list(template.series),
        "ratios": list(template.ratios),
        "vars": [
            {"name": name, "type": var.type, "label": var.label, "required": var.required, "max": var.max,
             "source": list(var.source)}
            for name, var in template.vars.items()
        ],
    }  # fmt: skip


@cover.command("templates")
@click.option("--json", "as_json", is_flag=True)
def templates(as_json: bool) -> None:
    """列出封面模板 · The cover templates."""
    found = library.templates()
    if as_json:
        click.echo(json.dumps([template_entry(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.id:<14} {one.name}  {' '.join(one.ratios)}  {'、'.join(one.series)}")


def read_values(path: Path) -> dict[str, str]:
    """Values of a cover from a JSON object; lists become lines. Raises Refused where it is no object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Refused(t("cover.values_file", path=path)) from error
    if not isinstance(found, dict):
        raise Refused(t("cover.values_file", path=path))
    return {
        str(k): "\n".join(str(line) for line in v) if isinstance(v, list) else "" if v is None else str(v)
        for k, v in found.items()
    }


def check_names(template: Template, values: Mapping[str, str]) -> None:
    """Raises Refused for a value no variable of the template takes (`$token` replaces a colour or face)."""
    known = {*template.vars, *EXTRA_VARS}
    for name in values:
        if name not in known and name.removeprefix("$") not in tokens(template, template.head.palette):
            raise Refused(t("cover.unknown_value", name=name, known="、".join(template.vars)))


def draw(
    template: Template, values: Mapping[str, str], out: Path, ratio: str = "3:4", picture: Path | None = None
) -> dict[str, Any]:
    """Draws a cover at its full size to a file; returns the JSON of the contract. Raises Refused."""
    from xhsplanner.covers import encode
    from xhsplanner.covers.render import render as paint_cover

    check_ratio(template, ratio)
    encode.check_out(out)
    photo = encode.load(picture)
    if picture is not None and photo is None:
        raise Refused(t("cover.picture", path=picture))
    width = round(template.variants[ratio].size[0])
    return saved(paint_cover(template, values, variant=ratio, width=width, picture=photo), out)


def check_ratio(template: Template, ratio: str) -> None:
    """Raises Refused where the template has no such variant."""
    if ratio not in template.ratios:
        raise Refused(t("cover.ratio", name=template.name, ratio=ratio, known="、".join(template.ratios)))


def saved(done: "Rendering", out: Path) -> dict[str, Any]:
    """Writes a drawn cover; returns the JSON of the contract. Raises Refused where it cannot be written."""
    from xhsplanner.covers import encode

    encode.save(done.image, out)
    issues = [dataclasses.asdict(issue) for issue in done.issues]
    return {"out": str(out), "ms": round(done.ms, 1), "issues": issues}


def lines(result: Mapping[str, Any]) -> Iterator[str]:
    """What was drawn and its issues, for people."""
    yield t("cover.rendered", out=result["out"], ms=result["ms"])
    for issue in result["issues"]:
        yield f"  [{issue['severity']}] {issue['message']}"


def flawed(results: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of the covers has an issue that is more than a hint."""
    return any(issue["severity"] != "info" for result in results for issue in result["issues"])


@cover.command("render")
@click.option("--note", help="A note's code, id or uid: draws the cover chosen for it.")
@click.option("--template", "name", help="A template's id or name.")
@click.option("--values", type=click.Path(path_type=Path), help="JSON object of values; without it the sample.")
@click.option("--picture", type=click.Path(path_type=Path), help="The picture for the template's slot.")
@click.option("--ratio", default="3:4", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@common
def render(
    note: str | None, name: str | None, values: Path | None, picture: Path | None, ratio: str, out: Path,
    workspace: Path | None, actor: str | None, as_json: bool,
) -> None:  # fmt: skip
    """渲染一张封面 · Draw one cover to a png, jpg or webp file."""
    if bool(name) == bool(note) or (note and (values or picture)):
        raise Refused(t("cover.which"))
    if note:
        with opened(workspace, actor) as store:
            result = _of_note(store, wanted(store, [note])[0], out, ratio)
    else:
        template = library.template(name or "")
        given = read_values(values) if values else None
        if given is None:
            chosen = cover_facts.sample_values(template)
        else:
            check_names(template, given)
            chosen = cover_facts.values_for(template, {"note.title": given.get("title", "")}, given)
        result = draw(template, chosen, out, ratio, picture)
    show(result, as_json, lambda: lines(result))
    if flawed([result]):
        click.get_current_context().exit(PROBLEMS)


def _of_note(store: Store, note: Note, out: Path, ratio: str) -> dict[str, Any]:
    from xhsplanner.covers import encode

    encode.check_out(out)
    spec = cover_ops.specs(store, [note])[note.id]
    if spec.empty:  # no series, no template, no picture: asked for a cover all the same
        spec = dataclasses.replace(spec, template=library.template_for("").id)
    if spec.template:
        check_ratio(library.template(spec.template), ratio)
    elif ratio != "3:4":
        raise Refused(t("cover.picture_ratio", ratio=ratio))
    return saved(cover_ops.paint(spec), out)


@cover.command("batch")
@click.option("--from", "first", metavar="DAY", help="The first day, e.g. 2026-12-07; else Monday of this week.")
@click.option("--to", "last", metavar="DAY", help="The last day; else six days after the first.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder; it is made where missing.")
@common
def batch(
    first: str | None, last: str | None, out: Path, workspace: Path | None, actor: str | None, as_json: bool
) -> None:
    """渲染一段日子的封面 · Draw the covers of all planned notes of some days into a folder."""
    with opened(workspace, actor) as store:
        notes = [note for note in store.notes.between(*_days(first, last)) if note.planned]
        result = _batch(store, notes, out)
    show(result, as_json, lambda: _batch_lines(result))
    if flawed(result["covers"]) or result["refused"]:
        click.get_current_context().exit(PROBLEMS)


def _days(first: str | None, last: str | None) -> tuple[date, date]:
    today = clock.today()
    start = parse_day(first) if first else today - timedelta(today.weekday())
    if last and not first:
        start = min(start, parse_day(last))
    end = parse_day(last) if last else start + timedelta(6)
    if end < start:
        raise Refused(t("cover.days", first=start, last=end))
    return start, end


def _batch(store: Store, notes: Sequence[Note], out: Path) -> dict[str, Any]:
    """Draws each note's cover as `A-1042 标题.png`; a note that cannot be drawn does not stop the others."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(t("cover.unwritable", path=out, reason=error.strerror or error)) from error
    covers, refused = [], []
    for note in notes:
        file = out / picture_name(note)
        try:
            covers.append({"note": note.code, **_of_note(store, note, file, "3:4")})
        except Refused as refusal:
            refused.append({"note": note.code, "reason": str(refusal)})
    return {"out": str(out), "covers": covers, "refused": refused}


def _batch_lines(result: Mapping[str, Any]) -> Iterator[str]:
    for one in result["covers"]:
        yield from lines(one)
    for one in result["refused"]:
        yield t("cover.not_drawn", note=one["note"], reason=one["reason"])
    yield t("cover.batch_done", n=len(result["covers"]), refused=len(result["refused"]), out=result["out"])
