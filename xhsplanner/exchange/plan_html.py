"""Writes a plan as one HTML file that anybody can open, read on a phone, and print on A4 lying.

It holds no script and asks for nothing from outside; a policy in its head forbids both, whatever a title says. All
that people wrote is escaped. Light or dark as the reader's system is; paper is always light.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from pathlib import Path

from xhsplanner.core import days, resources
from xhsplanner.core.clock import minute_of
from xhsplanner.core.words import t, words
from xhsplanner.exchange.exported import exported
from xhsplanner.exchange.plan_out import OutNote, OutPlan, Week, short_day, weekday, weeks

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
TONES = ("canvas", "surface", "sunken", "border", "text", "text2", "accent", "quiet")
"""Colours of the theme that the page uses, by the names they have there."""


def write_html(path: Path, plan: OutPlan, *, details: bool = True, partial: Path | None = None) -> None:
    """Write the page to `path`, which is replaced only once all is written. `details`: with every note's text.

    Raises Refused where the place cannot be written.
    """
    with exported(path, partial) as fresh, fresh.open("wb") as file:
        for piece in page(plan, details=details):
            file.write(piece.encode("utf-8", "replace") + b"\n")


def page(plan: OutPlan, *, details: bool = True) -> Iterator[str]:
    """The lines of the page."""
    title = t("export.html_title", name=plan.workspace)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{words.language.replace("_", "-")}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>'
    yield f"<style>\n{_colours(plan)}{resources.text('theme', 'plan.css')}</style></head>"
    yield f"<body><header><h1>{escape(title)}</h1><p>{_facts(plan)}</p>{_legend(plan)}</header><main>"
    for week in weeks(plan):
        yield from _week(week)
    yield from _undated(plan)
    if not plan.notes:
        yield f'<p class="empty">{_t("export.none")}</p>'
    else:
        yield from _list(plan, details)
    if details:
        yield from _details(plan)
    made = _t("export.made", at=minute_of(plan.made_at))
    yield f"</main><footer>{made}</footer></body></html>"


def _t(key: str, **values: object) -> str:
    return escape(t(key, **values))


def _text(text: str) -> str:
    """What a person wrote, with its line breaks."""
    return escape(text).replace("\n", "<br>")


# --- head -----------------------------------------------------------------------------------------


def _colours(plan: OutPlan) -> str:
    """The theme's colours as variables, and a class for each palette in use."""
    tokens = resources.toml("theme", "tokens.toml")
    used = sorted({note.tint for note in plan.notes})
    sets = [{name: tokens[theme][name] for name in TONES} for theme in ("light", "dark")]
    for theme, values in zip(("light", "dark"), sets, strict=True):
        for name in used:
            colours = tokens["series"][name]
            values |= {f"{name}-fill": colours[theme][0], f"{name}-ink": colours[theme][1]}
            values |= {f"{name}-solid": colours["solid"]}
    light, dark = ("".join(f"--{name}:{value};" for name, value in values.items()) for values in sets)
    classes = "".join(
        f".{name}{{background:var(--{name}-fill);color:var(--{name}-ink);border-color:var(--{name}-solid)}}\n"
        for name in used
    )
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{classes}"


def _facts(plan: OutPlan) -> str:
    dated = sorted(note.day for note in plan.notes if note.day)
    first, last = plan.start or (dated[0] if dated else None), plan.end or (dated[-1] if dated else None)
    span = _t("export.all_days")
    if first and last:
        span = _t("export.span", start=first.isoformat(), end=last.isoformat())
    accounts = len({note.account for note in plan.notes})
    return f"{span} · {_t('export.count', n=len(plan.notes), accounts=accounts)}"


def _legend(plan: OutPlan) -> str:
    names = {note.series: note.tint for note in plan.notes if note.series}
    items = "".join(f'<li class="{palette}">{escape(name)}</li>' for name, palette in sorted(names.items()))
    return f'<ul class="legend" aria-label="{_t("plan.header.series")}">{items}</ul>' if items else ""


# --- weeks ----------------------------------------------------------------------------------------


def _week(week: Week) -> Iterator[str]:
    yield f'<section class="week"><table class="grid"><caption>{escape(week.name)}</caption>'
    heads = "".join(_day_head(day) for day in week.days)
    yield f'<thead><tr><th scope="col">{_t("plan.header.accounts")}</th>{heads}</tr></thead><tbody>'
    for account in week.accounts:
        cells = "".join(_cell(week, account, day) for day in week.days)
        yield f'<tr><th scope="row">{escape(account)}</th>{cells}</tr>'
    yield "</tbody></table></section>"


def _day_head(day: date) -> str:
    occasion = days.label(day).text
    off = " off" if days.is_rest(day) or day.weekday() >= 5 else ""
    return (
        f'<th scope="col" class="day{off}"><span>{escape(weekday(day))}</span> <time datetime="{day.isoformat()}">'
        f"{escape(short_day(day))}</time><small>{escape(occasion)}</small></th>"
    )


