"""The catalogue as a workbook: one sheet a noun, a row each, out and in again. All text goes out as text.

Here cells become values and back; what they do to a workspace is in ops/catalog_book.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import PRODUCTS, TAG_GROUPS, Form, Kind, Role
from xhsplanner.core.text import fold
from xhsplanner.core.words import LANGUAGES, load, t
from xhsplanner.exchange.exported import exported
from xhsplanner.exchange.plan_sheet import guard_cells
from xhsplanner.exchange.workbook import workbook
from xhsplanner.exchange.xlsx_guard import guarded_book

CELL_CHARACTERS = 32_767
"""What a spreadsheet keeps in a cell; more would be cut without a word."""
MOST_BYTES = 50_000_000
MOST_ROWS = 100_000

SHEETS: dict[str, dict[str, str]] = {
    noun: dict(pair.split(":") for pair in columns.split())
    for noun, columns in {
        "account": "name:name initial:text color:text followers:int bank:text handle:text profile:long remark:long"
        " spacing:int per_day:int archived:flag",
        "series": "name:name palette:text cadence_days:int numbered:flag template:text hashtags:text"
        " product_class:product brief:long collection:text archived:flag",
        "note_template": "name:name series_id:series kind:media title:text body:long hashtags:text remark:long"
        " archived:flag",
        "persona": "name:name account_id:account color:text phrases:long forbidden:long brief:long archived:flag",
        "offer": "name:name valid_from:day valid_until:day series_id:series detail:long archived:flag",
        "keyword": "name:name heat:int remark:long archived:flag",
        "tag": "name:name group:group parent_id:tag color:text share:float archived:flag",
        "disclaimer": "product_class:product form:form text:long archived:flag",
        "member": "name:name role:role color:text archived:flag",
        "target": "account_id:account series_id:series weekday:weekday per_week:float since:day until:day",
        "collection": "account_id:account series_id:series name:text",
    }.items()
}
"""Sheet → column → what its cells are. A sheet is called `catalogue.tab.<noun>`, a column
`catalogue.<noun>.<column>`, in any of the program's languages."""
NEEDED: dict[str, tuple[str, ...]] = {
    "disclaimer": ("form",),
    "target": ("account_id", "per_week"),
    "collection": ("account_id", "series_id", "name"),
}
"""Columns that a sheet must have and a row must fill, where it is not the name."""
CODED: dict[str, tuple[str, tuple[str, ...]]] = {
    "role": ("role.", tuple(Role)),
    "form": ("catalog.form_", tuple(Form)),
    "group": ("catalogue.group.", TAG_GROUPS),
    "weekday": ("catalogue.weekday.", tuple("0123456")),
    "flag": ("catalogue.flag.", ("no", "yes")),
    "product": ("catalog.product.", PRODUCTS),
}
"""Kind of cell → what its codes are called in words, and the codes."""
WIDE = {"long": 44, "name": 22, "text": 22}


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell or row that cannot be taken, and why; `row` counts from 1 as the spreadsheet does, 0 for the sheet."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row that was read: where it stood and its values by field. References are names still."""

    noun: str
    sheet: str
    number: int
    values: Mapping[str, Any]

    def problem(self, reason: str, column: str = "", value: object = "") -> Problem:
        """Something is wrong with it."""
        return Problem(self.sheet, self.number, heading(self.noun, column) if column else "", str(value), reason)


