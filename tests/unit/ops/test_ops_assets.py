"""The verbs of the library on a real workspace."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import assets, catalog, notes, workspace
from xhsplanner.ops.intake import file_name
from xhsplanner.store.store import Store
from xhsplanner.store.thumbs import Thumbs
from xhsplanner.store.workspace import open_workspace


def picture(folder: Path, name: str, color: str = "#D42A45", size: tuple[int, int] = (1080, 1440)) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[name.rsplit(".", 1)[-1]]
    Image.new("RGB", size, color).save(folder / name, kind)
    return folder / name


def shelf(store: Store, folder: Path, count: int) -> list[int]:
    files = [picture(folder, f"图{n:02}.png", f"#{n * 5 + 10:02X}3355", (720, 960)) for n in range(count)]
    return [asset.id for asset in assets.add(store, files).added]


def note_with(store: Store, asset_ids: list[int], title: str = "最低还款的坑") -> int:
    account = store.catalog.accounts()
    if not account:
        catalog.add_account(store, name="主账号")
    change = notes.create(store, account_id=store.catalog.accounts()[0].id, title=title)
    assert change is not None
    note_id = change.created["note"][0]
    notes.attach(store, note_id, asset_ids)
    return note_id


def rows(store: Store) -> int:
    return int(store.engine.rows("SELECT count(*) FROM asset")[0][0])


def test_a_mixed_batch_is_told_apart(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "来自 设计"
    good = picture(folder, "封面 01.jpg")
    picture(folder, "同一张.jpg")
    small = picture(folder, "小图.webp", "#2F6FED", (600, 800))
    cut = picture(folder, "下载未完成.jpg", "#1E9E6A")
    cut.write_bytes(cut.read_bytes()[:3000])
    text = folder / "备忘.jpg"
    text.write_text("周三前给三张", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "空").mkdir()
    steps: list[tuple[int, int, str]] = []
    result = assets.add(store, [folder, tmp_path / "不在.png"], progress=lambda *step: steps.append(step))
    assert len(result.added) == 2
    assert {asset.name for asset in result.added} | {path.name for path, _ in result.duplicates} == {
        good.name,
        "同一张.jpg",
        small.name,
    }
    assert dict(result.refused) == {
        cut: t("media.truncated"),
        text: t("media.text"),
        tmp_path / "不在.png": t("media.missing"),
    }
    assert [(path, words) for path, _id, words in result.warnings] == [
        (small, t("assets.too_small", width=600, height=800, short=720, long=960))
    ]
    assert [step[:2] for step in steps] == [(n, 6) for n in range(1, 7)]
    assert result.change is not None
    assert result.change.kind == "asset.add"
    assert "2" in result.change.label
    assert len(result.change.created["asset"]) == 2


def test_rows_say_what_the_file_is_and_the_file_is_there(store: Store, tmp_path: Path) -> None:
    source = picture(tmp_path, "午饭地图.png", "#D27F06", (900, 1200))
    (asset,) = assets.add(store, [source]).added
    assert (asset.name, asset.kind, asset.ext, asset.width, asset.height) == (
        "午饭地图.png",
        "picture",
        "png",
        900,
        1200,
    )
    assert asset.colors == "#D27F06"
    assert asset.bytes == source.stat().st_size
    assert store.assets.path(asset).read_bytes() == source.read_bytes()
    jpeg = store.thumbs.get(asset.sha256)
    assert jpeg is not None
    assert Image.open(io.BytesIO(jpeg)).size == (192, 256)
    assert assets.verify(store) == []


def test_the_same_bytes_twice_in_one_batch_and_again_later(store: Store, tmp_path: Path) -> None:
    first, second = picture(tmp_path, "a.png"), picture(tmp_path, "b.png")
    result = assets.add(store, [first, second, first])
    assert [asset.name for asset in result.added] == ["a.png"]
    assert result.duplicates == [(second, result.added[0].id)]
    again = assets.add(store, [second])
    assert (again.added, again.duplicates, again.change) == ([], [(second, result.added[0].id)], None)
    assert rows(store) == 1


def test_two_broken_copies_are_both_refused(store: Store, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n broken")
    result = assets.add(store, [tmp_path / "a.png", tmp_path / "b.png"])
    assert [path.name for path, _ in result.refused] == ["a.png", "b.png"]
    assert (result.added, result.change, rows(store)) == ([], None, 0)
    assert list(store.assets.blobs.files()) == []


def test_a_trashed_picture_comes_back_when_imported_again(store: Store, tmp_path: Path) -> None:
    source = picture(tmp_path, "a.png")
    (asset,) = assets.add(store, [source]).added
    assets.trash(store, [asset.id])
    assert store.assets.ids() == []
    result = assets.add(store, [source])
    assert [one.id for one in result.restored] == [asset.id]
    assert (result.added, result.duplicates) == ([], [])
    assert result.change is not None
    assert result.change.kind == "asset.restore"
    assert store.assets.ids() == [asset.id]


def test_a_hidden_render_comes_into_view_when_imported(store: Store, tmp_path: Path) -> None:
    source = picture(tmp_path, "a.png")
    (asset,) = assets.add(store, [source]).added
    with store.op("asset.add", n=1) as op:
        op.update("asset", {asset.id: {"kind": "render"}})
    assert store.assets.ids() == []
    assert [one.id for one in assets.add(store, [source]).restored] == [asset.id]
    assert store.assets.ids() == [asset.id]


def test_cancelling_keeps_what_was_taken(store: Store, tmp_path: Path) -> None:
    files = [picture(tmp_path / "many", f"{n}.png", f"#0000{n:02X}", (64, 64)) for n in range(30)]
    done: list[int] = []
    result = assets.add(
        store, files, progress=lambda n, _all, _name: done.append(n), cancelled=lambda: len(done) >= 5
    )
    assert result.cancelled
    assert 5 <= len(result.added) < 30
    assert rows(store) == len(result.added)
    assert assets.verify(store) == []


def test_undo_takes_the_whole_batch_back_and_redo_brings_it_again(store: Store, tmp_path: Path) -> None:
    ids = shelf(store, tmp_path / "many", 5)
    workspace.undo(store)
    assert rows(store) == 0
    workspace.redo(store)
    assert sorted(store.assets.ids()) == ids
    assert assets.verify(store) == []


def test_a_read_only_workspace_takes_nothing(store: Store, tmp_path: Path) -> None:
    store.read_only = "只能查看"
    with pytest.raises(Refused, match="只能查看"):
        assets.add(store, [picture(tmp_path, "a.png")])
    assert list(store.assets.blobs.files()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_are_no_unicode_or_hold_control_characters(store: Store, tmp_path: Path) -> None:
    plain = picture(tmp_path, "a.png")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe\n\xe5\x9b\xbe.png"))
    odd.write_bytes(plain.read_bytes())
    (asset,) = assets.add(store, [odd]).added
    assert asset.name == "?? 图.png"
    assert file_name(Path("cafe\u0301.png")) == "caf\u00e9.png"
    assert len(file_name(Path("长" * 400 + ".png"))) == 255


def test_renaming(store: Store, tmp_path: Path) -> None:
    (asset_id,) = shelf(store, tmp_path, 1)
    assets.rename(store, asset_id, "  <img src=x>\n午饭 ")
    found = store.assets.get(asset_id)
    assert found is not None
    assert found.name == "<img src=x> 午饭"
    with pytest.raises(Refused):
        assets.rename(store, asset_id, " \n ")
    with pytest.raises(Refused):
        assets.rename(store, 999, "x")


def test_tags_are_put_on_taken_off_and_undone(store: Store, tmp_path: Path) -> None:
    first, second, third = shelf(store, tmp_path, 3)
    assets.tag(store, [first, second], add=["卡面", " IP  形象 ", "卡面"])
    assets.tag(store, [second, third], add=["卡面"], remove=["IP 形象"])
    assert store.assets.tags([first, second, third]) == {
        first: ["IP 形象", "卡面"],
        second: ["卡面"],
        third: ["卡面"],
    }
    assert [(name, n) for _id, name, n in store.assets.counts().tags] == [("卡面", 3), ("IP 形象", 1)]
    assert assets.tag(store, [first], add=["卡面"]) is None
    workspace.undo(store)
    assert store.assets.tags([second, third]) == {second: ["IP 形象", "卡面"]}
    with pytest.raises(Refused):
        assets.tag(store, [first], add=["  "])


def test_finding_by_name_tag_and_use(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    ids = [
        assets.add(store, [picture(folder, name, f"#11{n}155")]).added[0].id
        for n, name in enumerate(["Coffee 100%.png", "coffee_a.png", "海报\\底图.png", "海报(2).png"])
    ]
    coffee, under, slash, poster = ids
    assets.tag(store, [poster], add=["咖啡季"])
    note_with(store, [under])
    find = store.assets.ids
    assert find() == ids[::-1]
    assert find("COFFEE") == [under, coffee]
    assert find("%") == [coffee]
    assert find("_") == [under]
    assert find("\\") == [slash]
    assert find("coffee 100") == [coffee]
    assert find("咖啡") == [poster]
    assert find("海报", tag="咖啡季") == [poster]
    assert find(tag="没有") == []
    assert find(used=True) == [under]
    assert find(used=False) == [poster, slash, coffee]
    assert [a.id for a in store.assets.find(limit=2)] == [poster, slash]
    assert store.assets.find('"*^: OR 1=1') == []
    counts = store.assets.counts()
    assert (counts.all, counts.used, counts.unused, counts.trashed) == (4, 1, 3, 0)


def test_a_cover_uses_its_picture(store: Store, tmp_path: Path) -> None:
    plain, behind = shelf(store, tmp_path, 2)
    note_id = note_with(store, [plain])
    notes.set_cover(store, note_id, template="pitfall", picture_id=behind)
    assert store.assets.used_by([plain, behind]) == {plain: [note_id], behind: [note_id]}
    assert store.assets.ids(used=True) == [behind, plain]
    assert [a.id for a in store.assets.for_note(note_id)] == [plain]


def test_trashing_says_which_notes_keep_the_picture(store: Store, tmp_path: Path) -> None:
    used, free = shelf(store, tmp_path, 2)
    note_id = note_with(store, [used])
    change = assets.trash(store, [used, free])
    assert change is not None
    note = store.notes.get(note_id)
    assert note is not None
    assert note.code in change.label
    assert store.assets.ids() == []
    assert store.assets.ids(trashed=True) == [free, used]
    assert [a.id for a in store.notes.pictures(note_id)] == [used]
    assets.restore(store, [used, free])
    assert store.assets.counts().trashed == 0
    with pytest.raises(Refused, match="77"):
        assets.trash(store, [77])


def test_a_lost_thumbnail_is_made_again_and_a_lost_file_has_none(store: Store, tmp_path: Path) -> None:
    one, two = store.assets.get_many(shelf(store, tmp_path, 2))
    before = assets.thumb(store, one)
    store.thumbs.close()
    for file in store.path.glob("thumbs.db*"):
        file.unlink()
    store.thumbs = Thumbs(store.path / "thumbs.db")
    assert store.thumbs.count() == 0
    assert assets.thumb(store, one) == before
    assert store.thumbs.get(one.sha256) == before
    store.assets.path(two).unlink()
    assert assets.thumb(store, two) is None
    (problem,) = assets.verify(store)
    assert (problem.asset.id, problem.kind, problem.reason) == (two.id, "missing", t("assets.missing"))


def test_a_person_may_name_an_asset_by_id_uid_or_hash(store: Store, tmp_path: Path) -> None:
    one, two = store.assets.get_many(shelf(store, tmp_path, 2))
    for name in (str(one.id), one.uid, one.sha256, one.sha256[:10], one.sha256[:10].upper()):
        found = store.assets.resolve(name)
        assert found is not None
        assert found.id == one.id
    for name in ("", "999", one.sha256[:4], "%" * 8, "nothing"):
        assert store.assets.resolve(name) is None
    assert two.id != one.id


KILLED = """
import sys, time
from pathlib import Path
from xhsplanner.ops import assets
from xhsplanner.store.workspace import open_workspace
store = open_workspace(Path(sys.argv[1]))
files = sorted(Path(sys.argv[2]).iterdir())
for start in range(0, len(files), 4):
    assets.add(store, files[start:start + 4], progress=lambda n, _all, _name: print(start + n, flush=True))
"""


def test_killed_in_the_middle_of_importing_no_row_lacks_its_file(store: Store, tmp_path: Path) -> None:
    """Five kills at different moments; afterwards every row has its whole file, and the import goes on."""
    for n in range(40):
        picture(tmp_path / "many", f"{n:02}.jpg", f"#{n * 6:02X}88{255 - n * 6:02X}", (300, 400))
    for attempt in range(5):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(store.path), str(tmp_path / "many")], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        for _ in range(1 + attempt * 5):
            child.stdout.readline()
        time.sleep(attempt * 0.002)
        os.kill(child.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        child.wait()
        child.stdout.close()
        again = open_workspace(store.path)
        assert assets.verify(again) == []
        again.close()
    result = assets.add(store, [tmp_path / "many"])
    assert len(result.added) + len(result.duplicates) == 40
    assert result.refused == []
    assert assets.verify(store) == []