def _cell(week: Week, account: str, day: date) -> str:
    quiet = ' class="quiet"' if days.is_quiet(day) else ""
    return f"<td{quiet}>{''.join(_card(note) for note in week.cells.get((account, day), ()))}</td>"


def _card(note: OutNote) -> str:
    series = f"<small>{escape(note.series)}</small> " if note.series else ""
    clock = f"<b>{note.clock}</b> " if note.clock else ""
    return (
        f'<div class="card {note.tint} is-{note.status}">{_image(note)}{clock}{series}'
        f"<span>{escape(note.name)}</span> <em>{_t(f'status.{note.status}')}</em></div>"
    )


def _image(note: OutNote) -> str:
    if not note.cover:
        return ""
    alt = escape(t("export.cover_of", title=note.name), quote=True)
    return f'<img src="data:image/jpeg;base64,{b64encode(note.cover).decode()}" alt="{alt}">'


def _undated(plan: OutPlan) -> Iterator[str]:
    if plan.undated:
        cards = "".join(f"<li>{escape(note.account)} {_card(note)}</li>" for note in plan.undated)
        yield f'<section class="undated"><h2>{_t("export.undated")}</h2><ul>{cards}</ul></section>'


# --- list and details -----------------------------------------------------------------------------


def _list(plan: OutPlan, details: bool) -> Iterator[str]:
    columns = ("day", "time", "accounts", "series", "title", "kind", "owner", "status")
    heads = "".join(f'<th scope="col">{_t(f"plan.header.{name}")}</th>' for name in columns)
    yield f'<section class="list"><h2>{_t("export.list")}</h2><table><caption>{_t("export.list_caption")}</caption>'
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for number, note in enumerate(plan.notes, 1):
        title = escape(note.name)
        values = (
            f'<time datetime="{note.day.isoformat()}">{note.day.isoformat()}</time>' if note.day else "—",
            note.clock or "—",
            escape(note.account),
            f'<span class="chip {note.tint}">{escape(note.series)}</span>' if note.series else "",
            f'<a href="#n{number}">{title}</a>' if details else title,
            _t(f"kind.{note.kind.name.lower()}"),
            escape(note.owner),
            _t(f"status.{note.status}"),
        )
        yield "<tr>" + "".join(f"<td>{value}</td>" for value in values) + "</tr>"
    yield "</tbody></table></section>"


def _details(plan: OutPlan) -> Iterator[str]:
    if not plan.notes:
        return
    yield f'<section class="notes"><h2>{_t("export.details_heading")}</h2>'
    for number, note in enumerate(plan.notes, 1):
        yield f'<article id="n{number}"><h3>{_image(note)}{escape(note.name)}</h3>'
        yield f"<p class=meta>{escape(_meta(note))}</p>"
        yield from _paragraphs(note)
        yield "</article>"
    yield "</section>"


def _meta(note: OutNote) -> str:
    day = f"{note.day.isoformat()} {weekday(note.day)}" if note.day else t("export.undated")
    parts = (note.code, day, note.clock, note.account, note.series, t(f"status.{note.status}"), note.owner)
    return " · ".join(part for part in parts if part)


def _paragraphs(note: OutNote) -> Iterator[str]:
    if note.body:
        yield f"<p>{_text(note.body)}</p>"
    if note.hashtags:
        yield f"<p class=tags>{escape(' '.join(f'#{tag}' for tag in note.hashtags))}</p>"
    if note.script:
        yield f"<h4>{_t('export.script')}</h4><p>{_text(note.script)}</p>"
    if note.shots:
        yield f"<h4>{_t('export.shots')}</h4><ol>{''.join(_shots(note))}</ol>"
    facts = {
        "topic": note.topic,
        "collection": note.collection,
        "persona": note.persona,
        "designer": note.designer,
        "pictures": _joined(picture.name for picture in note.pictures),
        "tags": _joined(note.tags),
        "keywords": _joined(note.keywords),
        "offers": _joined(note.offers),
        "link": note.link,
        "remark": note.remark,
    }
    rows = [f"<dt>{_t(f'export.fact_.{key}')}</dt><dd>{_text(value)}</dd>" for key, value in facts.items() if value]
    if rows:
        yield f"<dl>{''.join(rows)}</dl>"


def _joined(names: Iterable[str]) -> str:
    return t("export.comma").join(names)


def _shots(note: OutNote) -> Iterator[str]:
    for shot in note.shots:
        length = f" ({_t('export.seconds', n=shot.seconds)})" if shot.seconds is not None else ""
        yield f"<li>{_text(shot.scene)}{length}<br>{_text(shot.words)}</li>"
