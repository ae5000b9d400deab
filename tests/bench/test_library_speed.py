"""Speed of the library. Run with `pytest -m bench tests/bench/test_library_speed.py`; figures are printed.

The pictures are drawn here: 1080×1440 and 1242×1660, mostly JPEG, with structure and noise like a phone's.
"""

import random
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from PIL import Image, ImageDraw

from xhsplanner.ops import assets, catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

resource = pytest.importorskip("resource", reason="Windows does not tell the peak of memory")
pytestmark = [pytest.mark.bench, pytest.mark.qt]

IMPORTED = 300
SHELVED = 100_000


def draw(path: Path, number: int) -> None:
    dice = random.Random(number)
    width, height = (1242, 1660) if number % 3 == 0 else (1080, 1440)
    noise = Image.effect_noise((width // 4, height // 4), 40).resize((width, height))
    image = Image.merge(
        "RGB", [noise.point([(v + cast) % 256 for v in range(256)]) for cast in dice.sample(range(60), 3)]
    )
    pen = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = dice.randrange(width), dice.randrange(height)
        fill = tuple(dice.randrange(256) for _ in range(3))
        pen.rounded_rectangle((x, y, x + dice.randrange(60, 600), y + dice.randrange(40, 400)), 24, fill=fill)
    image.save(path, quality=88) if path.suffix == ".jpg" else image.save(path)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    opened = create_workspace(tmp_path / "w")
    yield opened
    opened.close()


def test_import_speed_and_memory(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Read, SHA-256, decode, thumb, hash, colours, fsynced copy, rows; two threads.

    The wall clock depends on what else the machine does, so the promise is processor time: 25 ms a picture.
    """
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(IMPORTED):
        draw(folder / f"{number:04}.{'png' if number % 10 == 0 else 'webp' if number % 10 == 1 else 'jpg'}", number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    result = assets.add(store, [folder])
    took, cpu = time.perf_counter() - start, (time.process_time() - cpu) / IMPORTED * 1000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    start = time.perf_counter()
    again = assets.add(store, [folder])
    duplicates = time.perf_counter() - start
    with capsys.disabled():
        print(
            f"\nimport {IMPORTED / took:.1f}/s ({took:.2f} s, {cpu:.1f} ms CPU each), peak +{grown:.0f} MB; ",
            end="",
        )
        print(f"all duplicates {IMPORTED / duplicates:.0f}/s")
    assert len(result.added) == len(again.duplicates) == IMPORTED
    assert cpu <= 25
    assert grown < 300


def fill(store: Store, count: int) -> None:
    """Rows without files, and a note for every 20th picture."""
    with store.op("asset.add", logged=False, n=count) as op:
        for number in range(count):
            row = {"sha256": f"{number:064x}", "name": f"封面{number:06}.jpg", "ext": "jpg", "bytes": 200_000}
            op.insert("asset", {**row, "width": 1080, "height": 1440, "added_at": "2026-12-09T10:00:00.000"})
    catalog.add_account(store, name="主账号")
    for start in range(0, 2000, 20):
        change = notes.create(store, account_id=1, title=f"第{start}篇")
        assert change is not None
        notes.attach(store, change.created["note"][0], range(start + 1, start + 4))


def test_a_hundred_thousand_pictures(store: Store, qtbot: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Listing, searching, counting, first paint and scrolling of a large library."""
    from PySide6.QtGui import QPixmap

    from xhsplanner.ui.context import Context
    from xhsplanner.ui.rooms.library import LibraryRoom
    from xhsplanner.ui.theme import Theme

    fill(store, SHELVED)
    figures: dict[str, float] = {}

    def measured(name: str, function: Any) -> Any:
        start = time.perf_counter()
        found = function()
        figures[name] = (time.perf_counter() - start) * 1000
        return found

    assert len(measured("ids", store.assets.ids)) == SHELVED
    assert measured("counts", store.assets.counts).all == SHELVED
    assert len(measured("search", lambda: store.assets.ids("封面0999"))) == 100
    assert len(measured("unused", lambda: store.assets.ids(used=False))) < SHELVED
    ctx = Context(store, Theme("light", bundled_fonts=True))
    room = measured("room", lambda: LibraryRoom(ctx))
    qtbot.addWidget(room)
    room.resize(1280, 760)
    measured("show", room.show)
    qtbot.waitExposed(room)
    measured("reload", room.reload)
    bar = room.grid.verticalScrollBar()
    frames = []
    canvas = QPixmap(room.grid.viewport().size())
    for step in range(300):
        bar.setValue(step * 700)
        start = time.perf_counter()
        room.grid.viewport().render(canvas)
        frames.append((time.perf_counter() - start) * 1000)
    figures["frame p95"] = quantiles(frames, n=20)[-1]
    ctx.close()
    with capsys.disabled():
        print("\n" + ", ".join(f"{name} {ms:.1f} ms" for name, ms in figures.items()))
    assert figures["frame p95"] <= 16
    assert figures["ids"] + figures["counts"] <= 150
