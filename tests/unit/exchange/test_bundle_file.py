"""Bundles that are traps or broken: each is refused with a sentence that names the file, and nothing is written."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from xhsplanner.core.errors import Refused
from xhsplanner.exchange.bundle_model import MANIFEST, ROWS
from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.ops import assets, bundle, catalog, notes
from xhsplanner.ops.bundle import Part
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

Files = dict[str, bytes]


@pytest.fixture
def good(store: Store, tmp_path: Path) -> Files:
    """The files of a bundle of one note with one picture."""
    catalog.add_account(store, name="主账号")
    notes.create(store, 1, "标题")
    buffer = BytesIO()
    Image.new("RGB", (720, 960), "red").save(buffer, "PNG")
    (tmp_path / "a.png").write_bytes(buffer.getvalue())
    assets.add(store, [tmp_path / "a.png"])
    notes.attach(store, 1, [1])
    bundle.export_bundle(store, tmp_path / "good.zip", Part())
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    store = create_workspace(tmp_path / "other")
    yield store
    store.close()


def packed(path: Path, files: Files, *more: tuple[zipfile.ZipInfo, bytes], sealed: bool = True) -> Path:
    """A zip of these files; `sealed` makes the manifest say what they are."""
    if sealed:
        manifest = json.loads(files[MANIFEST])
        listed = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST}
        files = {**files, MANIFEST: json.dumps({**manifest, "files": listed}).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for info, data in more:
            archive.writestr(info, data)
    return path


def rows(files: Files, change: Callable[[dict[str, Any]], object]) -> Files:
    document = json.loads(files[ROWS])
    change(document)
    return {**files, ROWS: json.dumps(document).encode()}


def asset(files: Files) -> str:
    return next(name for name in files if name.startswith("assets/"))


def test_a_good_one_is_read(good: Files, tmp_path: Path) -> None:
    found = read_bundle(packed(tmp_path / "x.zip", good))
    assert {record.table for record in found.records} == {"account", "asset", "note", "note_text", "note_asset"}
    assert len(found.assets) == 1


@pytest.mark.parametrize(
    "name",
    ["../x.png", "/etc/passwd", "..\\x.png", "C:\\x.png", "assets/../../x.png", "assets/x.png", "readme.txt",
     "assets/", "assets/" + "a" * 64 + ".svg", "assets/" + "A" * 64 + ".png", "rows.json/x"],
)  # fmt: skip
def test_names_that_are_none_of_ours(good: Files, tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "x.zip", good, (zipfile.ZipInfo(name), b"x"))
    with pytest.raises(Refused, match=r"x\.zip 里有不该出现的文件"):
        read_bundle(path)


def test_links_and_folders(good: Files, tmp_path: Path) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO):
        info = zipfile.ZipInfo(f"assets/{'0' * 64}.png")
        info.external_attr = (kind | 0o777) << 16
        with pytest.raises(Refused, match="链接或文件夹"):
            read_bundle(packed(tmp_path / "x.zip", good, (info, b"/etc/passwd")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(good: Files, tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", good, (zipfile.ZipInfo(ROWS), b"{}"))
    with pytest.raises(Refused, match="出现了两次"):
        read_bundle(path)


def test_wrong_hashes_and_lists(good: Files, tmp_path: Path) -> None:
    for name in (ROWS, asset(good)):
        changed = {**good, name: good[name][:-1] + bytes([good[name][-1] ^ 1])}
        with pytest.raises(Refused, match="和清单不符"):
            read_bundle(packed(tmp_path / "x.zip", changed, sealed=False))
    lied = {**good, f"assets/{'0' * 64}.png": b"x"}
    with pytest.raises(Refused, match="清单和内容不一致"):
        read_bundle(packed(tmp_path / "x.zip", lied, sealed=False))
    with pytest.raises(Refused, match="和清单不符"):  # the list agrees, but the name is not the hash
        read_bundle(packed(tmp_path / "x.zip", lied))


def test_bombs(good: Files, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="大得不像"):
        read_bundle(packed(tmp_path / "x.zip", {**good, ROWS: b" " * (64 << 20) + good[ROWS]}))
    many = [(zipfile.ZipInfo(f"assets/{n:064}.png"), b"") for n in range(50_001)]
    with pytest.raises(Refused, match="50004 个文件"):
        read_bundle(packed(tmp_path / "x.zip", good, *many))


def test_encrypted_and_truncated(good: Files, tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", good)
    data = path.read_bytes()
    locked = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + place] |= 1
            at = locked.find(mark, at + 4)
    path.write_bytes(locked)
    with pytest.raises(Refused, match="加了密码"):
        read_bundle(path)
    for length in (0, 1, 100, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(Refused, match=r"x\.zip"):
            read_bundle(path)


@pytest.mark.parametrize(
    "manifest",
    [{"version": 2}, {"version": "1"}, {"schema": 99}, {"format": "zip"}, {"workspace": 1}, {"files": []},
     {"version": True}, {"files": {"rows.json": 1}}],
)  # fmt: skip
def test_manifests_we_do_not_read(good: Files, tmp_path: Path, manifest: dict[str, Any]) -> None:
    told = {**json.loads(good[MANIFEST]), **manifest}
    with pytest.raises(Refused):
        read_bundle(packed(tmp_path / "x.zip", {**good, MANIFEST: json.dumps(told).encode()}, sealed=False))


def test_json_that_is_none_or_too_deep(good: Files, tmp_path: Path) -> None:
    for text in (b"[" * 200_000, b"{", b"\xff", b'{"rows": NaN}', b"9" * 10_000, b"null", b"[]"):
        with pytest.raises(Refused, match=r"x\.zip"):
            read_bundle(packed(tmp_path / "x.zip", {**good, ROWS: text}))


def _note(**values: Any) -> Callable[[dict[str, Any]], object]:
    return lambda document: document["rows"]["note"][0]["values"].update(values)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["rows"].update(setting=[]),
        lambda d: d["rows"].update({"note; DROP TABLE note": []}),
        lambda d: d["rows"].update(note={}),
        lambda d: d["rows"]["note"].append(d["rows"]["note"][0]),
        lambda d: d["rows"]["note"].append(7),
        lambda d: d["rows"].pop("asset"),
        lambda d: d["rows"].pop("account"),
        lambda d: d["rows"]["note"][0].update(uid="../x"),
        lambda d: d["rows"]["note"][0].update(uid=""),
        lambda d: d["rows"]["note"][0].update(values=None),
        lambda d: d["rows"]["note"][0].update(base={"title": 1}),
        lambda d: d["rows"]["note"][0].update(passed={"title": ["x"]}),
        lambda d: d["rows"]["note"][0]["values"].pop("code"),
        lambda d: d["rows"]["asset"][0]["values"].update(sha256="0" * 64),
        lambda d: d["rows"]["asset"][0]["values"].update(kind="font"),
        lambda d: d["rows"]["account"][0]["values"].update(brand_kit="[]"),
        lambda d: d["rows"]["account"][0]["values"].update(color="red; background: url(x)"),
        _note(nothing=1),
        _note(**{'title" = 1 --': "x"}),
        _note(status="gone"),
        _note(day="2026-02-30"),
        _note(day="20261210"),
        _note(minute=1440),
        _note(minute=True),
        _note(episode=2**70),
        _note(title=None),
        _note(title=["x"]),
        _note(title="x" * 1_000_001),
        _note(account_id="0" * 32),
        _note(account_id=1),
        _note(link="file:///etc/passwd"),
        _note(code="../../x"),
        _note(created_at="yesterday"),
    ],
)
def test_rows_that_the_program_could_not_show(
    good: Files, tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    with pytest.raises(Refused, match="内容不对"):
        read_bundle(packed(tmp_path / "x.zip", rows(good, change)))


def test_a_picture_that_the_library_would_refuse(good: Files, tmp_path: Path, other: Store) -> None:
    """The hash is right, the bytes are no picture: the whole bundle is refused, no file and no row is written."""
    data = b"<svg onload=alert(1)>"
    digest = hashlib.sha256(data).hexdigest()
    changed = rows(good, lambda d: d["rows"]["asset"][0]["values"].update(sha256=digest))
    del changed[asset(good)]
    found = read_bundle(packed(tmp_path / "x.zip", {**changed, f"assets/{digest}.png": data}))
    with pytest.raises(Refused, match=r"a\.png"):
        bundle.merge(other, found)
    assert other.notes.all() == []
    assert [path for path in (tmp_path / "other" / "assets").rglob("*") if path.is_file()] == []


def test_half_characters_do_not_get_in(good: Files, tmp_path: Path, other: Store) -> None:
    bundle.merge(other, read_bundle(packed(tmp_path / "x.zip", rows(good, _note(title="a\ud800b")))))
    assert [note.title for note in other.notes.all()] == ["a\ufffdb"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_but_a_refusal_comes_of_noise(
    good: Files, tmp_path: Path, other: Store, data: st.DataObject
) -> None:
    """Bytes turned in the zip, or values in its rows: it is refused, or it merges and every note can be read."""
    path = packed(tmp_path / "noise.zip", good)
    if data.draw(st.booleans()):
        turned = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            turned[data.draw(st.integers(0, len(turned) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(turned)
    else:
        document = json.loads(good[ROWS])
        table = data.draw(st.sampled_from(sorted(document["rows"])))
        row = document["rows"][table][0]["values"]
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(JSON)
        packed(path, {**good, ROWS: json.dumps(document).encode()})
    with suppress(Refused):
        bundle.merge(other, read_bundle(path))
    for note in other.notes.all():
        other.notes.text(note.id)
