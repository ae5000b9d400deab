"""`xhsplanner cover`: the templates, and covers drawn without a window."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.covers import facts as cover_facts
from xhsplanner.covers import template as library
from xhsplanner.covers.model import Template
from xhsplanner.covers.scope import EXTRA_VARS, tokens

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


def render_facts(
    template: Template,
    facts: Mapping[str, str],
    out: Path,
    *,
    overrides: Mapping[str, str] | None = None,
    ratio: str = "3:4",
    picture: Path | None = None,
) -> dict[str, Any]:
    """Draws the cover of a note's facts to a file; returns the JSON of the contract. Raises Refused."""
    return draw(template, cover_facts.values_for(template, facts, overrides or {}), out, ratio, picture)


def draw(
    template: Template, values: Mapping[str, str], out: Path, ratio: str = "3:4", picture: Path | None = None
) -> dict[str, Any]:
    """Draws a cover at its full size to a file; returns the JSON of the contract. Raises Refused."""
    from xhsplanner.covers import encode
    from xhsplanner.covers.render import render as paint_cover

    if ratio not in template.ratios:
        known = "、".join(template.ratios)
        raise Refused(t("cover.ratio", name=template.name, ratio=ratio, known=known))
    encode.check_out(out)
    photo = encode.load(picture)
    if picture is not None and photo is None:
        raise Refused(t("cover.picture", path=picture))
    width = round(template.variants[ratio].size[0])
    done = paint_cover(template, values, variant=ratio, width=width, picture=photo)
    encode.save(done.image, out)
    issues = [dataclasses.asdict(issue) for issue in done.issues]
    return {"out": str(out), "ms": round(done.ms, 1), "issues": issues}


def report(result: Mapping[str, Any], as_json: bool) -> None:
    """Prints what was drawn and its issues; exits 1 where one of them is more than a hint."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        click.echo(t("cover.rendered", out=result["out"], ms=result["ms"]))
        for issue in result["issues"]:
            click.echo(f"  [{issue['severity']}] {issue['message']}")
    if any(issue["severity"] != "info" for issue in result["issues"]):
        click.get_current_context().exit(PROBLEMS)


@cover.command("render")
@click.option("--template", "name", help="A template's id or name.")
@click.option("--values", type=click.Path(path_type=Path), help="JSON object of values; without it the sample.")
@click.option("--picture", type=click.Path(path_type=Path), help="The picture for the template's slot.")
@click.option("--ratio", default="3:4", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
def render(
    name: str | None, values: Path | None, picture: Path | None, ratio: str, out: Path, as_json: bool
) -> None:
    """渲染一张封面 · Draw one cover to a png, jpg or webp file."""
    if not name:
        raise Refused(t("cover.which"))
    template = library.template(name)
    given = read_values(values) if values else None
    if given is None:
        chosen = cover_facts.sample_values(template)
    else:
        check_names(template, given)
        chosen = cover_facts.values_for(template, {"note.title": given.get("title", "")}, given)
    report(draw(template, chosen, out, ratio, picture), as_json)
