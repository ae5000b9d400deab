"""A bundle of 1,000 notes with 500 pictures: exported and merged within 15 s. New workspaces on this disk."""

import random
import time
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.ops import assets, bundle, catalog, notes
from xhsplanner.ops.bundle_collect import Part
from xhsplanner.store.workspace import create_workspace

NOTES, PICTURES = 1_000, 500
LIMIT = 15.0

pytestmark = pytest.mark.bench


def _pictures(folder: Path) -> list[Path]:
    """Photographs of 1080×1440 with something in every part, some 300 kB each."""
    chance = random.Random(7)
    folder.mkdir()
    noise = Image.effect_noise((1080, 1440), 40)
    found = []
    for number in range(PICTURES):
        tint = Image.new("L", noise.size, chance.randrange(256))
        picture = Image.merge("RGB", (noise, tint, noise.rotate(number % 4 * 90, expand=False)))
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=60)
        found.append(folder / f"图{number}.jpg")
        found[-1].write_bytes(buffer.getvalue() + number.to_bytes(4, "big"))
    return found


def test_a_thousand_notes_with_five_hundred_pictures(tmp_path: Path) -> None:
    mine, theirs = create_workspace(tmp_path / "a"), create_workspace(tmp_path / "b")
    catalog.add_account(mine, name="主账号")
    added = assets.add(mine, _pictures(tmp_path / "图"))
    assert len(added.added) == PICTURES
    first = date(2026, 12, 1)
    for number in range(NOTES):
        notes.create(mine, 1, f"第 {number} 篇", day=first + timedelta(days=number % 60), body="正文" * 150)
        if number < PICTURES:
            notes.attach(mine, number + 1, [number + 1])
    start = time.perf_counter()
    sent = bundle.export_bundle(mine, tmp_path / "x.zip", Part())
    exported = time.perf_counter()
    found = read_bundle(tmp_path / "x.zip")
    read = time.perf_counter()
    merged = bundle.merge(theirs, found)
    end = time.perf_counter()
    times = (exported - start, read - exported, end - read)
    print("\nexport {:.1f} s, read {:.1f} s, merge {:.1f} s".format(*times), f"(limit {LIMIT:.0f})")
    assert (sent.notes, merged.pictures, theirs.notes.count()) == (NOTES, PICTURES, NOTES)
    assert end - start <= LIMIT
    mine.close()
    theirs.close()
