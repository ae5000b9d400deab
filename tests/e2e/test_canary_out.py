"""What leaves the program with harmful text in it: a sheet holds text and reads back, a cover is painted."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import catalog, covers, notes, plan, plan_export, posters
from xhsplanner.posters.model import Look
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

HARM = '<img src=x onerror=alert(1)>=1+1 ../../x "*^: & 👩‍👩‍👧‍👦'
TITLE = f"=1+1 {HARM} ".ljust(400, "长")
TODAY = date(2026, 12, 9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace with one note; every text of it would do harm."""
    store = create_workspace(tmp_path / "工作区")
    catalog.add_account(store, name=HARM)
    catalog.add_series(store, name=HARM, palette="wool", brief=HARM)
    catalog.add_member(store, name=HARM, role="lead")
    fields: dict[str, Any] = {"body": f"{HARM}\n" * 40, "remark": HARM, "hashtags": f"#{HARM}"}
    notes.create(store, 1, TITLE, day=TODAY, minute=600, series_id=1, owner_id=1, designer_id=1, **fields)
    yield store
    store.close()


def test_a_sheet_holds_text_and_reads_back(store: Store, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "排期.xlsx"
    assert plan_export.export_xlsx(store, out) == 1
    with zipfile.ZipFile(out) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    header, row = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    cells = dict(zip(header, row, strict=True))
    assert (cells["标题"], cells["备注"]) == (TITLE, HARM)
    reading = read_plan(out, known=plan.known(store), today=TODAY)
    assert reading.problems == ()
    assert plan.import_plan(store, reading) is None, "out and in again changes nothing"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["排期.xlsx"]
    assert {path.name for path in tmp_path.iterdir()} == {"工作区", "out"}


@pytest.mark.qt
def test_every_template_is_painted_with_it(store: Store, qapp: Any) -> None:
    from xhsplanner.covers.facts import values_for
    from xhsplanner.covers.render import render
    from xhsplanner.covers.template import templates

    note = store.notes.get(1)
    assert note is not None
    facts = covers.facts(store, note, store.notes.text(1))
    for template in templates():
        image = render(template, values_for(template, facts, {}), width=270).image
        assert (image.width(), image.height()) == (270, 360)
        assert len({image.pixel(x, y) for x in range(0, 270, 9) for y in range(0, 360, 9)}) > 9, template.id


@pytest.mark.qt
def test_posters_hold_it_as_text(store: Store, tmp_path: Path, qapp: Any) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for view in ("week", "list"):
        wanted = posters.Wanted(view, TODAY, TODAY, look=Look("chat"), covers=view == "week", by=HARM)
        _, pages = posters.pages(store, wanted)
        assert any("<img" in line for page in pages for line in page.texts())
        for kind, begins in (("pdf", b"%PDF-"), ("png", b"\x89PNG")):
            posters.export_poster(store, out / f"{view}.{kind}", wanted)
            assert (out / f"{view}.{kind}").read_bytes().startswith(begins)
    assert {path.name for path in tmp_path.iterdir()} == {"工作区", "out"}