@dataclass(slots=True)
class Book:
    """What was read of a workbook."""

    rows: dict[str, list[BookRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def heading(noun: str, column: str) -> str:
    """What a column is called."""
    return t("catalogue.archived") if column == "archived" else t(f"catalogue.{noun}.{column}")


# --- out --------------------------------------------------------------------------------------------


def write_book(path: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write rows by noun, references as names, to `path`, which is replaced only once all is written.

    Raises Refused where the place cannot be written or a text is too long for a cell.
    """
    for noun, rows in tables.items():
        for row in rows:
            if any(isinstance(value, str) and len(value) > CELL_CHARACTERS for value in row.values()):
                what = f"{t(f'catalogue.tab.{noun}')} {row.get('name', '')}"
                raise Refused(t("catalogue.too_long", name=what[:40], limit=CELL_CHARACTERS))
    with exported(path) as fresh:
        _write(fresh, tables)


def _write(path: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    with workbook(path) as book:
        head = book.add_format({"bold": True, "bg_color": "#F2F0EE", "bottom": 1, "valign": "vcenter"})
        looks = {
            "text": book.add_format({"valign": "top", "num_format": "@"}),
            "long": book.add_format({"valign": "top", "num_format": "@", "text_wrap": True}),
            "number": book.add_format({"valign": "top"}),
            "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"}),
        }
        for noun, columns in SHEETS.items():
            sheet = book.add_worksheet(t(f"catalogue.tab.{noun}"))
            sheet.freeze_panes(1, 1)
            for at, (column, kind) in enumerate(columns.items()):
                sheet.set_column(at, at, WIDE.get(kind, 13))
                sheet.write_string(0, at, heading(noun, column), head)
            for number, row in enumerate(tables.get(noun, ()), 1):
                for at, (column, kind) in enumerate(columns.items()):
                    _put(sheet, (number, at), _shown(kind, row.get(column)), looks, kind)


def _shown(kind: str, value: Any) -> Any:
    """A value as its cell shows it."""
    if kind == "flag":
        return t("catalogue.flag.yes") if value else ""
    if kind == "media":
        return t(f"kind.{Kind(value).name.lower()}")
    if kind in CODED and value not in (None, ""):
        prefix, codes = CODED[kind]
        return t(f"{prefix}{value}") if str(value) in codes else value
    return value


def _put(sheet: Any, place: tuple[int, int], value: Any, looks: Mapping[str, Any], kind: str) -> None:
    match value:
        case None | "":
            return
        case str():  # never a formula, a link or a number, whatever it begins with
            sheet.write_string(*place, value, looks["long" if kind == "long" else "text"])
        case date():
            sheet.write_datetime(*place, datetime.combine(value, time()), looks["day"])
        case _:
            sheet.write_number(*place, value, looks["number"])


# --- in ---------------------------------------------------------------------------------------------


def read_book(path: Path) -> Book:
    """Read every sheet that is called like a noun. Raises Refused for what is no such workbook."""
    import python_calamine  # only needed here

    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(t("catalogue.too_big", name=path.name))
        packed, _measures = guarded_book(path.name, path.read_bytes())
        book = python_calamine.load_workbook(packed)
        wanted = [name for name in book.sheet_names if fold(name.strip()) in _nouns()]
        tables: dict[str, list[list[Any]]] = {}
        for name in wanted:
            tables[name] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            guard_cells(path.name, name, sum(len(rows) * len(rows[0]) for rows in tables.values() if rows))
    except (OSError, python_calamine.CalamineError) as error:
        raise Refused(t("catalogue.no_book", name=path.name)) from error
    found = Book()
    for name, cells in tables.items():
        if len(cells) <= MOST_ROWS:
            _read_sheet(found, _nouns()[fold(name.strip())], name, cells)
    if not found.rows:
        raise Refused(t("catalogue.no_sheets", name=path.name))
    return found


def _read_sheet(book: Book, noun: str, sheet: str, cells: Sequence[Sequence[Any]]) -> None:
    book.rows.setdefault(noun, [])
    header = [fold(str(cell).strip()) for cell in cells[0]] if cells else []
    places = {_headings(noun)[word]: at for at, word in enumerate(header) if word in _headings(noun)}
    needed = NEEDED.get(noun, ("name",))
    if missing := [heading(noun, column) for column in needed if column not in places]:
        book.problems.append(Problem(sheet, 1, missing[0], "", t("catalogue.no_column")))
        return
    for number, line in enumerate(cells[1:], 2):
        if all(cell in ("", None) for cell in line):
            continue
        values: dict[str, Any] = {}
        row = BookRow(noun, sheet, number, values)
        for column, at in places.items():
            cell = line[at] if at < len(line) else ""
            try:
                values[column] = _value(SHEETS[noun][column], cell)
            except Refused as refusal:
                book.problems.append(row.problem(str(refusal), column, cell))
            else:
                if column in needed and values[column] in (None, ""):
                    book.problems.append(row.problem(t("catalogue.must_be_filled"), column))
        book.rows[noun].append(row)


@cache
def _nouns() -> dict[str, str]:
    return {fold(load(code)[f"catalogue.tab.{noun}"]): noun for code in LANGUAGES for noun in SHEETS}


@cache
def _headings(noun: str) -> dict[str, str]:
    found = {fold(load(code)["catalogue.archived"]): "archived" for code in LANGUAGES}
    for code in LANGUAGES:
        words = load(code)
        found |= {fold(words[f"catalogue.{noun}.{c}"]): c for c in SHEETS[noun] if c != "archived"}
    return found


@cache
def _codes(kind: str) -> dict[str, str]:
    prefix, codes = CODED[kind]
    called = {fold(load(language)[f"{prefix}{code}"]): code for language in LANGUAGES for code in codes}
    return {**called, **{fold(code): code for code in codes}}


def _value(kind: str, cell: Any) -> Any:
    """What a cell says. Raises Refused where it is nothing of its kind."""
    text = _text(cell)
    if kind in READERS:
        return READERS[kind](cell, text.strip())
    return text if kind == "long" else text.strip()


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def code_of(kind: str, text: str) -> str | None:
    """The code of a kind of CODED that is called so in one of the languages; None for none."""
    return _codes(kind).get(fold(text))


def _coded(kind: str, text: str) -> str:
    known = code_of(kind, text)
    if known is None:
        raise Refused(t("catalogue.one_of", known=t("catalog.comma").join(sorted(_choices(kind)))))
    return known


def _choices(kind: str) -> list[str]:
    prefix, codes = CODED[kind]
    return [t(f"{prefix}{code}") for code in codes]


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("，", "")) if text else None
    except ValueError:
        raise Refused(t("cli.bad_number", value=text)) from None


def _whole_number(text: str) -> int | None:
    value = _number(text)
    if value is not None and value != value // 1:
        raise Refused(t("cli.bad_number", value=text))
    return None if value is None else int(value)


def _day(cell: Any, text: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return parse_day(text) if text else None


@cache
def _media() -> dict[str, str]:
    called = {fold(load(code)[f"kind.{kind.name.lower()}"]): kind.value for code in LANGUAGES for kind in Kind}
    return {**called, **{fold(kind.value): kind.value for kind in Kind}}


def _kind(text: str) -> str:
    if fold(text) not in _media():
        known = t("catalog.comma").join(t(f"kind.{kind.name.lower()}") for kind in Kind)
        raise Refused(t("catalogue.one_of", known=known))
    return _media()[fold(text)]


@cache
def _general() -> set[str]:
    """What the general product class is called."""
    return {load(language)["catalog.product.any"] for language in LANGUAGES}


READERS: dict[str, Callable[[Any, str], Any]] = {
    "int": lambda _cell, text: _whole_number(text),
    "float": lambda _cell, text: _number(text),
    "day": _day,
    "flag": lambda cell, text: cell if isinstance(cell, bool) else bool(text) and _coded("flag", text) == "yes",
    "media": lambda _cell, text: _kind(text) if text else Kind.PICTURES.value,
    "role": lambda _cell, text: _coded("role", text) if text else Role.EDITOR.value,
    "form": lambda _cell, text: _coded("form", text) if text else "",
    "group": lambda _cell, text: _coded("group", text) if text else TAG_GROUPS[0],
    "weekday": lambda _cell, text: int(_coded("weekday", text)) if text else None,
    "product": lambda _cell, text: _codes("product").get(fold(text), "" if text in _general() else text),
}
